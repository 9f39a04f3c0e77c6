"""Languages: told by letters and small words, and none where nothing tells."""

from datetime import UTC, datetime

import pytest

from app.catalog.load import load
from app.reading.language import language_of
from app.reading.reader import Reader
from app.reading.token import pieces


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("На Ларсе сейчас очередь", "ru"),
        ("Вручают повестки", "ru"),
        ("Ochered na Larse, stoim uzhe 5 chasov", "ru"),
        ("The queue at the border is long", "en"),
        ("ვერხნი ლარსი", "ka"),
        ("ここに列", ""),
        ("Шекарада кезек бар", "kk"),
        ("Хил дээр 300 машин зогсож байна", "mn"),
        ("Боомт хаалттай", "mn"),
        ("Нөгөө машин", "mn"),
        ("На Алтанбулаге очередь", "ru"),
        ("Сырымда жол жабық", "kk"),
        ("На границе у поста Құрманғазы стоит очередь", "ru"),
        ("Черга на кордоні, стоїмо вже 5 годин", "uk"),
        ("Рух перекрито", "uk"),
        ("Очередь на границе, стоим уже 5 часов", "ru"),
        ("Vaalimaalla on kolmen tunnin jono", "fi"),
        ("Lange Schlange vor der Grenze", "de"),
        ("300", ""),
        ("", ""),
    ],
)
def test_language_of(text: str, language: str) -> None:
    """The language whose signs a text bears is found; without any sign there is none."""
    assert language_of(pieces(text)) == language


def test_of_a_language_without_words_nothing_is_read() -> None:
    """A text said to be in a language that has no file here gives no report, and is no fault."""
    at = datetime(2026, 11, 28, 9, 0, tzinfo=UTC)
    reading = Reader(load().places.values()).read("Ларс: 300", published_at=at, language="xx")

    assert (reading.reports, reading.refused, reading.language) == ((), (), "xx")
