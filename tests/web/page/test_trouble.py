"""Trouble: what stands first on the front, and what does not although it is closed."""

from datetime import timedelta
from typing import Any

import pytest

from app.web.page.speech import aware
from app.web.page.trouble import LONG_MINUTES, RECENT, is_trouble

NOW = aware("2022-09-28T12:00:00Z")


def row(state: str = "open", **changes: Any) -> dict[str, Any]:  # noqa: ANN401 - fields of a row
    """Make a row of which nothing is known but that it is so since yesterday."""
    since = (NOW - timedelta(days=1)).isoformat()
    access = {"state": state, "since": since, "because": None} | changes.pop("access", {})
    return {"access": access, "wait_minutes": None, "events": [], "withheld": [], **changes}


@pytest.mark.parametrize(
    ("told", "is_one"),
    [
        (row(), False),
        (row("restricted"), True),
        (row("closed"), True),
        (row("closed", access={"because": "outside_hours"}), False),
        (row("closed", access={"since": (NOW - RECENT).isoformat()}), False),
        (row("unknown", access={"since": None}), False),
        (row(wait_minutes={"mid": LONG_MINUTES}), True),
        (row(wait_minutes={"mid": LONG_MINUTES - 1}), False),
        (row(wait_minutes={"mid": None}), False),
        (row(events=[{"freshness": "fresh"}]), True),
        (row(events=[{"freshness": "late"}]), False),
        (row(withheld=[{"quantity": "wait_minutes"}]), True),
    ],
)
def test_what_needs_attention(told: dict[str, Any], *, is_one: bool) -> None:
    """A closing that is news, a long wait and what is heard do; each night and old news do not."""
    found = is_trouble([told], NOW)

    assert found is is_one
