"""Deployment: the container, the Makefile and the locks take the same steps."""

import json
import os
import re
import subprocess
import sys
import threading
import tomllib
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from zipfile import ZipFile

import pytest

ROOT = Path(__file__).resolve().parent.parent
DOCKERFILE = (ROOT / "Dockerfile").read_text(encoding="utf-8")
LOCKS = ("requirements/runtime.txt", "requirements/dev.txt")
PLACES_OF_ONE_MACHINE = re.compile(
    r"pypi\.org|pythonhosted\.org|registry\.npmjs|deb\.debian"
    r"|(?:^|[\s\"'=(:,])/(?:work|root|home|opt|Users)/",
    re.MULTILINE,
)


def run(*command: str | Path, folder: Path = ROOT) -> subprocess.CompletedProcess[str]:
    """Run a command, apart from the make that may have started the tests."""
    return subprocess.run(  # noqa: S603
        ["/usr/bin/env", "-u", "MAKEFLAGS", "-u", "MAKELEVEL", *command],
        cwd=folder,
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )


def tracked() -> list[Path]:
    """Give every file that belongs to the project."""
    listing = run("git", "ls-files", "--cached", "-z")
    if listing.returncode:
        pytest.skip("this copy of the project is no git clone")
    return [ROOT / name for name in listing.stdout.split("\0") if name and (ROOT / name).is_file()]


def pinned(lock: str) -> dict[str, str]:
    """Give the names and versions that a lock holds."""
    text = (ROOT / lock).read_text(encoding="utf-8")
    return dict(re.findall(r"^([a-z0-9-]+)==(\S+)", text, re.MULTILINE))


def installs(text: str) -> list[list[str]]:
    """Give the words of each pip install, in order, up to the shell's next operator."""
    found = re.findall(r"-m pip\b.*?\binstall ([^\\|&;\n]*)", text)
    return [words.split() for words in found]


def instructions(name: str) -> list[str]:
    """Give what follows each instruction of this name in the Dockerfile."""
    text = DOCKERFILE.replace("\\\n", " ")
    return [" ".join(words.split()) for words in re.findall(rf"^{name} (.*)$", text, re.MULTILINE)]


@pytest.fixture
def make_run() -> str:
    """Give every command of `make run`, as on a new machine."""
    listing = run("make", "--dry-run", "--always-make", "--no-print-directory", "run")
    assert listing.returncode == 0, listing.stderr
    return listing.stdout


def test_container_installs_like_the_makefile(make_run: str) -> None:
    """Both install the same lock and the project itself with the same options."""
    steps = installs("\n".join(instructions("RUN")))

    assert steps == installs(make_run)
    assert steps == [
        ["--require-hashes", "--no-deps", "--requirement", "requirements/runtime.txt"],
        ["--no-build-isolation", "--no-deps", "--editable", "."],
    ]


def test_container_serves_like_the_makefile(make_run: str) -> None:
    """Both end in the one process that prepares the database and serves."""
    command = json.loads(instructions("CMD")[-1])

    assert make_run.splitlines()[-1] == "exec .venv/bin/darial serve --prepare"
    assert command == ["/srv/darial/.venv/bin/darial", "serve", "--prepare"]


def test_container_has_the_layout_of_a_clone() -> None:
    """The project's folder holds .venv, app/ and migrations/, and is moved as it is."""
    copied = {words.split()[0] for words in instructions("COPY")}

    assert copied >= {"app", "migrations", "pyproject.toml"}
    assert set(instructions("WORKDIR")) == {"/srv/darial"}
    assert "python -m venv .venv" in instructions("RUN")
    assert "--from=build /srv/darial /srv/darial" in instructions("COPY")


def test_container_is_sent_what_it_copies() -> None:
    """What the Dockerfile copies is not held back by .dockerignore."""
    sent = (ROOT / ".dockerignore").read_text(encoding="utf-8").splitlines()
    sources = [word for words in instructions("COPY") for word in words.split()[:-1]]

    assert {f"!{source}" for source in sources if not source.startswith(("-", "/"))} <= set(sent)


def test_container_runs_the_python_make_prefers() -> None:
    """Both stages stand on the slim image of the Python that make tries first."""
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    (first,) = re.findall(r"^PYTHONS := .*,python(3\.\d+) ", makefile, re.MULTILINE)

    images = [words.split()[0] for words in instructions("FROM")]

    assert images == [f"python:{first}-slim"] * 2


def test_container_is_not_root() -> None:
    """The last stage runs as a numbered user who owns nothing but the database's folder."""
    last_stage = DOCKERFILE.rpartition("\nFROM ")[2]

    assert re.search(r"^USER [1-9]\d*$", last_stage, re.MULTILINE)
    assert instructions("VOLUME") == ["/var/lib/darial"]
    assert "sqlite+aiosqlite:////var/lib/darial/darial.db" in last_stage


class _Health(BaseHTTPRequestHandler):
    status = 200

    def do_GET(self) -> None:
        """Answer the health check's one question."""
        self.send_response(self.status if self.path == "/healthz" else 404)
        self.end_headers()

    def log_message(self, *_words: object) -> None:
        """Keep quiet."""


