"""The spread: what each origin says, as a line on one axis beside the interval published."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from app.domain.vocabulary import UNITS, Quantity
from app.domain.voice import Role
from app.web.page.figures import Fields, measured
from app.web.page.place.measured import said
from app.web.page.place.scale import Scale, scale_of
from app.web.page.speech import Speech

MOST_LINES = 12
"""How many origins are drawn."""

DRAWN = frozenset({Role.USED, Role.OUTLIER})


@dataclass(frozen=True, slots=True, kw_only=True)
class Stroke:
    """One line of the drawing: whose, what they said, and from where to where it goes.

    `point` stands where one figure was said; `open_left` and `open_right` mark a bound that goes
    on. All positions are shares of the axis, written as SVG takes them.
    """

    title: str
    text: str
    start: str
    end: str
    point: str = ""
    open_left: bool = False
    open_right: bool = False
    outlier: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Spread:
    """The whole drawing: what is published, each origin's line, and the figures on the axis."""

    published: Stroke
    strokes: Sequence[Stroke]
    marks: Sequence[tuple[str, str, str]]


def spread_of(number: Mapping[str, Any], speech: Speech) -> Spread | None:
    """Draw a number of an explanation; None where there is none, or nobody else beside it."""
    if number["mid"] is None:
        return None
    quantity = Quantity(number["quantity"])
    voices = list(_newest_of_each(number["voices"]))[:MOST_LINES]
    if not voices:
        return None
    scale = scale_of(max(number["high"], *map(_highest, voices)), quantity)
    published = Stroke(
        title=speech.say("Published"),
        text=measured(number["low"], number["high"], quantity, speech),
        start=scale.percent(number["low"]),
        end=scale.percent(number["high"]),
        point=scale.percent(number["mid"]),
    )
    return Spread(
        published=published,
        strokes=[_stroke(each, quantity, scale, speech) for each in voices],
        marks=list(_marks(scale, quantity, speech)),
    )


def _newest_of_each(voices: Sequence[Fields]) -> Iterator[Fields]:
    """Give the newest voice of each origin among those that bear on the number."""
    seen: set[str] = set()
    drawn = [each for each in voices if each["role"] in DRAWN]
    for voice in sorted(drawn, key=lambda each: each["until"], reverse=True):
        if voice["origin"] not in seen:
            seen.add(voice["origin"])
            yield voice


def _figures(voice: Fields) -> list[float]:
    return [each for each in (voice["value"], voice["low"], voice["high"]) if each is not None]


def _highest(voice: Fields) -> float:
    return max(_figures(voice), default=0)


def _stroke(voice: Fields, quantity: Quantity, scale: Scale, speech: Speech) -> Stroke:
    value, low, high = voice["value"], voice["low"], voice["high"]
    given = _figures(voice)
    open_left, open_right = value is None and low is None, value is None and high is None
    return Stroke(
        title=voice["origin"],
        text=said(voice, value, quantity, speech),
        start="0%" if open_left else scale.percent(min(given)),
        end="100%" if open_right else scale.percent(max(given)),
        point=scale.percent(value) if value is not None else "",
        open_left=open_left,
        open_right=open_right,
        outlier=voice["role"] == Role.OUTLIER,
    )


def _marks(scale: Scale, quantity: Quantity, speech: Speech) -> Iterator[tuple[str, str, str]]:
    """Give each figure on the axis: where it stands, in words, and to which side it is written."""
    last = len(scale.marks) - 1
    for number, mark in enumerate(scale.marks):
        anchor = "start" if number == 0 else "end" if number == last else "middle"
        bare = mark == 0 or (UNITS[quantity] != "min" and number < last)
        text = speech.number(mark) if bare else measured(mark, mark, quantity, speech)
        yield scale.percent(mark), text, anchor
