"""Registering: the facts of each live source go into the store, for answers and for freshness."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from urllib.parse import urlsplit

from app.domain.source_kind import SourceKind
from app.polling.client import Manners
from app.sources.kit import Scope, Source
from app.store import feeds
from app.store import sources as store
from app.store.database import Database
from app.store.feeds import Feed


async def register(
    database: Database, sources: Iterable[Source], now: datetime
) -> Mapping[str, Feed]:
    """Note every source's facts as they are now; gives how each stands, by its id."""
    chosen = list(sources)
    async with database.writing() as session:
        stand = await feeds.every(session)
        for source in chosen:
            await store.register(session, facts_of(source, now))
    return {each.id: stand.get(each.id) or Feed(source=each.id) for each in chosen}


def facts_of(source: Source, now: datetime) -> store.Source:
    """Give a source as the store knows it."""
    return store.Source(
        id=source.id,
        name=source.name,
        kind=SourceKind.LIVE,
        licence=source.licence,
        attribution=source.attribution,
        url=source.url,
        redistribute=source.redistribute,
        cadence=source.cadence,
        added_at=now,
    )


def asked_hosts(source: Source, scope: Scope, now: datetime) -> tuple[str, ...]:
    """Give the hosts a source's first requests go to."""
    hosts = (urlsplit(request.url).hostname or "" for request in source.asks(scope, now))
    return tuple(dict.fromkeys(hosts))


def announcement(source: Source, scope: Scope, manners: Manners, now: datetime) -> dict[str, str]:
    """Give what an operator should know before a source is asked for the first time."""
    return {
        "source": source.id,
        "hosts": ", ".join(asked_hosts(source, scope, now)),
        "every": f"{source.every.total_seconds() / 60:g} min",
        "as": manners.user_agent,
    }
