"""Rows of anybody's file: what the optional columns do, and what a row is refused for."""

from datetime import UTC, datetime

import pytest

from app.catalog.archive import Refused
from app.domain.report import Report
from app.domain.vocabulary import Method, OriginKind, Per, Quantity, Subject
from tests.catalog.archive.rows import FIGURE, NOW, WORD, read, refused, report, written


def test_least_row() -> None:
    """A row with the required columns and a figure is a report of the file's source."""
    found = report()

    assert (found.value, found.source, found.archived) == (3600.0, "import", True)
    assert found.recorded_at == NOW
    assert found.published_at is None
    assert found.known == datetime(2022, 9, 28, 21, 0, tzinfo=UTC)


def test_columns_in_any_order() -> None:
    """The header says which column is which."""
    backwards = dict(reversed(FIGURE.items()))

    assert read(written(backwards)) == read(written(FIGURE))


def test_empty_cell_is_as_good_as_no_column() -> None:
    """Optional cells left empty change nothing."""
    empty = dict.fromkeys(("id", "source", "method", "per", "published_at", "retracts", "note"), "")

    assert report(**empty) == report()


@pytest.mark.parametrize("origin_kind", list(OriginKind))
def test_every_kind_of_origin_has_a_method(origin_kind: OriginKind) -> None:
    """No kind of speaker is left without a way of knowing; a column `method` says otherwise."""
    by_kind = report(origin_kind=origin_kind)
    by_column = report(origin_kind=origin_kind, method="counted")

    assert by_kind.method in Method
    assert by_column.method is Method.COUNTED


def test_identity_is_the_id() -> None:
    """`id` names the row; else `identity` does."""
    both = report(id="r1", identity="i1")
    one = report(id="", identity="i1")

    assert (both.identity, one.identity) == ("r1", "i1")


def test_identity_without_an_id_is_what_the_row_says() -> None:
    """The same words make the same identity, however they are written; others make another."""
    first = report()
    again = report(
        observed_from="2022-09-27T21:00:00Z", value="3600.0", recorded_at="2026-01-01T00:00Z"
    )
    other = report(value="3601")

    assert len(first.identity) == 32
    assert again.identity == first.identity
    assert other.identity != first.identity


def test_source_of_the_row_or_of_the_file() -> None:
    """A column `source` names the source row by row."""
    rows = read(written(FIGURE | {"source": "diary"}, FIGURE | {"source": ""}), source="mine")

    assert [row.source for row in rows if isinstance(row, Report)] == ["diary", "mine"]


def test_recorded_and_retracts() -> None:
    """When it was stored and what it takes back may be given."""
    found = report(recorded_at="2022-09-29T10:00:00+03:00", retracts="0123456789abcdef")

    assert found.recorded_at == datetime(2022, 9, 29, 7, 0, tzinfo=UTC)
    assert found.retracts == "0123456789abcdef"


def test_published_exactly_or_on_a_day() -> None:
    """The exact time wins; a bare day means its end at the place, in Georgia at 20:00 UTC."""
    day = report(published_on="2022-09-28")
    exact = report(published_on="2022-09-28", published_at="2022-09-28T12:00:00+03:00")

    assert day.published_at == datetime(2022, 9, 28, 20, 0, tzinfo=UTC)
    assert exact.published_at == datetime(2022, 9, 28, 9, 0, tzinfo=UTC)


def test_end_of_a_day_of_a_clock_change() -> None:
    """The day on which Finland's clocks go back ends by winter time."""
    found = report(place="vaalimaa", direction="RU-FI", published_on="2022-10-30")

    assert found.published_at == datetime(2022, 10, 30, 22, 0, tzinfo=UTC)


def test_subject_by_quantity() -> None:
    """Without a subject vehicles are vehicles and a word is for everybody."""
    rows = read(written(WORD | {"subject": ""}, FIGURE))

    assert [row.subject for row in rows if isinstance(row, Report)] == [
        Subject.EVERYBODY,
        Subject.VEHICLES,
    ]


def test_rate_is_kept() -> None:
    """A count per day stays one."""
    found = report(quantity="crossings_vehicles", per="day")

    assert (found.quantity, found.per) == (Quantity.CROSSINGS_VEHICLES, Per.DAY)


def test_standing_word_has_no_end() -> None:
    """A word may stand until further notice; a figure may not."""
    (word,) = read(written(WORD | {"observed_to": ""}))
    figure = refused(observed_to="")

    assert isinstance(word, Report)
    assert word.observed_to is None
    assert figure.column == "observed_to"


OFFSET = "write it with its offset, as 2022-09-28T12:00:00+03:00"


