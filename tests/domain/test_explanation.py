"""An explanation: what each report did for a number, and each word for access."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import timedelta
from itertools import pairwise

import pytest

from app.domain.access_rule import AccessRule
from app.domain.assessment import assess
from app.domain.evidence import Evidence
from app.domain.explanation import MOST_WORDS, Explanation, explain
from app.domain.hours import Hours, Interval
from app.domain.notice import Notice
from app.domain.report import Report
from app.domain.status import Status
from app.domain.vocabulary import (
    Agreement,
    Bound,
    Knowledge,
    Method,
    Mode,
    NoNumber,
    OriginKind,
    Quantity,
)
from app.domain.voice import Role
from app.domain.weighing import MOST_VOICES, Number, Spoken
from app.domain.withholding import Withholding
from tests.domain.made import (
    DAY,
    GATE,
    HOUR,
    MONDAY,
    NOON,
    PAPER,
    QUEUE,
    TRAVELLER,
    at,
    between,
    evidence,
    figure,
    report,
    word,
)

EVENING = MONDAY + DAY
OUTLETS = [f"Outlet {number}" for number in range(4)]


def status_of(found: Evidence, knowledge: Knowledge = Knowledge.THEN) -> Status:
    """Give the status on Monday's last instant."""
    return assess(QUEUE, found, EVENING, knowledge)


def explained(found: Evidence, *quantities: Quantity) -> Explanation:
    """Explain the status on Monday's last instant."""
    return explain(status_of(found), found, EVENING, quantities=quantities)


def vehicles(*reports: Report, found: Evidence | None = None) -> Number:
    """Explain the vehicles that these reports lead to."""
    whole = found or evidence(*reports)
    (number,) = explained(whole, Quantity.QUEUE_VEHICLES).numbers
    return number


def spoken(number: Number, of: Report) -> Spoken:
    """Give what one report did."""
    (found,) = (each for each in number.voices if each.voice.report.id == of.id)
    return found


def others(value: float = 1000, count: int = 4) -> list[Report]:
    """Make reports of as many outlets that say nearly the same."""
    return [
        figure(value + 10 * step, **PAPER | {"origin": f"Outlet {step}"}) for step in range(count)
    ]


def order(quantity: Quantity | None = None) -> Withholding:
    """Make an order to withhold a quantity of the gate, or everything."""
    return Withholding(
        id="0" * 16,
        place="gate",
        direction="both",
        mode=Mode.ANY,
        quantity=quantity,
        since=MONDAY,
        until=EVENING + DAY,
        reason="a wrong figure",
    )


def test_a_repeat_names_what_it_repeats() -> None:
    """Of two outlets that quote one origin the later repeats the first, and weighs nothing."""
    first = figure(900, **PAPER | {"origin": "border guard"}, published_at=NOON)
    second = figure(900, **PAPER | {"origin": "border guard"}, published_at=NOON + HOUR)

    number = vehicles(first, second)

    repeat = spoken(number, second).voice
    assert (repeat.role, repeat.repeat_of, repeat.weight) == (Role.REPEAT_OF, first.id, 0.0)
    assert spoken(number, first).voice.role is Role.USED
    assert number.estimate.origins == 1


def test_one_report_alone_is_the_number() -> None:
    """Where one report speaks alone, what it alone would have said is what is published."""
    said = figure(900)

    number = vehicles(said)

    estimate, alone = number.estimate, spoken(number, said).alone
    assert alone == (estimate.low, estimate.mid, estimate.high)
    assert number.moment == EVENING


def test_alone_takes_no_notice_of_a_lowered_weight() -> None:
    """An outlier tells alone what it says, with its whole voice."""
    wild = figure(30_000, **PAPER)

    number = vehicles(*others(), wild)

    lone = spoken(number, wild)
    assert lone.voice.role is Role.OUTLIER
    assert lone.voice.weight < 0.1
    assert lone.differs
    assert lone.alone is not None
    assert lone.alone.mid == pytest.approx(30_000, rel=0.1)


