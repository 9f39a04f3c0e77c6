"""Access: who can open and close a crossing, for how long, and when nobody knows any more."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from app.domain.access import Decided, decide
from app.domain.hours import Hours, Interval, Season
from app.domain.place import Place
from app.domain.report import Queue, Report
from app.domain.status import Access
from app.domain.vocabulary import (
    AccessWord,
    Agreement,
    Claim,
    Freshness,
    Knowledge,
    Mode,
    NoNumber,
    OriginKind,
    Precision,
    Subject,
)
from tests.domain.made import (
    DAY,
    GATE,
    HOUR,
    MONDAY,
    NOON,
    PAPER,
    QUEUE,
    TICK,
    TRAVELLER,
    at,
    word,
)

GOVERNMENT: dict[str, Any] = {"origin": "government", "origin_kind": OriginKind.AUTHORITY}
AREA: dict[str, Any] = {"place": "ge", **GOVERNMENT}
STANDING: dict[str, Any] = {"observed_to": None, "published_at": MONDAY}
UNTIL_WEDNESDAY: dict[str, Any] = {"observed_to": MONDAY + 2 * DAY, "published_at": MONDAY}
ALL_MONDAY: dict[str, Any] = {"published_at": MONDAY, "precision": Precision.DAY}


def later(moment: datetime = MONDAY + 6 * HOUR, **parts: Any) -> dict[str, Any]:  # noqa: ANN401
    """Give the interval of a word said at a moment that holds until Wednesday."""
    ends = {"observed_from": moment, "observed_to": MONDAY + 2 * DAY, "published_at": moment}
    return ends | parts


def decided(
    *words: Report,
    moment: datetime = NOON,
    queue: Queue = QUEUE,
    place: Place = GATE,
    knowledge: Knowledge = Knowledge.THEN,
) -> Decided:
    """Decide from the words known at the moment, noon of Monday unless told otherwise."""
    heard = [word for word in words if knowledge is Knowledge.NOW or word.known <= moment]
    return decide(queue, place, heard, moment, knowledge)


def access(*words: Report, **parts: Any) -> Access:  # noqa: ANN401 - what is decided about
    """Give the access decided from some words."""
    return decided(*words, **parts).access


def state(*words: Report, **parts: Any) -> AccessWord:  # noqa: ANN401 - what is decided about
    """Give the state decided from some words."""
    return access(*words, **parts).state


def test_nothing_heard() -> None:
    """Where nobody said anything, access is unknown without a last word, and stays so."""
    found = decided()

    assert found.access == Access()
    assert found.report is None
    assert found.changes_at is None


@pytest.mark.parametrize("kind", [OriginKind.AUTHORITY, OriginKind.CUSTOMS, OriginKind.OPERATOR])
@pytest.mark.parametrize("said", [AccessWord.OPEN, AccessWord.RESTRICTED, AccessWord.CLOSED])
@pytest.mark.parametrize("claim", [Claim.STATED, Claim.CONFIRMED])
def test_officials_decide(kind: OriginKind, said: AccessWord, claim: Claim) -> None:
    """What an authority, customs or the operator states or confirms is so, with who said it."""
    found = access(
        word(said, origin_kind=kind, claim=claim, url="https://x.example", **UNTIL_WEDNESDAY)
    )

    assert found.state is said
    assert (found.origin, found.origin_kind, found.claim) == ("border guard", kind, claim)
    assert (found.since, found.url) == (MONDAY, "https://x.example")
    assert (found.freshness, found.agreement) == (Freshness.FRESH, Agreement.SINGLE)


@pytest.mark.parametrize("kind", sorted(set(OriginKind) - {"authority", "customs", "operator"}))
def test_others_restrict_at_most(kind: OriginKind) -> None:
    """Of anybody else `closed` gives `restricted`, with the origin shown, and `open` nothing."""
    other = {"origin": "somebody", "origin_kind": kind, **UNTIL_WEDNESDAY}
    closed = access(word("closed", **other))

    assert (closed.state, closed.origin, closed.origin_kind) == ("restricted", "somebody", kind)
    assert state(word("restricted", **other)) == "restricted"
    assert state(word("open", **other)) == "unknown"


@pytest.mark.parametrize("said", ["open", "restricted", "closed"])
@pytest.mark.parametrize("claim", [Claim.RUMOUR, Claim.DENIED, Claim.DISPROVED])
def test_what_is_not_asserted(said: str, claim: Claim) -> None:
    """A rumour, a denial or a disproof decides nothing, not even of an authority."""
    found = decided(word(said, claim=claim, **UNTIL_WEDNESDAY))

    assert found.access == Access()


def test_officials_claim_matters() -> None:
    """What an official lets through without standing for it closes nothing."""
    assert state(word("closed", claim=None, **UNTIL_WEDNESDAY)) == "restricted"


@pytest.mark.parametrize("unofficial", [PAPER, TRAVELLER])
def test_others_tighten(unofficial: dict[str, Any]) -> None:
    """A later word of media or travellers tightens an official `open`."""
    opened = word("open", **UNTIL_WEDNESDAY)

    assert state(opened, word("closed", **later() | unofficial)) == "restricted"


@pytest.mark.parametrize("unofficial", [PAPER, TRAVELLER])
@pytest.mark.parametrize("said", ["closed", "restricted", "open"])
@pytest.mark.parametrize("closing", [STANDING, UNTIL_WEDNESDAY, ALL_MONDAY, AREA | STANDING])
def test_others_never_loosen(
    unofficial: dict[str, Any], said: str, closing: dict[str, Any]
) -> None:
    """Who repeats or doubts an official closing later does not loosen it, near or lingering."""
    closed = word("closed", **closing)
    repeated = word(said, **later(MONDAY + 30 * HOUR) | unofficial)

    for moment in (MONDAY + 31 * HOUR, MONDAY + 40 * HOUR):
        assert state(closed, repeated, moment=moment) == "closed"


def test_others_do_not_outvote_the_same_moment() -> None:
    """Of words that begin together the official's counts."""
    told = [word("open", **ALL_MONDAY), word("restricted", **ALL_MONDAY | PAPER)]

    assert state(*told) == "open"


