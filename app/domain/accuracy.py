"""Accuracy: how far off what we published was, by mode and quantity, over three windows of time.

Small numbers are said to be small, and of fewer than three figures no mean is told.
"""

import math
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum
from itertools import product
from statistics import fmean, median

from app.domain.comparison import Compared
from app.domain.score import SCORED, Tally
from app.domain.trial import Trial
from app.domain.vocabulary import QUEUE_QUANTITIES, Mode, Quantity

DAYS = (7, 30, 90)
"""The windows, in days of 24 hours, the shortest first."""

LONGEST = timedelta(days=DAYS[-1])

FEW = 20
"""Below so many figures, means are said to rest on few."""

FEWEST = 3
"""Below so many figures, no mean is told."""


class Amount(StrEnum):
    """How many figures a mean rests on: under three there is no mean, under twenty they are few."""

    NONE = "none"
    TOO_FEW = "too_few"
    FEW = "few"
    ENOUGH = "enough"


@dataclass(frozen=True, slots=True, kw_only=True)
class Errors:
    """How far off one kind of answer was, in nats, and the factor that it was usually off by."""

    mean: float
    median: float

    @property
    def factor(self) -> float:
        """Give the factor of the median: half of all were off by less."""
        return math.exp(self.median)


@dataclass(slots=True)
class UnderMethod:
    """How many figures were held against beliefs of one method, the first of them `since` when."""

    since: datetime
    compared: int = 0


@dataclass(slots=True, kw_only=True)
class Accuracy:
    """How far off we were: of one mode (None: all) and quantity (None: all), over some days."""

    quantity: Quantity | None
    mode: Mode | None
    days: int
    tally: Tally = field(default_factory=Tally)
    left_out: Counter[str] = field(default_factory=Counter)
    methods: dict[str, UnderMethod] = field(default_factory=dict)

    def count(self, trial: Trial) -> None:
        """Count one figure."""
        if not isinstance(trial.outcome, Compared):
            self.left_out[trial.outcome] += 1
            return
        self.tally.count(trial.outcome)
        version = trial.method_version or ""
        method = self.methods.setdefault(version, UnderMethod(trial.at))
        method.since = min(method.since, trial.at)
        method.compared += 1

    def add(self, part: "Accuracy", *, counted: bool) -> None:
        """Add what was counted of a part, where it is `counted` in this window."""
        if not counted:
            return
        self.tally.add(part.tally)
        self.left_out.update(part.left_out)
        for version, under in part.methods.items():
            method = self.methods.setdefault(version, UnderMethod(under.since))
            method.since = min(method.since, under.since)
            method.compared += under.compared

    @property
    def compared(self) -> int:
        """Give how many figures were held against what we had published."""
        return len(self.tally.belief)

    @property
    def figures(self) -> int:
        """Give how many sharper figures came, those included that are left out."""
        return self.compared + self.left_out.total()

    @property
    def amount(self) -> Amount:
        """Say how many figures its means rest on."""
        if not self.compared:
            return Amount.NONE
        if self.compared < FEWEST:
            return Amount.TOO_FEW
        return Amount.FEW if self.compared < FEW else Amount.ENOUGH

    @property
    def ours(self) -> Errors | None:
        """Give how far off we were; None where too few figures tell."""
        return self._errors(self.tally.belief)

    @property
    def latest(self) -> Errors | None:
        """Give how far off the latest report alone would have been."""
        return self._errors(self.tally.latest)

    @property
    def median24(self) -> Errors | None:
        """Give how far off the median of the last 24 hours would have been."""
        return self._errors(self.tally.median24)

    @property
    def inside(self) -> float | None:
        """Give the share of figures that our intervals of 80% held."""
        return fmean(self.tally.covered) if self.compared >= FEWEST else None

    def _errors(self, errors: list[float]) -> Errors | None:
        if self.compared < FEWEST:
            return None
        return Errors(mean=fmean(errors), median=median(errors))


Key = tuple[Quantity | None, Mode | None, int]


class Record:
    """The accuracy of all that was published, as it is counted figure by figure."""

    def __init__(self, until: datetime) -> None:
        """Begin with nothing counted."""
        self.until = until
        self.sources: set[str] = set()
        self._since = [(days, until - timedelta(days=days)) for days in DAYS]
        self._found: dict[Key, Accuracy] = {}

    def add(self, trials: Iterable[Trial]) -> None:
        """Count figures, each in the shortest window that it ended in; what is older in none."""
        for trial in trials:
            days = next((days for days, since in self._since if trial.at > since), None)
            if days is not None:
                self.sources.add(trial.source)
                _of(self._found, (trial.quantity, trial.mode, days)).count(trial)

    def accuracies(self) -> list[Accuracy]:
        """Give all that was counted: by quantity, all modes first; then all quantities together.

        A longer window holds the shorter ones. What is usually told is there though no figure came.
        """
        found: dict[Key, Accuracy] = {}
        for quantity, days in product((*SCORED, None), DAYS):
            _of(found, (quantity, None, days))
        for (quantity, mode, shortest), part in self._found.items():
            groups = ((quantity, mode), (quantity, None), (None, None))
            for (of, by), days in product(groups, DAYS):
                _of(found, (of, by, days)).add(part, counted=days >= shortest)
        return sorted(found.values(), key=_place)


def _of(found: dict[Key, Accuracy], key: Key) -> Accuracy:
    if key not in found:
        quantity, mode, days = key
        found[key] = Accuracy(quantity=quantity, mode=mode, days=days)
    return found[key]


def _place(each: Accuracy) -> tuple[int, int, int]:
    quantities, modes = [*QUEUE_QUANTITIES, None], [None, *Mode]
    return quantities.index(each.quantity), modes.index(each.mode), each.days
