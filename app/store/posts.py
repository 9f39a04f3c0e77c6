"""Posts: messages that nobody has read yet; where and when is kept, never a word of them."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Row, delete, func, insert, select

from app.domain.channel import ChannelKind
from app.store.database import ReadSession, WriteSession
from app.store.live_tables import posts as table

BATCH = 500
"""How many posts are looked up together."""

ABOUT, NEXT = table.alias("about"), table.alias("next")


@dataclass(frozen=True, slots=True, kw_only=True)
class UnreadPost:
    """A message of a source: its permalink, its time, the place it is about, and who writes there.

    `identity` is unique within the source, `poll` the one that brought it.
    """

    source: str
    identity: str
    permalink: str
    published_at: datetime
    place: str
    language: str
    kind: ChannelKind
    recorded_at: datetime
    poll: str


async def add(session: WriteSession, posts: Sequence[UnreadPost]) -> int:
    """Keep the posts of registered sources that are not there yet; give how many were new.

    Of travellers neither link nor minute is kept, whatever was handed over.
    """
    by_source: dict[str, dict[str, UnreadPost]] = defaultdict(dict)
    for post in posts:
        by_source[post.source].setdefault(post.identity, post)
    new = 0
    for source, named in by_source.items():
        unknown = named.keys() - await _there(session, source, list(named))
        made = [_values(post) for post in named.values() if post.identity in unknown]
        if made:
            await session.execute(insert(table), made)
        new += len(made)
    return new


async def drop(session: WriteSession, source: str, identities: Sequence[str]) -> None:
    """Forget that these posts are unread: they are among the reports now."""
    for start in range(0, len(identities), BATCH):
        some = table.c.identity.in_(identities[start : start + BATCH])
        await session.execute(delete(table).where(table.c.source == source, some))


async def newest(session: ReadSession, source: str, limit: int) -> tuple[UnreadPost, ...]:
    """Give the posts of a source that were published last, newest first."""
    rows = await session.execute(
        select(table)
        .where(table.c.source == source)
        .order_by(table.c.published_at.desc(), table.c.id.desc())
        .limit(limit)
    )
    return tuple(_post(row) for row in rows)


async def count(session: ReadSession) -> int:
    """Give how many posts wait to be read."""
    return await session.scalar(select(func.count()).select_from(table)) or 0


async def of_each(session: ReadSession) -> Mapping[str, int]:
    """Give how many posts of each source wait to be read; sources without any are left out."""
    counted = select(table.c.source, func.count().label("waiting")).group_by(table.c.source)
    return {row.source: row.waiting for row in await session.execute(counted)}


async def heard(session: ReadSession) -> Mapping[str, datetime]:
    """Give when the newest post about each place was published; places without any are left out."""
    # Each place is found from the one before it: there are few places and many posts.
    first = select(func.min(ABOUT.c.place).label("place"))
    places = first.cte("places", recursive=True)
    after = select(func.min(NEXT.c.place)).where(NEXT.c.place > places.c.place).scalar_subquery()
    places = places.union_all(select(after).where(places.c.place.is_not(None)))
    last = select(func.max(table.c.published_at)).where(table.c.place == places.c.place)
    rows = await session.execute(
        select(places.c.place, last.scalar_subquery().label("last_at")).where(
            places.c.place.is_not(None)
        )
    )
    return {row.place: row.last_at for row in rows}


async def _there(session: ReadSession, source: str, identities: Sequence[str]) -> Collection[str]:
    found: set[str] = set()
    for start in range(0, len(identities), BATCH):
        some = table.c.identity.in_(identities[start : start + BATCH])
        found |= set(
            await session.scalars(select(table.c.identity).where(table.c.source == source, some))
        )
    return found


def _values(post: UnreadPost) -> dict[str, Any]:
    told = post.kind is not ChannelKind.TRAVELLERS
    published_at = post.published_at
    return {
        "source": post.source,
        "identity": post.identity,
        "permalink": post.permalink if told else "",
        "published_at": published_at if told else _hour(published_at),
        "place": post.place,
        "language": post.language,
        "kind": str(post.kind),
        "recorded_at": post.recorded_at,
        "poll": post.poll,
    }


def _hour(moment: datetime) -> datetime:
    return moment.replace(minute=0, second=0, microsecond=0)


def _post(row: Row[Any]) -> UnreadPost:
    return UnreadPost(
        source=row.source,
        identity=row.identity,
        permalink=row.permalink,
        published_at=row.published_at,
        place=row.place,
        language=row.language,
        kind=ChannelKind(row.kind),
        recorded_at=row.recorded_at,
        poll=row.poll,
    )
