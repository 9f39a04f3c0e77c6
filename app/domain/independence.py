"""Independence: who really speaks, how often, and how much one voice may weigh.

One origin about one interval counts once, however many outlets repeat it; origins without a name
share one voice per kind and hour; no voice counts as sharper than the middle of the others; and
a voice that stands against three or more others that agree is an outlier and weighs little.
"""

import heapq
import math
from bisect import bisect_left, bisect_right
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum
from statistics import median

from app.domain.belief import WALK, Grid
from app.domain.likelihood import distance, limits, width
from app.domain.place import Place
from app.domain.report import Report
from app.domain.vocabulary import ANONYMOUS_KINDS, UNNAMED_ORIGINS, Method

NEIGHBOURS = timedelta(hours=48)
"""Within what time other voices can bear a voice out, or stand against it."""

MOST = 100
"""How many reports of one origin take part in one series at most: the newest."""

CROWD = 3
"""How many other origins must agree before a lone voice against them is an outlier."""

TOLERATED = 0.75
"""How many joint widths off the others a voice may lie before its weight falls."""

OUTLYING = 0.25
"""Below this share of its weight a voice is called an outlier."""

AGREEING = 2.0
"""How many joint widths apart two figures may lie and still say the same."""


class Role(StrEnum):
    """What a report does for a belief."""

    USED = "used"
    REPEAT_OF = "repeat_of"
    OUTLIER = "outlier"
    TOO_OLD = "too_old"
    CONTEXT = "context"


@dataclass(frozen=True, slots=True, kw_only=True)
class Voice:
    """One report with what it may weigh.

    `origin` is its independent origin, `until` the last moment it can speak of, `scale` its width
    in nats, `weight` the exponent of its likelihood (0..1).
    """

    report: Report
    origin: str
    named: bool
    until: datetime
    scale: float
    weight: float
    role: Role = Role.USED
    repeat_of: str | None = None

    def moment(self, at: datetime) -> datetime:
        """Give the moment of its interval that lies nearest to `at`."""
        return min(max(at, self.report.observed_from), self.until)


def spoken_until(report: Report) -> datetime:
    """Give the last moment a report can speak of: its end, but not past when it was known."""
    return max(report.observed_from, min(report.ends, report.known))


def is_named(report: Report) -> bool:
    """Tell whether somebody answers for it by name."""
    return report.origin not in UNNAMED_ORIGINS and report.origin_kind not in ANONYMOUS_KINDS


def origin_key(report: Report) -> str:
    """Give the independent origin a report counts for: its name, or its nameless kind."""
    return report.origin if is_named(report) else f"({report.origin_kind})"


def voices(reports: Iterable[Report], place: Place, grid: Grid) -> list[Voice]:
    """Turn the reports of one series into voices, repeats marked and weights set.

    The result does not depend on the order of the reports.
    """
    firsts, repeats = _repeats(_newest(reports), place)
    shares = _shares(firsts)
    plain = [_voice(report, share) for report, share in zip(firsts, shares, strict=True)]
    heard = _outliers_weighed(_sharpness_bounded(plain), grid)
    return [*heard, *repeats]


def _newest(reports: Iterable[Report]) -> list[Report]:
    """Give at most MOST reports of each origin, those that speak of the latest moments."""
    by_origin: dict[str, list[Report]] = defaultdict(list)
    for report in reports:
        by_origin[origin_key(report)].append(report)
    return [report for said in by_origin.values() for report in _last_of(said)]


def _last_of(said: list[Report]) -> list[Report]:
    if len(said) <= MOST:
        return said
    return heapq.nlargest(MOST, said, key=lambda report: (spoken_until(report), report.id))


def _voice(report: Report, share: float) -> Voice:
    return Voice(
        report=report,
        origin=origin_key(report),
        named=is_named(report),
        until=spoken_until(report),
        scale=width(report),
        weight=share,
    )


def expected(report: Report) -> Voice:
    """Turn a derived figure into a voice; it bears no other out and stands against none."""
    return replace(_voice(report, 1.0), named=False)


def _figure(report: Report) -> tuple[float | None, ...]:
    return report.value, report.low, report.high


def _repeats(reports: Iterable[Report], place: Place) -> tuple[list[Report], list[Voice]]:
    """Part the reports into first statements and repeats of them."""
    alike: dict[object, list[Report]] = defaultdict(list)
    for report in reports:
        alike[report.origin, _figure(report), _reading(report)].append(report)
    firsts: list[Report] = []
    repeats: list[Voice] = []
    for same in alike.values():
        kept: list[Report] = []
        for report in sorted(same, key=_precedence):
            said = next((first for first in kept if _one_claim(first, report, place)), None)
            if said is None:
                kept.append(report)
            else:
                repeats.append(replace(_voice(report, 0.0), role=Role.REPEAT_OF, repeat_of=said.id))
        firsts += kept
    firsts.sort(key=_precedence)
    repeats.sort(key=lambda voice: _precedence(voice.report))
    return firsts, repeats


def _reading(report: Report) -> tuple[datetime, datetime] | None:
    """Give a sensor's interval: its readings are new ones however alike, unless of one interval."""
    counted = report.method is Method.COUNTED
    return (report.observed_from, report.ends) if counted else None


