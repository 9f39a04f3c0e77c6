"""The board: what is published now. It is renewed by what is stored, and by time alone.

It answers from memory, so it goes on while the database is gone: numbers still turn late and are
withheld at their time, and answers are marked. What changes meanwhile is published once the
database is back.
"""

import asyncio
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from app.board import roster
from app.board.attribution import terms
from app.board.budget import Budget
from app.board.changing import Changing, of_version
from app.board.evidence import load
from app.board.following import Following
from app.board.holding import Holding, due, hold, next_due, renewed
from app.board.past import Past
from app.board.publishing import write
from app.board.roster import Roster
from app.board.row import Row
from app.board.selection import Gone
from app.board.shelf import Shelf
from app.board.standing import Documents, of_catalogue, of_status
from app.board.view import View
from app.catalog import Catalogue
from app.domain.assessment import Evidence
from app.domain.change import Change
from app.domain.errors import Unavailable
from app.domain.report import Queue
from app.domain.vocabulary import Knowledge
from app.store import board as counter
from app.store import changes
from app.store.database import Database, DataVersion, ReadSession
from app.store.fault import DatabaseBusy, DatabaseGone, StoreError
from app.store.sources import Source

Listener = Callable[[View, Sequence[Change]], None]
"""Is told the view that is held now, and what was told of it; changes made while the database is
away are in the view alone."""

Holdings = Mapping[str, Holding]
"""What is held of places, by id."""

ROSTER_LASTS = timedelta(minutes=1)
"""How old what we remember of the sources' health may be when the database goes away."""

ATTEMPTS = 3
"""How often we begin anew when another process publishes at the same moment."""


class Overtaken(Exception):
    """Another process published meanwhile."""


