"""Polling: thousands of sources a minute on one core, and what that leaves for readers."""

import json
import sqlite3
import time
from contextlib import closing
from pathlib import Path

from app.store import migrate
from benchmarks.load import percentile
from benchmarks.process import Server, served, url_of
from benchmarks.result import Part, Ratio, Result
from benchmarks.size import Size

NOTES = (
    "made sources, each one small JSON answer with one figure that is new every time",
    "one process on one core asks, reads, stores, assesses and answers; all others on the other",
    "late: by how much polls begin after they are due; lag: by how much 50 ms of sleep take longer",
    "api: /v1/status read once in 200 ms meanwhile, a connection each",
    "the board rests four times as long as its last look took: it may lag, the polls may not",
)

READ_EVERY_S = 0.2
MOST_S = 900.0


def measure(size: Size, folder: Path) -> Part:
    """Poll so many made sources for so long."""
    file, written = folder / "polled.db", folder / "figures.json"
    migrate.upgrade(url_of(file))
    with served("benchmarks.publishers", core=1) as publishers:
        mirror = f"http://127.0.0.1:{publishers.port}"
        with served(
            "benchmarks.polled", url_of(file), mirror, str(written),
            f"--sources={size.sources}", f"--every={size.every_s}", f"--seconds={size.polled_s}",
            core=0,
        ) as server:  # fmt: skip
            reads = _read_until(server, written)
    figures = json.loads(written.read_text(encoding="utf-8"))
    figures |= {"api_p50_ms": percentile(reads, 50), "api_p99_ms": percentile(reads, 99)}
    figures |= _stored(file)
    wanted = size.sources / size.every_s
    return Part(
        title="polling: many sources on one core",
        notes=NOTES,
        results=[
            Result(
                case=f"{size.sources:,} sources every {size.every_s} s, for {size.polled_s} s",
                figures={"ours": figures},
                ratios={
                    "polls held / wanted": Ratio(
                        value=figures["polls_per_s"] / wanted, at_least=0.99
                    ),
                    "late p99 / 1 s": Ratio(value=figures["late_p99_ms"] / 1000, at_most=1),
                    "CPU / one core": Ratio(value=figures["cpu_share"], at_most=0.6),
                    "memory / 250 MB": Ratio(value=figures["memory_mb"] / 250, at_most=1),
                },
            )
        ],
    )


def _read_until(server: Server, written: Path) -> list[float]:
    """Read now and then until the figures are there; gives the seconds of each answer."""
    reads, end = list[float](), time.monotonic() + MOST_S
    while not written.exists() and time.monotonic() < end:
        time.sleep(READ_EVERY_S)
        try:
            reads.append(server.answer("/v1/status").seconds)
        except OSError:
            continue  # it is starting, or has just ended
    return reads


def _stored(file: Path) -> dict[str, float]:
    with closing(sqlite3.connect(file)) as connection:
        (reports,) = connection.execute("SELECT count(*) FROM reports").fetchone()
        ok, failed = connection.execute(
            "SELECT sum(outcome = 'ok'), sum(outcome <> 'ok') FROM polls"
        ).fetchone()
    return {"reports": reports, "polls_ok": ok or 0, "polls_failed": failed or 0}
