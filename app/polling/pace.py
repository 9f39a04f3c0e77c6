"""Pace: when a source is asked next. Pure; spread evenly, and the same after each restart."""

import hashlib
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from app.sources.kit import Source

FIRST_WITHIN = timedelta(seconds=60)
"""How soon after the start every source has been asked once."""

SLOWEST = 16
"""After failures a source is asked at least once in so many of its intervals."""

LONGEST_RETRY = timedelta(days=1)
"""The longest that a publisher can have us stay away with one answer."""

JITTER = 0.05
"""The share of an interval by which a poll may come later, so that we are no clockwork."""

QUARTER = timedelta(minutes=15)
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True, kw_only=True)
class Pace:
    """What decides when to ask: polls failed in a row, and until when we were asked to wait."""

    failures: int = 0
    not_before: datetime | None = None


def share_of(source_id: str, salt: str = "") -> float:
    """Give a source's stable place between 0 and 1."""
    digest = hashlib.blake2b(f"{source_id}\x1f{salt}".encode(), digest_size=8).digest()
    return int.from_bytes(digest, "big") / 2**64


def first(source: Source, start: datetime) -> datetime:
    """Give when a source is asked for the first time: within a minute of the start.

    Quiet hours do not count for this one poll: until then nobody knows how the source stands.
    """
    return start + FIRST_WITHIN * share_of(source.id)


def following(source: Source, pace: Pace, now: datetime, chance: float) -> datetime:
    """Give when a source is asked next: at its own offset of its interval, later after failures.

    `chance` (0..1) is a number drawn for this poll; it moves it by up to a twentieth.
    """
    intervals = min(SLOWEST, 2 ** max(0, pace.failures - 1))
    coming = _slot(source, now + source.every * (intervals - 0.5))
    coming += source.every * (JITTER * chance)
    if pace.not_before is not None:
        coming = max(coming, min(pace.not_before, now + LONGEST_RETRY))
    return after_quiet(source, coming)


def _slot(source: Source, after: datetime) -> datetime:
    """Give the source's first slot after a moment; slots lie at a stable offset in its interval."""
    offset = EPOCH + source.every * share_of(source.id, "slot")
    return offset + ((after - offset) // source.every + 1) * source.every


def after_quiet(source: Source, moment: datetime) -> datetime:
    """Give the moment, or the first quarter of an hour after it that is outside quiet hours."""
    if source.quiet is None:
        return moment
    coming = moment
    for _ in range(timedelta(days=1) // QUARTER):
        if not source.quiet.at(coming):
            return coming
        coming += QUARTER
    return moment
