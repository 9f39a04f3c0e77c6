"""Where in a TOML file each table and key stands; tomllib itself does not tell."""

import re
from collections.abc import Sequence

Path = tuple[str | int, ...]
"""The way to a value: keys, and the number of the table in an array: `("place", 3, "names")`."""

PART = r"""(?:[\w-]+|"[^"]*"|'[^']*')"""
NAME = rf"(?P<name>{PART}(?:\s*\.\s*{PART})*)"
HEADER = re.compile(rf"\s*(?P<many>\[?)\[\s*{NAME}\s*\]+\s*(#|$)")
KEY = re.compile(rf"\s*{NAME}\s*=")
FENCES = ('"""', "'''")


def index(text: str) -> dict[Path, int]:
    """Give the line (from 1) of each table header and key of a document."""
    lines: dict[Path, int] = {(): 1}
    arrays: dict[Path, int] = {}
    table: Path = ()
    fenced = False
    for number, line in enumerate(text.split("\n"), 1):
        if not fenced and (header := HEADER.match(line)):
            table = _table(_parts(header["name"]), arrays, many=bool(header["many"]))
            lines[table] = number
        elif not fenced and (key := KEY.match(line)):
            _note(lines, table, _parts(key["name"]), number)
        fenced ^= sum(line.count(fence) for fence in FENCES) % 2 == 1
    return lines


def _parts(name: str) -> list[str]:
    return [part.strip().strip("\"'") for part in name.split(".")]


def _table(parts: Sequence[str], arrays: dict[Path, int], *, many: bool) -> Path:
    path: Path = ()
    for part in parts[:-1]:
        path = (*path, part)
        if path in arrays:
            path = (*path, arrays[path])
    path = (*path, parts[-1])
    if many:
        arrays[path] = arrays.get(path, -1) + 1
        path = (*path, arrays[path])
    return path


def _note(lines: dict[Path, int], table: Path, parts: Sequence[str], number: int) -> None:
    for end in range(1, len(parts) + 1):
        lines.setdefault((*table, *parts[:end]), number)
