"""Holdings: what the board holds of each place, and when time alone will change it."""

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from app.board.assessing import assessed
from app.board.publishing import Ledger
from app.board.row import Row, row
from app.catalog import Catalogue
from app.domain.assessment import LOOKAHEAD, Evidence
from app.domain.place import Place
from app.domain.reassessment import standing_on
from app.domain.report import Queue, Series
from app.domain.status import Status

AT_LATEST = LOOKAHEAD / 2
"""When evidence is loaded anew even if nothing happens: what lies ahead has then come nearer."""


@dataclass(frozen=True, slots=True, eq=False)
class Holding:
    """One place: the evidence on it, what followed from that `at` a moment, when to look again."""

    evidence: Evidence
    statuses: tuple[Status, ...]
    at: datetime
    wakes_at: datetime


async def hold(evidence: Evidence, now: datetime, before: Holding | None = None) -> Holding:
    """Assess one place by what is known now; what stands on of what was held before is kept."""
    statuses = await assessed(evidence, now, standing=_standing(before, evidence, now))
    turns = [status.changes_at for status in statuses if status.changes_at is not None]
    heard_of = [report.known for report in evidence.reports if report.known > now]
    return Holding(evidence, statuses, now, min([*turns, *heard_of, now + AT_LATEST]))


def _standing(before: Holding | None, evidence: Evidence, now: datetime) -> dict[Queue, Status]:
    if before is None or now < before.at:
        return {}
    return standing_on(before.statuses, before.evidence, evidence, now)


def due(held: Mapping[str, Holding], now: datetime) -> set[str]:
    """Give the places that time alone has changed."""
    return {place_id for place_id, each in held.items() if each.wakes_at <= now}


def heard_from(held: Mapping[str, Holding], sources: Collection[str]) -> set[str]:
    """Give the places of which any of these sources was heard: its health bears on their answers.

    A source that goes down, or is back, stores no report of them.
    """
    if not sources:
        return set()
    return {
        place_id
        for place_id, each in held.items()
        if any(report.source in sources for report in each.evidence.reports)
    }


def next_due(held: Mapping[str, Holding]) -> datetime | None:
    """Give when time alone will next change a place."""
    return min((each.wakes_at for each in held.values()), default=None)


def concerned(places: Collection[str], catalogue: Catalogue) -> set[str]:
    """Give these places and, for areas among them, whatever lies in them."""
    return {
        place.id
        for place in catalogue.places.values()
        if not {place.id, *catalogue.areas_of(place)}.isdisjoint(places)
    }


def renewed(
    before: Iterable[Row], holding: Holding, ledger: Ledger, version: Callable[[Status], int]
) -> tuple[Row, ...]:
    """Give a place's rows; one that says the same as before stays. `version` gives that of each."""
    old = {each.status.queue: each for each in before}
    return tuple(
        _renewed(
            old.get(status.queue),
            status,
            holding.evidence.place,
            ledger.ids_of(status),
            version(status),
        )
        for status in holding.statuses
    )


def _renewed(
    old: Row | None, status: Status, place: Place, ids: Mapping[Series, str], version: int
) -> Row:
    if old is None:
        return row(status, place, ids, version)
    if old.status is status and (old.ids, old.version) == (ids, version):
        return old
    new = row(status, place, ids, version)
    return old if (old.json, old.version) == (new.json, new.version) else new
