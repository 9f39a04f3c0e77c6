"""nginx before one replica, and PostgreSQL as it is shipped."""

import shutil
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from tests.postgresql import Server
from tests.replicas.front import FOLDER, Front, fronting
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


@pytest.fixture(scope="session")
def server() -> Iterator[Server]:
    """Run a server with the very file that is mounted, where another user can read it."""
    with TemporaryDirectory(prefix="darial-postgresql-") as folder:
        server = Server(Path(folder))
        file = server.folder / "postgresql.conf"
        shutil.copyfile(FOLDER / "postgresql.conf", file)
        file.chmod(0o644)
        server.settings = (f"config_file={file}",)
        server.start()
        try:
            yield server
        finally:
            server.stop("immediate")
