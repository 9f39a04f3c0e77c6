"""The spool: in order, whole or not there, bounded, and whoever is killed loses nothing."""

import errno
import os
from pathlib import Path

import pytest

from app.store.fault import SpoolDamaged, SpoolFull
from app.store.spool import LEAST, MEBIBYTE, Size, Spool

ONE, TWO, THREE = "0001.feed.a", "0002.feed.b", "0003.feed.c"


class Killed(BaseException):
    """The process ended here."""


@pytest.fixture
def spool(tmp_path: Path) -> Spool:
    """Give a spool whose folder is not there yet."""
    return Spool(tmp_path / "spool", MEBIBYTE)


def held(spool: Spool) -> dict[str, bytes | None]:
    """Give all that waits, as another process would find it."""
    found = Spool(spool.folder, spool.most_bytes)
    return {name: found.read(name) for name in found.names()}


def test_what_waits_is_given_back_in_order(spool: Spool) -> None:
    """Whatever came in which order, the names tell the order; what is dropped waits no more."""
    assert held(spool) == {}
    for name in (TWO, ONE, THREE):
        spool.put(name, name.encode() * 1000)

    assert list(held(spool).items()) == [(name, name.encode() * 1000) for name in (ONE, TWO, THREE)]
    spool.drop(TWO)
    spool.drop(TWO)
    assert list(held(spool)) == [ONE, THREE]
    assert spool.read(TWO) is None


@pytest.mark.parametrize("step", ["mkdir", "open", "fsync", "replace"])
def test_killed_while_it_is_written(
    spool: Spool, step: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whatever step is the last, nothing half-written waits, and the next one goes well."""
    spool.put(ONE, b"one")

    def die(*_arguments: object, **_options: object) -> None:
        raise Killed

    with monkeypatch.context() as patched:
        patched.setattr(os if step == "fsync" else Path, step, die)
        with pytest.raises(Killed):
            spool.put(TWO, b"two")

    assert held(spool) == {ONE: b"one"}
    spool.put(TWO, b"two")
    assert held(spool) == {ONE: b"one", TWO: b"two"}


def test_it_is_on_disk_before_it_has_its_name(
    spool: Spool, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The file is brought to disk, then renamed, then the folder is: else a power cut loses it."""
    steps: list[str] = []
    fsync, replace = os.fsync, Path.replace

    def note_fsync(descriptor: int) -> None:
        steps.append("folder" if Path(f"/proc/self/fd/{descriptor}").is_dir() else "file")
        fsync(descriptor)

    def note_replace(path: Path, target: Path) -> Path:
        steps.append("name")
        return replace(path, target)

    monkeypatch.setattr(os, "fsync", note_fsync)
    monkeypatch.setattr(Path, "replace", note_replace)
    spool.put(ONE, b"one")

    assert steps == ["file", "name", "folder"]


def test_it_is_bounded(tmp_path: Path) -> None:
    """What has no room is refused with the mend in sight, and what came first stays."""
    spool = Spool(tmp_path, 3 * LEAST)
    for name in (ONE, TWO, THREE):
        spool.check_room()
        spool.put(name, b"small")

    with pytest.raises(SpoolFull, match="as much as it may"):
        spool.check_room()
    with pytest.raises(SpoolFull, match="as much as it may"):
        spool.put("0004.feed.d", b"small")
    assert list(held(spool)) == [ONE, TWO, THREE]
    assert spool.size() == Size(3, 3 * LEAST)

    spool.drop(ONE)
    with pytest.raises(SpoolFull):
        spool.put("0004.feed.d", b"x" * 2 * LEAST)
    spool.put("0004.feed.d", b"small")


def test_none_may_wait(tmp_path: Path) -> None:
    """With no room at all nothing is written, not even the folder."""
    spool = Spool(tmp_path / "spool", 0)

    with pytest.raises(SpoolFull):
        spool.put(ONE, b"")
    assert not spool.folder.exists()


def test_a_full_disk(spool: Spool, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where the disk is full it says so, and nothing half-written is left."""
    spool.put(ONE, b"one")

    def no_space(_descriptor: int) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    with monkeypatch.context() as patched:
        patched.setattr(os, "fsync", no_space)
        with pytest.raises(SpoolFull, match="No space left on device"):
            spool.put(TWO, b"two")

    assert held(spool) == {ONE: b"one"}
    assert [each.name for each in spool.folder.iterdir()] == [f"{ONE}.spooled"]


@pytest.mark.parametrize(
    "spoil",
    [
        lambda file: file[:-1],
        lambda file: file + b"!",
        lambda file: file.replace(b"one", b"two"),
        lambda file: file.replace(b"spool 1", b"spool 2"),
        lambda _file: b"",
    ],
    ids=["cut", "longer", "changed", "of another version", "empty"],
)
def test_damage_is_seen(spool: Spool, spoil) -> None:  # type: ignore[no-untyped-def] # noqa: ANN001
    """What is not as it was written is not read; set aside, it waits no more but is still there."""
    spool.put(ONE, b"one")
    file = spool.folder / f"{ONE}.spooled"
    file.write_bytes(spoil(file.read_bytes()))

    with pytest.raises(SpoolDamaged):
        spool.read(ONE)
    spool.set_aside(ONE)

    assert spool.names() == []
    assert spool.size() == Size(0, LEAST, 1)
    assert (spool.folder / f"{ONE}.damaged").exists()


def test_a_name_is_one(spool: Spool) -> None:
    """No name leads out of the folder."""
    with pytest.raises(ValueError, match="names nothing"):
        spool.put("../elsewhere", b"")
