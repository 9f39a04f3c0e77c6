"""Acts beside a server: a process of its own shows each within seconds."""

import json
import time
from contextlib import closing
from http.client import HTTPConnection
from pathlib import Path
from typing import Any

from app.store import migrate
from tests.cli.acting import report_of
from tests.cli.conftest import Darial, url
from tests.cli.processes import until
from tests.cli.test_serve import serving

CARS = ("verkhny-lars", "RU-GE", "car")
WHY = ("--reason", "misread", "--yes")
WITHIN_S = 30.0
"""A second or two where nothing else goes on; a busy machine is no reason to fail."""


def asked(port: int) -> dict[str, Any]:
    """Ask a server for the status of one queue."""
    with closing(HTTPConnection("127.0.0.1", port, timeout=60)) as connection:
        connection.request("GET", "/v1/status?place={}&direction={}&mode={}".format(*CARS))
        answer: dict[str, Any] = json.loads(connection.getresponse().read())
    return answer


def newer(port: int, version: int) -> bool:
    """Tell whether a server knows more by now; it is not asked all the time."""
    time.sleep(0.05)
    return bool(asked(port)["meta"]["version"] > version)


def test_a_running_server_shows_each_act_within_seconds(darial: Darial, database: Path) -> None:
    """A report, its retraction, a withholding and its undoing; each raises the version."""
    migrate.upgrade(url(database))
    took = []
    with serving(database) as service:

        def shown(*arguments: str) -> dict[str, Any]:
            """Do an act, and give the wait as the server tells it once it knows."""
            version = asked(service.port)["meta"]["version"]
            result = darial(*arguments)
            began = time.monotonic()
            assert result.code == 0, result
            until(lambda: newer(service.port, version))
            took.append(time.monotonic() - began)
            told: dict[str, Any] = asked(service.port)["data"][0]["wait_minutes"]
            return told | {"report": result}

        report = shown("report", *CARS, "--wait", "20h", "--origin", "hotline", "--yes")
        held = shown("withhold", *CARS, "--until", "+6h", *WHY)
        back = shown("undo", *WHY)
        retracted = shown("retract", report_of(report["report"]), *WHY)

    assert 1000 < report["mid"] < 1400
    assert (held["mid"], held["no_number"]) == (None, "withheld")
    assert back["mid"] == report["mid"]
    assert (retracted["mid"], retracted["no_number"]) == (None, "unknown")
    assert max(took) < WITHIN_S
