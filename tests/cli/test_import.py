"""Importing: whole or not at all, again without harm, and every bad row named."""

import csv
import io
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from app.cli.database_words import shown
from tests.cli.conftest import Darial
from tests.cli.rows import HEADER
from tests.databases import url_of as url
from tests.others import run

HOURS = "hour,2026-01-14T12:00:00+04:00,2026-01-14T13:00:00+04:00\n"


def row(number: int, *, value: str = "300", place: str = "verkhny-lars") -> str:
    """Give a row that says how many vehicles stood in line in one hour."""
    return f"n{number},{place},RU-GE,car,queue_vehicles,{value},about,Somebody,media,{HOURS}"


def written(path: Path, *rows: str) -> Path:
    """Write rows under the header."""
    path.write_text(HEADER + "".join(rows), encoding="utf-8")
    return path


def stored(database: Path) -> list[tuple[str, str, float]]:
    """Give source, identity and value of every report, in the order of storing."""
    return [
        (source, identity, value)
        for source, identity, value in run(
            database, "SELECT source, identity, value FROM reports ORDER BY id"
        )
    ]


@pytest.fixture
def piped(monkeypatch: pytest.MonkeyPatch) -> Iterator[io.BytesIO]:
    """Give the bytes that come through a pipe."""
    content = io.BytesIO()
    with io.TextIOWrapper(content) as stdin:
        monkeypatch.setattr(sys, "stdin", stdin)
        yield content


def test_a_missing_database_is_made(darial: Darial, database: Path, tmp_path: Path) -> None:
    """Importing needs no step before it."""
    file = written(tmp_path / "one.csv", row(1))

    result = darial("import", file)

    assert result.code == 0
    assert result.out == f"{file}: 1 rows: 1 new, 0 known already, 0 revised, 0 refused\n"
    assert result.err == f"Making the database {shown(url(database))} ...\n"
    assert stored(database) == [("import", "n1", 300.0)]


def test_the_same_again_changes_nothing(darial: Darial, database: Path, tmp_path: Path) -> None:
    """A file may be taken in as often as one likes; what it corrects is kept as a revision."""
    file = written(tmp_path / "one.csv", row(1), row(2))
    darial("import", file)

    again = darial("import", file)
    written(file, row(1), row(2, value="400"))
    corrected = darial("import", file)

    assert again.out == f"{file}: 2 rows: 0 new, 2 known already, 0 revised, 0 refused\n"
    assert corrected.out == f"{file}: 2 rows: 0 new, 1 known already, 1 revised, 0 refused\n"
    assert len(stored(database)) == 3


def test_the_archive_is_taken_in_once(darial: Darial, database: Path) -> None:
    """The second time it is not even read."""
    first = darial("import", "--archive")
    second = darial("import", "--archive")

    assert (first.code, second.code) == (0, 0)
    assert first.out.startswith("the archive: 1,228 rows: 1,228 new, ")
    assert second.out == "The archive is there already.\n"
    assert len(stored(database)) == 1228


def test_bad_rows_are_listed_and_good_ones_stored(
    darial: Darial, database: Path, tmp_path: Path
) -> None:
    """Each by line, column and reason; exit code 1."""
    file = written(tmp_path / "mixed.csv", row(1), row(2, place="nowhere"), row(3, value="many"))

    result = darial("import", file)

    assert result.code == 1
    assert [identity for _, identity, _ in stored(database)] == ["n1"]
    assert f"{file}: line 3: place: no place is called 'nowhere'" in result.err
    assert f"{file}: line 4: value: 'many' is no number: write it as 3600 or 4.5" in result.err
    assert "1 new, 0 known already, 0 revised, 2 refused" in result.out


