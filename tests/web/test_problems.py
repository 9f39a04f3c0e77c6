"""Problems: every way to fail is a problem document that says what to do, and nothing of ours."""

import json
from typing import Any

import httpx
import pytest
from structlog.testing import capture_logs

from app.web.problems import MEDIA_TYPE, TYPE
from tests.serving import Service

pytestmark = pytest.mark.asyncio(loop_scope="module")


def problem(response: httpx.Response) -> dict[str, Any]:
    """Give the problem that a response carries, checked for what each must have."""
    assert response.headers["content-type"] == MEDIA_TYPE
    assert response.headers["access-control-allow-origin"] == "*"
    assert response.headers["cache-control"] == "no-store"
    told: dict[str, Any] = response.json()
    assert told["status"] == response.status_code
    assert told["type"].startswith(TYPE)
    assert told["title"]
    assert told["detail"]
    return told


async def test_an_unknown_place_has_near_ones(service: Service) -> None:
    """A mistyped place is answered with what was probably meant."""
    told = problem(await service.client.get("/v1/status?place=verkhny-larz"))

    assert told["status"] == 404
    assert "verkhny-lars" in told["near"]


async def test_an_unknown_country_is_no_empty_answer(service: Service) -> None:
    """A country we know no border of is said to be one, rather than answered with nothing."""
    told = problem(await service.client.get("/v1/status?country=GA"))

    assert told["status"] == 404
    assert "GE" in told["near"]


async def test_an_unknown_parameter_is_named(service: Service) -> None:
    """A parameter that a path lacks is refused by name, with the one probably meant."""
    told = problem(await service.client.get("/v1/status?plaec=verkhny-lars"))

    assert told["status"] == 422
    assert told["errors"] == [
        {
            "detail": "'plaec' is no parameter of this path; did you mean place?",
            "pointer": "#/query/plaec",
            "parameter": "plaec",
        }
    ]


@pytest.mark.parametrize("path", ["/v1/sources?q=1", "/v1/vocabulary?lang=ru", "/readyz?x="])
async def test_paths_without_parameters_take_none(service: Service, path: str) -> None:
    """Where nothing can be asked, anything asked is refused."""
    told = problem(await service.client.get(path))

    assert told["status"] == 422


async def test_what_is_single_is_given_once(service: Service) -> None:
    """Two moments in one question are a mistake, not a choice of ours."""
    asked = "as_of=2022-09-28T12:00Z&as_of=2022-09-29T12:00Z"

    told = problem(await service.client.get(f"/v1/status?{asked}"))

    assert told["errors"][0]["parameter"] == "as_of"


async def test_endless_queries(service: Service) -> None:
    """Thousands of parameters are refused at once, not one by one."""
    told = problem(await service.client.get("/v1/status?" + "&".join(["a=1", "b=2"] * 2000)))

    assert told["status"] == 422
    assert "at most 300" in told["detail"]


async def test_a_wrong_code_has_near_ones(service: Service) -> None:
    """A code that is none is answered with the list and the one probably meant."""
    told = problem(await service.client.get("/v1/status?mode=cars"))

    assert "did you mean car?" in told["errors"][0]["detail"]


@pytest.mark.parametrize(
    ("query", "parameter", "hint"),
    [
        ("as_of=1664366400", "as_of", "write 2022-09-28T12:00:00Z"),
        ("as_of=2022-09-28T12:00:00", "as_of", "no offset"),
        ("as_of=2022-09-28T12:00:00+03:00", "as_of", "%2B03:00"),
        ("as_of=2022-02-30", "as_of", "no day of the calendar"),
        ("as_of=1999-12-31", "as_of", "outside"),
        ("as_of=2030-01-01", "as_of", "has not passed"),
        ("as_of=2026-11-24", "as_of", "has not passed"),
        ("bbox=1,2,3", "bbox", "west,south,east,north"),
        ("bbox=44,43,45,42", "bbox", "south"),
        ("country=Georgia", "country", "ISO 3166"),
        ("place=", "place", "at least 1"),
        ("&".join(["place=lars"] * 61), "place", "at most 60"),
        ("quantity=queue_length", "quantity", "is none of"),
    ],
)
async def test_bad_values(service: Service, query: str, parameter: str, hint: str) -> None:
    """Each bad value is told by its parameter, with the way to mend it."""
    told = problem(await service.client.get(f"/v1/status?{query}"))

    assert told["status"] == 422
    assert told["errors"][0]["parameter"] == parameter
    assert told["errors"][0]["pointer"] == f"#/query/{parameter}"
    assert hint in told["errors"][0]["detail"]


async def test_a_quantity_of_another_path(service: Service) -> None:
    """A quantity that a path does not answer is told with those it does."""
    told = problem(await service.client.get("/v1/events?quantity=crossings_people"))

    assert "cannot be asked for here; give one of access" in told["errors"][0]["detail"]


async def test_paths_near_by(service: Service) -> None:
    """A mistyped path is answered with paths like it."""
    told = problem(await service.client.get("/v1/statuss"))

    assert "/v1/status" in told["near"]


@pytest.mark.parametrize("path", ["/v1/status", "/v1/places/verkhny-lars", "/healthz"])
async def test_only_reading(service: Service, path: str) -> None:
    """Whoever tries to write is told the methods that are there."""
    response = await service.client.post(path)

    assert problem(response)["status"] == 405
    assert response.headers["allow"] == "GET, HEAD, OPTIONS"


async def test_forms_that_are_not_there(service: Service) -> None:
    """A reader who takes no form we have is told which one the path has."""
    response = await service.client.get("/v1/status", headers={"accept": "application/xml"})

    assert problem(response)["status"] == 406


async def test_large_bodies(service: Service) -> None:
    """A large body is refused by its length, before anybody reads it."""
    headers = {"content-length": str(10**9)}

    assert problem(await service.client.get("/v1/status", headers=headers))["status"] == 413


async def test_an_ambiguous_alias_is_not_guessed(service: Service) -> None:
    """A name that several places bear is answered with all of them."""
    told = problem(await service.client.get("/v1/status?place=Pavlovka"))

    assert told["status"] == 404
    assert told["near"] == ["kosak", "naiza"]


async def test_our_faults_show_no_internals(
    service: Service, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A fault of ours is a 500 without its reason; the log has kind and place, not the question."""
    monkeypatch.setattr(service.parts.board, "_shown", object())

    with capture_logs() as logged:
        response = await service.client.get("/v1/places?q=secret-question")

    assert problem(response)["status"] == 500
    assert "object" not in response.text
    # On a server the board may look for news meanwhile, and says too that it cannot.
    (failed,) = [each for each in logged if each["event"] == "request failed"]
    assert failed["kind"] == "AttributeError"
    assert "secret-question" not in json.dumps(logged)


async def test_errors_have_a_body_for_get_only(service: Service) -> None:
    """HEAD gets the status and headers of a problem, and no body."""
    response = await service.client.head("/v1/status?plaec=x")

    assert response.status_code == 422
    assert response.content == b""
