"""The board: what is published now. It is renewed by what is stored, and by time alone.

It answers from memory, so it goes on while the database is gone: numbers still turn late and are
withheld at their time, answers are marked, and what changes is published once it is back.
"""

import asyncio
from collections.abc import Awaitable, Callable, Collection, Mapping, Sequence
from datetime import datetime, timedelta
from functools import partial

from app.board.attribution import terms
from app.board.budget import Budget
from app.board.changing import Changing, of_version
from app.board.following import Following
from app.board.holding import Holding, due, hold, next_due
from app.board.past import Past
from app.board.patience import patiently
from app.board.publishing import write
from app.board.roster import LastRoster, Roster
from app.board.shelf import Shelf
from app.board.shown import Listener, Rows, Shown
from app.board.view import View
from app.catalog import Catalogue
from app.domain.assessment import Evidence
from app.domain.change import Change
from app.domain.errors import Unavailable
from app.domain.report import Series
from app.store import board as counter
from app.store import changes
from app.store.database import Database, DataVersion
from app.store.fault import DatabaseBusy, DatabaseGone, StoreError
from app.store.published import Belief

ATTEMPTS = 3
"""How often we begin anew when another process publishes at the same moment."""

LEFT = timedelta(seconds=0.5)
"""How long publishing what is new is left to the process that leads: all have heard of it."""

AWAY_S = 2.0
"""After how many seconds without an answer to a look the database counts as gone."""


class Overtaken(Exception):
    """Another process published meanwhile."""


