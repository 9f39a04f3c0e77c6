"""On demand: what nobody asks for is never made, and what is asked for is made once."""

import pytest

from app.board.on_demand import OnDemand


def test_nothing_is_made_before_it_is_asked_for() -> None:
    """Names are known, counted and gone through without a value."""
    made: list[str] = []
    found = OnDemand(("a", "b"), made.append)

    assert (list(found), len(found), "a" in found, "c" in found) == (["a", "b"], 2, True, False)
    assert made == []


def test_a_value_is_made_once() -> None:
    """Whoever asks again is given the same."""
    found = OnDemand(("a", "b"), lambda name: [name])

    assert found["b"] is found["b"]
    assert found["b"] == ["b"]


def test_another_name_has_no_value() -> None:
    """It is an error as in any mapping, and nothing is made."""
    found = OnDemand(("a",), lambda _: pytest.fail("nothing is to be made"))

    with pytest.raises(KeyError, match="b"):
        found["b"]
    assert found.get("b") is None
