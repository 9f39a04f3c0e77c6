"""nginx, where it is installed: the very bytes of our answers as files, with the same headers."""

import shutil
import socket
import subprocess
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager
from pathlib import Path
from time import perf_counter, sleep

from benchmarks import machine
from benchmarks.process import PATIENCE_S, Answer, Server

BINARY = "nginx"
FILE = "nginx.conf"
STARTED_S = 10.0

OWN = frozenset({"content-length", "content-type", "etag", "last-modified", "connection"})
"""Headers that it writes by itself."""

CONFIGURATION = """\
daemon off;
master_process off;
error_log stderr warn;
pid {folder}/nginx.pid;
events {{ worker_connections 4096; use epoll; multi_accept on; }}
http {{
  access_log off;
  server_tokens off;
  sendfile on;
  tcp_nopush on;
  tcp_nodelay on;
  keepalive_requests 100000000;
  keepalive_timeout 600s;
  open_file_cache max=100 inactive=600s;
  open_file_cache_valid 600s;
  client_body_temp_path {folder}/nginx-body;
  proxy_temp_path {folder}/nginx-proxy;
  fastcgi_temp_path {folder}/nginx-fastcgi;
  uwsgi_temp_path {folder}/nginx-uwsgi;
  scgi_temp_path {folder}/nginx-scgi;
  server {{
    listen 127.0.0.1:{port} backlog=2048;
{locations}
  }}
}}
"""


def present() -> bool:
    """Say whether it is installed."""
    return shutil.which(BINARY) is not None


def configuration(folder: Path, port: int, answers: Mapping[str, Answer]) -> str:
    """Write the answers down, each for a path, and give the configuration that serves them."""
    locations = []
    for number, (path, answer) in enumerate(answers.items()):
        file = folder / f"nginx-{number}"
        file.write_bytes(answer.body)
        locations.append(_location(path, file, answer.headers))
    return CONFIGURATION.format(folder=folder, port=port, locations="\n".join(locations))


def _location(path: str, file: Path, headers: tuple[tuple[str, str], ...]) -> str:
    told = dict(headers)
    lines = [f"default_type {_quoted(told['content-type'])};", f"alias {file};"]
    lines += [f"add_header {name} {_quoted(value)};" for name, value in headers if name not in OWN]
    return "\n".join([f"    location = {path} {{", *(f"      {each}" for each in lines), "    }"])


def _quoted(text: str) -> str:
    return f"'{text}'"


@contextmanager
def serving(folder: Path, answers: Mapping[str, Answer], core: int | None) -> Iterator[Server]:
    """Serve the answers, each for a path, until the block ends, on one core if it is named."""
    port = _free_port()
    file = folder / FILE
    file.write_text(configuration(folder, port, answers), encoding="utf-8")
    began = perf_counter()
    with subprocess.Popen(  # noqa: S603 - the program we looked for
        [str(shutil.which(BINARY)), "-p", str(folder), "-c", str(file)],
        stderr=subprocess.DEVNULL,
    ) as child:
        machine.pin(child.pid, set() if core is None else {core})
        try:
            _await(port)
            yield Server(pid=child.pid, port=port, began=began)
        finally:
            child.terminate()
            child.wait(PATIENCE_S)


def _free_port() -> int:
    with closing(socket.create_server(("127.0.0.1", 0))) as taken:
        port: int = taken.getsockname()[1]
    return port


def _await(port: int) -> None:
    """Wait until it answers; raises RuntimeError where it does not."""
    end = perf_counter() + STARTED_S
    while perf_counter() < end:
        try:
            socket.create_connection(("127.0.0.1", port)).close()
        except OSError:
            sleep(0.01)
        else:
            return
    raise RuntimeError("nginx does not answer; its configuration may be refused by this version")