@pytest.mark.usefixtures("database")
def test_many_bad_rows_are_counted_not_poured_out(darial: Darial, tmp_path: Path) -> None:
    """Twenty are shown; a file gets all of them where one is asked for."""
    bad = [row(number, value="x") for number in range(1500)]
    file = written(tmp_path / "bad.csv", row(9999), *bad)
    errors = tmp_path / "errors.csv"

    result = darial("import", file, "--errors", errors)

    assert result.code == 1
    assert result.err.count("is no number") == 20
    assert f"{file}: and 1,480 more like these" in result.err
    with errors.open(encoding="utf-8", newline="") as opened:
        table = list(csv.reader(opened))
    assert table[0] == ["file", "line", "column", "reason"]
    assert len(table) == 1501
    assert table[-1] == [str(file), "1502", "value", "'x' is no number: write it as 3600 or 4.5"]


@pytest.mark.usefixtures("database")
@pytest.mark.parametrize(
    ("content", "said"),
    [
        ("", "the file is empty"),
        ("a;b\n", "separated by semicolons"),
        ("\x00\x01\x02", "line 1: holds a NUL byte"),
    ],
)
def test_a_file_of_another_kind_is_refused_whole(
    darial: Darial, tmp_path: Path, content: str, said: str
) -> None:
    """Exit code 2, and what to mend."""
    file = tmp_path / "other.csv"
    file.write_text(content, encoding="utf-8")

    result = darial("import", file)

    assert result.code == 2
    assert said in result.err
    assert result.err.splitlines()[-1] == f"{file} cannot be used, so nothing of it was taken in."


@pytest.mark.usefixtures("database")
def test_not_one_usable_row_is_told_apart(darial: Darial, tmp_path: Path) -> None:
    """Exit code 2 where all rows are bad, 1 where only some are."""
    result = darial("import", written(tmp_path / "bad.csv", row(1, place="nowhere")))

    assert result.code == 2


def test_a_bad_file_does_not_keep_the_others_out(
    darial: Darial, database: Path, tmp_path: Path
) -> None:
    """Each file is a transaction of its own."""
    good = written(tmp_path / "good.csv", row(1))

    result = darial("import", tmp_path / "missing.csv", tmp_path, good)

    assert result.code == 1
    assert f"{tmp_path}/missing.csv cannot be read: there is no such file." in result.err
    assert f"{tmp_path} cannot be read: it is a folder." in result.err
    assert len(stored(database)) == 1


def test_a_pipe_is_a_file_too(darial: Darial, database: Path, piped: io.BytesIO) -> None:
    """`-` reads standard input, and names it so."""
    piped.write((HEADER + row(1) + "rubbish\n").encode())
    piped.seek(0)

    result = darial("import", "-", "--source", "hotline")

    assert result.code == 1
    assert result.out.startswith("standard input: 2 rows: 1 new, ")
    assert "standard input: line 3: has 1 cells, the header 12" in result.err
    assert stored(database) == [("hotline", "n1", 300.0)]


@pytest.mark.parametrize(
    "name", ["archive", "notices", "derived", "operator", "", "Two Words", "x" * 65]
)
def test_a_source_has_a_name_of_its_own(darial: Darial, tmp_path: Path, name: str) -> None:
    """Nobody's rows pass for ours, and a name is a plain word."""
    result = darial("import", written(tmp_path / "one.csv", row(1)), "--source", name)

    assert result.code == 2
    assert "Invalid value for '--source'" in result.err


def test_nothing_to_take_in_is_wrong_usage(darial: Darial) -> None:
    """The command asks for a file."""
    result = darial("import")

    assert result.code == 2
    assert result.err == "Nothing to take in: name a file, or give --archive.\n"


@pytest.mark.usefixtures("database")
def test_a_place_for_errors_is_tried_before_the_work(darial: Darial, tmp_path: Path) -> None:
    """No import is done whose errors could not be written."""
    file = written(tmp_path / "one.csv", row(1))

    result = darial("import", file, "--errors", tmp_path / "nowhere" / "errors.csv")

    assert result.code == 3
    assert "errors.csv: No such file or directory." in result.err
    assert result.out == ""
