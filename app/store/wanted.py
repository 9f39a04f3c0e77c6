"""What is wanted of the evidence: filters, and what they mean for series and for rows."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, func, select

from app.domain.vocabulary import Claim, Mode, Quantity, Subject
from app.store.tables import reports, series, strands

LISTED = reports.alias("listed")
"""The rows that pages are put together from."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """Which rows are wanted: an empty filter leaves all, several values are alternatives.

    `since` and `until` (both included) are the window that a row's interval meets; a row is
    stored at `recorded_from` or later.
    """

    places: tuple[str, ...] = ()
    directions: tuple[str, ...] = ()
    modes: tuple[Mode, ...] = ()
    quantities: tuple[Quantity, ...] = ()
    subjects: tuple[Subject, ...] = ()
    origins: tuple[str, ...] = ()
    sources: tuple[str, ...] = ()
    claims: tuple[Claim, ...] = ()
    since: datetime | None = None
    until: datetime | None = None
    recorded_from: datetime | None = None

    @property
    def windowed(self) -> bool:
        """Tell whether a window is asked for."""
        return self.since is not None or self.until is not None


def of_series(wanted: Wanted) -> list[ColumnElement[bool]]:
    """Give the conditions on series, if there are any."""
    filters = (
        (series.c.place, wanted.places),
        (series.c.direction, wanted.directions),
        (series.c.mode, wanted.modes),
        (series.c.quantity, wanted.quantities),
        (series.c.subject, wanted.subjects),
    )
    conditions: list[ColumnElement[bool]] = [
        column.in_(values) for column, values in filters if values
    ]
    if wanted.claims:
        # Only words are claimed, so a series without such a strand need not be searched.
        claimed = select(strands.c.series_id).where(strands.c.claim.in_(wanted.claims))
        conditions.append(series.c.id.in_(claimed))
    return conditions


def of_rows(wanted: Wanted) -> list[ColumnElement[bool]]:
    """Give the conditions on rows that series do not settle.

    Inside a function, so that no database enters by these columns where a list is in order.
    """
    filters = (
        (LISTED.c.source, wanted.sources),
        (LISTED.c.origin, wanted.origins),
        (LISTED.c.claim, wanted.claims),
    )
    return [func.coalesce(column, "").in_(values) for column, values in filters if values]
