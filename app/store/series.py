"""Series and strands: the keys of all that was ever heard, few enough to be read at once."""

from collections.abc import Callable, Collection, Sequence
from operator import attrgetter
from typing import Any, Generic, TypeVar, cast

from sqlalchemy import Column, ColumnElement, Table, exists, insert, select, true

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


async def of_places(session: ReadSession, places: Collection[str]) -> list[Series]:
    """Give every series of some places, heard of or only published."""
    return list((await known(session, tables.series.c.place.in_(places))).values())


async def known(session: ReadSession, *where: ColumnElement[bool]) -> dict[int, Series]:
    """Give the series that meet all conditions, by their numbers."""
    rows = await session.execute(select(tables.series).where(true(), *where))
    return {number: of_key(*key) for number, *key in rows}


def of_key(place: str, direction: str, mode: str, quantity: str, subject: str) -> Series:
    """Give the series of a key, whose parts come in the order of the columns."""
    return Series(Queue(place, direction, Mode(mode)), Quantity(quantity), Subject(subject))


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


class Numbers(Generic[KeyT]):
    """The numbers that keys stand under in their table, each looked up once in a transaction."""

    def __init__(self, session: WriteSession, table: Table, near: Column[Any]) -> None:
        """Begin with none; keys are looked up by `near`, the column their first part stands in."""
        self._session = session
        self._table = table
        self._near = near
        self._known: dict[KeyT, int] = {}

    async def of(self, keys: Sequence[KeyT]) -> list[int]:
        """Give the number of each key, making those never heard of before."""
        try:
            return [self._known[key] for key in keys]
        except KeyError:
            await self._learn({key for key in keys if key not in self._known})
        return [self._known[key] for key in keys]

    async def _learn(self, wanted: Collection[KeyT]) -> None:
        await self._read(wanted)
        missing = sorted(key for key in wanted if key not in self._known)
        if missing:
            names = [column.name for column in self._table.columns if not column.primary_key]
            made = [dict(zip(names, key, strict=True)) for key in missing]
            await self._session.execute(insert(self._table), made)
            await self._read(missing)

    async def _read(self, wanted: Collection[KeyT]) -> None:
        near = self._near.in_({first for first, *_ in wanted})
        rows = await self._session.execute(select(self._table).where(near))
        self._known |= {cast("KeyT", tuple(key)): number for number, *key in rows}


def series_numbers(session: WriteSession) -> Numbers[SeriesKey]:
    """Give the numbers of series."""
    return Numbers(session, tables.series, tables.series.c.place)


def strand_numbers(session: WriteSession) -> Numbers[StrandKey]:
    """Give the numbers of strands."""
    return Numbers(session, tables.strands, tables.strands.c.series_id)
