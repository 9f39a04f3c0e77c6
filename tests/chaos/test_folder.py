"""The server of a chaos run is made where its own user may pass."""

import os
import shutil
from pathlib import Path

import pytest

from tests.chaos.run import own_folder
from tests.postgresql import Server

AS_ROOT = pytest.mark.skipif(os.geteuid() != 0, reason="only root runs the server as another user")


def test_a_server_is_made_in_the_folder_of_a_run() -> None:
    """A server makes its cluster in it, as root and as anybody else."""
    folder = own_folder()
    try:
        cluster = folder / "postgresql"
        cluster.mkdir()

        server = Server(cluster)

        assert (server.data / "PG_VERSION").exists()
    finally:
        shutil.rmtree(folder)


@AS_ROOT
def test_a_folder_where_only_its_owner_may_pass_is_named(tmp_path: Path) -> None:
    """The message says which folder it is, and what to do."""
    closed = tmp_path / "closed"
    cluster = closed / "postgresql"
    cluster.mkdir(parents=True)
    closed.chmod(0o700)

    with pytest.raises(PermissionError, match=r"/closed lets only its owner pass.*chmod o\+x"):
        Server(cluster)
