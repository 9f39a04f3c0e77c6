"""Access rules: by which of them it was decided whether a crossing is open, each in a sentence."""

from collections.abc import Mapping
from enum import StrEnum


class AccessRule(StrEnum):
    """Which rule decided access."""

    DECISION = "decision"
    AREA_DECISION = "area_decision"
    OFFICIAL_WORD = "official_word"
    AREA_WORD = "area_word"
    MORE_CAUTIOUS_OFFICIAL = "more_cautious_official"
    LINGERING_SNAPSHOT = "lingering_snapshot"
    TIGHTENED_BY_OTHERS = "tightened_by_others"
    OTHERS_ALONE = "others_alone"
    OUTSIDE_HOURS = "outside_hours"
    NOT_ENOUGH = "not_enough"
    LAPSED = "lapsed"
    NOBODY_SAID = "nobody_said"
    WITHHELD = "withheld"


SENTENCES: Mapping[AccessRule, str] = {
    AccessRule.DECISION: "An authority decided it without an end; only its author or another"
    " decision ends that.",
    AccessRule.AREA_DECISION: "An authority decided it without an end for the whole area, and the"
    " place has no word of its own against it.",
    AccessRule.OFFICIAL_WORD: "It is the latest official word on the place that holds now.",
    AccessRule.AREA_WORD: "It is the latest official word on the whole area; no word on the place"
    " itself holds now.",
    AccessRule.MORE_CAUTIOUS_OFFICIAL: "Officials contradict each other from the same moment on;"
    " the more cautious word counts.",
    AccessRule.LINGERING_SNAPSHOT: "It is the last official word; its time has passed, but it holds"
    " until it is stale, as nothing later has ended it.",
    AccessRule.TIGHTENED_BY_OTHERS: "Somebody who is no official says later, and more cautiously"
    " than officials, that not everybody passes; that can restrict, never close.",
    AccessRule.OTHERS_ALONE: "No official word holds; somebody who is no official can restrict,"
    " never close or open.",
    AccessRule.OUTSIDE_HOURS: "The hours of the crossing shut it; hours never open one.",
    AccessRule.NOT_ENOUGH: "Nobody spoke whose word can decide it: only officials can say that it"
    " is open.",
    AccessRule.LAPSED: "What was said of it no longer holds: it has ended, or was not confirmed for"
    " too long.",
    AccessRule.NOBODY_SAID: "Nobody has said whether it is open.",
    AccessRule.WITHHELD: "An operator withholds it until the time told, for the reason told.",
}
"""Each rule as people read it, in English."""
