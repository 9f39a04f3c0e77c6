"""Worlds with secrets: a post's counts by the hour and a rights group's counts of persons, revised.

Everything is drawn from one generator, so that a seed makes the same world again. Time is told in
moments; what stands at one is what a reader's answer is then made of.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from random import Random
from typing import Any

from app.domain.days import DAY, day_of, span_of
from app.domain.disclosure import SPARSE
from app.domain.report import Report
from app.domain.vocabulary import Bound, Method, Mode, OriginKind, Precision, Quantity, Subject
from tests.domain.made import GATE, HOUR, report

ZONE = GATE.zone
MONDAY = date(2022, 9, 26)
MINUTE = timedelta(minutes=1)
WEEK = 7 * DAY
DAYS = (MONDAY, MONDAY + WEEK)
"""The days a sensor counts: a week apart, so that one is compared with the other."""

POSTS = ("gate", "mill", "ford", "pass")
AREA = "ge"
TALLIED = tuple(MONDAY + number * DAY for number in range(3))
"""The days a rights group counts; it counts all three together besides."""

SENSOR: dict[str, Any] = {
    "source": "loops",
    "origin": "road agency",
    "origin_kind": OriginKind.SENSOR,
    "method": Method.COUNTED,
    "quantity": Quantity.CROSSINGS_VEHICLES,
    "precision": Precision.HOUR,
    "bound": Bound.EXACT,
}
GROUP: dict[str, Any] = {
    "source": "group",
    "origin": "rights group",
    "origin_kind": OriginKind.NGO,
    "method": Method.OBSERVED,
    "quantity": Quantity.CROSSINGS_PEOPLE,
    "mode": Mode.ANY,
    "bound": Bound.EXACT,
}

MOMENTS = tuple(
    moment
    for day in DAYS
    for begins, ends in [span_of(day, ZONE)]
    for moment in (
        begins + 13 * HOUR,
        ends + 5 * MINUTE,
        ends + 5 * HOUR,
        ends + DAY,
        ends + 2 * DAY,
    )
)
"""When questions are asked: while a day is counted, after it, and after each revision."""


@dataclass(slots=True)
class World:
    """What was ever said, and from when to when each report stood.

    `sums` are the counts that everybody knows to be the sum of others, `within` those that
    everybody knows to be part of another.
    """

    random: Random
    said: list[Report] = field(default_factory=list)
    ended: dict[str, datetime] = field(default_factory=dict)
    sums: list[tuple[str, tuple[str, ...]]] = field(default_factory=list)
    within: list[tuple[str, str]] = field(default_factory=list)

    def known(self, moment: datetime) -> list[Report]:
        """Give all that was ever said by a moment."""
        return [each for each in self.said if each.known <= moment]

    def stands(self, moment: datetime) -> list[Report]:
        """Give what stands at a moment: neither revised nor retracted by then."""
        return [
            each for each in self.known(moment) if self.ended.get(each.id, MOMENTS[-1]) >= moment
        ]

    def say(self, told: Report) -> Report:
        """Let a report be said."""
        self.said.append(told)
        return told

    def revise(self, old: Report, value: float, moment: datetime) -> Report:
        """Let a later revision take a report's place just before a moment."""
        self.retract(old, moment)
        return self.say(_later(old, value, moment))

    def retract(self, old: Report, moment: datetime) -> None:
        """Let a report be taken back just before a moment."""
        self.ended[old.id] = moment - MINUTE


def _later(old: Report, value: float, moment: datetime) -> Report:
    return replace(
        old,
        value=value,
        revision=old.revision + 1,
        recorded_at=moment - MINUTE,
        known_at=None,
    )


def world(seed: int) -> World:
    """Make a world: two days of a post by the hour, three days of persons at up to four posts."""
    made = World(Random(seed))  # noqa: S311 - a world that is the same again
    for day in DAYS:
        _count_day(made, day)
    _tally(made)
    return made


FEW = range(1, 10)


def few(random: Random) -> int:
    """Draw a count of which most are few."""
    return int(random.choice((0, *FEW, *FEW, 10, 12, 18, random.randrange(10, 60))))