@pytest.mark.parametrize("direction", ["RU-GE", "GE-RU"])
def test_both_is_each_direction(direction: str) -> None:
    """A word for both applies to each direction, one for a direction to that alone."""
    queue = QUEUE._replace(direction=direction)

    assert state(word("closed", **STANDING), queue=queue) == "closed"
    one_way = state(word("closed", direction="GE-RU", **STANDING), queue=queue)
    assert one_way == ("closed" if direction == "GE-RU" else "unknown")


@pytest.mark.parametrize(
    ("said_of", "mode", "reaches"),
    [
        (Mode.ANY, Mode.CAR, True),
        (Mode.ANY, Mode.FOOT, True),
        (Mode.CAR, Mode.CAR, True),
        (Mode.TRUCK, Mode.CAR, False),
        (Mode.CAR, Mode.ANY, False),
        (Mode.ANY, Mode.RAIL, True),
        (Mode.RAIL, Mode.CAR, False),
    ],
)
def test_modes(said_of: Mode, mode: Mode, *, reaches: bool) -> None:
    """A word for any mode reaches each, one for a mode that alone."""
    found = state(word("closed", mode=said_of, **STANDING), queue=QUEUE._replace(mode=mode))

    assert found == ("closed" if reaches else "unknown")


def test_trains_run_on() -> None:
    """An area's word for any mode is about the road: trains have words of their own."""
    train = QUEUE._replace(mode=Mode.RAIL)

    assert state(word("closed", **AREA, **STANDING), queue=train) == "unknown"
    assert state(word("closed", mode=Mode.RAIL, **AREA, **STANDING), queue=train) == "closed"


@pytest.mark.parametrize("said", ["open", "closed"])
def test_area(said: str) -> None:
    """An area's open or closed reaches a checkpoint without a word, and names the area."""
    found = access(word(said, **AREA, **UNTIL_WEDNESDAY))

    assert (found.state, found.place, found.origin) == (said, "ge", "government")


def test_restricted_area() -> None:
    """An area is restricted where some of its posts are shut: that says nothing of this one."""
    assert state(word("restricted", **AREA, **UNTIL_WEDNESDAY)) == "unknown"


@pytest.mark.parametrize(("own", "area"), [("open", "closed"), ("closed", "open")])
def test_own_word_before_the_area(own: str, area: str) -> None:
    """Where a word of its own covers the moment, the area's does not reach the checkpoint."""
    words = [word(own, **UNTIL_WEDNESDAY), word(area, **AREA | later())]

    assert state(*words) == own
    assert access(*words).place is None
    assert state(*words, moment=MONDAY + 2 * DAY - TICK) == own


