"""`python -m benchmarks`: measures, prints a table and writes a JSON file."""

import argparse
import json
import signal
import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from types import FrameType
from typing import NoReturn

from benchmarks import (
    accuracy,
    assessing,
    documents,
    history,
    imports,
    machine,
    polling,
    reading,
    server_hearing,
    server_history,
    server_imports,
    server_polls,
    soak,
    start,
    streams,
)
from benchmarks.result import Part, plain
from benchmarks.size import FULL, SMALL, Size
from benchmarks.table import table

WRITTEN = Path(__file__).parent / "results" / "latest.json"

PARTS: Mapping[str, Callable[[Size, Path], Part]] = {
    "documents": documents.measure,
    "streams": streams.measure,
    "soak": soak.measure,
    "history": history.measure,
    "imports": imports.measure,
    "start": start.measure,
    "polling": polling.measure,
    "reading": reading.measure,
    "assessing": assessing.measure,
    "accuracy": accuracy.measure,
    "server-imports": server_imports.measure,
    "server-polls": server_polls.measure,
    "server-hearing": server_hearing.measure,
    "server-history": server_history.measure,
}

WIRE = "wire"
SERVER = "server"
GROUPS: Mapping[str, Sequence[str]] = {
    WIRE: ("documents", "streams", "soak", "history"),
    SERVER: ("server-imports", "server-polls", "server-hearing", "server-history"),
}
"""Parts that can be asked for together, by one name."""

NAMES = (*GROUPS, *PARTS)


def run(names: Sequence[str], size: Size) -> Iterator[tuple[str, Part]]:
    """Measure the parts named, in a folder that is removed in the end."""
    wanted = {part for name in names for part in GROUPS.get(name, (name,))}
    with tempfile.TemporaryDirectory(prefix="darial-benchmarks-") as folder:
        for name, measure in PARTS.items():
            if name in wanted:
                with tempfile.TemporaryDirectory(dir=folder) as own:
                    yield name, measure(size, Path(own))


def main(arguments: Sequence[str] | None = None) -> None:
    """Measure what is asked for."""
    asked = _parser().parse_args(arguments)
    signal.signal(signal.SIGTERM, _ended)
    machine.open_files()
    machinery = machine.described()
    print(", ".join(f"{name}: {value}" for name, value in machinery.items()))
    parts = {}
    for name, part in run(asked.part or list(PARTS), FULL if asked.full else SMALL):
        parts[name] = plain(part)
        print(table(part), flush=True)
    asked.json.parent.mkdir(parents=True, exist_ok=True)
    told = {"machine": machinery, "full": asked.full, "parts": parts}
    asked.json.write_text(json.dumps(told, indent=2) + "\n", encoding="utf-8")
    print(f"\nWritten to {asked.json}.")


def _part(name: str) -> str:
    if name not in NAMES:
        raise argparse.ArgumentTypeError(f"{name!r} is none of {', '.join(NAMES)}")
    return name


def _ended(_signal: int, _frame: FrameType | None) -> NoReturn:
    # On the way out the servers are ended, and gigabytes of made reports removed.
    raise SystemExit(1)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("part", nargs="*", type=_part, help=f"of {', '.join(NAMES)}; else all")
    parser.add_argument("--json", type=Path, default=WRITTEN, metavar="FILE", help="where to write")
    parser.add_argument(
        "--full", action="store_true", default=machine.is_full(), help="all sizes, as with FULL=1"
    )
    return parser


if __name__ == "__main__":
    main()
