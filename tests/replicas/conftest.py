"""nginx before one replica, for the tests of its configuration."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.replicas.front import Front, fronting
from tests.replicas.replica import Replica, kept


@pytest.fixture
def replica() -> Iterator[Replica]:
    """Give a replica, whose answers may be kept."""
    with Replica(kept).running() as replica:
        yield replica


@pytest.fixture
def front(replica: Replica, tmp_path: Path) -> Iterator[Front]:
    """Give nginx before it."""
    with fronting(tmp_path, [replica.port]) as front:
        yield front
