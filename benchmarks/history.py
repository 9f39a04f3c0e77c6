"""History: a past moment and a week by the hour of one place, however long the history is."""

from collections.abc import Callable, Mapping, Sequence
from contextlib import ExitStack
from datetime import datetime, timedelta
from pathlib import Path
from time import perf_counter
from urllib.parse import urlencode

from app.clock import now
from benchmarks import filled, machine, statements
from benchmarks.kept import keep
from benchmarks.made import ASKED
from benchmarks.process import Server, darial
from benchmarks.result import Part, Ratio, Result, medians
from benchmarks.size import Size
from benchmarks.statements import Statement, Took

HELD_AGAINST = 100_000
"""The history that longer ones are held against: it just fills what one answer reads."""

MOST_TIMES = 1.5
"""How many times longer a past moment may take in any history that is longer."""

MOST_TIMES_SQL = 2.0
"""How many times longer a week may take than its statements alone."""

HELD = {"as_of": "ms", "week": "ms", "server": "peak_mib"}
"""The figures that are held against those of the other history."""

LATEST = timedelta(hours=20)
WEEK = timedelta(days=7)
APART = timedelta(minutes=61)
"""How far the moments asked for lie apart: no answer is given twice."""

TITLE = "history: a past moment, and a week by the hour"
NOTES = (
    "one place with 300 made reports a day among 2,292; histories differ in length only",
    "as_of: /v1/status of the place at a moment of the last days; week: /v1/history, step=1h",
    "the hours that are asked for are kept before, as the running service does when they end;",
    "kept_day: what a day of them took, on a core",
    "week_first: the first of the weeks; each further one ends an hour before, as curves are drawn",
    "sql: the very statements that give the reports of the first week, captured where the service",
    "hands them to SQLite while no hours are kept, run by sqlite3 alone in turns with the further",
    "weeks, each row fetched; the longest history's",
    "medians over questions put to all servers in turns, none of them twice",
    "peak_mib: the most memory the server has held, its start included",
)


def measure(size: Size, folder: Path) -> Part:
    """Fill a database for each length, serve all of them, and ask them in turns."""
    until = now()
    files = {count: folder / f"made-{count}.db" for count in size.histories}
    notes = [*NOTES, *(_filled(file, count, until) for count, file in files.items())]
    if not any(file.exists() for file in files.values()):
        return Part(title=TITLE, notes=notes)
    files = {count: file for count, file in files.items() if file.exists()}
    longest = files[max(files)]
    results = asked_of(files, lambda told: statements.run(longest, told), until, size)
    return Part(title=TITLE, notes=notes, results=results)


def asked_of(
    databases: Mapping[int, Path | str],
    bare: Callable[[Sequence[Statement]], Took],
    until: datetime,
    size: Size,
) -> list[Result]:
    """Serve databases of so many reports, and ask them in turns.

    `bare` runs the statements of a week alone, in the longest.
    """
    weeks = [_week(until - n * APART) for n in range(size.weeks)]
    alone = _Bare(databases, weeks[0], bare)
    kept = {count: keep(each, ASKED, until, _reach(size)) for count, each in databases.items()}
    with ExitStack() as stack:
        servers = {count: stack.enter_context(darial(each)) for count, each in databases.items()}
        moments = _asked(servers, [_moment(until - n * APART) for n in range(size.moments)])
        asked = _asked(servers, weeks, alone.run)
        figures = {
            "as_of": _medians(moments[1:]),
            "week_first": asked[0],
            "week": _medians(asked[1:]),
            "sql": alone.figures(),
            "kept_day": kept,
            "server": {
                count: {"peak_mib": machine.peak_mib(server.pid)}
                for count, server in servers.items()
            },
        }
    return [result(count, figures) for count in databases]


def _filled(file: Path, count: int, until: datetime) -> str:
    """Make a database where there is room for it, and say so."""
    if not filled.has_room(file.parent, count):
        return f"{count:,} reports: left out, the disk has no room for them"
    began = perf_counter()
    filled.fill(file, count, until)
    took, mebibytes = perf_counter() - began, file.stat().st_size / 2**20
    return f"{count:,} reports: filled in {took:.0f} s, {mebibytes:,.0f} MiB"


class _Bare:
    """The statements of a week in the longest history, run alone now and then."""

    def __init__(
        self,
        databases: Mapping[int, Path | str],
        week: str,
        bare: Callable[[Sequence[Statement]], Took],
    ) -> None:
        """Capture them; no hours may be kept yet."""
        self._longest = max(databases)
        self._statements = statements.captured(databases[self._longest], week)
        self._bare = bare
        self._took: list[dict[str, float]] = []

    def run(self) -> None:
        """Run them once."""
        self._took.append(self._bare(self._statements)._asdict())

    def figures(self) -> dict[int, dict[str, float]]:
        """Give the median, the first time left out."""
        return {self._longest: medians(self._took[1:])}


def _asked(
    servers: Mapping[int, Server], paths: Sequence[str], between: Callable[[], object] = int
) -> list[dict[int, dict[str, float]]]:
    """Put every question to all servers in turns, with something else done between the rounds."""
    rounds = []
    for path in paths:
        rounds.append({count: _answered(server, path) for count, server in servers.items()})
        between()
    return rounds


def _medians(rounds: Sequence[Mapping[int, dict[str, float]]]) -> dict[int, dict[str, float]]:
    """Give the medians, by server."""
    return {count: medians([each[count] for each in rounds]) for count in rounds[0]}


def _answered(server: Server, path: str) -> dict[str, float]:
    busy = machine.cpu_seconds(server.pid)
    answer = server.answer(path)
    busy = machine.cpu_seconds(server.pid) - busy
    return {"ms": answer.seconds * 1000, "cpu_ms": busy * 1000}


def _moment(at: datetime) -> str:
    return f"/v1/status?{urlencode({'place': ASKED, 'as_of': _written(at - LATEST)})}"


def _week(end: datetime) -> str:
    span = {"from": _written(end - LATEST - WEEK), "to": _written(end - LATEST)}
    return f"/v1/history?{urlencode({'place': ASKED, **span, 'step': '1h'})}"


def _reach(size: Size) -> timedelta:
    """Give how far back hours are kept: a day further than the weeks asked for reach."""
    return LATEST + WEEK + size.weeks * APART + timedelta(days=1)


def _written(moment: datetime) -> str:
    return moment.isoformat(timespec="seconds")


def result(count: int, figures: Mapping[str, Mapping[int, Mapping[str, float]]]) -> Result:
    """Give the figures of one length, held against those of the length that is named for it."""
    own = {name: each[count] for name, each in figures.items() if count in each}
    ratios = {}
    if "sql" in own:
        for name, most in (("week", MOST_TIMES_SQL), ("week_first", None)):
            value = own[name]["ms"] / own["sql"]["ms"]
            ratios[f"{name} / its SQL alone"] = Ratio(value=value, at_most=most)
    if count != HELD_AGAINST and HELD_AGAINST in figures["as_of"]:
        for name, unit in HELD.items():
            value = own[name][unit] / max(figures[name][HELD_AGAINST][unit], 1)
            longer = name == "as_of" and count > HELD_AGAINST
            ratio = Ratio(value=value, at_most=MOST_TIMES if longer else None)
            ratios[f"{name} {unit} / that of {HELD_AGAINST:,}"] = ratio
    return Result(case=f"{count:,} reports", figures=own, ratios=ratios)
