"""A voice: one report with the weight it has in a belief."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from app.domain.disclosure import told_at
from app.domain.report import Report
from app.domain.vocabulary import OriginKind

ANONYMOUS_KINDS = frozenset(
    {
        OriginKind.EYEWITNESS,
        OriginKind.CHANNEL,
        OriginKind.ANONYMOUS_SOURCE,
    }
)
"""Kinds of origin that no name stands behind: at most one origin per kind and hour."""

UNNAMED_ORIGINS = frozenset(
    {
        "media report",
        "eyewitness",
        "reporter on site",
        "social networks",
        "Telegram chat",
        "unattributed rumour",
    }
)
"""Origins that are no single speaker: two rows are one claim only if figure and day agree."""


class Role(StrEnum):
    """What a report does for a belief."""

    USED = "used"
    REPEAT_OF = "repeat_of"
    OUTLIER = "outlier"
    TOO_OLD = "too_old"
    CONTEXT = "context"


@dataclass(frozen=True, slots=True, kw_only=True)
class Voice:
    """One report with what it may weigh.

    `origin` is its independent origin, `until` the last moment it can speak of, `scale` its width
    in nats, `weight` the exponent of its likelihood (0..1).
    """

    report: Report
    origin: str
    named: bool
    until: datetime
    scale: float
    weight: float
    role: Role = Role.USED
    repeat_of: str | None = None

    def moment(self, at: datetime) -> datetime:
        """Give the moment of its interval that lies nearest to `at`."""
        return min(max(at, self.report.observed_from), self.until)


def spoken_until(report: Report) -> datetime:
    """Give the last moment a report can speak of: its end, but not past when it was known.

    A traveller's is told to the hour, like all other times of that word.
    """
    return max(report.observed_from, min(report.ends, told_at(report, report.known)))


def is_named(report: Report) -> bool:
    """Tell whether somebody answers for it by name."""
    return report.origin not in UNNAMED_ORIGINS and report.origin_kind not in ANONYMOUS_KINDS


def origin_key(report: Report) -> str:
    """Give the independent origin a report counts for: its name, or its nameless kind."""
    return report.origin if is_named(report) else f"({report.origin_kind})"
