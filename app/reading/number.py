"""Numbers: digits, words and multipliers put together to one value."""

from collections.abc import Sequence
from typing import NamedTuple

from app.reading.part import Part
from app.reading.token import NUMBER

THOUSAND, PLACES = 1000, 6
HYPHENS = frozenset("-‑")
BOUNDS = ("bound.about", "bound.at_least", "bound.at_most")
"""After one of these a plural is a single one: `более тысячи`."""

MOST_PARTS = 12
SHORT = 3
"""Letters of a multiplier that may be short for it and stand apart: `тыс`."""


class Number(NamedTuple):
    """A number from one part to another (inclusive); `scale` is the last multiplier in it."""

    first: int
    last: int
    value: float
    scale: float
    about: bool


class Sum:
    """A number while it is read: what is summed up, and the group before the next multiplier."""

    def __init__(self) -> None:
        """Begin with nothing."""
        self.total = 0.0
        self.group: float | None = None
        self.scale = 1.0
        self.about = False
        self.digits = False

    def takes(self, part: Part) -> bool:
        """Take a part into the number, or say that it does not belong there."""
        if part.kind is NUMBER:
            return part.value is not None and self._value(part.value, digits=True)
        for sense, take in (
            ("multiplier", self._times),
            ("number", self._value),
            ("dozen", self._dozen),
            ("more", self._more),
        ):
            if sense in part.senses and take(part.senses[sense]):
                return True
        return False

    @property
    def value(self) -> float:
        """Give what was said so far."""
        return self.total + (self.group or 0)

    def _value(self, value: float, *, digits: bool = False) -> bool:
        if self.group is None:
            if self.total and value >= self.scale:
                return False
            self.group, self.digits = value, digits
            return True
        if digits or self.digits or not _fits(self.group, value):
            return False
        self.group += value
        return True

    def _times(self, multiplier: float) -> bool:
        if self.group is None and self.total:
            return False
        group = 1 if self.group is None else self.group
        if multiplier < THOUSAND:
            self.group = group * multiplier
            return True
        self.total += round(group * multiplier, PLACES)
        self.group, self.scale, self.digits = None, multiplier, False
        return True

    def _dozen(self, size: float) -> bool:
        self.group = (1 if self.group is None else self.group) * size
        self.about = True
        return True

    def _more(self, part: float) -> bool:
        if self.group is not None:
            self.group += part
        elif self.total:
            self.total += part * self.scale
        else:
            return False
        return True


def number_at(parts: Sequence[Part], first: int) -> Number | None:
    """Give the number that begins at a part, or None; a bare plural (`тысячи машин`) is none."""
    begins = parts[first]
    if begins.kind is not NUMBER and (not begins.senses or not _begins(parts, first)):
        return None
    read, last = Sum(), first - 1
    for at in range(first, min(len(parts), first + MOST_PARTS)):
        part = parts[at]
        if _joins(parts, at, last):
            continue
        if _is_letter(parts, at) or not read.takes(part):
            break
        last = at
    if last < first:
        return None
    return Number(first, last, read.value, read.scale, read.about)


def several(parts: Sequence[Part], at: int) -> bool:
    """Say whether a unit has its number after it, or is one of several: `несколько суток`."""
    after = parts[at + 1] if at + 1 < len(parts) else None
    vague = at > 0 and parts[at - 1].means("vague.word")
    return vague or (after is not None and after.means("number"))


def _begins(parts: Sequence[Part], first: int) -> bool:
    """Say whether a word can begin a number; a multiplier only in full: `a thousand`."""
    part = parts[first]
    if not part.means("number", "multiplier", "dozen") or part.means("more"):
        return False
    if first and parts[first - 1].means("vague.word"):
        return False  # several thousand
    if part.means("vague.word"):
        return first > 0 and parts[first - 1].means(*BOUNDS)
    short = "multiplier" in part.senses and len(part.said) <= SHORT + 1
    return not short or part.means("number")


def _is_letter(parts: Sequence[Part], at: int) -> bool:
    """Say whether a short multiplier (`5k`) stands apart, where it is another word."""
    part = parts[at]
    if "multiplier" not in part.senses or len(part.said) >= SHORT:
        return False
    return at == 0 or not part.glued


def _joins(parts: Sequence[Part], at: int, last: int) -> bool:
    """Say whether a part stands inside a number: the hyphen of twenty-five, the and after 100."""
    if at != last + 1 or not 0 < at < len(parts) - 1:
        return False
    before, after = parts[at - 1].senses, parts[at + 1].senses
    if parts[at].folded in HYPHENS:
        tens = before.get("number", 0)
        return bool(tens) and _fits(tens, after.get("number", 1000))
    return parts[at].means("small.and") and "multiplier" in before and "number" in after


def _fits(group: float, value: float) -> bool:
    """Say whether a smaller number can follow: 5 after 20, 20 after 100, but not 20 after 5."""
    if value <= 0 or value != int(value) or group != int(group):
        return False
    place = 10 ** len(str(int(value)))
    if 10 <= value < 20:  # noqa: PLR2004 - eleven to nineteen stand where ones and tens do
        place = 100
    return group >= place and not group % place
