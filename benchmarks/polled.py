"""Polled: our service with thousands of made sources, in a process that measures itself.

It serves as `darial serve` does; when every source has been asked once, and is at its own offset,
it measures for a while, writes the figures to a file and ends.
"""

import argparse
import asyncio
import json
import resource
import socket
from collections.abc import Mapping
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import uvicorn
import uvloop

from app import logs
from app.catalog import load
from app.cli.listening import listening
from app.domain.place import Place
from app.domain.report import Queue, Report
from app.domain.vocabulary import Method, OriginKind, PlaceKind, Quantity
from app.main import create_app
from app.polling.client import Manners
from app.polling.pace import FIRST_WITHIN
from app.polling.plan import Plan
from app.polling.running import Polling
from app.settings import Settings
from app.sources.kit import Parsed, Payload, Request, Scope, Source, Speaker, each, figure
from benchmarks.load import percentile
from benchmarks.serving import CONFIGURATION

LAG_EVERY_S = 0.05
FIRST = 1.2
"""So many intervals after its first poll every source is at its own offset."""


def made(count: int, every: timedelta) -> tuple[Source, ...]:
    """Make sources, each about one way through one checkpoint."""
    places = [each for each in load().places.values() if each.kind is PlaceKind.CHECKPOINT]
    ways = [(place, way) for place in places for way in place.directions]
    return tuple(_source(number, *ways[number % len(ways)], every) for number in range(count))


def _source(number: int, place: Place, way: str, every: timedelta) -> Source:
    name = f"s{number}"
    speaker = Speaker(
        source=name,
        origin=f"Publisher {number}",
        origin_kind=OriginKind.AUTHORITY,
        method=Method.COUNTED,
    )
    queue = Queue(place.id, way, place.modes[number // 97 % len(place.modes)])

    def parse(payload: Payload, _scope: Scope) -> Parsed:
        return each(payload.json()["rows"], lambda row: _report(speaker, queue, row, payload))

    return Source(
        id=name,
        name=name,
        url=f"https://{name}.example/",
        every=every,
        licence="made",
        attribution="made",
        asks=lambda _scope, _now: [Request(url=f"https://{name}.example/queue.json")],
        parse=parse,
        timeout=timedelta(seconds=10),
    )


def _report(speaker: Speaker, queue: Queue, row: Mapping[str, Any], payload: Payload) -> Report:
    moment = datetime.fromisoformat(row["at"])
    return figure(
        speaker,
        queue,
        Quantity.QUEUE_VEHICLES,
        row["cars"],
        observed_from=moment,
        recorded_at=payload.fetched_at,
    )


async def _figures(under_way: Polling, seconds: float) -> dict[str, float]:
    """Measure for a while."""
    late = under_way.schedule.lateness
    late.clear()
    loop = asyncio.get_running_loop()
    began, cpu = loop.time(), _cpu_s()
    lags = await _lags(seconds)
    took = loop.time() - began
    return {
        "polls_per_s": len(late) / took,
        "late_p50_ms": percentile(list(late), 50),
        "late_p99_ms": percentile(list(late), 99),
        "cpu_share": (_cpu_s() - cpu) / took,
        "memory_mb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
        "lag_p50_ms": percentile(lags, 50),
        "lag_p99_ms": percentile(lags, 99),
    }


async def _lags(seconds: float) -> list[float]:
    """Give by how many seconds a short sleep overslept, again and again."""
    loop = asyncio.get_running_loop()
    end, found = loop.time() + seconds, list[float]()
    while (before := loop.time()) < end:
        await asyncio.sleep(LAG_EVERY_S)
        found.append(max(0.0, loop.time() - before - LAG_EVERY_S))
    return found


def _cpu_s() -> float:
    used = resource.getrusage(resource.RUSAGE_SELF)
    return used.ru_utime + used.ru_stime


async def _run(asked: argparse.Namespace, sockets: list[socket.socket]) -> None:
    catalogue = load()
    plan = Plan(
        sources=made(asked.sources, timedelta(seconds=asked.every)),
        manners=Manners(user_agent="darial-benchmarks", mirror=asked.mirror),
        scope=Scope(places=catalogue.places),
    )
    door = create_app(Settings(database_url=asked.database, polling=True), plan=plan)
    service: Any = door.app
    server = uvicorn.Server(uvicorn.Config(door, lifespan="on", **CONFIGURATION))
    serving = asyncio.create_task(server.serve(sockets))
    await asyncio.sleep(FIRST_WITHIN.total_seconds() + asked.every * FIRST)
    figures = await _figures(service.state.polling, asked.seconds)
    server.should_exit = True
    await serving
    asked.written.write_text(json.dumps(figures), encoding="utf-8")


def main() -> None:
    """Serve, measure and end."""
    logs.configure(json=False, level="WARNING")
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("database")
    parser.add_argument("mirror")
    parser.add_argument("written", type=Path)
    for name in ("sources", "every", "seconds"):
        parser.add_argument(f"--{name}", type=int, required=True)
    asked = parser.parse_args()
    with listening("127.0.0.1", 0) as sockets:
        print(f"http://127.0.0.1:{sockets[0].getsockname()[1]}", flush=True)
        with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
            runner.run(_run(asked, sockets))


if __name__ == "__main__":
    main()
