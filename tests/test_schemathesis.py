"""The OpenAPI is true: generated requests, good and bad, on the archive, with every check."""

from pathlib import Path
from typing import Any

import pytest
import schemathesis
from fastapi import FastAPI
from schemathesis.config import SchemathesisConfig
from schemathesis.core.transport import Response
from schemathesis.specs.openapi.checks import positive_data_acceptance

from app.main import create_app
from app.settings import Settings
from app.web.door import Door
from tests import archived

CONFIG = SchemathesisConfig.from_path(Path(__file__).parent / "schemathesis.toml")

api = create_app(Settings(polling=False)).app
assert isinstance(api, FastAPI)
schema = schemathesis.openapi.from_dict(api.openapi(), config=CONFIG).exclude(path="/v1/stream")
"""All but the stream, whose answers have no end: tests/web/test_stream.py asks for it."""


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Door:
    """Give a service that answers from the archive; schemathesis starts and ends it."""
    path = tmp_path_factory.mktemp("schemathesis") / "darial.db"
    archived.make(path)
    return create_app(Settings(database_url=archived.url_of(path), polling=False))


ALLOWED = {
    "as_of": "a moment that has not passed is refused, and so is one before 2000",
    "bbox": "the order of its four numbers is beyond a schema",
    "cursor": "a cursor goes with the filters it was given for",
    "from": "must not lie after `to`, nor before 2000, nor too long before `to`",
    "language": "the languages there are depend on the files of the catalogue",
    "quantity": "crossings and weather have no steps, so they come with `step=raw` only",
    "recorded_from": "must not lie before 2000",
    "step": "how many points an answer would have depends on everything else that is asked",
    "to": "must not lie before 2000",
}
"""Parameters whose value can be refused although it fits the schema, each with the reason."""


@schema.parametrize()
def test_every_operation(case: schemathesis.Case[Any], served: Door) -> None:
    """Whatever is asked, the answer is one that the document promises."""
    case.operation.app = served

    response = case.call()

    case.validate_response(
        response, excluded_checks=[positive_data_acceptance] if _allowed(response) else []
    )


def _allowed(response: Response) -> bool:
    """Say whether a request was refused for nothing but what no schema can tell."""
    if response.status_code != 422:
        return False
    return all(each["parameter"] in ALLOWED for each in response.json()["errors"])
