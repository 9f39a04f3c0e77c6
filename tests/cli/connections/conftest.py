"""Connections are tried on the loop that serves, and on Python's own, which takes its place."""

import asyncio
import logging
from collections.abc import Callable, Iterator, Mapping

import pytest
import uvloop


def pytest_asyncio_loop_factories() -> Mapping[str, Callable[[], asyncio.AbstractEventLoop]]:
    """Give the loops that every test here is run on."""
    return {"uvloop": uvloop.new_event_loop, "asyncio": asyncio.new_event_loop}


@pytest.fixture
def nothing_is_logged(caplog: pytest.LogCaptureFixture) -> Iterator[None]:
    """Whatever a caller does, no line in the log tells of it."""
    caplog.set_level(logging.INFO)
    yield
    assert [record for record in caplog.records if record.name.startswith("uvicorn")] == []
