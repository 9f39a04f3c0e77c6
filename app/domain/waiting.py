"""Waiting: of whom a wait tells. Who stood through it joined the line when it began.

Such a wait is told over the very time that it took: "standing since nine", "across after five
hours". It is what they had to expect who joined as it began, hours ago, and who stands still tells
of it as a lower bound. A wait told of a moment or a day is that of who joins then.
"""

import math
from datetime import datetime, timedelta

from app.domain.report import Report
from app.domain.vocabulary import Method, Precision, Quantity

TOLD_ROUND = 1.5
"""By what factor a wait and the time over which it is told may differ: people round."""

TO_THE_HOUR = frozenset({Precision.HOUR, Precision.PART_OF_DAY})
SEEN = frozenset({Method.OBSERVED, Method.RELAYED})


def joined_at(report: Report) -> datetime | None:
    """Give when who tells of a wait joined the line (aware, UTC); None where it is not told so."""
    if report.quantity is not Quantity.WAIT_MINUTES or report.method not in SEEN:
        return None
    figure = report.value or math.sqrt((report.low or 0.0) * (report.high or report.low or 0.0))
    took = (report.ends - report.observed_from) / timedelta(minutes=1)
    if not figure or not took or report.precision not in TO_THE_HOUR:
        return None
    alike = 1 / TOLD_ROUND <= figure / took <= TOLD_ROUND
    return report.observed_from if alike else None
