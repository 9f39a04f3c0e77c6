"""Health: how polls of a source ended, and how it stands by them. Codes as in vocabulary."""

from enum import StrEnum


class Outcome(StrEnum):
    """How one attempt at one source ended."""

    OK = "ok"
    NOT_MODIFIED = "not_modified"
    UNREACHABLE = "unreachable"
    BLOCKED = "blocked"
    MOVED = "moved"
    UNREADABLE = "unreadable"
    STALE = "stale"
    FROZEN = "frozen"


class Health(StrEnum):
    """How a live source stands: by its last attempts, or because an operator paused it."""

    UNKNOWN = "unknown"
    UP = "up"
    DOWN = "down"
    PAUSED = "paused"
