"""Selection: filters leave what they name; rows are cut to what is asked of them."""

from dataclasses import replace

import pytest

from app.board.selection import Filters, narrow, select, wanted
from app.domain.report import Queue
from app.domain.status import Access
from app.domain.vocabulary import (
    AccessWord,
    Coverage,
    Mode,
    NoNumber,
    PlaceKind,
    Quantity,
    Subject,
)
from tests.board.rows import CATALOGUE, COLD, COUNTED, HAZARD, ORDER, SNOW, made

CAR = made()
BOTH = made(queue=Queue("", "both", Mode.ANY))
BACK = made(queue=Queue("", "GE-RU", Mode.TRUCK))
AREA = made("ge", queue=Queue("", "RU-GE", Mode.ANY))
SILENT = made("zhelkuar", queue=Queue("", "RU-KZ", Mode.CAR), coverage=Coverage.NONE,
              access=Access())  # fmt: skip
WITHHELD = Access(because=NoNumber.WITHHELD)
ROWS = [CAR, BOTH, BACK, AREA, SILENT]


@pytest.mark.parametrize(
    ("filters", "left"),
    [
        (Filters(), [CAR, BOTH, BACK]),
        (Filters(kind=(PlaceKind.AREA,)), [AREA]),
        (Filters(kind=tuple(PlaceKind)), [CAR, BOTH, BACK, AREA]),
        (Filters(place=("zhelkuar", "ge")), [AREA, SILENT]),
        (Filters(place=("ge",), kind=(PlaceKind.CHECKPOINT,)), []),
        (Filters(country=("KZ",)), []),
        (Filters(country=("KZ",), place=("zhelkuar",)), [SILENT]),
        (Filters(leaving=("RU",)), [CAR]),
        (Filters(entering=("RU",)), [BACK]),
        (Filters(direction=("both", "GE-RU")), [BOTH, BACK]),
        (Filters(mode=(Mode.CAR, Mode.TRUCK)), [CAR, BACK]),
        (Filters(bbox=(44.6, 42.7, 44.7, 42.8)), [CAR, BOTH, BACK]),
        (Filters(bbox=(50.0, 42.7, 44.7, 42.8)), [CAR, BOTH, BACK]),
        (Filters(bbox=(0.0, 0.0, 1.0, 1.0)), []),
    ],
)
def test_filters(filters: Filters, left: list[object]) -> None:
    """Alternatives within one filter, all filters together; silence is shown where it is named."""
    assert select(ROWS, filters) == left


def test_a_known_closure_is_shown_without_any_report() -> None:
    """A queue nobody reported of is shown where its access is known all the same."""
    closed = made(coverage=Coverage.AREA, access=Access(state=AccessWord.CLOSED))

    assert select([closed], Filters()) == [closed]


def test_a_withheld_queue_stays() -> None:
    """Whose access is withheld is shown, whatever else is known, and with whatever is asked for."""
    held = made(coverage=Coverage.AREA, access=WITHHELD, withheld=(ORDER,), estimates={})

    assert select([held], Filters()) == [held]
    (cut,) = narrow([held], Filters(quantity=(Quantity.ACCESS,)))
    assert [each["id"] for each in cut["withheld"]] == [ORDER.id]


def test_what_is_withheld_is_told_whatever_is_asked() -> None:
    """Orders are no part to be chosen: whole and cut by subject or quantity they stay."""
    held = made(withheld=(replace(ORDER, quantity=Quantity.QUEUE_VEHICLES),))

    for filters in (
        Filters(quantity=(Quantity.WAIT_MINUTES,)),
        Filters(subject=(Subject.VEHICLES,)),
        Filters(quantity=(Quantity.TEMPERATURE_C,), place=("verkhny-lars",)),
    ):
        (cut,) = narrow([held], filters)
        assert cut["withheld"] == held.fields["withheld"]


def test_hazards_last_heard_go_with_the_events() -> None:
    """Who asks for events is told what they fade to; who asks for numbers is not."""
    faded = made(events=(), last_heard=(HAZARD,))

    (asked,) = narrow([faded, made(events=())], Filters(quantity=(Quantity.EVENT,)))
    (other,) = narrow([faded], Filters(quantity=(Quantity.QUEUE_VEHICLES,)))
    assert asked["last_heard"] == faded.fields["last_heard"]
    assert "last_heard" not in other


def test_a_box_has_no_areas() -> None:
    """An area stands nowhere in particular, so no box holds it."""
    box = Filters(bbox=(-180.0, -90.0, 180.0, 90.0), kind=tuple(PlaceKind))

    assert not wanted(CATALOGUE.place("ge"), box)


def test_measurements_can_be_asked_for() -> None:
    """Counts of crossings are a part like any other; a row that has none is left out."""
    counting = made(traffic=(COUNTED,))

    (cut,) = narrow([counting, CAR], Filters(quantity=(Quantity.CROSSINGS_VEHICLES,)))

    assert cut["crossings_vehicles"]["source"] == "loops"
    assert "queue_vehicles" not in cut


def test_quantities_cut_rows() -> None:
    """Only the parts asked for stay, and access with them."""
    (cut,) = narrow([CAR], Filters(quantity=(Quantity.QUEUE_VEHICLES,)))

    assert {"access", "queue_vehicles", "sources"} <= cut.keys()
    assert {"wait_minutes", "queue_km", "rules", "events"}.isdisjoint(cut)


def test_rows_that_tell_nothing_are_left_out() -> None:
    """A row without the quantity asked for goes, unless its place was named."""
    nothing = Filters(quantity=(Quantity.QUEUE_KM,))
    named = Filters(quantity=(Quantity.QUEUE_KM,), place=("verkhny-lars",))

    assert list(narrow([CAR], nothing)) == []
    assert len(list(narrow([CAR], named))) == 1


def test_access_alone_tells_something_where_it_is_known() -> None:
    """Asked for access, a row stays that knows it; one that never did goes."""
    asked = Filters(quantity=(Quantity.ACCESS,))

    assert len(list(narrow([CAR, SILENT], asked))) == 1


def test_subjects_choose_numbers_and_rules() -> None:
    """A subject leaves the numbers that count it and the rules for it."""
    (cut,) = narrow([CAR], Filters(subject=(Subject.VEHICLES,)))

    assert cut["queue_vehicles"]["subject"] == "vehicles"
    assert cut["wait_minutes"] is None
    assert cut["rules"] == []
    assert len(cut["events"]) == 1


def test_a_subject_nobody_speaks_of_leaves_nothing() -> None:
    """Access and events are said of nobody in particular: they keep no row for a subject."""
    assert list(narrow([CAR], Filters(subject=(Subject.REFUSED,)))) == []


def test_weather_is_cut_to_the_quantities_asked_for() -> None:
    """Asked for the temperature, a row leaves the word on the weather out."""
    row = made(queue=Queue("", "both", Mode.ANY), weather=(SNOW, COLD))

    (cut,) = narrow([row, CAR], Filters(quantity=(Quantity.TEMPERATURE_C,)))

    assert [each["quantity"] for each in cut["weather"]] == ["temperature_c"]
