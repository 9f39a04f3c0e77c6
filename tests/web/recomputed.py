"""A published number computed again from nothing but the answer of /v1/explain.

It follows the steps that the answer itself tells, and imports nothing of ours.
"""

import math
from collections.abc import Iterable
from datetime import datetime
from typing import Any

import numpy as np
from numpy.typing import NDArray

Cells = NDArray[np.float64]
Json = dict[str, Any]

STALE = frozenset({"stale", "source_down"})


def recomputed(number: Json, method: Json) -> tuple[float, float, float]:
    """Compute low, mid and high of one number, rounded as they are published."""
    cells = _Cells(method["quantities"][number["quantity"]], method, number["cycle"])
    moment = _moment(number["moment"])
    voices = [voice for voice in number["voices"] if voice["weight"] > 0]
    begun = [voice for voice in voices if _moment(voice["observed_from"]) <= moment]
    belief = cells.carried(begun, moment)
    later = [voice for voice in voices if voice not in begun]
    if later and number["no_number"] not in STALE:
        belief = belief * cells.carried(later, moment)
    if number["blur"]:
        belief = np.concatenate((belief[:1], cells.spread(belief[1:], number["blur"])))
    low, mid, high = (cells.share(belief, share) for share in method["shares"])
    return low, mid, high


