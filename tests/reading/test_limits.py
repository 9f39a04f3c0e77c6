"""Limits: any text is read, in time that grows with its length, and gives spans that lie in it."""

import time
from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.catalog.load import load
from app.reading.reader import LONGEST_TEXT, Reader
from tests.long import examples

AT = datetime(2026, 11, 28, 9, 0, tzinfo=UTC)
READER = Reader(load().places.values())
PIECES = [
    *("очередь", "Ларс", "300", "до", "от", "часов", "км", "-", ",", ".", "(", "и", "не", "5к"),
    *("queue", "about", "to", "10 000", "from", "hours", "@handle", "\n", "?", "1.1.2026", "6:00"),
    *("cars", "closed", "border", "тыс.", "24 сентября", "%", "…", "“", "Грузию", "в", "a.m."),
]
LENGTH = 5_000
TIMES = 4
TRIES = 3
"""How often the longer text is tried at most: a moment may be slow, and once is mostly enough."""

MOST_GROWTH = 9
"""Four times the text may take so many times as long: 4 and noise, where squares would take 16."""


@given(st.text(max_size=300), st.sampled_from(["ru", "en"]))
@settings(max_examples=examples(150))
def test_any_text_is_read(text: str, language: str) -> None:
    """No text is a fault, and every span lies in it."""
    reading = READER.read(text, published_at=AT, language=language)

    spans = [*(each.span for each in reading.reports), *(each.span for each in reading.refused)]
    assert all(0 <= start < end <= len(text) for start, end in spans)


@given(st.lists(st.sampled_from(PIECES), max_size=40), st.sampled_from(["ru", "en"]))
@settings(max_examples=examples(200))
def test_our_own_words_in_any_order_are_read(words: list[str], language: str) -> None:
    """No order of the words that rules look for is a fault; each interval is in order."""
    reading = READER.read(" ".join(words), published_at=AT, language=language)

    for each in reading.reports:
        assert each.observed_to is None or each.observed_from <= each.observed_to


@pytest.mark.parametrize(
    "piece",
    [
        "9",
        "1 000",
        "10-",
        "от 2 до ",
        "очередь ",
        "очередь, ",
        "(",
        "a.m. ",
        "300 машин, ",
        "Верхний Ларс, ",
        "тыс. ",
        "не ",
        "1.1.",
        "12:",
        "а'",
        "закрыт. ",
        "На Ларсе 300 машин. ",
        "Ларс закрыт\n",
        "Стоим 5 часов. ",
        "5 сентября в 6 утра ",
        "Выехали 300 человек. ",
        "Очереди нет. ",
    ],
)
def test_time_grows_with_the_text(piece: str) -> None:
    """Four times a text of one piece, over and over, takes about four times as long."""
    _taken(piece, LENGTH // 10)

    most = MOST_GROWTH * min(_taken(piece, LENGTH) for _ in range(2))
    assert any(_taken(piece, TIMES * LENGTH) < most for _ in range(TRIES))


def test_time_grows_with_what_is_told() -> None:
    """Words are held against those told before, not against all that the text has told."""
    few, many = (
        "".join(f"Ларс закрыт с {at // 60}:{at % 60:02} 5 сентября. " for at in range(count))
        for count in (350, 350 * TIMES)
    )
    _spent(few)

    most = MOST_GROWTH * min(_spent(few) for _ in range(2))
    assert any(_spent(many) < most for _ in range(TRIES))


def test_a_megabyte_takes_its_share() -> None:
    """The longest text that is read takes no more than four times a quarter of it, and noise."""
    quarter = _taken("очередь, ", LONGEST_TEXT // 4)

    assert _taken("очередь, ", LONGEST_TEXT) < MOST_GROWTH * quarter


def _taken(piece: str, length: int) -> float:
    return _spent((piece * (length // len(piece) + 1))[:length])


def _spent(text: str) -> float:
    begun = time.process_time()
    READER.read(text, published_at=AT, language="ru")
    return time.process_time() - begun
