"""The files of a copy: whole pages in every language, which lead to each other and ask nobody."""

import base64
import re
from collections.abc import AsyncIterator, Mapping
from hashlib import sha256
from pathlib import Path

import pytest
import pytest_asyncio

from app.catalog import load
from app.web.page.copying.pages import media_type
from app.web.page.messages import LANGUAGES
from app.web.page.speech import Speech
from tests.archived import NOW, copied
from tests.serving import serving
from tests.web.page.copying.folder import (
    LARS,
    LASTS,
    SERVER,
    all_opened,
    files_in,
    fronts,
    opened,
    written,
)

pytestmark = pytest.mark.asyncio(loop_scope="module")

CATALOGUE = load()
STYLE = re.compile(r"<style>(.*?)</style>", re.DOTALL)
POLICY = re.compile(r'<meta http-equiv="Content-Security-Policy" content="([^"]*)">')
AGO = re.compile(r"\d+ \w+ ago|\bin \d+ (?:hour|day|minute)s?\b")


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def both(
    archive: Path, tmp_path_factory: pytest.TempPathFactory
) -> AsyncIterator[tuple[Mapping[str, bytes], Mapping[str, bytes]]]:
    """Write the archive's page twice: with no server known, and with one."""
    async with serving(copied(archive, tmp_path_factory.mktemp("copied"))) as service:
        yield await written(service), await written(service, SERVER)


@pytest.fixture(scope="module")
def files(both: tuple[Mapping[str, bytes], Mapping[str, bytes]]) -> Mapping[str, bytes]:
    """Give the files where no server is known."""
    return both[0]


@pytest.fixture(scope="module")
def with_server(both: tuple[Mapping[str, bytes], Mapping[str, bytes]]) -> Mapping[str, bytes]:
    """Give the files where one is known."""
    return both[1]


async def test_every_page_is_there_in_every_language(files: Mapping[str, bytes]) -> None:
    """Front and map for either way, each place, and the rest."""
    names = files_in("en", files)

    assert {f"places/{each}.html" for each in CATALOGUE.places} < names
    assert names - {each for each in names if each.startswith("places/")} == {
        "index.html", "in.html", "map.html", "map-in.html", "about.html", "sources.html",
        "corrections.html",
    }  # fmt: skip
    assert [files_in(each, files) for each in LANGUAGES] == [names] * len(LANGUAGES)


async def test_every_link_leads_to_a_file(files: Mapping[str, bytes]) -> None:
    """None is absolute or leaves the folder, but for those to who said something."""
    for page in all_opened(files):
        assert page.leads_to <= files.keys(), page.path
        assert [each for each in page.addresses if each.startswith("/")] == [], page.path
        outward = {str(each.attributes["href"]) for each in page.tree.css("a[rel~=noreferrer]")}
        assert set(page.leads_away) <= outward, page.path


async def test_every_anchor_is_there(files: Mapping[str, bytes]) -> None:
    """A link into a page finds its place."""
    pages = {each.path: each for each in all_opened(files)}
    for page in pages.values():
        for address in page.addresses:
            file, _, anchor = address.partition("#")
            if anchor and not file:
                assert page.tree.css(f'[id="{anchor}"]'), (page.path, address)


async def test_nothing_stands_there_that_needs_a_server(files: Mapping[str, bytes]) -> None:
    """No script, form, stream, worker or app; nothing that says that it is looked after."""
    gone = "script, form, [data-stream], [data-version], [rel=manifest], #held, #news, .machine"
    for page in all_opened(files):
        assert page.tree.css(gone) == [], page.path
        assert "/v1/" not in " ".join(page.addresses), page.path


