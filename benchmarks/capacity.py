"""The figures of docs/capacity.md, written into the page from what was measured.

`python -m benchmarks --json docs/capacity.json documents streams server` measures (with --full: at
ten million reports), `python -m benchmarks.capacity` then writes the page's tables anew; named
files of several runs are put together first.
"""

import argparse
import json
import math
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from benchmarks.process import ROOT

PAGE = ROOT / "docs" / "capacity.md"
MEASURED = ROOT / "docs" / "capacity.json"

MICROSECONDS = 1e6
ASKS_S = 60
"""A reader looks once a minute."""

CHANGED = 0.25
"""The share of looks that find a new document: one is written every four minutes, say."""

CACHED_S = 15
"""How long a cache keeps a document before it asks for it again (Cache-Control of our answers)."""

BUSY = 0.6
"""The share of a core that is planned with; the rest is for the worst minute."""

WATCHED = 20
"""How many documents readers look at within that time, in all their forms."""

EDGES = 200
"""From how many places a CDN asks for each."""

ADDED: Mapping[int, str] = {
    1: "nothing",
    10: "a CDN, or mirrors on any static host",
    100: "two replicas behind the CDN, so that one may die",
    1000: "several CDNs and mirrors; replicas in a second region, or a distributed PostgreSQL",
}
"""What to add at so many times the readers."""

GROWTH = (
    "times", "readers", "looks a second", "cores without a cache", "behind a CDN reach us", "add"
)  # fmt: skip

Told = Mapping[str, Any]

QUIET = 1.5
"""Below which load a machine counts as left to the benchmark."""


class Measured:
    """What the benchmarks wrote down."""

    def __init__(self, told: Told) -> None:
        """Hold it."""
        self._parts = told["parts"]
        self.machine: Told = told["machine"]

    def cases(self, part: str) -> Mapping[str, Told]:
        """Give the figures of each case of a part, of every contestant; none where it is out."""
        results = self._parts.get(part, {"results": ()})["results"]
        return {each["case"]: each["figures"] for each in results}

    def ratio(self, part: str, name: str) -> float | None:
        """Give a ratio of the last case that has it."""
        results = self._parts.get(part, {"results": ()})["results"]
        found = [each["ratios"][name]["value"] for each in results if name in each["ratios"]]
        return found[-1] if found else None

    def load(self, part: str) -> float:
        """Give the machine's load when a part began, or its run did; 0 where nobody knows."""
        known = self._parts.get(part, {}).get("load", self.machine["load"])
        return float(known or 0)

    def whole_us(self) -> float:
        """Give the CPU time of one whole status, in microseconds."""
        return float(self.cases("documents")["status, 32 connections, 200"]["ours"]["cpu_us"])

    def unchanged_us(self) -> float:
        """Give the CPU time of one answer that nothing has changed, in microseconds."""
        return float(self.cases("documents")["status, 32 connections, 304"]["ours"]["cpu_us"])


def tables(told: Told) -> Mapping[str, Sequence[str]]:
    """Give the lines of each table of the page, by its name."""
    measured = Measured(told)
    return {
        "measured": [
            _on(measured),
            "",
            *_table(("what", "measured"), _measured(measured)),
        ],
        "growth": list(_table(GROWTH, _growth(measured))),
    }


def written(page: str, told: Told) -> str:
    """Give the page with its tables made anew; raises ValueError where one has no place in it."""
    for name, lines in tables(told).items():
        before, begin, rest = page.partition(f"<!-- {name} -->\n")
        _, end, after = rest.partition(f"<!-- /{name} -->")
        if not end:
            raise ValueError(f"the page has no place for the table {name!r}")
        page = "".join((before, begin, *(f"{line}\n" for line in lines), end, after))
    return page


def _on(measured: Measured) -> str:
    machine = measured.machine
    return (
        f"Measured {machine['at'][:10]} on {machine['cores']} cores ({machine['system']}), on a"
        f" machine with a load below {QUIET:g} where no load is named. Rates of documents are by"
        " CPU time, which neighbours leave alone; times by the clock are stretched by a load."
    )


def _measured(measured: Measured) -> Iterator[Sequence[str]]:
    yield "whole status", f"{_rate(measured.whole_us())} a second"
    yield "304, nothing new", f"{_rate(measured.unchanged_us())} a second"
    for part, tell in TOLD.items():
        load = measured.load(part)
        beside = f", at a load of {load:g}" if load >= QUIET else ""
        for what, figures in tell(measured):
            yield what + beside, figures


def _streams(measured: Measured) -> Iterator[Sequence[str]]:
    for case, figures in measured.cases("streams").items():
        ours = figures["ours"]
        yield (
            f"streams, {case}",
            f"{ours['kb_each']:.0f} kB each, the last hears after {ours['last_ms']:.0f} ms",
        )


