"""`darial move`: what it prints, what it refuses, and who refuses what it has begun."""

import asyncio
from pathlib import Path

import psycopg
import pytest

from app.cli.fault import Fault
from app.cli.move import outcome
from app.store import migrate
from app.store.comparing import Compared, Seen
from app.store.database import Database
from app.store.mark import mark_simulated
from app.store.moving import Moved, begin
from tests import databases
from tests.cli.conftest import Darial, url
from tests.store.made import NOON

SAME = Compared(table="board", source=Seen(1, "aa" * 32), target=Seen(1, "aa" * 32))


@pytest.fixture
def server() -> str:
    """Give the address of an empty database on a server, with a password that it does not need."""
    return databases.fresh().replace("darial@", "darial:hush@")


def begun(source: str, target: str) -> None:
    """Begin a move, and leave it."""

    async def run() -> None:
        here, there = Database(source), Database(target)
        await begin(here, there, "darial.db", NOON)
        await here.close()
        await there.close()

    migrate.upgrade(target)
    asyncio.run(run())


def test_a_file_comes_to_a_server(
    darial: Darial, archived: Path, server: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each table is told with its rows and digest; then the server answers as the file did."""
    monkeypatch.chdir(archived.parent)
    asked = ("status", "verkhny-lars", "--as-of", "2022-09-28T12:00Z")
    before = darial(*asked)

    result = darial("move", "--from", "sqlite:///darial.db", "--to", server)
    monkeypatch.setenv("DARIAL_DATABASE_URL", server)
    after = darial(*asked)

    lines = {line.split()[0]: line for line in result.out.splitlines()}
    assert result.code == 0
    assert "hush" not in f"{result}{after}"
    assert lines["reports"].split()[1:3] == ["1,228", "rows"]
    assert lines["reports"].endswith("  the same on both sides")
    assert lines["Moved"].endswith(": both sides hold the same.")
    assert f"Moving darial.db to {server.replace('hush', '***')} ..." in result.err
    assert (after.code, after.out) == (0, before.out)


def test_what_is_begun_is_refused_and_goes_on(
    darial: Darial, archived: Path, server: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """By `darial serve` and every other command, until it is whole."""
    begun(url(archived), server)
    monkeypatch.setenv("DARIAL_DATABASE_URL", server)

    refused = [darial("serve"), darial("serve", "--prepare"), darial("log")]
    gone_on = darial("move", "--from", url(archived), "--to", server)
    taken = darial("log")

    for each in refused:
        assert each.code == 3
        assert each.err.strip().endswith(
            "is not whole: it holds a move of darial.db that was begun and not ended. `darial move`"
            " with the same --from and --to goes on with it."
        )
    assert gone_on.code == 0
    assert "Going on with the move of darial.db to postgresql://" in gone_on.err
    assert "that was begun 2026-03-01 12:00Z ..." in gone_on.err
    assert taken.code == 0


def test_a_begun_file_is_refused(darial: Darial, archived: Path, tmp_path: Path) -> None:
    """As one on a server is."""
    other = tmp_path / "other.db"
    begun(url(archived), url(other))

    result = darial("move", "--from", url(other), "--to", url(tmp_path / "third.db"))

    assert result.code == 3
    assert "other.db is not whole: it holds a move of darial.db" in result.err
    assert not (tmp_path / "third.db").exists()


def test_what_holds_something_is_not_moved_into(
    darial: Darial, archived: Path, server: str
) -> None:
    """And stays as it is."""
    first = darial("move", "--from", url(archived), "--to", server)
    again = darial("move", "--from", url(archived), "--to", server)

    assert first.code == 0
    assert again.code == 2
    assert again.err.strip().startswith("Nothing was moved to postgresql://darial:***@127.0.0.1")
    assert "it holds rows already (in " in again.err


def test_wrong_addresses(darial: Darial, archived: Path, tmp_path: Path) -> None:
    """Are told with the option that they were given to."""
    same = darial("move", "--from", url(archived), "--to", f"sqlite:///{archived}")
    other = darial("move", "--from", url(archived), "--to", "mysql://darial:hush@host/name")
    missing = darial("move", "--from", url(tmp_path / "no.db"), "--to", url(tmp_path / "a.db"))

    assert (same.code, other.code, missing.code) == (2, 2, 3)
    assert same.err.strip() == "--from and --to name the same database: name two."
    assert other.err.strip().startswith("--to cannot be used: the database must be a file, sqlite")
    assert "hush" not in other.err
    assert "There is no database at " in missing.err
    assert not (tmp_path / "a.db").exists()


def test_what_is_simulated_stays_where_it_is(
    darial: Darial, archived: Path, tmp_path: Path
) -> None:
    """No copy of it could be told from a real one on a server."""
    mark_simulated(archived)

    result = darial("move", "--from", url(archived), "--to", url(tmp_path / "other.db"))

    assert result.code == 3
    assert "is simulated: what it holds was made by `darial simulate`" in result.err
    assert not (tmp_path / "other.db").exists()


def test_a_server_that_is_away_is_told_with_its_option(
    darial: Darial, archived: Path, server: str
) -> None:
    """As the one side that is to be mended."""
    nowhere = server.rpartition("/")[0] + "/nowhere"

    result = darial("move", "--from", url(archived), "--to", nowhere)

    assert result.code == 3
    assert "There is no database at postgresql://darial:***@127.0.0.1" in result.err
    assert "DARIAL_DATABASE_URL" not in result.err


def test_a_table_that_cannot_be_written_is_told(
    darial: Darial, archived: Path, server: str
) -> None:
    """With the address of that side, and without its password."""
    migrate.upgrade(server)
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute("ALTER TABLE strands ADD CHECK (id < 100)")

    result = darial("move", "--from", url(archived), "--to", server)

    assert result.code == 3
    assert result.err.splitlines()[-1].startswith("postgresql://darial:***@127.0.0.1")
    assert "strands" in result.err


def test_what_is_not_whole(capsys: pytest.CaptureFixture[str]) -> None:
    """Is told with the first row that differs, with what was put right, and with the mend."""
    tampered = Compared(
        table="reports", source=Seen(1228, "ab" * 32), target=Seen(1229, "cd" * 32), first=(17,)
    )
    differing = Moved(compared=[SAME, tampered], mended={"feeds": 2}, changed=False)
    served = Moved(compared=[SAME], mended={}, changed=True)

    with pytest.raises(Fault, match="does not hold what") as different:
        outcome(differing, "sqlite:///a.db", "sqlite:///b.db")
    said = capsys.readouterr()
    with pytest.raises(Fault, match="was written to while it was moved: end `darial") as meant:
        outcome(served, "sqlite:///a.db", "sqlite:///b.db")

    assert (different.value.code, meant.value.code) == (1, 1)
    assert (
        "reports        1,228 rows  abababababababab  not 1,229 rows  cdcdcdcdcdcdcdcd" in said.out
    )
    assert ", from 17 on" in said.out
    assert "feeds: 2 rows that had changed since they were copied were put right." in said.err
