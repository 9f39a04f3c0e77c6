"""docs/operate.md and deploy/small: what the page says can be done as it stands there.

Each `darial` command of the page is run for real, in the page's order, on a database that holds the
archive; so are those that it runs inside the container, by `docker compose exec` or `run`, and the
backup that cron makes. There is no container engine in a test, so of `docker compose` itself, `git`
and the like only what can be held against files is: the services, the paths, the settings.
"""

import asyncio
import http.client
import io
import re
import shutil
import socket
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
import yaml  # type: ignore[import-untyped]
from alembic import command

from app import cli
from app.clock import now
from app.settings import NAMES, read_settings
from tests import archived
from tests.cli.processes import line_of, started_anew, until
from tests.long import long
from tests.operating import (
    BACKUPS,
    DATA,
    IN_CONTAINER,
    PAGE,
    PRINTED,
    ROOT,
    SMALL,
    Line,
    composed,
    lines,
    words,
)
from tests.serving import Clock, serving
from tests.store.test_migrate import config

LONGEST = 190
MEBIBYTE = 1024 * 1024
LIMIT = re.compile(r"(\d+)m")
NOTHING_TO_TAKE_BACK = ("retract", "--source")
"""A source that has sent nothing ends with 1, as the page says."""

PASSED = {"docker", "cd", "install", "cp", "git", "find"}
"""What a machine has besides; held against the files where it names any of ours."""

VERBS = {
    "up": {"-d", "--build"},
    "ps": set[str](),
    "logs": {"--tail", "50"},
    "exec": {"-T"},
    "run": {"--rm"},
    "build": {"--pull"},
    "restart": set[str](),
    "stop": set[str](),
}
"""What `docker compose` is asked to do, with which options."""


def compose() -> dict[str, Any]:
    """Give the compose file."""
    found: dict[str, Any] = yaml.safe_load((SMALL / "compose.yaml").read_text(encoding="utf-8"))
    return found


class Person(io.StringIO):
    """Standard input with a person at it, who says yes."""

    def isatty(self) -> bool:
        """Be a terminal."""
        return True


