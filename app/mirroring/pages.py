"""Pages: the documents of the board as files, by names that every static host can serve.

Their bytes are those of the server's answers, so a link in one of them is a path of the interface:
`/v1/places/vaalimaa` is the file `v1/places/vaalimaa.json`, and one that no file answers, as
`/v1/explain`, needs a server.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from app.board.document import JSON, Document
from app.board.shelf import Key
from app.board.standing import one_place
from app.board.view import View

SUFFIX = ".json"
PLACES = "/v1/places/"


@dataclass(frozen=True, slots=True)
class Page:
    """A file: its bytes and its media type."""

    body: bytes
    media_type: str


def pages(view: View, standing: Mapping[Key, Document]) -> dict[str, Page]:
    """Give every page by its path within a mirror: each standing document, and each place."""
    return {name(path, answer): _page(answer) for path, answer in _answers(view, standing)}


def name(path: str, answer: Document) -> str:
    """Give the file's path for a path of the interface; JSON gets its suffix where it has none."""
    last = path.rpartition("/")[2]
    bare = answer.media_type == JSON.encode() and "." not in last
    return path.removeprefix("/") + (SUFFIX if bare else "")


def _answers(view: View, standing: Mapping[Key, Document]) -> Iterator[tuple[str, Document]]:
    for (path, query), answer in standing.items():
        if not query:
            yield path, answer
    for place in view.catalogue.places.values():
        yield f"{PLACES}{place.id}", one_place(view, place)


def _page(answer: Document) -> Page:
    return Page(answer.body, answer.media_type.decode())
