"""Scoring: beliefs held against figures that took no part in them."""

import json
from pathlib import Path

import pytest

from tests.cli.conftest import Darial

ARCHIVE = Path("app/catalog/archive/reports.csv").absolute()
PARTS = ("queue_vehicles", "queue_km", "wait_minutes", "all")
KEYS = ["n", "left_out", "mean", "median", "coverage", "latest", "median24"]


@pytest.fixture
def some_rows(tmp_path: Path) -> Path:
    """Give a file of the archive's figures about Upper Lars on 28 September 2022."""
    header, *rows = ARCHIVE.read_text(encoding="utf-8").splitlines()
    wanted = [row for row in rows if ",verkhny-lars,RU-GE,car," in row and ",2022-09-28" in row]
    path = tmp_path / "some.csv"
    path.write_text("\n".join([header, *wanted, ""]), encoding="utf-8")
    return path


@pytest.mark.usefixtures("archived")
def test_json_holds_each_quantity_and_all(darial: Darial) -> None:
    """The archive against itself: counts add up, means lie between the quantities' own."""
    result = darial("score", ARCHIVE, "--json")

    found = json.loads(result.out)
    assert result.code == 0
    assert tuple(found) == PARTS
    assert all(list(part) == KEYS for part in found.values())
    assert found["all"]["n"] == sum(found[part]["n"] for part in PARTS[:-1]) > 50
    means = [found[part]["mean"] for part in PARTS[:-1]]
    assert min(means) < found["all"]["mean"] < max(means)


@pytest.mark.usefixtures("archived")
def test_the_table_tells_what_the_json_does(darial: Darial, some_rows: Path) -> None:
    """A line for each quantity, figures rounded, and how to read them."""
    table = darial("score", some_rows).out.splitlines()
    found = json.loads(darial("score", some_rows, "--json").out)

    assert table[0].split()[:4] == ["QUANTITY", "N", "LEFT", "OUT"]
    for line, (name, part) in zip(table[1:5], found.items(), strict=True):
        n, left_out, mean = line.split()[1:4]
        assert line.split()[0] == name
        assert (int(n), int(left_out), mean) == (part["n"], part["left_out"], f"{part['mean']:.3f}")
    assert "ln 3" in table[6]
    assert max(map(len, table)) <= 80


@pytest.mark.usefixtures("archived")
def test_what_was_known_then_gives_another_score(darial: Darial, some_rows: Path) -> None:
    """Later reports take no part with --as-known."""
    now = json.loads(darial("score", some_rows, "--json").out)
    then = json.loads(darial("score", some_rows, "--as-known", "--json").out)

    assert then["all"]["mean"] != now["all"]["mean"]
    assert then["all"]["n"] <= now["all"]["n"]


@pytest.mark.usefixtures("archived")
def test_a_bad_row_is_listed_and_the_others_scored(darial: Darial, some_rows: Path) -> None:
    """The exit code tells scripts that the score is of a part."""
    with some_rows.open("a", encoding="utf-8") as file:
        file.write("r1,nowhere,RU-GE\n")

    result = darial("score", some_rows)

    assert result.code == 1
    assert "has 3 cells, the header 23" in result.err
    assert result.out.startswith("QUANTITY")


def test_a_file_without_figures_is_no_use(darial: Darial, tmp_path: Path) -> None:
    """Nothing to score is told before the database is asked."""
    header = ARCHIVE.read_text(encoding="utf-8").splitlines()[0]
    path = tmp_path / "empty.csv"
    path.write_text(header + "\n", encoding="utf-8")

    result = darial("score", path)

    assert result.code == 2
    assert result.err == f"No row of {path} has a figure to score.\n"


def test_another_kind_of_file_is_no_use(darial: Darial, tmp_path: Path) -> None:
    """What is wrong with its header is listed."""
    path = tmp_path / "other.csv"
    path.write_text("place;direction\n", encoding="utf-8")

    result = darial("score", path)

    assert result.code == 2
    assert "separated by semicolons" in result.err
    assert result.err.splitlines()[-1] == f"{path} cannot be used."
