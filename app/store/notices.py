"""Notices: those an operator added, and the ends given to any; each as known from when on.

A notice that got another end is two versions: the one that was known until then, and the one known
since. So the past is answered with what we held at the time.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from sqlalchemy import Row, insert, select

from app.domain.notice import Notice
from app.domain.vocabulary import Mode, OriginKind, Quantity, Subject
from app.store.act_tables import acts, notice_ends
from app.store.act_tables import notices as table
from app.store.acts import UNDOING, apply_to
from app.store.database import ReadSession, WriteSession


@dataclass(frozen=True, slots=True, kw_only=True)
class End:
    """An end that an operator gave to a notice: told at `told_at`, undone at `undone_at`."""

    notice: str
    ends_at: datetime
    told_at: datetime
    undone_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Orders:
    """What operators said of notices: those they added, and the ends they gave, as told in turn."""

    added: tuple[Notice, ...] = ()
    ends: tuple[End, ...] = ()


async def add(session: WriteSession, act: int, notice: Notice) -> None:
    """Note a notice that the act of this number adds; its id is that of no other notice."""
    await apply_to(session, act, notice.place)
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


async def end(
    session: WriteSession, act: int, notice: str, ends_at: datetime, place: str | None = None
) -> None:
    """Note the end that the act of this number gives to a notice.

    `place` is the notice's. It need not be given for one that an operator added; without it the act
    that ends one of the catalogue's is found under no place.
    """
    own = select(table.c.place).where(table.c.notice == notice)
    there = place or await session.scalar(own)
    if there is not None:
        await apply_to(session, act, there)
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

    Of several ends the one told last counts. While the end that counts is not after the beginning,
    the notice never comes into force, and there is no version of it. Ends told of a notice that was
    not there yet, or never is, are passed over.
    """
    by_notice: dict[str, list[End]] = defaultdict(list)
    for each in orders.ends:
        by_notice[each.notice].append(each)
    return tuple(
        version
        for notice in (*catalogue, *orders.added)
        for version in _versions(notice, by_notice.get(notice.id, ()))
    )


def _versions(notice: Notice, told: Sequence[End]) -> Iterator[Notice]:
    ends = [each for each in told if not _before(each.told_at, notice.recorded_at)]
    begins = notice.recorded_at
    for turn in sorted(_turns(ends, notice.withdrawn_at)):
        if begins is None or begins < turn:
            yield from _version(notice, ends, begins, turn)
        begins = turn
    if notice.withdrawn_at is None:
        yield from _version(notice, ends, begins, None)


def _turns(ends: Iterable[End], withdrawn_at: datetime | None) -> set[datetime]:
    """Give when what is known of a notice changes, until it is withdrawn."""
    told = {turn for each in ends for turn in (each.told_at, each.undone_at) if turn is not None}
    if withdrawn_at is None:
        return told
    return {turn for turn in told if turn < withdrawn_at} | {withdrawn_at}


def _version(
    notice: Notice, ends: Iterable[End], begins: datetime | None, until: datetime | None
) -> Iterator[Notice]:
    """Give the version that was known from `begins` (None: always) until `until`, if any stood."""
    version = replace(notice, recorded_at=begins, withdrawn_at=until)
    known = [each for each in ends if begins is not None and _stands(each, begins)]
    if not known:
        yield version
        return
    last = known[-1]
    if last.ends_at > notice.valid_from:
        yield replace(version, valid_to=last.ends_at, end_announced=True)


def _stands(each: End, at: datetime) -> bool:
    return each.told_at <= at and (each.undone_at is None or at < each.undone_at)


def _before(moment: datetime, begin: datetime | None) -> bool:
    return begin is not None and moment < begin


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
