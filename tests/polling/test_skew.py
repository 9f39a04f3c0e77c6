"""Skew: our clock is compared with several hosts, of which one alone may lie."""

from datetime import timedelta

from app.polling.skew import Skew
from tests.polling.feeds import HOUR, NOON

SECOND = timedelta(seconds=1)


def heard(*ahead: int) -> Skew:
    """Hear hosts whose clocks are so many seconds ahead of ours."""
    skew = Skew()
    for number, seconds in enumerate(ahead):
        skew.note(f"host{number}.example", NOON + seconds * SECOND, NOON)
    return skew


def test_one_host_alone_decides_nothing() -> None:
    """A single host that is an hour off says nothing about us."""
    assert heard(3600).offset(NOON) is None
    assert heard(3600).trouble(NOON) is None


def test_one_liar_among_three_changes_nothing() -> None:
    """The median host counts."""
    assert heard(0, 1, 3600).trouble(NOON) is None
    assert heard(0, 3600).trouble(NOON) is None


def test_beyond_a_minute_is_trouble() -> None:
    """A minute is borne, more is told: how much, and which way."""
    assert heard(60, 60, 60).trouble(NOON) is None

    behind, ahead = heard(75, 75, 75).trouble(NOON), heard(-90, -90, -90).trouble(NOON)

    assert behind is not None
    assert "75 s behind" in behind
    assert ahead is not None
    assert "90 s ahead of" in ahead


def test_old_words_do_not_count() -> None:
    """What hosts said hours ago is forgotten, as the clock may have been set since."""
    skew = heard(75, 75, 75)

    assert skew.offset(NOON + 4 * HOUR) is None


def test_hosts_are_bounded() -> None:
    """However many hosts there are, memory stays small."""
    skew = heard(*[0] * 1000)

    assert len(skew._heard) == 256  # noqa: SLF001 - the bound is the point
