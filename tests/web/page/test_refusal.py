"""Refusals: people get a page in their language, programs the problem that they always got."""

import pytest
from structlog.testing import capture_logs

from app.web.page import refusal
from app.web.page.messages import LANGUAGES
from app.web.problems import KINDS, MEDIA_TYPE
from app.web.refusing import PAGE
from tests.others import take_away
from tests.serving import Service, serving
from tests.web.page.reading import BROWSER, read

pytestmark = pytest.mark.asyncio(loop_scope="module")

FORGED = '/en/"><script>alert(1)</script>'


@pytest.mark.parametrize("language", LANGUAGES)
async def test_a_page_that_is_not_there(quiet: Service, language: str) -> None:
    """Below a language it is said in that language, with the status kept and kept nowhere else."""
    response = await quiet.client.get(f"/{language}/nothing", headers=BROWSER)

    page = read(response)
    assert response.status_code == 404
    assert response.headers["cache-control"] == "no-store"
    assert response.headers["content-language"] == language
    assert f"/{language}/" in page.links
    others = {each.attributes["href"] for each in page.tree.css(".languages a")}
    assert others == {f"/{each}/nothing" for each in LANGUAGES if each != language}


async def test_elsewhere_it_is_the_language_of_the_browser(quiet: Service) -> None:
    """An unknown path has no language of its own, so the reader's counts, and caches are told."""
    wanted = BROWSER | {"accept-language": "fi"}
    response = await quiet.client.get("/nothing", headers=wanted)

    assert read(response).tree.css("html[lang=fi]")
    assert response.headers["vary"] == "accept, accept-language"


@pytest.mark.parametrize("accept", ["*/*", "application/json", "application/problem+json"])
@pytest.mark.parametrize("path", ["/nothing", "/en/nothing", "/en/?mode=none", "/xx/about"])
async def test_programs_get_problems(quiet: Service, path: str, accept: str) -> None:
    """Who does not ask for a page by name gets the problem document."""
    response = await quiet.client.get(path, headers={"accept": accept})

    assert response.headers["content-type"] == MEDIA_TYPE
    assert response.json()["status"] == response.status_code


async def test_the_interface_answers_as_ever(quiet: Service) -> None:
    """A browser that asks the interface amiss gets the problem, which names the parameter."""
    response = await quiet.client.get("/v1/status?mode=none", headers=BROWSER)

    assert response.headers["content-type"] == MEDIA_TYPE


async def test_a_mistyped_path_of_data(quiet: Service) -> None:
    """Whoever mistypes a path of the interface in a browser is led to those like it."""
    response = await quiet.client.get("/v1/statu", headers=BROWSER)

    assert "/v1/status" in read(response).links


async def test_what_does_not_fit_is_named(quiet: Service) -> None:
    """Parameters are called what the page calls them."""
    response = await quiet.client.get("/en/?mode=none&as_of=1999", headers=BROWSER)

    text = read(response).text
    assert response.status_code == 422
    assert "Way of crossing" in text
    assert "such as 2022-09-28" in text


async def test_a_page_is_only_read(quiet: Service) -> None:
    """Another method is told what is allowed, as ever."""
    response = await quiet.client.post("/en/about", headers=BROWSER)

    assert (response.status_code, response.headers["allow"]) == (405, "GET, HEAD, OPTIONS")
    assert read(response).title == "This page can only be read"


async def test_the_database_is_away(bare_url: str) -> None:
    """What needs the database says so in words, when to come again, and leads to itself."""
    async with serving(bare_url) as service:
        take_away(bare_url)
        await service.look()
        response = await service.client.get("/en/corrections?cursor=7", headers=BROWSER)

    assert response.status_code == 503
    assert (response.headers["retry-after"], response.headers["darial-database"]) == ("5", "away")
    assert "/en/corrections?cursor=7" in read(response).links


async def broken() -> None:
    """Fail as none of our pages should."""
    raise ZeroDivisionError("secret-question")


async def test_a_fault_of_ours(bare_url: str) -> None:
    """It is a page too; the log has the kind of the fault, and nothing of who met it."""
    async with serving(bare_url) as service:
        service.api.add_api_route("/ru/broken", broken, tags=[PAGE])
        with capture_logs() as logged:
            response = await service.client.get("/ru/broken?secret-question", headers=BROWSER)

    assert response.status_code == 500
    assert read(response).tree.css("html[lang=ru]")
    assert "/ru/broken?secret-question" in read(response).links
    assert [(each["event"], each["kind"]) for each in logged] == [
        ("request failed", "ZeroDivisionError")
    ]
    assert "secret" not in str(logged)


async def test_a_fault_in_the_refusal_itself(
    bare_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where not even that page can be written, the problem is told."""
    async with serving(bare_url) as service:
        monkeypatch.setattr(service.parts.board, "_shown", object())
        with capture_logs():
            response = await service.client.get("/en/about", headers=BROWSER)

    assert (response.status_code, response.headers["content-type"]) == (500, MEDIA_TYPE)


async def test_a_forged_address_stays_text(quiet: Service) -> None:
    """Nothing of an address becomes markup, nor a link to another host."""
    forged = await quiet.client.get(FORGED, headers=BROWSER)
    elsewhere = await quiet.client.get("//other.example/x", headers=BROWSER)

    assert read(forged).tree.css("script:not([src^='/page/'])") == []
    addresses = [each.attributes["href"] for each in read(elsewhere).tree.css("a, link")]
    assert not [each for each in addresses if (each or "").startswith(("//", "http"))]


async def test_every_problem_has_words() -> None:
    """There is no kind of problem for which a page would lack words."""
    fitting = {kind: [each for each in refusal.WORDS if issubclass(kind, each)] for kind in KINDS}

    assert all(fitting.values())
