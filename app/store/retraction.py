"""Retractions: rows that name another report and take it back; one that names them undoes it."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import replace

from sqlalchemy import BigInteger, func, select, type_coerce

from app.domain.report import Report
from app.store.columns import number_of
from app.store.database import ReadSession
from app.store.tables import reports, series

PUBLIC_ID = re.compile(r"[0-9a-f]{16}")


Named = tuple[str, str]
"""Whose retraction it is, and whom it names."""


async def targets(session: ReadSession, retractions: Iterable[Report]) -> Mapping[Named, int]:
    """Give the number of each report that is retracted, whether it is stored yet or not.

    Sixteen hex digits are a public id; anything else is the identity of a row of the same source,
    of which the newest revision is meant.
    """
    found: dict[Named, int] = {}
    for report in retractions:
        name = report.retracts
        if name and (report.source, name) not in found:
            found[report.source, name] = number_of(await _target(session, report, name))
    return found


async def _target(session: ReadSession, report: Report, name: str) -> str:
    if PUBLIC_ID.fullmatch(name):
        return name
    first = replace(report, identity=name, retracts=None, revision=0)
    first_id = select(reports.c.id).where(reports.c.public == first.id).scalar_subquery()
    revision = await session.scalar(
        select(func.max(reports.c.revision)).where(reports.c.first_id == first_id)
    )
    return replace(first, revision=revision or 0).id


async def places(session: ReadSession, numbers: Iterable[int]) -> frozenset[str]:
    """Give the places of the reports with these numbers."""
    wanted = set(numbers)
    if not wanted:
        return frozenset()
    rows = await session.scalars(
        select(series.c.place)
        .join(reports, reports.c.series_id == series.c.id)
        .where(type_coerce(reports.c.public, BigInteger).in_(wanted))
    )
    return frozenset(rows)
