"""Documents: requests per second and waits, whole and unchanged, of us and of our rivals."""

import time
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from benchmarks import machine
from benchmarks.asked import DOCUMENTS, Document
from benchmarks.contest import BARE, NGINX, OURS, PLAIN, Contest, contest
from benchmarks.generator import Generator, usual, warm_up
from benchmarks.process import Server
from benchmarks.question import Question
from benchmarks.result import Part, Ratio, Result, medians
from benchmarks.size import Size

Figures = Mapping[str, Mapping[str, float]]

HELD_FROM = 32
"""Connections from which on we are held to the bare application: with one, both wait for it."""

SETTLED_S = 0.05

LEAST: Mapping[str, float | None] = {BARE: 0.95, PLAIN: 5.0, NGINX: None}
"""The rivals, and how many times their requests per second we want to answer."""

NOTES = (
    "ours: darial serve on the shipped archive, every connection kept open",
    "bare: the same bytes and headers from an ASGI application that looks at the path alone",
    "plain: a FastAPI route, one SQL query a request, a response model, a hash for a tag; never",
    "compressed, which it would be at each request; over as many connections as it answers in 1 s",
    "nginx: the same bytes and headers from a file, one worker",
    "one server at a time, all on one core; ours, bare and plain with the same uvicorn, which ours",
    "holds connections to limits with",
    "generator_percent: its share of its core; near 100 it is the limit, not the server",
    "cpu_us: the server's own time for one request, which a busy machine does not stretch",
)


def measure(size: Size, folder: Path) -> Part:
    """Ask for each document at every number of connections, in interleaved rounds."""
    documents = [each for each in DOCUMENTS if not size.documents or each.name in size.documents]
    with contest(folder, documents) as running:
        results = list(_results(running, size, usual()))
        return Part(
            title="wire: finished documents, 200 whole and 304 for If-None-Match",
            notes=[*_described(running, size, usual()), *NOTES, *_absent(running), *running.notes],
            results=results,
        )


def _described(running: Contest, size: Size, generator: Generator) -> Iterator[str]:
    for document, answer in running.answers.items():
        told = f"{len(answer.body):,} bytes ({document.coding})"
        yield f"{document.name}: {document.path} of the archive, {told}"
    cores = "the others" if len(machine.cores()) > 1 else "the same one: there is only one"
    yield f"generator: {generator.name}, on {cores}; median of {size.rounds} interleaved rounds"


def _absent(running: Contest) -> Sequence[str]:
    return () if NGINX in running.servers else ("nginx is not installed: left out",)


def _results(running: Contest, size: Size, generator: Generator) -> Iterator[Result]:
    for document in running.answers:
        for connections in size.connections:
            case = f"{document.name}, {connections} connections"
            whole, unchanged = (
                _figures(running, document, connections, size, generator, unchanged=unchanged)
                for unchanged in (False, True)
            )
            held = connections >= HELD_FROM
            yield Result(case=f"{case}, 200", figures=whole, ratios=_ratios(whole, held=held))
            faster = Ratio(value=_rate(unchanged[OURS]) / _rate(whole[OURS]), at_least=1)
            ratios = {"304 / 200": faster, **_ratios(unchanged, held=held)}
            yield Result(case=f"{case}, 304", figures=unchanged, ratios=ratios)


def _figures(  # noqa: PLR0913 - one case, each part of it named
    running: Contest,
    document: Document,
    connections: int,
    size: Size,
    generator: Generator,
    *,
    unchanged: bool,
) -> Figures:
    """Ask all servers in turns, round after round, and give the medians."""
    asked = {name: running.asked(name, document, unchanged=unchanged) for name in running.servers}
    most = {name: min(connections, running.most(name, document)) for name in running.servers}
    rounds = [
        {
            name: _round(server, asked[name], most[name], size.seconds, generator)
            for name, server in running.servers.items()
        }
        for _ in range(size.rounds)
    ]
    return {name: medians([each[name] for each in rounds]) for name in running.servers}


def _round(
    server: Server, asked: Question, connections: int, seconds: float, generator: Generator
) -> dict[str, float]:
    warm_up(server, asked, connections, seconds)
    used = machine.cpu_seconds(server.pid)
    counted = generator.drive(server, asked, connections, seconds)
    _settle(server)
    used = machine.cpu_seconds(server.pid) - used
    return {
        "connections": connections,
        "per_second": counted.answers / counted.elapsed_s,
        "p50_ms": counted.p50_ms,
        "p99_ms": counted.p99_ms,
        "cpu_us": used / counted.answers * 1e6,
        "generator_percent": counted.busy_s / counted.elapsed_s * 100,
    }


def _settle(server: Server) -> None:
    """Wait until a server has done with what was asked last, which would slow its rivals."""
    used = -1.0
    while used != (used := machine.cpu_seconds(server.pid)):
        time.sleep(SETTLED_S)


def _rate(figures: Mapping[str, float]) -> float:
    return figures["per_second"]


def _ratios(figures: Figures, *, held: bool) -> Mapping[str, Ratio]:
    ours, ratios = figures[OURS], dict[str, Ratio]()
    for name, least in LEAST.items():
        if name not in figures:
            continue
        rate = _rate(ours) / _rate(figures[name])
        ratios[f"ours / {name}"] = Ratio(value=rate, at_least=least if held else None)
        if ours["cpu_us"]:
            cpu = figures[name]["cpu_us"] / ours["cpu_us"]
            ratios[f"ours / {name}, by CPU"] = Ratio(value=cpu)
    return ratios
