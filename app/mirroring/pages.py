"""Pages: the documents of the board as files, by names that every static host can serve.

Their bytes are those of the server's answers, so a link in one of them is a path of the interface:
`/v1/places/vaalimaa` is the file `v1/places/vaalimaa.json`, and one that no file answers, as
`/v1/explain`, needs a server.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from app.board.document import JSON, Document
from app.board.feed.making import feeds
from app.board.shelf import Key
from app.board.standing import one_place
from app.board.view import View
from app.store.database import ReadSession

SUFFIX = ".json"
PLACES = "/v1/places/"


@dataclass(frozen=True, slots=True)
class Page:
    """A file: its bytes and its media type."""

    body: bytes
    media_type: str


async def pages(
    session: ReadSession, view: View, standing: Mapping[Key, Document]
) -> dict[str, Page]:
    """Give every page by its path within a mirror: each standing document, place and feed."""
    answers = {path: answer for (path, query), answer in standing.items() if not query}
    answers |= {
        f"{PLACES}{place.id}": one_place(view, place) for place in view.catalogue.places.values()
    }
    answers |= await feeds(session, view)
    return {name(path, answer): _page(answer) for path, answer in answers.items()}


def name(path: str, answer: Document) -> str:
    """Give the file's path for a path of the interface; JSON gets its suffix where it has none."""
    last = path.rpartition("/")[2]
    bare = answer.media_type == JSON.encode() and "." not in last
    return path.removeprefix("/") + (SUFFIX if bare else "")


def _page(answer: Document) -> Page:
    return Page(answer.body, answer.media_type.decode())
