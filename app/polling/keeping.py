"""Keeping: what a poll brought is stored in one transaction, or not at all.

A poll that waited on disk while the database was away is stored the same way, and once only: its id
tells whether it was. Another process may have polled the same source meanwhile. What that found
stands then: of the earlier poll is added what is not known yet, and nothing is set back.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from app.domain.health import Health, Outcome
from app.domain.report import Report
from app.polling.made import Made
from app.store import feeds, held, payloads, polls, posts, sources, turns
from app.store.database import Database, WriteSession
from app.store.feeds import Feed
from app.store.polls import Poll
from app.store.reports import Added, add, told_later
from app.store.turns import Turn


@dataclass(frozen=True, slots=True, kw_only=True)
class Kept:
    """What storing a poll did: what was added, the feed as it stands, and whether it turned.

    `waits` tells that it is on disk only, until the database is back.
    """

    added: Added
    feed: Feed
    turn: Turn | None
    waits: bool = False


async def keep(database: Database, made: Made, *, known: bool) -> Kept:
    """Store a poll: reports, posts, payloads, the feed and the poll itself; raises StoreError.

    A source that is not `known` to be noted in the store is noted first.
    """
    async with database.writing() as session:
        if not known:
            await sources.register(session, made.source)
        before = await feeds.one(session, made.source.id) or Feed(source=made.source.id)
        return await _kept(session, made, made.reports, *after(before, made))


async def keep_late(database: Database, made: Made) -> Kept | None:
    """Store a poll that waited on disk; None where it was stored already. Raises StoreError."""
    async with database.writing() as session:
        if await polls.is_there(session, made.id):
            return None
        if await sources.one(session, made.source.id) is None:
            await sources.register(session, made.source)
        before = await feeds.one(session, made.source.id) or Feed(source=made.source.id)
        if before.polled_at is None or before.polled_at < made.started_at:
            return await _kept(session, made, made.reports, *after(before, made))
        later = await told_later(session, made.reports)
        unsaid = [each for each in made.reports if each.identity not in later]
        return await _kept(session, made, unsaid, before, None)


def after(before: Feed, made: Made) -> tuple[Feed, Turn | None]:
    """Give how a source stands after a poll, and its turn where it stands otherwise than before."""
    health = Health.UP if made.good else Health.DOWN
    turned = health is not before.health
    feed = replace(
        before,
        health=health,
        since=made.started_at if turned else before.since,
        outcome=made.outcome,
        error=made.error,
        polled_at=made.started_at,
        good_at=made.started_at if made.good else before.good_at,
        newest_at=made.newest_at,
        failures=0 if made.good else before.failures + 1,
        # An answer with nothing new leaves the refused rows of the last one to be shown.
        refused=before.refused if made.outcome is Outcome.NOT_MODIFIED else made.refused,
        fingerprint=made.fingerprint,
        fingerprint_at=made.fingerprint_at,
    )
    turn = Turn(
        source=made.source.id,
        at=made.started_at,
        health=health,
        outcome=made.outcome,
        reason=made.error,
    )
    return feed, turn if turned else None


async def _kept(
    session: WriteSession, made: Made, reports: Sequence[Report], feed: Feed, turn: Turn | None
) -> Kept:
    """Store a poll with those of its reports that count, and how its source stands then."""
    added = await add(session, reports)
    await _keep_besides(session, made)
    await feeds.save(session, feed)
    if turn is not None:
        await turns.add(session, turn)
    await polls.add(session, _poll(made, added))
    return Kept(added=added, feed=feed, turn=turn)


async def _keep_besides(session: WriteSession, made: Made) -> None:
    await posts.add(session, made.posts)
    await posts.drop(session, made.source.id, made.read)
    for payload in made.payloads:
        await payloads.add(session, payload)
    for each in made.held:
        await held.add(session, made.source.id, each.digest, each.at)


def _poll(made: Made, added: Added) -> Poll:
    return Poll(
        id=made.id,
        source=made.source.id,
        started_at=made.started_at,
        seconds=made.seconds,
        outcome=made.outcome,
        status=made.status,
        requests=made.requests,
        bytes=made.received,
        reports=len(made.reports),
        new=added.new + added.revised,
        refused=made.unusable,
        posts=len(made.posts),
        error=made.error,
    )
