"""As of: what was known, or is known now, about a moment that has passed."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from app.board.assessing import assessed
from app.board.evidence import load
from app.board.row import Row, instant, row
from app.board.view import View
from app.catalog import Catalogue
from app.domain.vocabulary import Knowledge
from app.store import sources
from app.store.database import ReadSession


@dataclass(frozen=True, slots=True, kw_only=True)
class Moment:
    """What is asked: the instant for each place (a local day ends there), and how it was put."""

    at: Mapping[str, datetime]
    asked: datetime | date
    knowledge: Knowledge


async def view_at(
    session: ReadSession, catalogue: Catalogue, moment: Moment, *, contact: str | None
) -> View:
    """Give the view of a past moment, of the places asked for; nothing in it was published."""
    rows: list[Row] = []
    places = list(moment.at)
    for at, place_ids in _by_instant(moment.at).items():
        rows += await _rows(session, catalogue, place_ids, at, moment.knowledge)
    return View(
        catalogue=catalogue,
        rows=tuple(sorted(rows, key=lambda each: places.index(each.place.id))),
        sources=await sources.every(session),
        contact=contact,
        published=False,
        further={
            "as_of": _written(moment.asked),
            "timezone": _timezone(catalogue, places),
            "knowledge": moment.knowledge,
        },
    )


async def _rows(
    session: ReadSession,
    catalogue: Catalogue,
    place_ids: list[str],
    at: datetime,
    knowledge: Knowledge,
) -> list[Row]:
    evidence = await load(session, catalogue, place_ids, at, knowledge)
    return [
        row(status, each.place, {}, 0)
        for each in evidence.values()
        for status in await assessed(each, at, knowledge)
    ]


def _by_instant(at: Mapping[str, datetime]) -> Mapping[datetime, list[str]]:
    found: dict[datetime, list[str]] = defaultdict(list)
    for place_id, moment in at.items():
        found[moment].append(place_id)
    return found


def _written(asked: datetime | date) -> str:
    return instant(asked) if isinstance(asked, datetime) else asked.isoformat()


def _timezone(catalogue: Catalogue, places: Iterable[str]) -> str | None:
    """Give the zone whose days count at all these places, if it is one."""
    zones = {catalogue.place(place_id).zone.key for place_id in places}
    return zones.pop() if len(zones) == 1 else None
