"""Marks: how far the store reaches, so that whoever follows it reads only what came since."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, func, select, true

from app.store.act_tables import acts
from app.store.change_tables import changes
from app.store.database import ReadSession
from app.store.tables import board, published, reports


class Mark(NamedTuple):
    """The last row of a table, by its number, and what it says of itself; 0: there is none."""

    number: int
    says: Any


@dataclass(frozen=True, slots=True, kw_only=True)
class Marks:
    """The board's version, and the last report, published figure, act and change."""

    version: int
    report: Mark
    published: Mark
    act: Mark
    change: Mark


ROWS: Mapping[str, tuple[ColumnElement[int], ColumnElement[Any]]] = {
    "report": (reports.c.id, reports.c.public),
    "published": (published.c.id, published.c.public),
    "act": (acts.c.id, acts.c.public),
    "change": (changes.c.id, changes.c.version),
}
"""The number of each kind of row, and what tells it from another that was given the same number."""


async def read(session: ReadSession) -> Marks:
    """Give the marks as they are in this state of the store."""
    asked: list[ColumnElement[Any]] = []
    for number, says in ROWS.values():
        last = select(says).order_by(number.desc()).limit(1)
        asked += [select(func.max(number)).scalar_subquery(), last.scalar_subquery()]
    version, *found = (await session.execute(select(board.c.version, *asked))).one()
    pairs = zip(ROWS, found[::2], found[1::2], strict=True)
    marks = {name: Mark(number or 0, says) for name, number, says in pairs}
    return Marks(version=version, **marks)


async def stand(session: ReadSession, marks: Marks) -> bool:
    """Tell whether all that these marks name is still there, as it was.

    If not, the database was put back, or another took its place, or old changes were dropped.
    """
    asked: list[ColumnElement[Any]] = [true()]
    for name, (number, says) in ROWS.items():
        mark: Mark = getattr(marks, name)
        if mark.number:
            there = select(number).where(number == mark.number, says == mark.says)
            asked.append(there.exists())
    return all((await session.execute(select(*asked))).one())
