"""The assessment: rows, coverage and reasons; and what the archive has to give as of its days."""

import random
from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime, timedelta
from itertools import product
from typing import Any

import pytest

from app.domain.assessment import Evidence, assess, assess_queues, queues
from app.domain.estimates import estimates
from app.domain.hours import Hours, Interval
from app.domain.notice import Notice
from app.domain.report import Queue, Report
from app.domain.status import Access, Estimate, Status
from app.domain.vocabulary import (
    QUEUE_QUANTITIES,
    AccessWord,
    Agreement,
    Claim,
    Coverage,
    Freshness,
    Knowledge,
    Mode,
    NoNumber,
    OriginKind,
    Quantity,
    Subject,
)
from tests.domain import archive
from tests.domain.made import (
    DAY,
    GATE,
    HOUR,
    MONDAY,
    NOON,
    QUEUE,
    at,
    evidence,
    figure,
    word,
)

EVENING = MONDAY + DAY
VEHICLES, WAIT = Quantity.QUEUE_VEHICLES, Quantity.WAIT_MINUTES
LARS = Queue("verkhny-lars", "RU-GE", Mode.CAR)
CLOSED: dict[str, Any] = {"observed_to": None, "published_at": MONDAY}


def status(*reports: Report, queue: Queue = QUEUE, **parts: Any) -> Status:  # noqa: ANN401
    """Assess a queue at the end of Monday."""
    return assess(queue, evidence(*reports, **parts), EVENING)


def moment(text: str) -> datetime:
    """Read a time of the archive."""
    return datetime.fromisoformat(text)


def archived(queue: Queue, text: str, knowledge: Knowledge = Knowledge.THEN) -> Status:
    """Assess a queue from all of the archive, as of a moment."""
    return assess(queue, archive.evidence(queue.place), moment(text), knowledge)


def without(identities: Iterable[str], place: str = "verkhny-lars") -> Evidence:
    """Give a place's evidence without some rows of the archive."""
    held, left_out = archive.evidence(place), set(identities)
    return replace(held, reports=tuple(r for r in held.reports if r.identity not in left_out))


def test_nothing_heard() -> None:
    """A queue nobody ever spoke of has a row that says so, with a wait that is unknown, not 0."""
    found = status()

    assert found == Status(
        queue=QUEUE,
        coverage=Coverage.NONE,
        access=Access(),
        estimates={
            WAIT: Estimate(quantity=WAIT, subject=Subject.EVERYBODY, no_number=NoNumber.UNKNOWN)
        },
    )


def test_quantities_nobody_spoke_of() -> None:
    """Only quantities that somebody spoke of, or that follow, have a number or a reason."""
    assert set(status(figure(3600)).estimates) == {WAIT, VEHICLES, Quantity.QUEUE_KM}
    people = figure(40, quantity=Quantity.QUEUE_PEOPLE)
    assert set(status(people).estimates) == {WAIT, Quantity.QUEUE_PEOPLE}


def test_queues_are_kept_apart() -> None:
    """Cars and trucks, in and out, both together, groups and areas are never mixed."""
    told = [
        figure(100),
        figure(3000, mode=Mode.TRUCK),
        figure(5000, direction="GE-RU"),
        figure(9000, direction="both"),
        figure(70, subject=Subject.RUSSIAN_PLATED),
        figure(60_000, place="ge"),
        figure(800, mode=Mode.ANY),
    ]
    expected = {
        QUEUE: 100,
        QUEUE._replace(mode=Mode.TRUCK): 3000,
        QUEUE._replace(direction="GE-RU"): 5000,
        QUEUE._replace(direction="both"): 9000,
        QUEUE._replace(mode=Mode.ANY): 800,
    }

    for queue, value in expected.items():
        found = status(*told, queue=queue).estimates[VEHICLES]
        assert found.mid == pytest.approx(value, rel=0.05)
        assert found.origins == 1


