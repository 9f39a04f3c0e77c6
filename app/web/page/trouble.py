"""Trouble: which crossings stand first on the front, and how long the wait is there."""

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta

from app.domain.vocabulary import AccessWord, Freshness, NoNumber
from app.web.page.figures import Fields
from app.web.page.speech import aware

RECENT = timedelta(days=14)
"""For how long a closure is news."""

LONG_MINUTES = 12 * 60
"""From how long on a wait is a trouble."""


def is_trouble(rows: Iterable[Fields], now: datetime) -> bool:
    """Tell whether any of some rows needs attention: closed or restricted, long, or told of."""
    return any(_is_restricted(row["access"], now) or _is_long(row) or _is_told(row) for row in rows)


def _is_restricted(access: Mapping[str, str | None], now: datetime) -> bool:
    if access["state"] == AccessWord.RESTRICTED:
        return True
    since = access["since"]
    recent = since is not None and now - aware(since) < RECENT
    every_night = access["because"] == NoNumber.OUTSIDE_HOURS
    return access["state"] == AccessWord.CLOSED and recent and not every_night


def _is_long(row: Fields) -> bool:
    return longest([row]) >= LONG_MINUTES


def longest(rows: Iterable[Fields]) -> float:
    """Give the longest wait of some rows in minutes; 0 where none is known, for the order alone."""
    waits = [row["wait_minutes"] for row in rows if row["wait_minutes"] is not None]
    return max((wait["mid"] for wait in waits if wait["mid"] is not None), default=0)


def _is_told(row: Fields) -> bool:
    return bool(row["withheld"]) or any(
        event["freshness"] == Freshness.FRESH for event in row["events"]
    )