class Board:
    """What is published now, as a view and as finished documents on the shelf."""

    def __init__(
        self, database: Database, catalogue: Catalogue, shelf: Shelf, contact: str | None = None
    ) -> None:
        """Begin with nothing: the first `look` builds it. `leads` says if we publish first."""
        self.budget = Budget()
        self.past = Past(self.budget)
        self.leads: Callable[[], bool] = lambda: True
        self._database = database
        self._catalogue = catalogue
        self._following = Following(catalogue)
        self._shown = Shown(catalogue, shelf, contact)
        self._held: dict[str, Holding] = {}
        self._roster = LastRoster(database)
        self._seen: DataVersion | None = None
        self._behind = True
        self._unpublished = False
        self._left_since: datetime | None = None
        self._aged: set[str] = set()
        self._away = False
        self._turn = asyncio.Lock()

    @property
    def view(self) -> View | None:
        """Give the current view; None where there has never been one."""
        return self._shown.view

    @property
    def shelf(self) -> Shelf:
        """Give where the finished documents are."""
        return self._shown.shelf

    @property
    def contact(self) -> str | None:
        """Give whom readers may write to."""
        return self._shown.contact

    @property
    def shown(self) -> int:
        """Give the version that the view and its documents have come to."""
        return self._shown.version

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
        return self._behind or self._unpublished

    def listen(self, listener: Listener) -> None:
        """Have a listener told of every change from now on."""
        self._shown.listen(listener)

    def next_change(self) -> datetime | None:
        """Give when time alone will next change something."""
        return next_due(self._held)

    async def roster(self) -> Roster:
        """Give every source as it stands, or as we remember it while the database is away.

        Raises Unavailable where it is away and nothing is remembered.
        """
        return await self._roster.read()

    async def look(self, now: datetime) -> None:
        """Take up what anybody has committed and what time has changed since the last look.

        With the database gone, or held by somebody who writes for long, time goes on in memory and
        the next look publishes; raises what else goes wrong with it.
        """
        async with self._turn:
            moment = self._following.moment(now)
            try:
                seen = await patiently(
                    self._database.data_version(), self._ages(moment, at_once=True)
                )
                if seen != self._seen:
                    self.past.clear()
                if seen != self._seen or self._waits(moment):
                    if await self._leave(moment):
                        return
                    await self._renew(now, ())
                self._seen = seen
            except StoreError as error:
                await self._go_on(moment, gone=isinstance(error, DatabaseGone))
                if not isinstance(error, DatabaseGone | DatabaseBusy):
                    raise

    async def _leave(self, now: datetime) -> bool:
        """Say whether to leave what is new to the process that leads, for the moment.

        What is published already is followed at once; what nobody publishes we do ourselves.
        """
        if self.leads() or self.view is None or self._away:
            return False
        async with self._database.reading() as session:
            if await counter.version(session) != self.version:
                return False
        self._left_since = self._left_since or now
        return now - self._left_since < LEFT

    def _waits(self, now: datetime) -> bool:
        """Say whether there is something to do though nobody committed anything."""
        waits = self._unpublished or bool(self._following.waiting)
        left = waits and not self._following.yields(now)
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
        evidence, moment = await patiently(self._read(now, touched), self._ages(now))
        moment = self._following.moment(moment)
        self._away, self._left_since = False, None
        fresh = {
            place_id: await hold(each, moment, self._held.get(place_id))
            for place_id, each in evidence.items()
        }
        self._unpublished = not await self._publish(fresh, moment)
        self._behind = False

    async def _read(
        self, now: datetime, touched: Collection[str]
    ) -> tuple[dict[str, Evidence], datetime]:
        """Read what came since, and give the evidence that waits, with the moment to assess it."""
        following = self._following
        async with self._database.reading() as session:
            await following.read(session, self._held, touched, now)
            moment = following.moment(now)
            await following.read_turns(session, self._held, moment)
            evidence = await following.evidence(session, moment)
            self._shown.sources = terms(following.sources)
            await self._roster.remember(session, now)
        return evidence, moment

    def _ages(self, now: datetime, *, at_once: bool = False) -> Callable[[float], Awaitable[None]]:
        """Give what has time go on while we wait for what is answered `at_once` or by nobody."""

        async def age(waited: float) -> None:
            self._away |= at_once and waited >= AWAY_S
            await self._age(now + timedelta(seconds=waited))

        return age

    async def _publish(self, fresh: Mapping[str, Holding], now: datetime) -> bool:
        """Publish what differs, but for the queues that another process has told of already.

        Gives whether nothing is left unpublished; it is shown in any case.
        """
        following, changing = self._following, self._following.changing
        new = following.ledger.new(status for each in fresh.values() for status in each.statuses)
        queues = {series.queue for series in new}
        rows = None if self.view is None else self._made(fresh)
        queues |= set() if rows is None else self._shown.differing(rows) - changing.queues()
        events = changing.events({place: each.statuses for place, each in fresh.items()})
        ours, yields, whole = bool(queues or events), following.yields(now), True
        if ours and not yields:
            told = partial(of_version, now=now, queues=queues, events=events)
            self._aged.clear()
            await patiently(self._write(new, told, now), self._ages(now))
            # What has aged meanwhile waits for the next look, and the version waits with it.
            whole = self._aged.isdisjoint(fresh)
            fresh = {name: each for name, each in fresh.items() if name not in self._aged}
            rows = None  # What was published just now has an id.
        rows = rows or self._made(fresh)
        self._held |= fresh
        untold = following.changing.untold()
        come_to = following.version if whole else self._shown.version
        await self._shown.take(rows, following.changing.versions, untold, come_to)
        following.changing.heard(untold)
        if ours and yields:
            return False
        following.waiting -= fresh.keys()
        return True

    async def _write(
        self,
        new: Mapping[Series, Belief],
        told: Callable[[int], Sequence[Change]],
        now: datetime,
    ) -> None:
        """Publish what is new; `told` gives what a version tells. Raises Overtaken."""
        async with self._database.writing() as session:
            if await counter.version(session) != self.version:
                raise Overtaken
            version, written = await write(session, new, now, self._catalogue.version)
            kept = await changes.add(session, told(version))
        self._following.published(version, written, kept)

    async def _go_on(self, now: datetime, *, gone: bool) -> None:
        """Let time pass in memory; what it changes has no published id until it is published."""
        self._behind, self._away = True, gone
        await self._age(now)

    async def _age(self, now: datetime) -> None:
        if self.view is None:
            return
        now = self._following.aged(now)
        held, aged = self._held, due(self._held, now)
        self._aged |= aged
        self._following.waiting |= aged
        fresh = {name: await hold(held[name].evidence, now, held[name]) for name in aged}
        self._held |= fresh
        # What others told of it meanwhile is not shown yet, so their versions do not count.
        rows = self._shown.made(fresh.values(), self._following.ledger, self._shown.version_of)
        await self._shown.age(rows, away=self._away)

    def _made(self, fresh: Mapping[str, Holding]) -> Rows:
        following = self._following
        return self._shown.made(fresh.values(), following.ledger, following.version_of)