class Operator:
    """Works through the page: fills in what earlier commands printed, and says yes once asked."""

    def __init__(self, folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
        """Work on the database in this folder, which stands for the container's two."""
        self._folder, self._capsys = folder, capsys
        self._known: dict[str, str] = {}

    def run(self, line: Line, said: list[str], patch: pytest.MonkeyPatch) -> tuple[int, str]:
        """Run one command with these words; give its exit code and all that it wrote."""
        patch.setattr("sys.stdin", io.StringIO() if line.cron else Person("y\n"))
        code = cli.run([self._filled(word) for word in said])
        written = self._capsys.readouterr()
        for name, form in PRINTED.items():
            found = form.findall(written.out)
            if found:
                self._known[name] = found[-1]
        return code, written.out + written.err

    def _filled(self, word: str) -> str:
        before = sorted(self._folder.glob("darial.before-0*.db.gz"))
        named = {**self._known, "BEFORE_FILE": before[0].name}
        for name, value in named.items():
            word = word.replace(name, value)
        return word.replace(DATA, str(self._folder)).replace(BACKUPS, str(self._folder))


async def answered(line: Line, database: Path) -> int:
    """Ask a server on this database, as it is now, what the page asks of one; give the code."""
    async with serving(archived.url_of(database), Clock(now())) as service:
        return (await service.client.get(line.text.partition("example.org")[2])).status_code


@pytest.fixture
def upgraded(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Give a database that was saved and brought to our shape; set what an operator sets."""
    path = tmp_path / "darial.db"
    archived.make(path)
    command.downgrade(config(path), "0002")
    monkeypatch.setenv("DARIAL_DATABASE_URL", archived.url_of(path))
    monkeypatch.setenv("DARIAL_CONTACT", "ops@example.org")
    monkeypatch.setenv("DARIAL_POLLING", "false")
    assert cli.run(["import", "--archive"]) == 0
    return path


@long
def test_each_command_does_what_the_page_says(
    upgraded: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Run in order, each ends well; "yes" is typed where it asks, and each request is answered."""
    operator = Operator(upgraded.parent, capsys)
    capsys.readouterr()

    # Today is asked for once, so that midnight does not come in between.
    for line, said in [(line, words(line)) for line in lines()]:
        if line.text.startswith("curl "):
            assert asyncio.run(answered(line, upgraded)) == 200, line.text
        if not line.is_darial:
            continue
        code, written = operator.run(line, said, monkeypatch)
        empty = all(word in line.text for word in NOTHING_TO_TAKE_BACK)
        assert code == (1 if empty else 0), f"{line.text}\n{written}"


def test_every_command_is_run_or_looked_at() -> None:
    """A line is a `darial` command, which is run, a request, which is asked, or one of a few."""
    others = [line.text for line in lines() if not line.is_darial]

    assert {text.split()[0] for text in others} == {*PASSED, "curl"}
    for text in others:
        for path in re.findall(r"/srv/darial/(\S+)|cp (\S+)", text):
            named = ROOT / path[0] if path[0] else SMALL / path[1]
            assert named.exists(), text


def test_every_service_and_verb_is_there() -> None:
    """What `docker compose` is told to do names services of the file, and options that it has."""
    services = compose()["services"]

    for verb, *rest in composed():
        options = [word for word in rest if word.startswith("-") or word.isdigit()]
        named = next((word for word in rest if word not in options), None)
        assert set(options) & {"-T", "-d", "--rm", "--pull", "--build", "--tail"} <= VERBS[verb]
        assert named is None or named in services


def test_darial_is_the_command_of_the_container() -> None:
    """The short name stands for the command that the image starts."""
    dockerfile = (ROOT / "Dockerfile").read_text(encoding="utf-8")

    assert f'CMD ["{IN_CONTAINER}", "serve", "--prepare"]' in dockerfile
    assert f"docker compose exec darial {IN_CONTAINER}" in PAGE.read_text(encoding="utf-8")


def test_the_container_is_the_image_with_its_settings() -> None:
    """It is built from our Dockerfile, keeps its command, stores where the image does."""
    darial = compose()["services"]["darial"]
    dockerfile = (ROOT / "Dockerfile").read_text(encoding="utf-8")
    volumes = [each.partition(":")[2] for each in darial["volumes"]]

    assert (SMALL / darial["build"] / "Dockerfile").resolve() == ROOT / "Dockerfile"
    assert darial.keys().isdisjoint({"command", "entrypoint", "user", "healthcheck", "ports"})
    assert volumes == [DATA, BACKUPS]
    assert f"VOLUME {DATA}\n" in dockerfile
    (user,) = re.findall(r"^USER (.+)$", dockerfile, re.MULTILINE)
    assert f"install -d -o {user} {BACKUPS}\n" in PAGE.read_text(encoding="utf-8")


def test_every_setting_is_one_and_has_its_default(monkeypatch: pytest.MonkeyPatch) -> None:
    """The environment names settings, with defaults that are fit; .env.example has each."""
    variables = compose()["services"]["darial"]["environment"]
    example = (SMALL / ".env.example").read_text(encoding="utf-8")
    for name, value in variables.items():
        monkeypatch.setenv(name, value.partition(":-")[2].removesuffix("}"))
    monkeypatch.setenv("DARIAL_CONTACT", "ops@example.org")

    chosen = read_settings()

    assert set(variables) <= set(NAMES.values())
    assert chosen.contact == "ops@example.org"
    assert chosen.polling
    assert variables["DARIAL_CONTACT"].startswith("${DARIAL_CONTACT:?")
    assert set(re.findall(r"^(\w+)=", example, re.MULTILINE)) == {"SITE", *variables}


def test_only_the_proxy_can_be_reached() -> None:
    """One port of one service is open to the world besides the one that leads to TLS."""
    services = compose()["services"]

    assert [name for name, each in services.items() if "ports" in each] == ["proxy"]
    assert services["proxy"]["ports"] == ["80:80", "443:443"]
    assert all("mem_limit" in each and "logging" in each for each in services.values())


@long
def test_the_container_fits_its_memory(tmp_path: Path) -> None:
    """Its very command, from an empty volume on and after 200 requests, stays under its limit."""
    limit = int(LIMIT.fullmatch(compose()["services"]["darial"]["mem_limit"])[1])  # type: ignore[index]
    settings = {"DARIAL_PORT": "0", "DARIAL_CONTACT": "ops@example.org"}

    database = tmp_path / "darial.db"
    with started_anew("serve", "--prepare", database=database, settings=settings) as it:
        port = int(re.findall(r":(\d+) ", line_of(it.stdout))[0])
        asked = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
        for number in range(200):
            asked.request("GET", ("/v1/status", "/v1/places/verkhny-lars")[number % 2])
            assert len(asked.getresponse().read()) > 1000
        peak = _peak(it.pid)
        asked.close()

    assert peak < limit * MEBIBYTE


def _peak(process: int) -> int:
    status = Path(f"/proc/{process}/status")
    if not status.exists():
        pytest.skip("this machine does not tell the memory of a process")
    (kibibytes,) = re.findall(r"VmHWM:\s+(\d+) kB", status.read_text(encoding="ascii"))
    return int(kibibytes) * 1024


def test_the_proxy_writes_nothing_down() -> None:
    """There is no access log, failed requests are not logged, no header of a reader is passed."""
    text = (SMALL / "Caddyfile").read_text(encoding="utf-8")
    logs = re.findall(r"^\s*log\b.*(?:\n.*)?", text, re.MULTILINE)

    assert [each.split() for each in logs] == [["log", "{", "exclude", "http"]]
    for header in ("X-Forwarded-*", "X-Real-IP", "Forwarded", "Cookie", "User-Agent"):
        assert f"header_up -{header}\n" in text


@contextmanager
def proxied(folder: Path) -> Iterator[tuple[http.client.HTTPConnection, Path]]:
    """Run the shipped Caddyfile on loopback, without TLS, before a server that is away."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    written = folder / "caddy.log"
    named = (f"HOME={folder}", f"SITE=http://127.0.0.1:{port}", "UPSTREAM=127.0.0.1:1")
    begin = ["/usr/bin/env", *named, "caddy", "run", "--adapter", "caddyfile", "--config"]
    with (
        written.open("w") as log,
        subprocess.Popen(  # noqa: S603
            [*begin, SMALL / "Caddyfile"], stdout=log, stderr=log
        ) as process,
    ):
        try:
            until(lambda: "serving initial configuration" in written.read_text("utf-8"))
            yield http.client.HTTPConnection("127.0.0.1", port, timeout=60), written
        finally:
            process.terminate()


@pytest.mark.skipif(shutil.which("caddy") is None, reason="there is no caddy on this machine")
def test_the_proxy_is_what_it_says(tmp_path: Path) -> None:
    """Caddy takes the file, answers for a server that is away, and tells its log of no reader."""
    with proxied(tmp_path) as (asked, written):
        asked.request("GET", "/v1/status?place=lars", headers={"User-Agent": "reader"})
        away = asked.getresponse()
        away.read()
        asked.request("POST", "/v1/status", body="x")
        refused = asked.getresponse()
        refused.read()
        asked.close()
        log = written.read_text(encoding="utf-8")

    assert (away.status, refused.status) == (502, 405)
    assert refused.headers["allow"] == "GET, HEAD, OPTIONS"
    assert "lars" not in log
    assert "reader" not in log


def test_the_page_is_short() -> None:
    """Who is woken finds the line."""
    assert len(PAGE.read_text(encoding="utf-8").splitlines()) <= LONGEST
