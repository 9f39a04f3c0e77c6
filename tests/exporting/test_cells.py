"""Cells: every value comes back as it was; whatever else stands in a cell is refused."""

import csv
import io
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.exporting.cells import BadCell, Type, Value, read, written

TEXTS = st.text(st.characters(exclude_characters="\0", exclude_categories=["Cs"]), min_size=1)
MOMENTS = st.datetimes(datetime(1970, 1, 1), datetime(2100, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001 - the zone is drawn


@given(text=TEXTS)
def test_a_text_comes_back(text: str) -> None:
    """Through a file of CSV too, whatever quotes, line ends and signs it holds."""
    file = io.StringIO(newline="")
    csv.writer(file, lineterminator="\r\n").writerow([written(text), "end"])
    ((cell, _),) = csv.reader(io.StringIO(file.getvalue(), newline=""), strict=True)

    assert read(Type.TEXT, cell) == text
    assert cell[0] not in "=+-@\t\r"


@given(number=st.floats(-1e15, 1e15))
def test_a_number_comes_back(number: float) -> None:
    """To the last bit."""
    assert read(Type.NUMBER, written(number)) == number


@given(moment=MOMENTS)
def test_a_moment_comes_back(moment: datetime) -> None:
    """To the microsecond, in UTC."""
    assert read(Type.MOMENT, written(moment)) == moment


@pytest.mark.parametrize(
    ("kind", "value", "cell"),
    [
        (Type.INTEGER, 12, "12"),
        (Type.NUMBER, 300.0, "300"),
        (Type.NUMBER, 0.0, "0"),
        (Type.BOOLEAN, False, "false"),
        (Type.TEXT, "=1+1", "'=1+1"),
        (Type.TEXT, "'tis", "''tis"),
        (Type.MOMENT, datetime(2022, 9, 28, 12, tzinfo=UTC), "2022-09-28T12:00:00Z"),
        (Type.TEXT, None, ""),
        (Type.NUMBER, None, ""),
    ],
)
def test_cells_are_plain(kind: Type, value: Value, cell: str) -> None:
    """A whole number has no point; nothing is an empty cell, and 0 is not nothing."""
    assert written(value) == cell
    assert read(kind, cell) == value


@pytest.mark.parametrize(
    ("kind", "cell"),
    [
        (Type.INTEGER, "1.0"),
        (Type.INTEGER, "9" * 19),
        (Type.INTEGER, "\u0661"),
        (Type.NUMBER, "inf"),
        (Type.NUMBER, "nan"),
        (Type.NUMBER, "1e999"),
        (Type.NUMBER, "1_000"),
        (Type.BOOLEAN, "True"),
        (Type.MOMENT, "2022-09-28"),
        (Type.MOMENT, "2022-09-28T12:00:00+03:00"),
        (Type.MOMENT, "2022-13-28T12:00:00Z"),
    ],
)
def test_anything_else_is_refused(kind: Type, cell: str) -> None:
    """It is quoted with what it should be."""
    with pytest.raises(BadCell, match=r"such as|whole number|neither"):
        read(kind, cell)
