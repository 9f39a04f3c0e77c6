"""Reading hours that are kept: those of the moments asked for that still stand."""

from bisect import bisect_right
from collections.abc import Mapping, Sequence
from datetime import datetime

from app.board.hourly.hour import HOUR, Hour, unpacked
from app.board.hourly.keeping import kept_spans
from app.board.threads import in_thread
from app.catalog import Catalogue
from app.domain.history import floored
from app.store import hourly
from app.store.database import ReadSession
from app.store.hourly import Span, Told

Hours = Mapping[datetime, Hour]
"""What is kept of one place, by the moments that were asked for."""


async def kept_hours(
    session: ReadSession, catalogue: Catalogue, moments: Mapping[str, Sequence[datetime]]
) -> dict[str, Hours]:
    """Give what is kept of each place at its moments (rising), as was known then.

    It is what an assessment would give. A moment of which nothing is kept is left out.
    """
    spans = (await kept_spans(session, catalogue, moments)).spans
    found: dict[str, Hours] = {}
    for place, span in spans.items():
        wanted = _within(span, moments[place])
        if wanted:
            told = await hourly.within(session, place, wanted[0], wanted[-1])
            found[place] = await in_thread(_at, place, wanted, told)
    return found


def _within(span: Span, moments: Sequence[datetime]) -> list[datetime]:
    return [
        moment
        for moment in moments
        if span.since <= moment <= span.until and moment == floored(moment, HOUR)
    ]


def _at(place: str, moments: Sequence[datetime], told: Sequence[Told]) -> Hours:
    """Give what was held at each moment; hours that tell the same are the same."""
    turns = [each.at for each in told]
    hours = [unpacked(place, each.told) for each in told]
    return {moment: hours[bisect_right(turns, moment) - 1] for moment in moments}
