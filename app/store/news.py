"""News: of which places anything was stored, and how much was heard of them."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import (
    BigInteger,
    ColumnElement,
    Select,
    case,
    func,
    literal,
    select,
    type_coerce,
    union_all,
)

from app.domain.disclosure import TRAVELLERS
from app.store.act_tables import act_places, acts
from app.store.columns import MICROSECOND, Moment
from app.store.database import ReadSession
from app.store.evidence import of_places
from app.store.standing import LATER
from app.store.tables import reports, series
from app.store.window import HOUR, REACHES, latest_end

SAID = reports.alias("said")


async def newest(session: ReadSession) -> int:
    """Give the number of the report stored last; 0 where there is none."""
    return await session.scalar(select(func.max(reports.c.id))) or 0


async def places_since(session: ReadSession, number: int) -> frozenset[str]:
    """Give the places of which reports were stored, or did not stand any more, after this number.

    A revision may speak of another place than the row did before: then it is both.
    """
    told = union_all(*_told_after(number)).subquery()
    return frozenset(await session.scalars(select(told.c.place).distinct()))


async def places_acted_on(session: ReadSession, number: int) -> frozenset[str]:
    """Give the places that acts after the one of this number are about, as they say or noted.

    An act that ends a notice of the catalogue names its place, but has none noted.
    """
    noted = select(act_places.c.place).where(act_places.c.act_id > number).distinct()
    said = await session.scalars(select(acts.c.told).where(acts.c.id > number))
    named = {each["place"] for each in said if "place" in each}
    return frozenset({*await session.scalars(noted), *named})


async def known_since(session: ReadSession, report: int, act: int) -> dict[str, datetime]:
    """Give from when on anything was known that came after this report and this act, by place.

    What was held before that moment, by what was known then, still stands. It may lie before the
    storing, as publishers say when they said something.
    """
    of_act = acts.join(act_places, act_places.c.act_id == acts.c.id)
    done = select(act_places.c.place, acts.c.at).select_from(of_act).where(acts.c.id > act)
    told = union_all(*_told_after(report), done).subquery()
    earliest = func.min(told.c.known_at).label("earliest")
    rows = await session.execute(select(told.c.place, earliest).group_by(told.c.place))
    return {row.place: row.earliest for row in rows}


def _told_after(number: int) -> list[Select[tuple[str, datetime]]]:
    """Give place and moment of each row stored after this number, and of what it changes.

    That is what it takes back, and the rows that it revises. The moment is when it became known.
    """
    new = reports.c.id > number
    own = reports.join(series, reports.c.series_id == series.c.id)
    taken_back = reports.join(SAID, SAID.c.public == reports.c.retracts).join(
        series, SAID.c.series_id == series.c.id
    )
    return [
        select(series.c.place, reports.c.known_at).select_from(own).where(new),
        select(series.c.place, reports.c.known_at).select_from(taken_back).where(new),
        _revised_after(number, SAID.c.id),
        _revised_after(number, SAID.c.first_id),
    ]


def _revised_after(number: int, first_id: ColumnElement[int]) -> Select[tuple[str, datetime]]:
    """Give place and moment of rows whose first revision stands in this column of theirs.

    Of those that were revised after this number; the new rows are looked for first.
    """
    revised = select(LATER.c.first_id).where(LATER.c.id > number, LATER.c.first_id.is_not(None))
    known_at = (
        select(func.min(LATER.c.known_at, type_=Moment()))
        .where(LATER.c.first_id == first_id, LATER.c.id > number)
        .scalar_subquery()
    )
    rows = SAID.join(series, SAID.c.series_id == series.c.id)
    return (
        select(series.c.place, known_at.label("known_at"))
        .select_from(rows)
        .where(first_id.in_(revised))
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Heard:
    """How much was heard of some places in a window: how recent, by how many."""

    newest_at: datetime | None
    sources: int
    origins: int


async def heard(
    session: ReadSession, places: Collection[str], *, since: datetime, until: datetime
) -> Heard:
    """Give how much was heard of some places in a window (both ends included).

    A live traveller was heard to the hour, as in every answer (`app.domain.disclosure.told_at`).
    """
    numbers = await of_places(session, places)
    spoken = [
        select(reports.c.source, reports.c.origin, _spoken_of(until).label("spoken_of")).where(
            reports.c.series_id.in_(numbers),
            reports.c.reach == reach,
            reports.c.ends.between(since, latest_end(until, reach)),
            reports.c.observed_from <= until,
            reports.c.retracts.is_(None),
        )
        for reach in REACHES
    ]
    every = union_all(*spoken).subquery()
    newest_at, sources, origins = (
        await session.execute(
            select(
                func.max(every.c.spoken_of),
                func.count(every.c.source.distinct()),
                func.count(every.c.origin.distinct()),
            )
        )
    ).one()
    return Heard(newest_at=newest_at, sources=sources, origins=origins)


def _spoken_of(until: datetime) -> ColumnElement[datetime]:
    """Give the last moment a report speaks of that is not past the window or its being known."""
    ends = case((reports.c.ends < reports.c.known_at, reports.c.ends), else_=reports.c.known_at)
    live_traveller = reports.c.origin_kind.in_(TRAVELLERS) & ~reports.c.archived
    told = case((live_traveller, _to_the_hour(ends)), else_=ends)
    return case((told < until, told), else_=literal(until, reports.c.ends.type))


def _to_the_hour(moment: ColumnElement[datetime]) -> ColumnElement[datetime]:
    micros = type_coerce(moment, BigInteger)
    return type_coerce(micros - micros % (HOUR // MICROSECOND), Moment)
