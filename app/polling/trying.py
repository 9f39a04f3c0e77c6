"""Trying: one poll of a source that stores nothing, from the wire or from a file."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from app.catalog import Catalogue
from app.polling.client import Client
from app.polling.gathering import Gathered, Gatherer
from app.polling.hosts import Hosts
from app.polling.judging import Verdict, judge
from app.polling.plan import Plan
from app.polling.poll import gathered_in_time
from app.polling.texts import Texts
from app.sources.kit import Payload, Refused, Source, SourceError
from app.store.feeds import Feed


@dataclass(frozen=True, slots=True, kw_only=True)
class Tried:
    """What a poll would have brought: all that came, and how it would be judged."""

    gathered: Gathered
    verdict: Verdict
    now: datetime

    @property
    def age(self) -> timedelta | None:
        """Give how old the newest thing spoken of is; None where nothing was said."""
        return None if self.verdict.newest_at is None else self.now - self.verdict.newest_at


async def try_source(
    source: Source, plan: Plan, catalogue: Catalogue, now: Callable[[], datetime]
) -> Tried:
    """Poll a source once as it would be polled, and store nothing."""
    async with Client(plan.manners, (source,), now=now) as client:
        gatherer = Gatherer(ask=client.ask, hosts=Hosts(), scope=plan.scope)
        gathered = await gathered_in_time(gatherer, source, now(), {})
    return _tried(source, gathered, catalogue, now())


def try_payload(source: Source, payload: Payload, plan: Plan, catalogue: Catalogue) -> Tried:
    """Read one payload as if it had just come; what it leads to is not asked."""
    gathered = Gathered(requests=1, payloads=[payload])
    try:
        parsed = Texts(plan.scope).parsed(source, payload)
    except SourceError as error:
        gathered.faults.append(error)
        gathered.refused.append(Refused(row=payload.url[:200], reason=str(error)))
    else:
        gathered.answered = 1
        gathered.reports, gathered.refused = parsed.reports, parsed.refused
        gathered.posts, gathered.read = parsed.posts, parsed.read
    return _tried(source, gathered, catalogue, payload.fetched_at)


def payload_of_file(file: Path, url: str, now: datetime, about: dict[str, str]) -> Payload:
    """Give a file's content as a payload that came just now; raises OSError."""
    return Payload(body=file.read_bytes(), fetched_at=now, url=url, about=about)


def _tried(source: Source, gathered: Gathered, catalogue: Catalogue, now: datetime) -> Tried:
    verdict = judge(source, gathered, Feed(source=source.id), catalogue, now)
    return Tried(gathered=gathered, verdict=verdict, now=now)
