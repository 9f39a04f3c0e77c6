"""The list of sources as text: one more in it, at its place."""

import re

from app.cli.fault import Fault

IMPORT = re.compile(r"from app\.sources\.(\w+) import .+")
ENTRY = re.compile(r"    ([A-Z][A-Z0-9_]*),")


def listed(text: str, name: str) -> str:
    """Give the list with a source added to its imports and to SOURCES, both kept in order.

    Raises Fault where it is not written as we know it.
    """
    lines = text.splitlines()
    lines = _with(lines, f"from app.sources.{name} import SOURCE as {name.upper()}", IMPORT)
    lines = _with(lines, f"    {name.upper()},", ENTRY)
    return "\n".join(lines) + "\n"


def _with(lines: list[str], line: str, pattern: re.Pattern[str]) -> list[str]:
    """Put a line among those like it, before the first that comes after it."""
    like = {number: each for number, each in enumerate(lines) if pattern.fullmatch(each)}
    if not like:
        raise Fault(
            f"app/sources/__init__.py has no line such as {line.strip()!r} to stand beside."
        )
    after = [
        number for number, each in like.items() if _order(each, pattern) > _order(line, pattern)
    ]
    place = min(after, default=max(like) + 1)
    return [*lines[:place], line, *lines[place:]]


def _order(line: str, pattern: re.Pattern[str]) -> list[tuple[int, str]]:
    """Give what a line is sorted by: its name, numbers in it by their value."""
    found = pattern.fullmatch(line)
    name = found[1].lower() if found else ""
    return [
        (int(part), "") if part.isdigit() else (-1, part)
        for part in re.split(r"(\d+)", name)
        if part
    ]
