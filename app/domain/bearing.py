"""Bearing: on which published figures a report may have borne, so that a correction names them.

Rather one figure too many than one too few: whoever used it can look.
"""

from collections.abc import Collection, Mapping
from datetime import datetime

from app.domain.assessment import LOOKBACK
from app.domain.derivation import COUNTED_IN_SUM
from app.domain.place import BOTH
from app.domain.relation import RELATED
from app.domain.report import Report, Series, default_subject
from app.domain.vocabulary import Mode, Quantity

LETS_EXPECT: Mapping[Quantity, frozenset[Quantity]] = {
    Quantity.ACCESS: frozenset({Quantity.WAIT_MINUTES}),
    Quantity.CROSSINGS_VEHICLES: frozenset(RELATED),
    **{quantity: frozenset(RELATED) - {quantity} for quantity in RELATED},
}
"""What else a quantity bears on: by derivation, by trust, by the cycle; and a closure on waits."""


def bears_on(report: Report, series: Series, areas: Collection[str]) -> bool:
    """Tell whether a report may bear on what is published of a series.

    `areas` are those in which the series' place lies.
    """
    quantity = report.quantity
    if series.quantity is not quantity and series.quantity not in LETS_EXPECT.get(quantity, ()):
        return False
    own = report.place == series.queue.place
    if quantity is Quantity.ACCESS:
        return (own or report.place in areas) and _reaches(report, series)
    if series.quantity is quantity and report.subject is not default_subject(quantity):
        return False
    same = (report.direction, report.mode) == (series.queue.direction, series.queue.mode)
    return same and (own or (report.place in areas and quantity in COUNTED_IN_SUM))


def _reaches(report: Report, series: Series) -> bool:
    queue = series.queue
    return report.direction in {queue.direction, BOTH} and report.mode in {queue.mode, Mode.ANY}


def bears_until(report: Report) -> datetime | None:
    """Give from when on a report bears on no number that is published; None: a word may always.

    From then on it is not read any more, unless as the last of its series: as such it tells since
    when nobody said anything, and how sharply long past ones spoke.
    """
    if report.quantity is Quantity.ACCESS:
        return None
    return report.ends + LOOKBACK
