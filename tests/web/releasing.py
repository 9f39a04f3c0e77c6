"""The interface as it was last released, which every later one must still serve.

Only a release runs `python -m tests.web.releasing`: it takes the present interface as the released
one. Whoever runs it to silence a test breaks somebody's app.
"""

import json
from functools import cache
from pathlib import Path
from typing import Any

from fastapi import FastAPI

from app.main import create_app
from app.settings import Settings

FILE = Path(__file__).parent / "released" / "openapi.json"


@cache
def present() -> dict[str, Any]:
    """Give the OpenAPI document as it is now, without the examples; it is not to be changed."""
    api = create_app(Settings(polling=False)).app
    assert isinstance(api, FastAPI)
    found: dict[str, Any] = json.loads(json.dumps(without_examples(api.openapi())))
    return found


def released() -> dict[str, Any]:
    """Give the OpenAPI document of the last release."""
    found: dict[str, Any] = json.loads(FILE.read_text(encoding="utf-8"))
    return found


def without_examples(value: Any) -> Any:  # noqa: ANN401 - any JSON
    """Leave out what promises nothing: examples."""
    if isinstance(value, list):
        return [without_examples(each) for each in value]
    if not isinstance(value, dict):
        return value
    return {
        name: without_examples(each)
        for name, each in value.items()
        if name != "example" and not (name == "examples" and isinstance(each, list))
    }


if __name__ == "__main__":
    FILE.parent.mkdir(exist_ok=True)
    text = json.dumps(present(), ensure_ascii=False, indent=1, sort_keys=True)
    FILE.write_text(text + "\n", encoding="utf-8")
