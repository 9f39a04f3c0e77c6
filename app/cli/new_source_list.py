"""The list of sources as text: one more in it, at its place."""

import re
from collections.abc import Callable
from typing import Any

from app.cli.fault import Fault

IMPORT = re.compile(r"from app\.sources\.(\w+) import ")
ENTRY = re.compile(r"    ([A-Z][A-Z0-9_]*),$")


def listed(text: str, name: str) -> str:
    """Give the list with a source added to its imports and to SOURCES, both kept in order.

    Raises Fault where it is not written as we know it.
    """
    lines = text.splitlines()
    imported = f"from app.sources.{name} import SOURCE as {name.upper()}"
    lines = _with(lines, imported, IMPORT, _by_value)
    lines = _with(lines, f"    {name.upper()},", ENTRY, str.lower)
    return "\n".join(lines) + "\n"


def _with(
    lines: list[str], line: str, form: re.Pattern[str], order: Callable[[str], Any]
) -> list[str]:
    """Put a line among those of its form, before the first whose name comes after its own."""
    names = {number: found[1] for number, each in enumerate(lines) if (found := form.match(each))}
    own = form.match(line)
    if not names or own is None:
        raise Fault(
            f"app/sources/__init__.py has no line such as {line.strip()!r} to stand beside."
        )
    after = [number for number, name in names.items() if order(name) > order(own[1])]
    place = min(after, default=max(names) + 1)
    return [*lines[:place], line, *lines[place:]]


def _by_value(name: str) -> list[tuple[int, str]]:
    """Give what imports are sorted by: numbers in a name by their value, 02 before 1."""
    return [_part(part) for part in re.split(r"(\d+)", name) if part]


def _part(part: str) -> tuple[int, str]:
    if not part.isdigit():
        return (-1, part)
    return (0, part) if part.startswith("0") else (int(part), "")
