"""Logs: one line an event, in two forms, and nothing about who reads."""

import io
import json
import logging
from typing import Any

import pytest
import structlog

from app import logs

CLIENT = "203.0.113.7"


def lines(stream: io.StringIO) -> list[str]:
    """Give the lines written so far."""
    return stream.getvalue().splitlines()


def documents(stream: io.StringIO) -> list[dict[str, Any]]:
    """Give the JSON lines written so far."""
    return [json.loads(line) for line in lines(stream)]


def test_text_is_one_plain_line() -> None:
    """An event is one line a person reads: time, level, words, logger, details."""
    stream = io.StringIO()
    logs.configure(json=False, stream=stream)

    structlog.get_logger("app.polling.health").warning("source is down", source="northland")

    (line,) = lines(stream)
    time, rest = line.split(" ", 1)
    assert time.endswith("Z")
    assert rest == "[warning] source is down [app.polling.health] source='northland'"


def test_json_is_one_document_a_line() -> None:
    """The same event as JSON keeps its words and details under their names."""
    stream = io.StringIO()
    logs.configure(json=True, stream=stream)

    structlog.get_logger("app.polling.health").warning("источник молчит", source="northland")

    (document,) = documents(stream)
    assert document.pop("timestamp").endswith("Z")
    assert document == {
        "event": "источник молчит",
        "level": "warning",
        "logger": "app.polling.health",
        "source": "northland",
    }
    assert "источник" in stream.getvalue()


def test_line_breaks_and_escapes_stay_inside_the_line() -> None:
    """What a feed sends cannot forge a line of ours or colour the terminal."""
    stream = io.StringIO()
    logs.configure(json=False, stream=stream)

    structlog.get_logger().info("odd\nanswer \x1b[31m", body="first\nsecond")

    (line,) = lines(stream)
    assert r"odd\nanswer \x1b[31m" in line
    assert r"body='first\nsecond'" in line


def test_level_is_a_floor() -> None:
    """Below the chosen level nothing is written, ours or a library's."""
    stream = io.StringIO()
    logs.configure(json=True, level="WARNING", stream=stream)

    structlog.get_logger("app").info("quiet")
    logging.getLogger("uvicorn.error").info("quiet")
    structlog.get_logger("app").warning("loud")

    assert [document["event"] for document in documents(stream)] == ["loud"]


def test_server_speaks_through_us() -> None:
    """The server's own lines come out in our form, once each."""
    stream = io.StringIO()
    logging.getLogger("uvicorn").addHandler(logging.StreamHandler(stream))
    logs.configure(json=True, stream=stream)

    logging.getLogger("uvicorn.error").info(
        "Uvicorn running on %s", "a port", extra={"color_message": "\x1b[1mUvicorn"}
    )

    (document,) = documents(stream)
    assert document["event"] == "Uvicorn running on a port"
    assert "color_message" not in document


@pytest.mark.parametrize("name", logs.TALKATIVE)
def test_libraries_speak_of_trouble_only(name: str) -> None:
    """A library's every step is not our news; its warnings are."""
    stream = io.StringIO()
    logs.configure(json=True, level="DEBUG", stream=stream)

    logging.getLogger(f"{name}.part").info("one more step")
    logging.getLogger(f"{name}.part").warning("trouble")

    assert [document["event"] for document in documents(stream)] == ["trouble"]


@pytest.mark.parametrize("as_json", [True, False])
def test_access_log_is_off(as_json: bool) -> None:  # noqa: FBT001 - a parameter of the test
    """No request is logged, neither by the access log nor around a websocket."""
    stream = io.StringIO()
    logging.getLogger("uvicorn.access").addHandler(logging.StreamHandler(stream))
    logs.configure(json=as_json, level="DEBUG", stream=stream)

    access = logging.getLogger("uvicorn.access")
    access.info('%s - "%s %s HTTP/%s" %d', CLIENT, "GET", "/v1/status?place=a", "1.1", 200)
    server = logging.getLogger("uvicorn.error")
    server.info('%s - "WebSocket %s" 403', (CLIENT, 50000), "/v1/stream?place=a")
    server.debug("%sHTTP connection made", f"{CLIENT}:50000 - ")

    assert stream.getvalue() == ""


@pytest.mark.parametrize("key", sorted(logs.ABOUT_READERS))
def test_details_about_readers_are_dropped(key: str) -> None:
    """Whoever logs a client, its headers or its query, the value is not written."""
    stream = io.StringIO()
    logs.configure(json=True, stream=stream)

    structlog.get_logger("app.web").error("answer failed", **{key: CLIENT})
    logging.getLogger("elsewhere").error("answer failed", extra={key: CLIENT})

    assert [document["event"] for document in documents(stream)] == ["answer failed"] * 2
    assert CLIENT not in stream.getvalue()


@pytest.mark.parametrize("as_json", [True, False])
def test_traceback_shows_no_values(as_json: bool) -> None:  # noqa: FBT001
    """An unexpected error shows where it happened, never the variables around it."""
    stream = io.StringIO()
    logs.configure(json=as_json, stream=stream)
    scope = {"client": (f"{CLIENT}", 50000)}

    try:
        scope["absent"]
    except KeyError:
        structlog.get_logger("app").exception("poll failed")

    assert "KeyError" in stream.getvalue()
    assert "test_traceback_shows_no_values" in stream.getvalue()
    assert CLIENT not in stream.getvalue()
