"""Corrections: what was taken back, withheld or put back, and which published figures that touched.

The reports of a correction are named by their ids alone: what is taken back is not told again.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from app.board.notation import Fields, instant
from app.board.tidy import table
from app.catalog import Catalogue
from app.domain.act import CORRECTING, Act
from app.domain.report import Report, Series
from app.domain.touching import Stretch, by_order, by_reports
from app.domain.withholding import Withholding
from app.store import acts, series, withdrawal, withholdings
from app.store import published as store
from app.store.acts import Acts, Sought
from app.store.database import ReadSession
from app.store.published import Published

MOST_TRACED = 5_000
"""From how many reports of one act the figures it touched are told at most."""

COLUMNS = (
    "id", "at", "verb", "role", "reason", "places", "place", "direction", "mode", "quantity",
    "until", "report_count", "reports", "published_count", "published", "undoes", "undone_by",
    "undone_at",
)  # fmt: skip
"""The columns of corrections in CSV: one line each."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Correction:
    """One act that corrects, with the reports it took back and the figures it touched.

    `reports` and `published` are the first ids of as many as are counted; `complete` is false
    where there were too many reports to trace them all, so that more figures may be touched.
    """

    act: Act
    reports: Sequence[str]
    report_count: int
    places: Sequence[str]
    withheld: Withholding | None
    published: Sequence[str]
    published_count: int
    complete: bool
    sources: frozenset[str]


async def page(  # noqa: PLR0913 - the whole question, each part named
    session: ReadSession,
    catalogue: Catalogue,
    sought: Sought,
    *,
    cursor: int | None,
    limit: int,
    most: int,
) -> tuple[list[Correction], Acts]:
    """Give a page of corrections, newest first, each with at most so many ids of each kind."""
    found = await acts.page(session, sought, cursor=cursor, limit=limit)
    told = [await _correction(session, catalogue, act, most) for act in found.rows]
    return told, found


async def one(
    session: ReadSession, catalogue: Catalogue, public: str, *, most: int
) -> Correction | None:
    """Give the correction of this id; None where there is none."""
    act = await acts.one(session, public)
    if act is None or act.verb not in CORRECTING:
        return None
    return await _correction(session, catalogue, act, most)


async def touching(
    session: ReadSession, catalogue: Catalogue, figure: Published, *, most: int
) -> list[Act]:
    """Give the acts that touched a published figure, the newest first, of the last `most`."""
    place = catalogue.places.get(figure.series.queue.place)
    areas = () if place is None else catalogue.areas_of(place)
    sought = Sought(
        verbs=CORRECTING,
        places=(figure.series.queue.place, *areas),
        since=figure.published_at,
    )
    found = await acts.page(session, sought, limit=most)
    ended = await store.followed_at(session, figure)
    return [
        act
        for act in found.rows
        if any(
            each.series == figure.series and each.holds(figure.published_at, figure.version, ended)
            for each in (await _traced(session, catalogue, act)).touched
        )
    ]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Trace:
    """What an act was about, and what of the published it touched."""

    reports: Sequence[Report]
    ids: Sequence[str]
    order: Withholding | None
    touched: Sequence[Stretch]


async def _traced(session: ReadSession, catalogue: Catalogue, act: Act) -> _Trace:
    ids = await acts.reports_of(session, act.id, MOST_TRACED + 1)
    kept = await withdrawal.several(session, ids[:MOST_TRACED])
    reports = [each.report for each in kept.values()]
    undone = await acts.one(session, act.undoes) if act.undoes else None
    order = await _order(session, act)
    places = {report.place for report in reports} | ({order.place} if order else set())
    known = await _published_series(session, catalogue, places)
    if order is not None:
        touched = by_order(act, order, known)
    else:
        touched = by_reports(act, undone, reports, known, _Areas(catalogue))
    return _Trace(reports=reports, ids=ids, order=order, touched=touched)


async def _order(session: ReadSession, act: Act) -> Withholding | None:
    """Give the order that an act made, or undid."""
    named = [act.id, *([act.undoes] if act.undoes else [])]
    found = await withholdings.of_acts(session, named)
    return next(iter(found.values()), None)


async def _published_series(
    session: ReadSession, catalogue: Catalogue, places: set[str]
) -> list[Series]:
    """Give the series of some places, and of the checkpoints that lie in them."""
    concerned = {
        place.id
        for place in catalogue.places.values()
        if not {place.id, *catalogue.areas_of(place)}.isdisjoint(places)
    }
    return await series.of_places(session, concerned) if concerned else []


class _Areas:
    """The areas of each place, looked up once."""

    def __init__(self, catalogue: Catalogue) -> None:
        self._catalogue = catalogue
        self._known: dict[str, tuple[str, ...]] = {}

    def __call__(self, place_id: str) -> tuple[str, ...]:
        if place_id not in self._known:
            place = self._catalogue.places.get(place_id)
            self._known[place_id] = () if place is None else self._catalogue.areas_of(place)
        return self._known[place_id]


async def _correction(
    session: ReadSession, catalogue: Catalogue, act: Act, most: int
) -> Correction:
    trace = await _traced(session, catalogue, act)
    published, count = await store.within(session, trace.touched, most)
    counted = await acts.report_count(session, act.id)
    return Correction(
        act=act,
        reports=trace.ids[:most],
        report_count=counted,
        places=await acts.places_of(session, act.id),
        withheld=trace.order,
        published=published,
        published_count=count,
        complete=counted <= MOST_TRACED,
        sources=frozenset(report.source for report in trace.reports),
    )


def describe(correction: Correction) -> Fields:
    """Give the JSON object of a correction."""
    act, order = correction.act, correction.withheld
    return {
        "id": act.id,
        "at": instant(act.at),
        "verb": act.verb,
        "role": act.role,
        "reason": act.reason,
        "places": list(correction.places),
        "reports": list(correction.reports),
        "report_count": correction.report_count,
        "withheld": None if order is None else _withheld(order),
        "published": list(correction.published),
        "published_count": correction.published_count,
        "complete": correction.complete,
        "undoes": act.undoes,
        "undone_by": act.undone_by,
        "undone_at": None if act.undone_at is None else instant(act.undone_at),
    }


def _withheld(order: Withholding) -> Fields:
    return {
        "place": order.place,
        "direction": order.direction,
        "mode": order.mode,
        "quantity": order.quantity,
        "until": instant(order.until),
    }


def tabled(corrections: Sequence[Correction]) -> bytes:
    """Write one line for each correction."""
    rows = map(describe, corrections)
    return table(COLUMNS, (row | (row["withheld"] or {}) for row in rows))


def brief(act: Act) -> Fields:
    """Say in short what an act corrected, beside a figure that it touched."""
    return {
        "id": act.id,
        "verb": act.verb,
        "at": instant(act.at),
        "reason": act.reason,
        "undoes": act.undoes,
        "undone_at": None if act.undone_at is None else instant(act.undone_at),
    }
