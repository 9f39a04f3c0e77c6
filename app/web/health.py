"""Health: whether the process lives, and has something to answer from; its metrics besides."""

from fastapi import APIRouter, Depends, Response
from pydantic import Field

from app.domain.errors import Unavailable
from app.web import metrics
from app.web.parts import Here
from app.web.schemas.common import Shape


def never_kept(response: Response) -> None:
    """Keep caches from answering in our place."""
    response.headers["cache-control"] = "no-store"


router = APIRouter(tags=["operations"], dependencies=[Depends(never_kept)])
router.include_router(metrics.router)


class Alive(Shape):
    """The process answers."""

    status: str = Field(examples=["ok"], description="`ok`: it answers.")


class Ready(Shape):
    """There is a board to answer from, and a database behind it or not."""

    status: str = Field(examples=["ready"], description="`ready`: it can answer.")
    database: str = Field(examples=["present"], description="`present`, or `away` for the moment.")
    version: int = Field(description="The board's version.")
    role: str = Field(examples=["all"], description="The part it takes: `all`, `web` or `poll`.")
    leading: bool = Field(description="Whether it is the one of all processes that polls.")
    notes: list[str] = Field(description="What an operator should mend, though answers are right.")


@router.get("/healthz", summary="Is the process alive")
async def healthz() -> Alive:
    """Say that the process answers at all."""
    return Alive(status="ok")


@router.get("/readyz", summary="Is there something to answer from")
async def readyz(here: Here) -> Ready:
    """Say whether a board is held, and whether the database is there.

    503 without a board, and where something else makes our answers doubtful; `detail` says what.
    """
    if here.board.view is None:
        raise Unavailable("no board is held yet; the database cannot be read")
    if troubles := here.troubles():
        raise Unavailable("; ".join(troubles))
    return Ready(
        status="ready",
        database="away" if here.board.view.away else "present",
        version=here.board.version,
        role=here.role,
        leading=here.leads(),
        notes=here.clock.notes(),
    )
