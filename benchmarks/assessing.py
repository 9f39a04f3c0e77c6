"""Assessing: one queue of which 500 reports are live, against reading them from SQLite."""

import asyncio
from collections.abc import Sequence
from datetime import datetime, timedelta
from pathlib import Path

from app.cli.simulated_week import source
from app.domain.estimates import estimates
from app.domain.evidence import Evidence
from app.domain.listening import listened
from app.domain.report import Report
from app.simulating.scenario import Scenario
from app.simulating.telling.everybody import reports
from app.simulating.telling.instruments import CADENCES
from app.simulating.world import PLACE, QUEUE, world
from app.store import evidence as store
from app.store import migrate, sources
from app.store import reports as stored
from app.store.database import Database
from benchmarks.process import url_of
from benchmarks.result import Part, Ratio, Result, medians
from benchmarks.size import Size
from benchmarks.stopwatch import Stopwatch

LIVE = 500
AGAIN = 10
WANTED_MS = 5.0
SEED = 3
NOTES = (
    "afresh: nothing of the queue was assessed before, as in a process that has just begun",
    "as time passes: half an hour later, nothing new was said (what a board does most of the time)",
    "raw: the same reports read from SQLite into the same objects",
)


def measure(size: Size, folder: Path) -> Part:
    """Assess and read the same reports in turns."""
    said = _live()
    return Part(
        title=f"assessing: one queue with {LIVE} live reports",
        notes=NOTES,
        results=[asyncio.run(_result(size, folder, said))],
    )


def _live() -> list[Report]:
    """Give the first reports of a week's cars in which a sensor counts the line."""
    told = [report for report in reports(world(Scenario.FROZEN, SEED)) if report.queue == QUEUE]
    return told[:LIVE]


async def _result(size: Size, folder: Path, said: Sequence[Report]) -> Result:
    file = folder / "darial.db"
    await asyncio.to_thread(migrate.upgrade, url_of(file))
    database = Database(url_of(file))
    try:
        async with database.writing(much=True) as session:
            for name in sorted({report.source for report in said}):
                await sources.register(session, source(name))
            await stored.add(session, said)
        rounds = [await _round(database, said) for _ in range(size.rounds)]
    finally:
        await database.close()
    names = rounds[0].keys()
    figures = {name: medians([{"cpu_ms": each[name]} for each in rounds]) for name in names}
    spent = {name: each["cpu_ms"] for name, each in figures.items()}
    return Result(
        case=f"{len(said)} reports of {(said[-1].known - said[0].known).days} days",
        figures=figures,
        ratios={
            "as time passes / 5 ms": Ratio(value=spent["as time passes"] / WANTED_MS, at_most=1.0),
            "afresh / 5 ms": Ratio(value=spent["afresh"] / WANTED_MS),
            "as time passes / raw": Ratio(value=spent["as time passes"] / spent["raw"]),
            "afresh / raw": Ratio(value=spent["afresh"] / spent["raw"]),
        },
    )


async def _round(database: Database, said: Sequence[Report]) -> dict[str, float]:
    """Give the milliseconds of CPU that one assessment and one reading take."""
    watches = {name: Stopwatch() for name in ("afresh", "as time passes", "raw")}
    now = said[-1].known
    for step in range(1, AGAIN + 1):
        with watches["raw"].running():
            read = await _read(database, now)
        held = Evidence(place=PLACE, areas=(), reports=tuple(read), cadences=CADENCES)
        listened.cache_clear()
        with watches["afresh"].running():
            estimates(QUEUE, held, now)
        with watches["as time passes"].running():
            estimates(QUEUE, held, now + step * timedelta(minutes=30))
    return {name: watch.cpu / AGAIN * 1000 for name, watch in watches.items()}


async def _read(database: Database, now: datetime) -> list[Report]:
    async with database.reading() as session:
        return await store.around(
            session, {PLACE.id}, since=now - timedelta(days=30), until=now, known_by=now
        )
