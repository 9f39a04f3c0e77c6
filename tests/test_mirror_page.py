"""docs/mirror.md and the README's client: the commands run in their order, the client for real."""

import re
import subprocess
import sys
import threading
from collections.abc import Iterator
from datetime import timedelta
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from app.clock import now
from app.mirroring import keys
from app.mirroring.checking import check
from app.mirroring.folder import publish
from app.mirroring.keys import Key
from app.mirroring.manifest import NAME
from tests.cli.processes import DARIAL, PATIENCE_S
from tests.mirroring.mirrors import FIRST, LASTS

ROOT = Path(__file__).parent.parent
PAGE = ROOT / "docs" / "mirror.md"
PYTHON = re.compile(r"```python\n(.*?)```", re.DOTALL)
SHELL = re.compile(r"```sh\n(.*?)```", re.DOTALL)
LINES = 15
STATUS = "v1/status.txt"


class _Quiet(SimpleHTTPRequestHandler):
    def log_message(self, *_words: object) -> None:
        """Keep quiet."""


@pytest.fixture
def mirror(tmp_path: Path) -> Path:
    """Make an empty folder to publish into."""
    (tmp_path / "mirror").mkdir()
    return tmp_path / "mirror"


@pytest.fixture
def key(tmp_path: Path) -> Key:
    """Make a pair of keys."""
    return keys.make(tmp_path / "mirror.key")


@pytest.fixture
def host(mirror: Path) -> Iterator[str]:
    """Hand the folder out as any static host does; give its address."""
    handler = partial(_Quiet, directory=str(mirror))
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        thread = threading.Thread(target=server.serve_forever, args=(0.01,))
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()
        thread.join()


@pytest.fixture
def client(tmp_path: Path) -> Path:
    """Write the README's client into a file."""
    (code,) = PYTHON.findall((ROOT / "README.md").read_text(encoding="utf-8"))
    assert len([line for line in code.splitlines() if line]) == LINES
    (tmp_path / "client.py").write_text(code, encoding="utf-8")
    return tmp_path / "client.py"


def read(client: Path, base: str, key: str, path: str = STATUS) -> tuple[int, bytes, str]:
    """Run the client; gives its exit code, what it wrote, and the last thing it had to say."""
    done = subprocess.run(  # noqa: S603 - the README's own program
        [sys.executable, client, base, key, path],
        capture_output=True,
        check=False,
        timeout=PATIENCE_S,
    )
    said = done.stderr.decode().splitlines()
    return done.returncode, done.stdout, said[-1] if said else ""


def test_it_reads_from_a_static_host_and_a_stick(
    mirror: Path, key: Key, host: str, client: Path
) -> None:
    """The very bytes that were published, over HTTP and from a folder."""
    publish(mirror, FIRST, [key], now(), LASTS)

    for base in (host, mirror.as_uri()):
        assert read(client, base, key.public) == (0, FIRST.pages[STATUS].body, "")


def test_it_refuses_a_mirror_past_its_expiry(mirror: Path, key: Key, client: Path) -> None:
    """It says since when, and writes nothing."""
    publish(mirror, FIRST, [key], now() - timedelta(hours=1), timedelta(minutes=59))

    code, out, said = read(client, mirror.as_uri(), key.public)

    assert (code, out) == (1, b"")
    assert said.startswith("refused: it has expired, it counted until 20")


def test_it_refuses_a_file_altered_by_one_byte(mirror: Path, key: Key, client: Path) -> None:
    """It names the file."""
    manifest = publish(mirror, FIRST, [key], now(), LASTS).manifest
    flip(mirror / manifest.files[STATUS].at, 3)

    refused = read(client, mirror.as_uri(), key.public)

    assert refused == (1, b"", f"refused: {STATUS} was altered")


def test_it_refuses_a_manifest_altered_by_one_byte(mirror: Path, key: Key, client: Path) -> None:
    """Such as a later expiry."""
    publish(mirror, FIRST, [key], now(), LASTS)
    flip(mirror / NAME, (mirror / NAME).read_bytes().index(b"expires_at") + 16)

    code, out, said = read(client, mirror.as_uri(), key.public)

    assert (code, out) == (1, b"")
    assert said.startswith("cryptography.exceptions.InvalidSignature")


def test_it_refuses_what_another_key_has_signed(
    mirror: Path, key: Key, client: Path, tmp_path: Path
) -> None:
    """Though it was signed well."""
    publish(mirror, FIRST, [keys.make(tmp_path / "other.key")], now(), LASTS)

    code, out, said = read(client, mirror.as_uri(), key.public)

    assert (code, out) == (1, b"")
    assert said.startswith("cryptography.exceptions.InvalidSignature")


def flip(file: Path, at: int) -> None:
    """Alter one byte of a file."""
    body = bytearray(file.read_bytes())
    body[at] ^= 1
    file.write_bytes(body)


def test_the_page_can_be_worked_through(tmp_path: Path) -> None:
    """Each command in its order, from the first key to the one that takes over from it."""
    blocks = SHELL.findall(PAGE.read_text(encoding="utf-8"))
    darial = " ".join(DARIAL)
    script = f'set -e\ndarial() {{ {darial} "$@"; }}\ndarial import --archive\n{"".join(blocks)}'

    done = subprocess.run(  # noqa: S603 - the page's own commands
        ["/usr/bin/env", f"PYTHONPATH={ROOT}", "/bin/sh", "-c", script],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
    )

    assert done.returncode == 0, done.stderr
    trusted = keys.public_key(str(tmp_path / "next.pub"))
    assert check(tmp_path / "mirror", trusted, now()).manifest.servers == ()
    assert [each.name for each in tmp_path.glob("*.key")] != []


def test_the_page_names_what_is_written(mirror: Path, key: Key) -> None:
    """Each name of the manifest stands in its table."""
    publish(mirror, FIRST, [key], now(), LASTS)
    text = PAGE.read_text(encoding="utf-8")
    told = (mirror / NAME).read_text(encoding="utf-8").replace("\\", "")

    for name in set(re.findall(r'"([a-z_]\w*)":', told)):
        assert f"`{name}`" in text or f'"{name}"' in text, name
