"""The bare application: given bytes and headers for given paths, as fast as ASGI can send them.

Run as `python -m benchmarks.bare FILE`, with answers that `save` wrote.
"""

import base64
import json
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from starlette.types import Receive, Scope, Send

from benchmarks.process import Answer
from benchmarks.serving import serve

Messages = tuple[dict[str, Any], dict[str, Any]]


def save(answers: Mapping[str, Answer], file: Path) -> None:
    """Write answers down, each for a path."""
    told = {
        path: {
            "status": answer.status,
            "headers": answer.headers,
            "body": base64.b64encode(answer.body).decode(),
        }
        for path, answer in answers.items()
    }
    file.write_text(json.dumps(told), encoding="utf-8")


def load(file: Path) -> dict[str, Messages]:
    """Make the two messages of each answer."""
    told = json.loads(file.read_text(encoding="utf-8"))
    return {path: _messages(answer) for path, answer in told.items()}


def _messages(answer: Mapping[str, Any]) -> Messages:
    headers = [
        (name.encode("latin-1"), value.encode("latin-1")) for name, value in answer["headers"]
    ]
    start = {"type": "http.response.start", "status": answer["status"], "headers": headers}
    return start, {"type": "http.response.body", "body": base64.b64decode(answer["body"])}


class Bare:
    """Looks at nothing but the path."""

    def __init__(self, answers: Mapping[str, Messages]) -> None:
        """Hold what is answered."""
        self._answers = answers

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Send the two messages."""
        del receive
        if scope["type"] == "http":
            start, body = self._answers[scope["path"]]
            await send(start)
            await send(body)


if __name__ == "__main__":
    serve(Bare(load(Path(sys.argv[1]))))