def test_a_bound_far_off_is_an_outlier_that_contradicts_nobody() -> None:
    """`At most 30,000` beside thousands tells nothing of them: an outlier, and yet they agree."""
    far = figure(30_000, bound=Bound.AT_MOST, **PAPER)
    near = figure(1300, bound=Bound.AT_MOST, **TRAVELLER)

    number = vehicles(*others(), far, near)

    assert spoken(number, far).voice.role is Role.OUTLIER
    assert not spoken(number, far).differs
    assert spoken(number, near).voice.role is Role.USED
    assert number.estimate.agreement is Agreement.AGREE


def test_a_bound_says_too_little_alone() -> None:
    """A bound that would leave nearly everything open has nothing to say alone."""
    bound = figure(30_000, bound=Bound.AT_MOST, **PAPER)

    number = vehicles(*others(), bound)

    assert spoken(number, bound).alone is None


def test_what_is_derived_is_context() -> None:
    """What another quantity lets us expect takes part, and is told as derived."""
    line = report(Quantity.QUEUE_KM, bound=Bound.ABOUT, value=6.0, **PAPER)

    number = vehicles(figure(900), line)

    (derived,) = (each for each in number.voices if each.voice.report.method is Method.DERIVED)
    assert derived.voice.role is Role.CONTEXT
    assert derived.voice.weight > 0
    assert derived.voice.report.origin == "derived from queue_km"
    assert not derived.stands


def test_old_reports_are_told_as_too_old() -> None:
    """A report more than two weeks older than the newest does nothing any more."""
    old = figure(700, **at(MONDAY - 15 * DAY))

    number = vehicles(figure(900), old)

    assert spoken(number, old).voice.role is Role.TOO_OLD
    assert spoken(number, old).voice.weight == 0


def test_those_that_stand_bear_the_origins() -> None:
    """The origins counted are those of the voices that stand."""
    number = vehicles(*others(), figure(5000, **TRAVELLER))

    standing = {each.voice.origin for each in number.voices if each.stands}
    assert number.estimate.origins == len(standing) == 5


def test_the_lowest_and_the_highest() -> None:
    """Of the figures used the least and the greatest are named; bounds and outliers are neither."""
    bound = figure(1100, bound=Bound.AT_LEAST, **TRAVELLER)

    number = vehicles(*others(), bound, figure(30_000, **PAPER))

    assert number.lowest is not None
    assert number.highest is not None
    assert (number.lowest.report.value, number.highest.report.value) == (1000, 1030)


def test_the_last_figure_is_explained_where_none_stands() -> None:
    """A number too old to stand is explained as the last one, at the moment it was spoken of."""
    said = figure(900, **at(MONDAY - 5 * DAY))

    number = vehicles(said)

    assert number.estimate.no_number is NoNumber.STALE
    assert number.moment == MONDAY - 5 * DAY
    last = number.estimate.last
    assert last is not None
    assert spoken(number, said).alone == (last.low, last.mid, last.high)


def test_a_counted_number_is_not_widened() -> None:
    """What is counted is told as it is believed; anything else is widened."""
    counted = figure(900, origin_kind=OriginKind.SENSOR, method=Method.COUNTED, **at(NOON))

    assert vehicles(counted).blur == 0
    assert vehicles(figure(900)).blur > 0


@pytest.mark.parametrize("quantity", [None, Quantity.QUEUE_VEHICLES])
def test_what_is_withheld_tells_nothing(quantity: Quantity | None) -> None:
    """Of a withheld number there is no voice, no moment and nobody to name."""
    found = evidence(*others(), orders=(order(quantity),))

    number = vehicles(found=found)

    assert number == Number(quantity=Quantity.QUEUE_VEHICLES, estimate=number.estimate)
    assert number.estimate.no_number is NoNumber.WITHHELD
    assert explained(found, Quantity.QUEUE_VEHICLES).sources == frozenset()