def is_secret(told: Report) -> bool:
    """Tell whether a report is a count over part of a day that must not be told."""
    value = told.value or 0
    return told.source == "loops" and 0 < value < SPARSE


def _count_day(made: World, day: date) -> None:
    begins, ends = span_of(day, ZONE)
    length = made.random.choice((HOUR, HOUR, 2 * HOUR, 4 * HOUR, 12 * HOUR))
    for number in range(int((ends - begins) / length)):
        start = begins + number * length
        both = made.say(_part(start, length, few(made.random)))
        trucks = made.random.randint(0, int(both.value or 0))
        part = made.say(_part(start, length, trucks, mode=Mode.TRUCK, subject=Subject.TRUCKS))
        made.within.append((part.id, both.id))
    for moment in (each for each in MOMENTS if each > ends):
        counted = [each for each in made.stands(moment) if _of_day(each, day)]
        for old in made.random.sample(counted, min(2, len(counted))):
            if made.random.random() < 0.2:
                made.retract(old, moment)
            else:
                made.revise(old, few(made.random), moment)


def _of_day(told: Report, day: date) -> bool:
    return told.source == "loops" and day_of(told.observed_from, ZONE) == day


def _part(start: datetime, length: timedelta, value: float, **parts: Any) -> Report:  # noqa: ANN401
    fields = {"mode": Mode.ANY, "subject": Subject.VEHICLES, **parts}
    return report(
        **SENSOR | fields,
        identity=f"{fields['mode']} {start:%d %H}",
        value=value,
        observed_from=start,
        observed_to=start + length,
        recorded_at=start + length + 2 * MINUTE,
    )


def _tally(made: World) -> None:
    """Let the group count persons by post and day, with every total, and revise them together."""
    posts = POSTS[: made.random.randint(2, len(POSTS))]
    counts = {(post, day): few(made.random) for post in posts for day in TALLIED}
    told: dict[tuple[str, ...], Report] = {}
    for moment in MOMENTS[4::2]:
        for key, value, span in _totals(counts):
            old = told.get(key)
            if old is None:
                told[key] = made.say(_persons(key, value, span, moment))
            elif old.value != value:
                told[key] = made.revise(old, value, moment)
        _add_up(made, told, posts)
        changed = made.random.choice(list(counts))
        counts[changed] = few(made.random)


def _totals(
    counts: dict[tuple[str, date], int],
) -> Iterator[tuple[tuple[str, ...], int, tuple[date, date]]]:
    """Give each count that the group tells: by post and day, by area, by day and for all days."""
    whole = TALLIED[0], TALLIED[-1]
    for (post, day), value in counts.items():
        yield (post, str(day)), value, (day, day)
    for day in TALLIED:
        yield (AREA, str(day)), _sum(counts, day=day), (day, day)
    for post in dict.fromkeys(post for post, _ in counts):
        yield (post, "all"), _sum(counts, post=post), whole
    yield (AREA, "all"), sum(counts.values()), whole


def _sum(counts: dict[tuple[str, date], int], **only: object) -> int:
    return sum(
        value
        for (post, day), value in counts.items()
        if only.get("post", post) == post and only.get("day", day) == day
    )


def _persons(
    key: tuple[str, ...], value: float, span: tuple[date, date], moment: datetime
) -> Report:
    place, _ = key
    return report(
        **GROUP,
        place=place,
        subject=Subject.ASYLUM_SEEKERS,
        identity=" ".join(key),
        value=value,
        note=f"we saw {value:g}",
        observed_from=span_of(span[0], ZONE)[0],
        observed_to=span_of(span[1], ZONE)[1],
        recorded_at=moment - MINUTE,
    )


def _add_up(made: World, told: dict[tuple[str, ...], Report], posts: Sequence[str]) -> None:
    """Say which of the counts that stand now are sums of which others."""
    days = [str(day) for day in TALLIED]
    for day in (*days, "all"):
        made.sums.append((told[AREA, day].id, tuple(told[post, day].id for post in posts)))
    for place in (AREA, *posts):
        made.sums.append((told[place, "all"].id, tuple(told[place, day].id for day in days)))
