"""Polls stored: how many polls a second one writer keeps, on a server and in a file."""

import asyncio
import json
from collections.abc import Iterator
from contextlib import ExitStack
from datetime import datetime, timedelta
from pathlib import Path

from app.clock import now
from app.domain.health import Outcome
from app.polling.gathering import Gathered
from app.polling.judging import Verdict
from app.polling.keeping import keep
from app.polling.made import Attempt, Made, made_of
from app.sources.kit import Payload, Scope
from app.store import migrate
from app.store.database import Database
from benchmarks import polled
from benchmarks.process import url_of
from benchmarks.result import Part, Result, medians
from benchmarks.server import is_there, left_out, server
from benchmarks.size import Size
from benchmarks.stopwatch import Stopwatch

SOURCES = 50
EVERY = timedelta(minutes=1)
ROUNDS = 3

TITLE = "polls stored: transactions a second of one poller"
NOTES = (
    "each poll brings one new figure and its answer, and is one transaction with all that is kept",
    "of it: report, payload, feed, poll; a writer stores one after another, as a leader does",
    "server: PostgreSQL on the same machine, each commit on the disk; file: SQLite",
    "in turns, each round into new databases",
)


def measure(size: Size, folder: Path) -> Part:
    """Store so many polls in turns in each."""
    if not is_there():
        return left_out(TITLE)
    with server() as running, ExitStack() as stack:
        stack.callback(running.drop, "bench_polls")
        rounds = []
        for number in range(ROUNDS):
            urls = {
                "server": running.make("bench_polls"),
                "file": url_of(folder / f"polls-{number}.db"),
            }
            rounds.append({name: _stored(url, size.stored) for name, url in urls.items()})
    figures = {name: medians([each[name] for each in rounds]) for name in rounds[0]}
    return Part(
        title=TITLE,
        notes=NOTES,
        results=[Result(case=f"{size.stored:,} polls", figures=figures)],
    )


def _stored(url: str, count: int) -> dict[str, float]:
    migrate.upgrade(url)
    took = asyncio.run(_kept(url, list(_made(count))))
    return {"polls_per_second": count / took.wall, "cpu_us_per_poll": took.cpu / count * 1e6}


async def _kept(url: str, polls: list[Made]) -> Stopwatch:
    database, took = Database(url), Stopwatch()
    try:
        for each in polls[:SOURCES]:
            await keep(database, each, known=False)
        with took.running():
            for each in polls[SOURCES:]:
                await keep(database, each, known=True)
    finally:
        await database.close()
    return took


def _made(count: int) -> Iterator[Made]:
    """Make so many polls, and one of each source before."""
    every, begin = polled.made(SOURCES, EVERY), now() - timedelta(hours=12)
    for number in range(SOURCES + count):
        source = every[number % SOURCES]
        at = begin + timedelta(seconds=number)
        payload = _answer(source.url, number, at)
        reports = source.parse(payload, Scope(places={})).reports
        yield made_of(
            Attempt(
                source=source,
                started_at=at,
                seconds=0.1,
                gathered=Gathered(payloads=[payload], status=200, requests=1, received=100),
                verdict=Verdict(outcome=Outcome.OK, reports=tuple(reports)),
            ),
            payloads_too=True,
        )


def _answer(url: str, number: int, at: datetime) -> Payload:
    body = json.dumps({"rows": [{"at": at.isoformat(), "cars": number % 500}]}).encode()
    return Payload(url=url, body=body, fetched_at=at)
