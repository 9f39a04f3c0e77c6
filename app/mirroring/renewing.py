"""Renewing: a mirror kept as the board stands, and signed anew well before it expires."""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path

from app.board.board import Board
from app.board.view import View
from app.mirroring.checking import stamp
from app.mirroring.fault import MirrorError
from app.mirroring.folder import KEPT, Issue, Published, at_second, publish, sweep
from app.mirroring.keys import Key
from app.mirroring.pages import Page, pages
from app.store.database import Database
from app.store.fault import StoreError

PAUSE = timedelta(seconds=10)
"""How much time passes at least between two versions, so that a host can keep up with them."""

RENEWED = 3
"""It is signed anew after this part of its time, so that two renewals may fail."""

Further = Callable[[datetime, datetime], Awaitable[Mapping[str, Page]]]
"""Gives files beside the answers, signed at one moment to count until the other."""

HELD = "the database is away, or another process holds it"


@dataclass(frozen=True, slots=True, kw_only=True)
class Terms:
    """How a mirror is published: where, signed by whom, for how long, with which servers named."""

    folder: Path
    keys: Sequence[Key]
    lasts: timedelta
    servers: tuple[str, ...] = ()


@dataclass(slots=True)
class Renewing:
    """Publishes a board: `told` hears of each renewal, `hindered` of what keeps it from one.

    `further` gives what stands beside the answers, of the same board. It is looked after like a
    board, so `watch` does.
    """

    board: Board
    database: Database
    terms: Terms
    told: Callable[[Published], None]
    hindered: Callable[[str], None]
    further: Further | None = None
    _shown: View | None = field(default=None, init=False)
    _last: Published | None = field(default=None, init=False)
    _sweep_at: datetime | None = field(default=None, init=False)
    _tried: datetime | None = field(default=None, init=False)
    _hindrance: str = field(default="", init=False)

    @property
    def away(self) -> bool:
        """Say whether the database is gone."""
        return self.board.away

    async def look(self, now: datetime) -> None:
        """Look after the board, and renew the mirror where that is due.

        What hinders it is told once, until it is another thing; the next look tries again.
        """
        await self.board.look(now)
        try:
            if not self._due(now):
                self._swept(now)
                return
            await self.renew(now)
        except (MirrorError, StoreError, OSError) as error:
            self._hinder(str(error))
        else:
            self._hindrance = ""

    async def renew(self, now: datetime) -> Published:
        """Publish the board as it stands; it must have been looked after at this moment.

        Raises MirrorError, also where the board is not up to now, StoreError and OSError.
        """
        self._tried = now
        if self.board.behind:
            raise MirrorError(HELD)
        view = self.board.held()
        async with self.database.reading() as session:
            found = await pages(session, view, self.board.shelf.standing)
        if self.further is not None:
            signed = at_second(now)
            found |= await self.further(signed, signed + self.terms.lasts)
        issue = Issue(
            version=self.board.version,
            catalogue_version=view.catalogue.version,
            pages=found,
            servers=self.terms.servers,
            contact=view.contact,
        )
        terms = self.terms
        self._last = publish(terms.folder, issue, terms.keys, now, terms.lasts)
        self._shown, self._sweep_at = view, now + KEPT
        self.told(self._last)
        return self._last

    def _due(self, now: datetime) -> bool:
        """Tell whether the board has changed since, or a third of the signature's time is over."""
        if self._tried is not None and now < self._tried + PAUSE:
            return False
        if self._last is None or self.board.version != self._last.manifest.version:
            return True
        if self.board.view is not self._shown:
            return True
        return now >= self._last.manifest.signed_at + self.terms.lasts / RENEWED

    def _swept(self, now: datetime) -> None:
        """Remove what earlier versions left, once nobody should be reading it any more."""
        if self._last is not None and self._sweep_at is not None and now > self._sweep_at:
            sweep(self.terms.folder, self._last.manifest, now)
            self._sweep_at = None

    def _hinder(self, why: str) -> None:
        if why == self._hindrance:
            return
        self._hindrance = why
        counts = f" until {stamp(self._last.manifest.expires_at)}" if self._last else ""
        self.hindered(f"The mirror stays as it is, and counts{counts}: {why}.")
