"""What commands that change something are tried with: a person at a terminal, and their log."""

import io
import json
import re
from typing import Any

from tests.cli.conftest import Darial, Result

ACT = re.compile(r"^Act ([0-9a-f]{16})", re.MULTILINE)
REPORT = re.compile(r"report ([0-9a-f]{16})")


class Person(io.StringIO):
    """Standard input with somebody at it, who has typed an answer already."""

    def isatty(self) -> bool:
        """Tell that it is a terminal."""
        return True


def act_of(result: Result) -> str:
    """Give the id of the act that a command has told."""
    found = ACT.search(result.out)
    assert found is not None, result
    return found[1]


def report_of(result: Result) -> str:
    """Give the id of the report that a command has told."""
    found = REPORT.search(result.out)
    assert found is not None, result
    return found[1]


def log(darial: Darial) -> list[dict[str, Any]]:
    """Give what the log holds, newest first."""
    told: list[dict[str, Any]] = json.loads(darial("log", "--json").out)
    return told


def status(darial: Darial, *queue: str) -> dict[str, Any]:
    """Give the one row of status of a queue, but for the link that names the moment."""
    (row,) = json.loads(darial("status", *queue, "--json").out)["data"]
    return {name: each for name, each in row.items() if name != "evidence"}


def words(text: str) -> str:
    """Give a text on one line, however it was wrapped."""
    return " ".join(text.split())
