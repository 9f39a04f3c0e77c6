"""Rules: in force for one mode and one group, by whose word, and for how long."""

from datetime import datetime
from typing import Any

import pytest

from app.domain.report import Report
from app.domain.rule import Ruling, in_force
from app.domain.status import Rule
from app.domain.vocabulary import (
    Agreement,
    Claim,
    Knowledge,
    Mode,
    OriginKind,
    Precision,
    Quantity,
    RuleWord,
    Subject,
)
from tests.domain.made import DAY, HOUR, MONDAY, NOON, PAPER, TICK, TRAVELLER, at, word

STANDING: dict[str, Any] = {"observed_to": None, "published_at": MONDAY}
GOVERNMENT: dict[str, Any] = {"origin": "government", "origin_kind": OriginKind.AUTHORITY}


def rule(said: str, **parts: Any) -> Report:  # noqa: ANN401 - any field of a report
    """Make a rule for bicycles out of Russia, stated by the border guard."""
    return word(said, **{"quantity": Quantity.RULE, "mode": Mode.BICYCLE} | parts)


def ruling(*words: Report, moment: datetime = NOON, direction: str = "RU-GE") -> Ruling:
    """Give the ruling from what is known at a moment."""
    return in_force(direction, [word for word in words if word.known <= moment], moment)


def rules(*words: Report, **parts: Any) -> tuple[Rule, ...]:  # noqa: ANN401 - when and which way
    """Give the rules in force."""
    return ruling(*words, **parts).rules


def said(*words: Report, **parts: Any) -> list[str]:  # noqa: ANN401 - when and which way
    """Give the words of the rules in force."""
    return [each.word for each in rules(*words, **parts)]


def test_one_rule() -> None:
    """A rule is shown whole: for whom and how, by whose word, since when, with its note."""
    (found,) = rules(
        rule("required", note="queue slot", url="https://x.example", place="ge", **STANDING)
    )

    assert (found.word, found.mode, found.subject) == ("required", "bicycle", "everybody")
    assert (found.claim, found.origin, found.origin_kind) == ("stated", "border guard", "authority")
    assert (found.observed_from, found.until) == (MONDAY, None)
    assert (found.place, found.url, found.note) == ("ge", "https://x.example", "queue slot")
    assert (found.freshness, found.agreement) == ("fresh", "single")


@pytest.mark.parametrize("each", list(RuleWord))
@pytest.mark.parametrize("claim", [Claim.RUMOUR, Claim.DENIED, Claim.DISPROVED])
def test_no_rules(each: RuleWord, claim: Claim) -> None:
    """A rumoured, denied or disproved rule is none, whoever says so."""
    assert ruling(rule(each, claim=claim, **STANDING)) == Ruling(rules=(), changes_at=None)


def test_a_denial_ends_no_rule() -> None:
    """Who denies a rule does not lift it."""
    told = rule("forbidden", **STANDING)

    assert rules(told, rule("forbidden", claim=Claim.DENIED, **at(NOON))) == rules(told)


def test_groups_keep_their_rules() -> None:
    """A rule for a group stays that group's; each mode and group has a rule of its own."""
    found = rules(
        rule("forbidden", subject=Subject.RUSSIAN_TOURISTS, **STANDING),
        rule("allowed", **STANDING),
        rule("required", mode=Mode.TRUCK, **STANDING),
    )

    assert [(each.mode, each.subject, each.word) for each in found] == [
        ("bicycle", "everybody", "allowed"),
        ("bicycle", "russian_tourists", "forbidden"),
        ("truck", "everybody", "required"),
    ]


@pytest.mark.parametrize(
    ("direction", "ways"),
    [("RU-GE", ["both", "RU-GE"]), ("GE-RU", ["both", "GE-RU"]), ("both", ["both"])],
)
def test_directions(direction: str, ways: list[str]) -> None:
    """A rule for both holds for each direction."""
    told = {way: rule("allowed", direction=way, **STANDING) for way in ("both", "RU-GE", "GE-RU")}

    assert [way for way, each in told.items() if rules(each, direction=direction)] == ways


def test_later_rule_replaces() -> None:
    """A later word on the same mode and group replaces an earlier one, to the tick."""
    words = [rule("allowed", **STANDING), rule("forbidden", **at(NOON), **GOVERNMENT)]

    assert said(*words, moment=NOON - TICK) == ["allowed"]
    assert said(*words) == ["forbidden"]


def test_lifted_is_told() -> None:
    """That a restriction has ended is told as the rule there is."""
    assert said(rule("forbidden", **STANDING), rule("lifted", **at(NOON))) == ["lifted"]


