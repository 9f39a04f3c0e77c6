"""Counts of crossings, made for tests."""

from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from app.domain.days import DAY, span_of
from app.domain.flow import Flow
from app.domain.flows import flows
from app.domain.report import Report, content_identity
from app.domain.vocabulary import (
    Bound,
    Method,
    Mode,
    OriginKind,
    Per,
    Precision,
    Quantity,
    Subject,
)

HOUR = timedelta(hours=1)
HELSINKI = ZoneInfo("Europe/Helsinki")
SATURDAY = date(2022, 9, 24)
YEAR = datetime(2022, 1, 1, tzinfo=UTC), datetime(2023, 1, 1, tzinfo=UTC)
GUARD: dict[str, Any] = {"origin": "Finnish Border Guard", "origin_kind": OriginKind.AUTHORITY}
MEDIA: dict[str, Any] = {
    "origin": "media report",
    "origin_kind": OriginKind.MEDIA,
    "method": Method.RELAYED,
}


def count(figure: float, day: date = SATURDAY, **parts: Any) -> Report:  # noqa: ANN401 - any field of a report
    """Make an exact official count of one local day, unless told otherwise."""
    start, end = span_of(day, HELSINKI)
    fields: dict[str, Any] = {
        "place": "fi",
        "direction": "RU-FI",
        "mode": Mode.ANY,
        "quantity": Quantity.CROSSINGS_PEOPLE,
        "subject": Subject.RUSSIAN_CITIZENS,
        "bound": Bound.EXACT,
        "per": Per.WINDOW,
        "observed_from": start,
        "observed_to": end,
        "recorded_at": datetime(2026, 1, 1, tzinfo=UTC),
        "precision": Precision.DAY,
        "source": "archive",
        "method": Method.OFFICIAL,
        "archived": True,
        **GUARD,
    }
    match parts.get("bound"):
        case Bound.AT_LEAST:
            fields["low"] = figure
        case Bound.AT_MOST:
            fields["high"] = figure
        case _:
            fields["value"] = figure
    given = fields | parts
    return Report(**({"identity": content_identity(given)} | given))


def between(low: float, high: float, **parts: Any) -> Report:  # noqa: ANN401 - any field of a report
    """Make a range."""
    return count(low, value=None, low=low, high=high, bound=Bound.BETWEEN, **parts)


def window(start: date, days: int) -> dict[str, Any]:
    """Give the window of some whole local days."""
    return {
        "observed_from": span_of(start, HELSINKI)[0],
        "observed_to": span_of(start + days * DAY, HELSINKI)[0],
        "precision": Precision.DAYS,
    }


def hours(figures: Sequence[float], day: date = SATURDAY, **parts: Any) -> list[Report]:  # noqa: ANN401 - any field
    """Make a sensor's counts of the hours of a day, from its first on."""
    begins, _ = span_of(day, HELSINKI)
    return [_hour(figure, begins + number * HOUR, parts) for number, figure in enumerate(figures)]


def _hour(figure: float, begins: datetime, parts: dict[str, Any]) -> Report:
    fields: dict[str, Any] = {
        "place": "vaalimaa",
        "quantity": Quantity.CROSSINGS_VEHICLES,
        "subject": Subject.VEHICLES,
        "observed_from": begins,
        "observed_to": begins + HOUR,
        "recorded_at": begins + HOUR,
        "precision": Precision.HOUR,
        "source": "loops",
        "origin": "road agency",
        "origin_kind": OriginKind.SENSOR,
        "method": Method.COUNTED,
        "archived": False,
        "per": None,
    }
    return count(figure, **fields | parts)


def of(*reports: Report) -> list[Flow]:
    """Give the flows of a year."""
    return flows(reports, HELSINKI, *YEAR)
