"""Checks of a database on a server: each thing that may be wrong with it, told apart."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import psycopg
import pytest

from app.cli.checks import server as checks
from app.cli.checks.finding import Finding, State
from app.store import migrate
from app.store.server import Server
from tests import databases

NOW = datetime(2026, 11, 30, 12, tzinfo=UTC)
WELL = Server(
    version="17.2",
    new_enough=True,
    encoding="UTF8",
    standby=False,
    at=NOW,
    most=97,
    taken=24,
    autovacuum=True,
    size=12_000_000,
    archived_at=NOW - timedelta(minutes=5),
    unguarded=(),
    otherwise_sorted=(),
)


def weighed(found: Server) -> dict[str, Finding]:
    """Weigh what a server is, by what was looked at."""
    return {each.check: each for each in checks.weighed(found, NOW, NOW)}


def test_all_is_well() -> None:
    """Each in a line of its own."""
    found = weighed(WELL)

    assert {name: each.says for name, each in found.items()} == {
        "server": "PostgreSQL 17.2, UTF8, the database takes 12.0 MB",
        "server time": "our clock and the server's agree",
        "connections": "24 of 97 are taken; each `darial serve` takes up to 12",
        "autovacuum": "is on",
        "guards": "what was said and done can only be added to",
        "backup": "the server last archived its log 5 min ago",
    }
    assert {each.state for each in found.values()} == {State.OK}


@pytest.mark.parametrize(
    ("change", "check", "state", "says"),
    [
        ({"new_enough": False}, "server", State.BAD, "PostgreSQL 17.2"),
        ({"encoding": "SQL_ASCII"}, "server", State.BAD, "SQL_ASCII"),
        ({"standby": True}, "server", State.BAD, "a standby, which only reads"),
        ({"at": NOW + timedelta(seconds=61)}, "server time", State.BAD, "ours is 61 s behind the"),
        ({"at": NOW - timedelta(seconds=7)}, "server time", State.BAD, "ours is 7 s ahead of the"),
        ({"taken": 86}, "connections", State.LOOK, "86 of 97 are taken"),
        ({"autovacuum": False}, "autovacuum", State.BAD, "it is switched off"),
        ({"unguarded": ["acts"]}, "guards", State.BAD, "can be changed or deleted in acts"),
        ({"otherwise_sorted": ["acts"]}, "sorting", State.BAD, "not in the order of bytes in acts"),
        ({"archived_at": None}, "backup", State.LOOK, "the server archives no log"),
        ({"archived_at": NOW - timedelta(days=2)}, "backup", State.LOOK, "archived its log 2 days"),
    ],
)
def test_what_is_wrong_is_told(
    change: dict[str, object], check: str, state: State, says: str
) -> None:
    """With the way to mend it."""
    found = weighed(replace(WELL, **change))[check]  # type: ignore[arg-type]  # each is of its kind

    assert found.state is state
    assert says in found.says
    assert found.fix


def looked(url: str) -> dict[str, Finding]:
    """Look at a server, by what was looked at."""
    return {each.check: each for each in checks.server(url, lambda: datetime.now(UTC))}  # noqa: TID251 - held against the server's own clock


def test_a_server_is_asked() -> None:
    """A new one stands well; it archives nothing, for it is thrown away."""
    url = databases.fresh()
    migrate.upgrade(url)

    found = looked(url)

    assert [name for name, each in found.items() if each.state is not State.OK] == ["backup"]


@pytest.mark.parametrize(
    ("statement", "check"),
    [
        ("ALTER TABLE acts DISABLE TRIGGER ALL", "guards"),
        ("DROP TRIGGER reports_only_grows ON reports", "guards"),
        ('ALTER TABLE series ALTER place TYPE varchar COLLATE "default"', "sorting"),
    ],
)
def test_what_an_operator_took_away_is_seen(statement: str, check: str) -> None:
    """Guards that are gone or asleep, and text that is sorted as the server is set to."""
    url = databases.fresh()
    migrate.upgrade(url)
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute(statement)

    assert looked(url)[check].state is State.BAD
