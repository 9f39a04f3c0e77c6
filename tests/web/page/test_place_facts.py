"""Facts beside the queue: hours of each side in words, weather and traffic with their age."""

from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

import pytest

from app.catalog import load
from app.domain.hours import Hours, Interval, Season
from app.domain.vocabulary import Bound, Mode, Quantity
from app.web.page.place.hours import Opening, sides_of
from app.web.page.place.measured import said, traffic_of, weather_of
from app.web.page.speech import Speech

CATALOGUE = load()
LARS = CATALOGUE.place("verkhny-lars")
ENGLISH = Speech("en", CATALOGUE.labels)
NOW = datetime(2026, 1, 10, 12, tzinfo=UTC)
NIGHT = (Interval(22 * 60, 30 * 60),)

STATED = {"origin": "a road authority", "origin_kind": "operator", "url": None}
HEARD = {"observed_to": "2026-01-10T11:00:00Z", "freshness": "fresh"} | STATED


def opening(**parts: Any) -> Opening:  # noqa: ANN401 - fields of Hours
    """Give some hours of the Russian side in words."""
    hours = Hours(**{"side": "a", "basis": "stated"} | parts)
    sides = sides_of(replace(LARS, hours=(hours,)), CATALOGUE, ENGLISH, NOW)
    (told,) = sides[0].openings
    return told


def test_hours_past_midnight() -> None:
    """Hours that run past midnight end as clocks show it, alike days stand together."""
    told = opening(week=(NIGHT,) * 5 + ((),) * 2, modes=(Mode.TRUCK,))

    assert told.modes == "truck"
    assert told.days == [("Mon – Fri", "22:00–06:00"), ("Sat – Sun", "shut")]


def test_what_narrows_hours() -> None:
    """Breaks, season, validity and holidays stand beside the hours they narrow."""
    told = opening(
        breaks=(Interval(13 * 60, 14 * 60),),
        season=Season((11, 1), (3, 31)),
        valid_from=date(2024, 1, 1),
        shut_on_holidays=True,
    )

    assert told.days == [("every day", "round the clock")]
    assert told.further == [
        "breaks 13:00–14:00",
        "each year 11-01 – 03-31",
        "from 2024-01-01",
        "shut on holidays",
        "the publisher names the local time",
    ]


def test_each_side_has_its_clock() -> None:
    """Each side shows what its own clocks show; one without hours says that none are known."""
    russia, georgia = sides_of(LARS, CATALOGUE, ENGLISH, NOW)

    assert (russia.country, russia.clock) == ("Russia", "15:00")
    assert (georgia.country, georgia.clock, georgia.openings) == ("Georgia", "16:00", [])


def test_weather_has_its_age() -> None:
    """The weather stands in words or with its unit, with who says so and when that was."""
    frost = {"quantity": "temperature_c", "word": None, "low": -12.5, "high": -12.5} | HEARD
    snow = {"quantity": "weather", "word": "snow", "low": None, "high": None} | HEARD

    told = list(weather_of([{"weather": [frost, snow]}], LARS, ENGLISH, NOW))

    assert [each.text for each in told] == ["-12 °C", "snow"]
    assert {each.time.age for each in told} == {"60 minutes ago"}
    assert all(each.speaker and each.speaker.origin == "a road authority" for each in told)


def test_traffic_that_is_no_longer_known() -> None:
    """A measurement that is too old says so, with the last one there was, and never 0."""
    last = {"low": None, "mid": 0.4, "high": None}
    told = {
        "low": None,
        "mid": None,
        "high": None,
        "bound": Bound.ABOUT,
        "per": None,
        "no_number": "stale",
        "last": last,
        "observed_from": "2026-01-08T11:00:00Z",
        **HEARD,
    }
    row: dict[str, Any] = {"direction": "RU-GE", "mode": "car", "approach_flow_ratio": told}
    row |= {"crossings_vehicles": None, "crossings_people": None}

    (measured,) = traffic_of([row], LARS, ENGLISH, NOW)

    assert measured.text == "last report too old"
    assert measured.last == "about 0.4 of free flow"


@pytest.mark.parametrize(
    ("figure", "text"),
    [
        ({"bound": Bound.EXACT, "value": 0}, "0 vehicles"),
        ({"bound": Bound.ABOUT, "value": 300}, "about 300 vehicles"),
        ({"bound": Bound.BETWEEN, "low": 200, "high": 300}, "200–300 vehicles"),
        ({"bound": Bound.AT_LEAST, "low": 200}, "at least 200 vehicles"),
        ({"bound": Bound.AT_MOST, "high": 300}, "at most 300 vehicles"),
    ],
)
def test_a_figure_as_it_was_meant(figure: dict[str, Any], text: str) -> None:
    """A figure keeps its bound in words; 0 is told where somebody said 0."""
    told = {"value": None, "low": None, "high": None} | figure

    assert said(told, told["value"], Quantity.QUEUE_VEHICLES, ENGLISH) == text
