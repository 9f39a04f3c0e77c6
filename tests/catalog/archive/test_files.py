"""Files of every sort: encodings, quoting, headers, ragged rows, and lines counted right."""

import io
import tracemalloc
from collections.abc import Iterator

import pytest

from app.catalog.archive import Refused, UnusableFile, read_rows
from app.domain.report import Report
from tests.catalog.archive.rows import CATALOGUE, FIGURE, NOW, WORD, read, written

NOTED = FIGURE | {"note": ""}


def outcomes(content: bytes) -> list[str]:
    """Tell each row as `ok` or as its refusal."""
    return ["ok" if isinstance(row, Report) else str(row) for row in read(content)]


def lines_of(*cells: str) -> bytes:
    """Write rows that differ in their note, which is written as given, quotes and all."""
    header, row = written(NOTED).decode().splitlines()
    assert row.endswith(",")
    return "\n".join([header, *(row + cell for cell in cells), ""]).encode()


def test_bytes_and_text_alike() -> None:
    """A binary file, a text file and a list of lines give the same reports."""
    content = lines_of("one", '"two\nlines"', "three")
    text = content.decode()

    from_bytes = read(content)

    assert len(from_bytes) == 3
    assert read(io.StringIO(text)) == from_bytes
    assert read(text.splitlines(keepends=True)) == from_bytes
    assert read(text.splitlines()[:2]) == from_bytes[:1]


def test_windows_line_ends_and_byte_order_mark() -> None:
    """What a spreadsheet saves as UTF-8 is read as it is."""
    content = b"\xef\xbb\xbf" + lines_of("one").replace(b"\n", b"\r\n")

    assert outcomes(content) == ["ok"]


def test_no_line_end_at_the_end() -> None:
    """The last row needs no line end."""
    assert outcomes(lines_of("one").rstrip()) == ["ok"]


def test_blank_lines_are_passed_over_but_counted() -> None:
    """An empty line is no row; the next row has its own number."""
    content = lines_of("one").replace(b"\n", b"\n\n") + lines_of('"x"').split(b"\n")[1] + b",\n"

    rows = read(content)

    assert [type(row) for row in rows] == [Report, Refused]
    assert isinstance(rows[1], Refused)
    assert rows[1].line == 5


def test_line_of_a_row_after_a_quoted_line_end() -> None:
    """A row is named by the line it starts in, however many lines the rows before it take."""
    content = lines_of('"a\nb\nc"', '"d\n"', "e,f")

    assert outcomes(content) == [
        "ok",
        "ok",
        "line 7: has 13 cells, the header 12: is a comma inside a field not quoted?",
    ]


def test_ragged_rows() -> None:
    """A cell too few or too many is refused, not guessed."""
    content = lines_of("one", "a,b") + b"verkhny-lars,RU-GE\n"

    assert outcomes(content) == [
        "ok",
        "line 3: has 13 cells, the header 12: is a comma inside a field not quoted?",
        "line 4: has 2 cells, the header 12: is a comma inside a field not quoted?",
    ]


def test_quote_left_open_costs_one_line() -> None:
    """What an open quote would swallow is read again from the next line on."""
    content = lines_of("one", '"two', "three", '"four"', 'fi"ve', '"six" ', "seven")

    found = outcomes(content)

    assert [row == "ok" for row in found] == [True, False, True, True, True, False, True]
    expected = "is not readable as CSV (',' expected after '\"'): close each quote"
    assert found[1].startswith(f"line 3: {expected}")
    assert found[5].startswith(f"line 7: {expected}")


def test_quote_left_open_to_the_end() -> None:
    """A quote that nothing closes costs its own line as well, and no more."""
    found = outcomes(lines_of("one", '"two', "three"))

    assert [row == "ok" for row in found] == [True, False, True]
    assert found[1].startswith("line 3: is not readable as CSV (unexpected end of data): close")


def test_open_quote_in_a_long_file() -> None:
    """The search for the closing quote has an end, and the rows after it are all read."""
    content = lines_of('"one', *["x" * 100] * 1000)

    found = outcomes(content)

    assert found[0].startswith("line 2: is longer than 65,536 characters: is a quote left open")
    assert found[1:] == ["ok"] * 1000


def test_row_that_is_not_utf8() -> None:
    """A row in another encoding is refused by itself."""
    content = lines_of("one", "Ларс", "three").replace("Ларс".encode(), "Ларс".encode("cp1251"))

    assert outcomes(content) == [
        "ok",
        "line 3: is not UTF-8: save the file as UTF-8",
        "ok",
    ]


