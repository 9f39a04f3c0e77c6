"""Words: figures, times and ages as a person says them."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from app.catalog import load
from app.cli.words import age, clocks, country, figure, last_day, length, spread, way
from app.domain.status import LastFigure
from app.domain.vocabulary import Quantity

NOON = datetime(2022, 9, 28, 12, tzinfo=UTC)
TBILISI = ZoneInfo("Asia/Tbilisi")


@pytest.mark.parametrize(
    ("passed", "said"),
    [
        (timedelta(0), "0 min"),
        (timedelta(minutes=89, seconds=59), "89 min"),
        (timedelta(minutes=90), "1 h"),
        (timedelta(hours=47, minutes=59), "47 h"),
        (timedelta(hours=48), "2 days"),
        (timedelta(days=59), "59 days"),
        (timedelta(days=62), "2 months"),
        (timedelta(days=731), "2 years"),
        (timedelta(hours=-3), "0 min"),
    ],
    ids=str,
)
def test_age_rounds_down_in_the_unit_people_use(passed: timedelta, said: str) -> None:
    """An age is never told greater than it is, and never below nothing."""
    assert age(NOON - passed, NOON) == said


@pytest.mark.parametrize(
    ("value", "quantity", "said"),
    [
        (0, Quantity.QUEUE_VEHICLES, "0"),
        (2960, Quantity.QUEUE_VEHICLES, "2,960"),
        (119, Quantity.WAIT_MINUTES, "119 min"),
        (120, Quantity.WAIT_MINUTES, "2 h"),
        (394, Quantity.WAIT_MINUTES, "6.6 h"),
        (2710, Quantity.WAIT_MINUTES, "45 h"),
        (0.0667, Quantity.QUEUE_KM, "0.067 km"),
        (21.2, Quantity.QUEUE_KM, "21 km"),
        (-3.4, Quantity.TEMPERATURE_C, "-3.4 °C"),
        (-12.0, Quantity.TEMPERATURE_C, "-12 °C"),
    ],
)
def test_a_figure_is_told_as_sharp_as_it_is(value: float, quantity: Quantity, said: str) -> None:
    """Waits from two hours on are told in hours; zero is a figure like any other."""
    assert figure(value, quantity) == said


def test_an_interval_names_its_unit_once() -> None:
    """The unit stands at the low end only where it differs from the high end's."""
    same = LastFigure(low=394, mid=812, high=1810, observed_to=NOON)
    mixed = LastFigure(low=6, mid=16, high=477, observed_to=NOON)

    assert spread(same, Quantity.WAIT_MINUTES) == "14 h (6.6 to 30 h)"
    assert spread(mixed, Quantity.WAIT_MINUTES) == "16 min (6 min to 8.0 h)"
    assert spread(same, Quantity.QUEUE_VEHICLES) == "812 (394 to 1,810)"


def test_an_interval_that_ends_at_midnight_ends_with_the_day_before() -> None:
    """A figure of 27 September, whole day, is of the 27th."""
    midnight = datetime(2022, 9, 28, tzinfo=TBILISI)

    assert last_day(midnight, TBILISI) == "27 Sep 2022"


def test_clocks_tell_the_day_once_where_it_is_the_same() -> None:
    """Both sides and UTC; each with its own day where midnight lies between them."""
    lars = load().places["verkhny-lars"]

    assert clocks(NOON, lars) == "28 Sep 2022: 15:00 in Russia, 16:00 in Georgia, 12:00 UTC"
    assert clocks(NOON + timedelta(hours=10), lars) == (
        "29 Sep 2022 01:00 in Russia, 29 Sep 2022 02:00 in Georgia, 28 Sep 2022 22:00 UTC"
    )


def test_ways_and_countries_are_named() -> None:
    """A country that an operator adds is told by its code."""
    assert way("RU-GE") == "From Russia to Georgia (RU-GE)"
    assert way("both") == "Both directions together"
    assert country("EE") == "EE"


@pytest.mark.parametrize(
    ("span", "said"),
    [
        (timedelta(0), "0 s"),
        (timedelta(seconds=1.26), "1.3 s"),
        (timedelta(minutes=2), "2 min"),
        (timedelta(minutes=60), "60 min"),
        (timedelta(hours=4, minutes=2), "4 h"),
        (timedelta(days=3), "3 days"),
    ],
)
def test_a_length_is_told_in_its_unit(span: timedelta, said: str) -> None:
    """Seconds where they matter, and beyond only the larger unit."""
    assert length(span) == said
