"""The generator of load: wrk where it is installed, else the one in Python."""

import resource
from collections.abc import Callable
from dataclasses import dataclass

from benchmarks import load, wrk
from benchmarks.process import Server
from benchmarks.question import Question

WARMING_UP_S = 0.2


@dataclass(frozen=True, slots=True, kw_only=True)
class Counted:
    """What was counted of one round; `busy_s` is the generator's own time on its core."""

    answers: float
    elapsed_s: float
    p50_ms: float
    p99_ms: float
    busy_s: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Generator:
    """One way to make load, and its name; `drive` is given what load.drive is given."""

    name: str
    drive: Callable[[Server, Question, int, float], Counted]


def warm_up(server: Server, asked: Question, connections: int, seconds: float) -> None:
    """Ask for a moment in Python, which looks at each answer: how it begins, how long it is."""
    load.drive(server, asked, connections, min(WARMING_UP_S, seconds))


def _by_python(server: Server, asked: Question, connections: int, seconds: float) -> Counted:
    busy = _busy(resource.RUSAGE_SELF)
    tally = load.drive(server, asked, connections, seconds)
    return Counted(
        answers=len(tally.seconds),
        elapsed_s=tally.elapsed,
        p50_ms=load.percentile(tally.seconds, 50),
        p99_ms=load.percentile(tally.seconds, 99),
        busy_s=_busy(resource.RUSAGE_SELF) - busy,
    )


def _by_wrk(server: Server, asked: Question, connections: int, seconds: float) -> Counted:
    busy = _busy(resource.RUSAGE_CHILDREN)
    told = wrk.drive(server, asked, connections, seconds)
    return Counted(
        answers=told["answers"],
        elapsed_s=told["elapsed_us"] / 1e6,
        p50_ms=told["p50_us"] / 1e3,
        p99_ms=told["p99_us"] / 1e3,
        busy_s=_busy(resource.RUSAGE_CHILDREN) - busy,
    )


def _busy(who: int) -> float:
    used = resource.getrusage(who)
    return used.ru_utime + used.ru_stime


PYTHON = Generator(name="Python on uvloop (wrk is not installed)", drive=_by_python)
WRK = Generator(name="wrk, one thread", drive=_by_wrk)


def usual() -> Generator:
    """Give the best one there is."""
    return WRK if wrk.present() else PYTHON