@pytest.mark.parametrize(
    ("column", "cell", "reason"),
    [
        ("place", "verkhni-lars", "no place is called 'verkhni-lars'; near: verkhny-lars"),
        ("place", "Upper Lars", "no place is called 'Upper Lars'; near: verkhny-lars"),
        ("place", "", "no place is called ''"),
        ("direction", "RU-FI", "'RU-FI' is none of verkhny-lars's: RU-GE, GE-RU, both"),
        ("mode", "lorry", "'lorry' is unknown: write one of any, bicycle, bus, car, foot"),
        ("mode", "", "is empty: write one of any, bicycle"),
        ("quantity", "queue_vehicle", "'queue_vehicle' is unknown: did you mean 'queue_vehicles'?"),
        ("value", "3,600", "'3,600' is no number: write it as 3600 or 4.5"),
        ("value", "nan", "'nan' is no number"),
        ("value", "1_000", "'1_000' is no number"),
        ("value", "", "is empty, but bound exact needs it"),
        ("value", "1000000", "1e+06 vehicles is outside 0 to 100000"),
        ("bound", "exactly", "'exactly' is unknown: did you mean 'exact'?"),
        ("bound", "", "is empty; give one of exact, about"),
        (
            "observed_from",
            "2022-09-28T00:00:00",
            f"'2022-09-28T00:00:00' has no UTC offset: {OFFSET}",
        ),
        ("observed_from", "2022-09-28", f"'2022-09-28' has no UTC offset: {OFFSET}"),
        ("observed_from", "28.09.2022", f"'28.09.2022' is no time: {OFFSET}"),
        ("observed_from", "1664323200", f"'1664323200' is no time: {OFFSET}"),
        ("observed_from", "0001-01-01T00:00:00+14:00", "'0001-01-01T00:00:00+14:00' is no time"),
        ("observed_from", "", f"is empty: {OFFSET}"),
        ("observed_to", "2022-09-27T00:00:00+03:00", "lies before observed_from"),
        ("observed_to", "tomorrow", f"'tomorrow' is no time: {OFFSET}"),
        ("precision", "daily", "'daily' is unknown"),
        ("origin", "", "is empty; it must be given"),
        ("origin", "x" * 201, "has 201 characters; at most 200 are kept"),
        ("origin_kind", "authorities", "'authorities' is unknown: did you mean 'authority'?"),
        ("published_on", "28 September", "'28 September' is no day: write it as 2022-09-28"),
        ("published_on", "9999-12-31", "'9999-12-31' is no day"),
        ("published_at", "2022-09-28", f"'2022-09-28' has no UTC offset: {OFFSET}"),
        ("recorded_at", "now", f"'now' is no time: {OFFSET}"),
        ("subject", "vehicle", "'vehicle' is unknown: did you mean 'vehicles'?"),
        ("claim", "said", "'said' is unknown"),
        ("per", "week", "'week' is unknown"),
        ("method", "seen", "'seen' is unknown"),
        ("word", "open", "must be empty: queue_vehicles is a figure"),
        ("id", "x" * 201, "has 201 characters; at most 200 are kept"),
        ("identity", "x" * 201, "has 201 characters; at most 200 are kept"),
        ("source", "x" * 61, "has 61 characters; at most 60 are kept"),
        ("note", "x" * 4001, "has 4,001 characters: at most 4,000 are read"),
    ],
)
def test_refused_by_column(column: str, cell: str, reason: str) -> None:
    """A row that cannot be taken names its line, its column and the reason."""
    row = refused(**{column: cell})

    assert (row.line, row.column) == (2, column)
    assert row.reason.startswith(reason)


def test_figures_of_the_future() -> None:
    """A figure may begin ten minutes ahead of our time, and no more."""
    end = "2026-11-25T00:00:00Z"

    taken = report(observed_from="2026-11-24T12:10:00Z", observed_to=end)
    row = refused(observed_from="2026-11-24T12:10:01Z", observed_to=end)

    assert taken.observed_from > NOW
    assert row.column == "observed_from"
    assert row.reason.startswith("2026-11-24T12:10:01+00:00 lies in the future")


def test_refused_as_a_line_to_read() -> None:
    """A refused row reads as one sentence, with or without a column."""
    assert str(Refused(7, "mode", "is empty")) == "line 7: mode: is empty"
    assert str(Refused(7, "", "is ragged")) == "line 7: is ragged"


def test_bad_row_costs_only_itself() -> None:
    """Good rows around a bad one are taken."""
    rows = read(written(WORD, WORD | {"mode": "lorry"}, FIGURE))

    assert [type(row) for row in rows] == [Report, Refused, Report]


def test_unknown_place_many_times() -> None:
    """The near matches of one unknown place are the same on each of its rows."""
    rows = read(written(*[FIGURE | {"place": "verkhni-lars"}] * 3))

    assert [row.line for row in rows if isinstance(row, Refused)] == [2, 3, 4]
    assert len({row.reason for row in rows if isinstance(row, Refused)}) == 1
