"""A server's clock: heard with its answers, held while it is away, and hardly ever set back."""

from datetime import UTC, datetime, timedelta

from app.store.server_clock import BACK, ServerClock

NOON = datetime(2026, 11, 24, 12, tzinfo=UTC)
SECOND = timedelta(seconds=1)


class Ticks:
    """Seconds that a test counts."""

    def __init__(self) -> None:
        """Begin somewhere."""
        self.now = 1000.0

    def __call__(self) -> float:
        """Give them."""
        return self.now


def heard(clock: ServerClock, ticks: Ticks, said: datetime, seconds: float) -> None:
    """Ask for the time, and be answered after so many seconds."""
    asked = ticks.now
    ticks.now += seconds
    clock.hear(said, asked)


def test_it_is_unknown_at_first() -> None:
    """Before the first answer there is nothing to tell."""
    assert ServerClock(Ticks()).now() is None


def test_an_answer_counts_for_the_middle_of_its_way() -> None:
    """What was said lies half the way back; a quicker answer tells more exactly."""
    ticks = Ticks()
    clock = ServerClock(ticks)
    heard(clock, ticks, NOON, 2.0)
    assert clock.now() == NOON + SECOND

    ticks.now += 10
    assert clock.now() == NOON + 11 * SECOND
    heard(clock, ticks, NOON + 11.5 * SECOND, 0.0)
    assert clock.now() == NOON + 11.5 * SECOND


def test_it_goes_on_by_itself() -> None:
    """While nobody answers it goes on by our seconds."""
    ticks = Ticks()
    clock = ServerClock(ticks)
    heard(clock, ticks, NOON, 0.0)
    ticks.now += 3600

    assert clock.now() == NOON + 3600 * SECOND


def test_it_stands_still_rather_than_go_back() -> None:
    """Set back a little it waits until it is there; set back by much it follows."""
    ticks = Ticks()
    clock = ServerClock(ticks)
    heard(clock, ticks, NOON, 0.0)
    assert clock.now() == NOON
    heard(clock, ticks, NOON - 60 * SECOND, 0.0)
    assert clock.now() == NOON
    ticks.now += 61
    assert clock.now() == NOON + SECOND

    heard(clock, ticks, NOON - BACK, 0.0)
    assert clock.now() == NOON - BACK


def test_it_is_set_forward_at_once() -> None:
    """A server whose clock was set, or a machine of ours that slept, is followed."""
    ticks = Ticks()
    clock = ServerClock(ticks)
    heard(clock, ticks, NOON, 0.0)
    heard(clock, ticks, NOON + 600 * SECOND, 0.0)

    assert clock.now() == NOON + 600 * SECOND
