"""Weather at a place: the newest word or reading of each kind and origin, while it is weather.

Origins stand side by side: what is said of the pass above a post is not what is said of the post.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from app.domain.freshness import Limits, after
from app.domain.likelihood import limits
from app.domain.report import Report
from app.domain.status import Condition
from app.domain.vocabulary import Freshness, Quantity
from app.domain.voice import spoken_until

WEATHER = (
    Quantity.WEATHER,
    Quantity.TEMPERATURE_C,
    Quantity.WIND_MS,
    Quantity.SNOWFALL_CM,
    Quantity.VISIBILITY_M,
)
"""The quantities that say what the weather is like."""

WEATHER_LASTS = (timedelta(hours=1), timedelta(hours=3))
"""Late and stale after the last moment it speaks of."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sky:
    """The weather that still stands, and the instant at which time alone changes it."""

    conditions: tuple[Condition, ...]
    changes_at: datetime | None


def sky(reports: Iterable[Report], at: datetime) -> Sky:
    """Give the weather of one place from its known reports; what is stale is no weather."""
    newest: dict[tuple[Quantity, str, str], Report] = {}
    for report in reports:
        if report.quantity not in WEATHER or report.observed_from > at:
            continue
        key = (report.quantity, report.word or "", report.origin)
        held = newest.get(key)
        if held is None or _rank(report) > _rank(held):
            newest[key] = report
    standing = [
        report
        for _, report in sorted(newest.items())
        if _lasts(report).freshness(at) is not Freshness.STALE
    ]
    turns = (_lasts(report).next_change(at) for report in standing)
    return Sky(
        conditions=tuple(_condition(report, at) for report in standing),
        changes_at=min((turn for turn in turns if turn is not None), default=None),
    )


def _rank(report: Report) -> tuple[datetime, datetime, str]:
    return spoken_until(report), report.known, report.id


def _lasts(report: Report) -> Limits:
    return after(spoken_until(report), WEATHER_LASTS)


def _condition(report: Report, at: datetime) -> Condition:
    low, high = (None, None) if report.word else limits(report)
    lasts = _lasts(report)
    return Condition(
        quantity=report.quantity,
        word=report.word,
        low=low,
        high=high,
        observed_to=spoken_until(report),
        freshness=lasts.freshness(at),
        late_at=lasts.late_at,
        stale_at=lasts.stale_at,
        origin=report.origin,
        url=report.url,
    )
