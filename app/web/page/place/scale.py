"""A scale: where figures stand on an axis that begins at zero, and which of them are written."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from app.domain.vocabulary import UNITS, Quantity

MOST_MARKS = 5
"""How many figures are written beside an axis, zero apart."""

MINUTES = (
    5, 10, 15, 30, 60, 120, 180, 360, 720, 1440, 2880, 4320, 7200, 14_400, 28_800, 43_200, 86_400,
)  # fmt: skip
"""Steps in which waits are told: minutes, hours, days."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Scale:
    """An axis from zero to `top`, with `marks` on it (in the quantity's unit)."""

    top: float
    marks: Sequence[float]

    def share(self, value: float) -> float:
        """Give where a figure stands, 0 to 1; what is beyond stands at the end."""
        return min(max(value / self.top, 0.0), 1.0)

    def percent(self, value: float) -> str:
        """Give where a figure stands, as SVG takes it: `37.5%`."""
        return f"{100 * self.share(value):.4g}%"


def scale_of(highest: float, quantity: Quantity) -> Scale:
    """Give the scale on which figures up to the highest stand."""
    highest = highest or 1
    step = next(step for step in _steps(quantity) if highest / step <= MOST_MARKS)
    count = -int(-highest // step)
    return Scale(top=count * step, marks=[step * number for number in range(count + 1)])


def _steps(quantity: Quantity) -> Iterator[float]:
    if UNITS[quantity] == "min":
        yield from MINUTES
    power = 0.01 if UNITS[quantity] != "min" else 100_000.0
    while True:
        yield from (power, 2 * power, 5 * power)
        power *= 10
