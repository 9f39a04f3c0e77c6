"""Scoring against a full series: read strictly, answered from made-up reports, without database."""

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from app.cli.fault import Fault
from app.cli.series_file import read_series
from tests.cli.conftest import Darial

BEGINS = datetime(2026, 1, 5, tzinfo=UTC)
HOURS, SHORT = 24 * 6, 36


def _rows(*columns: str, hours: int = HOURS) -> list[str]:
    times = (BEGINS + timedelta(hours=hour) for hour in range(hours))
    return [",".join((f"{time:%Y-%m-%dT%H:%MZ}", *columns)) for time in times]


@pytest.fixture
def series(tmp_path: Path) -> Path:
    """Give a file of six days with a level line and wait, and a column that nobody asked for."""
    path = tmp_path / "series.csv"
    rows = ["Time,queue,wait_minutes,weather", *_rows("630", "240", "fog")]
    path.write_text("\n".join([*rows, ""]), encoding="utf-8")
    return path


@pytest.fixture
def short(tmp_path: Path) -> Path:
    """Give the same of a day and a half, which is scored in a quarter of the time."""
    path = tmp_path / "short.csv"
    rows = ["Time,queue,wait_minutes,weather", *_rows("630", "240", "fog", hours=SHORT)]
    path.write_text("\n".join([*rows, ""]), encoding="utf-8")
    return path


def test_json_holds_each_quantity(darial: Darial, series: Path) -> None:
    """A level series is found within a third, beside what plainer means would have said."""
    result = darial("score", "--series", series, "--json")

    found = json.loads(result.out)
    assert (result.code, result.err) == (0, "")
    assert list(found) == ["queue_vehicles", "wait_minutes"]
    assert found["queue_vehicles"]["asked"] == 40
    assert found["queue_vehicles"]["error"] < 0.3
    assert found["wait_minutes"]["answered"] > 30
    assert list(found["wait_minutes"]["errors"]) == ["latest", "mean24", "median24", "official"]
    assert found["wait_minutes"]["errors"]["official"] is None


def test_the_table_tells_what_the_json_does(darial: Darial, series: Path) -> None:
    """A line for each quantity, rounded, within 80 columns, and how to read it."""
    table = darial("score", "--series", series).out.splitlines()
    found = json.loads(darial("score", "--series", series, "--json").out)

    for line, (name, part) in zip(table[1:3], found.items(), strict=True):
        assert line.split()[:3] == [
            name,
            f"{part['answered']}/{part['asked']}",
            f"{part['error']:.3f}",
        ]
    assert "taken for the truth" in table[4]
    assert max(map(len, table)) <= 80


def test_a_seed_decides_who_speaks(darial: Darial, series: Path) -> None:
    """The same seed gives the same figures, another one others."""
    once, again, other = (
        darial("score", "--series", series, "--json", "--seed", seed).out for seed in "112"
    )

    assert once == again
    assert once != other


def test_times_without_offset_need_a_zone(darial: Darial, series: Path) -> None:
    """They are refused with both ways to mend them, and read by the zone's clock with --zone."""
    named = json.loads(darial("score", "--series", series, "--json").out)
    series.write_text(series.read_text(encoding="utf-8").replace("Z,", ","), encoding="utf-8")

    refused = darial("score", "--series", series)
    read = darial("score", "--series", series, "--json", "--zone", "UTC")

    assert refused.code == 2
    assert "line 2: Time: '2026-01-05T00:00' has no offset from UTC" in refused.err
    assert "--zone" in refused.err
    assert json.loads(read.out) == named


@pytest.mark.parametrize(
    ("row", "told"),
    [
        ("2026-01-05T00:00Z,1,2,", "Time: is not after the row before it: sort the rows"),
        ("yesterday,1,2,", "Time: 'yesterday' is no time: write 2026-01-05T14:30Z"),
        ("1926-01-05T00:00Z,1,2,", "Time: '1926-01-05T00:00Z' lies outside 1970 to 2100"),
        ("2026-02-05T00:00Z,many,2,", "queue: 'many' is no number: write 12.5"),
        ("2026-02-05T00:00Z,-1,2,", "queue: -1 is not between 0 and 100000"),
        ("2026-02-05T00:00Z,1,nan,", "wait_minutes: nan is not between 0 and 86400"),
        ("2026-02-05T00:00Z,1", "has 2 cells, the header 4"),
        ('2026-02-05T00:00Z,"1,2,', "is not readable as CSV"),
        (f"2026-02-05T00:00Z,1,2,{'x' * 70_000}", "is longer than 65,536 characters"),
    ],
)
def test_a_bad_row_is_told_and_the_others_scored(
    darial: Darial, short: Path, row: str, told: str
) -> None:
    """Line, column and what to do; the exit code says that not all of the file took part."""
    with short.open("a", encoding="utf-8") as file:
        file.write(row + "\n")

    result = darial("score", "--series", short)

    assert result.code == 1
    assert f"{short}: line {SHORT + 2}: {told}" in result.err
    assert result.out.startswith("QUANTITY")


def test_an_empty_cell_is_unknown(darial: Darial, series: Path) -> None:
    """No figure is no zero: the moment is not asked of that quantity."""
    text = series.read_text(encoding="utf-8").replace("T20:00Z,630,", "T20:00Z,,")
    series.write_text(text.replace("T23:00Z,630,", "T23:00Z,,"), encoding="utf-8")

    found = json.loads(darial("score", "--series", series, "--json").out)

    assert found["queue_vehicles"]["asked"] == 30
    assert found["wait_minutes"]["asked"] == 40


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("", "is empty: it needs a header line."),
        ("when,queue\n", "has no column time or timestamp or datetime or date"),
        ("time,cars\n", "has no column of figures: name it one of wait_minutes, wait,"),
        ("time;wait;wait_minutes\n", "has two columns of one quantity: keep one of them."),
        ("time,wait\n", "holds no series of 10 rows over more than a day."),
        ("\n".join(["time,wait", *_rows("5", hours=24)]), "holds no series of 10 rows over more"),
    ],
)
def test_a_file_that_is_no_series_is_refused(
    darial: Darial, tmp_path: Path, text: str, told: str
) -> None:
    """What is wrong with it as a whole is told in one sentence."""
    path = tmp_path / "none.csv"
    path.write_text(text, encoding="utf-8")

    result = darial("score", "--series", path)

    assert result.code == 2
    assert f"{path} {told}" in result.err


def test_a_file_has_a_limit(series: Path) -> None:
    """More rows than are wanted are too many, and no part of them is taken."""
    with pytest.raises(Fault, match="has more than 100 rows: part it"):
        read_series(series, None, most=100)

    assert not read_series(series, None, most=HOURS).refused


def test_options_go_together(darial: Darial, series: Path) -> None:
    """What would have no effect is refused."""
    known = darial("score", "--series", series, "--as-known")
    seeded = darial("score", series, "--seed", "3")
    nowhere = darial("score", "--series", series, "--zone", "Nowhere/Else")

    assert [known.code, seeded.code, nowhere.code] == [2, 2, 2]
    assert "leave out --as-known" in known.err
    assert "are for a --series" in seeded.err
    assert "write one as Europe/Helsinki" in nowhere.err
