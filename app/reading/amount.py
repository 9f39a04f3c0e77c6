"""Amounts: numbers with what bounds them, their ranges and their units."""

from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from app.domain.vocabulary import Bound
from app.reading.bound import BEFORE, bound_after, bound_before, unit_before
from app.reading.number import HYPHENS, Number, number_at, several
from app.reading.part import Part
from app.reading.token import NUMBER

DASHES = HYPHENS | frozenset("–—−‒")
MINUTES: Mapping[str, float] = {
    "unit.minute": 1,
    "unit.hour": 60,
    "unit.day": 1440,
    "unit.week": 10080,
    "unit.month": 43200,
}
KILOMETRES: Mapping[str, float] = {
    "unit.kilometre": 1,
    "unit.metre": 0.001,
    "unit.mile": 1.609344,
}
PRICE, THING, DATE = "price", "other unit", "date"
OTHERS: Mapping[str, str] = {
    "unit.percent": "percentage",
    "unit.money": PRICE,
    "unit.year": "years",
    "unit.weight": "weight",
    "unit.speed": "speed",
    "unit.degree": "temperature",
    "unit.times": "multiple",
    "unit.other": THING,
}
"""Units of nothing that we report, by the reason they are refused with."""

PERCENT = frozenset("%‰")
PERIODS = ("period.hour", "period.day", "period.week", "period.month")
OF_TIMES = ("window.over_after", "time.today", "time.as_of_after", "time.clock_after", *PERIODS)
"""What a unit before a number can be part of: `by 9 hours 180 lorries` waits for no 180 hours."""

LAST_OF_MONTH = 31
TIME, LENGTH, COUNT = "minutes", "kilometres", "count"
BEGIN = frozenset({"number", "multiplier", "dozen", TIME, LENGTH})
"""What a word means that an amount begins with."""


class Amount(NamedTuple):
    """A figure from one part to another (inclusive).

    `unit` is `minutes`, `kilometres`, `count` (what is counted stands elsewhere) or the reason why
    it is refused. `bare`: a unit that means one of it. `vague`: an amount without a figure.
    """

    first: int
    last: int
    low: float | None
    high: float | None
    bound: Bound
    unit: str
    bare: bool = False
    up_to: bool = False
    from_to: bool = False
    sense: str = ""


def amounts(parts: Sequence[Part]) -> Iterator[Amount]:
    """Give the amounts of a text, in order; none overlaps another."""
    after, number = 0, NUMBER
    for at, part in enumerate(parts):
        if part.kind is not number and (not part.senses or BEGIN.isdisjoint(part.senses)):
            continue
        if at < after:
            continue
        amount = _amount_at(parts, at)
        if amount is not None:
            yield amount
            after = amount.last + 1


def _amount_at(parts: Sequence[Part], at: int) -> Amount | None:
    number = number_at(parts, at)
    if number is None:
        return _bare(parts, at)
    amount = _with_unit(parts, _before_unit(parts, _ranged(parts, number)))
    return _bounded(parts, _composed(parts, amount))


def _before_unit(parts: Sequence[Part], amount: Amount) -> Amount:
    """Give an amount with the bound that stands between its number and its unit: `5 гаруй цаг`."""
    after, last = bound_after(parts, amount.last)
    told = after is not None and last + 1 < len(parts) and _unit_of(parts[last + 1])
    if not told or amount.bound is Bound.BETWEEN:
        return amount
    up_to = parts[last].means("bound.up_to_after")
    return _as(amount._replace(last=last, up_to=up_to), after)


def _bare(parts: Sequence[Part], at: int) -> Amount | None:
    """Give an amount that is one phrase: half an hour, an hour, a three-hour (queue)."""
    for unit in (TIME, LENGTH):
        value = parts[at].senses.get(unit)
        if value is not None and not several(parts, at):
            one = any(sense.startswith("unit.") for sense in parts[at].senses)
            made = Amount(
                first=at, last=at, low=value, high=value, bound=Bound.EXACT, unit=unit, bare=one
            )
            return _bounded(parts, made)
    return None


