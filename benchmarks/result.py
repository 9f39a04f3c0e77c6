"""Results: what a part has measured, as figures and as ratios of them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from statistics import median
from typing import Any


@dataclass(frozen=True, slots=True, kw_only=True)
class Ratio:
    """One figure held against another, and what is wanted of it (None: nothing)."""

    value: float
    at_least: float | None = None
    at_most: float | None = None

    @property
    def met(self) -> bool:
        """Say whether it is as wanted."""
        low_enough = self.at_most is None or self.value <= self.at_most
        return low_enough and (self.at_least is None or self.value >= self.at_least)

    @property
    def wanted(self) -> str:
        """Give what is wanted of it in words; empty where nothing is."""
        least = None if self.at_least is None else f"at least {self.at_least:g}"
        most = None if self.at_most is None else f"at most {self.at_most:g}"
        return ", ".join(each for each in (least, most) if each is not None)


@dataclass(frozen=True, slots=True, kw_only=True)
class Result:
    """What was measured in one case: of each contestant some figures, named with their unit."""

    case: str
    figures: Mapping[str, Mapping[str, float]]
    ratios: Mapping[str, Ratio] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """One part of the benchmarks: its results, and what a reader of them must know."""

    title: str
    notes: Sequence[str] = ()
    results: Sequence[Result] = ()


def medians(rounds: Sequence[Mapping[str, float]]) -> dict[str, float]:
    """Give the median over all rounds of each figure that every round has."""
    names = [name for name in rounds[0] if all(name in each for each in rounds)]
    return {name: median(each[name] for each in rounds) for name in names}


def best(rounds: Sequence[Mapping[str, float]]) -> dict[str, float]:
    """Give the highest of each figure over all rounds: that of the quietest moment."""
    return {name: max(each[name] for each in rounds) for name in rounds[0]}


def plain(part: Part) -> dict[str, Any]:
    """Give a part as what JSON can hold."""
    return {
        "title": part.title,
        "notes": list(part.notes),
        "results": [
            {
                "case": each.case,
                "figures": {name: dict(figures) for name, figures in each.figures.items()},
                "ratios": {
                    name: {"value": ratio.value, "wanted": ratio.wanted, "met": ratio.met}
                    for name, ratio in each.ratios.items()
                },
            }
            for each in part.results
        ],
    }