def _polls(measured: Measured) -> Iterator[Sequence[str]]:
    for figures in measured.cases("server-polls").values():
        for kind, name in (("server", "PostgreSQL"), ("file", "SQLite")):
            rate = f"{figures[kind]['polls_per_second']:,.0f} a second"
            each = f"{figures[kind]['cpu_us_per_poll'] / 1000:.1f} ms of CPU each"
            yield f"polls stored, {name}", f"{rate}, {each}"


def _imports(measured: Measured) -> Iterator[Sequence[str]]:
    for case, figures in measured.cases("server-imports").items():
        ratio = measured.ratio("server-imports", "ours / copy")
        yield (
            f"import into PostgreSQL, {case}",
            f"{figures['ours']['rows_per_second']:,.0f} rows a second, {ratio:.2f} of a bare COPY",
        )


def _history(measured: Measured) -> Iterator[Sequence[str]]:
    for case, figures in measured.cases("server-history").items():
        yield (
            f"a past moment, {case}",
            f"{figures['as_of']['ms']:,.0f} ms, {figures['as_of']['cpu_ms']:,.0f} ms of CPU",
        )
        yield (
            f"a week by the hour, {case}",
            f"{figures['week']['ms']:,.0f} ms, {figures['week']['cpu_ms']:,.0f} ms of CPU",
        )
    ratio = measured.ratio("server-history", "week / its SQL alone")
    if ratio is not None:
        yield "a week, against its SQL alone", f"{ratio:.2f} times"


def _replicas(measured: Measured) -> Iterator[Sequence[str]]:
    for case, figures in measured.cases("server-hearing").items():
        ours = figures["ours"]
        yield (
            f"from a report's commit to the last board, {case}",
            f"p50 {ours['p50_ms']:,.0f} ms, p99 {ours['p99_ms']:,.0f} ms",
        )


TOLD: Mapping[str, Callable[[Measured], Iterator[Sequence[str]]]] = {
    "streams": _streams,
    "server-polls": _polls,
    "server-imports": _imports,
    "server-history": _history,
    "server-hearing": _replicas,
}
"""What tells of each part, beside the documents."""


def _growth(measured: Measured) -> Iterator[Sequence[str]]:
    """Tell what so many times the readers cost that one core carries."""
    each_us = CHANGED * measured.whole_us() + (1 - CHANGED) * measured.unchanged_us()
    one = _rounded(ASKS_S * BUSY * MICROSECONDS / each_us)
    edges = WATCHED * EDGES / CACHED_S
    for times, added in ADDED.items():
        looks = one * times / ASKS_S
        reaching = min(edges, looks)
        share = reaching * measured.whole_us() / MICROSECONDS
        behind = f"{reaching:,.0f} a second, {share:.0%} of a core"
        yield f"{times:,}", f"{one * times:,}", f"{looks:,.0f}", f"{times:,}", behind, added


def _table(head: Sequence[str], rows: Iterator[Sequence[str]]) -> Iterator[str]:
    yield f"| {' | '.join(head)} |"
    yield f"|{'---|' * len(head)}"
    for row in rows:
        yield f"| {' | '.join(row)} |"


def _rate(each_us: float) -> str:
    return f"{_rounded(MICROSECONDS / each_us):,}"


def _rounded(number: float) -> int:
    """Give a number to two digits: no more of it would be true of another machine."""
    step = 10 ** max(math.floor(math.log10(number)) - 1, 0)
    return int(number // step * step)


def merged(runs: Sequence[Told]) -> Told:
    """Put runs together: each part as it was measured last, with the load of its run."""
    parts = {
        name: {"load": run["machine"]["load"], **part}
        for run in runs
        for name, part in run["parts"].items()
    }
    return {"machine": runs[-1]["machine"], "parts": parts}


def _run(file: str) -> Told:
    """Read what a run wrote; raises ArgumentTypeError for what is no such file."""
    try:
        told: Told = json.loads(Path(file).read_text(encoding="utf-8"))
    except OSError as error:
        raise argparse.ArgumentTypeError(f"{file} cannot be read: {error.strerror}") from error
    except ValueError as error:
        raise argparse.ArgumentTypeError(f"{file} is no JSON: {error}") from error
    if not isinstance(told, dict) or not {"machine", "parts"} <= told.keys():
        raise argparse.ArgumentTypeError(f"{file} is nothing that a run of benchmarks wrote")
    return told


def main() -> None:
    """Write the page's tables; with files, put what those runs wrote together first."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.capacity", description=__doc__)
    parser.add_argument(
        "files", nargs="*", type=_run, metavar="FILE", help="what `benchmarks --json FILE` wrote"
    )
    asked = parser.parse_args(sys.argv[1:] or [str(MEASURED)])
    told = merged(asked.files)
    MEASURED.write_text(json.dumps(told, indent=2) + "\n", encoding="utf-8")
    PAGE.write_text(written(PAGE.read_text(encoding="utf-8"), told), encoding="utf-8")
    print(f"Written to {PAGE}.")


if __name__ == "__main__":
    main()