def test_withheld_access_tells_no_word() -> None:
    """Where access is withheld, so is the rule that decided it, and every word."""
    found = evidence(word("closed", observed_to=None), orders=(order(),))

    whole = explained(found)

    assert (whole.rule, whole.words) == (AccessRule.WITHHELD, ())
    assert whole.sources == frozenset()


def test_no_wait_is_computed_where_nothing_passes() -> None:
    """A closed crossing has no wait: its reports are told, but not what would follow from them."""
    wait = report(Quantity.WAIT_MINUTES, bound=Bound.ABOUT, value=600.0)

    whole = explained(evidence(wait, word("closed", observed_to=None)), Quantity.WAIT_MINUTES)

    (number,) = whole.numbers
    assert number.estimate.no_number is NoNumber.CLOSED
    assert (number.moment, number.blur) == (None, 0)
    assert [(each.voice.report.id, each.alone) for each in number.voices] == [(wait.id, None)]


def test_a_quantity_nobody_spoke_of() -> None:
    """A number that is asked for though nobody ever spoke of it has no voices, and says so."""
    (number,) = explained(evidence(), Quantity.QUEUE_PEOPLE).numbers

    assert number.estimate.no_number is NoNumber.UNKNOWN
    assert number.voices == ()


def test_without_names_all_that_the_status_tells() -> None:
    """Where no quantity is named, each that the status tells of is explained, in its order."""
    whole = explained(evidence(figure(900)))

    told = [number.quantity for number in whole.numbers]
    assert told == [Quantity.WAIT_MINUTES, Quantity.QUEUE_VEHICLES, Quantity.QUEUE_KM]


def test_the_weightiest_is_told_first() -> None:
    """Voices are told by their weight, whatever order they are weighed in."""
    halved = [figure(1000 + step, **PAPER, **at(NOON)) for step in range(2)]
    whole = figure(1000)

    number = vehicles(*halved, whole)

    assert [each.voice.weight for each in number.voices[:3]] == [1.0, 0.5, 0.5]


def test_voices_are_told_by_weight_up_to_a_bound() -> None:
    """Of very many voices those of most weight are told, and how many are not; it stays quick."""
    many = [
        figure(1000 + row % 50, **PAPER | {"origin": f"Outlet {row}"}) for row in range(MOST_VOICES)
    ]
    repeats = [figure(1000, **PAPER | {"origin": "Outlet 0"}) for _ in range(20)]

    number = vehicles(*many, *repeats)

    weights = [each.voice.weight for each in number.voices]
    assert len(number.voices) == MOST_VOICES
    assert all(one >= other for one, other in pairwise(weights))
    assert all(each.voice.role is not Role.REPEAT_OF for each in number.voices)
    assert number.left_out == len(repeats)


SAID_UNTIL = {"observed_to": EVENING + DAY, "published_at": MONDAY}


def roles(whole: Explanation) -> dict[str, Role]:
    """Give what each word did, by its report's id."""
    return {word.report.id: word.role for word in whole.words}


def test_words_and_what_they_did() -> None:
    """The word that decided comes first, those that hold beside it next, those that ended last."""
    used = word("open", **SAID_UNTIL)
    beside = word("open", **SAID_UNTIL | PAPER)
    ended = word("closed", **at(MONDAY - 20 * DAY), published_at=MONDAY - 20 * DAY)
    other_way = word("closed", **SAID_UNTIL | {"direction": "GE-RU"})

    whole = explained(evidence(ended, beside, used, other_way))

    assert list(roles(whole).items()) == [
        (used.id, Role.USED),
        (beside.id, Role.CONTEXT),
        (ended.id, Role.TOO_OLD),
    ]
    assert whole.rule is AccessRule.OFFICIAL_WORD


