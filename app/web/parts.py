"""Parts: what main puts together for the routes to answer from."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Annotated

from fastapi import Depends, Request

from app.board.board import Board
from app.catalog import Catalogue
from app.store.database import Database


@dataclass(frozen=True, slots=True, kw_only=True)
class Parts:
    """Everything a route may use. `now` gives the present moment (aware, UTC)."""

    catalogue: Catalogue
    database: Database
    board: Board
    now: Callable[[], datetime]


def parts(request: Request) -> Parts:
    """Give the parts of the running service."""
    found: Parts = request.app.state.parts
    return found


Here = Annotated[Parts, Depends(parts)]
"""The parts, for a route."""
