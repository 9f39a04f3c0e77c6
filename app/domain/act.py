"""Acts: what an operator did to what is published, each an audited row that is never rewritten.

Who did it is told as a role only. An act of the role `source` is a publisher's own retraction.
"""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
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

    `undoes` is the id of the act it undoes, `told` says in texts and numbers what it was about;
    `undone_by` and `undone_at` are the act that undid it, if any did.
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

    @property
    def id(self) -> str:
        """Give its permanent id: a hash of all that is said of it here (16 hex digits)."""
        told = json.dumps(self.told, sort_keys=True)
        parts = ("act", self.version, self.at.isoformat(), self.verb, self.reason, told)
        return hashlib.blake2b("\x1f".join(map(str, parts)).encode(), digest_size=8).hexdigest()
