"""What would be said of a series: a few reports a day, as far off as those of a simulated week.

Of a line (vehicles, kilometres) an authority speaks at 8 and 18 o'clock (UTC), nine times in ten,
and up to three media quote it; travellers who join see it, A_DAY times a day (Poisson). Of waits
travellers alone speak, as often: half of them once across, half while they have stood for a part of
it, to five minutes below an hour, else to the half hour. All are late, round and wrong by the
constants of `officials` and `travellers`; nobody lies.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import count

import numpy as np
from numpy.random import Generator

from app.domain.report import Report
from app.domain.report_check import PLAUSIBLE
from app.domain.vocabulary import Bound, Quantity
from app.simulating.scenario import DAY
from app.simulating.series import Series
from app.simulating.telling.officials import (
    COUNTED_BADLY,
    HOURS,
    MEDIA_LATE,
    MINISTRY,
    OFFICIAL_LATE,
    OUTLETS,
    QUOTED,
    SPOKEN,
)
from app.simulating.telling.speaker import (
    Said,
    Speaker,
    printed,
    report_of,
    rounded,
    wavering,
)
from app.simulating.telling.travellers import EYEWITNESS, FELT_BADLY, LATE, SEEN_BADLY

A_DAY = 6.0
"""How often a day travellers speak of one quantity, on average."""

HOUR, HALF_HOUR, SHORT = 60.0, 30.0, 5.0


@dataclass(frozen=True, slots=True)
class Seen:
    """A series, and the randomness of those who speak of it."""

    series: Series
    rng: Generator

    def figure(self, value: float) -> float:
        """Give a figure as it stands in print."""
        return printed(self.rng, value, self.series.quantity)


def reports_of(series: Sequence[Series], seed: int) -> list[Report]:
    """Give what would be said of series, by when it is known; the same seed gives the same."""
    numbers = count()
    said = [
        report_of(speaker, each, f"series-{seed}-{next(numbers)}")
        for index, one in enumerate(series)
        for speaker, each in _told(Seen(one, np.random.default_rng([seed, index])))
    ]
    return sorted(said, key=lambda report: (report.known, report.identity))


def _told(seen: Seen) -> Iterator[tuple[Speaker, Said]]:
    wait = seen.series.quantity is Quantity.WAIT_MINUTES
    if not wait:
        yield from _officials(seen)
    first, last = seen.series.minutes[0], seen.series.minutes[-1]
    times = seen.rng.uniform(first, last, seen.rng.poisson(A_DAY * (last - first) / DAY))
    for at in np.sort(times).round():
        value = seen.series.value_at(float(at))
        if value is not None:
            yield EYEWITNESS, (_waited if wait else _joined)(seen, float(at), value)


def _officials(seen: Seen) -> Iterator[tuple[Speaker, Said]]:
    rng = seen.rng
    days = range(int(seen.series.minutes[0] // DAY), int(seen.series.minutes[-1] // DAY) + 1)
    for at in (day * DAY + hour * 60.0 for day in days for hour in HOURS):
        value = seen.series.value_at(at)
        if value is None or rng.random() >= SPOKEN:
            continue
        told = rounded(value * wavering(rng, COUNTED_BADLY), 2)
        known = at + rng.exponential(OFFICIAL_LATE)
        yield MINISTRY, _said(seen, seen.figure(told), (at, at), known)
        for outlet in OUTLETS[: int(rng.poisson(QUOTED))]:
            later = known + rng.exponential(MEDIA_LATE)
            yield outlet, _said(seen, seen.figure(told), (at, at), later)


def _joined(seen: Seen, at: float, value: float) -> Said:
    told = rounded(value * wavering(seen.rng, SEEN_BADLY), 1)
    return _said(seen, told, (at, at), _late(seen, at))


def _waited(seen: Seen, at: float, value: float) -> Said:
    """Give the wait of who joined then: when he is across, or for how long he has stood so far."""
    over = seen.rng.random() < 1 / 2
    stood = value if over else value * float(seen.rng.uniform())
    felt = stood * wavering(seen.rng, FELT_BADLY)
    step = SHORT if felt < HOUR else HALF_HOUR
    until = at + stood
    bound = Bound.ABOUT if over else Bound.AT_LEAST
    return _said(
        seen, max(round(felt / step) * step, SHORT), (at, until), _late(seen, until), bound
    )


def _late(seen: Seen, at: float) -> float:
    return at + 1 + float(seen.rng.exponential(LATE))


def _said(
    seen: Seen,
    value: float,
    interval: tuple[float, float],
    known: float,
    bound: Bound = Bound.ABOUT,
) -> Said:
    first, last = interval
    return Said(
        quantity=seen.series.quantity,
        value=min(value, PLAUSIBLE[seen.series.quantity].greatest),
        first=first,
        last=last,
        known=known,
        bound=bound,
    )