@pytest.mark.parametrize("said", ["closed", "restricted", "open"])
def test_wait_of_a_closed_crossing(said: str) -> None:
    """Where nothing passes there is no wait but the reason; the line is told all the same."""
    found = status(word(said, **CLOSED), figure(600, quantity=WAIT), figure(3600))
    wait = found.estimates[WAIT]

    assert found.estimates[VEHICLES].mid is not None
    if said == "closed":
        assert (wait.low, wait.mid, wait.high) == (None, None, None)
        assert wait.no_number is NoNumber.CLOSED
        assert (wait.freshness, wait.late_at, wait.origins) == (None, None, 0)
    else:
        assert wait.mid == pytest.approx(600, rel=0.05)


def test_wait_outside_hours() -> None:
    """A crossing shut by its hours has no wait either, for that reason."""
    never = Hours(side="b", basis="stated", week=((Interval(0, 1),),) * 7)
    told = figure(600, quantity=WAIT, **at(EVENING + 365 * DAY + 12 * HOUR))
    held = evidence(told, place=replace(GATE, hours=(never,)))

    found = assess(QUEUE, held, told.ends)
    assert found.access.state is AccessWord.CLOSED
    assert found.estimates[WAIT].no_number is NoNumber.OUTSIDE_HOURS


def test_rows_of_a_place() -> None:
    """A place has a row per direction and usual mode, and one for each queue heard of."""
    cars = [QUEUE, QUEUE._replace(direction="GE-RU")]

    assert list(queues(evidence())) == cars
    heard = [
        figure(3, direction="both"),
        figure(3, mode=Mode.FOOT),
        figure(3, mode=Mode.TRUCK, place="ge"),
        figure(3, quantity=Quantity.CROSSINGS_VEHICLES, mode=Mode.BUS, archived=True),
        word("closed", mode=Mode.RAIL),
    ]
    assert list(queues(evidence(*heard))) == [
        QUEUE._replace(mode=Mode.FOOT),
        *cars,
        QUEUE._replace(direction="both"),
    ]


def test_rows_of_a_place_without_modes() -> None:
    """A place of which no mode is known has a row for each direction all the same."""
    area = replace(GATE, id="ge", modes=())

    assert [queue.direction for queue in queues(evidence(place=area))] == ["RU-GE", "GE-RU"]


def test_assess_queues() -> None:
    """A place is assessed row by row."""
    held = evidence(figure(3600))

    assert assess_queues(queues(held), held, EVENING) == tuple(
        assess(queue, held, EVENING) for queue in queues(held)
    )


NOTICE = Notice(
    id="closed",
    place="gate",
    direction="both",
    mode=Mode.ANY,
    quantity=Quantity.ACCESS,
    word="closed",
    subject=Subject.EVERYBODY,
    valid_from=MONDAY,
    valid_to=None,
    review_at=MONDAY + 90 * DAY,
    published_at=MONDAY - DAY,
    authority="government",
    authority_kind=OriginKind.AUTHORITY,
    url="https://gov.example/decision",
)


def test_notices_decide() -> None:
    """A notice takes part like a report: with its authority, link and review, and as a source."""
    found = status(notices=(NOTICE,))

    assert (found.access.state, found.access.origin) == ("closed", "government")
    assert found.access.url == "https://gov.example/decision"
    assert found.access.review_at == MONDAY + 90 * DAY
    assert found.sources == ("notices",)
    assert assess(QUEUE, evidence(notices=(NOTICE,)), MONDAY - 2 * DAY).access == Access()


def test_rules_of_the_area() -> None:
    """A rule of the area is shown for its checkpoints, with the area's name."""
    told = word("forbidden", quantity=Quantity.RULE, place="ge", **CLOSED)

    (rule,) = status(told).rules
    assert (rule.word, rule.place) == ("forbidden", "ge")


def test_events_of_the_area() -> None:
    """An event somewhere in an area is not one of each of its checkpoints."""
    told = word("draft_summons", quantity=Quantity.EVENT, place="ge", **at(NOON))

    assert status(told).events == ()


