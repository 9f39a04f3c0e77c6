"""A report: one thing said by one source about one series over one interval."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, fields
from datetime import UTC, datetime
from enum import Enum
from functools import lru_cache
from typing import NamedTuple

from app.domain.place import BOTH, Place
from app.domain.report_check import (
    FIGURE_AHEAD,
    WORD_AHEAD,
    InvalidReport,
    check,
    in_utc,
)
from app.domain.vocabulary import (
    WORDS,
    Bound,
    Claim,
    Method,
    Mode,
    OriginKind,
    Per,
    Precision,
    Quantity,
    Subject,
)

ID_ALONE = "id:"
"""How the identity of a report begins of which we know the id alone, since what it is made of could
lead to a person (app/exporting/). No source may give such an identity itself."""

TIMES = ("observed_from", "observed_to", "published_at", "recorded_at", "known_at", "review_at")
"""The fields of a report that are moments."""


class Queue(NamedTuple):
    """Who waits where: one place, one direction of travel, one mode."""

    place: str
    direction: str
    mode: Mode


class Series(NamedTuple):
    """The key of a number: a queue, a quantity and who is counted."""

    queue: Queue
    quantity: Quantity
    subject: Subject


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """One thing said by one source about one series over one interval. Immutable.

    Figures carry `bound` and what it fills of `value`, `low`, `high` (the unit is the quantity's);
    words carry `word` and how it stands (`claim`). Times are aware and kept in UTC. An empty
    `observed_to` is a standing word, or an event without a stated end.

    Raises InvalidReport when it is made from parts that do not fit together.
    """

    place: str
    direction: str
    mode: Mode
    quantity: Quantity
    observed_from: datetime
    observed_to: datetime | None
    recorded_at: datetime
    source: str
    identity: str
    origin: str
    origin_kind: OriginKind
    method: Method
    subject: Subject
    precision: Precision
    value: float | None = None
    low: float | None = None
    high: float | None = None
    bound: Bound | None = None
    word: str | None = None
    claim: Claim | None = None
    per: Per | None = None
    note: str = ""
    published_at: datetime | None = None
    known_at: datetime | None = None
    publisher: str = ""
    url: str = ""
    language: str = ""
    archived: bool = False
    review_at: datetime | None = None
    retracts: str | None = None
    permalink: str = ""
    span: tuple[int, int] | None = None
    fired: str = ""
    poll: str = ""
    time_basis: str = ""
    revision: int = 0

    def __post_init__(self) -> None:
        """Check the report and bring its times to UTC."""
        for name in TIMES:
            moment: datetime | None = getattr(self, name)
            if moment is not None and moment.tzinfo is not UTC:
                object.__setattr__(self, name, in_utc(name, moment))
        check(self)
        if self.known_at is None:
            object.__setattr__(self, "known_at", self._known_at())

    @property
    def queue(self) -> Queue:
        """Give the queue it speaks of."""
        return Queue(self.place, self.direction, self.mode)

    @property
    def series(self) -> Series:
        """Give the key of the number or word it carries."""
        return Series(self.queue, self.quantity, self.subject)

    @property
    def known(self) -> datetime:
        """Give the moment from which it could be known (aware, UTC)."""
        assert self.known_at is not None  # noqa: S101 - set when the report was made
        return self.known_at

    @property
    def ends(self) -> datetime:
        """Give the end of its interval, or its start where no end is stated."""
        return self.observed_to or self.observed_from

    @property
    def id(self) -> str:
        """Give its permanent id: a hash of source, identity and revision (16 hex digits)."""
        return _id_of(self.source, self.identity, self.revision)

    def _known_at(self) -> datetime:
        """Give when it could be known: as published, but not later than when it was recorded.

        An archive row of which no day of publication is known counts from the end of its interval.
        """
        stated = self.published_at or (self.ends if self.archived else self.recorded_at)
        return min(stated, self.recorded_at)


def check_against(report: Report, place: Place, now: datetime) -> None:
    """Hold a report that is told to us against the catalogue and the clock.

    Raises InvalidReport when its identity claims to be another report's id, its direction is not
    one of the place's, or its interval begins too far ahead of `now` (figures 10 minutes, words 400
    days).
    """
    if report.identity.startswith(ID_ALONE):
        raise InvalidReport("identity", f"begins with {ID_ALONE!r}; give the row another id")
    check_place(report, place, now)


def check_place(report: Report, place: Place, now: datetime) -> None:
    """Hold a report's direction and interval against its place and the clock; as above."""
    allowed = (*place.directions, BOTH)
    if report.direction not in allowed:
        raise InvalidReport(
            "direction", f"{report.direction!r} is none of {place.id}'s: {', '.join(allowed)}"
        )
    ahead = WORD_AHEAD if report.quantity in WORDS else FIGURE_AHEAD
    if report.observed_from > now + ahead:
        raise InvalidReport(
            "observed_from",
            f"{report.observed_from.isoformat()} lies in the future (now {now.isoformat()})",
        )


COUNTS_VEHICLES = frozenset(
    {
        Quantity.QUEUE_VEHICLES,
        Quantity.QUEUE_KM,
        Quantity.BOOKED_VEHICLES,
        Quantity.CROSSINGS_VEHICLES,
    }
)
COUNTS_PEOPLE = frozenset({Quantity.QUEUE_PEOPLE, Quantity.CROSSINGS_PEOPLE})


def default_subject(quantity: Quantity) -> Subject:
    """Give the subject a report has when none is named."""
    if quantity in COUNTS_VEHICLES:
        return Subject.VEHICLES
    if quantity in COUNTS_PEOPLE:
        return Subject.ALL_PEOPLE
    return Subject.EVERYBODY


def content_identity(report_fields: Mapping[str, object]) -> str:
    """Give a row without an id its identity: a hash of all that it says (32 hex digits)."""
    text = "\x1f".join(
        f"{name}={_plain(report_fields[name])}"
        for name in sorted(report_fields)
        if report_fields[name] not in (None, "")
    )
    return hashlib.blake2b(text.encode(), digest_size=16).hexdigest()


def _plain(value: object) -> str:
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat()
    if isinstance(value, Enum):
        return str(value.value)
    return str(value)


FIELDS = tuple(field.name for field in fields(Report))
"""The report's fields, in order."""


@lru_cache(maxsize=8192)
def _id_of(source: str, identity: str, revision: int) -> str:
    if identity.startswith(ID_ALONE):
        return identity.removeprefix(ID_ALONE)
    key = f"{source}\x1f{identity}\x1f{revision}"
    return hashlib.blake2b(key.encode(), digest_size=8).hexdigest()
