"""`darial export`, and `darial import` of what it wrote: what they print, and what they refuse."""

import json
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from tests.cli.conftest import NOTHING, Darial, url
from tests.cli.processes import ROOT, running, until
from tests.long import long


@pytest.mark.usefixtures("archived")
def test_it_tells_what_was_written(darial: Darial, tmp_path: Path) -> None:
    """How much of what, and the digest by which two archives are held against each other."""
    folder = tmp_path / "archive"
    first = darial("export", folder)
    again = darial("export", folder)

    told, written, digest = first.out.splitlines()
    assert (first.code, again.code) == (0, 0)
    assert told.startswith(f"{folder}: 1,228 reports, 0 published figures, 0 acts in 47 files, ")
    assert written == "58 files written, 0 unchanged"
    assert (
        digest
        == f"Digest {json.loads((folder / 'datapackage.json').read_bytes())['darial']['digest']}"
    )
    assert again.out.splitlines() == [told, "Nothing has changed.", digest]


@pytest.mark.usefixtures("archived")
def test_what_is_left_out_is_told(darial: Darial, tmp_path: Path) -> None:
    """Of which source, how much, and why."""
    rows = tmp_path / "theirs.csv"
    rows.write_text(
        "place,direction,mode,quantity,observed_from,observed_to,precision,origin,origin_kind,value,bound\n"
        "verkhny-lars,RU-GE,car,queue_vehicles,2022-09-28T12:00:00Z,2022-09-28T12:00:00Z,hour,"
        "The Paper,media,300,about\n"
    )
    darial("import", rows, "--source", "hotline")
    result = darial("export", tmp_path / "archive")

    assert (
        "Left out: 1 report of hotline: its terms do not let its rows be passed on.\n" in result.out
    )


def test_it_is_read_back(
    darial: Darial, archived: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Into a database that is made for it, by its folder or by its index, and told to be equal."""
    folder = tmp_path / "archive"
    digest = darial("export", folder).out.splitlines()[-1]
    monkeypatch.setenv("DARIAL_DATABASE_URL", url(archived.with_name("other.db")))
    taken = darial("import", folder)
    again = darial("import", folder / "datapackage.json")

    assert (taken.code, again.code) == (0, 0)
    assert taken.out.splitlines()[1:] == [
        "1,228 rows new, 0 known already; every file was checked first",
        digest,
        "The database tells exactly what the archive does.",
    ]
    assert again.out.splitlines()[1].startswith("0 rows new, 1,228 known already")


def test_other_things_in_the_database_are_told(
    darial: Darial, archived: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The digests differ then, and both are told."""
    empty = tmp_path / "empty"
    monkeypatch.setenv("DARIAL_DATABASE_URL", url(archived.with_name("other.db")))
    (tmp_path / "none.csv").write_text("")
    darial("import", tmp_path / "none.csv")
    digest = darial("export", empty).out.splitlines()[-1].removeprefix("Digest ")
    monkeypatch.setenv("DARIAL_DATABASE_URL", url(archived))
    taken = darial("import", empty)

    assert taken.code == 0
    assert taken.out.splitlines()[-1] == (
        f"The database holds other things too; the archive's own digest is {digest}"
    )


@pytest.mark.usefixtures("archived")
def test_an_altered_archive_is_refused(darial: Darial, tmp_path: Path) -> None:
    """By file and reason; nothing of it is taken in."""
    folder = tmp_path / "archive"
    darial("export", folder)
    month = folder / "reports-2022-09.csv.gz"
    month.write_bytes(month.read_bytes()[:-1] + b"?")
    result = darial("import", folder)

    assert (result.code, result.out) == (2, "")
    assert result.err.splitlines() == [
        f"{folder}: {month.name}: its SHA-256 is not the one that datapackage.json says.",
        f"{folder} cannot be used, so nothing of it was taken in.",
    ]


@pytest.mark.usefixtures("archived")
@pytest.mark.parametrize(
    ("name", "code", "told"),
    [
        ("missing/archive", 2, "is no folder: make it, or name another."),
        ("file", 2, "is no folder: name another."),
        ("others", 2, "holds other things and no archive: name an empty folder, or a new one."),
    ],
)
def test_folders_that_will_not_do(
    darial: Darial, tmp_path: Path, name: str, code: int, told: str
) -> None:
    """Each is told with what to do, and left as it is."""
    (tmp_path / "file").touch()
    (tmp_path / "others").mkdir()
    (tmp_path / "others" / "holiday.jpg").touch()
    result = darial("export", tmp_path / name)

    assert (result.code, result.out) == (code, "")
    assert result.err.strip().endswith(told)
    assert [path.name for path in (tmp_path / "others").iterdir()] == ["holiday.jpg"]


@pytest.mark.usefixtures("database")
def test_without_a_database_nothing_is_written(darial: Darial, tmp_path: Path) -> None:
    """It is not made either."""
    result = darial("export", tmp_path / "archive")

    assert result.code == 3
    assert NOTHING in result.err
    assert not (tmp_path / "archive").exists()


SMALL_FILES = """
import resource, sys
resource.setrlimit(resource.RLIMIT_FSIZE, (40_000, 40_000))
from app.cli import run
sys.exit(run(["export", sys.argv[1]]))
"""
"""Runs the command where no file may become larger than 40 kB, as on a disk that is full."""


@long
def test_a_disk_that_takes_no_more(darial: Darial, archived: Path, tmp_path: Path) -> None:
    """The command says what the system refused, and the archive there stays whole."""
    folder = tmp_path / "archive"
    darial("export", folder)
    before = {path.name: path.read_bytes() for path in folder.iterdir()}
    (folder / ".darial-export.json").unlink()
    done = subprocess.run(  # noqa: S603
        [
            "/usr/bin/env", f"DARIAL_DATABASE_URL={url(archived)}",
            sys.executable, "-c", SMALL_FILES, str(folder),
        ],
        cwd=ROOT, capture_output=True, text=True, check=False,
    )  # fmt: skip

    assert (done.returncode, done.stdout) == (3, "")
    assert done.stderr == "File too large.\n"
    del before[".darial-export.json"]
    assert {path.name: path.read_bytes() for path in folder.iterdir()} == before


@pytest.mark.parametrize("number", [signal.SIGKILL, signal.SIGTERM, signal.SIGINT])
@long
def test_whoever_is_ended_leaves_it_whole(
    darial: Darial, archived: Path, tmp_path: Path, number: signal.Signals
) -> None:
    """At any point: what was there is there, and the next run goes through."""
    folder = tmp_path / "archive"
    darial("export", folder)
    (folder / ".darial-export.json").unlink()
    with running("export", folder, database=archived) as process:
        until(lambda: any(folder.glob(".darial-*.partial")) or process.poll() is not None)
        process.send_signal(number)
        process.wait()
    checked = darial("import", folder)
    after = darial("export", folder)

    assert (checked.code, after.code) == (0, 0)
    assert not any(folder.glob(".darial-*.partial"))
