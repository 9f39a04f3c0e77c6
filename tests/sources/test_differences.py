"""What a source counts over parts of a day: nothing of it can be taken from another part of it.

Counts of few are hidden one by one (app/domain/disclosure.py); what overlaps would tell them.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import replace
from itertools import pairwise

import pytest

from app.domain.disclosure import PART_OF_A_DAY
from app.domain.place import BOTH
from app.domain.report import Report
from app.domain.vocabulary import CROSSINGS, Mode, Quantity
from app.sources import SOURCES
from app.sources.kit import Payload, Source
from tests.domain.made import HOUR, NOON, figure
from tests.sources.made_payloads import made, made_scope

TRUCKS_APART = frozenset({Mode.ANY, Mode.TRUCK})
"""Modes that may be told together: trucks are among all, and nobody tells the others."""


@pytest.mark.parametrize("source", SOURCES, ids=lambda source: source.id)
def test_no_source_tells_parts_that_overlap(source: Source) -> None:
    """Parts of a day never overlap, nor is a total told with all that it is made of."""
    counted = [part for payload in made(source.id) for part in parts(source, payload)]

    assert [*overlaps(counted), *totals(counted)] == []


def test_parts_that_overlap_are_seen() -> None:
    """An hour within a longer part, all modes beside each, and both ways together are found."""
    hour = figure(
        12, quantity=Quantity.CROSSINGS_VEHICLES, observed_from=NOON - HOUR, observed_to=NOON
    )
    longer = replace(hour, observed_from=NOON - 2 * HOUR)
    before = replace(longer, observed_to=NOON - HOUR)
    modes = [replace(hour, mode=mode) for mode in (Mode.ANY, Mode.CAR, Mode.TRUCK)]

    assert overlaps([hour, hour, before]) == []
    assert len(overlaps([hour, longer])) == 1
    assert totals(modes[1:]) == totals([modes[0], modes[2]]) == []
    assert len(totals(modes)) == 1
    assert len(totals([replace(hour, direction=BOTH)])) == 1


def parts(source: Source, payload: Payload) -> Iterator[Report]:
    """Give the live counts of less than a day in an answer of a source."""
    for report in source.parse(payload, made_scope()).reports:
        length = report.ends - report.observed_from
        if report.quantity in CROSSINGS and length < PART_OF_A_DAY and not report.archived:
            yield report


def overlaps(counted: Iterable[Report]) -> list[str]:
    """Give the series of which parts overlap and are not the same."""
    windows = defaultdict(set)
    for report in counted:
        windows[report.series].add((report.observed_from, report.ends))
    return [
        f"{series}: parts overlap"
        for series, spans in windows.items()
        if any(one[1] > other[0] for one, other in pairwise(sorted(spans)))
    ]


def totals(counted: Iterable[Report]) -> list[str]:
    """Give the places where a total may be told with all its parts: of ways or of modes."""
    modes = defaultdict(set)
    found = []
    for report in counted:
        modes[report.place].add(report.mode)
        if report.direction == BOTH:
            found.append(f"{report.place}: both ways together")
    every = {place for place, told in modes.items() if Mode.ANY in told and told - TRUCKS_APART}
    return [*found, *(f"{place}: all modes together and each" for place in sorted(every))]