@pytest.mark.parametrize("other", [PAPER, TRAVELLER])
def test_officials_decisions_stand(other: dict[str, Any]) -> None:
    """What media or travellers see later does not lift an authority's standing rule."""
    words = [rule("forbidden", **STANDING), rule("allowed", **at(NOON), **other)]

    assert said(*words) == ["forbidden"]


def test_others_rules_count_where_no_official_decided() -> None:
    """Where no authority has decided, what others say is shown with their name."""
    (found,) = rules(rule("forbidden", **at(NOON), claim=None, **PAPER))

    assert (found.word, found.origin, found.claim) == ("forbidden", "The Paper", None)


def test_official_of_the_same_moment() -> None:
    """Of words that begin together the official's counts, and that they differ is told."""
    words = [rule("allowed", **at(NOON)), rule("forbidden", **at(NOON), **PAPER)]

    for order in (words, words[::-1]):
        (found,) = rules(*order)
        assert (found.word, found.agreement) == ("allowed", Agreement.DIFFER)


def test_agreement() -> None:
    """Two origins of one word agree, however often one of them says it."""
    told = rule("allowed", **STANDING)

    assert rules(told, rule("allowed", **at(NOON)))[0].agreement is Agreement.SINGLE
    assert rules(told, rule("allowed", **at(NOON), **PAPER))[0].agreement is Agreement.AGREE


def test_standing_rule_never_by_age() -> None:
    """An authority's standing rule holds for ever, late from its review on."""
    review = MONDAY + 90 * DAY
    told = rule("forbidden", review_at=review, **STANDING)

    for moment, freshness in (
        (review - TICK, "fresh"),
        (review, "late"),
        (MONDAY + 5000 * DAY, "late"),
    ):
        (found,) = rules(told, moment=moment)
        assert (found.word, found.freshness) == ("forbidden", freshness)
        assert (found.late_at, found.stale_at, found.review_at) == (review, None, review)
    assert ruling(told).changes_at == review
    assert ruling(told, moment=review).changes_at is None


@pytest.mark.parametrize(
    "told",
    [
        rule("allowed", **at(NOON)),
        rule("allowed", observed_to=None, published_at=NOON, **PAPER),
        rule("allowed", published_at=NOON, precision=Precision.DAY, **TRAVELLER),
    ],
    ids=["reading", "open end", "day"],
)
def test_other_rules_by_age(told: Report) -> None:
    """A rule without standing is late after 7 days and no longer shown after 30."""
    for moment, freshness in (
        (NOON + DAY, "fresh"),
        (NOON + 7 * DAY - TICK, "fresh"),
        (NOON + 7 * DAY, "late"),
        (NOON + 30 * DAY - TICK, "late"),
    ):
        (found,) = rules(told, moment=moment)
        assert found.freshness == freshness
        assert (found.late_at, found.stale_at) in {
            (NOON + 7 * DAY, NOON + 30 * DAY),
            (None, None),
        }
    assert rules(told, moment=NOON + 30 * DAY) == ()


def test_rule_with_an_end() -> None:
    """A rule with limits of its own is fresh within them and gone with their last."""
    told = rule("allowed", observed_to=MONDAY + 60 * DAY, published_at=MONDAY)

    (found,) = rules(told, moment=MONDAY + 60 * DAY - TICK)
    assert (found.freshness, found.until) == ("fresh", MONDAY + 60 * DAY)
    assert (found.late_at, found.stale_at) == (None, None)
    assert rules(told, moment=MONDAY + 60 * DAY) == ()


def test_end_ahead() -> None:
    """The end of an archived rule is not yet known under `then`."""
    told = rule("allowed", observed_to=MONDAY + 60 * DAY, published_at=MONDAY, archived=True)

    assert rules(told)[0].until is None
    (now,) = in_force("RU-GE", [told], NOON, Knowledge.NOW).rules
    assert now.until == MONDAY + 60 * DAY


def test_changes_at() -> None:
    """The next change is when a word begins, ends, turns late or lapses."""
    told = rule("allowed", **at(NOON))
    ahead = rule("forbidden", observed_from=NOON + HOUR, observed_to=None, published_at=MONDAY)

    assert ruling(told, ahead).changes_at == NOON + HOUR
    assert ruling(told).changes_at == NOON + 7 * DAY
    assert ruling(told, moment=NOON + 7 * DAY).changes_at == NOON + 30 * DAY
    assert ruling(told, moment=NOON + 30 * DAY).changes_at is None


def test_other_quantities() -> None:
    """A word on access is no rule."""
    assert rules(word("closed", **STANDING)) == ()