def test_own_closing_before_an_area_decision() -> None:
    """An area's decision to open does not open a checkpoint that is shut by a word of its own."""
    opening = word("open", **AREA | later(observed_to=None))

    assert state(word("closed", **UNTIL_WEDNESDAY), opening) == "closed"


def test_authors_earlier_word_against_the_area_decision() -> None:
    """Who closes the whole area closes a checkpoint they had called open until Wednesday."""
    opened = word("open", **UNTIL_WEDNESDAY | GOVERNMENT)
    closing = word("closed", **AREA | later(observed_to=None))

    assert state(opened, closing, moment=MONDAY + 6 * HOUR - TICK) == "open"
    assert state(opened, closing) == "closed"


def test_area_after_the_own_word() -> None:
    """Once its own word has ended, the area's reaches it again, before what merely lingers."""
    words = [word("open", **at(MONDAY)), word("closed", **AREA, **UNTIL_WEDNESDAY)]

    assert state(*words, moment=MONDAY) == "closed"
    assert state(*words) == "closed"


def test_later_own_word_against_an_area_decision() -> None:
    """A later word of its own beats an area's decision, an earlier one does not loosen it."""
    closing = word("closed", **AREA, **STANDING)
    before = later(MONDAY - HOUR)

    assert state(closing, word("open", **later())) == "open"
    assert state(closing, word("open", **before)) == "closed"
    assert state(closing, word("open", **later()), moment=MONDAY + 2 * DAY) == "closed"


def test_own_decision_before_the_areas() -> None:
    """Where a place and its area were closed alike, its own decision is the one shown."""
    found = access(word("closed", **STANDING), word("closed", **AREA | later(observed_to=None)))

    assert (found.state, found.place, found.origin) == ("closed", None, "border guard")


def test_decision_yields_to_its_author() -> None:
    """A decision without an end is ended by a looser word of whoever made it, to the tick."""
    words = [word("closed", **STANDING), word("open", **later())]

    assert state(*words, moment=MONDAY + 6 * HOUR - TICK) == "closed"
    assert state(*words, moment=MONDAY + 6 * HOUR) == "open"


def test_decision_yields_to_no_other() -> None:
    """Another official's looser word does not open what a decision about the place has closed."""
    words = [word("closed", **STANDING), word("open", **later() | GOVERNMENT)]

    assert state(*words) == "closed"


def test_decision_yields_to_another_decision() -> None:
    """A later decision replaces an earlier one, and a stricter word counts while it lasts."""
    closed = word("closed", **STANDING)
    opened = word("open", **later(observed_to=None) | GOVERNMENT)

    assert state(closed, opened) == "open"
    assert state(opened, word("closed", **later(MONDAY + 7 * HOUR))) == "closed"
    after = state(opened, word("closed", **later(MONDAY + 7 * HOUR)), moment=MONDAY + 2 * DAY)
    assert after == "open"


@pytest.mark.parametrize("said", ["closed", "open"])
def test_groups(said: str) -> None:
    """A word for a group is none for all: the crossing is restricted, and no decision is ended."""
    group = {"subject": Subject.RUSSIAN_TOURISTS}

    assert state(word(said, **STANDING | group)) == "restricted"
    assert state(word(said, **AREA | STANDING | group)) == "unknown"
    ended = [word("closed", **STANDING), word(said, **at(MONDAY + HOUR) | group)]
    assert state(*ended) == "closed"


def test_snapshot_lingers() -> None:
    """A reading holds beyond its moment: fresh for 48 hours, late until 7 days, then unknown."""
    seen = word("open", **at(NOON), url="https://x.example")

    for age, freshness in (
        (timedelta(0), "fresh"),
        (48 * HOUR - TICK, "fresh"),
        (48 * HOUR, "late"),
        (7 * DAY - TICK, "late"),
    ):
        found = access(seen, moment=NOON + age)
        assert (found.state, found.freshness) == ("open", freshness)
        assert (found.late_at, found.stale_at) == (NOON + 48 * HOUR, NOON + 7 * DAY)
        assert found.until is None
    gone = access(seen, moment=NOON + 7 * DAY)
    assert (gone.state, gone.freshness, gone.origin) == ("unknown", "stale", None)
    assert gone.last is not None
    assert (gone.last.state, gone.last.observed_to) == ("open", NOON)
    assert (gone.last.origin, gone.last.url) == ("border guard", "https://x.example")


