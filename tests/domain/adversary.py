"""An adversary: asks for ever, forgets nothing, and works out what each hidden count can be."""

from collections import defaultdict, deque
from collections.abc import Collection, Iterable, Mapping
from math import inf

Terms = frozenset[tuple[str, int]]
"""A sum of counts, each added or taken away: `{("a", 1), ("b", -1)}` is a minus b."""

NEAR = 6
"""Two sums that differ in no more counts than these are set against each other."""


class Adversary:
    """What somebody knows of each count: the least and the greatest it can be.

    Whatever is told becomes an interval for a sum of counts, and so does the difference of two
    sums that share most of theirs. From all of them each count is narrowed until nothing moves.
    """

    def __init__(self) -> None:
        """Know nothing but that no count is below zero."""
        self.bounds: dict[str, tuple[float, float]] = defaultdict(lambda: (0.0, inf))
        self._told: dict[Terms, tuple[float, float]] = {}
        self._with: dict[str, list[Terms]] = defaultdict(list)
        self._sums: dict[str, dict[frozenset[str], tuple[float, float]]] = defaultdict(dict)

    def hears(
        self, names: Collection[str], low: float | None, high: float | None, topic: str = ""
    ) -> set[str]:
        """Take in that the sum of these counts lies in an interval; give the counts narrowed.

        Sums of one `topic` (the same day, told again) are set against each other.
        """
        least, greatest = low or 0.0, inf if high is None else high
        found = self._learn({(name, 1) for name in names}, least, greatest)
        if topic:
            found |= self._compare(topic, frozenset(names), least, greatest)
        return found

    def knows(self, total: str, parts: Iterable[str]) -> set[str]:
        """Take in that a count is the sum of others; give the counts narrowed."""
        return self._learn({(total, 1), *((part, -1) for part in parts)}, 0.0, 0.0)

    def knows_part(self, part: str, whole: str) -> set[str]:
        """Take in that one count is contained in another; give the counts narrowed."""
        return self._learn({(whole, 1), (part, -1)}, 0.0, inf)

    def _compare(
        self, topic: str, names: frozenset[str], least: float, greatest: float
    ) -> set[str]:
        found: set[str] = set()
        sums = self._sums[topic]
        low, high = sums.get(names, (0.0, inf))
        sums[names] = least, greatest = max(low, least), min(high, greatest)
        for others, (low, high) in sums.items():
            if 0 < len(names ^ others) <= NEAR:
                terms = {(name, 1) for name in names - others}
                terms |= {(name, -1) for name in others - names}
                found |= self._learn(terms, least - high, greatest - low)
        return found

    def _learn(self, terms: Collection[tuple[str, int]], low: float, high: float) -> set[str]:
        key = frozenset(terms)
        before = self._told.get(key)
        if before is None:
            for name, _ in key:
                self._with[name].append(key)
        else:
            low, high = max(low, before[0]), min(high, before[1])
        if before == (low, high):
            return set()
        self._told[key] = low, high
        return self._narrow(key)

    def _narrow(self, first: Terms) -> set[str]:
        """Narrow every count that what was just learned reaches, until nothing moves."""
        found: set[str] = set()
        waiting = deque([first])
        while waiting:
            moved = self._narrowed(waiting.popleft())
            found |= moved
            for name in moved:
                waiting.extend(each for each in self._with[name] if each not in waiting)
        return found

    def _narrowed(self, key: Terms) -> set[str]:
        """Narrow the counts of one sum by what the others of it leave over."""
        low, high = self._told[key]
        sides = {name: _signed(self.bounds[name], factor) for name, factor in key}
        least = sum(side[0] for side in sides.values())
        greatest = sum(side[1] for side in sides.values())
        found: set[str] = set()
        for name, factor in key:
            mine = sides[name]
            left = low - _without(greatest, mine[1], sides, name, 1)
            right = high - _without(least, mine[0], sides, name, 0)
            new = max(mine[0], left), min(mine[1], right)
            if new != mine:
                self.bounds[name] = _signed(new, factor)
                found.add(name)
        return found


def _signed(bounds: tuple[float, float], factor: int) -> tuple[float, float]:
    return bounds if factor > 0 else (-bounds[1], -bounds[0])


def _without(
    total: float, mine: float, sides: Mapping[str, tuple[float, float]], name: str, side: int
) -> float:
    """Give a total without one of its parts, which may be infinite."""
    if abs(mine) != inf:
        return total - mine
    return sum(each[side] for other, each in sides.items() if other != name)
