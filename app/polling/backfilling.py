"""Backfilling: the past of a source that takes dates, a local day at a time, politely.

A day that was taken in whole is noted with it in one transaction, so an interrupted run goes on
where it ended, and a repeated one asks for nothing twice.
"""

import hashlib
import time
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from app.catalog import Catalogue
from app.polling.gathering import Gathered, Gatherer
from app.polling.judging import Sifted, sift
from app.sources.kit import Refused, Source
from app.store import imports
from app.store.database import Database
from app.store.imports import Import
from app.store.reports import Added, add

DAY = timedelta(days=1)
EVER = timedelta(days=36_500)


@dataclass(frozen=True, slots=True, kw_only=True)
class Day:
    """What became of one day of the past.

    `skipped` was taken in before; `fault` tells why it was not taken in now, and it is asked for
    again the next time.
    """

    day: date
    skipped: bool = False
    added: Added | None = None
    refused: tuple[Refused, ...] = ()
    fault: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Backfill:
    """Takes in the past of sources: where it is stored, and how it is asked for."""

    database: Database
    catalogue: Catalogue
    gatherer: Gatherer
    now: Callable[[], datetime]

    async def days(self, source: Source, first: date, last: date) -> AsyncIterator[Day]:
        """Take in each day from the first to the last (inclusive), and give what became of it.

        Raises StoreError, with all days given before stored.
        """
        for number in range((last - first).days + 1):
            yield await self._day(source, first + number * DAY)

    async def _day(self, source: Source, day: date) -> Day:
        async with self.database.reading() as session:
            done = await imports.newest(session, source.id, _mark(source, day))
        if done is not None:
            return Day(day=day, skipped=True)
        gathered, started, began = Gathered(), self.now(), time.monotonic()
        assert source.past is not None  # noqa: S101 - callers ask only sources that have a past
        first = source.past(self.gatherer.scope, day)
        await self.gatherer.gather(source, first, started, {}, gathered)
        if gathered.faults:
            return Day(day=day, fault=str(gathered.faults[0]))
        sifted = sift(gathered.reports, self.catalogue, self.now(), EVER)
        note = _note(source, day, started, time.monotonic() - began, sifted)
        async with self.database.writing() as session:
            added = await add(session, sifted.good)
            await imports.add(session, note)
        return Day(day=day, added=added, refused=(*gathered.refused, *sifted.refused))


def _mark(source: Source, day: date) -> str:
    """Give what stands for a day of a source where files have their digest."""
    return hashlib.sha256(f"{source.id} {day.isoformat()}".encode()).hexdigest()


def _note(source: Source, day: date, started: datetime, seconds: float, sifted: Sifted) -> Import:
    return Import(
        source=source.id,
        name=f"backfill {day.isoformat()}",
        sha256=_mark(source, day),
        rows=len(sifted.good) + len(sifted.refused),
        refused=len(sifted.refused),
        started_at=started,
        finished_at=started + timedelta(seconds=seconds),
    )
