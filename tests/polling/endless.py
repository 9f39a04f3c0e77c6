"""A process that polls made sources for ever, and acknowledges each report once it is stored.

`python -m tests.polling.endless DATABASE_URL` writes `stored SOURCE IDENTITY`; it is to be killed.
"""

import asyncio
import sys
from dataclasses import replace
from datetime import timedelta

from app.catalog import load
from app.clock import now
from app.polling.client import Answer
from app.polling.gathering import Gatherer
from app.polling.hosts import Hosts
from app.polling.poll import Polled, Poller
from app.polling.schedule import Schedule
from app.sources.kit import Parsed, Payload, Request, Scope, Source
from app.store.database import Database
from tests.polling.feeds import answer, body, parse, source

SOURCES = 8
QUICK = timedelta(milliseconds=20)


def named(name: str) -> Source:
    """Make a source whose reports bear its own name."""

    def read(payload: Payload, scope: Scope) -> Parsed:
        parsed = parse(payload, scope)
        parsed.reports = [replace(each, source=name) for each in parsed.reports]
        return parsed

    return source(id=name, every=QUICK, parse=read)


async def ask(
    _source: Source, request: Request, /, *, etag: str | None, modified: str | None
) -> Answer:
    """Answer with a new figure every time, and the one before it once more."""
    assert (etag, modified) == (None, None)
    moment = now()
    earlier = moment.replace(microsecond=0)
    rows = body((moment, moment.microsecond % 500), (earlier, 7))
    return answer(rows, url=request.url, fetched_at=moment)


async def main(url: str) -> None:
    """Poll until killed."""
    catalogue, database = load(), Database(url)
    poller = Poller(
        database=database,
        catalogue=catalogue,
        gatherer=Gatherer(ask=ask, hosts=Hosts(), scope=Scope(places=catalogue.places)),
        now=now,
    )

    async def poll(of: Source) -> Polled | None:
        polled = await poller.poll(of)
        for report in polled.attempt.verdict.reports if polled else ():
            print("stored", of.id, report.identity, flush=True)  # noqa: T201 - the acknowledgement
        return polled

    schedule = Schedule(
        poll=poll,
        sources=[named(f"feed{number}") for number in range(SOURCES)],
        now=now,
        tell=lambda _turn: None,
        first=lambda _source, start: start,
    )
    schedule.start()
    await asyncio.Event().wait()


if __name__ == "__main__":
    asyncio.run(main(sys.argv[1]))
