"""Rules, events, weather and what is withheld, in words: how each stands, and who said so when."""

from collections.abc import Iterator, Sequence
from itertools import chain

from app.cli.asked import Asked
from app.cli.terminal import faint, wrapped
from app.cli.words import day, figure, last_day, moment_in
from app.domain.freshness import EVENT_HEARD
from app.domain.status import Condition, Event, LastHeard, Rule, Status, Withheld
from app.domain.vocabulary import (
    Agreement,
    EventWord,
    Freshness,
    Mode,
    RuleWord,
    Subject,
    WeatherWord,
)


def withheld_lines(asked: Asked, statuses: Sequence[Status]) -> Iterator[str]:
    """Say once for each order what is withheld, of which modes, until when and why."""
    groups: dict[Withheld, list[Status]] = {}
    for status in statuses:
        for order in status.withheld:
            groups.setdefault(order, []).append(status)
    for order, group in groups.items():
        yield from wrapped(f"{_what(asked, order, group, statuses)}: {_why(asked, order)}", 2)


def _what(
    asked: Asked, order: Withheld, group: Sequence[Status], statuses: Sequence[Status]
) -> str:
    what = asked.label(order.quantity) if order.quantity else "all figures"
    modes = ", ".join(asked.label(status.queue.mode) for status in group)
    return what if len(group) == len(statuses) else f"{what} ({modes})"


def _why(asked: Asked, order: Withheld) -> str:
    return f"withheld by the operator until {moment_in(order.until, asked.zone)}: {order.reason}"


def rule_lines(asked: Asked, statuses: Sequence[Status]) -> Iterator[str]:
    """Say each rule once, with the link of whoever said so."""
    rules = list(dict.fromkeys(chain.from_iterable(status.rules for status in statuses)))
    if rules:
        yield "  rules"
    for rule in rules:
        yield from wrapped(_rule(asked, rule), 4)
        if rule.url:
            yield faint(f"      {rule.url}")


def _rule(asked: Asked, rule: Rule) -> str:
    whom = "" if rule.subject is Subject.EVERYBODY else f" for {asked.label(rule.subject)}"
    word = asked.label(RuleWord(rule.word))
    since = f"since {day(rule.observed_from, asked.zone)}"
    until = f" until {last_day(rule.until, asked.zone)}" if rule.until else ""
    told = [f"{asked.label(rule.mode)}{whom}: {word} {since}{until}", f"says {rule.origin}"]
    if rule.claim is not None:
        told.append(asked.label(rule.claim))
    if rule.freshness is Freshness.LATE:
        told.append("not confirmed lately")
    if rule.agreement is Agreement.DIFFER:
        told.append("others say otherwise")
    return ", ".join(told)


def weather_lines(asked: Asked, statuses: Sequence[Status]) -> Iterator[str]:
    """Say the weather of the place, while it is still weather."""
    conditions = dict.fromkeys(chain.from_iterable(status.weather for status in statuses))
    for condition in conditions:
        ageing = ", ageing" if condition.freshness is Freshness.LATE else ""
        told = f"{_condition(asked, condition)}, says {condition.origin}"
        yield from wrapped(f"{told} {asked.ago(condition.observed_to)}{ageing}", 2)


def _condition(asked: Asked, condition: Condition) -> str:
    if condition.word:
        return f"weather: {asked.label(WeatherWord(condition.word))}"
    quantity = condition.quantity
    ends = dict.fromkeys(end for end in (condition.low, condition.high) if end is not None)
    figures = " to ".join(figure(end, quantity) for end in ends)
    return f"{asked.label(quantity)}: {figures}"


def event_lines(asked: Asked, statuses: Sequence[Status]) -> Iterator[str]:
    """Say what was heard of, a line for each kind of event, each claim with its newest origin."""
    events = dict.fromkeys(chain.from_iterable(status.events for status in statuses))
    by_kind: dict[tuple[str, Mode], list[Event]] = {}
    for event in events:
        by_kind.setdefault((event.word, event.mode), []).append(event)
    yield (
        "  heard of"
        if by_kind
        else f"  nothing was heard of in the {EVENT_HEARD[1].days} days before"
    )
    for (word, mode), group in by_kind.items():
        whom = "" if mode is Mode.ANY else f" ({asked.label(mode)})"
        claims = "; ".join(_claim(asked, event) for event in group)
        yield from wrapped(f"{asked.label(EventWord(word))}{whom}: {claims}", 4)


def last_heard_lines(asked: Asked, statuses: Sequence[Status]) -> Iterator[str]:
    """Say which hazards were last heard of longer ago, a line for each: nothing made them safe."""
    hazards = dict.fromkeys(chain.from_iterable(status.last_heard for status in statuses))
    by_kind: dict[tuple[str, Mode], list[LastHeard]] = {}
    for hazard in hazards:
        by_kind.setdefault((hazard.word, hazard.mode), []).append(hazard)
    for (word, mode), group in by_kind.items():
        whom = "" if mode is Mode.ANY else f" ({asked.label(mode)})"
        claims = "; ".join(_faded(asked, hazard) for hazard in group)
        yield from wrapped(f"last heard: {asked.label(EventWord(word))}{whom}, {claims}", 2)


def _faded(asked: Asked, hazard: LastHeard) -> str:
    stands = asked.label(hazard.claim) if hazard.claim else "reported"
    return f"{stands} {asked.ago(hazard.last_heard)}"


def _claim(asked: Asked, event: Event) -> str:
    stands = asked.label(event.claim) if event.claim else "reported"
    more = f" and {event.origins - 1} more" if event.origins > 1 else ""
    return f"{stands} by {event.origin}{more} {asked.ago(event.last_heard)}"
