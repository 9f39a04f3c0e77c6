"""Events: listed as claimed, beside their denials, with when they were last heard; for ever."""

from datetime import datetime
from itertools import product
from typing import Any

import pytest

from app.domain.event import HAZARDS, MOST_LAST_HEARD, Heard, heard
from app.domain.report import Report
from app.domain.status import Event, LastHeard
from app.domain.vocabulary import Claim, EventWord, Freshness, Mode, Quantity
from tests.domain.made import DAY, HOUR, MONDAY, NOON, PAPER, TICK, TRAVELLER, at, word


def event(said: str = "draft_summons", **parts: Any) -> Report:  # noqa: ANN401 - any field of a report
    """Make an event told at noon of Monday by the border guard."""
    return word(said, **{"quantity": Quantity.EVENT} | at(NOON) | parts)


def listed(*words: Report, moment: datetime = NOON, direction: str = "RU-GE") -> Heard:
    """Give the events listed at a moment from what is known by then."""
    return heard(direction, [word for word in words if word.known <= moment], moment)


def events(*words: Report, **parts: Any) -> tuple[Event, ...]:  # noqa: ANN401 - when and which way
    """Give the events listed."""
    return listed(*words, **parts).events


def test_one_event() -> None:
    """An event is shown whole: what, since when, by whose word, last heard when."""
    told = event(claim=Claim.CONFIRMED, note="at the bridge", url="https://x.example", **TRAVELLER)
    (found,) = events(told)

    assert (found.word, found.mode, found.claim) == ("draft_summons", "any", "confirmed")
    assert (found.observed_from, found.observed_to, found.last_heard) == (NOON, NOON, NOON)
    assert (found.origin, found.origin_kind, found.origins) == ("eyewitness", "eyewitness", 1)
    assert (found.place, found.url, found.note) == ("gate", "https://x.example", "at the bridge")
    assert found.freshness is Freshness.FRESH


@pytest.mark.parametrize("claim", [*Claim, None])
@pytest.mark.parametrize("said", list(EventWord))
def test_every_claim_is_listed(said: str, claim: Claim | None) -> None:
    """Rumours and denials are events too; their claim is shown."""
    (found,) = events(event(said, claim=claim))

    assert (found.word, found.claim) == (said, claim)


def test_denial_beside() -> None:
    """A denial stands beside what it denies and changes nothing about it."""
    seen = event("queue_seen", claim=Claim.CONFIRMED, **TRAVELLER)
    denial = event("queue_seen", claim=Claim.DENIED, **at(NOON + HOUR), origin="Kremlin")

    found = events(seen, denial, moment=NOON + HOUR)
    assert [(each.claim, each.origin) for each in found] == [
        ("denied", "Kremlin"),
        ("confirmed", "eyewitness"),
    ]
    assert found[1:] == events(seen, moment=NOON + HOUR)


def test_ageing() -> None:
    """An event is late a day after it was last heard, listed for 14 days, then no more."""
    told = event()

    for moment, freshness in (
        (NOON + DAY - TICK, "fresh"),
        (NOON + DAY, "late"),
        (NOON + 14 * DAY - TICK, "late"),
    ):
        (found,) = events(told, moment=moment)
        assert (found.freshness, found.last_heard) == (freshness, NOON)
    assert events(told, moment=NOON + 14 * DAY) == ()


def test_heard_again() -> None:
    """Heard again, an event is one, since its first telling, with both origins and the new time."""
    again = event(**at(NOON + 3 * DAY), note="again", **PAPER)
    (found,) = events(event(note="first"), again, moment=NOON + 3 * DAY)

    assert (found.observed_from, found.last_heard) == (NOON, NOON + 3 * DAY)
    assert (found.origins, found.origin, found.note) == (2, "The Paper", "again")
    assert found.freshness is Freshness.FRESH


