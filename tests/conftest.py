"""What every test can rely on, whoever runs it and wherever."""

import logging
from collections.abc import Iterator

import hypothesis
import pytest
import structlog

from app.settings import NAMES

# A loaded machine is no reason to fail, so an example may take its time.
hypothesis.settings.register_profile("darial", deadline=None)
hypothesis.settings.load_profile("darial")


@pytest.fixture(autouse=True)
def _default_settings(monkeypatch: pytest.MonkeyPatch) -> None:
    """Hide the settings of whoever runs the tests."""
    for name in NAMES.values():
        monkeypatch.delenv(name, raising=False)


@pytest.fixture(autouse=True)
def _default_logs() -> Iterator[None]:
    """Undo what a test set up for logging."""
    root = logging.getLogger()
    handlers, level = root.handlers[:], root.level
    yield
    root.handlers[:] = handlers
    root.setLevel(level)
    structlog.reset_defaults()
