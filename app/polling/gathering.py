"""Gathering: all that one poll of a source brings, request after request, nothing stored yet.

A request that fails is noted and the others go on, until a host keeps us out or is plainly gone.
"""

from collections import Counter, deque
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import NamedTuple, Protocol
from urllib.parse import urlsplit

from app.board.threads import in_thread
from app.domain.report import Report
from app.polling.client import Answer, keeps_out
from app.polling.hosts import Hosts
from app.polling.texts import Texts
from app.sources.kit import (
    Blocked,
    Parsed,
    Payload,
    Post,
    Refused,
    Request,
    Scope,
    Source,
    SourceError,
    Unreachable,
    Unreadable,
)

MOST_MISSES = 3
"""So many requests in a row that a host did not answer, and it is not asked again in this poll."""

MOST_ROWS = 20_000
"""More reports, posts and refused rows than any feed of ours has; what comes after is not read."""

MOST_REMEMBERED = 300
"""Addresses of one source of which we remember what to ask on condition."""


class Remembered(NamedTuple):
    """What is known of an address since its last answer.

    When that was, what the request knew beside the address, its validators, and where it led.
    """

    at: datetime
    about: Mapping[str, str]
    etag: str | None
    modified: str | None
    further: tuple[Request, ...]


class Asks(Protocol):
    """Asks a source one thing, as Client.ask does."""

    def __call__(
        self, source: Source, request: Request, /, *, etag: str | None, modified: str | None
    ) -> Awaitable[Answer]:
        """Give the answer, or raise SourceError."""
        ...


@dataclass(slots=True, kw_only=True)
class Gathered:
    """What a poll has brought so far.

    `answered` counts the requests that were answered well, of `requests`; `unchanged` those of them
    with nothing new. `read` are posts that are reports now, `silent` counts the rows that told
    nothing of ours. `faults` are the errors of
    the other requests, in order. `learned` is what may be asked on condition next time, once all of
    this is stored.
    """

    payloads: list[Payload] = field(default_factory=list)
    reports: list[Report] = field(default_factory=list)
    posts: list[Post] = field(default_factory=list)
    read: list[Post] = field(default_factory=list)
    refused: list[Refused] = field(default_factory=list)
    faults: list[SourceError] = field(default_factory=list)
    requests: int = 0
    answered: int = 0
    unchanged: int = 0
    received: int = 0
    status: int | None = None
    silent: int = 0
    misses: Counter[str] = field(default_factory=Counter)
    learned: dict[str, Remembered] = field(default_factory=dict)

    @property
    def rows(self) -> int:
        """Give how many rows were read, refused ones included."""
        return len(self.reports) + len(self.posts) + len(self.refused)


@dataclass(slots=True, kw_only=True)
class Gatherer:
    """Gathers for any source: the client's `ask`, the hosts' turns, and what is asked about.

    `texts` reads what it brings. `dated` is told of each answer's host, its Date and our time.
    """

    ask: Asks
    hosts: Hosts
    scope: Scope
    dated: Callable[[str, datetime, datetime], None] = lambda _host, _date, _now: None
    texts: Texts = field(init=False)

    def __post_init__(self) -> None:
        """Read by what is asked about."""
        self.texts = Texts(self.scope)

    async def gather(
        self,
        source: Source,
        first: Sequence[Request],
        now: datetime,
        known: Mapping[str, Remembered],
        gathered: Gathered,
    ) -> None:
        """Ask the first requests and those they lead to, each address once, into `gathered`.

        `known` is what was learned in earlier polls. What goes wrong is among the `faults`.
        """
        coming = deque(first)
        asked: set[str] = set()
        while coming and gathered.requests < source.most and gathered.rows < MOST_ROWS:
            request = coming.popleft()
            host = host_of(request)
            if request.url in asked or gathered.misses[host] >= MOST_MISSES:
                continue
            asked.add(request.url)
            before = known.get(request.url)
            if before is not None and _serves_still(request, before, now):
                coming.extend(before.further)
                continue
            gathered.requests += 1
            try:
                coming.extend(await self._one(source, request, before, gathered))
            except SourceError as error:
                _miss(request, error, gathered)

    async def _one(
        self, source: Source, request: Request, before: Remembered | None, gathered: Gathered
    ) -> Sequence[Request]:
        # Asked with other knowledge, the same answer may be read otherwise.
        same = before is not None and before.about == request.about
        conditional = before if same and source.stamped else None
        host = host_of(request)
        async with self.hosts.turn(host, source.pause):
            answer = await self.ask(
                source,
                request,
                etag=conditional.etag if conditional else None,
                modified=conditional.modified if conditional else None,
            )
        gathered.misses[host] = 0
        gathered.status, gathered.received = answer.status, gathered.received + answer.received
        if answer.date is not None:
            self.dated(host, answer.date, answer.fetched_at)
        if answer.not_modified and conditional is not None:
            gathered.answered, gathered.unchanged = gathered.answered + 1, gathered.unchanged + 1
            gathered.learned[request.url] = conditional._replace(at=answer.fetched_at)
            return conditional.further
        payload = payload_of(request, answer)
        gathered.payloads.append(payload)
        # Reading texts takes long enough for others to wait, and the first one loads vocabularies.
        parsed = await in_thread(self._read, source, payload)
        _take(parsed, gathered)
        gathered.learned[request.url] = Remembered(
            answer.fetched_at, request.about, answer.etag, answer.modified, tuple(parsed.further)
        )
        return parsed.further

    def _read(self, source: Source, payload: Payload) -> Parsed:
        """Read a payload; what cannot be read because it is a doorkeeper's page has kept us out."""
        try:
            return self.texts.parsed(source, payload)
        except Unreadable as error:
            if keeps_out(payload.body):
                raise Blocked("a login or a captcha stands where its page was") from error
            raise


def payload_of(request: Request, answer: Answer) -> Payload:
    """Give an answer as the reader gets it."""
    return Payload(
        body=answer.body,
        fetched_at=answer.fetched_at,
        url=request.shown or answer.url,
        about=request.about,
        charset=answer.charset,
    )


def remember(known: dict[str, Remembered], learned: dict[str, Remembered]) -> None:
    """Take up what was learned; the addresses not asked for the longest are forgotten."""
    for url, remembered in learned.items():
        known.pop(url, None)
        known[url] = remembered
    while len(known) > MOST_REMEMBERED:
        del known[next(iter(known))]


def _take(parsed: Parsed, gathered: Gathered) -> None:
    gathered.answered += 1
    gathered.reports += parsed.reports
    gathered.posts += parsed.posts
    gathered.read += parsed.read
    gathered.refused += parsed.refused
    gathered.silent += parsed.silent


def _serves_still(request: Request, before: Remembered, now: datetime) -> bool:
    kept = request.keep is not None and before.at <= now < before.at + request.keep
    return kept and before.about == request.about


def _miss(request: Request, error: SourceError, gathered: Gathered) -> None:
    # Its traceback would hold the whole answer until the poll is over.
    error.__traceback__ = error.__cause__ = error.__context__ = None
    gathered.faults.append(error)
    gathered.refused.append(Refused(row=_shown(request), reason=str(error)))
    if isinstance(error, Blocked):
        gathered.misses[host_of(request)] = MOST_MISSES
    elif isinstance(error, Unreachable):
        gathered.misses[host_of(request)] += 1


def host_of(request: Request) -> str:
    """Give the host a request goes to."""
    return urlsplit(request.url).hostname or ""


def _shown(request: Request) -> str:
    if request.shown:
        return request.shown[:200]
    parts = urlsplit(request.url)
    return f"{parts.hostname}{parts.path}"[:200]
