"""The door: the same answers as the framework's routes, byte for byte, without asking them."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager

import pytest

from app.board.document import JSON, Document, document
from app.board.shelf import Key
from tests.serving import Service, raw

pytestmark = pytest.mark.asyncio(loop_scope="module")

STANDING = (
    "/v1/status",
    "/v1/status.csv",
    "/v1/status.txt",
    "/v1/snapshot",
    "/v1/snapshot/catalogue",
    "/v1/places",
    "/v1/vocabulary",
)
FILTERED = (
    "/v1/status?place=verkhny-lars",
    "/v1/status?place=Lars&mode=car&direction=RU-GE",
    "/v1/status.csv?country=FI&quantity=wait_minutes",
    "/v1/status.txt?bbox=43,42,46,43&leaving=RU",
    "/v1/status?kind=area&entering=GE&subject=vehicles",
    "/v1/snapshot?country=GE&mode=car",
    "/v1/snapshot/catalogue?q=lars&language=ka",
    "/v1/places?q=lars",
    "/v1/places/verkhny-lars",
)
READ_ANEW = ("/v1/sources",)
FAULTY = (
    "/v1/status?place=nowhere",
    "/v1/status?plac=verkhny-lars",
    "/v1/status?mode=caar",
    "/v1/status/",
    "/v1/stat",
    "/v1/places/Lars",
)


@pytest.mark.parametrize("path", [*STANDING, *FILTERED, *READ_ANEW, *FAULTY])
@pytest.mark.parametrize("method", ["GET", "HEAD"])
async def test_both_ways_are_the_same(service: Service, path: str, method: str) -> None:
    """Status, headers and body are equal whether the door answers or the framework alone."""
    await service.client.get(path)

    by_door = await service.client.request(method, path)
    with lying_ready(service, {}):  # so that the framework writes it by itself
        by_framework = await service.behind.request(method, path)

    assert raw(by_door) == raw(by_framework)


@contextmanager
def lying_ready(service: Service, documents: Mapping[Key, Document]) -> Iterator[None]:
    """Have these documents on the shelf, and no others, for the length of the block."""
    shelf = service.parts.board.shelf
    standing = shelf.standing
    shelf.renew(documents)
    yield
    shelf.renew(standing)


@pytest.mark.parametrize("path", ["/v1/status", "/v1/places", "/v1/vocabulary"])
async def test_what_lies_ready_is_not_written_anew(service: Service, path: str) -> None:
    """A request that the door passes on, such as one with a body, gets what is on the shelf."""
    with lying_ready(service, {(path, b""): document(b"{}", JSON)}):
        response = await service.client.get(path, headers={"content-length": "5"})

    assert response.content == b"{}"


@pytest.mark.parametrize("path", [*STANDING, *FILTERED, *READ_ANEW])
@pytest.mark.parametrize(
    "form", ["{}", "W/{}", '"other", {}', "*"], ids=["same", "weak", "list", "any"]
)
async def test_unchanged_both_ways(service: Service, path: str, form: str) -> None:
    """A reader who names the ETag is told that nothing changed, by either way the same."""
    etag = (await service.client.get(path)).headers["etag"]
    asking = {"if-none-match": form.format(etag)}

    by_door = await service.client.get(path, headers=asking)
    by_framework = await service.behind.get(path, headers=asking)

    assert by_door.status_code == 304
    assert by_door.content == b""
    assert raw(by_door) == raw(by_framework)


@pytest.mark.parametrize(
    "headers",
    [
        {"accept": "text/html, application/json;q=0.5"},
        {"accept": "*/*"},
        {"accept": "image/png"},
        {"if-none-match": '"other"'},
        {"origin": "https://example.org"},
        {"content-length": "5"},
        {"content-length": "10000000"},
    ],
    ids=lambda headers: ",".join(f"{name}={value}" for name, value in headers.items()),
)
@pytest.mark.parametrize("path", ["/v1/status", "/v1/status?place=vaalimaa"])
async def test_headers_change_neither_way(
    service: Service, path: str, headers: Mapping[str, str]
) -> None:
    """What a reader sends along makes no difference between the two ways."""
    await service.client.get(path)

    by_door = await service.client.get(path, headers=headers)
    by_framework = await service.behind.get(path, headers=headers)

    assert raw(by_door) == raw(by_framework)


@pytest.mark.parametrize("method", ["POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE"])
async def test_other_methods_both_ways(service: Service, method: str) -> None:
    """Nothing but reading is answered, by either way the same."""
    by_door = await service.client.request(method, "/v1/status")
    by_framework = await service.behind.request(method, "/v1/status")

    assert by_door.status_code == (204 if method == "OPTIONS" else 405)
    assert raw(by_door) == raw(by_framework)


@pytest.mark.parametrize("path", [*STANDING, *FILTERED])
async def test_the_door_answers_by_itself(
    service: Service, path: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What stands ready, and what was asked for before, never reaches the framework."""
    await service.client.get(path)
    monkeypatch.setattr(service.door, "app", _unreachable)

    response = await service.client.get(path)

    assert response.status_code == 200


async def _unreachable(*_: object) -> None:
    raise AssertionError("the framework was asked")


MIRRORED = {
    "/v1/status.json": "/v1/status",
    "/v1/status.json?place=Lars&mode=car": "/v1/status?place=Lars&mode=car",
    "/v1/places.json?q=lars": "/v1/places?q=lars",
    "/v1/places/verkhny-lars.json": "/v1/places/verkhny-lars",
    "/v1/vocabulary.json": "/v1/vocabulary",
    "/v1/status.json?place=nowhere": "/v1/status?place=nowhere",
}


@pytest.mark.parametrize("path", MIRRORED)
@pytest.mark.parametrize("method", ["GET", "HEAD", "POST"])
async def test_what_a_mirror_names_is_the_same_document(
    service: Service, path: str, method: str
) -> None:
    """The suffix that static files need makes no difference: filters, ETag and problems too."""
    for _ in range(2):
        named = await service.client.request(method, path)
        plain = await service.client.request(method, MIRRORED[path])

        assert raw(named) == raw(plain)


@pytest.mark.parametrize(
    "path",
    ["/v1/status.csv.json", "/v1/status.json.json", "/v1/explain.json", "/.json", "/v1/.json"],
)
async def test_no_other_suffix_is_taken_off(service: Service, path: str) -> None:
    """What no mirror holds is no path."""
    response = await service.client.get(path)

    assert response.status_code == 404
