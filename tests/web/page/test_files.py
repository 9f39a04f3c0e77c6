"""The page's own files: what a phone needs to keep it as one of its apps."""

import struct

import pytest

from app.web.page.messages import LANGUAGES
from tests.serving import Service

pytestmark = pytest.mark.asyncio(loop_scope="module")

PNG = b"\x89PNG\r\n\x1a\n"


@pytest.mark.parametrize("language", LANGUAGES)
async def test_a_phone_may_keep_it(quiet: Service, language: str) -> None:
    """The manifest opens the front in its language, and has a name and icons of each size."""
    response = await quiet.client.get(f"/page/{language}.webmanifest")
    told = response.json()
    start = await quiet.client.get(told["start_url"])

    assert response.headers["content-type"] == "application/manifest+json"
    assert start.headers["content-language"] == told["lang"] == language
    assert told["name"] == "Darial"
    sizes = {(each["sizes"], each.get("purpose", "any")) for each in told["icons"]}
    assert {("192x192", "any"), ("512x512", "any"), ("512x512", "maskable")} <= sizes


async def test_icons_are_as_they_are_told(quiet: Service) -> None:
    """Each icon is there, of the type and size that the manifest says."""
    told = (await quiet.client.get("/page/en.webmanifest")).json()["icons"]
    answers = {each["src"]: await quiet.client.get(each["src"]) for each in told}

    assert {src: each.headers["content-type"] for src, each in answers.items()} == {
        each["src"]: each["type"] for each in told
    }
    for each in told:
        body = answers[each["src"]].content
        if each["sizes"] != "any":
            assert body.startswith(PNG)
            width, height = struct.unpack(">II", body[16:24])
            assert f"{width}x{height}" == each["sizes"]


async def test_no_other_file_is_given(quiet: Service) -> None:
    """Whatever else lies in the folder, or beside it, is not handed out."""
    paths = ("page.css", "map.json", "sw.js", "..%2Ffiles.py", "nothing.js")
    answers = [await quiet.client.get(f"/page/{path}") for path in paths]

    assert [each.status_code for each in answers] == [404] * len(paths)


async def test_scripts_are_kept_only_while_they_are_the_same(quiet: Service) -> None:
    """A file has an ETag that is answered with 304, so a release is seen at once."""
    first = await quiet.client.get("/page/chart.js")
    again = await quiet.client.get(
        "/page/chart.js", headers={"if-none-match": first.headers["etag"]}
    )

    assert first.headers["content-type"].startswith("text/javascript")
    assert again.status_code == 304
