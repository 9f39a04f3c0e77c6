"""A poll as it was made: all that is stored of it, whether now or once the database is back."""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime

from app.domain.health import Outcome
from app.domain.report import Report
from app.polling.gathering import Gathered
from app.polling.judging import GOOD, MOST_SHOWN, Verdict
from app.polling.registering import facts_of
from app.sources.kit import Payload, Post, Source, SourceError
from app.store import sources
from app.store.feeds import RefusedRow
from app.store.held import Held
from app.store.payloads import KeptPayload, digest_of
from app.store.posts import UnreadPost


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
class Made:
    """What is stored of a poll, rid of whatever may not be kept.

    `source` has the source's facts. `reports` and `posts` name the poll; `read` are the identities
    of posts that are among the reports now; `held` are those of the payloads that hold reports from
    ahead of our time. `refused` are the rows that are shown, of `unusable` in all. The rest is as
    in a Verdict and in Gathered.
    """

    id: str
    source: sources.Source
    started_at: datetime
    seconds: float
    outcome: Outcome
    error: str
    reports: tuple[Report, ...]
    posts: tuple[UnreadPost, ...]
    read: tuple[str, ...]
    payloads: tuple[KeptPayload, ...]
    held: tuple[Held, ...]
    refused: tuple[RefusedRow, ...]
    unusable: int
    fingerprint: str
    fingerprint_at: datetime | None
    newest_at: datetime | None
    status: int | None
    requests: int
    received: int

    @property
    def good(self) -> bool:
        """Tell whether its source is up after it."""
        return self.outcome in GOOD


def made_of(attempt: Attempt, *, payloads_too: bool) -> Made:
    """Give what is stored of a poll; `payloads_too` tells whether answers are kept in any case."""
    verdict, gathered = attempt.verdict, attempt.gathered
    kept = tuple(_payloads(attempt)) if payloads_too or verdict.future else ()
    ahead = {report.recorded_at for report in verdict.future}
    return Made(
        id=attempt.id,
        source=facts_of(attempt.source, attempt.started_at),
        started_at=attempt.started_at,
        seconds=attempt.seconds,
        outcome=verdict.outcome,
        error=verdict.error,
        reports=tuple(replace(each, poll=attempt.id) for each in verdict.reports),
        posts=tuple(_unread(each, attempt) for each in verdict.posts),
        read=tuple(post.identity for post in gathered.read),
        payloads=kept,
        held=tuple(
            Held(digest=each.digest, at=each.fetched_at)
            for each in kept
            if each.fetched_at in ahead
        ),
        refused=tuple(
            RefusedRow(row=each.row[:200], reason=each.reason[:300])
            for each in verdict.refused[:MOST_SHOWN]
        ),
        unusable=len(verdict.refused) + len(verdict.future),
        fingerprint=verdict.fingerprint,
        fingerprint_at=verdict.fingerprint_at,
        newest_at=verdict.newest_at,
        status=gathered.status,
        requests=gathered.requests,
        received=gathered.received,
    )


def _payloads(attempt: Attempt) -> Iterator[KeptPayload]:
    for payload in attempt.gathered.payloads:
        try:
            yield stripped(attempt.source, payload)
        except SourceError:
            continue  # what cannot be read cannot be rid of personal data


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