def _precedence(report: Report) -> tuple[timedelta, datetime, datetime, str]:
    """Order the sharpest interval first, then the earliest word, then the id."""
    return report.ends - report.observed_from, report.known, report.observed_from, report.id


def _one_claim(first: Report, other: Report, place: Place) -> bool:
    if _overlap(first, other):
        return True
    return day_of(first, place) == day_of(other, place)


def day_of(report: Report, place: Place) -> str:
    """Give the local day (of the place) on which a report's interval begins, as ISO text."""
    return report.observed_from.astimezone(place.zone).date().isoformat()


def _overlap(one: Report, other: Report) -> bool:
    if one.observed_from == other.observed_from:
        return True
    return one.observed_from < other.ends and other.observed_from < one.ends


def _shares(reports: Sequence[Report]) -> list[float]:
    """Share one voice among what one origin said of one interval, or nameless ones of one hour."""
    groups: dict[str, list[Report]] = defaultdict(list)
    for report in reports:
        groups[origin_key(report)].append(report)
    counts = {
        id(report): count
        for group in groups.values()
        for report, count in zip(group, _sharing(group), strict=True)
    }
    return [1 / counts[id(report)] for report in reports]


def _sharing(group: Sequence[Report]) -> list[int]:
    """Count for each report of one origin how many, itself included, it shares its voice with."""
    if not is_named(group[0]):
        hours = Counter(_hour(report) for report in group)
        return [hours[_hour(report)] for report in group]
    starts = sorted(report.observed_from for report in group)
    ends = sorted(report.ends for report in group)
    instants = Counter(r.observed_from for r in group if r.ends == r.observed_from)
    begun = Counter(starts)
    return [_overlapping(report, starts, ends, begun, instants) for report in group]


def _overlapping(
    report: Report,
    starts: Sequence[datetime],
    ends: Sequence[datetime],
    begun: Mapping[datetime, int],
    instants: Mapping[datetime, int],
) -> int:
    """Count the intervals that overlap a report's: all but those wholly after or before it."""
    start, end = report.observed_from, report.ends
    after = len(starts) - bisect_left(starts, end) - (begun[start] if end == start else 0)
    before = bisect_right(ends, start) - instants.get(start, 0)
    return len(starts) - after - before


def _hour(report: Report) -> datetime:
    return report.observed_from.replace(minute=0, second=0, microsecond=0)


def _sharpness_bounded(heard: list[Voice]) -> list[Voice]:
    """Let no voice count as sharper than the median of the other origins; sensors are exempt."""
    least = {
        origin: _typical([voice.scale for voice in heard if voice.origin != origin])
        for origin in {voice.origin for voice in heard}
    }
    return [
        voice
        if voice.report.method is Method.COUNTED
        else replace(voice, scale=max(voice.scale, least[voice.origin]))
        for voice in heard
    ]


def _typical(others: Sequence[float]) -> float:
    return median(others) if len(others) >= CROWD - 1 else 0.0


def _outliers_weighed(heard: list[Voice], grid: Grid) -> list[Voice]:
    if len({voice.origin for voice in heard}) <= CROWD:
        return heard
    return [_against_others(voice, heard, grid) for voice in heard]


def _against_others(voice: Voice, heard: Sequence[Voice], grid: Grid) -> Voice:
    others = [
        other
        for other in heard
        if other.origin != voice.origin and abs(other.until - voice.until) <= NEIGHBOURS
    ]
    centre = _consensus(others, grid)
    if centre is None:
        return voice
    off = distance(voice.report, centre, grid) / _joint_width(voice, others)
    share = min(1.0, (TOLERATED / off) ** 2) if off > 0 else 1.0
    role = Role.OUTLIER if share < OUTLYING else Role.USED
    return replace(voice, weight=voice.weight * share, role=role)


def _joint_width(voice: Voice, others: Sequence[Voice]) -> float:
    """Give the width in nats within which a voice and its neighbours may honestly differ."""
    typical = median(other.scale for other in others)
    gap = min(abs((other.until - voice.until).total_seconds()) for other in others) / 3600
    return math.sqrt(voice.scale**2 + typical**2 / len(others) + WALK * gap)


def centre_of(report: Report, grid: Grid) -> float | None:
    """Give the logarithm a figure or range centres on; None for a one-sided bound."""
    least, greatest = limits(report)
    if least is None or greatest is None:
        return None
    low, high = (math.log(side) if side > 0 else grid.zero for side in (least, greatest))
    return (max(low, grid.zero) + max(high, grid.zero)) / 2


def _consensus(others: Sequence[Voice], grid: Grid) -> float | None:
    """Give where three or more origins agree (logarithm), or None where they do not."""
    by_origin: dict[str, list[float]] = defaultdict(list)
    scale: dict[str, float] = {}
    for other in others:
        centre = centre_of(other.report, grid)
        if centre is not None:
            by_origin[other.origin].append(centre)
            scale[other.origin] = max(other.scale, scale.get(other.origin, 0.0))
    if len(by_origin) < CROWD:
        return None
    middles = {origin: median(centres) for origin, centres in by_origin.items()}
    middle = median(middles.values())
    near = sum(abs(middles[o] - middle) <= AGREEING * scale[o] for o in middles)
    return middle if near >= CROWD else None