async def test_a_browser_lets_nothing_else_in(files: Mapping[str, bytes]) -> None:
    """The page brings its policy, as not every host sends one: its own style alone, by its hash."""
    for page in all_opened(files):
        text = files[page.path].decode()
        (policy,), (style,) = POLICY.findall(text), STYLE.findall(text)
        digest = base64.b64encode(sha256(style.encode()).digest()).decode()

        assert policy.startswith(f"default-src 'none'; style-src 'sha256-{digest}';")
        assert text.index("Content-Security-Policy") < text.index("<style>")
        assert page.tree.css("[style]") == []


async def test_every_page_says_until_when_it_counts(files: Mapping[str, bytes]) -> None:
    """Loudly, in its language and in words, with what becomes of it then."""
    for page in all_opened(files):
        language = page.tree.css("html")[0].attributes["lang"] or ""
        speech = Speech(language, CATALOGUE.labels)
        notice = page.part("#notices .past")

        assert speech.say("This is a copy, not the live page.") in notice, page.path
        assert f"{speech.moment(NOW)} UTC" in notice
        assert f"{speech.moment(NOW + LASTS)} UTC" in notice
        assert files[page.path].index(b'<p class="notice past">') < files[page.path].index(b"<main")


async def test_no_age_is_told_that_grows(files: Mapping[str, bytes]) -> None:
    """A copy is read nobody knows when, so it says when something was."""
    for page in all_opened(files):
        if page.path.startswith("page/en/"):
            assert AGO.findall(page.part("main")) == [], page.path
    lars = opened(files, LARS)
    assert "Last heard of it at all: 25 Feb 2026 ." in lars.text
    assert "As it was then" in lars.part("h2#now")


async def test_the_front_shows_upper_lars(files: Mapping[str, bytes]) -> None:
    """By its name in each language, and it leads to its page."""
    place = CATALOGUE.places["verkhny-lars"]
    for language, front in fronts(files).items():
        assert Speech(language, CATALOGUE.labels).name(place) in front.part("main")
        assert f"page/{language}/places/verkhny-lars.html" in front.leads_to


async def test_either_way_is_a_file(files: Mapping[str, bytes]) -> None:
    """The front and the map out of Russia lead to those into it, and back; all say which way."""
    for out, into in (("index", "in"), ("map", "map-in")):
        first, second = opened(files, f"page/en/{out}.html"), opened(files, f"page/en/{into}.html")

        assert first.part(".choices [aria-current]") == "out of Russia"
        assert second.part(".choices [aria-current]") == "into Russia"
        assert second.path in first.leads_to
        assert first.path in second.leads_to
        assert f"page/fi/{into}.html" in second.leads_to


async def test_the_first_file_asks_for_the_language(files: Mapping[str, bytes]) -> None:
    """No host chooses it: each is named by itself, and leads to its front."""
    first = opened(files, "index.html")

    assert {f"page/{each}/index.html" for each in LANGUAGES} <= first.leads_to
    russian = Speech("ru", CATALOGUE.labels).say("What it is like at the border")
    assert f"Русский {russian}" in first.text


async def test_what_needs_a_server_leads_to_one_that_is_named(
    files: Mapping[str, bytes], with_server: Mapping[str, bytes]
) -> None:
    """The same page as it is now, its other ways of crossing, and the data."""
    alone, lars = opened(files, LARS), opened(with_server, LARS)
    link = f"{SERVER}/en/places/verkhny-lars"

    assert f"{link}?direction=RU-GE&mode=foot#why" in lars.leads_away
    assert lars.tree.css(f'#notices a[href="{link}"]')
    assert f"{SERVER}/v1/explain?place=verkhny-lars&direction=RU-GE&mode=car" in lars.leads_away
    assert f"{SERVER}/en/?way=in" in opened(with_server, "page/en/in.html").leads_away
    assert "A way of crossing leads to its reports." not in alone.text
    for page in all_opened(with_server):
        assert page.leads_to <= with_server.keys(), page.path


async def test_media_types() -> None:
    """What hosts go by."""
    assert media_type("page/en/index.html") == "text/html"
    assert media_type("page/icon.svg") == "image/svg+xml"
