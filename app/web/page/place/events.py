"""Events and rumours: what is said to have happened, by whom, how it stands, and when last heard.

A denial stands beside what it denies. That nothing is heard of a thing never takes it away: it says
how long ago it was heard.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from app.domain.place import Place
from app.domain.vocabulary import OFFICIAL_KINDS, Claim, Freshness, Mode
from app.web.page.figures import Fields
from app.web.page.place.said import Speaker, Time, speaker_of, time_of, way_of
from app.web.page.speech import Speech, aware


@dataclass(frozen=True, slots=True, kw_only=True)
class Statement:
    """What one speaker says of an event: `standing` is how it stands, in words."""

    standing: str
    doubted: bool
    speaker: Speaker | None
    others: str
    about: Sequence[str]
    heard: Time
    ageing: bool
    note: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """A thing that is said to have happened, and what is said of it, the last heard first."""

    word: str
    statements: Sequence[Statement]

    @property
    def ageing(self) -> bool:
        """Tell whether nothing of it was heard lately."""
        return all(each.ageing for each in self.statements)


@dataclass(frozen=True, slots=True, kw_only=True)
class Faded:
    """A hazard of which nothing was heard for long."""

    word: str
    claim: str
    heard: Time


def events_of(rows: Sequence[Fields], place: Place, speech: Speech, now: datetime) -> list[Event]:
    """Give what is said to have happened, the last heard first, each statement once."""
    by_word: dict[str, list[Fields]] = defaultdict(list)
    ways: dict[int, set[str]] = defaultdict(set)
    for row in rows:
        for event in row["events"]:
            some = by_word[event["word"]]
            if event not in some:
                some.append(event)
            ways[id(some[some.index(event)])].add(row["direction"])
    return [
        Event(
            word=speech.label("event_word", word),
            statements=[
                _statement(each, ways[id(each)], place, speech, now, some)
                for each in sorted(some, key=_last_heard, reverse=True)
            ],
        )
        for word, some in sorted(by_word.items(), key=_newest, reverse=True)
    ]


def _last_heard(event: Fields) -> datetime:
    return aware(event["last_heard"])


def _newest(group: tuple[str, Sequence[Fields]]) -> datetime:
    return max(map(_last_heard, group[1]))


def _is_official(event: Fields) -> bool:
    """Tell whether somebody in charge says that it happened."""
    return (
        event["claim"] in {Claim.STATED, Claim.CONFIRMED} and event["origin_kind"] in OFFICIAL_KINDS
    )


def _statement(  # noqa: PLR0913, PLR0917 - an event, of which way, among what else is said of it
    event: Fields,
    ways: set[str],
    place: Place,
    speech: Speech,
    now: datetime,
    among: Sequence[Fields],
) -> Statement:
    others, official = event["origins"] - 1, any(map(_is_official, among))
    return Statement(
        standing=standing(event, place, speech, official=official),
        doubted=event["claim"] in {Claim.RUMOUR, Claim.DENIED, Claim.DISPROVED},
        speaker=speaker_of(event, speech),
        others=speech.count("and %(number)s other", "and %(number)s others", others)
        if others > 0
        else "",
        about=_about(event, ways, place, speech),
        heard=time_of(event["last_heard"], speech, now, place, ends=True),
        ageing=event["freshness"] != Freshness.FRESH,
        note=event["note"],
    )


def standing(
    event: Mapping[str, str], place: Place, speech: Speech, *, official: bool = False
) -> str:
    """Say how an event stands: `denied on 22 September 2022`.

    A rumour is told as one; where nobody `official` says that there was such a thing, so is that.
    """
    claim = event["claim"]
    if claim == Claim.RUMOUR and not official:
        return speech.say("rumour: nobody official confirms")
    day = speech.day(aware(event["observed_from"]), place.zone)
    if claim == Claim.DENIED:
        return speech.say("denied on %(day)s") % {"day": day}
    if claim == Claim.DISPROVED:
        return speech.say("disproved on %(day)s") % {"day": day}
    return speech.label("claim", claim) if claim else speech.say("said")


def _about(event: Fields, ways: set[str], place: Place, speech: Speech) -> list[str]:
    """Say of which way of crossing, which direction and which area, where it is not of all."""
    told = [speech.label("mode", event["mode"])] if event["mode"] != Mode.ANY else []
    one_way = [each for each in place.directions if each in ways]
    if len(one_way) == 1:
        told.append(way_of(one_way[0], speech))
    if event["place"] not in {None, place.id}:
        told.append(speech.say("said of the whole area"))
    return told


def faded_of(rows: Sequence[Fields], place: Place, speech: Speech, now: datetime) -> list[Faded]:
    """Give the hazards of which nothing was heard for long, each once."""
    found: list[Fields] = []
    for row in rows:
        found += [each for each in row["last_heard"] if each not in found]
    return [
        Faded(
            word=speech.label("event_word", each["word"]),
            claim=speech.label("claim", each["claim"]) if each["claim"] else "",
            heard=time_of(each["last_heard"], speech, now, place, ends=True),
        )
        for each in sorted(found, key=_last_heard, reverse=True)
    ]
