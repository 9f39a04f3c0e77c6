"""What tests of webhooks share: an office on a database of its own."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.webhooks.office import Office, an_office


@pytest.fixture
async def office(empty: Path, tmp_path: Path) -> AsyncIterator[Office]:
    """Open an office that nobody else has."""
    async with an_office(empty, tmp_path) as opened:
        yield opened
