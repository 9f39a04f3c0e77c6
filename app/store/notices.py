"""Notices: those an operator added, and the ends given to any; each as known from when on.

A notice that got another end is two versions: the one that was known until then, and the one known
since. So the past is answered with what we held at the time.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from sqlalchemy import Row, insert, select

from app.domain.notice import Notice
from app.domain.vocabulary import Mode, OriginKind, Quantity, Subject
from app.store.act_tables import acts, notice_ends
from app.store.act_tables import notices as table
from app.store.database import ReadSession, WriteSession

UNDOING = acts.alias("undoing")


@dataclass(frozen=True, slots=True, kw_only=True)
class End:
    """An end that an operator gave to a notice: told at `told_at`, undone at `undone_at`."""

    notice: str
    ends_at: datetime
    told_at: datetime
    undone_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Orders:
    """What operators said of notices: those they added, and the ends they gave."""

    added: tuple[Notice, ...] = ()
    ends: tuple[End, ...] = ()


async def add(session: WriteSession, act: int, notice: Notice) -> None:
    """Note a notice that the act of this number adds."""
    await session.execute(
        insert(table).values(
            act_id=act,
            notice=notice.id,
            place=notice.place,
            direction=notice.direction,
            mode=str(notice.mode),
            quantity=str(notice.quantity),
            subject=str(notice.subject),
            word=notice.word,
            valid_from=notice.valid_from,
            valid_to=notice.valid_to,
            review_at=notice.review_at,
            published_at=notice.published_at,
            authority=notice.authority,
            authority_kind=str(notice.authority_kind),
            url=notice.url,
            note=notice.note,
        )
    )


async def end(session: WriteSession, act: int, notice: str, ends_at: datetime) -> None:
    """Note the end that the act of this number gives to a notice."""
    values = {"act_id": act, "notice": notice, "ends_at": ends_at}
    await session.execute(insert(notice_ends).values(**values))


async def orders(session: ReadSession) -> Orders:
    """Give what operators said of notices; few, so all of it."""
    undone = UNDOING.c.at.label("undone_at")
    added = await session.execute(_with_act(table, table, undone))
    ended = await session.execute(_with_act(notice_ends, notice_ends, undone))
    return Orders(
        added=tuple(_notice(row) for row in added),
        ends=tuple(
            End(
                notice=row.notice,
                ends_at=row.ends_at,
                told_at=row.at,
                undone_at=row.undone_at,
            )
            for row in ended
        ),
    )


def versions(catalogue: Iterable[Notice], orders: Orders) -> tuple[Notice, ...]:
    """Give every version of every notice, the catalogue's and the operators' own.

    Of several ends the one told last counts.
    """
    by_notice: dict[str, list[End]] = defaultdict(list)
    for each in orders.ends:
        by_notice[each.notice].append(each)
    return tuple(
        version
        for notice in (*catalogue, *orders.added)
        for version in _versions(notice, by_notice)
    )


def _versions(notice: Notice, ends: Mapping[str, list[End]]) -> Iterator[Notice]:
    given = ends.get(notice.id, [])
    turns = sorted(
        {turn for each in given for turn in (each.told_at, each.undone_at) if turn is not None}
    )
    begins: list[datetime | None] = [notice.recorded_at, *turns]
    for begin, until in zip(begins, [*turns, notice.withdrawn_at], strict=True):
        if notice.withdrawn_at is not None and begin is not None and begin >= notice.withdrawn_at:
            return
        standing = [each for each in given if begin is not None and _stands(each, begin)]
        version = replace(notice, recorded_at=begin, withdrawn_at=until)
        if standing:
            newest = max(standing, key=lambda each: each.told_at)
            version = replace(version, valid_to=newest.ends_at, end_announced=True)
        yield version


def _stands(each: End, at: datetime) -> bool:
    return each.told_at <= at and (each.undone_at is None or at < each.undone_at)


def _with_act(orders_of: Any, columns: Any, *further: Any) -> Any:  # noqa: ANN401 - SQL
    joined = orders_of.join(acts, acts.c.id == orders_of.c.act_id).outerjoin(
        UNDOING, UNDOING.c.undoes == acts.c.public
    )
    query = select(columns, acts.c.at, *further).select_from(joined)
    return query.order_by(orders_of.c.act_id)


def _notice(row: Row[Any]) -> Notice:
    return Notice(
        id=row.notice,
        place=row.place,
        direction=row.direction,
        mode=Mode(row.mode),
        quantity=Quantity(row.quantity),
        word=row.word,
        subject=Subject(row.subject),
        valid_from=row.valid_from,
        valid_to=row.valid_to,
        review_at=row.review_at,
        published_at=row.published_at,
        authority=row.authority,
        authority_kind=OriginKind(row.authority_kind),
        url=row.url,
        note=row.note,
        recorded_at=row.at,
        withdrawn_at=row.undone_at,
    )
