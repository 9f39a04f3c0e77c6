"""The number of connections: as many as the system has files for, which is raised where it may."""

import subprocess
import sys
from pathlib import Path

import pytest

from app.cli.connections.limits import MOST_FILES, OTHER_FILES

TELL = """
import resource, sys
from app.cli.connections.limits import room_for
soft, hard, wanted = map(int, sys.argv[1:])
resource.setrlimit(resource.RLIMIT_NOFILE, (soft, hard))
print(room_for(wanted), *resource.getrlimit(resource.RLIMIT_NOFILE))
"""


def told(soft: int, hard: int, wanted: int) -> list[int]:
    """Give the room there is in a process with these limits, and its limits afterwards."""
    ran = subprocess.run(  # noqa: S603
        [sys.executable, "-c", TELL, str(soft), str(hard), str(wanted)],
        cwd=Path(__file__).parents[3],
        capture_output=True,
        text=True,
        check=True,
        timeout=60,
    )
    return [int(word) for word in ran.stdout.split()]


@pytest.mark.parametrize(
    ("soft", "hard", "wanted", "room", "files"),
    [
        (400, 2000, 1000, 1000, 1000 + OTHER_FILES),
        (1500, 2000, 1000, 1000, 1500),
        (400, 1000, 1000, 1000 - OTHER_FILES, 1000),
        (64, 200, 1000, 100, 200),
    ],
    ids=["raised as needed", "there is enough", "raised as far as may be", "very few"],
)
def test_room(soft: int, hard: int, wanted: int, room: int, files: int) -> None:
    """Never more than wanted or than there are files for, with some left for everything else."""
    assert told(soft, hard, wanted) == [room, files, hard]


def test_no_more_files_than_we_could_need() -> None:
    """Where the system allows any number, we take what we need and no more."""
    assert MOST_FILES >= 60_000 + OTHER_FILES
