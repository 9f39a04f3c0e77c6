"""Acts: what an operator did to what is published, each an audited row that is never rewritten.

Who did it is told as a role only. An act of the role `source` is a publisher's own retraction.
"""

import hashlib
import json
import math
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from enum import StrEnum
from typing import Any

SOURCE_ROLE = "source"
"""The role of a publisher that takes back what it said itself."""


class Verb(StrEnum):
    """What was done."""

    REPORT = "report"
    RETRACT = "retract"
    WITHHOLD = "withhold"
    NOTICE_ADD = "notice_add"
    NOTICE_END = "notice_end"
    UNDO = "undo"
    PAUSE = "pause"
    RESUME = "resume"
    BACKUP = "backup"
    RESTORE = "restore"


CORRECTING = (Verb.RETRACT, Verb.WITHHOLD, Verb.UNDO)
"""The acts that correct what was published, and are public."""

UNDOABLE = frozenset({Verb.REPORT, Verb.RETRACT, Verb.WITHHOLD, Verb.NOTICE_ADD, Verb.NOTICE_END})
"""The acts that can be undone. Whoever undoes one by mistake does it anew."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Act:
    """One act. `version` is the board's that it raised: what was published before it is lower.

    A publisher's act (role `source`) raises nothing: its `version` is the one that stood, so what
    was published under that very version is from before it too; `first_corrected_version` tells
    them apart. `undoes` is the id of the act it undoes, `told` says in texts and numbers (None: not
    given) what it was about; `undone_by` and `undone_at` are the act that undid it, if any did.
    Raises TypeError where anything else is told, since it would not be the same when read back, and
    ValueError for a time without an offset.
    """

    at: datetime
    verb: Verb
    role: str
    reason: str
    version: int
    undoes: str | None = None
    told: Mapping[str, Any] = field(default_factory=dict)
    undone_by: str | None = None
    undone_at: datetime | None = None

    def __post_init__(self) -> None:
        """Bring its time to UTC and hold what it tells against what can be kept."""
        if self.at.tzinfo is None:
            raise ValueError("at: has no UTC offset; give an aware moment")
        object.__setattr__(self, "at", self.at.astimezone(UTC))
        for name, value in self.told.items():
            if not _keeps(name, value):
                raise TypeError(f"told[{name!r}]: {value!r} is neither a text nor a finite number")

    @property
    def id(self) -> str:
        """Give its permanent id: a hash of all that is said of it, its undoing left out.

        It is 16 hex digits.
        """
        told = json.dumps(dict(self.told), sort_keys=True)
        parts = (
            "act", self.version, self.at.isoformat(), self.verb, self.role, self.reason,
            self.undoes or "", told,
        )  # fmt: skip
        return hashlib.blake2b("\x1f".join(map(str, parts)).encode(), digest_size=8).hexdigest()


def first_corrected_version(act: Act) -> int:
    """Give the first version of the board that was made knowing of an act.

    What was published under a lower version is from before it.
    """
    return act.version + 1 if act.role == SOURCE_ROLE else act.version


def _keeps(name: object, value: object) -> bool:
    """Tell whether an entry is the same after it was written as JSON and read back."""
    if isinstance(value, float) and not math.isfinite(value):
        return False
    return isinstance(name, str) and isinstance(value, str | int | float | None)
