"""Stood: a wait that somebody stood through, told at a moment, began as much earlier."""

from datetime import UTC, datetime, timedelta

import pytest

from app.catalog.load import load
from app.domain.place import Place
from app.reading.reader import Reader
from app.reading.reading import Said

AT = datetime(2026, 11, 28, 14, 0, tzinfo=UTC)
HOUR = timedelta(hours=1)
PLACES: tuple[Place, ...] = tuple(load().places.values())
READER = Reader(PLACES)


def said(text: str, language: str) -> Said:
    """Give the one report of a text."""
    (found,) = READER.read(text, published_at=AT, language=language).reports
    return found


@pytest.mark.parametrize(
    ("text", "language", "hours"),
    [
        ("Прошли Верхний Ларс за 7 часов", "ru", 7),
        ("Стоим на Верхнем Ларсе уже 11 часов", "ru", 11),
        ("We crossed Upper Lars in 5 hours", "en", 5),
        ("Прошли Верхний Ларс за 4-9 часов", "ru", 6),
    ],
)
def test_it_began_when_they_joined(text: str, language: str, hours: int) -> None:
    """Who is across after seven hours, or stands for eleven, joined so long before the post."""
    found = said(text, language)

    assert (found.observed_from, found.observed_to) == (AT - hours * HOUR, AT)
    assert found.stood


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("На Верхнем Ларсе очередь на 6 часов", "ru"),
        ("The wait at Upper Lars is 6 hours", "en"),
        ("На Верхнем Ларсе в очереди 300 машин", "ru"),
    ],
)
def test_a_line_of_so_many_hours_is_of_now(text: str, language: str) -> None:
    """What is told of the line itself, by nobody who stood through it, is told of the moment."""
    found = said(text, language)

    assert found.observed_from == found.observed_to == AT
    assert not found.stood


def test_a_day_stays_a_day() -> None:
    """What was yesterday is told of all that day: nobody says when they joined."""
    found = said("Вчера прошли Верхний Ларс за 24 часа", "ru")

    assert found.observed_to is not None
    assert found.observed_to - found.observed_from == 24 * HOUR
    assert not found.stood
