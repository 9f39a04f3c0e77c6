"""Notation: how values stand in what we publish as JSON, the same in every answer."""

import json
from datetime import UTC, datetime
from functools import lru_cache
from typing import Any

Fields = dict[str, Any]

MOST_INSTANTS = 4096
"""How many moments are remembered as they are written: a word's stand in each row it applies to."""


def encode(value: object) -> bytes:
    """Write JSON as we publish it: compact, UTF-8, no NaN; the same value gives the same bytes."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"), allow_nan=False).encode()


@lru_cache(maxsize=MOST_INSTANTS)
def instant(moment: datetime) -> str:
    """Write an aware moment as ISO 8601 in UTC, to the second: `2022-09-27T21:00:00Z`."""
    return moment.astimezone(UTC).replace(tzinfo=None).isoformat(timespec="seconds") + "Z"


def instant_if_any(moment: datetime | None) -> str | None:
    """Write a moment as `instant` does, and nothing for none."""
    return None if moment is None else instant(moment)