def test_last_word_is_the_officials() -> None:
    """Of last words of one moment the official's is kept."""
    told = [word("open", **at(NOON)), word("closed", **at(NOON) | PAPER)]

    for order in (told, told[::-1]):
        last = access(*order, moment=NOON + 7 * DAY).last
        assert last is not None
        assert (last.state, last.origin) == ("open", "border guard")


def test_day_lingers_like_a_reading() -> None:
    """What was said of a day holds until 7 days after it."""
    told = word("closed", **ALL_MONDAY | {"published_at": MONDAY + DAY})

    assert state(told, moment=MONDAY + 8 * DAY - TICK) == "closed"
    assert state(told, moment=MONDAY + 8 * DAY) == "unknown"


def test_limits_of_its_own() -> None:
    """A closing from hour to hour ends with its last, and nobody knows what comes after."""
    closed = word("closed", **UNTIL_WEDNESDAY)

    assert state(closed, moment=MONDAY + 2 * DAY - TICK) == "closed"
    assert state(closed, moment=MONDAY + 2 * DAY) == "unknown"


def test_decision_never_lapses() -> None:
    """A standing decision holds for ever; from its review on it is late."""
    review = MONDAY + 90 * DAY
    closed = word("closed", review_at=review, **STANDING)

    assert access(closed, moment=review - TICK).freshness == "fresh"
    late = access(closed, moment=review)
    assert (late.state, late.freshness, late.review_at) == ("closed", "late", review)
    assert (late.late_at, late.stale_at, late.until) == (review, None, None)
    assert state(closed, moment=MONDAY + 5000 * DAY) == "closed"


def test_decision_nobody_reviewed() -> None:
    """A decision without a review date is late after a year."""
    closed = word("closed", **STANDING)

    assert access(closed, moment=MONDAY + 365 * DAY - TICK).freshness == "fresh"
    assert access(closed, moment=MONDAY + 365 * DAY).freshness == "late"


def test_open_end_of_others() -> None:
    """What media leave without an end is no decision: it lapses 7 days after it was said."""
    told = word("closed", **STANDING | PAPER)

    assert state(told, moment=MONDAY + 7 * DAY - TICK) == "restricted"
    assert state(told, moment=MONDAY + 7 * DAY) == "unknown"


def test_later_word_ends_a_lingering_one() -> None:
    """A later word that came and went leaves nothing of the earlier reading."""
    words = [word("open", **at(MONDAY)), word("closed", **later() | {"observed_to": NOON})]

    assert state(*words, moment=MONDAY + HOUR) == "open"
    assert state(*words, moment=NOON - TICK) == "closed"
    assert state(*words, moment=NOON) == "unknown"


@pytest.mark.parametrize("said", ["open", "restricted"])
def test_contradiction_of_one_moment(said: str) -> None:
    """Where officials contradict each other from one moment on, caution counts and it shows."""
    words = [word("closed", **STANDING), word(said, **STANDING | GOVERNMENT)]

    for order in (words, words[::-1]):
        found = access(*order)
        assert (found.state, found.agreement) == ("closed", Agreement.DIFFER)


def test_agreement_of_one_moment() -> None:
    """Two officials who say the same from one moment on agree."""
    found = access(word("closed", **STANDING), word("closed", **STANDING | GOVERNMENT))

    assert found.agreement is Agreement.AGREE


def test_since() -> None:
    """A state holds since the first of the words that say so without a gap."""
    days = [
        word("closed", observed_from=MONDAY + n * DAY, observed_to=MONDAY + (n + 1) * DAY,
             published_at=MONDAY)
        for n in (-4, -2, -1, 0)
    ]  # fmt: skip

    assert access(*days).since == MONDAY - 2 * DAY
    between = word("open", **at(MONDAY - DAY + HOUR), published_at=MONDAY)
    assert access(*days, between).since == MONDAY


@pytest.mark.parametrize(
    ("archived", "knowledge", "until"),
    [
        (True, Knowledge.THEN, None),
        (True, Knowledge.NOW, MONDAY + 2 * DAY),
        (False, Knowledge.THEN, MONDAY + 2 * DAY),
    ],
)
def test_end_ahead(*, archived: bool, knowledge: Knowledge, until: datetime | None) -> None:
    """An archived window has the end that came; under `then` it is not yet known."""
    closed = word("closed", archived=archived, **UNTIL_WEDNESDAY)

    assert access(closed, knowledge=knowledge).until == until


