"""Bearing: what bears on a moment, read for a span of moments at once and chosen in memory.

Whoever follows the store reads what there is once and then only what comes, so the two questions
of app/store/evidence.py are asked of what was read, by the same rules. Each report has its number
in the order of storing: it decides where two ended at once, as it does there.
"""

from collections.abc import Callable, Collection, Iterable, Iterator
from datetime import datetime
from functools import cache
from typing import Any, NamedTuple

from sqlalchemy import Select, bindparam, select

from app.domain.report import Report
from app.domain.vocabulary import Quantity
from app.store import tables
from app.store.database import ReadSession
from app.store.evidence import (
    Numbered,
    bounds,
    in_window,
    last_before,
    of_places,
    rank,
)
from app.store.row import READ, report_of
from app.store.series import of_key, series_key, strand_key
from app.store.tables import reports

Key = tuple[object, ...]


class News(NamedTuple):
    """What was stored: reports that are new, and whether others change what was there before."""

    new: list[Numbered]
    changes: bool


async def read(
    session: ReadSession,
    places: Collection[str],
    *,
    since: datetime,
    until: datetime,
    quantities: Collection[Quantity],
) -> list[Numbered]:
    """Give what `around` gives for a window, and what `latest` gives from before it."""
    series = await of_places(session, places, quantities)
    last = await last_before(session, series, since, None)
    return [*last, *await in_window(session, series, bounds(since, until), None)]


async def stored_since(session: ReadSession, number: int) -> News:
    """Give what was stored after the report of this number, of whatever place.

    A row that revises or retracts another one is no new report, and told of as a change.
    """
    rows = await session.execute(_stored_since(), {"number": number})
    end = 1 + len(READ)
    found = [Numbered(row[0], report_of(row[1:end], of_key(*row[end:]))) for row in rows]
    new = [each for each in found if _is_new(each.report)]
    return News(new, changes=len(new) < len(found))


@cache
def _stored_since() -> Select[Any]:
    joined = reports.join(tables.series, reports.c.series_id == tables.series.c.id)
    key = [column for column in tables.series.columns if not column.primary_key]
    return (
        select(reports.c.id, *READ, *key)
        .select_from(joined)
        .where(reports.c.id > bindparam("number"))
        .order_by(reports.c.id)
    )


def bearing(
    said: Iterable[Numbered], since: Callable[[Quantity], datetime], until: datetime
) -> Iterator[Numbered]:
    """Give what bears on a moment, of what was read for a longer span.

    That is what meets the window, and the last of each series or strand that ended before.
    """
    last: dict[Key, Numbered] = {}
    for each in said:
        report = each.report
        if report.ends >= since(report.quantity):
            if report.observed_from <= until:
                yield each
            continue
        key = _key(report)
        if key not in last or rank(last[key]) < rank(each):
            last[key] = each
    yield from last.values()


def _is_new(report: Report) -> bool:
    return report.retracts is None and not report.revision


def _key(report: Report) -> Key:
    """Give what only one of is the last: a series of figures, a strand of words."""
    return series_key(report), strand_key(report, 0)
