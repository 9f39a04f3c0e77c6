"""Evidence: all that an assessment of some places may use, in few queries however many they are."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import NamedTuple, NewType, TypeVar

from app.catalog import Catalogue
from app.domain.assessment import LOOKAHEAD, LOOKBACK, Evidence
from app.domain.disclosure import disclose_report
from app.domain.freshness import Cadences
from app.domain.notice import Notice
from app.domain.place import Place
from app.domain.report import Report
from app.domain.vocabulary import Knowledge, Quantity
from app.domain.weather import WEATHER
from app.domain.withholding import Withholding
from app.store import notices, sources, turns, withholdings
from app.store import reports as store
from app.store.database import ReadSession

OF_THE_MOMENT = frozenset({*WEATHER, Quantity.APPROACH_FLOW_RATIO})
"""Quantities that sensors tell every few minutes, and of which only the newest counts."""

LOOKBACKS: Mapping[frozenset[Quantity], timedelta] = {
    OF_THE_MOMENT: timedelta(days=1),
    frozenset(Quantity) - OF_THE_MOMENT: LOOKBACK,
}
"""How far before a moment the reports of which quantities are read; before, the last of each."""

Disclosed = NewType("Disclosed", Report)
"""A report as it may leave: evidence is made of nothing else."""

Said = TypeVar("Said", Disclosed, Notice, Withholding)


async def load(
    session: ReadSession,
    catalogue: Catalogue,
    place_ids: Collection[str],
    at: datetime,
    knowledge: Knowledge = Knowledge.THEN,
) -> dict[str, Evidence]:
    """Give the evidence on each place at a moment: its own, and that of the areas it lies in.

    Reports near the moment, and before those the last of each series and each voice. With
    knowledge `then`, as it was known at that moment. Which sources could not be heard is told of
    the moment itself.
    """
    if not place_ids:
        return {}
    concerned = with_areas(catalogue, place_ids)
    known_by = at if knowledge is Knowledge.THEN else None
    said: list[Report] = []
    for named, lookback in LOOKBACKS.items():
        since, until = at - lookback, at + LOOKAHEAD
        said += await store.latest(
            session, concerned, before=since, known_by=known_by, quantities=named
        )
        said += await store.around(
            session, concerned, since=since, until=until, known_by=known_by, quantities=named
        )
    return assembled(
        catalogue,
        place_ids,
        disclosed(said, catalogue),
        cadences(await sources.every(session)),
        await standing_orders(session, catalogue, place_ids, at),
        await turns.down_at(session, at),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """What stands by order: the catalogue's and operators' notices, and what is withheld."""

    notices: tuple[Notice, ...]
    withheld: tuple[Withholding, ...]


async def standing_orders(
    session: ReadSession, catalogue: Catalogue, place_ids: Collection[str], since: datetime
) -> Standing:
    """Give every notice in all its versions, and what is withheld at `since` or later.

    What is withheld of an area bears on its checkpoints too: nothing of them follows from it.
    """
    concerned = with_areas(catalogue, place_ids)
    return Standing(
        notices=notices.versions(catalogue.notices, await notices.orders(session)),
        withheld=await withholdings.bearing_on(session, concerned, since=since),
    )


def with_areas(catalogue: Catalogue, place_ids: Iterable[str]) -> set[str]:
    """Give these places and the areas they lie in."""
    places = [catalogue.place(place_id) for place_id in place_ids]
    return {each for place in places for each in (place.id, *catalogue.areas_of(place))}


def assembled(  # noqa: PLR0913, PLR0917 - all that evidence is made of
    catalogue: Catalogue,
    place_ids: Iterable[str],
    said: Iterable[Disclosed],
    cadences: Cadences,
    orders: Standing,
    down: frozenset[str] = frozenset(),
) -> dict[str, Evidence]:
    """Give each place its part of what was said, of the standing notices and of what is withheld.

    `down` are the sources that cannot be heard.
    """
    by_place = _ByPlace(
        reports=_by_place(said),
        notices=_by_place(orders.notices),
        withheld=_by_place(orders.withheld),
    )
    return {
        place_id: replace(
            _evidence(catalogue.place(place_id), catalogue, by_place, cadences), down=down
        )
        for place_id in place_ids
    }


class _ByPlace(NamedTuple):
    """What there is, by the id of the place it is about."""

    reports: Mapping[str, list[Disclosed]]
    notices: Mapping[str, list[Notice]]
    withheld: Mapping[str, list[Withholding]]


def disclosed(said: Iterable[Report], catalogue: Catalogue) -> Iterator[Disclosed]:
    """Give what was said as it may leave, before anything is made of it.

    So no link, minute or person can come out by way of a status.
    """
    told = (as_it_may_leave(report, catalogue) for report in said)
    return (each for each in told if each is not None)


def as_it_may_leave(report: Report, catalogue: Catalogue) -> Disclosed | None:
    """Give one report as it may leave; None where it may not."""
    told = disclose_report(report, catalogue.place(report.place).kind)
    return None if told is None else Disclosed(told)


def cadences(known: Iterable[sources.Source]) -> Cadences:
    """Give how often each live source speaks."""
    return {source.id: source.cadence for source in known if source.cadence is not None}


def _evidence(
    place: Place,
    catalogue: Catalogue,
    by_place: _ByPlace,
    cadences: Cadences,
) -> Evidence:
    areas = catalogue.areas_of(place)
    concerned = (place.id, *areas)
    return Evidence(
        place=place,
        areas=areas,
        reports=tuple(report for each in concerned for report in by_place.reports.get(each, ())),
        notices=tuple(notice for each in concerned for notice in by_place.notices.get(each, ())),
        cadences=cadences,
        orders=tuple(order for each in concerned for order in by_place.withheld.get(each, ())),
    )


def _by_place(said: Iterable[Said]) -> dict[str, list[Said]]:
    found: dict[str, list[Said]] = defaultdict(list)
    for each in said:
        found[each.place].append(each)
    return found
