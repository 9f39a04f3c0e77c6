"""Rules by way of crossing: who says so, since when, and whether anybody should look again."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from app.domain.place import Place
from app.domain.vocabulary import Agreement
from app.web.page.figures import Fields
from app.web.page.place.now import overdue
from app.web.page.place.said import Speaker, Time, speaker_of, time_of, way_of
from app.web.page.speech import Speech


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """What is allowed to whom, as somebody says it since some time."""

    mode: str
    subject: str
    word: str
    code: str
    claim: str
    speaker: Speaker | None
    since: Time
    until: Time | None
    overdue: str
    differ: str
    note: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Rules:
    """The rules of one direction."""

    title: str
    rules: Sequence[Rule]


def rules_of(
    rows: Sequence[Fields], place: Place, speech: Speech, now: datetime
) -> Iterator[Rules]:
    """Give the rules of each direction that has any, each rule once."""
    for direction in place.directions:
        found: list[Fields] = []
        for row in rows:
            if row["direction"] == direction:
                found += [rule for rule in row["rules"] if rule not in found]
        if found:
            told = [_rule(each, place, speech, now) for each in found]
            yield Rules(title=way_of(direction, speech), rules=told)


def _rule(told: Fields, place: Place, speech: Speech, now: datetime) -> Rule:
    until = told["until"]
    differ = told["agreement"] == Agreement.DIFFER
    return Rule(
        mode=speech.label("mode", told["mode"]),
        subject=speech.label("subject", told["subject"]),
        word=speech.label("rule_word", told["word"]),
        code=told["word"],
        claim=speech.label("claim", told["claim"]) if told["claim"] else "",
        speaker=speaker_of(told, speech),
        since=time_of(told["observed_from"], speech, now, place),
        until=time_of(until, speech, now, place, ends=True) if until else None,
        overdue=overdue(told, speech),
        differ=speech.label("agreement", told["agreement"]) if differ else "",
        note=told["note"],
    )
