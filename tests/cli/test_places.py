"""Places: found by any name, told as a table or as the interface tells them."""

import json

import pytest

from app.catalog import load
from tests.cli.conftest import Darial


def test_every_place_has_a_line(darial: Darial) -> None:
    """Without a query the whole catalogue is listed, under a heading."""
    result = darial("places")

    lines = result.out.splitlines()
    assert result.code == 0
    assert lines[0].split() == ["ID", "BORDER", "PLACE", "ACROSS", "CROSSED", "BY"]
    assert [line.split()[0] for line in lines[1:]] == list(load().places)


@pytest.mark.parametrize("query", ["lars", "Верхний Ларс", "DARIAL", "ლარსი"])
def test_a_place_is_found_by_any_name(darial: Darial, query: str) -> None:
    """Part of a name in any language or script will do."""
    result = darial("places", query)

    assert result.code == 0
    assert result.out.splitlines()[1].startswith("verkhny-lars")


def test_a_country_narrows_the_list(darial: Darial) -> None:
    """Two letters in either case leave the places at that country's borders."""
    result = darial("places", "--country", "mn")

    borders = {line.split()[1] for line in result.out.splitlines()[1:]}
    assert borders == {"RU-MN"}


def test_json_is_what_the_interface_answers(darial: Darial) -> None:
    """The envelope of GET /v1/places, with the same filter."""
    result = darial("places", "--country", "GE", "--json")

    answer = json.loads(result.out)
    assert [place["id"] for place in answer["data"]] == ["ge", "verkhny-lars", "nizhny-zaramag"]
    assert answer["meta"]["catalogue_version"] == load().version


@pytest.mark.parametrize(
    "arguments", [("zzzzzz",), ("--country", "XX"), ("vaalimaa", "--country", "GE")]
)
def test_nothing_found_is_told(darial: Darial, arguments: tuple[str, ...]) -> None:
    """Scripts see it by the exit code, people by a sentence."""
    result = darial("places", *arguments)

    assert result.code == 1
    assert result.out == ""
    assert result.err.startswith("No place")
