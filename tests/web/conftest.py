"""What tests of the web rely on: a service on the archive, and one that nothing was said to yet."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio

from tests import archived
from tests.serving import Service, serving
from tests.web.follower import Follower


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def service(
    archive: Path, tmp_path_factory: pytest.TempPathFactory
) -> AsyncIterator[Service]:
    """Run a service on the archive, shared by a module whose tests only read.

    Such a module says so with `pytest.mark.asyncio(loop_scope="module")`.
    """
    url = archived.copied(archive, tmp_path_factory.mktemp("service"))
    async with serving(url) as running:
        yield running


@pytest.fixture
async def follower(bare_url: str) -> AsyncIterator[Follower]:
    """Give somebody who follows the feeds of a service to which nothing was said yet."""
    async with serving(bare_url) as running:
        yield Follower(running)
