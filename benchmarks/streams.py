"""Streams: how soon the last of thousands of readers hears of a commit, and what each costs."""

import json
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from statistics import median
from typing import IO, Any

from benchmarks import machine
from benchmarks.load import percentile
from benchmarks.meanwhile import asking
from benchmarks.process import PATIENCE_S, ROOT, Server, darial
from benchmarks.result import Part, Ratio, Result
from benchmarks.size import Size
from benchmarks.storing import Storing

ASKED = "/v1/snapshot"
COMMITS = 5
WARMING_UP = 2
APART_S = 0.5

MOST_S = 1.0
"""How long after the commit the last reader may hear of it."""

MOST_KB = 30.0
"""How much memory of the server a reader may take."""

SPARE_FILES = 500

NOTES = (
    "another process stores a report, the server publishes what follows from it and tells readers",
    "last_ms: from the commit that publishes, as the database shows it, to the last reader's event",
    "stored_ms: the same from the other process's commit, with the server's look for it; both are",
    f"the slowest of {COMMITS} commits, first_ms is their median to the first reader",
    "kb_each: what the server's memory has grown by, all told, over the number of readers",
    f"api: {ASKED} over one connection meanwhile, every 20 ms",
    "readers: one Python process that looks at what comes by epoll, on the other core",
    "end_s: from SIGTERM, with all streams open, to the server's end; log_lines: what it wrote",
)


def measure(size: Size, folder: Path) -> Part:
    """Open so many streams, store a few reports, and end; for each number of readers."""
    notes, results = list(NOTES), list[Result]()
    with on_its_own_core() as core:
        for count in size.readers:
            if count + SPARE_FILES > machine.open_files():
                notes.append(f"{count:,} readers: left out, so many files may not be open")
                continue
            results.append(_measured(folder / f"{count}.db", count, core, ends=count == size.ended))
    return Part(title="wire: streams", notes=notes, results=results)


@contextmanager
def on_its_own_core() -> Iterator[int | None]:
    """Give the core of the server, and keep ourselves and our other children off it."""
    cores = machine.cores()
    machine.pin(0, set(cores[1:]))
    try:
        yield cores[0] if len(cores) > 1 else None
    finally:
        machine.pin(0, set(cores))


def _measured(file: Path, count: int, core: int | None, *, ends: bool) -> Result:
    with ExitStack() as stack:
        server = stack.enter_context(darial(file, "--prepare", core=core))
        storing = stack.enter_context(Storing(file))
        for _ in range(WARMING_UP):
            storing.store()
        server.answer(ASKED)
        before = machine.held_kib(server.pid)
        readers = stack.enter_context(following(server, count))
        with asking(server, ASKED) as answers:
            figures = _times(storing, readers)
        figures["api_p50_ms"], figures["api_p99_ms"] = (percentile(answers, p) for p in (50, 99))
        figures["kb_each"] = (machine.held_kib(server.pid) - before) * 1.024 / count
        ratios = {
            "last / the 1 s it may take": Ratio(value=figures["last_ms"] / 1000 / MOST_S, at_most=1)
        }
        if figures["kb_each"] > 0:
            each = figures["kb_each"] / MOST_KB
            ratios[f"memory each / {MOST_KB:g} kB"] = Ratio(value=each, at_most=1)
        if ends:
            ended = server.end()
            figures |= {"end_s": ended.seconds, "log_lines": len(ended.told.splitlines())}
            ratios["end / the 1 s it may take"] = Ratio(value=ended.seconds, at_most=1)
            ratios["lines logged at the end"] = Ratio(value=figures["log_lines"], at_most=0)
    return Result(case=f"{count:,} readers", figures={"ours": figures}, ratios=ratios)


def _times(storing: Storing, readers: IO[str]) -> dict[str, float]:
    first, last, since_stored = list[float](), list[float](), list[float]()
    for _ in range(COMMITS):
        time.sleep(APART_S)
        done = storing.store()
        told = _told_of(readers, done.version)
        first.append(told["first"] - done.published)
        last.append(told["last"] - done.published)
        since_stored.append(told["last"] - done.stored)
    return {
        "first_ms": max(median(first), 0) * 1000,
        "last_ms": max(last) * 1000,
        "stored_ms": max(since_stored) * 1000,
    }


def _told_of(readers: IO[str], version: int) -> dict[str, Any]:
    """Wait until all readers have heard of a version; raises RuntimeError where they end before."""
    for line in readers:
        told: dict[str, Any] = json.loads(line)
        if told.get("version", 0) >= version:
            return told
    raise RuntimeError("the readers ended before all had heard")


@contextmanager
def following(server: Server, count: int) -> Iterator[IO[str]]:
    """Have so many readers follow a server until the block ends; gives what they tell."""
    with subprocess.Popen(  # noqa: S603 - our own program
        [sys.executable, "-m", "benchmarks.readers", str(server.port), str(count)],
        cwd=ROOT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as child:
        assert child.stdout is not None  # noqa: S101 - it was asked for
        assert child.stdin is not None  # noqa: S101 - it was asked for
        try:
            if not child.stdout.readline():
                raise RuntimeError("not every stream could be opened")
            yield child.stdout
        finally:
            child.stdin.close()
            child.wait(PATIENCE_S)
