"""A backfill as it goes: each day is told when it is done, and the sum of all in the end."""

from collections.abc import AsyncIterator
from dataclasses import dataclass, field

from app.cli.terminal import complain, plain, say
from app.polling.backfilling import Day
from app.store.reports import Added

MOST_IN_A_ROW = 3
"""So many failing days in a row, and the publisher is left alone."""


@dataclass(slots=True)
class Course:
    """What has become of the days so far."""

    taken: int = 0
    there: int = 0
    failed: int = 0
    in_a_row: int = 0
    added: Added = field(default_factory=Added)

    @property
    def given_up(self) -> bool:
        """Tell whether too many days in a row have failed."""
        return self.in_a_row >= MOST_IN_A_ROW

    def __str__(self) -> str:
        """Sum up."""
        added = self.added
        return (
            f"{self.taken:,} days taken in, {self.there:,} there already, {self.failed:,} failed;"
            f" {added.new:,} reports new, {added.repeated:,} known already,"
            f" {added.revised:,} revised"
        )


async def follow(days: AsyncIterator[Day]) -> Course:
    """Tell each day as it is done, until all are or too many in a row have failed."""
    course = Course()
    async for day in days:
        _note(course, day)
        if course.given_up:
            break
    return course


def _note(course: Course, day: Day) -> None:
    if day.skipped:
        course.there += 1
        return
    if day.added is None:
        course.failed, course.in_a_row = course.failed + 1, course.in_a_row + 1
        complain(plain(f"{day.day}: not taken in: {day.fault}"))
        return
    course.taken, course.in_a_row = course.taken + 1, 0
    course.added += day.added
    counts = f"{day.added.new:,} new, {day.added.repeated:,} known already"
    say(plain(f"{day.day}: {counts}{_further(day)}"))


def _further(day: Day) -> str:
    revised = f", {day.added.revised:,} revised" if day.added and day.added.revised else ""
    if not day.refused:
        return revised
    first = day.refused[0]
    return f"{revised}, {len(day.refused):,} refused (the first, {first.row}: {first.reason})"
