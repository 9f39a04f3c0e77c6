"""The archive over HTTP: listed, whole or in part, and nothing but what is listed."""

import json
from collections.abc import AsyncIterator
from hashlib import sha256

import pytest
import pytest_asyncio

from app.exporting.export import Exported, export
from tests.archived import NOW
from tests.serving import Service, serving

pytestmark = pytest.mark.asyncio(loop_scope="module")

MONTH = "/v1/archive/reports-2022-09.csv.gz"


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def exported(service: Service) -> AsyncIterator[Exported]:
    """Write the archive of the service."""
    parts = service.parts
    yield await export(parts.database, parts.catalogue, parts.archive.folder, now=NOW)


@pytest.mark.asyncio(loop_scope="function")
async def test_before_the_first_night(url: str) -> None:
    """The list is empty and says so; a file that is asked for is not there yet."""
    async with serving(url) as service:
        listed = await service.client.get("/v1/archive/")
        file = await service.client.get(MONTH)

    assert listed.status_code == 200
    assert listed.json()["data"] == {
        "written_at": None, "next_at": None, "digest": None, "files": [], "left_out": [],
    }  # fmt: skip
    assert (file.status_code, file.headers["content-type"]) == (404, "application/problem+json")
    assert "there is no archive yet" in file.json()["detail"]


async def test_every_file_is_listed_and_is_what_is_listed(
    service: Service, exported: Exported
) -> None:
    """Each has its size, its SHA-256 and its rows; together they are an archive."""
    answer = (await service.client.get("/v1/archive/")).json()

    listed = {each["name"]: each for each in answer["data"]["files"]}
    assert {"datapackage.json", "SHA256SUMS", "README.md"} < listed.keys()
    assert {each.name for each in exported.index.files} < listed.keys()
    assert answer["data"]["digest"] == exported.index.digest
    assert answer["data"]["written_at"] == "2026-11-24T12:00:00Z"
    assert [each["source"] for each in answer["meta"]["attribution"]] == ["archive"]
    for each in listed.values():
        body = (await service.client.get(each["url"])).content
        assert (len(body), sha256(body).hexdigest()) == (each["bytes"], each["sha256"])


@pytest.mark.usefixtures("exported")
@pytest.mark.parametrize(
    ("name", "media_type"),
    [
        ("reports-2022-09.csv.gz", "application/gzip"),
        ("datapackage.json", "application/json"),
        ("reports.schema.json", "application/json"),
        ("README.md", "text/markdown; charset=utf-8"),
        ("SHA256SUMS", "text/plain; charset=utf-8"),
    ],
)
async def test_files_say_what_they_are(service: Service, name: str, media_type: str) -> None:
    """With a strong ETag that is the file's SHA-256, and by HEAD too."""
    answer = await service.client.get(f"/v1/archive/{name}")
    head = await service.client.head(f"/v1/archive/{name}")

    assert answer.headers["content-type"] == media_type
    assert answer.headers["etag"] == f'"{sha256(answer.content).hexdigest()}"'
    assert "content-encoding" not in answer.headers
    assert "stale-if-error" in answer.headers["cache-control"]
    assert head.content == b""
    assert head.headers == answer.headers


@pytest.mark.usefixtures("exported")
async def test_an_unchanged_file_is_not_sent_again(service: Service) -> None:
    """Whoever has it is told so."""
    etag = (await service.client.get(MONTH)).headers["etag"]
    answer = await service.client.get(MONTH, headers={"if-none-match": f'W/"x", {etag}'})

    assert (answer.status_code, answer.content) == (304, b"")
    assert answer.headers["etag"] == etag


@pytest.mark.usefixtures("exported")
@pytest.mark.parametrize(
    ("asked", "part"),
    [
        ("bytes=0-9", slice(0, 10)),
        ("bytes=100-", slice(100, None)),
        ("bytes=-7", slice(-7, None)),
        ("bytes=5-99999999", slice(5, None)),
    ],
)
async def test_a_part_can_be_asked_for(service: Service, asked: str, part: slice) -> None:
    """Whoever was cut off goes on where it was."""
    whole = await service.client.get(MONTH)
    answer = await service.client.get(MONTH, headers={"range": asked})

    assert (answer.status_code, answer.content) == (206, whole.content[part])
    size = len(whole.content)
    begin, end, _ = part.indices(size)
    assert answer.headers["content-range"] == f"bytes {begin}-{end - 1}/{size}"


@pytest.mark.usefixtures("exported")
@pytest.mark.parametrize(
    "headers",
    [
        {"range": "bytes=99999999-"},
        {"range": "bytes=9-1"},
        {"range": "bytes=-0"},
        {"range": "bytes=-"},
        {"range": "lines=1-2"},
        {"range": "bytes=0-1,4-5"},
        {"range": "bytes=0-9", "if-range": '"of an older one"'},
    ],
)
async def test_other_parts_are_the_whole(service: Service, headers: dict[str, str]) -> None:
    """A part that cannot be given, or is of another version, is answered with all of it."""
    whole = await service.client.get(MONTH)
    answer = await service.client.get(MONTH, headers=headers)

    assert (answer.status_code, answer.content) == (200, whole.content)


@pytest.mark.usefixtures("exported")
@pytest.mark.parametrize(
    "name",
    [
        "..%2fdarial.db", "%2e%2e%2fdarial.db", ".darial-export.json", "darial.db", "..",
        "reports-2022-09.csv", "%2fetc%2fpasswd", "datapackage.json%00", "x" * 65,
    ],
)  # fmt: skip
async def test_nothing_else_is_handed_out(service: Service, name: str) -> None:
    """No path leads out of the list."""
    answer = await service.client.get(f"/v1/archive/{name}")

    assert answer.status_code in {404, 422}
    assert answer.headers["content-type"] == "application/problem+json"


async def test_a_file_that_is_not_as_listed_is_not_sent(
    service: Service, exported: Exported
) -> None:
    """While one takes the place of another, it is said to come in a moment."""
    path = service.parts.archive.folder / "reports-2022-10.csv.gz"
    whole = path.read_bytes()
    path.write_bytes(whole[:-1])
    answer = await service.client.get("/v1/archive/reports-2022-10.csv.gz")
    path.write_bytes(whole)

    assert answer.status_code == 503
    assert answer.headers["retry-after"] == "5"
    assert exported.index.file(path.name) is not None


@pytest.mark.usefixtures("exported")
async def test_a_form_that_is_not_taken(service: Service) -> None:
    """A reader who takes only pages of text is told so."""
    answer = await service.client.get(MONTH, headers={"accept": "text/html"})

    assert answer.status_code == 406
    assert "application/gzip" in answer.json()["detail"]


@pytest.mark.usefixtures("exported")
async def test_a_spoilt_index_is_none(service: Service) -> None:
    """Nothing is handed out by an index that cannot be believed; a good one is seen at once."""
    path = service.parts.archive.folder / "datapackage.json"
    whole = path.read_bytes()
    said = json.loads(whole)
    said["resources"][0]["path"] = "../darial.db"
    path.write_text(json.dumps(said))
    spoilt = await service.client.get("/v1/archive/")
    path.write_bytes(whole)
    mended = await service.client.get("/v1/archive")

    assert spoilt.json()["data"]["files"] == []
    assert mended.json()["data"]["files"] != []
