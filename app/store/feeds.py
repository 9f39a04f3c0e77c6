"""Feeds: how each live source stands, by its last polls, and whether an operator paused it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import Row, bindparam, insert, select, update

from app.domain.health import Health, Outcome
from app.store.database import ReadSession, WriteSession
from app.store.live_tables import feeds as table

LONGEST = 300
"""Characters that are kept of an error, of a refused row and of its reason."""

MOST_REFUSED = 20
"""Refused rows that are kept of a poll: enough to see what is wrong."""


# Every poll asks these, and a statement that is made once is put together once.
ONE = select(table).where(table.c.source == bindparam("asked"))
STANDS = update(table).where(table.c.source == bindparam("asked"))


class RefusedRow(NamedTuple):
    """A row that could not be used: its beginning, and why."""

    row: str
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Feed:
    """How one live source stands.

    `health` never says paused: `paused_at` does, so that it is still known how it stood before.
    `outcome` and `error` are of the last poll, `polled_at` is when it began, `good_at` when the
    last one began that ended ok or not_modified, `newest_at` the newest moment that anything it
    brought spoke of. `failures` counts the polls in a row that did not succeed, `refused` is what
    the last poll that could be parsed refused. `fingerprint` stands for its last values, which
    have stood still since `fingerprint_at`.
    """

    source: str
    health: Health = Health.UNKNOWN
    since: datetime | None = None
    outcome: Outcome | None = None
    error: str = ""
    polled_at: datetime | None = None
    good_at: datetime | None = None
    newest_at: datetime | None = None
    failures: int = 0
    refused: tuple[RefusedRow, ...] = ()
    fingerprint: str = ""
    fingerprint_at: datetime | None = None
    paused_at: datetime | None = None


async def every(session: ReadSession) -> Mapping[str, Feed]:
    """Give how each source stands that was ever polled or paused, by its id."""
    rows = await session.execute(select(table).order_by(table.c.source))
    return {row.source: _feed(row) for row in rows}


async def one(session: ReadSession, source: str) -> Feed | None:
    """Give how a source stands; None when it was never polled or paused."""
    row = (await session.execute(ONE, {"asked": source})).one_or_none()
    return None if row is None else _feed(row)


async def save(session: WriteSession, feed: Feed) -> None:
    """Note how a registered source stands now; whether it is paused stays as it is noted already.

    Of long texts and many refused rows the beginning is kept.
    """
    await _note(session, feed.source, _standing(feed))


async def pause(session: WriteSession, source: str, at: datetime | None) -> None:
    """Note since when a registered source is paused; None when it is not any more."""
    await _note(session, source, {"paused_at": at})


async def _note(session: WriteSession, source: str, facts: dict[str, Any]) -> None:
    changed = await session.execute(STANDS, {"asked": source, **facts})
    if changed.rowcount == 0:
        new = {"source": source, **_standing(Feed(source=source)), **facts}
        await session.execute(insert(table), new)


def _standing(feed: Feed) -> dict[str, Any]:
    return {
        "health": str(feed.health),
        "since": feed.since,
        "outcome": None if feed.outcome is None else str(feed.outcome),
        "error": feed.error[:LONGEST],
        "polled_at": feed.polled_at,
        "good_at": feed.good_at,
        "newest_at": feed.newest_at,
        "failures": feed.failures,
        "refused": [
            [text[:LONGEST] for text in refused] for refused in feed.refused[:MOST_REFUSED]
        ],
        "fingerprint": feed.fingerprint,
        "fingerprint_at": feed.fingerprint_at,
    }


def _feed(row: Row[Any]) -> Feed:
    return Feed(
        source=row.source,
        health=Health(row.health),
        since=row.since,
        outcome=None if row.outcome is None else Outcome(row.outcome),
        error=row.error,
        polled_at=row.polled_at,
        good_at=row.good_at,
        newest_at=row.newest_at,
        failures=row.failures,
        refused=tuple(RefusedRow(*each) for each in row.refused),
        fingerprint=row.fingerprint,
        fingerprint_at=row.fingerprint_at,
        paused_at=row.paused_at,
    )