class Board:
    """What is published now, as a view and as finished documents on the shelf."""

    def __init__(
        self, database: Database, catalogue: Catalogue, shelf: Shelf, contact: str | None = None
    ) -> None:
        """Begin with nothing: the first `look` or `refresh` builds it."""
        self.view: View | None = None
        self.shelf = shelf
        self.budget = Budget()
        self.past = Past(self.budget)
        self.contact = contact
        self._database = database
        self._catalogue = catalogue
        self._following = Following(catalogue)
        self._held: dict[str, Holding] = {}
        self._rows: dict[str, tuple[Row, ...]] = {}
        self._sources: tuple[Source, ...] = ()
        self._roster: Roster | None = None
        self._roster_due: datetime | None = None
        self._seen: DataVersion | None = None
        self._behind = True
        self._left = False
        self._away = False
        self._of_catalogue: dict[bool, Documents] = {}
        self._turn = asyncio.Lock()
        self._listeners: list[Listener] = []

    @property
    def version(self) -> int:
        """Give the version of what was read or published last; 0 before that."""
        return self._following.version

    @property
    def changing(self) -> Changing:
        """Give the changes told so far."""
        return self._following.changing

    def held(self) -> View:
        """Give the current view; raises Unavailable where there has never been one."""
        if self.view is None:
            raise Unavailable("nothing is held yet, and the database cannot be read")
        return self.view

    def holding(self, place_id: str) -> Holding:
        """Give what is held of a place, and its evidence; raises Unavailable where nothing is."""
        found = self._held.get(place_id)
        if found is None:
            raise Unavailable("nothing is held yet, and the database cannot be read")
        return found

    @property
    def away(self) -> bool:
        """Say whether the database is gone, as far as we have looked."""
        return self._away

    @property
    def behind(self) -> bool:
        """Say whether anything may be stored, or have aged, that is not published yet."""
        return self._behind or self._left

    def listen(self, listener: Listener) -> None:
        """Have a listener told of every change from now on."""
        self._listeners.append(listener)

    def next_change(self) -> datetime | None:
        """Give when time alone will next change something."""
        return next_due(self._held)

    async def roster(self) -> Roster:
        """Give every source as it stands, or as we remember it while the database is away.

        Raises Unavailable where it is away and nothing is remembered.
        """
        try:
            async with self._database.reading() as session:
                self._roster = await roster.read(session)
        except (DatabaseGone, DatabaseBusy) as error:
            if self._roster is None:
                raise Unavailable("the database cannot be read") from error
            return replace(self._roster, away=True)
        return self._roster

    async def look(self, now: datetime) -> None:
        """Take up what anybody has committed and what time has changed since the last look.

        With the database gone, or held by somebody who writes for long, time goes on in memory and
        the next look publishes; raises what else goes wrong with it.
        """
        async with self._turn:
            moment = self._following.moment(now)
            try:
                seen = await self._database.data_version()
                if seen != self._seen:
                    self.past.clear()
                if seen != self._seen or self._waits(moment):
                    await self._renew(now, ())
                self._seen = seen
            except StoreError as error:
                await self._go_on(moment, gone=isinstance(error, DatabaseGone))
                if not isinstance(error, DatabaseGone | DatabaseBusy):
                    raise

    def _waits(self, now: datetime) -> bool:
        """Say whether there is something to do though nobody committed anything."""
        left = self._left and not self._following.yields(now)
        return self._behind or left or bool(due(self._held, now))

    async def refresh(self, now: datetime, touched: Collection[str] = ()) -> None:
        """Assess anew the places touched, those of which anything was stored, and those due.

        Raises StoreError where the database cannot be read; the held board then goes on.
        """
        async with self._turn:
            await self._renew(now, touched)

    async def _renew(self, now: datetime, touched: Collection[str]) -> None:
        for _ in range(ATTEMPTS):
            try:
                await self._renew_once(now, touched)
            except Overtaken:
                continue
            return
        raise DatabaseBusy("others publish faster than we can follow")

    async def _renew_once(self, now: datetime, touched: Collection[str]) -> None:
        async with self._database.reading() as session:
            evidence, moment = await self._read(session, now, touched)
        self._away = False
        fresh = {place_id: await hold(each, moment) for place_id, each in evidence.items()}
        self._left = not await self._publish(fresh, moment)
        if not self._left:
            self._following.waiting -= fresh.keys()
        self._behind = False

    async def _read(
        self, session: ReadSession, now: datetime, touched: Collection[str]
    ) -> tuple[dict[str, Evidence], datetime]:
        """Read what came since, and give the evidence that waits, with the moment to assess it."""
        following = self._following
        await following.read(session, self._held, touched, now)
        moment = following.moment(now)
        await following.read_turns(session, self._held, moment)
        evidence = await load(session, self._catalogue, following.waiting, moment, Knowledge.NOW)
        self._sources = terms(following.sources)
        await self._remember(session, now)
        return evidence, moment

    async def _remember(self, session: ReadSession, now: datetime) -> None:
        if self._roster_due is None or now >= self._roster_due:
            self._roster, self._roster_due = await roster.read(session), now + ROSTER_LASTS

    async def _publish(self, fresh: Holdings, now: datetime) -> bool:
        """Publish what differs, but for the queues that another process has told of already.

        Gives whether nothing is left unpublished; it is shown in any case.
        """
        following, changing = self._following, self._following.changing
        new = following.ledger.new(status for each in fresh.values() for status in each.statuses)
        queues, rows = {series.queue for series in new}, self._made(fresh)
        if self.view is not None:
            queues |= self._differing(rows) - changing.queues()
        events = changing.events({place: each.statuses for place, each in fresh.items()})
        ours, yields = bool(queues or events), following.yields(now)
        if ours and not yields:
            async with self._database.writing() as session:
                if await counter.version(session) != following.version:
                    raise Overtaken
                version, written = await write(session, new, now, self._catalogue.version)
                told = await changes.add(session, of_version(version, now, queues, events))
            following.published(version, written, told)
            rows = self._made(fresh)
        await self._show(fresh, rows, away=False)
        return not (ours and yields)

    async def _go_on(self, now: datetime, *, gone: bool) -> None:
        """Let time pass in memory; what it changes has no published id until it is published."""
        self._behind, self._away = True, gone
        if self.view is None:
            return
        aged = due(self._held, now)
        self._following.waiting |= aged
        evidence = [self._held[place_id].evidence for place_id in aged]
        fresh = {each.place.id: await hold(each, now) for each in evidence}
        await self._show(fresh, self._made(fresh), away=gone)

    def _made(self, fresh: Holdings) -> dict[str, tuple[Row, ...]]:
        following = self._following
        return {
            place_id: renewed(
                self._rows.get(place_id, ()), each, following.ledger, following.version_of
            )
            for place_id, each in fresh.items()
        }

    def _differing(self, rows: Mapping[str, tuple[Row, ...]]) -> set[Queue]:
        """Give the queues whose rows tell otherwise, and those that are no more."""
        before = {
            (row.status.queue, row.json)
            for place_id in rows
            for row in self._rows.get(place_id, ())
        }
        after = {(row.status.queue, row.json) for each in rows.values() for row in each}
        return {queue for queue, _ in before ^ after}

    async def _show(
        self, fresh: Holdings, rows: Mapping[str, tuple[Row, ...]], *, away: bool
    ) -> None:
        self._held |= fresh
        self._rows |= rows
        every = tuple(row for place_id in self._catalogue.places for row in self._rows[place_id])
        view = View(
            catalogue=self._catalogue,
            rows=every,
            gone=self._gone({row.status.queue for row in every}),
            sources=self._sources,
            contact=self.contact,
            away=away,
        )
        told = self.changing.untold()
        if view == self.view and not told:
            return
        if view != self.view:
            documents = await asyncio.to_thread(self._documents, view)
            self.view = view
            self.shelf.renew(documents)
        for listener in self._listeners:
            listener(view, told)

    def _gone(self, there: Collection[Queue]) -> tuple[Gone, ...]:
        places, told = self._catalogue.places, self.changing.versions
        return tuple(
            Gone(places[queue.place], queue, told[queue])
            for queue in sorted(told.keys() - there)
            if queue.place in places
        )

    def _documents(self, view: View) -> Documents:
        """Make the standing documents; those of the catalogue, which stays as it is, only once."""
        if view.away not in self._of_catalogue:
            self._of_catalogue[view.away] = of_catalogue(view)
        return {**of_status(view), **self._of_catalogue[view.away]}
