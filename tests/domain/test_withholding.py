"""Withholding: nothing of what is withheld can be read in a status, and all of it comes back."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.assessment import assess
from app.domain.report import Queue, Report
from app.domain.status import Access, Estimate, Status, Withheld
from app.domain.vocabulary import AccessWord, Bound, Knowledge, Mode, NoNumber, Quantity
from app.domain.withholding import Withholding, covers, in_force, next_turn
from tests.domain.made import DAY, HOUR, NOON, QUEUE, TICK, at, evidence, figure, report, word

THEN, NOW = Knowledge
BACK = Queue("gate", "GE-RU", Mode.CAR)
TRUCKS = Queue("gate", "RU-GE", Mode.TRUCK)
AREA = Queue("ge", "RU-GE", Mode.CAR)


def order(quantity: Quantity | None = None, **parts: Any) -> Withholding:  # noqa: ANN401 - any field
    """Make an order about the cars at the gate, from an hour before noon to two hours after."""
    fields: dict[str, Any] = {
        "id": "00aa",
        "place": "gate",
        "direction": "RU-GE",
        "mode": Mode.CAR,
        "quantity": quantity,
        "since": NOON - HOUR,
        "until": NOON + 2 * HOUR,
        "reason": "the count is wrong",
    }
    return Withholding(**(fields | parts))


def counted(vehicles: float) -> Report:
    """Make a count of the cars that crossed on Sunday."""
    sunday = {"observed_from": NOON - 36 * HOUR, "observed_to": NOON - 12 * HOUR}
    return figure(vehicles, quantity=Quantity.CROSSINGS_VEHICLES, **sunday)


def everything(**values: Any) -> list[Report]:  # noqa: ANN401 - a figure or a word
    """Make a report of each kind about the cars at the gate; some say what is given by name."""
    said = {
        "vehicles": 900, "people": 2000, "wait": 700, "km": 5, "crossed": 1000, "access": "open",
        "whole": 4000, **values,
    }  # fmt: skip
    noon = at(NOON - HOUR)
    return [
        figure(said["vehicles"], **noon),
        figure(said["people"], quantity=Quantity.QUEUE_PEOPLE, **noon),
        figure(said["wait"], quantity=Quantity.WAIT_MINUTES, **noon),
        figure(said["km"], quantity=Quantity.QUEUE_KM, **noon),
        counted(said["crossed"]),
        word(said["access"], **noon),
        figure(said["whole"], place="ge", **noon),
        word("road_blocked", quantity=Quantity.EVENT, **noon),
        word("allowed", quantity=Quantity.RULE, **noon),
    ]


def held(
    reports: list[Report],
    *orders: Withholding,
    queue: Queue = QUEUE,
    **parts: Any,  # noqa: ANN401
) -> Status:
    """Assess the gate at noon under some orders."""
    known_by = parts.pop("knowledge", THEN)
    return assess(queue, evidence(*reports, orders=orders), parts.pop("moment", NOON), known_by)


@pytest.mark.parametrize(
    ("parts", "concerned"),
    [
        ({}, {QUEUE}),
        ({"direction": "both"}, {QUEUE, BACK}),
        ({"mode": Mode.ANY}, {QUEUE, TRUCKS}),
        ({"place": "ge"}, {AREA}),
    ],
)
def test_which_queues(parts: dict[str, Any], concerned: set[Queue]) -> None:
    """`both` means each direction and `any` each mode, of that very place."""
    found = {each for each in (QUEUE, BACK, TRUCKS, AREA) if order(**parts).concerns(each)}

    assert found == concerned


@pytest.mark.parametrize(
    ("hours", "then", "now"),
    [(-2, False, False), (-1, True, False), (0, True, False), (1, False, False), (2, False, False)],
)
def test_an_undone_order_held_until_it_was_undone(hours: int, then: bool, now: bool) -> None:  # noqa: FBT001
    """As known then it held up to its undoing; as known now it never did."""
    undone = order(undone_at=NOON + HOUR)
    moment = NOON + hours * HOUR

    assert undone.holds(moment, THEN) is then
    assert undone.holds(moment, NOW) is now


@pytest.mark.parametrize(
    ("hours", "holds"), [(-2, False), (-1, True), (1, True), (2, False), (3, False)]
)
@pytest.mark.parametrize("knowledge", [THEN, NOW])
def test_an_order_holds_until_its_time(hours: int, holds: bool, knowledge: Knowledge) -> None:  # noqa: FBT001
    """From the act on, and at its end no more."""
    assert order().holds(NOON + hours * HOUR, knowledge) is holds


def test_the_earliest_order_comes_first() -> None:
    """However they are held, orders are told in the order of their acts."""
    first, second = order(id="02", since=NOON - 2 * HOUR), order(id="01")

    assert in_force([second, first], QUEUE, NOON, THEN) == (first, second)


def test_turns() -> None:
    """An order turns when it begins and when it ends, by its time or by its undoing."""
    orders = [order(), order(place="ge", until=NOON + HOUR), order(undone_at=NOON - HOUR)]

    assert next_turn(orders, [QUEUE], NOON - DAY) == NOON - HOUR
    assert next_turn(orders, [QUEUE], NOON) == NOON + 2 * HOUR
    assert next_turn(orders, [QUEUE, AREA], NOON) == NOON + HOUR
    assert next_turn(orders, [QUEUE], NOON + 2 * HOUR) is None
    assert next_turn([order(undone_at=NOON)], [QUEUE], NOON) is None


def test_a_whole_queue() -> None:
    """Access and every number go, with their last ones, and the reason stands instead."""
    found = held(everything(), order())

    assert found.access == Access(because=NoNumber.WITHHELD)
    assert found.estimates
    assert all(
        each == Estimate(quantity=quantity, subject=each.subject, no_number=NoNumber.WITHHELD)
        for quantity, each in found.estimates.items()
    )
    (crossed,) = found.traffic
    assert (crossed.low, crossed.mid, crossed.high, crossed.last) == (None, None, None, None)
    assert crossed.no_number is NoNumber.WITHHELD
    assert found.withheld == (
        Withheld(quantity=None, until=NOON + 2 * HOUR, reason="the count is wrong", id="00aa"),
    )


def test_hazards_and_rules_stay() -> None:
    """What was heard of is told as before, and so is who told and when."""
    before, found = held(everything()), held(everything(), order())

    assert found.events == before.events != ()
    assert found.rules == before.rules != ()
    assert (found.sources, found.heard_at) == (before.sources, before.heard_at)


def lasts(status: Status) -> list[object]:
    """Give the last of each number, of each measurement and of access."""
    estimates = [each.last for each in status.estimates.values()]
    return [*estimates, *(each.last for each in status.traffic), status.access.last]


def test_the_last_figure_goes_too() -> None:
    """What is too old to stand cannot be read as the last one either."""
    late = NOON + 10 * DAY
    before = held(everything(), moment=late)
    found = held(everything(), order(until=NOON + 90 * DAY), moment=late)

    assert None not in lasts(before)
    assert set(lasts(found)) == {None}


NAMED = {
    Quantity.QUEUE_VEHICLES: ("vehicles", 950),
    Quantity.QUEUE_PEOPLE: ("people", 2100),
    Quantity.QUEUE_KM: ("km", 5.5),
    Quantity.WAIT_MINUTES: ("wait", 720),
    Quantity.CROSSINGS_VEHICLES: ("crossed", 1100),
    Quantity.ACCESS: ("access", "closed"),
}


@pytest.mark.parametrize("quantity", NAMED)
def test_one_quantity_cannot_be_worked_out(quantity: Quantity) -> None:
    """Whatever was said of what is withheld, the whole status is the same; else it is another."""
    name, otherwise = NAMED[quantity]
    one, other = everything(), everything(**{name: otherwise})

    assert held(one) != held(other)
    assert held(one, order(quantity)) == held(other, order(quantity))


@pytest.mark.parametrize("quantity", NAMED)
def test_one_quantity_leaves_the_others(quantity: Quantity) -> None:
    """What was said of the others directly stands as it would if nobody had spoken of this one."""
    found = held(everything(), order(quantity))

    assert all(
        (each.no_number is NoNumber.WITHHELD) is covers(quantity, other)
        for other, each in found.estimates.items()
    )
    assert (found.access.state is AccessWord.OPEN) is (quantity is not Quantity.ACCESS)


def test_nothing_is_derived_from_what_is_withheld() -> None:
    """A wait follows from the cars in line and what gets through, from neither alone."""
    reports = [figure(900, **at(NOON - HOUR)), counted(1000)]

    def wait(*orders: Withholding) -> float | None:
        return held(reports, *orders).estimates[Quantity.WAIT_MINUTES].mid

    assert wait() is not None
    assert wait(order(Quantity.QUEUE_VEHICLES)) is None
    assert wait(order(Quantity.CROSSINGS_VEHICLES)) is None
    assert wait(order(Quantity.QUEUE_KM)) is not None
    assert wait(order(Quantity.QUEUE_VEHICLES, since=NOON + HOUR)) is not None


def test_a_withheld_number_may_rest_on_others() -> None:
    """Nobody is told what the others let expect of what is withheld: they stand as before."""
    found, before = held(everything(), order(Quantity.WAIT_MINUTES)), held(everything())

    assert found.estimates[Quantity.QUEUE_VEHICLES] == before.estimates[Quantity.QUEUE_VEHICLES]
    assert found.estimates[Quantity.QUEUE_KM] == before.estimates[Quantity.QUEUE_KM]


@pytest.mark.parametrize("said", ["open", "closed", None])
def test_a_wait_tells_nothing_of_access_that_is_withheld(said: str | None) -> None:
    """Neither a wait nor "closed" in its place gives away whether anybody passes."""
    reports = [figure(700, quantity=Quantity.WAIT_MINUTES, **at(NOON - HOUR))]
    reports += [word(said, **at(NOON - HOUR))] if said else []
    found = held(reports, order(Quantity.ACCESS))

    assert found.access == Access(because=NoNumber.WITHHELD)
    assert found.estimates[Quantity.WAIT_MINUTES].no_number is NoNumber.WITHHELD


def test_an_area_that_is_withheld_bounds_nothing() -> None:
    """What is withheld of the whole of an area does not narrow what is told of a part of it."""
    of_area = order(Quantity.QUEUE_VEHICLES, place="ge", until=NOON + TICK)
    reports = [figure(900, **at(NOON - HOUR)), figure(500, place="ge", **at(NOON - HOUR))]

    assert held(reports) != held(reports[:1])
    assert (
        held(reports, of_area).estimates[Quantity.QUEUE_VEHICLES]
        == held(reports[:1]).estimates[Quantity.QUEUE_VEHICLES]
    )
    assert held(reports, of_area).changes_at == NOON + TICK


@pytest.mark.parametrize("quantity", [None, Quantity.ACCESS])
def test_an_areas_word_is_withheld_wherever_it_decides(quantity: Quantity | None) -> None:
    """Who withholds that a whole border is closed does not have it told of each crossing."""
    of_area = order(quantity, place="ge", direction="both", mode=Mode.ANY)
    closed = word("closed", place="ge", observed_from=NOON - HOUR, observed_to=None)
    vehicles = figure(900, **at(NOON - HOUR))
    found = held([closed, vehicles], of_area)

    assert held([closed]).access.state is AccessWord.CLOSED
    assert found.access == Access(because=NoNumber.WITHHELD)
    assert [each.quantity for each in found.withheld] == [Quantity.ACCESS]
    assert found.estimates[Quantity.QUEUE_VEHICLES].mid is not None


def test_a_place_keeps_its_own_word() -> None:
    """What a place says of itself stands, whatever is withheld of its area."""
    of_area = order(place="ge", direction="both", mode=Mode.ANY)

    assert held([word("open", **at(NOON - HOUR))], of_area).access.state is AccessWord.OPEN


@pytest.mark.parametrize("queue", [BACK, TRUCKS])
def test_other_queues_are_told(queue: Queue) -> None:
    """An order is about the queues it names, and no other."""
    reports = [figure(900, direction=queue.direction, mode=queue.mode, **at(NOON - HOUR))]

    assert held(reports, order(), queue=queue) == held(reports, queue=queue)


def test_it_comes_back_as_it_was() -> None:
    """At its end nothing of an order is left."""
    moment = NOON + 2 * HOUR

    assert held(everything(), order(), moment=moment) == held(everything(), moment=moment)
    assert held(everything(), order(), moment=NOON).changes_at is not None


def test_two_orders() -> None:
    """Each is told with its own end and reason."""
    orders = (order(), order(Quantity.QUEUE_KM, id="11bb", since=NOON, reason="a typo"))
    found = held(everything(), *orders)

    assert [(each.quantity, each.reason) for each in found.withheld] == [
        (None, "the count is wrong"),
        (Quantity.QUEUE_KM, "a typo"),
    ]


@given(
    vehicles=st.floats(1, 5000),
    otherwise=st.floats(1, 5000),
    bound=st.sampled_from([Bound.EXACT, Bound.AT_LEAST, Bound.AT_MOST]),
    whole=st.sampled_from([None, Quantity.QUEUE_VEHICLES]),
)
def test_no_figure_of_it_shows(
    vehicles: float, otherwise: float, bound: Bound, whole: Quantity | None
) -> None:
    """Two histories that differ only in what is withheld are told alike."""
    further = [counted(800), report(Quantity.QUEUE_KM, value=4, bound=Bound.EXACT)]
    one, other = (
        held([figure(value, bound=bound), *further], order(whole))
        for value in (vehicles, otherwise)
    )

    assert one == other
