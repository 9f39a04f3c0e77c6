"""Stretches of what was published: joined where they touch, and parted into windows of rows."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import datetime
from itertools import pairwise
from typing import NamedTuple

from app.domain.touching import Stretch


class Window(NamedTuple):
    """What was published from `since` on, before `until` (None: ever since), below a version."""

    since: datetime
    until: datetime | None
    before: int

    def covers(self, moment: datetime) -> bool:
        """Tell whether a moment lies within."""
        return self.since <= moment and (self.until is None or moment < self.until)


def joined(stretches: Iterable[Stretch]) -> list[Stretch]:
    """Give stretches that say the same in fewer: those of a kind that touch become one.

    What stood when the later one began lies in the earlier one, or stood when that began.
    """
    alike: dict[object, list[Stretch]] = defaultdict(list)
    for each in stretches:
        alike[each.series, each.before, each.standing].append(each)
    return [each for some in alike.values() for each in _joined(some)]


def _joined(alike: list[Stretch]) -> Iterator[Stretch]:
    held, *later = sorted(alike, key=lambda each: each.since)
    for each in later:
        if held.until is None or each.since <= held.until:
            held = replace(held, until=_later(held.until, each.until))
        else:
            yield held
            held = each
    yield held


def _later(one: datetime | None, other: datetime | None) -> datetime | None:
    return None if one is None or other is None else max(one, other)


def parted(windows: Iterable[Window]) -> list[Window]:
    """Give windows that cover the same, none of which overlap: each row lies in one at most."""
    held = list(windows)
    edges = sorted({edge for each in held for edge in (each.since, each.until) if edge is not None})
    found = []
    for since, until in pairwise([*edges, None]):
        assert since is not None  # noqa: S101 - only the last is open
        before = max((each.before for each in held if each.covers(since)), default=None)
        if before is not None:
            found.append(Window(since, until, before))
    return found
