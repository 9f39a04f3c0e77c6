"""Storing: reports that another process than the server commits, one at a time, as a poll would."""

import asyncio
import itertools
import random
import sqlite3
import time
from collections.abc import Iterator
from contextlib import AbstractContextManager
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from types import TracebackType
from typing import NamedTuple, Self

from app.catalog import load
from app.clock import now
from app.domain.report import Report
from app.polling.import_reports import import_file
from app.store import reports
from app.store.adding import add
from app.store.columns import micros
from app.store.database import Database
from benchmarks import made, made_file
from benchmarks.made import Said
from benchmarks.process import url_of

PATIENCE_S = 60.0
LOOKED_S = 0.001
LEAST, MOST = 50, 5000
AGO = timedelta(minutes=1)


class Published(NamedTuple):
    """What was published of a report: the version, and when it was stored and that published."""

    version: int
    stored: float
    published: float


class Storing(AbstractContextManager["Storing"]):
    """Adds a made report of one queue to a database, with a figure of its own each time."""

    def __init__(self, file: Path) -> None:
        """Import the first one, which makes its source known."""
        self._runner = asyncio.Runner()
        self._numbers = itertools.count(1)
        self._figures = figures()
        self._database = Database(url_of(file))
        self._reading = sqlite3.connect(f"{file.as_uri()}?mode=ro", uri=True, isolation_level=None)
        self._first = self._runner.run(first_report(self._database, file.with_suffix(".csv")))
        self._after(0)

    def __enter__(self) -> Self:
        """Begin."""
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        """Close everything."""
        self._reading.close()
        self._runner.run(self._database.close())
        self._runner.close()

    def store(self) -> Published:
        """Commit one report more, and wait for what the server publishes of it.

        Raises RuntimeError where it publishes nothing.
        """
        moment = now()
        report = replace(
            self._first,
            identity=f"made-{next(self._numbers)}",
            observed_from=moment - AGO,
            observed_to=moment - AGO,
            recorded_at=moment,
            value=next(self._figures),
        )
        before, _ = self._last()
        self._runner.run(_add(self._database, report))
        return self._after(before)

    def _after(self, before: int) -> Published:
        stored = time.monotonic()
        while (last := self._last())[0] <= before:
            if time.monotonic() > stored + PATIENCE_S:
                raise RuntimeError("nothing was published of what was stored")
            time.sleep(LOOKED_S)
        return Published(version=last[1], stored=stored, published=time.monotonic())

    def _last(self) -> tuple[int, int]:
        """Give the number and the version of what was published last."""
        query = "SELECT id, version FROM changes ORDER BY id DESC LIMIT 1"
        return self._reading.execute(query).fetchone() or (0, 0)


def figures() -> Iterator[float]:
    """Give figures in an order of chance, the same each time; each before any comes again.

    What an origin says again is no news.
    """
    chosen = random.Random(made.SEED).sample(range(LEAST, MOST), MOST - LEAST)
    return itertools.cycle(map(float, chosen))


async def first_report(database: Database, rows: Path) -> Report:
    """Import a report, which makes its source known, and give it as it is stored."""
    catalogue, moment = load(), now()
    told = made.feeds(catalogue)
    feed = next(number for number, each in enumerate(told) if each.place == made.ASKED)
    said = Said(number=0, feed=feed, ends=micros(moment - AGO), value=float(LEAST))
    made_file.write(rows, told, [said])
    await import_file(database, catalogue, rows, now=moment, source=made.SOURCE)
    async with database.reading() as session:
        found = await reports.around(session, [made.ASKED], since=moment - 2 * AGO, until=moment)
    return next(each for each in found if each.source == made.SOURCE)


async def _add(database: Database, report: Report) -> None:
    async with database.writing() as session:
        await add(session, [report])
