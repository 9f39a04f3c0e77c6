"""Which of the kept hours still stand, and which come next."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from hashlib import sha256
from typing import NamedTuple

from app.board.evidence import cadences, with_areas
from app.board.hourly.hour import HOUR
from app.board.notation import encode
from app.catalog import Catalogue
from app.domain.history import floored
from app.domain.status import METHOD_VERSION
from app.store import hourly, news, sources
from app.store.database import ReadSession
from app.store.hourly import Mark, Span

FORM = 2
"""The form in which hours are kept; it rises when `Hour` is packed otherwise."""

REACH = timedelta(days=31)
"""How far back hours are assessed of a place of which none are kept yet."""


@dataclass(frozen=True, slots=True, kw_only=True)
class KeptSpans:
    """What is kept of some places, and how far it stands by all that is stored now.

    `found` is what the store has, `spans` that part of it which stands.
    """

    basis: str
    mark: Mark
    found: Mapping[str, Span]
    spans: Mapping[str, Span]

    def next_of(
        self, place: str, now: datetime, reach: timedelta = REACH, *, anew: bool = False
    ) -> "Next | None":
        """Give which hours a place is to be assessed at next, no more than a day of them.

        Where none are kept, or with `anew`, they go back as far as `reach`. None where there is
        nothing to do.
        """
        last, stands = floored(now, HOUR), None if anew else self.spans.get(place)
        since = last - reach if stands is None else stands.since
        first = since if stands is None else stands.until + HOUR
        if first > last:
            return None
        until = min(first + timedelta(days=1) - HOUR, last)
        return Next(first, Span(since=since, until=until, basis=self.basis, mark=self.mark))


class Next(NamedTuple):
    """The next hours to assess, from the `first` on, and what is kept once they are: `span`."""

    first: datetime
    span: Span

    @property
    def moments(self) -> list[datetime]:
        """Give the ends of these hours."""
        return [self.first + n * HOUR for n in range((self.span.until - self.first) // HOUR + 1)]


async def kept_spans(
    session: ReadSession, catalogue: Catalogue, places: Collection[str]
) -> KeptSpans:
    """Read how far the kept hours of some places stand.

    They stand until the first moment at which something was known that was stored since they were
    assessed, of the place itself or of an area it lies in; all end with another method, another
    catalogue, or a source that speaks at other times than it did.
    """
    basis, found = await _basis(session, catalogue), await hourly.spans(session, places)
    known = await _known_since(session, found)
    spans = {}
    for place, span in found.items():
        earliest = [known[each] for each in with_areas(catalogue, [place]) if each in known]
        stands = _until(span, min(earliest, default=None))
        if span.basis == basis and stands is not None:
            spans[place] = stands
    return KeptSpans(basis=basis, mark=await hourly.mark(session), found=found, spans=spans)


async def _basis(session: ReadSession, catalogue: Catalogue) -> str:
    spoken = sorted(cadences(await sources.every(session)).items())
    told = [FORM, METHOD_VERSION, catalogue.version, [[name, str(each)] for name, each in spoken]]
    return sha256(encode(told)).hexdigest()[:16]


async def _known_since(session: ReadSession, found: Mapping[str, Span]) -> dict[str, datetime]:
    """Give from when on anything was known that came after the earliest of the marks, by place."""
    if not found:
        return {}
    return await news.known_since(
        session,
        report=min(span.mark.report for span in found.values()),
        act=min(span.mark.act for span in found.values()),
    )


def _until(span: Span, known: datetime | None) -> Span | None:
    """Give the hours of a span that end before something was known; None where none does."""
    if known is None or known > span.until:
        return span
    until = floored(known - timedelta.resolution, HOUR)
    return replace(span, until=until) if until >= span.since else None