def test_text_with_broken_letters() -> None:
    """Half of a surrogate pair in a line of text is refused like bytes that are no UTF-8."""
    lines = lines_of("one", "two").decode().replace("two", "\udce9").splitlines(keepends=True)

    found = [str(row) for row in read(lines)[1:]]

    assert found == ["line 3: is not UTF-8: save the file as UTF-8"]


def test_nul_byte() -> None:
    """A NUL byte is refused, and the rows around it are taken."""
    content = lines_of("one", "t\0wo", "three")

    assert outcomes(content) == [
        "ok",
        "line 3: holds a NUL byte: remove it, or save the file as UTF-8",
        "ok",
    ]


def test_endless_line() -> None:
    """A line longer than any row is passed over without being held."""
    content = lines_of("one", "x" * 200_000, "three")

    assert outcomes(content) == [
        "ok",
        "line 3: is longer than 65,536 characters: is a quote left open, or a line end missing?",
        "ok",
    ]


def test_long_field() -> None:
    """A field of 4,000 characters is read (and too long for a note), one more is not."""
    content = lines_of("x" * 4000, "x" * 4001)

    assert outcomes(content) == [
        "line 2: note: has 4000 characters; at most 300 are kept",
        "line 3: note: has 4,001 characters: at most 4,000 are read",
    ]


def unusable(content: bytes) -> list[str]:
    """Read a file of which nothing can be taken, and tell why."""
    with pytest.raises(UnusableFile) as caught:
        read(content)
    assert str(caught.value) == "\n".join(map(str, caught.value.refused))
    return [str(each) for each in caught.value.refused]


def header(*, without: str = "", more: str = "") -> bytes:
    """Write a header with a column less or more."""
    columns = [column for column in FIGURE if column != without]
    return ",".join([*columns, *filter(None, [more])]).encode() + b"\n"


@pytest.mark.parametrize(
    ("content", "reasons"),
    [
        (b"", ["line 1: the file is empty: it needs a header line"]),
        (b"\n\n", ["line 1: the file is empty: it needs a header line"]),
        (
            header(more="pubisher"),
            ["line 1: pubisher: is no column of this format: did you mean 'publisher'?"],
        ),
        (header(without="mode"), ["line 1: mode: is missing: the format needs this column"]),
        (
            header(without="mode", more="lat"),
            [
                "line 1: lat: is no column of this format: write one of bound, claim,",
                "line 1: mode: is missing: the format needs this column",
            ],
        ),
        (header(more="place"), ["line 1: place: is there twice: keep one of the columns"]),
        (
            header().replace(b",", b";"),
            ["line 1: the columns are separated by semicolons: save the file with commas"],
        ),
        (
            header().replace(b",", b"\t"),
            ["line 1: the columns are separated by tabs: save the file with commas"],
        ),
        (
            header().decode().encode("utf-16"),
            ["line 1: is not UTF-8: save the file as UTF-8"],
        ),
        (b"x" * 100_000, ["line 1: is longer than 65,536 characters: is a quote left open, or a"]),
    ],
    ids=[
        "empty",
        "blank",
        "unknown",
        "missing",
        "both",
        "twice",
        "semicolons",
        "tabs",
        "UTF-16",
        "no lines",
    ],
)
def test_unusable_file(content: bytes, reasons: list[str]) -> None:
    """A header that cannot be used stops the file before any row, with all that is wrong."""
    found = unusable(content)

    assert len(found) == len(reasons)
    assert all(each.startswith(reason) for each, reason in zip(found, reasons, strict=True))


def test_header_is_judged_before_the_first_row() -> None:
    """The error comes when the file is handed over, not when its rows are asked for."""
    with pytest.raises(UnusableFile):
        read_rows(io.BytesIO(b""), CATALOGUE, source="import", now=NOW)


def test_other_header_spacing() -> None:
    """Spaces around a column's name do no harm."""
    content = written(WORD).replace(b"place,", b" place ,", 1)

    assert outcomes(content) == ["ok"]


def test_rows_stream() -> None:
    """A hundred thousand rows take no more memory than a thousand."""
    row = written(FIGURE).decode().splitlines(keepends=True)

    def lines(number: int) -> Iterator[str]:
        yield row[0]
        for _ in range(number):
            yield row[1]

    def peak(number: int) -> int:
        tracemalloc.start()
        for _ in read_rows(lines(number), CATALOGUE, source="import", now=NOW):
            pass
        _, most = tracemalloc.get_traced_memory()
        tracemalloc.stop()
        return most

    peak(10)
    small, large = peak(100), peak(10_000)

    assert large < small + 100_000
