"""Standing: which rows count, as known at a moment or as known today.

A row stands unless a later revision supersedes it or another row retracts it; a retraction stands
unless it is retracted itself. A retraction says nothing else, so it is no evidence.
"""

from sqlalchemy import (
    ColumnElement,
    FromClause,
    bindparam,
    exists,
    func,
    select,
    true,
)

from app.store.columns import Moment
from app.store.tables import reports

LATER = reports.alias("later")
RETRACTION = reports.alias("retraction")
UNDOING = reports.alias("undoing")


def counts(row: FromClause, *, then: bool) -> ColumnElement[bool]:
    """Give the condition under which a row of reports is evidence.

    With `then`, it is as known by the moment bound to `known_by`.
    """
    return (
        row.c.retracts.is_(None)
        & _known(row, then=then)
        & ~_superseded(row, then=then)
        & ~_retracted(row, then=then)
    )


def _known(row: FromClause, *, then: bool) -> ColumnElement[bool]:
    return row.c.known_at <= bindparam("known_by", type_=Moment) if then else true()


def _superseded(row: FromClause, *, then: bool) -> ColumnElement[bool]:
    return exists(
        select(LATER.c.id).where(
            LATER.c.first_id == func.coalesce(row.c.first_id, row.c.id),
            LATER.c.revision > row.c.revision,
            _known(LATER, then=then),
        )
    )


def _retracted(row: FromClause, *, then: bool) -> ColumnElement[bool]:
    undone = exists(
        select(UNDOING.c.id).where(
            UNDOING.c.retracts == RETRACTION.c.public, _known(UNDOING, then=then)
        )
    )
    return exists(
        select(RETRACTION.c.id).where(
            RETRACTION.c.retracts == row.c.public, _known(RETRACTION, then=then), ~undone
        )
    )
