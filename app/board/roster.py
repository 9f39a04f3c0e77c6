"""The roster: every source with its terms, how it stands, and how it was polled last.

It changes with every poll, so it is no document of the board; it is read when somebody asks.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

from app.board.document import Document
from app.board.notation import Fields, encode, instant, instant_if_any
from app.board.tidy import table
from app.board.view import Form, View
from app.domain.errors import Unavailable
from app.domain.freshness import live_limits
from app.domain.health import Health
from app.domain.source_kind import SourceKind
from app.store import feeds, polls, posts, sources
from app.store.database import Database, ReadSession
from app.store.fault import DatabaseBusy, DatabaseGone
from app.store.feeds import Feed
from app.store.polls import Poll
from app.store.sources import Source

LASTS = timedelta(minutes=1)
"""How old what we remember of the sources may be when the database goes away."""

COLUMNS = (
    "id", "name", "kind", "licence", "attribution", "url", "redistribute", "cadence_s", "added_at",
    "last_recorded_at", "health", "since", "outcome", "error", "polled_at", "good_at", "newest_at",
    "failures", "refused", "late_at", "stale_at", "reports", "unread_posts",
)  # fmt: skip
"""The columns of sources in CSV: one line each; what was refused is quoted in JSON alone."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """One source as it stands: `feed` and `last` are empty where it was never polled."""

    source: Source
    feed: Feed
    last: Poll | None
    unread: int

    @property
    def health(self) -> Health | None:
        """Give how it stands; None for what is not polled at all, such as an archive."""
        if self.feed.paused_at is not None:
            return Health.PAUSED
        return self.feed.health if self.source.kind is SourceKind.LIVE else None


@dataclass(frozen=True, slots=True, kw_only=True)
class Roster:
    """Every source as it stood when this was read; `away` marks that it is from memory."""

    sources: tuple[Source, ...] = ()
    feeds: Mapping[str, Feed] = field(default_factory=dict)
    polls: Mapping[str, Poll] = field(default_factory=dict)
    unread: Mapping[str, int] = field(default_factory=dict)
    away: bool = False

    @property
    def standings(self) -> Iterator[Standing]:
        """Give each source as it stands, by id."""
        for source in self.sources:
            yield Standing(
                source=source,
                feed=self.feeds.get(source.id) or Feed(source=source.id),
                last=self.polls.get(source.id),
                unread=self.unread.get(source.id, 0),
            )


class LastRoster:
    """The roster, and what is remembered of it for while the database is away."""

    def __init__(self, database: Database) -> None:
        """Begin with nothing remembered."""
        self._database = database
        self._last: Roster | None = None
        self._due: datetime | None = None

    async def read(self) -> Roster:
        """Give it as it stands, or as it is remembered; raises Unavailable without either."""
        try:
            async with self._database.reading() as session:
                self._last = await read(session)
        except (DatabaseGone, DatabaseBusy) as error:
            if self._last is None:
                raise Unavailable("the database cannot be read") from error
            return replace(self._last, away=True)
        return self._last

    async def remember(self, session: ReadSession, now: datetime) -> None:
        """Read it now and then, so that what is remembered is not old."""
        if self._due is None or now >= self._due:
            self._last, self._due = await read(session), now + LASTS


async def read(session: ReadSession) -> Roster:
    """Give the roster as the store has it."""
    return Roster(
        sources=await sources.every(session),
        feeds=await feeds.every(session),
        polls=await polls.last_of_each(session),
        unread=await posts.of_each(session),
    )


def written(roster: Roster, view: View, form: Form = Form.JSON) -> Document:
    """Answer every source that ever handed us reports, or that we ask for them."""
    told = replace(view, sources=roster.sources, away=roster.away)
    described = describe(roster)
    if form is Form.CSV:
        return told.finish(table(COLUMNS, described), form)
    data = encode(described)
    return told.finish(told.envelope(data, (source.id for source in roster.sources)))


def describe(roster: Roster) -> list[Fields]:
    """Give the JSON object of each source, by id."""
    return [
        {
            **_facts(standing.source),
            **_stands(standing),
            **_limits(standing),
            "reports": standing.source.reports,
            "unread_posts": standing.unread,
        }
        for standing in roster.standings
    ]


def _facts(source: Source) -> Fields:
    return {
        "id": source.id,
        "name": source.name,
        "kind": source.kind,
        "licence": source.licence,
        "attribution": source.attribution,
        "url": source.url,
        "redistribute": source.redistribute,
        "cadence_s": round(source.cadence.total_seconds()) if source.cadence else None,
        "added_at": instant(source.added_at),
        "last_recorded_at": instant_if_any(source.last_recorded_at),
    }


def _stands(standing: Standing) -> Fields:
    feed, last = standing.feed, standing.last
    return {
        "health": standing.health,
        "since": instant_if_any(feed.paused_at or feed.since),
        "outcome": feed.outcome,
        "error": feed.error or None,
        "polled_at": instant_if_any(feed.polled_at),
        "good_at": instant_if_any(feed.good_at),
        "newest_at": instant_if_any(feed.newest_at),
        "failures": feed.failures,
        "refused": None if last is None else last.refused,
        "refused_rows": [{"row": each.row, "reason": each.reason} for each in feed.refused],
    }


def _limits(standing: Standing) -> Fields:
    """Give when a live source is late and stale, counted from its last good poll."""
    cadence = standing.source.cadence
    heard = standing.feed.good_at or standing.source.last_recorded_at
    if cadence is None or heard is None:
        return {"late_at": None, "stale_at": None}
    late, stale = live_limits(cadence)
    return {"late_at": instant(heard + late), "stale_at": instant(heard + stale)}
