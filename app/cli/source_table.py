"""Sources as a table: how each stands, and under those that need it what to do next."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from app.cli.terminal import bold, columns, faint, plain, wrapped
from app.cli.words import age
from app.domain.health import Health, Outcome
from app.sources.kit import Source
from app.store import feeds, polls
from app.store import sources as store
from app.store.database import ReadSession
from app.store.feeds import Feed
from app.store.polls import Poll

HEADER = ("SOURCE", "STANDS", "LAST POLL", "LAST GOOD", "REPORTS", "REFUSED")
FIGURES = frozenset({4, 5})

NOT_CHOSEN = "not polled"

STEPS: Mapping[Outcome, str] = {
    Outcome.UNREACHABLE: "see whether this machine reaches that host; if it does, wait",
    Outcome.BLOCKED: "ask the publisher to let us in, or give it a proxy in DARIAL_PROXIES",
    Outcome.MOVED: "look for its new address at {url}, and mend app/sources/{id}.py",
    Outcome.UNREADABLE: "`darial record {id}` saves what it answers now, to mend"
    " app/sources/{id}.py by",
    Outcome.STALE: "its publisher has stopped: see {url}, and tell them",
    Outcome.FROZEN: "its figures stand still under new times: see {url}, and tell them",
}
"""What to do about a source that is down, by how its last poll ended."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """How a source stands: its feed, its last poll, and how many reports it has brought in all.

    `polled` tells whether the settings have it polled.
    """

    source: Source
    polled: bool
    feed: Feed
    last: Poll | None
    reports: int

    @property
    def word(self) -> str:
        """Say how it stands."""
        if not self.polled:
            return NOT_CHOSEN
        return Health.PAUSED if self.feed.paused_at else self.feed.health

    @property
    def refused(self) -> int:
        """Give how many rows its last poll refused."""
        return self.last.refused if self.last else 0


async def standings(
    session: ReadSession, sources: Sequence[Source], polled: frozenset[str]
) -> list[Standing]:
    """Give how these sources stand; `polled` are those that the settings choose."""
    known, counts = await feeds.every(session), await store.counts(session)
    return [
        Standing(
            source=source,
            polled=source.id in polled,
            feed=known.get(source.id) or Feed(source=source.id),
            last=next(iter(await polls.newest(session, source.id, 1)), None),
            reports=counts.get(source.id, 0),
        )
        for source in sources
    ]


def table(standing: Iterable[Standing], at: datetime) -> Iterator[str]:
    """Write a line for each source, and below it the next thing to do, if there is any."""
    listed = list(standing)
    header, *lines = columns([HEADER, *(_row(each, at) for each in listed)], FIGURES)
    yield bold(header)
    for each, line in zip(listed, lines, strict=True):
        yield line
        if step := next_step(each):
            yield from map(faint, wrapped(plain(step), 4, 0))


def next_step(standing: Standing) -> str:
    """Say the next thing to do about a source; nothing where all is well."""
    source, feed = standing.source, standing.feed
    if feed.paused_at is not None:
        return f"paused since {feed.paused_at:%Y-%m-%d %H:%MZ}: `darial sources resume {source.id}`"
    if not standing.polled:
        return f"to poll it, name it in DARIAL_SOURCES; its terms: {source.licence}"
    if feed.health is Health.UNKNOWN:
        return "never polled yet: `darial serve` asks it within a minute"
    if feed.health is Health.DOWN and feed.outcome is not None:
        step = STEPS.get(feed.outcome, "").format(id=source.id, url=source.url)
        return f"{feed.error or feed.outcome}; {step}"
    if standing.refused:
        return f"some rows were refused: `darial sources show {source.id}` tells which and why"
    return ""


def fields(standing: Standing, at: datetime) -> dict[str, Any]:
    """Give one line as an object."""
    feed = standing.feed
    return {
        "id": standing.source.id,
        "name": standing.source.name,
        "polled": standing.polled,
        "health": Health.PAUSED if feed.paused_at else feed.health,
        "since": written(feed.since),
        "outcome": feed.outcome,
        "error": feed.error,
        "polled_at": written(feed.polled_at),
        "good_at": written(feed.good_at),
        "good_age_s": (at - feed.good_at).total_seconds() if feed.good_at else None,
        "newest_at": written(feed.newest_at),
        "failures": feed.failures,
        "reports": standing.reports,
        "refused": standing.refused,
        "next": next_step(standing),
    }


def _row(standing: Standing, at: datetime) -> tuple[str, ...]:
    feed = standing.feed
    return (
        standing.source.id,
        standing.word,
        feed.outcome or "never",
        f"{age(feed.good_at, at)} ago" if feed.good_at else "never",
        f"{standing.reports:,}",
        f"{standing.refused:,}" if standing.last else "",
    )


def written(moment: datetime | None) -> str | None:
    """Give a moment as JSON has it, in UTC."""
    return None if moment is None else f"{moment.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}"