def _ranged(parts: Sequence[Part], number: Number) -> Amount:
    """Give a number, or the range that it begins."""
    single = Amount(
        first=number.first,
        last=number.last,
        low=number.value,
        high=number.value,
        bound=Bound.ABOUT if number.about else Bound.EXACT,
        unit=COUNT,
    )
    other = _other_end(parts, number)
    if other is None:
        return single
    low = number.value
    if number.scale == 1 < other.scale and low < other.value / other.scale:
        low *= other.scale
    if low >= other.value:
        return single
    between = parts[number.last : other.first]
    told = any(part.means("range.to", "range.from_after") for part in between)
    return single._replace(
        last=other.last, low=low, high=other.value, bound=Bound.BETWEEN, from_to=told
    )


def _other_end(parts: Sequence[Part], number: Number) -> Number | None:
    """Give the upper end of a range, where the parts after its lower end say that it is one."""
    after = _after_from(parts, number)
    if after is None:
        return _linked(parts, number)
    other = number_at(parts, after)
    return other if other is not None and _ends_range(parts, other) else None


def _linked(parts: Sequence[Part], number: Number) -> Number | None:
    """Give the upper end of a range by the dash or the word between its ends."""
    at = number.last + 1
    if at < len(parts) and _unit_of(parts[at]):
        if parts[at].among(OTHERS) or parts[at].folded in PERCENT:
            return None
        at += 1
    if at + 1 >= len(parts) or not _leads_on(parts, number.first, at):
        return None
    if parts[at].folded in DASHES and at != number.last + 1:
        return None
    at += 1
    if parts[at].among(BEFORE):
        at += 1
    return number_at(parts, at) if at < len(parts) else None


def _after_from(parts: Sequence[Part], number: Number) -> int | None:
    """Give where the upper end stands after an ending that says from: `300-დან 500-მდე`."""
    for at in range(number.last, min(number.last + 3, len(parts) - 1)):
        senses = parts[at].senses
        if senses and at > number.last and not OTHERS.keys().isdisjoint(senses):
            return None
        if "range.from_after" in senses:
            return at + 1
    return None


def _ends_range(parts: Sequence[Part], number: Number) -> bool:
    stretch = parts[number.last : number.last + 3]
    return any(part.means("bound.up_to_after") for part in stretch)


def _leads_on(parts: Sequence[Part], first: int, at: int) -> bool:
    link = parts[at]
    if link.folded in DASHES or link.means("range.or"):
        return True
    led = parts[max(0, first - 2) : first]
    if link.means("range.to"):
        return link.means("range.alone") or any(part.means("range.from") for part in led)
    return link.means("range.and") and any(part.means("range.between") for part in led)


def _unit_of(part: Part) -> str:
    if part.folded in PERCENT:
        return "unit.percent"
    for sense in part.senses:
        if sense in MINUTES or sense in KILOMETRES or sense in OTHERS:
            return sense
    return ""


def _with_unit(parts: Sequence[Part], amount: Amount) -> Amount:
    at = _of_unit(parts, amount.last + 1)
    if amount.first and parts[amount.first - 1].means("unit.money"):
        return amount._replace(unit=OTHERS["unit.money"], sense="unit.money")
    if amount.first and parts[amount.first - 1].means("time.clock"):
        return amount._replace(unit="clock time", sense="time.clock")
    if (at < len(parts) and parts[at].means("month")) or _of_month(parts, amount):
        last = at if at < len(parts) and parts[at].means("month") else amount.last
        return amount._replace(last=last, unit=DATE, sense="month")
    sense = _unit_of(parts[at]) if at < len(parts) else ""
    if not sense:
        return _with_unit_before(parts, amount)
    if sense in OTHERS:
        return amount._replace(last=at, unit=OTHERS[sense], sense=sense)
    return _times(amount._replace(last=at, sense=sense))