@pytest.mark.parametrize(
    ("parts", "coverage"),
    [
        ({}, Coverage.NONE),
        ({"reports": (figure(3),)}, Coverage.ARCHIVE),
        ({"reports": (figure(3, mode=Mode.TRUCK),)}, Coverage.NONE),
        ({"reports": (figure(3, source="camera"),), "cadences": {"camera": HOUR}}, Coverage.LIVE),
        ({"reports": (word("closed", place="ge", **CLOSED),)}, Coverage.AREA),
        ({"notices": (NOTICE,)}, Coverage.NOTICE),
        ({"notices": (replace(NOTICE, place="ge"),)}, Coverage.AREA),
        ({"reports": (figure(3, place="ge"),)}, Coverage.NONE),
    ],
)
def test_coverage(parts: dict[str, Any], coverage: Coverage) -> None:
    """What a row rests on: live sources, the archive, a notice, its area, or nothing."""
    assert status(*parts.pop("reports", ()), **parts).coverage is coverage


def test_sources_and_when_heard() -> None:
    """A row names its sources and the last moment anybody spoke of it, none before it was known."""
    told = [
        figure(3, **at(NOON), source="one"),
        figure(4, **at(NOON - HOUR), source="two", mode=Mode.ANY, direction="both"),
        figure(5, **at(EVENING), source="three", mode=Mode.TRUCK),
        word("closed", observed_from=EVENING + DAY, observed_to=None, published_at=MONDAY),
    ]
    found = status(*told)

    assert found.sources == ("made", "one", "two")
    assert found.heard_at == NOON


def test_what_is_not_known_yet() -> None:
    """Under `then` nothing of a status rests on what became known later; it wakes for it."""
    later = EVENING + 5 * HOUR
    told = [figure(3600), word("closed", **CLOSED), word("no_queue", quantity=Quantity.EVENT)]
    hidden = [replace(each, published_at=later, recorded_at=later, known_at=None) for each in told]

    assert replace(status(*hidden), changes_at=None) == status()
    assert status(*hidden).changes_at == later


def test_as_of_lars() -> None:
    """In the crush of September 2022 Lars has the queue, its doubt and its origins."""
    found = archived(LARS, "2022-09-28T12:00:00+00:00")
    vehicles, wait = found.estimates[VEHICLES], found.estimates[WAIT]

    assert vehicles.low is not None
    assert vehicles.mid is not None
    assert vehicles.high is not None
    assert vehicles.low <= 3600 <= vehicles.high
    assert 2500 <= vehicles.mid <= 5600
    assert vehicles.origins >= 4
    assert wait.low is not None
    assert wait.low >= 1080
    assert found.access.state is AccessWord.OPEN
    assert found.coverage is Coverage.ARCHIVE


def test_lars_a_month_later() -> None:
    """A month later the same queue has no number, says why, and keeps the last there was."""
    found = archived(LARS, "2022-10-28T12:00:00+00:00")

    for quantity in (VEHICLES, WAIT):
        told = found.estimates[quantity]
        assert (told.low, told.mid, told.high) == (None, None, None)
        assert told.no_number is NoNumber.STALE
        assert told.last is not None
        assert told.last.mid > 0


def test_lars_today() -> None:
    """Today nobody knows whether Lars is open; the last word is kept, no rule of 2022 stands."""
    found = archived(LARS, archive.TODAY.isoformat())

    assert found.access.state is AccessWord.UNKNOWN
    assert found.access.freshness is Freshness.STALE
    assert found.access.last is not None
    assert [rule for rule in found.rules if rule.observed_from.year < 2025] == []
    assert found.events == ()


