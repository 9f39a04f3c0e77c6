"""How moments and public ids are kept."""

from datetime import UTC, datetime, timedelta, timezone

import pytest

from app.store.columns import micros, moment_of, number_of, public_of

MOMENTS = [
    datetime(1970, 1, 1, tzinfo=UTC),
    datetime(1914, 8, 1, 3, 4, 5, 678901, tzinfo=UTC),
    datetime(2026, 3, 29, 0, 59, 59, 999999, tzinfo=UTC),
    datetime(9999, 12, 31, 23, 59, 59, 999999, tzinfo=UTC),
]


@pytest.mark.parametrize("moment", MOMENTS, ids=str)
def test_a_moment_comes_back_to_the_microsecond(moment: datetime) -> None:
    """Before 1970 and far ahead too."""
    assert moment_of(micros(moment)) == moment


def test_an_offset_is_the_same_instant_in_utc() -> None:
    """What is kept is the instant, not how somebody wrote it."""
    tbilisi = datetime(2026, 3, 1, 16, tzinfo=timezone(timedelta(hours=4)))

    assert moment_of(micros(tbilisi)) == datetime(2026, 3, 1, 12, tzinfo=UTC)


def test_a_naive_moment_is_refused() -> None:
    """Nobody knows which instant it is."""
    with pytest.raises(TypeError):
        micros(datetime(2026, 3, 1, 12))  # noqa: DTZ001 - that is the point


@pytest.mark.parametrize("public", ["0000000000000000", "7fffffffffffffff", "ffffffffffffffff"])
def test_a_public_id_comes_back(public: str) -> None:
    """Ids of either sign, leading zeros kept."""
    number = number_of(public)

    assert public_of(number) == public
    assert -(2**63) <= number < 2**63