def _of_month(parts: Sequence[Part], amount: Amount) -> bool:
    """Say whether a figure is the day after its month: `September 17`."""
    first = amount.first
    if not first or not parts[first - 1].means("month") or (amount.high or 0) > LAST_OF_MONTH:
        return False
    return first < 2 or parts[first - 2].kind is not NUMBER  # noqa: PLR2004 - two before


def _with_unit_before(parts: Sequence[Part], amount: Amount) -> Amount:
    """Give an amount with the unit before its number (`часа три`), if it is no other number's."""
    at = unit_before(parts, amount.first, amount.last)
    sense = _unit_of(parts[at]) if at >= 0 else ""
    within = at >= 0 and parts[at].means(*OF_TIMES)
    if not sense or sense in OTHERS or within or number_at(parts, max(0, at - 1)) is not None:
        return amount
    bound = Bound.ABOUT if amount.bound is Bound.EXACT else amount.bound
    return _times(amount._replace(first=at, bound=bound, sense=sense))


def _of_unit(parts: Sequence[Part], at: int) -> int:
    """Give where the unit stands: at once, or after a hyphen (`a 5-hour queue`)."""
    hyphen = at + 1 < len(parts) and parts[at].folded in HYPHENS
    return at + 1 if hyphen and _unit_of(parts[at + 1]) else at


def _times(amount: Amount) -> Amount:
    """Give an amount in minutes or kilometres, by its unit's word."""
    each = MINUTES.get(amount.sense) or KILOMETRES[amount.sense]
    low = None if amount.low is None else round(amount.low * each, 3)
    high = None if amount.high is None else round(amount.high * each, 3)
    return amount._replace(low=low, high=high, unit=TIME if amount.sense in MINUTES else LENGTH)


def _composed(parts: Sequence[Part], amount: Amount) -> Amount:
    """Add what stands in a smaller unit after it: two hours (and) thirty minutes."""
    at = amount.last + 1
    if amount.unit != TIME or amount.low is None or amount.low != amount.high:
        return amount
    if at < len(parts) and parts[at].means("small.and", "range.and"):
        at += 1
    if at >= len(parts):
        return amount
    each = MINUTES.get(amount.sense, 0)
    half = parts[at].senses.get("more")
    more, last = (half * each, at) if half is not None else _smaller(parts, at, each)
    total = amount.low + more
    return amount._replace(last=last, low=total, high=total) if more else amount


def _smaller(parts: Sequence[Part], at: int, each: float) -> tuple[float, int]:
    """Give the minutes of an amount in a smaller unit, and where it ends; 0 where there is none."""
    number = number_at(parts, at)
    if number is None:
        return 0, at
    unit = _unit_of(parts[number.last + 1]) if number.last + 1 < len(parts) else ""
    if not unit and parts[at].glued and number.value < each == MINUTES["unit.hour"]:
        return number.value, at  # 2h50
    if unit == "unit.metre" and number.value < each == MINUTES["unit.hour"]:
        unit = "unit.minute"  # 2h 30m
    less = MINUTES.get(unit, each)
    return (number.value * less if less < each else 0), number.last + 1


def _bounded(parts: Sequence[Part], amount: Amount) -> Amount:
    """Give an amount as it is bounded by the words before and after it."""
    bound, first = bound_before(parts, amount.first)
    after, last = bound_after(parts, amount.last)
    if bound is None and after is None:
        return amount
    up_to = bound is Bound.AT_MOST and parts[first].means("bound.up_to")
    up_to = up_to or amount.up_to
    up_to = up_to or any(each.means("bound.up_to_after") for each in parts[last : last + 2])
    amount = amount._replace(first=first, last=last, up_to=up_to)
    return _as(amount, bound if after is None else after)


def _as(amount: Amount, bound: Bound | None) -> Amount:
    if bound is None or amount.bound is Bound.BETWEEN:
        return amount
    if bound is Bound.AT_LEAST:
        return amount._replace(high=None, bound=bound)
    if bound is Bound.AT_MOST:
        return amount._replace(low=None, bound=bound)
    return amount._replace(bound=bound)
