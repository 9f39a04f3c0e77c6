"""Score: how far beliefs lie from figures that took no part in them, beside two plain baselines.

Each figure is held against the belief at the end of its interval, made from all reports but itself
and its repeats (same origin, local day and value). Errors are |ln(mid / figure)|, capped at ln 3 so
that a misprinted figure does not decide. `latest` is the last figure whose interval ended by then;
`median24` the median of those that ended in the 24 hours before, else the last.
"""

import math
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from statistics import fmean, median

from app.domain.assessment import Evidence
from app.domain.estimate import known
from app.domain.estimates import estimates
from app.domain.independence import day_of
from app.domain.likelihood import limits
from app.domain.place import Place
from app.domain.report import Report
from app.domain.vocabulary import Bound, Knowledge, Quantity

SCORED = (Quantity.QUEUE_VEHICLES, Quantity.QUEUE_KM, Quantity.WAIT_MINUTES)
"""The quantities that are scored."""

CAP = math.log(3)
"""The greatest error one figure can count for."""

ABOUT_TOLERANCE = 0.1
"""The precision of a figure given as `about`: a tenth of it, either way."""

DAY = timedelta(hours=24)


@dataclass(slots=True)
class Tally:
    """Errors of one quantity, figure by figure, in nats."""

    belief: list[float] = field(default_factory=list)
    latest: list[float] = field(default_factory=list)
    median24: list[float] = field(default_factory=list)
    covered: list[bool] = field(default_factory=list)
    left_out: int = 0

    def add(self, other: "Tally") -> None:
        """Add another tally's figures to this one."""
        self.belief += other.belief
        self.latest += other.latest
        self.median24 += other.median24
        self.covered += other.covered
        self.left_out += other.left_out

    def summary(self) -> dict[str, float | int | None]:
        """Give the counts and means; a mean over nothing is None."""
        some = bool(self.belief)
        return {
            "n": len(self.belief),
            "left_out": self.left_out,
            "mean": fmean(self.belief) if some else None,
            "median": median(self.belief) if some else None,
            "coverage": fmean(self.covered) if some else None,
            "latest": fmean(self.latest) if some else None,
            "median24": fmean(self.median24) if some else None,
        }


def score(
    rows: Iterable[Report],
    evidence: Mapping[str, Evidence],
    knowledge: Knowledge = Knowledge.NOW,
) -> dict[str, dict[str, float | int | None]]:
    """Score rows against the evidence held per place; gives a summary per quantity and for `all`.

    Under `then` only what was known at the end of each row's interval takes part.
    """
    tallies = {quantity: Tally() for quantity in SCORED}
    for row in rows:
        if row.quantity in tallies and figure_of(row):
            _score_row(row, evidence[row.place], knowledge, tallies[row.quantity])
    total = Tally()
    for tally in tallies.values():
        total.add(tally)
    parts = {quantity.value: tally.summary() for quantity, tally in tallies.items()}
    return parts | {"all": total.summary()}


def figure_of(report: Report) -> float | None:
    """Give the figure a row is scored by; for a range the middle of its logarithms.

    One-sided bounds have none, and neither has zero, of which there is no logarithm.
    """
    least, greatest = limits(report)
    if not least or not greatest:
        return None
    return math.sqrt(least * greatest)


def _score_row(row: Report, evidence: Evidence, knowledge: Knowledge, tally: Tally) -> None:
    at = row.ends
    others = Evidence(
        place=evidence.place,
        areas=evidence.areas,
        reports=tuple(r for r in evidence.reports if not repeats(r, row, evidence.place)),
        notices=evidence.notices,
        cadences=evidence.cadences,
    )
    believed = estimates(row.queue, others, at, knowledge)[row.quantity].estimate
    ended = _ended(row, others.reports, at, knowledge)
    if not believed.mid or not ended:
        tally.left_out += 1
        return
    figure = figure_of(row) or 0.0
    tally.belief.append(_error(believed.mid, figure))
    tally.latest.append(_error(latest(ended), figure))
    tally.median24.append(_error(median24(ended, at), figure))
    tally.covered.append(_holds(row, believed.low or 0.0, believed.high or math.inf))


def repeats(report: Report, row: Report, place: Place) -> bool:
    """Tell whether a report is the row itself, or says the same for the same origin and day."""
    return (
        report.series == row.series
        and report.origin == row.origin
        and (report.value, report.low, report.high) == (row.value, row.low, row.high)
        and day_of(report, place) == day_of(row, place)
    )


def _ended(
    row: Report, reports: Iterable[Report], at: datetime, knowledge: Knowledge
) -> list[Report]:
    """Give the figures of the row's series whose interval had ended, the last one last."""
    usable = reports if knowledge is Knowledge.NOW else known(reports, at, knowledge)
    found = [r for r in usable if r.series == row.series and r.ends <= at and figure_of(r)]
    return sorted(found, key=lambda r: (r.ends, r.observed_from, r.known, r.id))


def latest(ended: Sequence[Report]) -> float:
    """Give the first baseline: the last figure there is."""
    return figure_of(ended[-1]) or 0.0


def median24(ended: Sequence[Report], at: datetime) -> float:
    """Give the second baseline: the median of the figures of the last 24 h, else the last one."""
    recent = [figure_of(report) or 0.0 for report in ended if report.ends > at - DAY]
    return median(recent) if recent else latest(ended)


def _error(said: float, figure: float) -> float:
    return min(abs(math.log(said / figure)), CAP)


def _holds(row: Report, low: float, high: float) -> bool:
    """Tell whether an interval meets the figure, the figure's own precision allowed for."""
    least, greatest = (side or 0.0 for side in limits(row))
    around = _precision(row)
    return low <= greatest * math.exp(around) and high >= least * math.exp(-around)


def _precision(row: Report) -> float:
    """Give the figure's own precision in nats: half its last digit that counts, or a tenth."""
    if row.bound is Bound.ABOUT:
        return ABOUT_TOLERANCE
    if row.bound is not Bound.EXACT or not row.value:
        return 0.0
    digits = f"{row.value:.10g}".replace(".", "").strip("0")
    return math.log1p(0.5 / max(float(digits), 1.0))


def by_place(reports: Iterable[Report]) -> dict[str, list[Report]]:
    """Sort reports by the place they speak of."""
    places: dict[str, list[Report]] = defaultdict(list)
    for report in reports:
        places[report.place].append(report)
    return places