@pytest.mark.parametrize("direction", ["RU-FI", "FI-RU"])
@pytest.mark.parametrize(
    ("text", "state"),
    [
        ("2023-11-17T12:00:00+00:00", "open"),
        ("2023-11-17T21:59:59+00:00", "open"),
        ("2023-11-17T22:00:00+00:00", "closed"),
        ("2023-11-18T06:00:00+00:00", "closed"),
        ("2023-12-14T12:00:00+00:00", "open"),
        ("2023-12-16T12:00:00+00:00", "closed"),
        (archive.TODAY.isoformat(), "closed"),
    ],
)
def test_vaalimaa(text: str, state: str, direction: str) -> None:
    """Vaalimaa opens and shuts as it did, both ways; closed it has the decision and no wait."""
    found = archived(Queue("vaalimaa", direction, Mode.CAR), text)

    assert found.access.state == state
    assert found.access.url is not None
    assert found.access.url.startswith("https://")
    if state == "closed":
        assert found.estimates[WAIT].mid is None
        assert found.estimates[WAIT].no_number is NoNumber.CLOSED


def test_misprint_of_the_archive() -> None:
    """The 30,000 vehicles of r0461 move the middle of those days by less than a tenth."""
    held, less = archive.evidence("verkhny-lars"), without(["r0461"])
    assert len(held.reports) == len(less.reports) + 1

    for day, hour, knowledge in product((26, 27, 28), (9, 12, 20), Knowledge):
        when = moment(f"2022-09-{day}T{hour:02}:00:00+00:00")
        mids = [
            estimates(LARS, each, when, knowledge)[VEHICLES].estimate.mid for each in (held, less)
        ]
        if mids[1] is None:
            assert mids[0] is None
        else:
            assert mids[0] == pytest.approx(mids[1], rel=0.1)


def test_two_sides_that_disagree_tenfold() -> None:
    """38 or 1,788 cars: customs and its directorate of March 2023 are both told, and differ."""
    told = [
        figure(38, origin="North Ossetia customs"),
        figure(1788, origin="North Caucasus customs"),
    ]
    found = status(*told).estimates[VEHICLES]

    assert found.agreement is Agreement.DIFFER
    assert found.origins == 2
    assert found.low is not None
    assert found.high is not None
    assert found.low < 45
    assert found.high > 1500


def test_denial_of_the_archive() -> None:
    """The Kremlin's denial of r0197 changes nothing but its own listing."""
    denial = archive.named("r0197")
    assert denial.claim is Claim.DENIED
    when = denial.known + HOUR
    with_it = assess(LARS, archive.evidence(LARS.place), when)
    less = assess(LARS, without(["r0197"]), when)

    assert (with_it.access, with_it.rules, with_it.estimates) == (
        less.access,
        less.rules,
        less.estimates,
    )
    assert [event for event in with_it.events if event not in less.events] == [
        event for event in with_it.events if event.origin == "Kremlin"
    ]
    assert set(less.events) <= set(with_it.events)


@pytest.mark.parametrize("seed", range(6))
def test_every_place_any_day(seed: int) -> None:
    """No place and no day of the archive is without an answer, and each number has its order."""
    dice = random.Random(seed)  # noqa: S311 - no secret, only the same days each time
    first = moment("2021-12-31T00:00:00+00:00")
    for place in sorted(archive.catalogue().places)[seed::6]:
        for _ in range(4):
            when = first + timedelta(minutes=dice.randrange(4 * 366 * 1440))
            held, knowledge = archive.evidence(place), dice.choice(list(Knowledge))
            for found in assess_queues(queues(held), held, when, knowledge):
                _hold(found)


def _hold(found: Status) -> None:
    """Hold what is true of every status: reasons where there is no number, freshness elsewhere."""
    assert WAIT in found.estimates
    assert set(found.estimates) <= set(QUEUE_QUANTITIES)
    for told in found.estimates.values():
        if told.low is None or told.mid is None or told.high is None:
            assert (told.low, told.mid, told.high) == (None, None, None)
            assert told.no_number is not None
        else:
            assert told.low <= told.mid <= told.high
            assert told.no_number is None
            assert told.freshness in {Freshness.FRESH, Freshness.LATE}
    if found.access.state is AccessWord.UNKNOWN:
        assert found.access.origin is None or found.access.claim is not None
