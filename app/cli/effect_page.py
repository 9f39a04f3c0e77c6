"""What an act changes, in words: each queue and respect on a line, before and after."""

from collections.abc import Iterator, Sequence
from datetime import datetime

from app.catalog import Catalogue
from app.cli.terminal import bold, plain, wrapped
from app.cli.words import country, figure, interval, moment_in, name_of, spread
from app.correcting.effect import Change, Said
from app.domain.place import BOTH, Place
from app.domain.report import default_subject
from app.domain.status import Access, Condition, Estimate, Event, Measurement, Rule, Withheld
from app.domain.vocabulary import (
    AccessWord,
    Agreement,
    EventWord,
    Freshness,
    Mode,
    NoNumber,
    Quantity,
    RuleWord,
    Subject,
    WeatherWord,
)

MOST_LINES = 40
"""How many changes are shown: what touches more is best looked at on the status page."""

NOTHING = "No figure, access, rule or event that is published changes."

SHORT = {Quantity.WAIT_MINUTES: "wait", Quantity.ACCESS: "access"}
"""Quantities that have a shorter name here than on a page."""


def effect(catalogue: Catalogue, changes: Sequence[Change], later: datetime | None) -> list[str]:
    """Write what changes; `later` is when, where that is not now."""
    if not changes:
        return [NOTHING]
    zone = catalogue.place(changes[0].queue.place).zone
    when = f" from {moment_in(later, zone)} on" if later else ""
    lines = list(_lines(catalogue, changes))
    shown = [line for each in lines[:MOST_LINES] for line in wrapped(plain(each), 2, 4)]
    more = len(lines) - MOST_LINES
    return [
        bold(f"What changes{when}:"),
        *shown,
        *([f"  and {more:,} more like these"] if more > 0 else []),
    ]


def _lines(catalogue: Catalogue, changes: Sequence[Change]) -> Iterator[str]:
    """Give a line for each change, access first, once for all modes of which the same is true."""
    told: dict[tuple[str, str, str], list[Mode]] = {}
    beneath = 0
    for change in sorted(changes, key=lambda each: each.part.quantity is not Quantity.ACCESS):
        place = catalogue.place(change.queue.place)
        words = _Words(catalogue, place).change(change)
        if words is None:
            beneath += 1
        else:
            queue = change.queue
            told.setdefault((place.id, queue.direction, words), []).append(queue.mode)
    for (place_id, direction, words), modes in told.items():
        where = f"{name_of(catalogue.place(place_id))}, {_way(direction)}"
        yield f"{where}, {', '.join(map(catalogue.label, modes))}: {words}"
    if beneath:
        yield f"Of {beneath:,} more, what is said stays, but it rests on other reports."


def _way(direction: str) -> str:
    left, _, entered = direction.partition("-")
    return "both directions" if direction == BOTH else f"{country(left)} to {country(entered)}"


class _Words:
    """Words what a status of one place says."""

    def __init__(self, catalogue: Catalogue, place: Place) -> None:
        self._label = catalogue.label
        self._zone = place.zone

    def change(self, change: Change) -> str | None:
        """Say one change: what, and how it was and will be; None where both read the same."""
        before, after = self._said(change.before), self._said(change.after)
        return None if before == after else f"{self._what(change)} {before} -> {after}"

    def _what(self, change: Change) -> str:
        quantity, said = change.part.quantity, change.after or change.before
        name = SHORT.get(quantity) or self._label(quantity)
        if isinstance(said, Event):
            return f"{name} {self._label(EventWord(said.word))!r}:"
        if isinstance(said, Rule):
            return f"{name} for {self._label(said.subject)} ({self._label(said.mode)}):"
        if isinstance(said, Withheld):
            return f"withholding of {name if said.quantity else 'access and every number'}:"
        if isinstance(said, Estimate | Measurement):
            return f"{name}{self._whose(said.subject, quantity)}"
        return name

    def _whose(self, subject: Subject, quantity: Quantity) -> str:
        usual = subject is default_subject(quantity)
        return "" if usual else f" ({self._label(subject)})"

    def _said(self, said: Said | None) -> str:
        if said is None:
            return "nothing"
        if isinstance(said, Access):
            return self._access(said)
        if isinstance(said, Estimate):
            return self._estimate(said)
        return self._other(said)

    def _other(self, said: Measurement | Rule | Event | Condition | Withheld) -> str:
        if isinstance(said, Withheld):
            return f"until {moment_in(said.until, self._zone)} ({said.reason})"
        if isinstance(said, Rule):
            return f"{self._label(RuleWord(said.word))}, says {said.origin}"
        if isinstance(said, Event):
            claim = f"{self._label(said.claim)} by " if said.claim else ""
            return f"{claim}{said.origin}, heard {moment_in(said.last_heard, self._zone)}"
        if isinstance(said, Measurement):
            return self._measurement(said)
        return self._condition(said)

    def _access(self, access: Access) -> str:
        if access.because is not None and access.state is AccessWord.UNKNOWN:
            return self._label(access.because)
        late = ", not confirmed lately" if access.freshness is Freshness.LATE else ""
        until = f", until {moment_in(access.until, self._zone)}" if access.until else ""
        who = f", says {access.origin}" if access.origin else ""
        return f"{self._label(access.state)}{who}{until}{late}"

    def _estimate(self, estimate: Estimate) -> str:
        if estimate.mid is None:
            return f"no figure, {self._label(estimate.no_number or NoNumber.UNKNOWN)}"
        count = f"{estimate.origins} origins" if estimate.origins != 1 else "one origin"
        differ = ", which differ" if estimate.agreement is Agreement.DIFFER else ""
        return f"{spread(estimate, estimate.quantity)}, {count}{differ}"

    def _measurement(self, measured: Measurement) -> str:
        if measured.no_number is not None:
            return f"no figure, {self._label(measured.no_number)}"
        until = moment_in(measured.observed_to, self._zone)
        return f"{_amount(measured.low, measured.mid, measured.high, measured.quantity)} of {until}"

    def _condition(self, condition: Condition) -> str:
        if condition.word:
            return self._label(WeatherWord(condition.word))
        return _amount(condition.low, None, condition.high, condition.quantity)


def _amount(low: float | None, mid: float | None, high: float | None, quantity: Quantity) -> str:
    if mid is not None:
        return figure(mid, quantity)
    if low is not None and high is not None:
        return figure(low, quantity) if low == high else interval(low, high, quantity)
    limit, word = (low, "at least") if low is not None else (high, "at most")
    return "a figure" if limit is None else f"{word} {figure(limit, quantity)}"
