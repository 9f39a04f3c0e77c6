"""The hours as published, asked at exact instants of the clock they are in."""

from datetime import UTC, datetime

import pytest

from app.catalog import Catalogue, load
from app.domain.hours import next_change, open_at
from app.domain.vocabulary import Mode


@pytest.fixture(scope="module")
def catalogue() -> Catalogue:
    """Load the shipped catalogue."""
    return load()


CASES = [
    # place, mode, clock of side a, open
    ("verkhny-lars", "any", "2023-01-01T03:00", True),
    ("verkhny-lars", "any", "2022-09-28T12:00", None),
    ("vaalimaa", "car", "2023-06-01T07:44", True),
    ("vaalimaa", "car", "2023-06-01T07:45", False),
    ("vaalimaa", "car", "2023-06-01T08:00", True),
    ("imatra", "bus", "2023-06-01T19:59", False),
    ("imatra", "bus", "2023-06-01T20:00", True),
    ("nuijamaa", "car", "2023-06-01T07:50", True),
    ("niirala", "car", "2023-02-28T22:00", None),
    ("niirala", "car", "2023-03-01T08:59", False),
    ("niirala", "car", "2023-03-01T09:00", True),
    ("niirala", "car", "2023-11-17T21:00", False),
    ("vartius", "car", "2023-06-11T12:00", None),
    ("vartius", "car", "2023-06-12T17:00", False),
    ("vartius", "car", "2023-06-16T18:59", True),
    ("vartius", "car", "2023-10-28T18:59", True),
    ("vartius", "car", "2023-10-29T12:00", None),
    ("kuusamo", "car", "2022-09-22T20:00", False),
    ("kuusamo", "car", "2022-09-22T19:59", True),
    ("salla", "car", "2022-10-29T12:00", None),
    ("salla", "car", "2022-11-05T09:30", False),
    ("salla", "car", "2022-11-07T09:30", True),
    ("salla", "car", "2022-11-05T18:00", False),
    ("raja-jooseppi", "car", "2022-03-26T23:00", None),
    ("raja-jooseppi", "car", "2022-03-28T08:30", True),
    ("raja-jooseppi", "car", "2022-04-02T08:30", False),
    ("vainikkala", "rail", "2024-01-01T12:00", None),
    ("naiza", "truck", "2024-01-01T21:00", False),
    ("koyanbai", "car", "2024-01-01T09:00", True),
    ("baitanat", "car", "2024-01-01T08:59", False),
    ("altanbulag", "truck", "2025-01-01T20:00", False),
    ("altanbulag", "truck", "2025-01-01T08:00", True),
    ("altanbulag", "car", "2025-01-01T20:00", True),
    ("altanbulag", "any", "2025-01-01T20:00", None),
    ("tsagaannuur", "car", "2025-01-04T17:59", True),
    ("tsagaannuur", "car", "2025-01-05T12:00", False),
    ("khankh", "car", "2025-04-26T12:00", False),
    ("khankh", "car", "2025-05-03T12:00", True),
    ("khankh", "car", "2025-09-28T17:59", True),
    ("khankh", "car", "2025-10-05T12:00", False),
    ("ereentsav", "car", "2025-01-05T13:30", False),
    ("ereentsav", "car", "2025-01-05T14:00", True),
    ("ereentsav", "rail", "2025-01-05T13:30", None),
    ("ulkhan", "car", "2025-01-03T10:30", True),
    ("ulkhan", "car", "2025-01-03T13:30", False),
    ("ulkhan", "car", "2025-01-04T12:00", False),
    ("borshoo", "car", "2025-01-04T17:00", True),
    ("borshoo", "car", "2025-01-05T11:00", False),
    ("arts-suuri", "car", "2025-01-04T17:00", False),
    ("tes", "truck", "2025-01-04T12:00", False),
    ("tes", "truck", "2025-01-04T14:00", True),
]


@pytest.mark.parametrize(("place_id", "mode", "clock", "answer"), CASES)
def test_open_at(
    catalogue: Catalogue,
    place_id: str,
    mode: str,
    clock: str,
    answer: bool | None,  # noqa: FBT001 - the expectation
) -> None:
    """The hours answer as their text reads."""
    place = catalogue.place(place_id)
    at = datetime.fromisoformat(clock).replace(tzinfo=place.zones["a"])

    opened = open_at(place.hours, place.zones, Mode(mode), at)

    assert opened is answer


def test_each_kind_of_text_has_a_case(catalogue: Catalogue) -> None:
    """Whatever is more than 24 h was asked above."""
    special = {
        place.id for place in catalogue.places.values() if place.hours_published not in {"", "24 h"}
    }

    assert special <= {case[0] for case in CASES}


def test_next_change_at_vaalimaa(catalogue: Catalogue) -> None:
    """From noon the next thing to happen is the evening's break, in Moscow time."""
    place = catalogue.place("vaalimaa")

    moment = next_change(place.hours, place.zones, Mode.CAR, datetime(2023, 6, 1, 9, 0, tzinfo=UTC))

    assert moment == datetime(2023, 6, 1, 16, 45, tzinfo=UTC)


def test_hours_once_bound_to_the_finnish_clocks(catalogue: Catalogue) -> None:
    """Raja-Jooseppi's older hours stand beside the later ones: winter, summer, until March 2022."""
    winter, summer, later = catalogue.place("raja-jooseppi").hours

    assert (winter.clocks, summer.clocks, later.clocks) == ("winter", "summer", None)
    assert winter.valid_to == summer.valid_to
    assert str(winter.valid_to) == "2022-03-26"
