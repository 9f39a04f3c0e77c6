"""What tests of the page rely on besides: a service to which nothing was said yet, for reading."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio

from tests.archived import copied
from tests.serving import Service, serving


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def quiet(empty: Path, tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Service]:
    """Run a service without reports, shared by a module whose tests only read.

    Such a module says so with `pytest.mark.asyncio(loop_scope="module")`.
    """
    async with serving(copied(empty, tmp_path_factory.mktemp("quiet"))) as running:
        yield running
