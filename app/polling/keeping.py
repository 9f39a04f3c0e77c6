"""Keeping: what a poll brought is stored in one transaction, or not at all."""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime

from app.domain.health import Health, Outcome
from app.polling.gathering import Gathered
from app.polling.judging import GOOD, Verdict
from app.polling.registering import facts_of
from app.sources.kit import Payload, Post, Source, SourceError
from app.store import feeds, held, payloads, polls, posts, sources, turns
from app.store.database import Database, WriteSession
from app.store.feeds import Feed, RefusedRow
from app.store.payloads import KeptPayload, digest_of
from app.store.polls import Poll
from app.store.posts import UnreadPost
from app.store.reports import Added, add
from app.store.turns import Turn

MOST_SHOWN = 20
"""How many refused rows of a poll are kept to be looked at."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Attempt:
    """One poll as it went: of which source, from when on, how long (seconds), and its outcome."""

    source: Source
    started_at: datetime
    seconds: float
    gathered: Gathered
    verdict: Verdict

    @property
    def id(self) -> str:
        """Give its public id."""
        key = f"{self.source.id}\x1f{self.started_at.isoformat()}"
        return hashlib.blake2b(key.encode(), digest_size=8).hexdigest()


@dataclass(frozen=True, slots=True, kw_only=True)
class Kept:
    """What storing a poll did: what was added, the feed as it stands, and whether it turned."""

    added: Added
    feed: Feed
    turn: Turn | None


async def keep(
    database: Database, attempt: Attempt, before: Feed, *, payloads_too: bool, known: bool
) -> Kept:
    """Store a poll: reports, posts, payloads, the feed and the poll itself; raises StoreError.

    A source that is not `known` to be noted in the store is noted first.
    """
    verdict, gathered = attempt.verdict, attempt.gathered
    feed, turn = _after(before, attempt)
    async with database.writing() as session:
        if not known:
            await sources.register(session, facts_of(attempt.source, attempt.started_at))
        added = await add(session, [replace(each, poll=attempt.id) for each in verdict.reports])
        await posts.add(session, [_unread(each, attempt) for each in verdict.posts])
        await posts.drop(session, attempt.source.id, [post.identity for post in gathered.read])
        if payloads_too or verdict.future:
            await _keep_payloads(session, attempt)
        await feeds.save(session, feed)
        if turn is not None:
            await turns.add(session, turn)
        await polls.add(session, _poll(attempt, gathered, added))
    return Kept(added=added, feed=feed, turn=turn)


async def _keep_payloads(session: WriteSession, attempt: Attempt) -> None:
    ahead = {report.recorded_at for report in attempt.verdict.future}
    for payload in attempt.gathered.payloads:
        try:
            kept = stripped(attempt.source, payload)
        except SourceError:
            continue  # what cannot be read cannot be rid of personal data
        await payloads.add(session, kept)
        if payload.fetched_at in ahead:
            await held.add(session, kept.source, kept.digest, payload.fetched_at)


def stripped(source: Source, payload: Payload) -> KeptPayload:
    """Give a payload as it may be kept: without personal data; raises SourceError."""
    body = payload.body if source.strip is None else source.strip(payload)
    return KeptPayload(
        source=source.id,
        url=payload.url,
        about=payload.about,
        charset=payload.charset,
        body=body,
        fetched_at=payload.fetched_at,
        last_at=payload.fetched_at,
        digest=digest_of(source.id, payload.url, payload.about, body),
    )


def _after(before: Feed, attempt: Attempt) -> tuple[Feed, Turn | None]:
    verdict = attempt.verdict
    good = verdict.outcome in GOOD
    health = Health.UP if good else Health.DOWN
    turned = health is not before.health
    feed = replace(
        before,
        health=health,
        since=attempt.started_at if turned else before.since,
        outcome=verdict.outcome,
        error=verdict.error,
        polled_at=attempt.started_at,
        good_at=attempt.started_at if good else before.good_at,
        newest_at=verdict.newest_at,
        failures=0 if good else before.failures + 1,
        refused=_refused(before, attempt),
        fingerprint=verdict.fingerprint,
        fingerprint_at=verdict.fingerprint_at,
    )
    turn = Turn(
        source=attempt.source.id,
        at=attempt.started_at,
        health=health,
        outcome=verdict.outcome,
        reason=verdict.error,
    )
    return feed, turn if turned else None


def _refused(before: Feed, attempt: Attempt) -> tuple[RefusedRow, ...]:
    """Give the refused rows to show; an answer with nothing new leaves those of the last one."""
    if attempt.verdict.outcome is Outcome.NOT_MODIFIED:
        return before.refused
    shown: Iterable[RefusedRow] = (
        RefusedRow(row=each.row[:200], reason=each.reason[:300])
        for each in attempt.verdict.refused[:MOST_SHOWN]
    )
    return tuple(shown)


def _unread(post: Post, attempt: Attempt) -> UnreadPost:
    return UnreadPost(
        source=attempt.source.id,
        identity=post.identity,
        permalink=post.permalink,
        published_at=post.published_at,
        place=post.place,
        language=post.language,
        kind=post.kind,
        recorded_at=attempt.started_at,
        poll=attempt.id,
    )


def _poll(attempt: Attempt, gathered: Gathered, added: Added) -> Poll:
    verdict = attempt.verdict
    return Poll(
        id=attempt.id,
        source=attempt.source.id,
        started_at=attempt.started_at,
        seconds=attempt.seconds,
        outcome=verdict.outcome,
        status=gathered.status,
        requests=gathered.requests,
        bytes=gathered.received,
        reports=len(verdict.reports),
        new=added.new + added.revised,
        refused=len(verdict.refused) + len(verdict.future),
        posts=len(verdict.posts),
        error=verdict.error,
    )
