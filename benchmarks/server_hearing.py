"""Hearing: how soon after a commit the last of three replicas answers with a new board."""

import asyncio
import http.client
import threading
import time
from collections.abc import Sequence
from contextlib import ExitStack, closing
from dataclasses import replace
from http import HTTPStatus
from itertools import islice
from pathlib import Path
from queue import Queue

from app.clock import now
from app.domain.report import Report
from app.store.adding import add
from app.store.database import Database
from benchmarks.load import percentile
from benchmarks.process import PATIENCE_S, SENT, Server, darial
from benchmarks.result import Part, Ratio, Result
from benchmarks.server import is_there, left_out, server
from benchmarks.size import Size
from benchmarks.storing import AGO, figures, first_report

REPLICAS = 3
ASKED = "/v1/snapshot"
LOOKED_S = 0.005
APART_S = 1.0
"""Each report tells of another second than the one before."""

WARMING_UP = 3
HEARD_S = 30.0
"""How long we wait for a replica's new board before we say that it heard nothing."""

MOST_MS = 250.0

TITLE = "replicas on PostgreSQL: from a commit to the last replica's new board"
NOTES = (
    f"{REPLICAS} processes `darial serve` on one database of the archive; another process stores a",
    "report of one queue, one of the three assesses and publishes, and the others hear of it; ms:",
    f"from the end of the report's commit to the last replica's new ETag of {ASKED}, so with",
    f"assessing, publishing and hearing; each is asked {LOOKED_S * 1000:.0f} ms after it answered",
    "replicas, PostgreSQL and who asks share the machine's cores",
)


class _Replica:
    """One replica, asked by a thread of its own; tells each new ETag and when it came."""

    def __init__(self, running: Server) -> None:
        self._running = running
        self._over = threading.Event()
        self._news: Queue[float] = Queue()
        self._thread = threading.Thread(target=self._ask)
        self._thread.start()

    def wait(self, since: float) -> float:
        """Give when the first new board since a moment came; raises queue.Empty without one."""
        while (came := self._news.get(timeout=HEARD_S)) < since:
            pass
        return came

    def end(self) -> None:
        self._over.set()
        self._thread.join()

    def _ask(self) -> None:
        caller = http.client.HTTPConnection("127.0.0.1", self._running.port, timeout=PATIENCE_S)
        etag = ""
        with closing(caller):
            while not self._over.wait(LOOKED_S):
                caller.request("GET", ASKED, headers={**SENT, "if-none-match": etag or '"none"'})
                answer = caller.getresponse()
                answer.read()
                if answer.status == HTTPStatus.OK:
                    etag = answer.getheader("etag") or ""
                    self._news.put(time.monotonic())


def measure(size: Size, folder: Path) -> Part:
    """Store reports one at a time, and wait for all replicas each time."""
    if not is_there():
        return left_out(TITLE)
    with server() as running, ExitStack() as stack:
        url = running.make("bench_hearing")
        stack.callback(running.drop, "bench_hearing")
        replicas = []
        for number in range(REPLICAS):
            options = () if number else ("--prepare",)
            replicas.append(_Replica(stack.enter_context(darial(url, *options))))
            stack.callback(replicas[-1].end)
        took = asyncio.run(_times(url, folder / "first.csv", replicas, size.heard))
    figures = {"p50_ms": percentile(took, 50), "p99_ms": percentile(took, 99)}
    return Part(
        title=TITLE,
        notes=NOTES,
        results=[
            Result(
                case=f"{size.heard} commits, {REPLICAS} replicas",
                figures={"ours": figures},
                ratios={"p99 / 250 ms": Ratio(value=figures["p99_ms"] / MOST_MS, at_most=1)},
            )
        ],
    )


async def _times(url: str, rows: Path, replicas: Sequence[_Replica], commits: int) -> list[float]:
    """Give the seconds from each commit to the last replica's new board."""
    database, took = Database(url), list[float]()
    try:
        first = await first_report(database, rows)
        for number, figure in enumerate(islice(figures(), WARMING_UP + commits)):
            await asyncio.sleep(APART_S)
            # A replica may answer anew before we have heard that our own commit is done.
            began = time.monotonic()
            committed = await _stored(database, first, number, figure)
            news = [asyncio.to_thread(each.wait, began) for each in replicas]
            took.append(max(await asyncio.gather(*news)) - committed)
    finally:
        await database.close()
    return took[WARMING_UP:]


async def _stored(database: Database, first: Report, number: int, figure: float) -> float:
    """Commit a report of the queue; gives when that was done."""
    moment = now()
    report = replace(
        first,
        identity=f"heard-{number}",
        observed_from=moment - AGO,
        observed_to=moment - AGO,
        recorded_at=moment,
        value=figure,
    )
    async with database.writing() as session:
        await add(session, [report])
    return time.monotonic()
