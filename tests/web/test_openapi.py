"""The OpenAPI document: complete by itself, and documentation that asks no other host."""

import re
from typing import Any

import pytest
from jsonschema_rs import validator_for

from app.board.feed.interface import changes
from tests.serving import Service
from tests.web import examples

pytestmark = pytest.mark.asyncio(loop_scope="module")


async def operations(service: Service) -> dict[str, dict[str, Any]]:
    """Give every operation by its path."""
    document = (await service.client.get("/openapi.json")).json()
    return {path: item["get"] for path, item in document["paths"].items()}


async def test_every_path_says_what_it_is(service: Service) -> None:
    """Each path has a summary, a description and a tag."""
    for path, operation in (await operations(service)).items():
        assert operation["summary"], path
        assert operation["description"], path
        assert operation["tags"], path


async def test_every_parameter_is_bounded_and_explained(service: Service) -> None:
    """Each parameter has a description, an example, and a limit on how much it takes."""
    for path, operation in (await operations(service)).items():
        for parameter in operation.get("parameters", []):
            where, schema = (path, parameter["name"]), parameter["schema"]
            assert parameter["description"], where
            assert _bounded(schema), where
            if schema.get("type") == "array":
                assert schema["maxItems"] <= 60, where


def _bounded(schema: dict[str, Any]) -> bool:
    if "anyOf" in schema:
        return all(_bounded(each) for each in schema["anyOf"])
    if schema.get("type") == "array":
        return _bounded(schema["items"])
    limits = {"maxLength", "enum", "pattern", "maximum", "format", "$ref", "const"}
    return not limits.isdisjoint(schema)


async def test_every_problem_is_documented(service: Service) -> None:
    """Each path documents what can go wrong, as problem documents."""
    for path, operation in (await operations(service)).items():
        for status, response in operation["responses"].items():
            if status >= "400":
                assert list(response["content"]) == ["application/problem+json"], path
        assert {"406", "422", "500"} <= operation["responses"].keys(), path


async def test_answers_say_how_they_are_kept(service: Service) -> None:
    """Each read documents ETag and Cache-Control, and that it can be unchanged."""
    for path, operation in (await operations(service)).items():
        if path.startswith("/v1/") and path != "/v1/stream":  # it has no end, so it is not kept
            assert {"ETag", "Cache-Control"} <= operation["responses"]["200"]["headers"].keys()
            assert "304" in operation["responses"]


@pytest.mark.parametrize("path", examples.ASKED)
async def test_examples_are_real_answers(service: Service, path: str) -> None:
    """Each path's example has the names of a real answer, and fits the shape that is promised.

    `python -m tests.web.examples` writes them anew.
    """
    document = (await service.client.get("/openapi.json")).json()
    ((_, content),) = document["paths"][path]["get"]["responses"]["200"]["content"].items()
    example = content["example"]

    assert names(example) == names(await examples.example_of(service, path))
    validator_for(content["schema"] | {"components": document["components"]}).validate(example)


async def test_every_path_has_an_example(service: Service) -> None:
    """No path is left without one."""
    assert (await operations(service)).keys() == examples.ASKED.keys()


async def test_every_path_is_announced(service: Service) -> None:
    """Whoever follows the feed of the interface hears of each path, and of none that is not there.

    A new path goes into `app/board/feed/api_changes.toml`.
    """
    announced = [path for change in changes() for path in change.paths]

    assert set(announced) == (await operations(service)).keys()


def names(value: Any) -> Any:  # noqa: ANN401 - any JSON
    """Give the names in an answer, or the lines of a text by their kind."""
    if isinstance(value, dict):
        return {name: names(each) for name, each in value.items()}
    return [names(each) for each in value] if isinstance(value, list) else type(value).__name__


async def test_no_answer_is_closed(service: Service) -> None:
    """No shape forbids further fields: later releases may add some."""
    document = await service.client.get("/openapi.json")

    assert '"additionalProperties":false' not in document.text


@pytest.mark.parametrize("path", ["/docs", "/docs/start.js"])
async def test_the_documentation_asks_no_other_host(service: Service, path: str) -> None:
    """The page takes every file from us, and its policy lets it ask nobody else."""
    response = await service.client.get(path)

    assert not re.findall(r"(?:src|href|url)\s*[=:]\s*[\"']?(?:https?:)?//", response.text)
    policy = response.headers["content-security-policy"]
    assert "default-src 'none'" in policy
    assert "http" not in policy


@pytest.mark.parametrize(
    "name", ["swagger-ui.css", "swagger-ui-bundle.js", "start.js", "LICENSE", "NOTICE"]
)
async def test_the_documentation_is_whole(service: Service, name: str) -> None:
    """Each file of the page is there, compressed for who takes it so, and the same inside."""
    plain = await service.client.get(f"/docs/{name}", headers={"accept-encoding": "identity"})
    small = await service.client.get(f"/docs/{name}", headers={"accept-encoding": "gzip"})

    assert plain.status_code == small.status_code == 200
    assert small.headers["content-encoding"] == "gzip"
    assert small.content == plain.content
    assert int(small.headers["content-length"]) <= int(plain.headers["content-length"]) + 50


async def test_nothing_else_lies_beside_the_page(service: Service) -> None:
    """A name outside the list is no file of ours, whatever it points to."""
    for name in ("..%2f..%2fmain.py", "other.js", "docs.html"):
        assert (await service.client.get(f"/docs/{name}")).status_code == 404
