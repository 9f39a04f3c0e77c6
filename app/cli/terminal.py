"""The terminal: what is written to it, and how wide, in which colours."""

import os
import shutil
import sys
from collections.abc import Iterable
from textwrap import TextWrapper
from typing import TextIO

import typer

WIDEST = 80
"""Columns of a page: what every terminal has and every reader follows."""

NARROWEST = 40


def say(text: str) -> None:
    """Write a line to standard output, in colours only on a terminal."""
    typer.echo(text, color=colours(sys.stdout))


def tell(text: str) -> None:
    """Write a line to standard error: about the work, not its outcome."""
    typer.echo(text, err=True, color=colours(sys.stderr))


def complain(text: str) -> None:
    """Write what went wrong to standard error."""
    tell("\n".join(typer.style(line, fg="red") for line in text.splitlines()))


def bold(text: str) -> str:
    """Give a text that stands out, on a terminal."""
    return typer.style(text, bold=True)


def faint(text: str) -> str:
    """Give a text that stands back, on a terminal."""
    return typer.style(text, dim=True)


def colours(stream: TextIO) -> bool:
    """Tell whether colours are wanted: on a terminal that knows them, unless NO_COLOR is set."""
    return on_terminal(stream) and not _asked("NO_COLOR")


def on_terminal(stream: TextIO) -> bool:
    """Tell whether a person looks at it: a terminal that can move its cursor."""
    return stream.isatty() and _asked("TERM") != "dumb"


def _asked(name: str) -> str:
    # These are no settings of ours: every program heeds them.
    return os.environ.get(name, "")  # noqa: TID251


def plain(text: str) -> str:
    """Give a text from outside as it may be written: nothing in it can move a cursor or hide."""
    return "".join(letter if letter.isprintable() else " " for letter in text)


def width() -> int:
    """Give the columns to write in."""
    columns = shutil.get_terminal_size((WIDEST, 24)).columns if sys.stdout.isatty() else WIDEST
    return max(NARROWEST, min(columns, WIDEST))


def wrapped(text: str, indent: int = 0, hang: int = 2) -> list[str]:
    """Break a text into lines, the first indented, the further ones by `hang` more."""
    wrapper = TextWrapper(
        width=width(),
        initial_indent=" " * indent,
        subsequent_indent=" " * (indent + hang),
        break_long_words=False,
        break_on_hyphens=False,
    )
    return wrapper.wrap(text)


def columns(rows: Iterable[tuple[str, ...]], right: frozenset[int] = frozenset()) -> list[str]:
    """Line up cells in columns; those of `right` end on one line, as figures do."""
    table = list(rows)
    widths = [max(map(len, cells)) for cells in zip(*table, strict=True)]
    return [
        "  ".join(
            cell.rjust(widths[place]) if place in right else cell.ljust(widths[place])
            for place, cell in enumerate(row)
        ).rstrip()
        for row in table
    ]
