"""Gathered: what was said of every place, kept between looks, so that a look reads what came since.

A place and each of its areas are read for longer than a moment needs, and once a day anew. What
bears on a moment is chosen from that by the store's own rules (app/store/bearing.py): a board that
has run for a week holds what one that starts now would read.
"""

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from app.board.evidence import (
    LOOKBACKS,
    Disclosed,
    Standing,
    as_it_may_leave,
    assembled,
    standing_orders,
    with_areas,
)
from app.catalog import Catalogue
from app.domain.assessment import LOOKAHEAD, Evidence
from app.domain.freshness import Cadences
from app.domain.vocabulary import Quantity
from app.store import bearing
from app.store.database import ReadSession
from app.store.evidence import Numbered

READ_AGAIN = timedelta(days=1)
"""When what was read of a place is read anew, so that what no moment needs any more is let go."""

BEHIND = timedelta(hours=1)
"""How far before the moment that was read for another one may lie: clocks differ."""

LOOKBACK_OF = {each: lookback for named, lookback in LOOKBACKS.items() for each in named}
"""How far before a moment the reports of each quantity are read."""


@dataclass(slots=True)
class _Said:
    """What was said of one place, read for the moments around `read_at`."""

    read_at: datetime
    reports: list[Numbered]


class Gathered:
    """What was said of places and areas, and what stands by order, as far as it was read."""

    def __init__(self, catalogue: Catalogue) -> None:
        """Begin with nothing."""
        self._catalogue = catalogue
        self._said: dict[str, _Said] = {}
        self._orders: Standing | None = None
        self._told: dict[int, Disclosed | None] = {}

    def take(self, new: Iterable[Numbered]) -> None:
        """Take up reports that came since; of a place that was not read yet, they will be read."""
        for each in new:
            said = self._said.get(each.report.place)
            if said is not None:
                said.reports.append(each)

    def forget(self, places: Collection[str]) -> None:
        """Forget what was said of these places, as something of it does not stand any more."""
        for place_id in places:
            self._drop(place_id)

    def forget_orders(self) -> None:
        """Forget what stands by order, as there was another act."""
        self._orders = None

    def forget_all(self) -> None:
        """Forget everything: it is another database, or an earlier state of this one."""
        self.forget(tuple(self._said))
        self.forget_orders()

    async def read(self, session: ReadSession, place_ids: Collection[str], at: datetime) -> None:
        """Read what is missing of these places and their areas, for assessing them at a moment."""
        concerned = with_areas(self._catalogue, place_ids)
        missing = {each for each in concerned if not self._has(each, at)}
        found: dict[str, list[Numbered]] = {each: [] for each in missing}
        for named, lookback in LOOKBACKS.items() if missing else ():
            since, until = at - lookback - BEHIND, at + LOOKAHEAD + READ_AGAIN
            for each in await bearing.read(
                session, missing, since=since, until=until, quantities=named
            ):
                found[each.report.place].append(each)
        if self._orders is None:
            places = self._catalogue.places
            self._orders = await standing_orders(session, self._catalogue, places, at - BEHIND)
        for place_id, reports in found.items():
            self._drop(place_id)
            self._said[place_id] = _Said(at, reports)

    def evidence(
        self,
        place_ids: Collection[str],
        at: datetime,
        cadences: Cadences,
        down: frozenset[str],
    ) -> dict[str, Evidence]:
        """Give the evidence on each of these places at a moment for which they were read."""
        said, orders = self._bearing(place_ids, at), self._standing(at)
        return assembled(self._catalogue, place_ids, said, cadences, orders, down)

    def _standing(self, at: datetime) -> Standing:
        assert self._orders is not None  # noqa: S101 - `read` was asked before
        withheld = tuple(each for each in self._orders.withheld if each.until > at)
        return replace(self._orders, withheld=withheld)

    def _has(self, place_id: str, at: datetime) -> bool:
        said = self._said.get(place_id)
        return said is not None and said.read_at - BEHIND <= at <= said.read_at + READ_AGAIN

    def _drop(self, place_id: str) -> None:
        said = self._said.pop(place_id, None)
        for each in said.reports if said is not None else ():
            self._told.pop(each.number, None)

    def _bearing(self, place_ids: Collection[str], at: datetime) -> Iterator[Disclosed]:
        def since(quantity: Quantity) -> datetime:
            return at - LOOKBACK_OF[quantity]

        for place_id in sorted(with_areas(self._catalogue, place_ids)):
            for each in bearing.bearing(self._said[place_id].reports, since, at + LOOKAHEAD):
                told = self._disclosed(each)
                if told is not None:
                    yield told

    def _disclosed(self, each: Numbered) -> Disclosed | None:
        """Give a report as it may leave, found out once; None where it may not."""
        try:
            return self._told[each.number]
        except KeyError:
            told = self._told[each.number] = as_it_may_leave(each.report, self._catalogue)
            return told
