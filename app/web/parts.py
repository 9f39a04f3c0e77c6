"""Parts: what main puts together for the routes to answer from."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Annotated

from fastapi import Depends, Request

from app.board.board import Board
from app.board.past import Past
from app.board.streaming.hub import Hub
from app.board.watch import Bell
from app.catalog import Catalogue
from app.clock import Clock
from app.store.database import Database
from app.store.handed_out import HandedOut
from app.store.spool import Size


def none() -> Sequence[str]:
    """Give no troubles, where nobody looks for any."""
    return ()


def unknown() -> float | None:
    """Give no number, where nobody measures it."""
    return None


def nothing() -> Size | None:
    """Give no size, where nothing waits for the database."""
    return None


def never() -> bool:
    """Say no, where nobody can lead."""
    return False


@dataclass(frozen=True, slots=True, kw_only=True)
class Basis:
    """What answers are made from, also where nobody is served: a mirror's page is."""

    catalogue: Catalogue
    database: Database
    board: Board


@dataclass(frozen=True, slots=True, kw_only=True)
class Parts(Basis):
    """Everything a route may use.

    `now` gives the present moment (aware, UTC); `pages` remembers the page as it was written for
    the minute that it is, `accuracy` how far off we were by the hour that it is. `troubles` gives a
    sentence for each thing that keeps the service from being ready although it runs, such as a
    clock that is off, and `clock_offset_s` how far ours is ahead of others', in seconds (None: not
    known). `role` is the part this process takes (`all`, `web` or `poll`), `leads` tells whether it
    is the one that polls now. `spooled` gives how much waits for the database on disk (None: here
    nothing does). Whoever rings the `bell` has the board looked after at once; `clock` is what
    `now` goes by.
    """

    hub: Hub
    archive: HandedOut
    pages: Past
    accuracy: Past
    now: Callable[[], datetime]
    troubles: Callable[[], Sequence[str]] = none
    clock_offset_s: Callable[[], float | None] = unknown
    role: str = "all"
    leads: Callable[[], bool] = never
    spooled: Callable[[], Size | None] = nothing
    bell: Bell = field(default_factory=Bell)
    clock: Clock = field(default_factory=lambda: Clock(lambda: None))


def parts(request: Request) -> Parts:
    """Give the parts of the running service."""
    found: Parts = request.app.state.parts
    return found


Here = Annotated[Parts, Depends(parts)]
"""The parts, for a route."""
