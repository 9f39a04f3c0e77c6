"""By which rule access is decided: each is named where it is the one, and in a sentence."""

from dataclasses import replace
from typing import Any

import pytest

from app.domain.access import decide
from app.domain.access_rule import SENTENCES, AccessRule
from app.domain.hours import Hours, Interval
from app.domain.place import Place
from app.domain.report import Report
from app.domain.vocabulary import Precision
from tests.domain.made import DAY, GATE, HOUR, MONDAY, NOON, PAPER, QUEUE, TRAVELLER, word

UNTIL_WEDNESDAY: dict[str, Any] = {"observed_to": MONDAY + 2 * DAY, "published_at": MONDAY}
STANDING: dict[str, Any] = {"observed_to": None, "published_at": MONDAY}
AREA: dict[str, Any] = {"place": "ge", "origin": "government"}
LATER: dict[str, Any] = {
    "observed_from": MONDAY + 6 * HOUR,
    "observed_to": MONDAY + 2 * DAY,
    "published_at": MONDAY + 6 * HOUR,
}
OF_SUNDAY: dict[str, Any] = {
    "observed_from": MONDAY - DAY,
    "observed_to": MONDAY,
    "published_at": MONDAY - HOUR,
    "precision": Precision.DAY,
}
LONG_AGO: dict[str, Any] = {
    "observed_from": MONDAY - 30 * DAY,
    "observed_to": MONDAY - 29 * DAY,
    "published_at": MONDAY - 30 * DAY,
}


def rule(*words: Report, place: Place = GATE) -> AccessRule:
    """Give the rule by which access is decided at noon."""
    return decide(QUEUE, place, words, NOON).rule


DECIDED = {
    AccessRule.DECISION: [word("closed", **STANDING), word("open", **PAPER, **LATER)],
    AccessRule.AREA_DECISION: [word("closed", **AREA, **STANDING)],
    AccessRule.OFFICIAL_WORD: [
        word("open", **UNTIL_WEDNESDAY),
        word("closed", **AREA, **UNTIL_WEDNESDAY),
    ],
    AccessRule.AREA_WORD: [word("closed", **AREA, **UNTIL_WEDNESDAY)],
    AccessRule.MORE_CAUTIOUS_OFFICIAL: [
        word("open", **UNTIL_WEDNESDAY),
        word("restricted", origin="customs", **UNTIL_WEDNESDAY),
    ],
    AccessRule.LINGERING_SNAPSHOT: [word("open", **OF_SUNDAY)],
    AccessRule.TIGHTENED_BY_OTHERS: [
        word("open", **UNTIL_WEDNESDAY),
        word("closed", **PAPER, **LATER),
    ],
    AccessRule.OTHERS_ALONE: [word("closed", **TRAVELLER, **LATER)],
    AccessRule.NOT_ENOUGH: [word("open", **PAPER, **LATER)],
    AccessRule.LAPSED: [word("open", **LONG_AGO), word("open", **PAPER, **LATER)],
    AccessRule.NOBODY_SAID: [],
}
"""For each rule the words by which it decides."""


@pytest.mark.parametrize("expected", DECIDED)
def test_the_rule_that_decides(expected: AccessRule) -> None:
    """The rule named is the one by which these words decide."""
    assert rule(*DECIDED[expected]) is expected


def test_outside_hours() -> None:
    """Hours that shut a crossing are the rule, whatever was said; one that is closed they leave."""
    early = Hours(
        side="b", basis="stated", week=((Interval(0, 60),),) * 7, valid_from=(MONDAY - DAY).date()
    )
    place = replace(GATE, hours=(early,))

    assert rule(word("open", **UNTIL_WEDNESDAY), place=place) is AccessRule.OUTSIDE_HOURS
    assert rule(word("closed", **UNTIL_WEDNESDAY), place=place) is AccessRule.OFFICIAL_WORD


def test_a_word_to_come_has_not_been_said_yet() -> None:
    """Of a word that begins later nothing follows now."""
    tomorrow = {"observed_from": NOON + HOUR, "observed_to": NOON + DAY, "published_at": MONDAY}

    assert rule(word("closed", **tomorrow)) is AccessRule.NOBODY_SAID


def test_every_rule_has_a_sentence() -> None:
    """No rule is without words, and each is one calm sentence."""
    assert set(SENTENCES) == set(AccessRule)
    assert all(text.endswith(".") and "!" not in text for text in SENTENCES.values())
