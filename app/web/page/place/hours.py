"""Hours said: when each side lets traffic through, as published and by its own clock."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from zoneinfo import ZoneInfo

from app.board.entry import DAYS, describe_place
from app.catalog import Catalogue
from app.domain.place import Place
from app.web.page.figures import Fields
from app.web.page.speech import Speech

ROUND_THE_CLOCK = ["00:00-24:00"]
DAY_HOURS = 24


@dataclass(frozen=True, slots=True, kw_only=True)
class Opening:
    """Some hours of a side: for which ways of crossing, on which days, and what narrows them."""

    modes: str
    days: Sequence[tuple[str, str]]
    further: Sequence[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Side:
    """One side: its country, what its clocks show, and its hours (none: we know of none)."""

    country: str
    at: datetime
    clock: str
    zone: str
    openings: Sequence[Opening]


def sides_of(place: Place, catalogue: Catalogue, speech: Speech, now: datetime) -> list[Side]:
    """Give both sides of a place as the catalogue has them."""
    return [
        Side(
            country=speech.country(side["country"]),
            at=now,
            clock=speech.clock(now, ZoneInfo(side["timezone"])) if side["timezone"] else "",
            zone=side["timezone"] or "",
            openings=[_opening(each, speech) for each in side["hours"]],
        )
        for side in describe_place(place, catalogue)["sides"]
    ]


def _opening(told: Fields, speech: Speech) -> Opening:
    modes = [speech.label("mode", mode) for mode in told["modes"]]
    return Opening(
        modes=", ".join(modes) or speech.say("all on the road"),
        days=list(_days(told["week"], speech)),
        further=list(_further(told, speech)),
    )


def _days(week: Mapping[str, Sequence[str]], speech: Speech) -> Iterator[tuple[str, str]]:
    """Give the days that have the same hours together, with those hours."""
    names = speech.locale.days["stand-alone"]["abbreviated"]
    for hours, some in groupby(range(len(DAYS)), key=lambda day: week[DAYS[day]]):
        days = list(some)
        first, last = names[days[0]], names[days[-1]]
        if len(days) == len(DAYS):
            title = speech.say("every day")
        else:
            title = first if first == last else f"{first} – {last}"
        yield title, _hours(hours, speech)


def _hours(hours: Sequence[str], speech: Speech) -> str:
    if not hours:
        return speech.say("shut")
    if list(hours) == ROUND_THE_CLOCK:
        return speech.say("round the clock")
    return ", ".join(map(_interval, hours))


def _interval(written: str) -> str:
    """Write `22:00-30:00` as clocks show it: `22:00–06:00`."""
    opens, _, shuts = written.partition("-")
    hour, _, minute = shuts.partition(":")
    if int(hour) > DAY_HOURS:
        shuts = f"{int(hour) - DAY_HOURS:02}:{minute}"
    return f"{opens}–{shuts}"


def _further(told: Fields, speech: Speech) -> Iterator[str]:
    """Say what narrows some hours, and what their clock was taken from."""
    season = told["season"]
    said = (
        (speech.say("breaks"), ", ".join(map(_interval, told["breaks"]))),
        (speech.say("each year"), f"{season['first']} – {season['last']}" if season else ""),
        (speech.say("from"), told["valid_from"]),
        (speech.say("until"), told["valid_to"]),
    )
    for name, text in said:
        if text:
            yield f"{name} {text}"
    if told["clocks"]:
        yield speech.label("clocks", told["clocks"])
    if told["shut_on_holidays"]:
        yield speech.say("shut on holidays")
    yield speech.label("hours_basis", told["basis"])
