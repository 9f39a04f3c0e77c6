"""Published beliefs: what we said, when, and on which grounds; kept for ever."""

import hashlib
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Row, Select, func, insert, select, tuple_, union

from app.domain.report import Series
from app.domain.touching import Stretch
from app.domain.vocabulary import Agreement, Freshness, NoNumber
from app.store import tables
from app.store.database import ReadSession, WriteSession
from app.store.series import key_of, known, series_numbers
from app.store.stretch import Window, joined, parted
from app.store.tables import published as table

__all__ = [
    "Belief",
    "Published",
    "Stretch",
    "add",
    "followed_at",
    "history",
    "latest",
    "one",
    "since",
    "values_of",
    "within",
]

EARLIER = table.alias("earlier")
NEWEST = select(table.c.id, table.c.public, table.c.published_at).order_by(
    table.c.published_at.desc(), table.c.id.desc()
)

_of = tables.series.c
SERIES_KEY = (_of.place, _of.direction, _of.mode, _of.quantity, _of.subject)
"""The columns that `key_of` gives the values of."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Belief:
    """What is said of one series (unit: the quantity's).

    Either `low`, `mid` and `high` are given, or a `word`, or `no_number` says why there is none.
    """

    low: float | None = None
    mid: float | None = None
    high: float | None = None
    word: str | None = None
    no_number: NoNumber | None = None
    observed_to: datetime | None = None
    freshness: Freshness | None = None
    agreement: Agreement | None = None
    origins: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Published:
    """A belief as it was published in one version of the board."""

    series: Series
    belief: Belief
    version: int
    published_at: datetime
    method_version: str
    catalogue_version: str

    @property
    def id(self) -> str:
        """Give its permanent id: a hash of series, version and numbers (16 hex digits)."""
        said = self.belief
        figures = [
            None if each is None else float(each) for each in (said.low, said.mid, said.high)
        ]
        parts = (*key_of(self.series), self.version, *figures, said.word, said.no_number)
        key = "\x1f".join("" if part is None else str(part) for part in parts)
        return hashlib.blake2b(key.encode(), digest_size=8).hexdigest()


async def add(session: WriteSession, rows: Sequence[Published]) -> None:
    """Keep what a version of the board publishes; each series once in a version."""
    if not rows:
        return
    numbers = await series_numbers(session).of([key_of(row.series) for row in rows])
    await session.execute(insert(table), list(map(values_of, rows, numbers)))


def values_of(row: Published, series_id: int) -> dict[str, Any]:
    """Give the row of something published; its number is the database's to give."""
    return {
        "public": row.id,
        "series_id": series_id,
        "version": row.version,
        "published_at": row.published_at,
        "method_version": row.method_version,
        "catalogue_version": row.catalogue_version,
        "low": row.belief.low,
        "mid": row.belief.mid,
        "high": row.belief.high,
        "word": row.belief.word,
        "no_number": row.belief.no_number,
        "observed_to": row.belief.observed_to,
        "freshness": row.belief.freshness,
        "agreement": row.belief.agreement,
        "origins": row.belief.origins,
    }


async def within(
    session: ReadSession, stretches: Iterable[Stretch], limit: int
) -> tuple[list[str], int]:
    """Give the ids of what was published in some stretches, newest first, and how many they are.

    At most `limit` ids are given; all are counted, each once, however stretches overlap.
    """
    some = joined(stretches)
    keys = tuple_(*SERIES_KEY).in_({key_of(each.series) for each in some})
    found: list[Row[Any]] = []
    count = 0
    for number, series in (await known(session, keys)).items():
        own = [await _window(session, number, each) for each in some if each.series == series]
        for window in parted(own):
            chosen = _in_window(number, window)
            counted = select(func.count()).select_from(table).where(chosen)
            count += await session.scalar(counted) or 0
            found += await session.execute(NEWEST.where(chosen).limit(limit))
    found.sort(key=lambda row: (row.published_at, row.id), reverse=True)
    return [row.public for row in found[:limit]], count


async def _window(session: ReadSession, number: int, stretch: Stretch) -> Window:
    """Give the window of a stretch; what stood when it began was published when that began."""
    since = stretch.since
    if stretch.standing:
        stood = select(func.max(table.c.published_at)).where(
            table.c.series_id == number, table.c.published_at <= since
        )
        since = await session.scalar(stood) or since
    return Window(since, stretch.until, stretch.before)


def _in_window(number: int, window: Window) -> ColumnElement[bool]:
    chosen = (
        (table.c.series_id == number)
        & (table.c.published_at >= window.since)
        & (table.c.version < window.before)
    )
    return chosen if window.until is None else chosen & (table.c.published_at < window.until)


async def latest(session: ReadSession) -> list[Published]:
    """Give what was last published of each series."""
    newest = (
        select(EARLIER.c.id)
        .where(EARLIER.c.series_id == tables.series.c.id)
        .order_by(EARLIER.c.published_at.desc(), EARLIER.c.id.desc())
        .limit(1)
    )
    one = newest.correlate(tables.series).scalar_subquery()
    joined = tables.series.join(table, table.c.id == one)
    return await _found(session, select(table).select_from(joined))


async def since(session: ReadSession, number: int) -> list[Published]:
    """Give what was kept after the row of this number, in the order of keeping."""
    return await _found(session, select(table).where(table.c.id > number).order_by(table.c.id))


async def one(session: ReadSession, public: str) -> Published | None:
    """Give the belief published under this id (16 hex digits); None when there is none."""
    found = await _found(session, select(table).where(table.c.public == public))
    return found[0] if found else None


async def followed_at(session: ReadSession, figure: Published) -> datetime | None:
    """Give when the next figure of the same series was published; None while this one stands."""
    (number,) = await known(session, tuple_(*SERIES_KEY).in_([key_of(figure.series)]))
    later = select(func.min(table.c.published_at)).where(
        table.c.series_id == number,
        table.c.published_at >= figure.published_at,
        table.c.version > figure.version,
    )
    found: datetime | None = await session.scalar(later)
    return found


async def history(
    session: ReadSession, series: Collection[Series], *, since: datetime, until: datetime
) -> list[Published]:
    """Give what was published of some series in a window, oldest first.

    What stood when the window began comes first, whenever it was published.
    """
    columns = tables.series.c
    numbers = await known(session, tuple_(*SERIES_KEY).in_([key_of(each) for each in series]))
    stood = (
        select(EARLIER.c.id)
        .where(EARLIER.c.series_id == columns.id, EARLIER.c.published_at <= since)
        .order_by(EARLIER.c.published_at.desc(), EARLIER.c.id.desc())
        .limit(1)
    )
    first = stood.correlate(tables.series).scalar_subquery()
    chosen = union(
        select(first).select_from(tables.series).where(columns.id.in_(numbers)),
        select(table.c.id).where(
            table.c.series_id.in_(numbers), table.c.published_at.between(since, until)
        ),
    )
    query = select(table).where(table.c.id.in_(chosen))
    return await _found(session, query.order_by(table.c.published_at, table.c.id))


async def _found(session: ReadSession, query: Select[Any]) -> list[Published]:
    rows = (await session.execute(query)).all()
    series = await known(session, tables.series.c.id.in_({row.series_id for row in rows}))
    return [_published(row, series[row.series_id]) for row in rows]


def _published(row: Row[Any], series: Series) -> Published:
    return Published(
        series=series,
        belief=_belief(row),
        version=row.version,
        published_at=row.published_at,
        method_version=row.method_version,
        catalogue_version=row.catalogue_version,
    )


def _belief(row: Row[Any]) -> Belief:
    return Belief(
        low=row.low,
        mid=row.mid,
        high=row.high,
        word=row.word,
        no_number=None if row.no_number is None else NoNumber(row.no_number),
        observed_to=row.observed_to,
        freshness=None if row.freshness is None else Freshness(row.freshness),
        agreement=None if row.agreement is None else Agreement(row.agreement),
        origins=row.origins,
    )
