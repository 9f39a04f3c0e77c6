"""The clock that a process lives by: the database's before the machine's, and what is told."""

from datetime import datetime, timedelta

from structlog.testing import capture_logs

from app.clock import OFF, Clock
from tests.archived import NOW


def clock_of(told: datetime | None, own: datetime) -> Clock:
    """Make a clock of what the database says and what the machine does."""
    return Clock(lambda: told, lambda: own)


def test_the_databases_counts() -> None:
    """Ours counts only where the database has none, or is not known yet."""
    assert clock_of(NOW, NOW + 2 * OFF).now() == NOW
    assert clock_of(None, NOW).now() == NOW
    assert clock_of(None, NOW).ahead_s() is None
    assert clock_of(None, NOW).notes() == []


def test_a_clock_that_is_off_is_told_once() -> None:
    """It is logged when it goes off and when it is right again, and noted as long as it is off."""
    own = [NOW]
    clock = Clock(lambda: NOW, lambda: own[0])
    notes = []
    with capture_logs() as logged:
        for by in (timedelta(0), OFF, -10 * OFF, 10 * OFF, 10 * OFF, timedelta(0)):
            own[0] = NOW + by
            assert clock.now() == NOW
            notes.append(clock.notes())

    assert [entry["log_level"] for entry in logged] == ["warning", "info"]
    assert [bool(each) for each in notes] == [False, False, True, True, True, False]
    assert "600 s behind" in notes[2][0]
    assert "600 s ahead of" in notes[3][0]
    assert clock_of(NOW, NOW + OFF).ahead_s() == OFF.total_seconds()
