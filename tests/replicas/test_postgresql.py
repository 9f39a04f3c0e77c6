"""deploy/replicas/postgresql.conf: a server takes it, and is what its comments say."""

import psycopg
import pytest

from app.store import migrate
from app.store.database import Database
from tests.postgresql import Server
from tests.replicas.front import free_port

OWN = ["listen_addresses", "max_connections"]
"""What a server of tests is told besides, so that the file's value does not count."""

SAFE = {"fsync": "on", "full_page_writes": "on", "synchronous_commit": "on"}
WITHOUT_END = {"statement_timeout": "0", "lock_timeout": "0", "idle_session_timeout": "0"}


def test_the_server_takes_every_line(server: Server) -> None:
    """Each setting is one, with a value that it can have; what a test sets itself is another's."""
    with psycopg.connect(server.url("postgres")) as connection:
        wrong = connection.execute(
            "SELECT name FROM pg_file_settings WHERE error IS NOT NULL AND name <> ALL (%s)", [OWN]
        ).fetchall()
        taken: dict[str, str] = dict(
            connection.execute(
                "SELECT name, setting FROM pg_settings WHERE sourcefile LIKE '%postgresql.conf'"
            ).fetchall()
        )

    assert wrong == []
    assert taken.items() >= (SAFE | WITHOUT_END).items()


def test_no_statement_is_written_down(server: Server) -> None:
    """What a reader asked for can stand in a statement: a failed one is told without it."""
    with psycopg.connect(server.url("postgres"), autocommit=True) as connection:
        with pytest.raises(psycopg.errors.DivisionByZero):
            connection.execute("SELECT 'verkhny-lars', 1 / 0")
        with pytest.raises(psycopg.errors.QueryCanceled):
            connection.execute("SET statement_timeout = 1; SELECT 'verkhny-lars', pg_sleep(60)")
    log = (server.folder / "log").read_text(encoding="utf-8")

    assert "division by zero" in log
    assert "statement timeout" in log
    assert "verkhny-lars" not in log


@pytest.mark.parametrize("first", ["gone", "there"])
async def test_an_address_may_name_two_servers(server: Server, first: str) -> None:
    """Whichever of them is the primary is found, in any order."""
    name = f"two_{first}"
    migrate.upgrade(server.make(name))
    ports = [free_port(), server.port] if first == "gone" else [server.port, free_port()]
    hosts = "&".join(f"host=127.0.0.1:{port}" for port in ports)

    # Not read-write: the connections of readers are read-only by their own will.
    database = Database(f"postgresql://darial@/{name}?{hosts}&target_session_attrs=primary")
    try:
        async with database.writing(), database.reading():
            assert database.present()
    finally:
        await database.close()