def test_outside_hours_no_word_decides() -> None:
    """Where hours shut a crossing, what was said of it stands beside them."""
    early = Hours(
        side="b", basis="stated", week=((Interval(0, 60),),) * 7, valid_from=(MONDAY - DAY).date()
    )
    said = word("open", **SAID_UNTIL)
    found = evidence(said, place=replace(GATE, hours=(early,)))
    noon = explain(assess(QUEUE, found, NOON), found, NOON)

    assert (noon.rule, roles(noon)) == (AccessRule.OUTSIDE_HOURS, {said.id: Role.CONTEXT})


def test_a_rumour_is_no_word() -> None:
    """What nobody asserts is not among the words that applied."""
    assert explained(evidence(word("closed", claim="rumour", **SAID_UNTIL))).words == ()


def test_a_word_not_yet_known_is_none() -> None:
    """By what was known then, a word made public later did nothing; by what is known now it did."""
    late = word("closed", observed_to=EVENING + DAY, published_at=EVENING + HOUR)
    found = evidence(late)
    now = explain(status_of(found, Knowledge.NOW), found, EVENING, Knowledge.NOW)

    assert explained(found).words == ()
    assert roles(now) == {late.id: Role.USED}


def test_a_notice_is_a_word() -> None:
    """A standing notice decides like any word, and a withdrawn version of it does nothing."""
    closed = Notice(
        id="gate-shut",
        place="gate",
        direction="both",
        mode=Mode.ANY,
        quantity=Quantity.ACCESS,
        word="closed",
        subject=word("closed").subject,
        valid_from=MONDAY,
        valid_to=None,
        review_at=EVENING + 30 * DAY,
        published_at=MONDAY,
        authority="government",
        authority_kind=OriginKind.AUTHORITY,
        url="https://gate.example/shut",
    )
    withdrawn = replace(closed, word="open", withdrawn_at=NOON)

    whole = explained(evidence(notices=(closed, withdrawn)))

    assert whole.rule is AccessRule.DECISION
    assert [(word.report.identity, word.role) for word in whole.words] == [("gate-shut", Role.USED)]
    assert whole.sources == {"notices"}


def test_words_are_bounded() -> None:
    """Of very many words the newest are told, and how many are not."""
    many = [
        word("open", observed_from=MONDAY + timedelta(minutes=row), observed_to=EVENING + DAY)
        for row in range(MOST_WORDS + 5)
    ]

    whole = explained(evidence(*(replace(each, known_at=MONDAY) for each in many)))

    assert (len(whole.words), whole.words_left_out) == (MOST_WORDS, 5)
    assert whole.words[0].report.observed_from == many[-1].observed_from


def sources(reports: Iterable[Report], *quantities: Quantity) -> frozenset[str]:
    """Give the sources behind an explanation of some quantities."""
    return explained(evidence(*reports), *quantities).sources


def test_sources_are_exactly_those_behind() -> None:
    """An explanation names the sources behind what it tells, those it is derived from included."""
    queue = figure(900, source="cameras")
    wait = report(Quantity.WAIT_MINUTES, bound=Bound.ABOUT, value=600.0, source="outlet")
    people = report(Quantity.QUEUE_PEOPLE, bound=Bound.ABOUT, value=60.0, source="walkers")
    counts = report(Quantity.CROSSINGS_VEHICLES, bound=Bound.EXACT, value=900.0, source="register")
    said = word("open", source="ministry", **SAID_UNTIL)
    every = [queue, wait, people, counts, said]

    assert sources(every, Quantity.QUEUE_VEHICLES) == {"cameras", "ministry"}
    assert sources(every, Quantity.WAIT_MINUTES) == {"outlet", "cameras", "register", "ministry"}
    assert sources(every, Quantity.ACCESS) == {"ministry"}
    assert sources([queue], Quantity.QUEUE_KM) == {"cameras"}


def test_an_areas_bound_names_its_report() -> None:
    """What an area's count says of the gate is context, and leads back to the area's report."""
    whole = between(3000, 4000, place="ge")

    number = vehicles(figure(900), whole)

    bound = spoken(number, whole).voice
    assert (bound.role, bound.report.origin) == (Role.CONTEXT, "whole of ge")
