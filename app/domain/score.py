"""Score: how far beliefs lie from figures that took no part in them, beside two plain baselines.

Each figure is held against the belief at the end of its interval, made from all reports but itself
and its repeats (same origin, local day and value), as app/domain/comparison.py tells.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from statistics import fmean, median

from app.domain.assessment import Evidence
from app.domain.comparison import Compared, compared, ended, figure_of, figures_of, repeats
from app.domain.estimates import estimates
from app.domain.report import Report
from app.domain.vocabulary import Knowledge, Quantity

SCORED = (Quantity.QUEUE_VEHICLES, Quantity.QUEUE_KM, Quantity.WAIT_MINUTES)
"""The quantities that are scored."""


@dataclass(slots=True)
class Tally:
    """Errors of one quantity, figure by figure, in nats."""

    belief: list[float] = field(default_factory=list)
    latest: list[float] = field(default_factory=list)
    median24: list[float] = field(default_factory=list)
    covered: list[bool] = field(default_factory=list)
    left_out: int = 0

    def count(self, one: Compared) -> None:
        """Add one figure."""
        self.belief.append(one.belief)
        self.latest.append(one.latest)
        self.median24.append(one.median24)
        self.covered.append(one.covered)

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


def _score_row(row: Report, evidence: Evidence, knowledge: Knowledge, tally: Tally) -> None:
    at, place = row.ends, evidence.place
    others = Evidence(
        place=place,
        areas=evidence.areas,
        reports=tuple(r for r in evidence.reports if not repeats(r, row, place)),
        notices=evidence.notices,
        cadences=evidence.cadences,
    )
    believed = estimates(row.queue, others, at, knowledge)[row.quantity].estimate
    (figure,) = figures_of((row,))
    said = figures_of(r for r in evidence.reports if r.series == row.series)
    before = ended(figure, said, place, at, knowledge)
    if not believed.mid or not before:
        tally.left_out += 1
        return
    tally.count(compared(figure, (believed.low, believed.mid, believed.high), before, at))


def by_place(reports: Iterable[Report]) -> dict[str, list[Report]]:
    """Sort reports by the place they speak of."""
    places: dict[str, list[Report]] = defaultdict(list)
    for report in reports:
        places[report.place].append(report)
    return places