def test_another_spell() -> None:
    """What was last heard more than 14 days before is another spell."""
    again = event(**at(NOON + 14 * DAY), **PAPER)
    (found,) = events(event(), again, moment=NOON + 14 * DAY)

    assert (found.observed_from, found.origins) == (NOON + 14 * DAY, 1)


def test_nameless_origins_are_few() -> None:
    """However many travellers tell it, they are one origin."""
    told = [event(**TRAVELLER | {"origin": f"traveller {n}"}) for n in range(9)]

    assert events(*told)[0].origins == 1


def test_without_an_end() -> None:
    """An event without a stated end was last heard when it became known."""
    told = event("road_blocked", observed_to=None, published_at=NOON + HOUR)
    (found,) = events(told, moment=NOON + HOUR)

    assert (found.observed_to, found.last_heard) == (None, NOON + HOUR)


def test_not_heard_past_when_it_was_known() -> None:
    """Who tells on Monday of the whole week was heard on Monday."""
    told = event(observed_from=MONDAY, observed_to=MONDAY + 7 * DAY, published_at=NOON)

    assert events(told)[0].last_heard == NOON


def test_ahead() -> None:
    """What is announced for later is listed once it begins; until then it waits for its time."""
    told = event("checkpoint_works", observed_to=None, published_at=MONDAY)

    before = listed(told, moment=NOON - TICK)
    assert before.events == ()
    assert before.changes_at == NOON
    assert len(events(told)) == 1


@pytest.mark.parametrize(
    ("direction", "ways"),
    [
        ("RU-GE", {"RU-GE", "both"}),
        ("GE-RU", {"GE-RU", "both"}),
        ("both", {"RU-GE", "GE-RU", "both"}),
    ],
)
def test_directions(direction: str, ways: set[str]) -> None:
    """An event of both directions is told for each; the place's own row tells all."""
    told = {way: event(direction=way) for way in ("RU-GE", "GE-RU", "both")}

    assert {way for way, each in told.items() if events(each, direction=direction)} == ways


def test_newest_first() -> None:
    """The list begins with what was heard last; its order does not depend on theirs."""
    told = [
        event("no_queue", **at(NOON - HOUR)),
        event("slow_checks"),
        event("bribe_price"),
        event("slow_checks", mode=Mode.TRUCK),
    ]
    expected = [
        ("bribe_price", "any"),
        ("slow_checks", "any"),
        ("slow_checks", "truck"),
        ("no_queue", "any"),
    ]

    for order in (told, told[::-1]):
        assert [(each.word, each.mode) for each in events(*order)] == expected


def test_official_telling_is_shown() -> None:
    """Of tellings of one moment the official's is the one shown."""
    told = [event(**TRAVELLER), event(note="official")]

    assert events(*told)[0].note == "official"


def test_end_ahead() -> None:
    """The end of an archived event is not yet known while it lies ahead."""
    told = event(observed_from=MONDAY, observed_to=MONDAY + DAY, published_at=NOON, archived=True)

    assert events(told)[0].observed_to is None
    assert listed(told).changes_at == MONDAY + DAY
    assert events(told, moment=MONDAY + DAY)[0].observed_to == MONDAY + DAY


def test_changes_at() -> None:
    """The next change is when an event turns late or leaves the list."""
    told = event()

    assert listed(told).changes_at == NOON + DAY
    assert listed(told, moment=NOON + DAY).changes_at == NOON + 14 * DAY
    assert listed(told, moment=NOON + 14 * DAY).changes_at is None


def faded(*words: Report, moment: datetime = NOON + 14 * DAY) -> tuple[LastHeard, ...]:
    """Give the hazards last heard of, two weeks after noon of Monday."""
    return listed(*words, moment=moment).last_heard


@pytest.mark.parametrize("said", list(EventWord))
def test_hazards_fade_to_last_heard(said: EventWord) -> None:
    """What may befall somebody is never silently gone; anything else may be."""
    found = faded(event(said, claim=Claim.STATED, mode=Mode.CAR))

    expected = LastHeard(word=said, mode=Mode.CAR, claim=Claim.STATED, last_heard=NOON)
    assert found == ((expected,) if said in HAZARDS else ())


