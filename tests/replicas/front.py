"""nginx with the very configuration that is shipped, before replicas on loopback."""

import http.client
import os
import shutil
import socket
import subprocess
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.cli.processes import PATIENCE_S, until

FOLDER = Path(__file__).resolve().parents[2] / "deploy" / "replicas"
NGINX = shutil.which("nginx", path=f"{os.defpath}:/usr/sbin:/usr/local/sbin")
CACHE = "/var/cache/nginx"

needs_nginx = pytest.mark.skipif(NGINX is None, reason="there is no nginx on this machine")

UNUSED = ("fastcgi", "scgi", "uwsgi")
"""What nginx makes folders for, though nothing is asked that way."""

Headers = Mapping[str, str]


@dataclass(frozen=True)
class Answer:
    """What came back: the status, the headers by their names in lower case, the body."""

    status: int
    headers: Headers
    body: bytes


@dataclass(frozen=True)
class Front:
    """A running nginx: its port, and the folder with all that it writes."""

    port: int
    folder: Path

    def ask(self, path: str, headers: Headers | None = None, method: str = "GET") -> Answer:
        """Ask it one thing on a connection of its own."""
        with closing(self.connected()) as connection:
            connection.request(method, path, headers=dict(headers or {}))
            told = connection.getresponse()
            named = {name.lower(): value for name, value in told.getheaders()}
            return Answer(told.status, named, told.read())

    def connected(self) -> http.client.HTTPConnection:
        """Give a connection to it."""
        return http.client.HTTPConnection("127.0.0.1", self.port, timeout=PATIENCE_S)

    def written(self) -> dict[str, bytes]:
        """Give each file that is there besides configuration and cache, by its name."""
        cache, own = self.folder / "cache", {"conf"}
        return {
            str(path.relative_to(self.folder)): path.read_bytes()
            for path in self.folder.rglob("*")
            if path.is_file() and cache not in path.parents and path.parent.name not in own
        }


def free_port() -> int:
    """Give a port that nobody listens on."""
    with closing(socket.create_server(("127.0.0.1", 0))) as taken:
        port: int = taken.getsockname()[1]
    return port


def configured(folder: Path, ports: Sequence[int], listen: str, changed: Mapping[str, str]) -> Path:
    """Lay the shipped configuration into a folder, with its replicas and its port on loopback.

    One process does the work: by the time it hears the next question, it has kept the last answer.
    """
    conf = folder / "conf"
    conf.mkdir()
    (folder / "cache").mkdir()
    text = (FOLDER / "nginx.conf").read_text(encoding="utf-8")
    text = text.replace(CACHE, str(folder / "cache")).replace("/run/", f"{folder}/")
    for said, instead in {"worker_processes auto;": "worker_processes 1;", **changed}.items():
        assert said in text
        text = text.replace(said, instead)
    (conf / "nginx.conf").write_text(text, encoding="utf-8")
    (conf / "listen.conf").write_text(listen, encoding="utf-8")
    (conf / "replicas.conf").write_text(_replicas(folder, ports), encoding="utf-8")
    return conf / "nginx.conf"


def _replicas(folder: Path, ports: Sequence[int]) -> str:
    """Give the shipped list of replicas with other addresses in its lines."""
    text = (FOLDER / "replicas.conf").read_text(encoding="utf-8")
    lines = [line for line in text.splitlines() if not line.startswith("resolver ")]
    first = next(line for line in lines if "server web-1:8000 resolve" in line)
    at = lines.index(first)
    servers = [first.replace("web-1:8000 resolve", f"127.0.0.1:{port}") for port in ports]
    rest = [line for line in lines[at:] if "server web-" not in line]
    unused = [f"{name}_temp_path {folder}/{name};" for name in UNUSED]
    return "\n".join([*lines[:at], *servers, *rest, *unused])


@contextmanager
def fronting(
    folder: Path,
    ports: Sequence[int],
    listen: str = "listen 127.0.0.1:PORT;",
    changed: Mapping[str, str] | None = None,
) -> Iterator[Front]:
    """Run nginx before servers at these ports for the length of the block.

    `listen` is what stands in listen.conf, in which PORT is filled in; `changed` gives words of
    nginx.conf others instead, such as a limit that a test could not reach.
    """
    port = free_port()
    file = configured(folder, ports, listen.replace("PORT", str(port)), changed or {})
    with (folder / "stderr").open("w") as said, _started(folder, file, said.fileno()) as process:
        try:
            until(lambda: process.poll() is not None or _answers(port))
            assert process.poll() is None, (folder / "stderr").read_text("utf-8")
            yield Front(port, folder)
        finally:
            process.terminate()
            process.wait(PATIENCE_S)


def _started(folder: Path, file: Path, said: int) -> "subprocess.Popen[bytes]":
    # As root, nginx would hand its work to a user who cannot reach this folder.
    own = " user root;" if os.geteuid() == 0 else ""
    words = [str(NGINX), "-e", "stderr", "-p", str(folder), "-c", str(file)]
    return subprocess.Popen(  # noqa: S603 - the program we looked for
        [*words, "-g", f"daemon off;{own}"], stdout=said, stderr=said
    )


def _answers(port: int) -> bool:
    try:
        socket.create_connection(("127.0.0.1", port), timeout=PATIENCE_S).close()
    except OSError:
        return False
    return True
