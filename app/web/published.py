"""Published: one figure as we published it, to be cited."""

from typing import Annotated

from fastapi import APIRouter, Path, Request
from starlette.responses import Response

from app.board.citation import describe
from app.board.corrections import touching
from app.board.document import JSON, document
from app.board.notation import encode
from app.board.view import sources_of
from app.domain.errors import NotFound
from app.domain.report import Queue
from app.store import published as store
from app.web.answering import answered
from app.web.computed import COMPUTED
from app.web.paging import view_of
from app.web.parts import Here, Parts
from app.web.schemas.published import PublishedAnswer

router = APIRouter(tags=["evidence"], dependencies=[COMPUTED])

MOST_CORRECTIONS = 100
"""Among how many corrections of a place those of a figure are looked for."""


@router.get(
    "/v1/published/{published}",
    response_model=PublishedAnswer,
    summary="One figure as it was published",
)
async def published(
    request: Request,
    published: Annotated[
        str,
        Path(
            pattern=r"^[0-9a-f]{16}$",
            description="A `published_id` of a status or a history; it is permanent.",
        ),
    ],
    here: Here,
) -> Response:
    """Give one figure as it was published, with a sentence to cite, and what corrected it since."""
    async with here.database.reading() as session:
        figure = await store.one(session, published)
        if figure is None:
            raise NotFound(f"nothing was published as {published}; take `published_id` of a status")
        ended = await store.followed_at(session, figure)
        acts = await touching(session, here.catalogue, figure, most=MOST_CORRECTIONS)
    data = encode(describe(figure, here.catalogue, ended, acts))
    body = view_of(here).envelope(data, _behind(figure.series.queue, here))
    return answered(request, document(body, JSON))


def _behind(queue: Queue, here: Parts) -> set[str]:
    """Give the sources that a queue rests on now."""
    rows = here.board.view.rows if here.board.view else ()
    return sources_of(row for row in rows if row.status.queue == queue)
