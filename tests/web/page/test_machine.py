"""The time machine: its days, what lies beside the one shown, and where each is."""

from datetime import date, datetime

import pytest

from app.catalog import load
from app.web.page.machine import machine
from app.web.page.speech import Speech, aware
from app.web.page.spot import Spot

ENGLISH = Speech("en", load().labels)
PRESENT = aware("2026-11-24T12:00:00Z")


def test_the_autumn_of_2022_day_by_day() -> None:
    """From 20 September to 10 October 2022 each day is a link, other filters kept."""
    spot = Spot(path="", query="country=GE&as_of=2022-09-27")

    found = machine(spot, ENGLISH, date(2022, 9, 27), PRESENT)

    assert len(found.days) == 21
    assert (found.days[0].iso, found.days[-1].iso) == ("2022-09-20", "2022-10-10")
    assert [day.iso for day in found.days if day.chosen] == ["2022-09-27"]
    assert found.days[0].address == "/en/?country=GE&as_of=2022-09-20"
    assert spot.present("en") == "/en/?country=GE"


def test_what_lies_beside_a_day() -> None:
    """The days before and after are offered as far as there are any."""
    spot = Spot(path="map")

    middle = machine(spot, ENGLISH, date(2022, 9, 27), PRESENT)
    first = machine(spot, ENGLISH, date(2022, 2, 24), PRESENT)
    last = machine(spot, ENGLISH, date(2026, 11, 23), PRESENT)
    now = machine(spot, ENGLISH, None, PRESENT)

    assert middle.before is not None
    assert middle.after is not None
    assert (middle.before.iso, middle.after.iso) == ("2022-09-26", "2022-09-28")
    assert middle.after.address == "/en/map?as_of=2022-09-28"
    assert (first.before, last.after) == (None, None)
    assert (now.before, now.after, now.chosen) == (None, None, "")


@pytest.mark.parametrize("past", [aware("2022-09-28T12:00:00Z"), aware("2022-09-28T23:59:00Z")])
def test_a_moment_is_of_its_day(past: datetime) -> None:
    """A moment is shown as chosen in the day that it lies in."""
    found = machine(Spot(path=""), ENGLISH, past, PRESENT)

    assert found.chosen == "2022-09-28"


def test_the_page_of_a_crossing_keeps_the_moment() -> None:
    """A link to a crossing leads to the same moment, without the filters."""
    spot = Spot(path="", query="country=GE&as_of=2022-09-27")

    assert spot.place("ka", "verkhny-lars") == "/ka/places/verkhny-lars?as_of=2022-09-27"
    assert spot.filtered
    assert not Spot(path="", query="as_of=2022-09-27").filtered
