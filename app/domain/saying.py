"""Sayings: what each origin says of one count, its repeats folded into it, and whether they agree.

A count is sharper than an estimate of a queue, so figures are compared within their rounding only:
two figures of one ministry that differ by more stand side by side.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from math import inf

from app.domain.likelihood import limits
from app.domain.report import Report
from app.domain.vocabulary import Agreement, Bound, Method, OriginKind
from app.domain.voice import is_named

ROUNDING: Mapping[Bound, tuple[float, float]] = {
    Bound.EXACT: (0.0, 0.005),
    Bound.ABOUT: (0.02, 0.10),
}
"""A figure is off by half a unit of its last digit that is not 0, within these shares of it."""

SHARPEST = (Bound.EXACT, Bound.ABOUT, Bound.BETWEEN, Bound.AT_LEAST, Bound.AT_MOST)
TWO_SIDED = frozenset(SHARPEST[:3])

TRUSTED: Mapping[Method, int] = {
    Method.COUNTED: 0,
    Method.OFFICIAL: 0,
    Method.OBSERVED: 1,
    Method.RELAYED: 2,
    Method.DERIVED: 3,
}
"""Whose figures are preferred: the lowest rank first."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Saying:
    """What one origin says of one count: its sharpest figure, and every report that carries it.

    `value`, `low` and `high` are the figure as it was said (the unit is the quantity's). An origin
    that says two figures which do not fit together has two sayings.
    """

    origin: str
    origin_kind: OriginKind
    method: Method
    bound: Bound
    value: float | None
    low: float | None
    high: float | None
    reports: tuple[Report, ...]

    @property
    def named(self) -> bool:
        """Tell whether somebody answers for it by name."""
        return is_named(self.reports[0])

    @property
    def two_sided(self) -> bool:
        """Tell whether it is a figure or a range, not a bound on one side."""
        return self.bound in TWO_SIDED

    @property
    def rank(self) -> tuple[int, int]:
        """Give how much it is preferred, the lowest first: by method, then by sharpness."""
        return TRUSTED[self.method], SHARPEST.index(self.bound)

    @property
    def figures(self) -> tuple[float, ...]:
        """Give the numbers that were said, least first."""
        return tuple(figure for figure in _said(self.reports[0]) if figure is not None)


def sayings(reports: Iterable[Report]) -> list[Saying]:
    """Fold the reports of one count into what each origin says, best first.

    The result does not depend on the order of the reports. Rows of an origin without a name are one
    saying only where they carry the very same figure.
    """
    by_origin: dict[tuple[object, ...], list[Report]] = defaultdict(list)
    for report in reports:
        alike = () if is_named(report) else _said(report)
        by_origin[report.origin, *alike].append(report)
    said = [_saying(group) for one in by_origin.values() for group in _grouped(one)]
    return sorted(said, key=_standing)


def consistent(one: Report, other: Report) -> bool:
    """Tell whether two reports can both be right, within how they were rounded."""
    (low, high), (lower, higher) = span(one), span(other)
    return low <= higher and lower <= high


def span(report: Report) -> tuple[float, float]:
    """Give the least and the greatest count a figure allows, its rounding included."""
    least, greatest = limits(report)
    slack = _slack(report)
    return 0.0 if least is None else least - slack, inf if greatest is None else greatest + slack


def fit_together(said: Iterable[Saying]) -> bool:
    """Tell whether all that is said can be right at once."""
    heads = [saying.reports[0] for saying in said]
    return all(consistent(one, other) for one, other in combinations(heads, 2))


def agreement(said: Sequence[Saying]) -> Agreement:
    """Tell whether all that is said fits together.

    `agree` needs figures or ranges of two origins, one of them with a name: a bound on one side
    can contradict a figure, but bears none out.
    """
    if not fit_together(said):
        return Agreement.DIFFER
    figures = [saying for saying in said if saying.two_sided]
    if origins(figures) > 1 and any(saying.named for saying in figures):
        return Agreement.AGREE
    return Agreement.SINGLE


def origins(said: Iterable[Saying]) -> int:
    """Count the origins: each name once, those without a name once per kind."""
    return len({saying.origin if saying.named else f"({saying.origin_kind})" for saying in said})


def _standing(saying: Saying) -> tuple[tuple[int, int], str, tuple[float, ...], str]:
    return saying.rank, saying.origin, saying.figures, saying.reports[0].id


def _saying(reports: Sequence[Report]) -> Saying:
    head = reports[0]
    assert head.bound is not None  # noqa: S101 - a figure has one, checked when it was made
    return Saying(
        origin=head.origin,
        origin_kind=head.origin_kind,
        method=head.method,
        bound=head.bound,
        value=head.value,
        low=head.low,
        high=head.high,
        reports=(head, *sorted(reports[1:], key=lambda report: report.id)),
    )


def _grouped(reports: Iterable[Report]) -> list[list[Report]]:
    """Part one origin's reports into those that fit together, each group's sharpest first."""
    groups: list[list[Report]] = []
    for report in sorted(reports, key=_sharpness):
        fitting = [group for group in groups if consistent(group[0], report)]
        if fitting:
            min(fitting, key=lambda group: _apart(group[0], report)).append(report)
        else:
            groups.append([report])
    return groups


def _sharpness(report: Report) -> tuple[int, int, float, str]:
    assert report.bound is not None  # noqa: S101 - a figure has one, checked when it was made
    low, high = span(report)
    narrowness = -low if report.bound is Bound.AT_LEAST else high - low
    return SHARPEST.index(report.bound), TRUSTED[report.method], narrowness, report.id


def _apart(one: Report, other: Report) -> float:
    return min(abs(mine - theirs) for mine in _numbers(one) for theirs in _numbers(other))


def _numbers(report: Report) -> list[float]:
    return [figure for figure in _said(report) if figure is not None]


def _said(report: Report) -> tuple[float | None, float | None, float | None]:
    return report.low, report.value, report.high


def _slack(report: Report) -> float:
    """Give by how much a figure may be off through rounding alone."""
    if report.value is None or report.bound is None:
        return 0.0
    least, most = ROUNDING.get(report.bound, (0.0, 0.0))
    return min(max(_half_unit(report.value), least * report.value), most * report.value)


def _half_unit(value: float) -> float:
    """Give half a unit of the last digit that is not 0: 50 for 11,200; 0 for fractions and 0."""
    whole = int(value)
    if whole != value or whole == 0:
        return 0.0
    unit = 1
    while whole % (unit * 10) == 0:
        unit *= 10
    return unit / 2