def test_no_hazard_is_a_matter_of_talk_or_price() -> None:
    """No rumour is kept alive for years, no price and no way around."""
    assert HAZARDS.isdisjoint(
        {
            EventWord.CLOSURE_RUMOUR,
            EventWord.EXIT_BAN_RUMOUR,
            EventWord.PASSAGE_ASSURED,
            EventWord.BRIBE_PRICE,
            EventWord.RIDE_PRICE,
            EventWord.ILLEGAL_CROSSING,
            EventWord.NO_QUEUE,
        }
    )
    assert {EventWord.DRAFT_SUMMONS, EventWord.ROAD_BLOCKED} <= HAZARDS


@pytest.mark.parametrize("years", [1, 10])
def test_a_hazard_has_no_end(years: int) -> None:
    """However long ago it was heard of, it is told with its age."""
    assert len(faded(event(), moment=NOON + years * 365 * DAY)) == 1


def test_a_hazard_is_listed_or_last_heard() -> None:
    """At the very moment it leaves the list it is last heard; heard again, it is listed."""
    told, turn = event(), NOON + 14 * DAY
    again = event(**at(turn + DAY))

    for moment, kept in ((turn - TICK, (1, 0)), (turn, (0, 1)), (turn + DAY, (1, 0))):
        found = listed(told, again, moment=moment)
        assert (len(found.events), len(found.last_heard)) == kept
    assert listed(told, moment=turn - TICK).changes_at == turn


def test_each_claim_fades_by_itself() -> None:
    """A denial does not take the place of what it denies, nor one mode that of another."""
    told = [
        event(claim=Claim.CONFIRMED),
        event(claim=Claim.DENIED, **at(NOON - HOUR)),
        event(mode=Mode.FOOT, **at(NOON - 2 * HOUR)),
        event(claim=Claim.CONFIRMED, **at(NOON - DAY)),
    ]
    expected = [("confirmed", "any", NOON), ("denied", "any", NOON - HOUR),
                ("stated", "foot", NOON - 2 * HOUR)]  # fmt: skip

    for order in (told, told[::-1]):
        found = faded(*order)
        assert [(each.claim, each.mode, each.last_heard) for each in found] == expected


def test_one_claim_may_be_listed_and_another_last_heard() -> None:
    """A denial of today leaves a report of last month where it is."""
    found = listed(
        event(claim=Claim.CONFIRMED),
        event(claim=Claim.DENIED, **at(NOON + 20 * DAY)),
        moment=NOON + 20 * DAY,
    )

    assert [each.claim for each in found.events] == ["denied"]
    assert [each.claim for each in found.last_heard] == ["confirmed"]


def test_a_travellers_hour_is_rounded() -> None:
    """No minute of a traveller's is told; who speaks by name is told to the minute."""
    minute = at(NOON + HOUR / 2)

    (told,) = faded(event(**TRAVELLER | minute), moment=NOON + 20 * DAY)
    (official,) = faded(event(**minute), moment=NOON + 20 * DAY)
    assert told.last_heard == NOON
    assert official.last_heard == NOON + HOUR / 2


def test_hazards_last_heard_are_few() -> None:
    """Of very many the newest are told."""
    told = [
        event(said, mode=mode, claim=claim, **at(NOON - number * HOUR))
        for number, (said, mode, claim) in enumerate(product(sorted(HAZARDS), Mode, Claim))
    ]
    found = faded(*told)

    assert len(told) > MOST_LAST_HEARD
    assert [each.last_heard for each in found] == [
        NOON - number * HOUR for number in range(MOST_LAST_HEARD)
    ]


def test_other_quantities() -> None:
    """A word on access is no event."""
    assert events(word("closed", **at(NOON))) == ()
