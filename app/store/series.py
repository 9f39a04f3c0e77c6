"""Series and strands: the keys of all that was ever heard, few enough to be read at once."""

from collections.abc import Callable, Collection, Iterable, Mapping
from operator import attrgetter
from typing import TypeVar, cast

from sqlalchemy import ColumnElement, Table, exists, insert, select, true

from app.domain.report import Queue, Report, Series
from app.domain.standing import is_official
from app.domain.vocabulary import WORDS, Mode, Quantity, Subject
from app.store import tables
from app.store.database import ReadSession, WriteSession

SeriesKey = tuple[str, str, str, str, str]
"""Place, direction, mode, quantity and subject: the order of the columns."""

StrandKey = tuple[int, str, str, str, str, bool]
"""What makes a strand, in the order of its columns: the number of its series comes first."""

KeyT = TypeVar("KeyT", SeriesKey, StrandKey)


_own = tables.reports.c.series_id == tables.series.c.id


async def heard(session: ReadSession) -> frozenset[Series]:
    """Give every series of which any report was ever stored."""
    spoken = exists(select(tables.reports.c.id).where(_own)).correlate(tables.series)
    return frozenset((await known(session, spoken)).values())


async def known(session: ReadSession, *where: ColumnElement[bool]) -> dict[int, Series]:
    """Give the series that meet all conditions, by their numbers."""
    rows = await session.execute(select(tables.series).where(true(), *where))
    return {
        number: Series(Queue(place, direction, Mode(mode)), Quantity(quantity), Subject(subject))
        for number, place, direction, mode, quantity, subject in rows
    }


def key_of(series: Series) -> SeriesKey:
    """Give the key of a series."""
    return *series.queue, series.quantity, series.subject


series_key = cast(
    "Callable[[Report], SeriesKey]",
    attrgetter("place", "direction", "mode", "quantity", "subject"),
)
"""Give the key of the series that a report speaks of."""


def strand_key(report: Report, series_id: int) -> StrandKey | None:
    """Give the key of the strand that a word belongs to; None for a figure."""
    if report.quantity not in WORDS:
        return None
    return (
        series_id,
        str(report.word),
        report.claim or "",
        report.origin_kind,
        report.origin if is_official(report) else "",
        report.observed_to is None,
    )


async def series_numbers(
    session: WriteSession, keys: Iterable[SeriesKey]
) -> Mapping[SeriesKey, int]:
    """Give each series its number, making those never heard of before."""
    wanted = set(keys)
    places = tables.series.c.place.in_({place for place, *_ in wanted})
    return await _numbers(session, tables.series, places, wanted)


async def strand_numbers(
    session: WriteSession, keys: Iterable[StrandKey]
) -> Mapping[StrandKey, int]:
    """Give each strand its number, making those never heard of before."""
    wanted = set(keys)
    series = tables.strands.c.series_id.in_({series_id for series_id, *_ in wanted})
    return await _numbers(session, tables.strands, series, wanted)


async def _numbers(
    session: WriteSession, table: Table, near: ColumnElement[bool], wanted: Collection[KeyT]
) -> Mapping[KeyT, int]:
    if not wanted:
        return {}
    numbers = await _stored(session, table, near, wanted)
    missing = sorted(key for key in wanted if key not in numbers)
    if missing:
        names = [column.name for column in table.columns if not column.primary_key]
        await session.execute(
            insert(table), [dict(zip(names, key, strict=True)) for key in missing]
        )
        numbers = await _stored(session, table, near, wanted)
    return numbers


async def _stored(
    session: ReadSession, table: Table, near: ColumnElement[bool], _like: Collection[KeyT]
) -> Mapping[KeyT, int]:
    rows = await session.execute(select(table).where(near))
    return {cast("KeyT", tuple(key)): number for number, *key in rows}
