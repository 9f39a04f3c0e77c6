"""Start: from the start of the process to the first answer."""

from pathlib import Path
from time import perf_counter

from app.clock import now
from benchmarks import filled
from benchmarks.process import darial
from benchmarks.result import Part, Ratio, Result, medians
from benchmarks.size import Size

MOST_S = 4.0
"""How long a second `make run` may take until it answers."""

NOTES = (
    "seconds from the start of the process to the first 200",
    "first: the board is published for the first time; again: median of further starts",
    "the archive with --prepare: the first time makes and loads the database",
)


def measure(size: Size, folder: Path) -> Part:
    """Start on the archive and on made reports (if any), for the first time and again."""
    notes = list(NOTES)
    results = [_started("the archive", folder / "archive.db", size.starts, "--prepare")]
    if size.started:
        file, case = folder / "made.db", f"{size.started:,} made reports"
        if filled.has_room(folder, size.started):
            filled.fill(file, size.started, now())
            results.append(_started(case, file, size.starts))
        else:
            notes.append(f"{case}: left out, the disk has no room for them")
    return Part(title="start: to the first answer", notes=notes, results=results)


def _started(case: str, file: Path, starts: int, *options: str) -> Result:
    first = _start(file, *options)
    again = medians([_start(file, *options) for _ in range(starts)])
    ratios = {"again / first": Ratio(value=again["status_s"] / first["status_s"])}
    if options:
        share = again["status_s"] / MOST_S
        ratios[f"again / the {MOST_S:g} s it may take"] = Ratio(value=share, at_most=1)
    return Result(case=case, figures={"first": first, "again": again}, ratios=ratios)


def _start(file: Path, *options: str) -> dict[str, float]:
    with darial(file, *options) as server:
        took = {}
        for name, path in (("healthz_s", "/healthz"), ("status_s", "/v1/status")):
            server.answer(path)
            took[name] = perf_counter() - server.began
        return took
