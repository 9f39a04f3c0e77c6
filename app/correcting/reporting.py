"""Reporting: an operator adds what somebody said, with who said it and of which moment."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from secrets import token_hex
from typing import NamedTuple

from app.catalog import Catalogue
from app.correcting import own
from app.correcting.acting import Done
from app.correcting.mandate import Mandate, check_public
from app.correcting.refusal import Refused
from app.domain.act import Verb
from app.domain.report import Queue, Report, check_against
from app.domain.report_check import FIGURE_AHEAD
from app.domain.vocabulary import (
    OFFICIAL_KINDS,
    WORDS,
    Bound,
    Claim,
    Method,
    OriginKind,
    Precision,
    Quantity,
    Subject,
)
from app.domain.voice import ANONYMOUS_KINDS
from app.store import acts, reports
from app.store.database import WriteSession
from app.store.sources import OPERATOR

METHODS: Mapping[OriginKind, Method] = {
    **dict.fromkeys(OFFICIAL_KINDS, Method.OFFICIAL),
    OriginKind.OFFICIALS_QUOTED_BY_MEDIA: Method.RELAYED,
    OriginKind.ANONYMOUS_SOURCE: Method.RELAYED,
    OriginKind.MEDIA: Method.RELAYED,
    OriginKind.SENSOR: Method.COUNTED,
}
"""How whoever said it came to know it, by kind; all others were there and saw it."""


class Figure(NamedTuple):
    """A figure as it was meant: in the quantity's unit, as `Report` holds it."""

    bound: Bound
    value: float | None = None
    low: float | None = None
    high: float | None = None


class Word(NamedTuple):
    """A word and how it stands."""

    word: str
    claim: Claim


@dataclass(frozen=True, slots=True, kw_only=True)
class Heard:
    """What an operator heard: of whom, from whom, and of which moment or interval.

    Without `since` it is about the moment of the act, without `until` about no more than `since`.
    """

    queue: Queue
    quantity: Quantity
    subject: Subject
    said: Figure | Word
    origin: str
    origin_kind: OriginKind
    since: datetime | None = None
    until: datetime | None = None
    url: str = ""
    note: str = ""


async def report(
    session: WriteSession, at: datetime, *, catalogue: Catalogue, heard: Heard, mandate: Mandate
) -> Done:
    """Store what was heard, as a report of the operator's own.

    Raises Refused for what may not be public, and InvalidReport for what no report can say.
    """
    made = report_of(heard, at)
    check_against(made, catalogue.place(made.place), at)
    act = await acts.begin(
        session,
        Verb.REPORT,
        at=at,
        role=mandate.role,
        reason=mandate.reason,
        told={
            "place": made.place,
            "direction": made.direction,
            "mode": str(made.mode),
            "quantity": str(made.quantity),
            "report": made.id,
        },
    )
    await own.register(session, at)
    await reports.add(session, [made])
    await acts.add(session, act, [made.id])
    return Done(act=act, places=frozenset({made.place}), report=made.id, count=1)


def report_of(heard: Heard, at: datetime) -> Report:
    """Give the report that something heard amounts to, recorded at a moment.

    A word that is seen without an end holds as long as any such sighting does, never until further
    notice: that is what notices are for. Raises Refused and InvalidReport.
    """
    _check(heard, at)
    since = heard.since or at
    word, figure = (heard.said, None) if isinstance(heard.said, Word) else (None, heard.said)
    return Report(
        place=heard.queue.place,
        direction=heard.queue.direction,
        mode=heard.queue.mode,
        quantity=heard.quantity,
        subject=heard.subject,
        bound=figure and figure.bound,
        value=figure and figure.value,
        low=figure and figure.low,
        high=figure and figure.high,
        word=word and word.word,
        claim=word and word.claim,
        observed_from=since,
        observed_to=heard.until or since,
        recorded_at=at,
        source=OPERATOR,
        # The same said again is said anew: it counts from now on, also where it was taken back.
        # By chance, since the public id is made of it: a figure told as a band could be found by
        # trying otherwise.
        identity=token_hex(16),
        origin=heard.origin,
        origin_kind=heard.origin_kind,
        method=METHODS.get(heard.origin_kind, Method.OBSERVED),
        precision=Precision.HOUR,
        url=heard.url,
        note=heard.note,
    )


def _check(heard: Heard, at: datetime) -> None:
    for field, text in (("origin", heard.origin), ("note", heard.note)):
        check_public(field, text)
    if heard.url:
        check_link(heard.url)
        if heard.origin_kind in ANONYMOUS_KINDS:
            raise Refused(
                f"a word of kind {heard.origin_kind} carries no link, which could lead to a person:"
                " leave it out, or give the kind of whoever published it",
                "url",
            )
    if heard.quantity not in WORDS and heard.until and heard.until > at + FIGURE_AHEAD:
        raise Refused("lies ahead: a figure is about what was seen already", "observed_to")


def check_link(url: str) -> None:
    """Raise Refused for what is no link to a page."""
    if not url.startswith(("https://", "http://")) or not url.isprintable() or " " in url:
        raise Refused("is no link: write it from https:// on, without spaces", "url")
