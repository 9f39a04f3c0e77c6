"""`darial publish`, `verify` and `key`: what they print, and what they refuse."""

import errno
import signal
from datetime import timedelta
from pathlib import Path

import pytest

from app.cli.fault import Fault
from app.cli.mirrors import mirror_faults
from app.cli.verify import MOST
from app.clock import now
from app.mirroring import keys
from app.mirroring.folder import publish
from app.mirroring.manifest import NAME, opened
from tests.cli.conftest import NOTHING, Darial
from tests.cli.processes import line_of, running
from tests.mirroring.mirrors import FIRST


@pytest.fixture
def key(tmp_path: Path) -> Path:
    """Make a pair of keys; give its file."""
    keys.make(tmp_path / "mirror.key")
    return tmp_path / "mirror.key"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Name a folder that is not there yet."""
    return tmp_path / "mirror"


def public(key: Path) -> str:
    """Give the public half."""
    return keys.private_key(key).public


@pytest.mark.usefixtures("archived")
def test_it_publishes_and_verifies(darial: Darial, key: Path, folder: Path) -> None:
    """The first time, and a second time with nothing changed; each says until when it counts."""
    first = darial("publish", folder, "--key", key, "--expires", "90min", "--no-page")
    server = ("--server", "https://one.example/")
    again = darial("publish", folder, "--key", key, *server, "--no-page")
    checked = darial("verify", folder, "--key", public(key))

    manifest = opened((folder / NAME).read_bytes(), [public(key)])
    count, version = len(manifest.files), manifest.version
    assert (first.code, first.err) == (again.code, again.err) == (0, "")
    assert first.out.startswith(f"{folder}: version {version}, {count} files, ")
    assert again.out.startswith(f"{folder}: version {version}, nothing changed; signed at ")
    assert manifest.expires_at - manifest.signed_at == timedelta(hours=6)
    assert manifest.servers == ("https://one.example",)
    assert (checked.code, checked.err) == (0, "")
    assert checked.out.startswith(f"{folder}: whole, {count} files of version {version}, signed ")


@pytest.mark.usefixtures("archived")
def test_it_brings_the_page_for_people(darial: Darial, key: Path, folder: Path) -> None:
    """It leads to the first server that is named; without it, nothing of it stays."""
    servers = ("--server", "https://one.example/", "--server", "https://two.example")
    darial("publish", folder, "--key", key, *servers, "--expires", "2d")
    page = (folder / "page/fi/places/verkhny-lars.html").read_text(encoding="utf-8")
    checked = darial("verify", folder, "--key", public(key))
    alone = darial("publish", folder, "--key", key, "--no-page")

    manifest = opened((folder / NAME).read_bytes(), [public(key)])
    assert (checked.code, alone.code) == (0, 0)
    assert "https://one.example/fi/places/verkhny-lars" in page
    assert "two.example" not in page
    assert "Tämä on kopio" in page
    assert [path for path in manifest.files if path.endswith(".html")] == []
    assert [*folder.rglob("page/**/*.html"), *folder.glob("*.html")] == []


@pytest.mark.usefixtures("archived")
def test_two_keys_sign(darial: Darial, key: Path, folder: Path, tmp_path: Path) -> None:
    """Readers of either rely on it; a key given twice signs once."""
    made = darial("key", "new", tmp_path / "next.key")

    two = ("--key", key, "--key", tmp_path / "next.key")
    darial("publish", folder, *two, "--key", key, "--no-page")

    assert darial("verify", folder, "--key", public(key)).code == 0
    assert darial("verify", folder, "--key", made.out.strip()).code == 0


def test_a_new_key_is_printed_and_never_replaced(darial: Darial, tmp_path: Path) -> None:
    """Only the public half goes where it may be kept in a file."""
    made = darial("key", "new", tmp_path / "new.key")
    shown = darial("key", "show", tmp_path / "new.key")
    again = darial("key", "new", tmp_path / "new.key")
    nowhere = darial("key", "new", tmp_path / "disk" / "new.key")

    assert made.code == 0
    assert made.err.startswith(f"{tmp_path}/new.key holds the private key: keep it to yourself")
    assert made.out == shown.out == f"{public(tmp_path / 'new.key')}\n"
    assert (again.code, again.out) == (2, "")
    assert "is there already, and a key is never replaced: name another." in again.err
    assert (nowhere.code, nowhere.err) == (
        2,
        f"{tmp_path}/disk is no folder: make it, or name another.\n",
    )


def test_a_key_that_everybody_can_read_is_told(darial: Darial, key: Path) -> None:
    """And how to end that."""
    key.chmod(0o644)

    shown = darial("key", "show", key)

    assert shown.code == 0
    assert shown.err == (
        f"{key} can be read by everybody on this machine: `chmod 600 {key}` ends that.\n"
    )


def test_what_is_no_key_is_refused(darial: Darial, tmp_path: Path, folder: Path) -> None:
    """One that is not there, and a file that holds none, in each command."""
    (tmp_path / "rubbish").write_text("x")
    folder.mkdir()

    gone = darial("publish", folder, "--key", tmp_path / "gone.key")
    rubbish = darial("publish", folder, "--key", tmp_path / "rubbish")
    checked = darial("verify", folder, "--key", "zzz")

    assert (gone.code, rubbish.code, checked.code) == (2, 2, 2)
    assert gone.err == f"{tmp_path}/gone.key cannot be read: there is no such file.\n"
    assert "rubbish holds no private key that `darial key new` has made" in rubbish.err
    assert checked.err.startswith("'zzz' is neither a public key, 44 letters as ")


@pytest.mark.usefixtures("archived")
def test_a_folder_of_something_else_is_left_alone(
    darial: Darial, key: Path, folder: Path, tmp_path: Path
) -> None:
    """Nor is a folder made within one that is not there: it may be a disk that is not mounted."""
    folder.mkdir()
    (folder / "thesis.doc").write_text("x")

    foreign = darial("publish", folder, "--key", key, "--no-page")
    nowhere = darial("publish", tmp_path / "disk" / "mirror", "--key", key, "--no-page")

    assert (foreign.code, nowhere.code) == (2, 2)
    assert foreign.err == f"{folder} holds thesis.doc, which is no part of a mirror.\n"
    assert nowhere.err == f"{tmp_path}/disk is no folder: make it, or name another.\n"
    assert [each.name for each in folder.iterdir()] == ["thesis.doc"]


@pytest.mark.parametrize(
    ("option", "value"),
    [
        ("--expires", "9min"),
        ("--expires", "8d"),
        ("--expires", "soon"),
        ("--server", "ftp://one.example"),
        ("--server", "https://one example"),
        ("--server", f"https://{'x' * 200}"),
    ],
)
def test_a_bad_value_is_told_with_the_mend(
    darial: Darial, key: Path, folder: Path, option: str, value: str
) -> None:
    """It names the option; nothing is written."""
    result = darial("publish", folder, "--key", key, option, value)

    assert result.code == 2
    assert option in result.err
    assert "give " in result.err or "write " in result.err
    assert not folder.exists()


@pytest.mark.usefixtures("database")
def test_without_a_database_nothing_is_published(darial: Darial, key: Path, folder: Path) -> None:
    """And no folder is made."""
    result = darial("publish", folder, "--key", key)

    assert result.code == 3
    assert NOTHING in result.err
    assert not folder.exists()


def test_a_folder_that_cannot_be_written_to_is_told(folder: Path) -> None:
    """So is a full disk; what else the system refuses stays what it is."""
    for number in (errno.EACCES, errno.EROFS):
        with (
            pytest.raises(Fault, match="cannot be written to: allow that, or name another"),
            mirror_faults(folder),
        ):
            raise OSError(number, "no")
    with pytest.raises(OSError, match="full"), mirror_faults(folder):
        raise OSError(errno.ENOSPC, "full")


def test_a_refusal_names_each_reason(darial: Darial, key: Path, folder: Path) -> None:
    """The gravest of them first, and no more than can be read."""
    folder.mkdir()
    long_ago = now() - timedelta(days=1)
    publish(folder, FIRST, [keys.private_key(key)], long_ago, timedelta(hours=1))
    for number in range(MOST + 5):
        (folder / f"{number:02}\x1b[31m.html").write_text("x")

    result = darial("verify", folder, "--key", public(key))

    lines = result.err.splitlines()
    assert result.code == 1
    assert lines[0].startswith(f"{folder} is refused: it has expired: it counted until ")
    assert lines[1] == f"{folder} is refused: 00 [31m.html is not listed."
    assert lines[-1] == "Do not rely on it, but get another copy. There are 6 more reasons."
    assert len(lines) == MOST + 1


def test_what_is_no_mirror_is_told(darial: Darial, key: Path, folder: Path) -> None:
    """A folder that is not there is wrong usage, one without a manifest is refused."""
    missing = darial("verify", folder, "--key", public(key))
    folder.mkdir()
    empty = darial("verify", folder, "--key", public(key))

    assert (missing.code, empty.code) == (2, 1)
    assert "is no folder: name the one that `darial publish` wrote." in missing.err
    assert "it has no mirror.json, so it is no mirror or was never finished." in empty.err


@pytest.mark.parametrize(("number", "code"), [(signal.SIGTERM, 0), (signal.SIGINT, 130)])
def test_it_follows_until_ended(
    archived: Path, key: Path, folder: Path, number: signal.Signals, code: int
) -> None:
    """A line for each version, and a quiet end with the mirror whole."""
    words = ("publish", folder, "--key", key, "--follow", "--no-page")
    with running(*words, database=archived) as process:
        told = line_of(process.stdout)
        process.send_signal(number)
        out, err = process.communicate(timeout=60)

    assert told.startswith(f"{folder}: version ")
    assert (process.returncode, out, err) == (code, "", "")
    assert opened((folder / NAME).read_bytes(), [public(key)]).version > 0