class _Cells:
    """The cells of one quantity, and what is done over them."""

    def __init__(self, span: Json, method: Json, cycle: Json) -> None:
        logs = np.linspace(math.log(span["least"]), math.log(span["greatest"]), method["cells"])
        self.step = logs[1] - logs[0]
        self.logs = logs
        self.axis = np.concatenate(([logs[0] - method["zero_apart"]], logs))
        self.whole, self.method = span["whole"], method
        self.short: float = span["short"]
        self.cycle = cycle

    def carried(self, voices: Iterable[Json], moment: datetime) -> Cells:
        """Take the voices from the furthest moment to the nearest, and up to the number's."""
        spoken: dict[datetime, list[Json]] = {}
        for voice in voices:
            nearest = max(moment, _moment(voice["observed_from"]))
            spoken.setdefault(min(nearest, _moment(voice["until"])), []).append(voice)
        belief = np.ones(len(self.axis))
        before = None
        moments = sorted(spoken, key=lambda when: abs(moment - when), reverse=True)
        for when in moments[-self.method["most_moments"] :]:
            if before is not None:
                belief = self.later(belief, before, when)
            for voice in spoken[when]:
                belief = belief * self.likelihood(voice) ** voice["weight"]
            belief = belief / belief.sum()
            before = when
        return belief if before is None else self.later(belief, before, moment)

    def later(self, belief: Cells, before: datetime, then: datetime) -> Cells:
        """Let time pass from one moment to another."""
        if before == then:
            return belief
        wider = self.widened(belief, _hours(before, then))
        rise = self.wave(then) - self.wave(before)
        middle = self.value(wider, 0.5)
        if middle == 0 or not any(self.cycle.values()):
            return wider
        moving = self.method["cycle"]
        length = max(middle, moving["least_moved"] * self.short)
        most: float = moving["most_nats"]
        nats = min(math.log(max(1 + rise / length, math.exp(-most))), most)
        rest = wider[1:].sum()
        there = np.interp(self.logs - nats, self.logs, wider[1:], left=0, right=0)
        if there.sum() <= moving["lost"] * rest:
            return wider
        return np.concatenate((wider[:1], there * rest / there.sum()))

    def wave(self, moment: datetime) -> float:
        """Give where the daily wave stands."""
        angle = 2 * math.pi * moment.timestamp() / 86_400
        cosine, sine = self.cycle["cosine"], self.cycle["sine"]
        return float(cosine * math.cos(angle) + sine * math.sin(angle))

    def widened(self, belief: Cells, hours: float) -> Cells:
        """Let so many hours pass."""
        if hours == 0:
            return belief
        spread = self.spread(belief, math.sqrt(self.walk(belief) * hours))
        lost = 1 - math.exp(-self.method["anything_per_hour"] * hours)
        result: Cells = (1 - lost) * spread + lost * spread.sum() / len(spread)
        return result

    def walk(self, belief: Cells) -> float:
        """Give the variance that an hour adds: more where the line is short."""
        most: float = self.method["most_walk_per_hour"]
        middle = self.value(belief, 0.5)
        if middle == 0:
            return most
        least: float = self.method["walk_per_hour"]
        return min(least * (1 + (self.short / middle) ** 2), most)

    def spread(self, belief: Cells, width: float) -> Cells:
        """Spread by a Gaussian, mirrored at both ends."""
        size = len(belief)
        reach = min(math.ceil(4 * width / self.step), size - 1)
        offsets = np.arange(-reach, reach + 1)
        kernel = np.exp(-((offsets / round(width / self.step, 3)) ** 2) / 2)
        kernel /= kernel.sum()
        around = np.arange(size)[:, None] + offsets[None, :]
        mirrored = np.where(around < 0, -1 - around, around)
        mirrored = np.where(mirrored >= size, 2 * size - 1 - mirrored, mirrored)
        result: Cells = belief[mirrored] @ kernel
        return result

    def likelihood(self, voice: Json) -> Cells:
        """Tell how well each cell fits what was said."""
        least, greatest = _allowed(voice)
        fit = np.ones(len(self.axis))
        for outside in self._outside(least, greatest):
            fit *= self._student(outside / voice["scale"])
        if (least is None or greatest is None) and voice["method"] != "derived":
            fit *= self._beyond(least, greatest, voice)
        fit /= fit.max()
        floor = self.method["wrong"] / (1 - self.method["wrong"]) * fit.mean()
        result: Cells = (1 - floor) * fit + floor
        return result

    def _outside(self, least: float | None, greatest: float | None) -> Iterable[Cells]:
        if least is not None:
            yield np.maximum(self.place(least) - self.axis, 0)
        if greatest is not None:
            yield np.maximum(self.axis - self.place(greatest), 0)

    def _student(self, z: Cells) -> Cells:
        tail = self.method["tail"]
        result: Cells = (1 + z * z / tail) ** (-(tail + 1) / 2)
        return result

    def _beyond(self, least: float | None, greatest: float | None, voice: Json) -> Cells:
        beyond = self.method["beyond"]
        side, away = (least, 1) if greatest is None else (greatest, -1)
        assert side is not None
        further = away * (self.axis - self.place(side))
        if voice["joined_at"]:
            standing: Cells = np.exp(-beyond["standing"] * np.maximum(further, 0))
            return standing
        off = np.maximum(further - beyond["slack"], 0)
        still = beyond["least"][voice["bound"]]
        result: Cells = still + (1 - still) / (1 + (off / beyond["width"]) ** 2)
        return result

    def place(self, value: float) -> float:
        """Give where a value stands on the axis."""
        zero = float(self.axis[0])
        return max(math.log(value), zero) if value > 0 else zero

    def value(self, belief: Cells, share: float) -> float:
        """Give the value below which a share lies."""
        rising = np.cumsum(belief) / belief.sum()
        if rising[0] >= share:
            return 0
        edges = np.append(self.logs - self.step / 2, self.logs[-1] + self.step / 2)
        return math.exp(float(np.interp(share, rising, edges)))

    def share(self, belief: Cells, share: float) -> float:
        """Give the value below which a share lies, rounded."""
        value = self.value(belief, share)
        if value == 0:
            return 0
        digits: int = self.method["digits"] - 1 - math.floor(math.log10(value))
        return round(round(value, digits)) if self.whole else round(value, digits)


def _allowed(voice: Json) -> tuple[float | None, float | None]:
    if voice["bound"] in {"exact", "about"}:
        return voice["value"], voice["value"]
    least = None if voice["bound"] == "at_most" else voice["low"]
    return least, None if voice["bound"] == "at_least" else voice["high"]


def _moment(text: str) -> datetime:
    return datetime.fromisoformat(text)


def _hours(one: datetime, other: datetime) -> float:
    return abs((other - one).total_seconds()) / 3600
