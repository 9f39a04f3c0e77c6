"""The shipped archive and catalogue as evidence, read once, for tests."""

from collections import defaultdict
from datetime import UTC, datetime
from functools import cache

from app.catalog.archive import SOURCE, open_archive, read_rows
from app.catalog.catalogue import Catalogue
from app.catalog.load import load
from app.domain.assessment import Evidence
from app.domain.report import Report

TODAY = datetime(2026, 11, 24, 12, tzinfo=UTC)
"""A day after all that the archive holds."""


@cache
def catalogue() -> Catalogue:
    """Give the shipped catalogue."""
    return load()


@cache
def reports() -> tuple[Report, ...]:
    """Give the reports of the archive, every one of which can be read."""
    with open_archive() as file:
        rows = list(read_rows(file, catalogue(), source=SOURCE, now=TODAY))
    read = tuple(row for row in rows if isinstance(row, Report))
    assert len(read) == len(rows)
    return read


def named(identity: str) -> Report:
    """Give one row of the archive by its id."""
    return next(report for report in reports() if report.identity == identity)


@cache
def evidence(place_id: str) -> Evidence:
    """Give all that is held of a place: its reports, those of its areas, and the notices."""
    place = catalogue().place(place_id)
    areas = catalogue().areas_of(place)
    concerned = {place_id, *areas}
    return Evidence(
        place=place,
        areas=areas,
        reports=tuple(report for each in sorted(concerned) for report in _by_place()[each]),
        notices=tuple(notice for notice in catalogue().notices if notice.place in concerned),
    )


@cache
def _by_place() -> defaultdict[str, list[Report]]:
    found: defaultdict[str, list[Report]] = defaultdict(list)
    for report in reports():
        found[report.place].append(report)
    return found
