"""The order of pages: by number, or by the end of what is said, and from which row on."""

import operator
import re
from dataclasses import dataclass
from typing import Any, NamedTuple, cast

from sqlalchemy import ColumnElement, Select, and_, or_, true

CURSOR = re.compile(r"(?:(-?[0-9]{1,18})\.)?([0-9]{1,18})")


class BadCursor(ValueError):
    """A cursor that no page of this kind gave."""


class Place(NamedTuple):
    """A row's place in the order: the end of its interval (microseconds), then its number."""

    ends: int
    number: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Order:
    """How rows follow one another, and the place after which they are wanted."""

    by_end: bool
    newest_first: bool
    after: Place | None

    def arranged(
        self, query: Select[Any], ends: ColumnElement[int], number: ColumnElement[int]
    ) -> Select[Any]:
        """Give a query in this order."""
        keys = (ends, number) if self.by_end else (number,)
        return query.order_by(*(key.desc() if self.newest_first else key.asc() for key in keys))

    def follows(self, ends: ColumnElement[int], number: ColumnElement[int]) -> ColumnElement[bool]:
        """Give the condition under which a row comes after the last one seen."""
        if self.after is None:
            return true()
        beyond = operator.lt if self.newest_first else operator.gt
        if not self.by_end:
            return cast("ColumnElement[bool]", beyond(number, self.after.number))
        not_before = operator.le if self.newest_first else operator.ge
        return and_(
            not_before(ends, self.after.ends),
            or_(beyond(ends, self.after.ends), beyond(number, self.after.number)),
        )

    def cursor(self, place: Place) -> str:
        """Give the cursor that goes on after a row."""
        return f"{place.ends}.{place.number}" if self.by_end else f"{place.number}"


def order_of(cursor: str | None, *, by_end: bool, newest_first: bool) -> Order:
    """Give the order that a cursor goes on in; raises BadCursor for one of another order."""
    after = None if cursor is None else _place(cursor, by_end=by_end)
    return Order(by_end=by_end, newest_first=newest_first, after=after)


def _place(cursor: str, *, by_end: bool) -> Place:
    match = CURSOR.fullmatch(cursor)
    if match is None or (match[1] is not None) != by_end:
        raise BadCursor(f"{cursor!r} is no cursor of these pages")
    return Place(int(match[1] or 0), int(match[2]))
