"""Speech: numbers, waits, ages and moments, as each language says them."""

from datetime import UTC, timedelta
from zoneinfo import ZoneInfo

import pytest

from app.catalog import load
from app.web.page.messages import LANGUAGES
from app.web.page.speech import NAMES, Speech, aware

CATALOGUE = load()
NOON = aware("2022-09-28T12:00:00Z")


def speech(language: str) -> Speech:
    """Give a language with the catalogue's labels."""
    return Speech(language, CATALOGUE.labels)


@pytest.mark.parametrize(
    ("low", "high", "said"),
    [
        (0, 45, "0–45 min"),
        (20, 90, "20–90 min"),
        (30, 600, "30 min – 10 hr"),
        (480, 600, "8–10 hr"),
        (1280, 5520, "21 hr – 4 days"),
        (2900, 5800, "2–4 days"),
        (600, 600, "10 hr"),
    ],
)
def test_a_wait_is_told_as_people_wait(low: float, high: float, said: str) -> None:
    """It is told in minutes, hours or days, by its longer end; a much shorter end in its own."""
    assert speech("en").wait(low, high) == said


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("en", "8–10 hr"), ("ru", "8–10 ч"), ("ka", "8–10 სთ"),
        ("kk", "8–10 сағ"), ("mn", "8–10 цаг"), ("fi", "8–10 t"),
    ],
)  # fmt: skip
def test_units_are_the_languages(language: str, said: str) -> None:
    """Each language has its own words for hours."""
    assert speech(language).wait(480, 600).replace("\xa0", " ") == said


def test_every_language_says_everything() -> None:
    """Ages, moments, countries and own names are there in all six languages, and differ."""
    said = [
        (
            speech(each).age(NOON - timedelta(days=3), NOON),
            speech(each).moment(NOON),
            speech(each).country("GE"),
            NAMES[each],
        )
        for each in LANGUAGES
    ]

    assert all(all(words) for words in said)
    assert len({words[0] for words in said}) == len(LANGUAGES)


def test_a_moment_is_told_by_the_clocks_of_a_zone() -> None:
    """Noon of UTC is four in the afternoon at Upper Lars' Georgian side."""
    assert speech("en").moment(NOON, ZoneInfo("Asia/Tbilisi")) == "28 Sep 2022, 16:00"
    assert speech("en").clock(NOON, UTC) == "12:00"


def test_a_name_without_translation_is_english() -> None:
    """A place that has no name in a language is called as in English, a code by its label."""
    place = CATALOGUE.place("syrym")

    assert speech("fi").name(place) == place.names["en"]
    assert speech("fi").label("mode", "no-such-code") == "no-such-code"


@pytest.mark.parametrize(
    ("value", "said"), [(0.4, "0.4"), (9.96, "10"), (1234.5, "1,234"), (12, "12"), (3, "3")]
)
def test_numbers(value: float, said: str) -> None:
    """They are whole from ten on, and grouped."""
    assert speech("en").number(value) == said


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("en", ("28 September 2022", "28 Sep 2022", "28 Sep")),
        ("ru", ("28 сентября 2022", "28 сент. 2022", "28 сент.")),
        ("ka", ("28 სექტემბერი 2022", "28 სექ 2022", "28 სექ")),
        ("kk", ("2022 ж. 28 қыркүйек", "2022 ж. 28 қыр.", "28 қыр.")),
        ("mn", ("2022 оны есдүгээр сарын 28", "2022 оны 9-р сарын 28", "9-р сарын 28")),
        ("fi", ("28. syyskuuta 2022", "28.9.2022", "28.9.")),
    ],
)
def test_days_are_written_in_the_order_of_the_language(
    language: str, said: tuple[str, ...]
) -> None:
    """A day is written whole, in short and without the year as the language has it."""
    own = speech(language)

    assert (own.day(NOON), own.dated(NOON), own.short_day(NOON)) == said
