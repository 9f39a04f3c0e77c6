"""The shipped archive: every row is taken, and says what it says in the file."""

import csv
import hashlib
import io
from collections import Counter
from datetime import UTC, datetime
from pathlib import Path

import pytest

from app.catalog.archive import SOURCE, open_archive, read_rows
from app.domain.report import Report
from app.domain.vocabulary import Bound, Method, Mode, OriginKind, Per, Precision, Quantity, Subject
from tests.catalog.archive.rows import CATALOGUE, NOW

ORIGINAL = Path(__file__).parents[4] / "shared" / "data" / "reports.csv"


@pytest.fixture(scope="module")
def reports() -> dict[str, Report]:
    """Read the shipped archive by id; nothing in it may be refused."""
    with open_archive() as file:
        rows = list(read_rows(file, CATALOGUE, source=SOURCE, now=NOW))
    refused = [row for row in rows if not isinstance(row, Report)]
    assert refused == []
    return {row.identity: row for row in rows if isinstance(row, Report)}


def test_every_row_is_taken(reports: dict[str, Report]) -> None:
    """All 1,228 reports are there: 684 with a figure, on 43 places."""
    figures = [report for report in reports.values() if report.bound is not None]

    assert len(reports) == 1228
    assert len(figures) == 684
    assert len({report.place for report in reports.values()}) == 43


def test_archive_is_the_original_byte_for_byte() -> None:
    """What we ship is what was handed to us."""
    if not ORIGINAL.exists():
        pytest.skip("the original lies in ../shared/data, which is not here")

    with open_archive() as file:
        shipped = hashlib.sha256(file.read()).digest()

    assert shipped == hashlib.sha256(ORIGINAL.read_bytes()).digest()


TEXTS = """
place direction mode quantity note publisher precision origin origin_kind url language bound word
claim per
"""
FIGURES = ("value", "low", "high")
TIMES = ("observed_from", "observed_to")


def cells_of(report: Report) -> dict[str, object]:
    """Give what a report says, by the archive's columns that hold words, figures and times."""
    words: dict[str, object] = {name: getattr(report, name) or "" for name in TEXTS.split()}
    return words | {name: getattr(report, name) for name in (*FIGURES, *TIMES)}


def in_kind(row: dict[str, str]) -> dict[str, object]:
    """Give the same of a row: its figures as numbers, its times as instants."""
    said: dict[str, object] = {name: row[name] for name in TEXTS.split()}
    said |= {name: float(row[name]) if row[name] else None for name in FIGURES}
    said |= {name: datetime.fromisoformat(row[name]) if row[name] else None for name in TIMES}
    return said


def test_every_cell_arrives(reports: dict[str, Report]) -> None:
    """Each cell of each row stands in its report, times as the same instants."""
    with open_archive() as file:
        rows = list(csv.DictReader(io.StringIO(file.read().decode())))

    for row in rows:
        assert cells_of(reports[row["id"]]) == in_kind(row), row["id"]
        assert row["subject"] in {reports[row["id"]].subject.value, ""}


def test_one_row_whole(reports: dict[str, Report]) -> None:
    """The first row of the file, as a report written out by hand."""
    report = reports["r0001"]

    assert report == Report(
        place="ge",
        direction="RU-GE",
        mode=Mode.ANY,
        quantity=Quantity.CROSSINGS_PEOPLE,
        subject=Subject.RUSSIAN_CITIZENS,
        value=869874,
        bound=Bound.EXACT,
        per=Per.WINDOW,
        observed_from=datetime(2021, 12, 31, 20, 0, tzinfo=UTC),
        observed_to=datetime(2022, 12, 31, 20, 0, tzinfo=UTC),
        precision=Precision.DAYS,
        published_at=datetime(2023, 2, 22, 20, 0, tzinfo=UTC),
        recorded_at=NOW,
        publisher="Sova News",
        origin="Georgian interior ministry",
        origin_kind=OriginKind.AUTHORITY,
        method=Method.OFFICIAL,
        url="https://sovanews.tv/2023/02/22/"
        "s-nachala-vojny-v-ukraine-v-gruziyu-vehali-917-tys-grazhdan-rf/amp",
        language="ru",
        source="archive",
        identity="r0001",
        archived=True,
    )


def test_zero_and_unknown_stay_apart(reports: dict[str, Report]) -> None:
    """A zero of the archive is a figure; a row in words has none."""
    zeros = [report for report in reports.values() if report.value == 0]
    words = [report for report in reports.values() if report.word]

    assert zeros
    assert all(report.value is None for report in words)


def test_known_at_the_end_of_the_day_of_publication(reports: dict[str, Report]) -> None:
    """A bare day counts to its end at the place; without one, the end of the window counts."""
    dated, undated = reports["r0930"], reports["r1103"]

    assert dated.known == datetime(2023, 11, 16, 22, 0, tzinfo=UTC)
    assert undated.known == datetime(2025, 4, 15, 21, 0, tzinfo=UTC)


def test_methods_follow_the_kind_of_origin(reports: dict[str, Report]) -> None:
    """Officials are official, media relay, people on the spot observe."""
    methods = Counter(report.method for report in reports.values())

    assert methods == {
        Method.OFFICIAL: 652 + 60 + 24,
        Method.RELAYED: 145 + 48 + 9 + 8,
        Method.OBSERVED: 158 + 82 + 14 + 13 + 7 + 6 + 2,
    }
