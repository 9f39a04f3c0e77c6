"""A status: the published answer for one queue, with its doubts and its reasons.

Everything here is a finished fact with absolute times. Nothing depends on a clock: readers age it
by `late_at` and `stale_at`, and `changes_at` says when time alone will next change it.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from app.domain.report import Queue
from app.domain.vocabulary import (
    AccessWord,
    Agreement,
    Bound,
    Claim,
    Coverage,
    Freshness,
    Method,
    Mode,
    NoNumber,
    OriginKind,
    Per,
    Quantity,
    Subject,
)

METHOD_VERSION = "1.5"
"""The version of the assessment; it rises when the same reports would give another number."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LastFigure:
    """The last figure there was, kept when it is too old to stand: in the quantity's unit."""

    low: float
    mid: float
    high: float
    observed_to: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Estimate:
    """One belief as published: 10th, 50th and 90th percentile in the quantity's unit, or why not.

    Either all of `low`, `mid`, `high` are given, or none is and `no_number` says why.
    """

    quantity: Quantity
    subject: Subject
    low: float | None = None
    mid: float | None = None
    high: float | None = None
    method: Method | None = None
    observed_to: datetime | None = None
    freshness: Freshness | None = None
    late_at: datetime | None = None
    stale_at: datetime | None = None
    agreement: Agreement | None = None
    origins: int = 0
    no_number: NoNumber | None = None
    last: LastFigure | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class LastMeasurement:
    """The last measurement there was, kept when it is too old to stand: in the quantity's unit."""

    low: float | None
    mid: float | None
    high: float | None
    observed_from: datetime
    observed_to: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Measurement:
    """The newest measurement of what passes or flows, as it was said: in the quantity's unit.

    `mid` is the figure, `low` and `high` what it allows (None: it sets no such side); counts are of
    the interval, or (`per` is day) of each day in it. Where it is too old to stand, `no_number`
    says so, and all else tells of the `last` one.
    """

    quantity: Quantity
    subject: Subject
    low: float | None
    mid: float | None
    high: float | None
    bound: Bound | None
    per: Per | None
    method: Method
    observed_from: datetime
    observed_to: datetime
    freshness: Freshness
    late_at: datetime | None
    stale_at: datetime | None
    origin: str
    url: str
    source: str
    no_number: NoNumber | None = None
    last: LastMeasurement | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class LastWord:
    """The last word on access there was, kept when it is too old to stand."""

    state: AccessWord
    observed_from: datetime
    observed_to: datetime | None
    origin: str
    url: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Access:
    """Whether traffic passes, who said so, since when and until when.

    `because` is given where hours, not a word, shut the crossing (`outside_hours`; `until` is then
    the next opening), and where an operator withholds the state (`withheld`; all else is then
    None). `place` is the area where an area's word decided.
    """

    state: AccessWord = AccessWord.UNKNOWN
    since: datetime | None = None
    until: datetime | None = None
    freshness: Freshness | None = None
    late_at: datetime | None = None
    stale_at: datetime | None = None
    review_at: datetime | None = None
    claim: Claim | None = None
    origin: str | None = None
    origin_kind: OriginKind | None = None
    url: str | None = None
    place: str | None = None
    agreement: Agreement | None = None
    because: NoNumber | None = None
    last: LastWord | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """A rule as it is known to stand: for one mode and one group, never for anybody else."""

    mode: Mode
    subject: Subject
    word: str
    claim: Claim | None
    observed_from: datetime
    until: datetime | None
    freshness: Freshness
    late_at: datetime | None
    stale_at: datetime | None
    review_at: datetime | None
    agreement: Agreement
    origin: str
    origin_kind: OriginKind
    place: str
    url: str
    note: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """An event as claimed: `last_heard` says when, so that a quiet list is not read as safety."""

    word: str
    mode: Mode
    claim: Claim | None
    observed_from: datetime
    observed_to: datetime | None
    last_heard: datetime
    freshness: Freshness
    origin: str
    origin_kind: OriginKind
    origins: int
    place: str
    url: str
    note: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Condition:
    """The weather in one respect: a word, or a reading in the quantity's unit (low = high)."""

    quantity: Quantity
    word: str | None
    low: float | None
    high: float | None
    observed_to: datetime
    freshness: Freshness
    late_at: datetime | None
    stale_at: datetime | None
    origin: str
    url: str


@dataclass(frozen=True, slots=True, kw_only=True)
class LastHeard:
    """A hazard that nobody has spoken of lately: it is gone from the list, not from the world.

    There is one for each word, mode and claim, since a denial is not what it denies.
    """

    word: str
    mode: Mode
    claim: Claim | None
    last_heard: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Withheld:
    """What an operator withholds (None: access and every number), until when and why.

    `id` is that of the act.
    """

    quantity: Quantity | None
    until: datetime
    reason: str
    id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Status:
    """The published answer for one queue.

    `estimates` holds wait_minutes always, other quantities where anybody ever spoke of them.
    `traffic` holds the newest measurement of each quantity that is measured and not believed.
    `weather` is the place's, and stands only in its row for `both` directions and `any` mode.
    `last_heard` holds the hazards whose events are too old to be listed, with when they were heard
    of last, so that they fade and never vanish; `withheld` what an operator withholds.
    `heard_at` is the newest moment any report spoke of, `changes_at` the next instant at which
    time alone changes this status (None: never without a new report).
    """

    queue: Queue
    coverage: Coverage
    access: Access
    estimates: Mapping[Quantity, Estimate] = field(default_factory=dict)
    rules: tuple[Rule, ...] = ()
    events: tuple[Event, ...] = ()
    traffic: tuple[Measurement, ...] = ()
    last_heard: tuple[LastHeard, ...] = ()
    weather: tuple[Condition, ...] = ()
    withheld: tuple[Withheld, ...] = ()
    sources: tuple[str, ...] = ()
    heard_at: datetime | None = None
    changes_at: datetime | None = None
