"""History: the steps of a range, and at each end what the one assessment says."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.assessment import LOOKBACK, assess
from app.domain.history import Absence, Step, ends_of_steps, history
from app.domain.report import Report
from app.domain.status import Status
from app.domain.vocabulary import AccessWord, Bound, Knowledge, Mode, NoNumber, Quantity
from app.domain.withholding import Withholding
from tests.domain.made import (
    DAY,
    HOUR,
    MONDAY,
    NOON,
    PAPER,
    QUEUE,
    SPOKESMAN,
    TRAVELLER,
    at,
    evidence,
    figure,
    word,
)

HELSINKI = ZoneInfo("Europe/Helsinki")
VEHICLES = Quantity.QUEUE_VEHICLES


def utc(text: str) -> datetime:
    """Read a moment of UTC."""
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


def hours(count: int, start: datetime = MONDAY) -> list[datetime]:
    """Give the ends of some hours."""
    return [start + (each + 1) * HOUR for each in range(count)]


def mids(statuses: Sequence[Status]) -> list[float | None]:
    """Give the middle of the vehicles waiting at each moment; None where there is none."""
    found = [status.estimates.get(VEHICLES) for status in statuses]
    return [None if each is None else each.mid for each in found]


@pytest.mark.parametrize(
    ("step", "start", "end", "ends"),
    [
        (Step.HOUR, "2022-09-24T00:00", "2022-09-24T02:00", ["01:00", "02:00"]),
        (Step.HOUR, "2022-09-24T00:10", "2022-09-24T03:50", ["02:00", "03:00"]),
        (Step.QUARTER, "2022-09-24T00:00", "2022-09-24T00:44", ["00:15", "00:30"]),
        (Step.HOUR, "2022-09-24T00:10", "2022-09-24T00:50", []),
    ],
)
def test_steps_of_the_clock(step: Step, start: str, end: str, ends: list[str]) -> None:
    """Steps lie on full hours and quarters, wholly within the range."""
    found = ends_of_steps(utc(start), utc(end), step, HELSINKI)

    assert [f"{moment:%H:%M}" for moment in found] == ends


@pytest.mark.parametrize(
    ("start", "end", "lengths"),
    [
        ("2022-03-25T22:00", "2022-03-28T21:00", [24, 23, 24]),
        ("2022-10-28T21:00", "2022-10-31T22:00", [24, 25, 24]),
    ],
    ids=["spring", "autumn"],
)
def test_days_follow_the_clocks(start: str, end: str, lengths: list[int]) -> None:
    """A step of a day ends at local midnight, after 23 to 25 hours."""
    ends = ends_of_steps(utc(start), utc(end), Step.DAY, HELSINKI)

    spans = zip([utc(start), *ends], ends, strict=False)
    assert [(later - earlier) / HOUR for earlier, later in spans] == lengths


def test_a_day_cut_short_has_no_step() -> None:
    """Days that the range covers only in part are left out."""
    found = ends_of_steps(utc("2022-09-24T01:00"), utc("2022-09-26T20:00"), Step.DAY, HELSINKI)

    assert found == [utc("2022-09-25T21:00")]


@given(
    start=st.datetimes(datetime(2020, 1, 1), datetime(2026, 1, 1), timezones=st.just(UTC)),  # noqa: DTZ001 - hypothesis wants naive limits
    length=st.timedeltas(timedelta(0), timedelta(days=9)),
    step=st.sampled_from([Step.QUARTER, Step.HOUR, Step.DAY]),
)
def test_any_range_has_its_steps(start: datetime, length: timedelta, step: Step) -> None:
    """The ends rise, lie within the range, and stay so when it begins at one of them."""
    ends = ends_of_steps(start, start + length, step, HELSINKI)

    assert ends == sorted(set(ends))
    assert all(start < moment <= start + length for moment in ends)
    assert ends[1:] == (ends_of_steps(ends[0], start + length, step, HELSINKI) if ends else [])


def test_a_report_counts_from_when_it_was_known() -> None:
    """Before a report is known it moves nothing; from then on it does."""
    late = figure(900, **at(MONDAY), recorded_at=MONDAY + 3 * HOUR)

    found = mids(history(QUEUE, evidence(late), hours(4)))

    assert found[:2] == [None, None]
    assert all(found[2:])


def test_what_is_known_now_counts_from_the_start() -> None:
    """With knowledge `now` a report counts for the moment it speaks of, and somewhat before."""
    late = figure(900, **at(MONDAY), recorded_at=MONDAY + 3 * HOUR)

    found = mids(history(QUEUE, evidence(late), hours(4), Knowledge.NOW))

    assert all(found)


def test_an_hour_without_news_repeats_the_status() -> None:
    """Where nothing changes, the very same status stands again: nothing is assessed anew."""
    statuses = history(QUEUE, evidence(word("open")), hours(12))

    assert all(status is statuses[-1] for status in statuses[1:])


def test_rules_and_events_are_left_out() -> None:
    """What is no access and no number neither shows nor makes anything be assessed anew."""
    said = [
        word("draft_summons", quantity=Quantity.EVENT, observed_from=MONDAY + each * HOUR)
        for each in range(6)
    ]

    statuses = history(QUEUE, evidence(word("open"), *said), hours(12))

    assert all(status is statuses[-1] for status in statuses[1:])


def test_access_follows_the_words() -> None:
    """Each moment shows the access that held then."""
    shut = word("closed", observed_from=MONDAY + 2 * HOUR, observed_to=MONDAY + 4 * HOUR)

    statuses = history(QUEUE, evidence(word("open"), shut), hours(5), Knowledge.NOW)

    states = [status.access.state for status in statuses]
    assert states[:4] == [AccessWord.OPEN] + 2 * [AccessWord.CLOSED] + [AccessWord.OPEN]
    assert statuses[1].estimates[Quantity.WAIT_MINUTES].no_number is NoNumber.CLOSED


def test_the_last_of_a_series_is_not_forgotten() -> None:
    """However long ago, the last figure keeps the reason: stale, not unknown."""
    old = figure(900, **at(MONDAY - 2 * LOOKBACK))
    soon = figure(700, **at(MONDAY + 3 * HOUR))

    statuses = history(QUEUE, evidence(old, soon), hours(2), Knowledge.NOW)

    estimate = statuses[0].estimates[VEHICLES]
    assert estimate.no_number is NoNumber.STALE
    assert estimate.last is not None


def test_old_figures_leave_the_window() -> None:
    """Of what is far back only the last is kept, just as if nothing else had been loaded."""
    old = [figure(90 * each, **at(MONDAY - 2 * LOOKBACK + each * HOUR)) for each in (1, 2, 3)]

    found = history(QUEUE, evidence(*old), hours(2))

    assert found[0].estimates == history(QUEUE, evidence(old[-1]), hours(1))[0].estimates


def test_of_two_old_figures_the_later_one_is_the_last() -> None:
    """What became known last is not what speaks of the latest moment."""
    known_late = figure(90, **at(MONDAY - 3 * LOOKBACK), recorded_at=MONDAY - HOUR)
    last = figure(900, **at(MONDAY - 2 * LOOKBACK))

    found = history(QUEUE, evidence(known_late, last), hours(1))

    assert found[0].estimates == history(QUEUE, evidence(last), hours(1))[0].estimates


def test_what_nobody_knew_hides_nothing() -> None:
    """An old figure that only becomes known later does not stand for the one known before."""
    known_late = figure(90, **at(MONDAY - 2 * LOOKBACK), recorded_at=MONDAY + 5 * HOUR)
    last = figure(900, **at(MONDAY - 3 * LOOKBACK))

    found = history(QUEUE, evidence(known_late, last), hours(2))

    assert found[0].estimates[VEHICLES].no_number is NoNumber.STALE


def test_what_happened_turns_into_the_past() -> None:
    """With knowledge `now`, a figure ends the silence at the moment it speaks of."""
    old = figure(900, **at(MONDAY - LOOKBACK))
    soon = figure(700, **at(MONDAY + 3 * HOUR), recorded_at=MONDAY + 50 * HOUR)

    found = mids(history(QUEUE, evidence(old, soon), hours(4), Knowledge.NOW))

    assert found[:2] == [None, None]
    assert found[3] is not None


@pytest.mark.parametrize("said", [figure(900, **at(MONDAY)), word("open")], ids=["figure", "word"])
def test_what_is_taken_back_counts_until_then(said: Report) -> None:
    """A withdrawn report is evidence up to the moment it was known not to stand."""
    withdrawn = {said.id: [Absence(MONDAY + 3 * HOUR)]}

    found = history(QUEUE, evidence(said), hours(4, MONDAY + DAY), withdrawn=withdrawn)
    before = history(QUEUE, evidence(said), hours(4), withdrawn=withdrawn)

    assert found[0].estimates == history(QUEUE, evidence(), hours(1))[0].estimates
    assert found[0].access == history(QUEUE, evidence(), hours(1))[0].access
    assert before[:2] == history(QUEUE, evidence(said), hours(2))
    assert before[2:] == history(QUEUE, evidence(), hours(2, MONDAY + 2 * HOUR))


ANYTHING = st.builds(
    lambda make, hour, length, delay, origin, **parts: make(
        observed_from=MONDAY + hour * HOUR,
        observed_to=MONDAY + (hour + length) * HOUR,
        recorded_at=MONDAY + (hour + length + delay) * HOUR,
        **origin,
        **parts,
    ),
    st.sampled_from(
        [
            lambda **parts: figure(300, **parts),
            lambda **parts: figure(2000, **parts),
            lambda **parts: figure(600, **(parts | {"quantity": Quantity.WAIT_MINUTES})),
            lambda **parts: figure(1500, **(parts | {"bound": Bound.AT_LEAST})),
            lambda **parts: word("closed", **parts),
            lambda **parts: word("open", **parts),
        ]
    ),
    hour=st.integers(-60, 30),
    length=st.sampled_from([0, 1, 24]),
    delay=st.sampled_from([0, 2, 50]),
    origin=st.sampled_from([SPOKESMAN, PAPER, TRAVELLER]),
    direction=st.sampled_from(["RU-GE", "GE-RU", "both"]),
    mode=st.sampled_from([Mode.CAR, Mode.ANY, Mode.TRUCK]),
    place=st.sampled_from(["gate", "gate", "ge"]),
)


def withheld(hour: float, until: float, undone: float | None = None, **parts: Any) -> Withholding:  # noqa: ANN401 - any field
    """Make an order that withholds the cars at the gate between two hours of Monday."""
    fields: dict[str, Any] = {"place": "gate", "direction": "RU-GE", "mode": Mode.CAR,
                              "quantity": None, "reason": "wrong"}  # fmt: skip
    return Withholding(
        id=f"{hour}-{until}",
        since=MONDAY + hour * HOUR,
        until=MONDAY + until * HOUR,
        undone_at=None if undone is None else MONDAY + undone * HOUR,
        **(fields | parts),
    )


ORDERS = st.builds(
    lambda hour, length, undone, **parts: withheld(
        hour, hour + length, None if undone is None else hour + undone * length, **parts
    ),
    hour=st.integers(-5, 25),
    length=st.sampled_from([0.5, 3, 60]),
    undone=st.sampled_from([None, 0.5]),
    quantity=st.sampled_from([None, Quantity.ACCESS, VEHICLES]),
    place=st.sampled_from(["gate", "gate", "ge"]),
    direction=st.sampled_from(["RU-GE", "both", "GE-RU"]),
)


@given(
    reports=st.lists(ANYTHING, max_size=8),
    orders=st.lists(ORDERS, max_size=2),
    knowledge=st.sampled_from(Knowledge),
)
def test_every_moment_is_assessed_as_by_itself(
    reports: Sequence[Report], orders: Sequence[Withholding], knowledge: Knowledge
) -> None:
    """Whatever was reported and withheld, each point is what `assess` says of that moment alone."""
    moments = hours(30)
    held = evidence(*reports, orders=tuple(orders))

    statuses = history(QUEUE, held, moments, knowledge)

    for moment, status in zip(moments, statuses, strict=True):
        alone = assess(QUEUE, held, moment, knowledge)
        assert (status.access, status.estimates) == (alone.access, alone.estimates)
        assert status.withheld == alone.withheld


@pytest.mark.parametrize("knowledge", Knowledge)
def test_steps_within_an_order_are_withheld(knowledge: Knowledge) -> None:
    """The number stands before the order, is withheld within it, and stands again at its end."""
    held = evidence(figure(900, **at(MONDAY)), orders=(withheld(2, 4),))

    statuses = history(QUEUE, held, hours(5), knowledge)

    reasons = [status.estimates[VEHICLES].no_number for status in statuses]
    assert reasons == [None, NoNumber.WITHHELD, NoNumber.WITHHELD, None, None]
    assert mids(statuses)[3:] == mids(history(QUEUE, evidence(*held.reports), hours(5)))[3:]


def test_an_order_that_was_undone() -> None:
    """As known then it withheld until it was undone; as known now it withheld nothing."""
    held = evidence(figure(900, **at(MONDAY)), orders=(withheld(2, 9, undone=3),))

    then, now = (mids(history(QUEUE, held, hours(5), each)) for each in Knowledge)

    assert [each is None for each in then] == [False, True, False, False, False]
    assert all(now)


def test_order_does_not_matter() -> None:
    """The order in which the evidence is held changes nothing."""
    reports = [figure(300, **at(NOON)), figure(500, **PAPER), word("open"), word("closed", **PAPER)]

    forwards, backwards = (
        history(QUEUE, evidence(*told), hours(24)) for told in (reports, reports[::-1])
    )

    assert forwards == backwards
