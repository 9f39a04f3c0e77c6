"""Writing: a template filled in, as a finished document beside which a browser trusts nothing."""

import base64
import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from importlib.resources import files
from typing import Any
from urllib.parse import parse_qsl, urlencode

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from app.board.document import HTML, Document, Header, document, guarded
from app.board.view import View
from app.web.moments import When
from app.web.page.messages import LANGUAGES
from app.web.page.speech import NAMES, Speech

SIGNS = {"open": "●", "restricted": "◐", "closed": "✕", "unknown": "○"}
"""What stands before the word on access, so that no colour is needed to tell them apart."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Spot:
    """Where a page stands: its path below the language, and the query that belongs to it."""

    path: str
    query: str = ""

    def address(self, language: str) -> str:
        """Give its address in a language."""
        return self._with(language, parse_qsl(self.query))

    def present(self, language: str) -> str:
        """Give the address of the same page about now."""
        return self._with(language, self._kept())

    def at(self, language: str, as_of: str) -> str:
        """Give the address of the same page about a past day or moment."""
        return self._with(language, [*self._kept(), ("as_of", as_of)])

    @property
    def filtered(self) -> bool:
        """Say whether anything but the moment was asked for."""
        return any(name != "as_of" for name, _ in parse_qsl(self.query))

    def place(self, language: str, place: str) -> str:
        """Give the address of a crossing's page, about the same moment."""
        given = [each for each in parse_qsl(self.query) if each[0] == "as_of"]
        return Spot(path=f"places/{place}", query=urlencode(given)).address(language)

    def _kept(self) -> list[tuple[str, str]]:
        return [each for each in parse_qsl(self.query) if each[0] != "as_of"]

    def _with(self, language: str, given: Sequence[tuple[str, str]]) -> str:
        return f"/{language}/{self.path}" + (f"?{urlencode(given)}" if given else "")

    def others(self, language: str) -> Iterable[tuple[str, str, str]]:
        """Give the other languages: code, own name, and the address of this page in it."""
        return [(each, NAMES[each], self.address(each)) for each in LANGUAGES if each != language]


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """What a page is made from: the view of a moment.

    `now` is that moment and `present` the real one; they differ where `past` was asked for.
    """

    view: View
    now: datetime
    present: datetime
    past: When | None

    @property
    def version(self) -> int | None:
        """Give the board's version of what is seen; None for the past."""
        return None if self.past else max((row.version for row in self.view.rows), default=0)


def write(  # noqa: PLR0913, PLR0917 - what a page is made of
    template: str,
    speech: Speech,
    spot: Spot,
    seen: Seen,
    told: Mapping[str, Any],
    further: Iterable[Header] = (),
) -> Document:
    """Fill in a template of the page; it may use no other file than ours, and no inline script."""
    body = (
        _environment()
        .get_template(template)
        .render(
            speech=speech,
            _=speech.say,
            spot=spot,
            seen=seen,
            signs=SIGNS,
            style=Markup(_style()),  # noqa: S704 - our own file
            **told,
        )
    )
    away = seen.view.away
    language = (b"content-language", speech.language.encode())
    finished = document(body.encode(), HTML, version=seen.version, away=away)
    return guarded(finished, _policy(), (language, *further))


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
def _policy() -> str:
    """Let in our own files and the one style in the page, by its hash."""
    digest = base64.b64encode(hashlib.sha256(_style().encode()).digest()).decode()
    return (
        f"default-src 'none'; style-src 'sha256-{digest}'; script-src 'self'; img-src 'self';"
        " connect-src 'self'; manifest-src 'self'; worker-src 'self'; form-action 'self';"
        " base-uri 'none'; frame-ancestors 'none'"
    )
