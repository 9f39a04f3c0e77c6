"""The contest: our service, the bare application and the plain way, asked the same in turns."""

import json
import time
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

from benchmarks import bare, machine, plain
from benchmarks.load import drive, percentile
from benchmarks.process import Answer, Server, darial, served
from benchmarks.question import Question, question
from benchmarks.result import Ratio, Result, medians
from benchmarks.size import Size

DOCUMENTS: Mapping[str, str] = {
    "all": "/v1/status",
    "one place": "/v1/status?place=verkhny-lars",
    "one queue": "/v1/status?place=verkhny-lars&direction=RU-GE&mode=car",
}
"""What is asked for: the whole status of the shipped archive, and two parts of it."""

TARGETS = {"bare": 0.9, "plain": 5.0}
"""The rivals, and how many times their requests per second we want to answer."""

WARMING_UP_S = 0.2


@dataclass(frozen=True, slots=True, kw_only=True)
class Contest:
    """The three servers, all on one core; we are on the others. `answers` are ours."""

    servers: Mapping[str, Server]
    answers: Mapping[str, Answer]

    def asked(self, name: str, document: str, *, unchanged: bool) -> Question:
        """Give how a server is asked for a document, with the tag it gave out or without."""
        server, path = self.servers[name], DOCUMENTS[document]
        if name == "bare":
            _, _, query = path.partition("?")
            path = f"{_path(document, unchanged=unchanged)}?{query}".removesuffix("?")
        tag = {"if-none-match": server.ask(path).etag} if unchanged else {}
        return question(server, path, tag)


@contextmanager
def contest(folder: Path) -> Iterator[Contest]:
    """Start the three servers on the shipped archive, and end them."""
    with ExitStack() as stack:
        cores = machine.cores()
        core = cores[0] if len(cores) > 1 else None
        ours = stack.enter_context(darial(folder / "archive.db", "--prepare", core=core))
        answers = {name: ours.ask(path) for name, path in DOCUMENTS.items()}
        bare.save(dict(_bare_answers(ours, answers)), folder / "bare.json")
        plain.save(answers["all"].body, folder / "plain.db")
        rivals = {
            name: stack.enter_context(served(f"benchmarks.{name}", str(folder / file), core=core))
            for name, file in (("bare", "bare.json"), ("plain", "plain.db"))
        }
        _compare(answers, rivals["plain"])
        machine.pin(0, set(cores[1:]))
        stack.callback(machine.pin, 0, set(cores))
        yield Contest(servers={"ours": ours, **rivals}, answers=answers)


def _bare_answers(ours: Server, answers: Mapping[str, Answer]) -> Iterator[tuple[str, Answer]]:
    for document, answer in answers.items():
        again = ours.ask(DOCUMENTS[document], {"if-none-match": answer.etag})
        yield _path(document, unchanged=False), answer
        yield _path(document, unchanged=True), again


def _path(document: str, *, unchanged: bool) -> str:
    return f"/{list(DOCUMENTS).index(document)}{'/unchanged' if unchanged else ''}"


def _compare(answers: Mapping[str, Answer], plainly: Server) -> None:
    """Raise RuntimeError unless the plain way says the same as we do."""
    for name, path in DOCUMENTS.items():
        rows = json.loads(plainly.ask(path).body)["data"]
        if [_told(row) for row in rows] != [
            _told(row) for row in json.loads(answers[name].body)["data"]
        ]:
            raise RuntimeError(f"the plain way answers something else for {path}")


def _told(row: Mapping[str, object]) -> dict[str, object]:
    return {name: value for name, value in row.items() if value is not None}


def compared(
    contest: Contest, document: str, connections: int, size: Size, *, unchanged: bool
) -> Result:
    """Ask all servers in turns, round after round, and give the medians and their ratios."""
    asked = {name: contest.asked(name, document, unchanged=unchanged) for name in contest.servers}
    rounds = [
        {
            name: _round(server, asked[name], connections, size.seconds)
            for name, server in contest.servers.items()
        }
        for _ in range(size.rounds)
    ]
    figures = {name: medians([each[name] for each in rounds]) for name in contest.servers}
    return Result(
        case=f"{document}, {connections} connections", figures=figures, ratios=_ratios(figures)
    )


def _round(server: Server, asked: Question, connections: int, seconds: float) -> dict[str, float]:
    drive(server, asked, connections, min(WARMING_UP_S, seconds))
    busy, theirs = time.process_time(), machine.cpu_seconds(server.pid)
    tally = drive(server, asked, connections, seconds)
    busy, theirs = time.process_time() - busy, machine.cpu_seconds(server.pid) - theirs
    return {
        "per_second": len(tally.seconds) / tally.elapsed,
        "p50_ms": percentile(tally.seconds, 50),
        "p99_ms": percentile(tally.seconds, 99),
        "cpu_us": theirs / len(tally.seconds) * 1e6,
        "generator_percent": busy / tally.elapsed * 100,
    }


def _ratios(figures: Mapping[str, Mapping[str, float]]) -> dict[str, Ratio]:
    ours, ratios = figures["ours"], {}
    for name, wanted in TARGETS.items():
        rate = ours["per_second"] / figures[name]["per_second"]
        ratios[f"ours / {name}"] = Ratio(value=rate, at_least=wanted)
        if ours["cpu_us"]:
            cpu = figures[name]["cpu_us"] / ours["cpu_us"]
            ratios[f"ours / {name}, by CPU"] = Ratio(value=cpu)
    return ratios