def test_known_or_not() -> None:
    """Access is decided from what is known; what comes later does not cover a moment before."""
    tomorrow = word("closed", observed_from=MONDAY + DAY, observed_to=None, published_at=MONDAY)

    assert state(tomorrow) == "unknown"
    assert decided(tomorrow).changes_at == MONDAY + DAY
    assert state(tomorrow, moment=MONDAY + DAY) == "closed"


NINE_TO_SIX = Hours(side="b", basis="stated", week=((Interval(540, 1080),),) * 7)
SHUT_AT_NIGHT = replace(GATE, hours=(NINE_TO_SIX,))
MIDNIGHT = MONDAY + 365 * DAY
"""Midnight of 26 September 2023: hours of which no start is known say nothing before that year."""


@pytest.mark.parametrize("said", ["open", "restricted", None])
def test_hours_close(said: str | None) -> None:
    """Outside its hours a crossing is shut, whatever words say, until the next opening."""
    told = [word(said, **at(MIDNIGHT - HOUR))] if said else []
    found = access(*told, moment=MIDNIGHT, place=SHUT_AT_NIGHT)

    assert (found.state, found.because) == ("closed", NoNumber.OUTSIDE_HOURS)
    assert found.until == MIDNIGHT + 9 * HOUR


def test_hours_open_nothing() -> None:
    """Within its hours a crossing is what words say of it, closed or unknown."""
    noon = MIDNIGHT + 12 * HOUR

    assert state(moment=noon, place=SHUT_AT_NIGHT) == "unknown"
    closed = access(word("closed", **STANDING), moment=noon, place=SHUT_AT_NIGHT)
    assert (closed.state, closed.because) == ("closed", None)


def test_closed_by_word_and_hours() -> None:
    """What a word has closed does not open in the morning."""
    found = access(word("closed", **STANDING), moment=MIDNIGHT, place=SHUT_AT_NIGHT)

    assert (found.because, found.until) == (None, None)


def test_changes_at() -> None:
    """The next change is the next turn of hours or of any word, to the tick."""
    seen = word("open", **at(MIDNIGHT - 40 * HOUR))

    night = decided(seen, moment=MIDNIGHT, place=SHUT_AT_NIGHT)
    assert night.changes_at == MIDNIGHT + 8 * HOUR
    ages = decided(seen, moment=MIDNIGHT + 8 * HOUR, place=SHUT_AT_NIGHT)
    assert ages.access.freshness is Freshness.LATE
    assert ages.changes_at == MIDNIGHT + 9 * HOUR
    opens = decided(seen, moment=MIDNIGHT + 9 * HOUR, place=SHUT_AT_NIGHT)
    assert opens.access.state is AccessWord.OPEN
    assert opens.changes_at == MIDNIGHT + 18 * HOUR


def test_decided_by() -> None:
    """The word that decided is handed on, so that its source can be named."""
    told = word("open", **UNTIL_WEDNESDAY)

    assert decided(told).report is told


def test_hours_beyond_the_horizon() -> None:
    """Hours that turn later than can be told are looked at again each day, until they can be."""
    summer = replace(NINE_TO_SIX, season=Season((6, 1), (8, 31)))
    shut = replace(NINE_TO_SIX, season=Season((9, 1), (5, 31)), week=((),) * 7)
    seasonal = replace(GATE, hours=(summer, shut))
    opens = datetime(2024, 6, 1, 5, tzinfo=UTC)

    far = decided(moment=MIDNIGHT, place=seasonal)
    assert (far.access.state, far.access.until) == ("closed", None)
    assert far.changes_at == datetime(2023, 9, 26, tzinfo=UTC)
    first = datetime(2024, 5, 19, tzinfo=UTC)
    assert decided(moment=first - TICK, place=seasonal).access.until is None
    near = decided(moment=first, place=seasonal)
    assert near.access.until == opens
    assert near.changes_at == opens


def test_hours_round_the_clock() -> None:
    """A crossing open day and night never has to be looked at again for its hours."""
    always = replace(GATE, hours=(Hours(side="b", basis="stated"),))

    assert decided(moment=MIDNIGHT, place=always).changes_at is None
