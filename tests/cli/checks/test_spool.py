"""The check of the spool: what waits there, what was set aside, and whether anything could wait."""

from pathlib import Path

import pytest

from app.cli.checks.finding import Finding, State
from app.cli.checks.spool import spool
from app.store.spool import LEAST, Spool

ROOMY = 16 * LEAST


def looked(folder: Path, waiting: int = 0, most: int = ROOMY) -> Finding:
    """Look at a spool in which so many polls wait."""
    found = Spool(folder, ROOMY)
    for number in range(waiting):
        found.put(f"poll-{number}", b"a poll")
    return spool(Spool(folder, most))


def test_where_nothing_waits_all_is_well(tmp_path: Path) -> None:
    """A folder that is not there yet is not made by who looks."""
    found = looked(tmp_path / "spool")

    assert found.state is State.OK
    assert found.says == f"nothing waits in {tmp_path / 'spool'}, which may hold 65.5 kB"
    assert not (tmp_path / "spool").exists()


@pytest.mark.parametrize(
    ("waiting", "words"), [(1, "one poll in"), (3, "each of 3 polls in")], ids=["one", "three"]
)
def test_what_waits_is_told_with_who_stores_it(tmp_path: Path, waiting: int, words: str) -> None:
    """Nobody has to do it by hand."""
    found = looked(tmp_path, waiting)

    assert (found.state, found.says.startswith(words)) == (State.LOOK, True)
    assert "`darial serve`" in found.fix


def test_a_full_one_is_bad(tmp_path: Path) -> None:
    """What comes next can wait nowhere."""
    found = looked(tmp_path, 2, most=2 * LEAST)

    assert found.state is State.BAD
    assert "as much as it may" in found.says
    assert "DARIAL_SPOOL_MB" in found.fix


def test_one_that_is_full_of_what_was_set_aside_is_bad(tmp_path: Path) -> None:
    """That nothing can wait there is told before what lies there."""
    looked(tmp_path, 2)
    Spool(tmp_path, ROOMY).set_aside("poll-0")

    assert looked(tmp_path, most=2 * LEAST).state is State.BAD


def test_what_was_set_aside_is_told(tmp_path: Path) -> None:
    """It stays until somebody deletes it."""
    looked(tmp_path, 2)
    Spool(tmp_path, ROOMY).set_aside("poll-0")

    found = looked(tmp_path)

    assert (found.state, found.says.startswith("one poll in")) == (State.LOOK, True)
    assert ".damaged" in found.says


def test_none_may_wait_where_it_is_switched_off(tmp_path: Path) -> None:
    """By the setting."""
    found = looked(tmp_path, most=0)

    assert (found.state, "DARIAL_SPOOL_MB is 0" in found.says) == (State.OK, True)


def test_a_place_that_cannot_be_one_is_bad(tmp_path: Path) -> None:
    """A file stands where the folder should be."""
    (tmp_path / "spool").touch(0o700)

    found = looked(tmp_path / "spool")

    assert found.state is State.BAD
    assert "DARIAL_SPOOL_DIR" in found.fix


def test_a_disk_without_room_is_told(tmp_path: Path) -> None:
    """More may wait by the setting than fits."""
    found = looked(tmp_path, most=1 << 60)

    assert (found.state, "only" in found.says) == (State.LOOK, True)
