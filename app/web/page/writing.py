"""Writing: a template filled in, as a finished document beside which a browser trusts nothing."""

import base64
import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from importlib.resources import files
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from app.board.document import HTML, Document, Header, document, guarded
from app.board.view import View
from app.web.moments import When
from app.web.page.speech import Speech
from app.web.page.spot import Spot

SIGNS = {"open": "●", "restricted": "◐", "closed": "✕", "unknown": "○"}
"""What stands before the word on access, so that no colour is needed to tell them apart."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Copy:
    """What a page that is carried away says of itself: when it was made, until when it counts."""

    made: datetime
    expires: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """What a page is made from: the view of a moment.

    `now` is that moment and `present` the real one; they differ where `past` was asked for. `copy`
    is there where the page is read from a mirror, whenever that is.
    """

    view: View
    now: datetime
    present: datetime
    past: When | None
    copy: Copy | None = None

    @property
    def live(self) -> bool:
        """Say whether the page is about the present of whoever reads it."""
        return self.past is None and self.copy is None

    @property
    def version(self) -> int | None:
        """Give the board's version of what is seen; None for the past."""
        return None if self.past else self.view.newest


def write(  # noqa: PLR0913, PLR0917 - what a page is made of
    template: str,
    speech: Speech,
    spot: Spot,
    seen: Seen,
    told: Mapping[str, Any],
    further: Iterable[Header] = (),
) -> Document:
    """Fill in a template of the page; it may use no other file than ours, and no inline script."""
    body = filled_in(template, speech, spot, seen, told)
    away = seen.view.away
    language = (b"content-language", speech.language.encode())
    finished = document(body, HTML, version=seen.version, away=away)
    return guarded(finished, _policy(), (language, *further))


def filled_in(
    template: str, speech: Speech, spot: Spot, seen: Seen, told: Mapping[str, Any]
) -> bytes:
    """Fill in a template of the page."""
    return (
        _environment()
        .get_template(template)
        .render(
            speech=speech,
            _=speech.say,
            spot=spot,
            seen=seen,
            signs=SIGNS,
            style=Markup(_style()),  # noqa: S704 - our own file
            style_hash=_style_hash(),
            **told,
        )
        .encode()
    )


@cache
def _environment() -> Environment:
    return Environment(
        loader=PackageLoader("app.web.page"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )


@cache
def _style() -> str:
    return (files("app.web.page") / "static" / "page.css").read_text(encoding="utf-8")


@cache
def _style_hash() -> str:
    return base64.b64encode(hashlib.sha256(_style().encode()).digest()).decode()


@cache
def _policy() -> str:
    """Let in our own files and the one style in the page, by its hash."""
    return (
        f"default-src 'none'; style-src 'sha256-{_style_hash()}'; script-src 'self';"
        " img-src 'self'; connect-src 'self'; manifest-src 'self'; worker-src 'self';"
        " form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
    )
