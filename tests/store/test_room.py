"""Room on a disk: how much is told, and what there is too little for."""

from pathlib import Path

import pytest

from app.store.fault import NoRoom
from app.store.room import amount, require
from app.store.workplace import workplace


@pytest.mark.parametrize(
    ("count", "said"),
    [
        (0, "0 bytes"),
        (999, "999 bytes"),
        (1_000, "1.0 kB"),
        (220_591, "220.6 kB"),
        (3_100_000, "3.1 MB"),
        (81_500_000_000, "81.5 GB"),
        (2 * 10**15, "2000.0 TB"),
    ],
)
def test_an_amount_is_said_as_people_do(count: int, said: str) -> None:
    """In the largest unit of which there is a whole one."""
    assert amount(count) == said


def test_too_little_room_is_told_with_both_amounts(tmp_path: Path) -> None:
    """Whoever has to make room hears how much."""
    with pytest.raises(NoRoom, match=rf"needs 1000\.0 TB in {tmp_path}, and only .* are free"):
        require(tmp_path, 10**15)


def test_a_workplace_is_told_by_the_folder_it_is_in(tmp_path: Path) -> None:
    """Nobody needs to know of it."""
    with workplace(tmp_path) as place, pytest.raises(NoRoom, match=f"in {tmp_path}, and only"):
        require(place, 10**15)


def test_what_has_room_passes(tmp_path: Path) -> None:
    """Nothing is said of a disk with room on it."""
    require(tmp_path, 1)
