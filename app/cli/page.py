"""The page of one place: a heading, a part for each direction, and what to know about it all."""

from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby

from app.board.attribution import credits_for
from app.cli.access import access_lines
from app.cli.asked import Asked
from app.cli.numbers import has_figures, number_lines
from app.cli.sayings import (
    event_lines,
    last_heard_lines,
    rule_lines,
    weather_lines,
    withheld_lines,
)
from app.cli.terminal import bold, faint, wrapped
from app.cli.words import clocks, country, name_of, way
from app.domain.place import BOTH
from app.domain.status import Status
from app.domain.vocabulary import Knowledge
from app.store.sources import Source

PAST = {
    Knowledge.THEN: "THIS IS THE PAST: what was known at that moment, not what is known today.",
    Knowledge.NOW: "THIS IS THE PAST, told by all that is known today.",
}

HOW_TO_READ = (
    "Figures are estimates from what was reported. The true one lies within the brackets in about"
    " 4 cases of 5. That nothing was heard does not mean that nothing happened."
)


def page(asked: Asked, statuses: Sequence[Status], known: Iterable[Source]) -> list[str]:
    """Write the page of a place."""
    parts = [list(group) for _, group in groupby(statuses, key=_direction)]
    told = [lines for part in parts if (lines := list(_part(asked, part, alone=len(parts) == 1)))]
    lines = list(_heading(asked))
    for part in told:
        lines += ["", *part]
    return [*lines, "", *_foot(asked, statuses, known)]


def _direction(status: Status) -> str:
    return status.queue.direction


def _heading(asked: Asked) -> Iterator[str]:
    place = asked.place
    names = dict.fromkeys((name_of(place), place.foreign_name, place.names.get("ru", "")))
    yield bold(" / ".join(filter(None, names)))
    yield from wrapped(clocks(asked.at, place))
    if asked.past:
        yield from map(bold, wrapped(PAST[asked.knowledge]))


def _part(asked: Asked, statuses: Sequence[Status], *, alone: bool) -> Iterator[str]:
    direction = _direction(statuses[0])
    if direction == BOTH and not alone:
        yield from _only_of_both(asked, statuses)
        return
    yield bold(way(direction))
    yield from access_lines(asked, statuses)
    yield from withheld_lines(asked, statuses)
    yield from weather_lines(asked, statuses)
    yield from number_lines(asked, statuses)
    yield from rule_lines(asked, statuses)
    yield from event_lines(asked, statuses)
    yield from last_heard_lines(asked, statuses)


def _only_of_both(asked: Asked, statuses: Sequence[Status]) -> Iterator[str]:
    """Say what stands under neither direction: figures of both together, and the weather."""
    told = [status for status in statuses if has_figures(status)]
    lines = [
        *withheld_lines(asked, statuses),
        *weather_lines(asked, statuses),
        *number_lines(asked, told),
    ]
    if lines:
        yield bold(way(BOTH))
        yield from lines


def _foot(asked: Asked, statuses: Sequence[Status], known: Iterable[Source]) -> Iterator[str]:
    used = {source for status in statuses for source in status.sources}
    names = [credit["name"] for credit in credits_for(used, known)]
    told = f"From: {'; '.join(names)}. " if names else ""
    clock = f"Times are those of {country(asked.place.countries[1])}. "
    yield from map(faint, wrapped(f"{told}{clock}{HOW_TO_READ}", hang=0))
