"""What is shown: the view and its documents, whole at any moment, and who is told of the next."""

import asyncio
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence

from app.board.holding import Holding, renewed
from app.board.publishing import Ledger
from app.board.row import Row
from app.board.selection import Gone
from app.board.shelf import Shelf
from app.board.standing import Documents, of_catalogue, standing
from app.board.view import View
from app.catalog import Catalogue
from app.domain.change import Change
from app.domain.report import Queue
from app.domain.status import Status
from app.store.sources import Source

Listener = Callable[[View, Sequence[Change]], None]
"""Is told the view that is held now, and what was told of it; changes made while the database is
away are in the view alone."""

Rows = Mapping[str, tuple[Row, ...]]
"""The rows of places, by id."""


class Shown:
    """The view; `version` is the board's that it has come to."""

    def __init__(self, catalogue: Catalogue, shelf: Shelf, contact: str | None) -> None:
        """Begin with nothing to show."""
        self.view: View | None = None
        self.version = 0
        self.shelf = shelf
        self.contact = contact
        self.sources: tuple[Source, ...] = ()
        self._catalogue = catalogue
        self._rows: dict[str, tuple[Row, ...]] = {}
        self._of_catalogue: dict[bool, Documents] = {}
        self._listeners: list[Listener] = []

    def listen(self, listener: Listener) -> None:
        """Have a listener told of every change from now on."""
        self._listeners.append(listener)

    def made(
        self, held: Iterable[Holding], ledger: Ledger, version: Callable[[Status], int]
    ) -> Rows:
        """Give the rows of what is held; one that says the same as what is shown stays."""
        return {
            each.evidence.place.id: renewed(
                self._rows.get(each.evidence.place.id, ()), each, ledger, version
            )
            for each in held
        }

    def version_of(self, status: Status) -> int:
        """Give the version of a queue's row as it is shown; 0 where there is none."""
        rows = self._rows.get(status.queue.place, ())
        return next((row.version for row in rows if row.status.queue == status.queue), 0)

    def differing(self, rows: Rows) -> set[Queue]:
        """Give the queues whose rows tell otherwise than is shown, and those that are no more."""
        shown = {name: self._rows.get(name, ()) for name in rows}
        return {queue for queue, _ in _told(shown) ^ _told(rows)}

    async def take(
        self, rows: Rows, versions: Mapping[Queue, int], told: Sequence[Change], version: int
    ) -> None:
        """Show these rows and what is shown already, as of a version of the board.

        `versions` are those that told of each queue last, and `told` what to tell of it.
        """
        self._rows |= rows
        gone = self._gone(versions)
        await self._show(gone, told, away=False)
        self.version = version

    async def age(self, rows: Rows, *, away: bool) -> None:
        """Show these rows, which tell of no version, and what is shown already."""
        self._rows |= rows
        await self._show(() if self.view is None else self.view.gone, (), away=away)

    async def _show(self, gone: tuple[Gone, ...], told: Sequence[Change], *, away: bool) -> None:
        view = View(
            catalogue=self._catalogue,
            rows=tuple(row for place_id in self._catalogue.places for row in self._rows[place_id]),
            gone=gone,
            sources=self.sources,
            contact=self.contact,
            away=away,
        )
        if view == self.view and not told:
            return
        if view != self.view:
            documents = await asyncio.to_thread(self._documents, view)
            self.view = view
            self.shelf.renew(documents)
        for listener in self._listeners:
            listener(view, told)

    def _gone(self, versions: Mapping[Queue, int]) -> tuple[Gone, ...]:
        there: Collection[Queue] = {queue for queue, _ in _told(self._rows)}
        places = self._catalogue.places
        return tuple(
            Gone(places[queue.place], queue, versions[queue])
            for queue in sorted(versions.keys() - there)
            if queue.place in places
        )

    def _documents(self, view: View) -> Documents:
        """Give the standing documents; the catalogue stays as it is, so its own are made once."""
        if view.away not in self._of_catalogue:
            self._of_catalogue[view.away] = of_catalogue(view)
        return standing(view, self.view, self._of_catalogue[view.away])


def _told(rows: Rows) -> set[tuple[Queue, bytes]]:
    return {(row.status.queue, row.json) for each in rows.values() for row in each}
