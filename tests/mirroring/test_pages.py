"""Pages: whatever a mirror holds, a server answers by the same name with the same bytes."""

from pathlib import Path, PurePosixPath

from app.board.feed.making import FeedName
from app.mirroring.manifest import CONTENT, PATH
from app.mirroring.pages import Page, pages
from tests import archived
from tests.serving import Service, serving

NAMED = (
    "status.json",
    "status.csv",
    "status.txt",
    "snapshot.json",
    "snapshot/catalogue.json",
    "places.json",
    "vocabulary.json",
    "feeds/access.atom",
)


async def pages_of(service: Service) -> dict[str, Page]:
    """Give the pages of what a service answers."""
    board = service.parts.board
    async with service.parts.database.reading() as session:
        return await pages(session, board.held(), board.shelf.standing)


async def test_a_server_answers_each_file(archive: Path, tmp_path: Path) -> None:
    """So an app needs one list of addresses, of servers and mirrors alike."""
    async with serving(archived.copied(archive, tmp_path)) as service:
        found = await pages_of(service)
        for path, page in found.items():
            answer = await service.client.get(f"/{path}")

            assert answer.status_code == 200, path
            assert answer.content == page.body, path
            assert answer.headers["content-type"].partition(";")[0] == page.media_type, path


async def test_every_standing_document_and_place_is_there(archive: Path, tmp_path: Path) -> None:
    """By a name that tells what it is, fit for a manifest."""
    async with serving(archived.copied(archive, tmp_path)) as service:
        view, standing = service.parts.board.held(), service.parts.board.shelf.standing
        found = await pages_of(service)

    assert len(found) == len(standing) + len(view.catalogue.places) + len(FeedName)
    assert {f"v1/{each}" for each in NAMED} <= set(found)
    assert {f"v1/places/{each}.json" for each in view.catalogue.places} <= set(found)
    for path in found:
        assert PATH.fullmatch(path)
        assert CONTENT.fullmatch(f"content/{'0' * 64}{PurePosixPath(path).suffix}"), path
