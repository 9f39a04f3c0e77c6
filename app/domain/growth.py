"""Growth: by how much a line has grown between two answers, and whether that is a surge.

Each quantity has grown by the ratio of its two middles; its doubt is that of both answers (80% of a
normal distribution lie within 1.2816 deviations). The quantities lean on one another, so their
mean, weighed by precision, counts as no sharper than the sharpest of them.
"""

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Protocol

from app.domain.belief import DEVIATIONS, width_of_80
from app.domain.vocabulary import Quantity

MATTERS: Mapping[Quantity, float] = {
    Quantity.QUEUE_VEHICLES: 20.0,
    Quantity.QUEUE_KM: 0.1,
    Quantity.WAIT_MINUTES: 30.0,
}
"""What grows, and below which all is alike, in the quantity's unit."""

LONG: Mapping[Quantity, float] = {Quantity.QUEUE_VEHICLES: 100.0, Quantity.QUEUE_KM: 0.6}
"""How long a line is at least that surges."""

GROWN, SURELY, STILL = 1.85, 1.1, 1.2
"""A surge begins where a line is GROWN times what it was a day before and with nine chances in ten
SURELY times, and lasts while it is STILL times that. Of simulated weeks other than those which
`python -m benchmarks accuracy` takes, this found most surges at one false alarm in 24 weeks."""

LEAST_DOUBT = 0.05
"""How far a ratio is off at least, in nats."""


class Answered(Protocol):
    """What was answered of one quantity, in its unit; None where there was no figure."""

    @property
    def low(self) -> float | None:
        """Give the 10th percentile."""

    @property
    def mid(self) -> float | None:
        """Give the median."""

    @property
    def high(self) -> float | None:
        """Give the 90th percentile."""


Answers = Mapping[Quantity, Answered]


@dataclass(frozen=True, slots=True, kw_only=True)
class Growth:
    """By what a line was multiplied in so many hours: 10th, 50th and 90th percentile."""

    low: float
    mid: float
    high: float
    hours: float

    @property
    def doubling_hours(self) -> float | None:
        """Give in how many hours it doubles at this pace; None where it does not grow."""
        return self.hours * math.log(2) / math.log(self.mid) if self.mid > 1 else None


def growth(now: Answers, before: Answers, hours: float) -> Growth | None:
    """Give the growth between two answers so many hours apart; None where none can be told."""
    both = [
        _ratio(now[quantity], before[quantity], least)
        for quantity, least in MATTERS.items()
        if quantity in now and quantity in before
    ]
    told = [ratio for ratio in both if ratio is not None]
    if not told:
        return None
    weights = [1 / doubt**2 for _, doubt in told]
    middle = sum(w * grown for w, (grown, _) in zip(weights, told, strict=True)) / sum(weights)
    reach = DEVIATIONS * min(doubt for _, doubt in told)
    return Growth(
        low=math.exp(middle - reach),
        mid=math.exp(middle),
        high=math.exp(middle + reach),
        hours=hours,
    )


def surges(now: Answers, grown: Growth | None, *, already: bool) -> bool:
    """Tell whether a line surges, by its growth over a day and whether it surged just before."""
    if grown is None:
        return already
    if already and grown.mid > STILL:
        return True
    long = any(
        quantity in now and (now[quantity].mid or 0.0) >= least for quantity, least in LONG.items()
    )
    return long and grown.mid >= GROWN and grown.low >= SURELY


def _ratio(now: Answered, before: Answered, least: float) -> tuple[float, float] | None:
    """Give the growth of one quantity and its standard doubt, in nats; None without two figures."""
    if now.mid is None or before.mid is None:
        return None
    doubt = math.hypot(_doubt(now, least), _doubt(before, least), LEAST_DOUBT)
    return _log(now.mid, least) - _log(before.mid, least), doubt


def _doubt(said: Answered, least: float) -> float:
    return width_of_80(said.low or 0.0, said.high or 0.0, least)


def _log(value: float | None, least: float) -> float:
    return math.log(max(value or 0.0, least))
