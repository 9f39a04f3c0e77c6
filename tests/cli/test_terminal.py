"""Terminals: colours and progress for people, plain lines for everything else."""

import re
from pathlib import Path

import pytest

from app.cli.terminal import columns, wrapped
from tests.cli.conftest import Darial
from tests.cli.processes import on_terminal
from tests.cli.rows import many

ESCAPE = "\x1b"


def test_a_terminal_gets_colours() -> None:
    """A heading stands out for a person."""
    assert f"{ESCAPE}[1m" in on_terminal("places", "lars")


@pytest.mark.parametrize(
    "settings", [{"NO_COLOR": "1"}, {"TERM": "dumb"}], ids=["NO_COLOR", "dumb"]
)
def test_colours_are_left_out_where_they_are_not_wanted(settings: dict[str, str]) -> None:
    """NO_COLOR and terminals that know no colours are heeded."""
    assert ESCAPE not in on_terminal("places", "lars", settings=settings)


def test_an_empty_no_color_is_none() -> None:
    """The variable counts where it holds anything, as https://no-color.org says."""
    assert ESCAPE in on_terminal("places", "lars", settings={"NO_COLOR": ""})


@pytest.mark.parametrize("arguments", [("places", "lars"), ("places", "zzzz"), ("--help",), ("x",)])
def test_a_pipe_gets_plain_text(darial: Darial, arguments: tuple[str, ...]) -> None:
    """No escape code on either stream, whatever the outcome."""
    result = darial(*arguments)

    assert ESCAPE not in result.out + result.err


def test_a_terminal_shows_progress_and_clears_it(tmp_path: Path) -> None:
    """How far, how many rows, how fast; and in the end only the outcome stands."""
    file = many(tmp_path / "many.csv", 12_000)

    written = on_terminal("import", file, database=tmp_path / "darial.db")

    assert re.search(r"\[#+ +\] +\d+%  [\d,]+ rows read, [\d,]+ a second", written)
    assert f"\r{ESCAPE}[K{file}: 12,000 rows: 12,000 new" in written


@pytest.mark.usefixtures("database")
def test_a_pipe_sees_no_progress(darial: Darial, tmp_path: Path) -> None:
    """A log keeps the outcome alone."""
    result = darial("import", many(tmp_path / "many.csv", 12_000))

    assert "12,000 new" in result.out
    assert "a second" not in result.out + result.err


def test_long_lines_are_broken_between_words() -> None:
    """Further lines hang below the first; words and links stay whole."""
    link = "https://example.org/" + "x" * 100

    lines = wrapped(f"{'word ' * 20}{link}", indent=2)

    assert lines[0].startswith("  word")
    assert all(line.startswith("    ") for line in lines[1:])
    assert lines[-1].strip() == link
    assert all(len(line) <= 80 for line in lines[:-1])


def test_columns_line_up() -> None:
    """Text begins, and figures end, on one line; nothing trails."""
    assert columns([("a", "1", "x"), ("bcd", "234", "")], frozenset({1})) == [
        "a      1  x",
        "bcd  234",
    ]
