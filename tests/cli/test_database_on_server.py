"""A database on a server, as the command meets it: there or not, ours or not, let in or not."""

import re
import socket
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from app.choices import archive_of
from app.cli.database_words import shown, told
from app.settings import Settings
from app.store import migrate
from tests import databases
from tests.cli.conftest import Darial


@pytest.fixture
def address(monkeypatch: pytest.MonkeyPatch) -> str:
    """Give the address of an empty database on a server, and set it."""
    made = databases.fresh()
    monkeypatch.setenv("DARIAL_DATABASE_URL", made)
    return made


def run(address: str, statement: str) -> None:
    """Do to a database what its operator might."""
    with psycopg.connect(address, autocommit=True) as connection:
        connection.execute(statement)


def test_it_is_filled_asked_and_told_of(darial: Darial, address: str) -> None:
    """By the commands that do so with a file."""
    empty = darial("log")
    filled = darial("import", "--archive")
    asked = darial("status", "verkhny-lars")
    versions = darial("version")

    assert empty.code == 3
    assert empty.err.strip() == (
        f"There is nothing in {address} yet: `make run` fills and serves it, `darial import"
        " --archive` only fills it."
    )
    assert filled.code == 0
    assert f"Making the database {address} ..." in filled.err
    assert asked.code == 0
    assert "From Russia to Georgia (RU-GE)" in asked.out
    assert re.search(r"^PostgreSQL  \d+\.\d+$", versions.out, re.MULTILINE)


@pytest.mark.parametrize(
    ("revision", "said"),
    [
        ("0001", "{url} is of an older shape (0001, this program needs {head}): `darial serve"),
        ("9999", "{url} is newer than this program (9999, this program knows {head}): run the"),
    ],
)
def test_another_shape_is_refused(darial: Darial, address: str, revision: str, said: str) -> None:
    """With the mend for either."""
    migrate.upgrade(address)
    run(address, f"UPDATE alembic_version SET version_num = '{revision}'")  # noqa: S608 - ours

    result = darial("log")

    assert result.code == 3
    assert result.err.strip().startswith(said.format(url=address, head=migrate.head()))


@pytest.fixture
def unanswered() -> Iterator[str]:
    """Give the address of a server that is not there."""
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        yield f"postgresql://darial:hush@127.0.0.1:{taken.getsockname()[1]}/darial"


def test_a_server_that_is_away_is_told(
    darial: Darial, unanswered: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """With its address, but for the password; what needs no database goes on."""
    monkeypatch.setenv("DARIAL_DATABASE_URL", unanswered)

    result = darial("status", "verkhny-lars")
    versions = darial("version")
    looked = darial("doctor")

    assert result.code == 3
    assert result.err.strip() == (
        f"{unanswered.replace('hush', '***')} does not answer (Connection refused): see whether the"
        " server runs and is reached from here, and whether DARIAL_DATABASE_URL is right."
    )
    assert versions.code == 0
    assert looked.code == 1
    assert " ".join(looked.out.split()).count("does not answer (Connection") == 1
    assert "hush" not in f"{result}{versions}{looked}"


@pytest.mark.parametrize(
    ("before", "after", "said"),
    [
        (
            r"/\w+$",
            "/nowhere",
            "There is no database at {url} yet: make an empty one, as `createdb",
        ),
        (r"darial@", "nobody@", '{url} does not let us in (role "nobody" does not exist): see'),
    ],
)
def test_who_is_not_let_in_is_told_why(  # noqa: PLR0913, PLR0917 - fixtures and what they are asked
    darial: Darial,
    address: str,
    before: str,
    after: str,
    said: str,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """No such database, or no such user."""
    wrong = re.sub(before, after, address)
    monkeypatch.setenv("DARIAL_DATABASE_URL", wrong)

    result = darial("log")

    assert result.code == 3
    assert result.err.strip().startswith(said.format(url=wrong))


@pytest.mark.parametrize(
    ("error", "said"),
    [
        (psycopg.errors.DiskFull("no space left"), "The disk of {url} is full, so nothing was"),
        (psycopg.errors.ReadOnlySqlTransaction("no"), "{url} only reads, for it is a standby"),
        (psycopg.errors.TooManyConnections("53"), "{url} has no connection left for us"),
        (psycopg.errors.LockNotAvailable("no"), "{url} is being written to by another process"),
        (psycopg.errors.QueryCanceled("no"), "{url} took too long to answer"),
        (psycopg.errors.InsufficientPrivilege("no"), "{url} does not allow that (no)"),
        (psycopg.errors.AdminShutdown("ended"), "{url} does not answer (ended)"),
        (psycopg.errors.UndefinedTable("no such"), "{url} cannot be used: no such."),
        (
            psycopg.OperationalError('FATAL:  password authentication failed for user "x"'),
            '{url} does not let us in (password authentication failed for user "x")',
        ),
        (psycopg.OperationalError("FATAL:  sorry, too many clients"), "{url} has no connection"),
        (psycopg.InterfaceError("odd"), "{url} cannot be used: odd."),
    ],
)
def test_each_refusal_is_a_sentence(error: psycopg.Error, said: str) -> None:
    """What is wrong, and what to do about it; with the address, but for the password."""
    fault = told("postgresql://darial:hush@db.example/darial", error)

    assert str(fault).startswith(said.format(url="postgresql://darial:***@db.example/darial"))


def test_no_password_is_shown() -> None:
    """Wherever in the address it stands."""
    assert shown("postgresql://a:hush@h/b?sslpassword=hush&sslmode=require") == (
        "postgresql://a:***@h/b?sslmode=require"
    )
    assert shown("postgresql:///b?host=h&password=hush") == "postgresql:///b?host=h"


@pytest.mark.parametrize("command", ["backup", "restore"])
def test_saving_is_for_the_server_s_own_means(
    darial: Darial, address: str, command: str, tmp_path: Path
) -> None:
    """Which are named; no file is written."""
    result = darial(command, tmp_path / "saved.db.gz")

    assert result.code == 3
    assert result.err.strip() == (
        f"{address} is on a server, and `darial backup` and `darial restore` are for a file: there"
        " `pg_dump --format=custom` saves it and `pg_restore` puts it back."
    )
    assert list(tmp_path.iterdir()) == []


def test_the_archive_goes_where_we_are(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A database on a server lies in no folder of ours; another may be chosen as ever."""
    monkeypatch.chdir(tmp_path)
    here = Settings(database_url="postgresql:///darial")
    elsewhere = Settings(database_url="postgresql:///darial", archive_dir=tmp_path / "else")

    assert archive_of(here).folder == tmp_path / "darial-archive"
    assert archive_of(elsewhere).folder == tmp_path / "else"
