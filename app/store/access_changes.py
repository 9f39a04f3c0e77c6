"""Changes of access: where what we published of a queue's access became another word or reason."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Column, Over, Row, Select, func, or_, select, true

from app.domain.report import Queue
from app.domain.vocabulary import Mode, NoNumber, Quantity
from app.store.database import ReadSession
from app.store.series import known
from app.store.tables import published, series

LOOKED_BACK = 200
"""How many publications of one queue are looked at, the newest: a change before them is not found.

A word that is published again is no change, so there may be fewer changes than that.
"""

EARLIER = published.alias("earlier")


@dataclass(frozen=True, slots=True, kw_only=True)
class AccessChange:
    """One change: word and reason before and after; `id` is that of what was published then."""

    id: str
    queue: Queue
    version: int
    published_at: datetime
    word: str
    because: NoNumber | None
    word_before: str
    because_before: NoNumber | None


async def newest(
    session: ReadSession, places: Collection[str] | None, limit: int
) -> list[AccessChange]:
    """Give the newest changes of access, of some places or (None) of all.

    Those of one version follow each other by queue. What was first published of a queue is none.
    """
    of_places = true() if places is None else series.c.place.in_(places)
    numbers = await known(session, series.c.quantity == str(Quantity.ACCESS), of_places)
    told = _told(numbers).subquery("told")
    changed = or_(
        told.c.word != told.c.word_before, told.c.because.is_distinct_from(told.c.because_before)
    )
    order = (told.c.published_at.desc(), told.c.version.desc())
    by_queue = (told.c.place, told.c.direction, told.c.mode)
    query = select(told).where(told.c.word_before.is_not(None), changed)
    rows = await session.execute(query.order_by(*order, *by_queue).limit(limit))
    return [_change(row) for row in rows]


def _told(numbers: Collection[int]) -> Select[Any]:
    """Give the newest publications of each of these series, each with the one before it.

    The series are named by number, so that the database begins with them, not with all we said.
    """
    own = (
        select(EARLIER.c.id)
        .where(EARLIER.c.series_id == series.c.id)
        .order_by(EARLIER.c.published_at.desc(), EARLIER.c.id.desc())
        .limit(LOOKED_BACK)
        .correlate(series)
    )
    return (
        select(
            published.c.public,
            series.c.place,
            series.c.direction,
            series.c.mode,
            published.c.version,
            published.c.published_at,
            published.c.word,
            published.c.no_number.label("because"),
            _before(published.c.word).label("word_before"),
            _before(published.c.no_number).label("because_before"),
        )
        .select_from(series.join(published, published.c.id.in_(own)))
        .where(series.c.id.in_(numbers))
    )


def _before(column: Column[Any]) -> Over[Any]:
    """Give what a column held when the same series was published before."""
    order = (published.c.published_at, published.c.id)
    return func.lag(column).over(partition_by=published.c.series_id, order_by=order)


def _change(row: Row[Any]) -> AccessChange:
    return AccessChange(
        id=row.public,
        queue=Queue(row.place, row.direction, Mode(row.mode)),
        version=row.version,
        published_at=row.published_at,
        word=row.word,
        because=_reason(row.because),
        word_before=row.word_before,
        because_before=_reason(row.because_before),
    )


def _reason(code: str | None) -> NoNumber | None:
    return None if code is None else NoNumber(code)
