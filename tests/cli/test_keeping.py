"""What backup and restore share: how they end by a signal, and what they say of a database."""

import signal
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

import pytest

from app.cli.keeping import tidily, told
from app.store.inspection import Contents
from app.store.workplace import workplace
from tests.store.backups import left_in

NOON = datetime(2026, 11, 24, 12, tzinfo=UTC)


def ended_by_a_signal(folder: Path) -> None:
    """Work in a folder until SIGTERM comes."""
    with tidily(), workplace(folder):
        signal.raise_signal(signal.SIGTERM)


def test_a_signal_leaves_nothing_behind(tmp_path: Path) -> None:
    """It ends the work as Ctrl-C does, with the code every shell tells it by."""
    before = signal.getsignal(signal.SIGTERM)

    with pytest.raises(SystemExit) as ended:
        ended_by_a_signal(tmp_path)

    assert ended.value.code == 143
    assert left_in(tmp_path) == []
    assert signal.getsignal(signal.SIGTERM) is before


@pytest.mark.parametrize(
    ("reports", "newest", "said"),
    [
        (0, None, "no reports"),
        (1228, NOON, "1,228 reports, the newest recorded 2026-11-24 12:00Z"),
        (
            2,
            NOON.astimezone(timezone(timedelta(hours=4))),
            "2 reports, the newest recorded 2026-11-24 12:00Z",
        ),
    ],
)
def test_what_a_database_holds_is_said_in_words(
    reports: int, newest: datetime | None, said: str
) -> None:
    """Its reports, and how new they are."""
    found = Contents(revision="0003", size=4096, reports=reports, newest=newest, version=1)

    assert told(found) == said
