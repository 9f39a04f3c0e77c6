"""docs/replicas.md: what it says can be done as it stands there.

What is done inside the database's container is run for real, on a server of our own; so are the
`darial` commands that are there. Of `docker compose` itself only what can be held against the
files is.
"""

import re
import shlex
import subprocess
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import psycopg
import pytest

from app.board.document import MAX_AGE_S, STALE_IF_ERROR_S
from app.cli import COMMANDS
from app.store import migrate
from tests.cli.processes import finished
from tests.operating import BACKUPS, BLOCK, CRON, IN_CONTAINER
from tests.postgresql import Server
from tests.replicas.front import FOLDER
from tests.replicas.test_compose import ROOT, directive, number, services

PAGE = ROOT / "docs" / "replicas.md"
LONGEST = 150
VERSION = 41
IN_DATABASE = re.compile(r"docker compose exec (?:-T )?database (.+)")
OPTIONS = {
    "up": {"-d", "--build", "--no-deps", "--wait"},
    "run": {"--rm", "--no-deps", "--volume"},
    "exec": {"-T"},
    "build": {"--pull"},
    "ps": set[str](),
    "stop": set[str](),
    "restart": set[str](),
}
"""What `docker compose` is asked to do, with which options of its own."""

AWAITED = {"move"}
"""Commands of this page that are being written."""

PROGRAMS = ["pg_dump", "pg_dump", "dropdb", "createdb", "pg_restore", "psql"]
"""What is done in the database's container, in the page's order."""

OTHERS = {"cd", "install", "cp", "chmod", "git", "find", "curl", "docker"}


def lines() -> Iterator[str]:
    """Give each command of the page in one line; the one that defines `darial` is left out."""
    text = "".join(BLOCK.findall(PAGE.read_text(encoding="utf-8"))).replace("\\\n", " ")
    for line in text.splitlines():
        if line and not line.startswith(("#", "darial()")):
            yield CRON.sub("", line).replace("\\%", "%")


def composed() -> Iterator[list[str]]:
    """Give the words of each `docker compose` on the page, in text and table too."""
    text = PAGE.read_text(encoding="utf-8").replace("\\%", "%").replace("\\\n", " ")
    for each in re.findall(r"docker compose ([^`\n]+)", text):
        yield shlex.split(each)


def test_every_command_is_run_or_looked_at() -> None:
    """A line is a `darial` command that there is, or one of a few that a machine has."""
    asked = [line.split() for line in lines()]
    ours = {words[1] for words in asked if words[0] == "darial"}
    inside = {words[words.index(IN_CONTAINER) + 1] for words in asked if IN_CONTAINER in words}

    assert {words[0] for words in asked} - {"darial"} == OTHERS
    assert ours | inside <= COMMANDS.keys() | AWAITED
    for path in re.findall(r"/srv/darial/(deploy\S*)", PAGE.read_text(encoding="utf-8")):
        assert (ROOT / path).is_dir()
    for file in (".env.example", "compose.yaml", "replicas.conf", "postgresql.conf"):
        assert (FOLDER / file).is_file()


def test_every_service_and_option_is_there() -> None:
    """What `docker compose` is told to do names services of the file, and options that it has."""
    known = {*services(), "web-3"}

    for verb, *rest in composed():
        named = [word for word in rest if word in known]
        own = rest[: rest.index(named[0])] if named else rest
        assert {word for word in own if word.startswith("-")} <= OPTIONS[verb]
        assert named or verb in {"ps", "up", "restart"}, rest


def test_a_further_replica_is_the_lines_that_it_says() -> None:
    """They are those that are there, with another name."""
    page = " ".join(PAGE.read_text(encoding="utf-8").split())
    compose = (FOLDER / "compose.yaml").read_text(encoding="utf-8")
    (first, _) = directive("server", "replicas.conf")

    assert "`web-3: *web`" in page
    assert "  web-2: *web\n" in compose
    assert f"`server {first.replace('web-1', 'web-3')};`" in page


def test_its_times_are_those_of_the_code() -> None:
    """How long answers are kept and stand in, and how long one is waited for."""
    page = " ".join(PAGE.read_text(encoding="utf-8").split())
    now, by_page, computed, _ = (number(each) for each in directive("proxy_read_timeout"))

    assert f"({MAX_AGE_S} s, and {STALE_IF_ERROR_S} s more while nobody answers)" in page
    assert f"for {MAX_AGE_S + STALE_IF_ERROR_S} s at most" in page
    assert f"a wait of {now} s (a page {by_page} s, the past {computed} s)" in page


def test_a_dump_comes_back(server: Server, tmp_path: Path) -> None:
    """What the page does in the database's container dumps, drops, makes and restores it.

    The restored one counts on from above what readers have seen.
    """
    migrate.upgrade(server.make("darial"))
    with psycopg.connect(server.url("darial")) as connection:
        connection.execute("UPDATE board SET version = %s", [VERSION])
    inside = [found[1] for line in lines() if (found := IN_DATABASE.search(line))]

    for command in inside:
        _done(server, command.replace(BACKUPS, str(tmp_path)))

    assert [command.split()[0] for command in inside] == PROGRAMS
    with closing(psycopg.connect(server.url("darial"))) as connection:
        restored = connection.execute("SELECT version FROM board").fetchall()
    assert restored == [(VERSION + 1_000_000,)]
    assert migrate.current(server.url("darial")) == migrate.head()


def _done(server: Server, command: str) -> None:
    """Run a program of the server's, which reaches it as one in its container does."""
    program, _, words = command.partition(" ")
    where = f"PGHOST=127.0.0.1 PGPORT={server.port} PGUSER=darial"
    path = server._binaries / program  # noqa: SLF001 - nobody else has to know
    subprocess.run(  # noqa: S603 - the page's own words
        ["/bin/sh", "-c", f"{where} {path} {words}"], check=True, capture_output=True, timeout=60
    )


@pytest.mark.parametrize("command", ["doctor", "log"])
def test_commands_answer_on_a_server(server: Server, command: str) -> None:
    """They end well where the database is on a server."""
    url = server.make(f"of_{command}")
    migrate.upgrade(url)

    ended = finished(
        command, settings={"DARIAL_DATABASE_URL": url, "DARIAL_CONTACT": "ops@example.org"}
    )

    assert ended.returncode == 0, ended.stdout + ended.stderr


def test_it_is_short() -> None:
    """Who is woken finds the line."""
    assert len(PAGE.read_text(encoding="utf-8").splitlines()) <= LONGEST
