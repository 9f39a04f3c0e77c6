"""A series: figures that somebody measured, each at a moment, taken for the truth between two.

Minutes are counted from where simulated time begins (`moment`), so a real series keeps its hours
and weekdays.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from app.domain.vocabulary import Quantity
from app.simulating.answering import EVERY
from app.simulating.arrivals import Rates
from app.simulating.scenario import DAY

FEWEST = 10
"""Rows below which a series says nothing about how good an answer is."""

MOST_ASKED = 1000
"""How often a series is asked about at most: about 20 ms each."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Series:
    """One quantity over time: `minutes` rise, `values` (n,) are in the quantity's unit."""

    quantity: Quantity
    minutes: Rates
    values: Rates

    @property
    def patience(self) -> float:
        """Give for how many minutes a figure stands for what is: two usual steps."""
        return 2 * float(np.median(np.diff(self.minutes)))

    def value_at(self, minute: float) -> float | None:
        """Give the figure that stands at a minute; None before the first and in a gap."""
        row = int(np.searchsorted(self.minutes, minute, side="right")) - 1
        if row < 0 or minute - self.minutes[row] > self.patience:
            return None
        return float(self.values[row])

    def measured_at(self, minute: float) -> float | None:
        """Give the figure that was measured at exactly this minute, if one was."""
        row = int(np.searchsorted(self.minutes, minute))
        if row == len(self.minutes) or self.minutes[row] != minute:
            return None
        return float(self.values[row])


def minutes_asked(series: Sequence[Series]) -> list[float]:
    """Give the minutes at which to ask: the last row of every three hours, after a first day.

    Of a long series as many are left out, evenly, as keeps it to MOST_ASKED.
    """
    rows = np.unique(np.concatenate([each.minutes for each in series]))
    rows = rows[rows >= rows[0] + DAY]
    last_of_three_hours = np.flatnonzero(np.diff(rows // EVERY, append=np.inf))
    asked = rows[last_of_three_hours]
    return [float(each) for each in asked[:: -(-len(asked) // MOST_ASKED) or 1]]


def truths_at(series: Sequence[Series], minute: float) -> dict[Quantity, float]:
    """Give what was measured at a minute."""
    found = {each.quantity: each.measured_at(minute) for each in series}
    return {quantity: value for quantity, value in found.items() if value is not None}