@pytest.fixture(params=[200, 503])
def health(request: pytest.FixtureRequest) -> Iterator[tuple[int, int]]:
    """Serve /healthz on loopback with one status; give the status and the port."""
    handler = type("Health", (_Health,), {"status": request.param})
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        thread = threading.Thread(target=server.serve_forever, args=(0.01,))
        thread.start()
        yield request.param, server.server_port
        server.shutdown()
        thread.join()


def test_health_check_asks_the_service(health: tuple[int, int]) -> None:
    """The container is healthy exactly when /healthz answers well on the chosen port."""
    status, port = health
    (check,) = instructions("HEALTHCHECK")
    _, *code = json.loads(check.partition(" CMD ")[2])

    answer = run("env", f"DARIAL_PORT={port}", sys.executable, *code)

    assert (answer.returncode == 0) is (status == 200)


@pytest.mark.parametrize("lock", LOCKS)
def test_lock_is_hashed_and_names_no_index(lock: str) -> None:
    """Each package has one version and its hashes, and no line says where it comes from."""
    text = (ROOT / lock).read_text(encoding="utf-8")
    packages = re.split(r"^(?=[^\s#])", text, flags=re.MULTILINE)[1:]

    assert packages
    for package in packages:
        assert re.match(r"[a-z0-9-]+==\S+ ", package), package
        assert re.search(r"--hash=sha256:[0-9a-f]{64}", package), package
    assert not re.search(r"://|--index|--extra|--find-links| @ ", text)


def test_locks_agree() -> None:
    """The lock for testing holds every package of the other, at the same version."""
    runtime, dev = (pinned(lock) for lock in LOCKS)

    assert runtime.items() <= dev.items()


def test_locks_hold_what_the_project_names() -> None:
    """Whatever pyproject.toml asks for is locked; `make lock` mends this."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    groups = project["dependency-groups"]
    name = re.compile(r"[a-zA-Z0-9_-]+")

    for lock, wanted in [
        (LOCKS[0], project["project"]["dependencies"] + project["build-system"]["requires"]),
        (LOCKS[1], groups["dev"] + groups["build"]),
    ]:
        names = {name.match(each)[0].lower().replace("_", "-") for each in wanted}  # type: ignore[index]
        assert names <= pinned(lock).keys()
    assert groups["build"] == project["build-system"]["requires"]


def test_no_file_names_an_index_or_a_machine() -> None:
    """Nothing in the project says from which host packages come or where it once lay."""
    found = [
        f"{path.relative_to(ROOT)}: {match[0]!r}"
        for path in tracked()
        for match in PLACES_OF_ONE_MACHINE.finditer(path.read_text("utf-8", errors="replace"))
    ]

    assert found == []


def test_web_is_closed_to_the_feeds() -> None:
    """As soon as app/sources is there, the contract on the web forbids it by name."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    (forbidden,) = (
        contract["forbidden_modules"]
        for contract in project["tool"]["importlinter"]["contracts"]
        if contract.get("source_modules") == ["app.web"]
    )

    assert ("app.sources" in forbidden) is (ROOT / "app" / "sources").is_dir()


def test_checks_are_one_command() -> None:
    """What runs before a change lands is `make test` with a browser, and all of it on a server.

    Then replicas are broken. The file can be executed.
    """
    script = ROOT / ".ci" / "run"
    lines = script.read_text(encoding="utf-8").splitlines()

    assert os.access(script, os.X_OK)
    made = [each for each in lines if "make " in each and "setup" not in each]
    assert made == [
        "CHROMIUM_REQUIRED=1 make test ON_SERVER=",
        "make postgresql",
        "make chaos SHORT=1",
    ]
    assert "set -euo pipefail" in lines


def test_package_carries_its_data(tmp_path: Path) -> None:
    """A built package holds every file under app/ and the command."""
    code = "import sys; from flit_core import buildapi; print(buildapi.build_wheel(sys.argv[1]))"

    built = run(sys.executable, "-c", code, tmp_path)

    with ZipFile(tmp_path / built.stdout.strip()) as wheel:
        names = set(wheel.namelist())
        (entry,) = (wheel.read(name) for name in names if name.endswith("entry_points.txt"))
    mine = {p.relative_to(ROOT).as_posix() for p in tracked() if p.is_relative_to(ROOT / "app")}
    assert mine <= names
    assert b"darial=app.cli:main" in entry


@pytest.fixture
def old_python(tmp_path: Path) -> Path:
    """Make a Python that believes to be too old."""
    python = tmp_path / "python"
    pretence = (
        "import platform, sys; sys.version_info = (3, 10, 13); "
        "platform.python_version = lambda: '3.10.13'; exec(sys.argv[1])"
    )
    python.write_text(f'#!/bin/sh\nexec "{sys.executable}" -c "{pretence}" "$2"\n')
    python.chmod(0o755)
    return python


def test_too_old_a_python_is_one_sentence(old_python: Path) -> None:
    """A Python that is too old stops make before it touches anything, and is named."""
    folder = old_python.parent
    (folder / "Makefile").write_text((ROOT / "Makefile").read_text("utf-8"), encoding="utf-8")
    (folder / "requirements").mkdir()
    for name in ("pyproject.toml", LOCKS[0]):
        (folder / name).touch()

    answer = run("make", "run", f"PYTHON={old_python}", folder=folder)

    assert answer.returncode
    assert answer.stderr.startswith(
        f"Darial needs Python 3.11 or newer and found only: {old_python} (3.10.13); "
    )
    assert not (folder / ".venv").exists()
