"""As of: what was known, or is known now, about a moment that has passed."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from app.board.assessing import assessed
from app.board.evidence import load
from app.board.notation import instant
from app.board.row import Row, row
from app.board.view import View
from app.catalog import Catalogue
from app.domain.evidence import Evidence
from app.domain.vocabulary import Knowledge
from app.store import sources
from app.store.database import ReadSession


@dataclass(frozen=True, slots=True, kw_only=True)
class Moment:
    """What is asked: the instant for each place (a local day ends there), and how it was put."""

    at: Mapping[str, datetime]
    asked: datetime | date
    knowledge: Knowledge

    @property
    def query(self) -> dict[str, str]:
        """Give how to ask for it, by names of a query."""
        return {"as_of": _written(self.asked), "knowledge": self.knowledge}


async def view_at(
    session: ReadSession, catalogue: Catalogue, moment: Moment, *, contact: str | None
) -> View:
    """Give the view of a past moment, of the places asked for; nothing in it was published."""
    rows: list[Row] = []
    places = list(moment.at)
    for at, place_ids in _by_instant(moment.at).items():
        evidence = await load(session, catalogue, place_ids, at, moment.knowledge)
        for each in evidence.values():
            rows += await _rows(each, at, moment)
    return View(
        catalogue=catalogue,
        rows=tuple(sorted(rows, key=lambda each: places.index(each.place.id))),
        sources=await sources.every(session),
        contact=contact,
        published=False,
        further={
            **moment.query,
            "timezone": _timezone(catalogue, places),
        },
    )


async def _rows(evidence: Evidence, at: datetime, moment: Moment) -> list[Row]:
    statuses = await assessed(evidence, at, moment.knowledge)
    return [row(status, evidence.place, {}, 0, moment.query) for status in statuses]


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
