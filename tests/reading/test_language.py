"""Languages: told by letters and small words, and none where nothing tells."""

import pytest

from app.reading.language import language_of


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("На Ларсе сейчас очередь", "ru"),
        ("Вручают повестки", "ru"),
        ("Ochered na Larse, stoim uzhe 5 chasov", "ru"),
        ("The queue at the border is long", "en"),
        ("ვერხნი ლარსი", ""),
        ("300", ""),
        ("", ""),
    ],
)
def test_language_of(text: str, language: str) -> None:
    """The language whose signs a text bears is found; without any sign there is none."""
    assert language_of(text) == language
