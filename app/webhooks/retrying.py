"""Retrying: when a message is tried again, by the table of Standard Webhooks 1.0.0. Pure."""

from datetime import datetime, timedelta

DELAYS = (
    timedelta(seconds=5),
    timedelta(minutes=5),
    timedelta(minutes=30),
    timedelta(hours=2),
    timedelta(hours=5),
    timedelta(hours=10),
    timedelta(hours=14),
    timedelta(hours=20),
    timedelta(hours=24),
)
"""How long we wait after the first failure, the second ...; after one more it is given up."""

JITTER = 0.1
"""The share of a delay by which a retry may come later, so that they do not come together."""

FIRST_THROTTLE = timedelta(seconds=1)
MOST_DOUBLED = 6
LONGEST_THROTTLE = timedelta(minutes=1)
"""How long nothing at all is sent to a receiver that fails, twice as long each time, unless it asks
for more."""

RETURNED = timedelta(seconds=10)
"""Whoever takes a message after having failed for this long was away, and is told at once what
waits."""

LOST = timedelta(days=1)
"""Whoever has taken nothing for this long when a message is given up is told nothing more."""


def delay_after(failures: int, chance: float) -> timedelta | None:
    """Give the delay after so many failures (1 ...) of a message; None: it is given up.

    `chance` (0..1) is a number drawn for this delay.
    """
    if failures > len(DELAYS):
        return None
    return DELAYS[failures - 1] * (1 + JITTER * chance)


def held_until(failures: int, now: datetime, asked: datetime | timedelta | None) -> datetime:
    """Give until when nothing is sent to a receiver that failed so often (1 ...) in a row.

    `asked` is what its Retry-After asks for.
    """
    doubled = min(failures - 1, MOST_DOUBLED)
    return no_sooner(now + min(LONGEST_THROTTLE, FIRST_THROTTLE * (1 << doubled)), now, asked)


def no_sooner(own: datetime, now: datetime, asked: datetime | timedelta | None) -> datetime:
    """Give our own moment, or the one that a Retry-After `asked` for, where that is later."""
    if isinstance(asked, timedelta):
        asked = now + asked
    return own if asked is None else max(own, asked)
