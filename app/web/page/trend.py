"""A trend as a small line, and in a word."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import log2

from app.board.stand import Stand
from app.domain.vocabulary import Quantity
from app.web.page.speech import Speech

WIDTH, HEIGHT = 64, 18
"""Of the drawing, in its own units."""

EDGE = 2
"""How far the line keeps from the edges."""

CHANGED = 1.25
"""By which factor a number must have changed over the day to be called growing or shrinking."""

LEAST = 1.0
"""How many doublings the whole height stands for at the least, so that small changes look small."""

FEWEST = 3
"""Of fewer numbers no line is drawn."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Trend:
    """The points of a line (SVG), and what they say in a word; `width` and `height` of the box."""

    points: str
    said: str
    width: int = WIDTH
    height: int = HEIGHT


def trend_of(stands: Sequence[Stand], quantity: Quantity, speech: Speech) -> Trend | None:
    """Draw how a quantity went; None where there are too few numbers to say.

    A moment without a number has no point: the line goes on to the next one that has.
    """
    told = [stand.numbers.get(quantity, {}).get("mid") for stand in stands]
    known = [(place, mid) for place, mid in enumerate(told) if mid is not None]
    if len(known) < FEWEST:
        return None
    levels = [log2(mid + 1) for _, mid in known]
    middle, span = (max(levels) + min(levels)) / 2, max(max(levels) - min(levels), LEAST)
    across = (WIDTH - 2 * EDGE) / (len(told) - 1)
    drawn = [
        f"{EDGE + place * across:.1f},{_height((level - middle) / span):.1f}"
        for (place, _), level in zip(known, levels, strict=True)
    ]
    return Trend(points=" ".join(drawn), said=_said(known[0][1], known[-1][1], speech))


def _height(share: float) -> float:
    """Give the height of a point that lies so far above the middle (-0.5 to 0.5)."""
    return EDGE + (0.5 - share) * (HEIGHT - 2 * EDGE)


def _said(first: float, last: float, speech: Speech) -> str:
    if last > first * CHANGED:
        return speech.say("growing over 24 hours")
    if first > last * CHANGED:
        return speech.say("shrinking over 24 hours")
    return speech.say("about the same over 24 hours")
