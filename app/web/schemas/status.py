"""The shape of a status."""

from datetime import date, datetime

from pydantic import Field

from app.web.schemas.common import (
    AccessCode,
    AgreementCode,
    ClaimCode,
    CoverageCode,
    EventCode,
    FreshnessCode,
    KindCode,
    Meta,
    MethodCode,
    ModeCode,
    NoNumberCode,
    OriginKindCode,
    RuleCode,
    Shape,
    SubjectCode,
)
from app.web.schemas.report import BoundCode, PerCode, QuantityCode


class StatusMeta(Meta):
    """What a status says about itself."""

    version: int | None = Field(
        description="The board's version at which any of these rows last changed; null for `as_of`."
    )
    as_of: datetime | date | None = Field(
        default=None, description="Only with `as_of`: the moment, or the local day, asked for."
    )
    timezone: str | None = Field(
        default=None,
        description="Only with `as_of`: the zone whose days count, where all places share one.",
    )
    knowledge: str | None = Field(default=None, description="Only with `as_of`.")


class LastFigure(Shape):
    """The last figure there was, too old to stand."""

    low: float
    mid: float
    high: float
    observed_to: datetime


class Number(Shape):
    """What we hold about one quantity: 10th, 50th and 90th percentile, or why there is none."""

    subject: SubjectCode
    low: float | None
    mid: float | None
    high: float | None
    method: MethodCode | None
    observed_to: datetime | None
    freshness: FreshnessCode | None
    late_at: datetime | None
    stale_at: datetime | None
    agreement: AgreementCode | None
    origins: int
    no_number: NoNumberCode | None
    last: LastFigure | None
    published_id: str | None


class LastMeasurement(Shape):
    """The last measurement there was, too old to stand."""

    low: float | None
    mid: float | None
    high: float | None
    observed_from: datetime
    observed_to: datetime


class Measurement(Shape):
    """The newest measurement of what passes or flows, as it was said; no belief carries it on.

    Two weeks after its interval it is told no more.
    """

    subject: SubjectCode
    low: float | None = Field(description="What the figure allows; null: no such side is set.")
    mid: float | None = Field(description="The figure itself; null where only bounds were said.")
    high: float | None
    bound: BoundCode | None = Field(
        description="How it was meant: exact, about, between and so on."
    )
    per: PerCode | None = Field(description="`day`: of each day of the interval, not of all of it.")
    method: MethodCode
    observed_from: datetime
    observed_to: datetime
    freshness: FreshnessCode
    late_at: datetime | None
    stale_at: datetime | None
    no_number: NoNumberCode | None
    last: LastMeasurement | None
    origin: str
    url: str
    source: str


class LastWord(Shape):
    """The last word on access there was, too old to stand."""

    state: AccessCode
    observed_from: datetime
    observed_to: datetime | None
    origin: str
    url: str


class Access(Shape):
    """Whether traffic passes, who said so, since when and until when."""

    state: AccessCode
    since: datetime | None
    until: datetime | None
    freshness: FreshnessCode | None
    late_at: datetime | None
    stale_at: datetime | None
    review_at: datetime | None
    claim: ClaimCode | None
    origin: str | None
    origin_kind: OriginKindCode | None
    url: str | None
    place: str | None = Field(description="The area whose word decided, where it was an area's.")
    agreement: AgreementCode | None
    because: NoNumberCode | None = Field(
        description="Why it is not told from a word: `outside_hours`, or `withheld`."
    )
    last: LastWord | None


class Rule(Shape):
    """A rule, for its own mode and group and for nobody else."""

    mode: ModeCode
    subject: SubjectCode
    word: RuleCode
    claim: ClaimCode | None
    observed_from: datetime
    until: datetime | None
    freshness: FreshnessCode
    late_at: datetime | None
    stale_at: datetime | None
    review_at: datetime | None
    agreement: AgreementCode
    origin: str
    origin_kind: OriginKindCode
    place: str
    url: str
    note: str


class Event(Shape):
    """Something that happened, or is said to have happened."""

    word: EventCode
    mode: ModeCode
    claim: ClaimCode | None
    observed_from: datetime
    observed_to: datetime | None
    last_heard: datetime
    freshness: FreshnessCode
    origin: str
    origin_kind: OriginKindCode
    origins: int
    place: str
    url: str
    note: str


class LastHeard(Shape):
    """A hazard that nobody has spoken of for two weeks or longer. That does not make it safe."""

    word: EventCode
    mode: ModeCode
    claim: ClaimCode | None
    last_heard: datetime


class Withheld(Shape):
    """What an operator withholds, until when and why. The reports behind it stay."""

    quantity: QuantityCode | None = Field(
        description="Null: access and every number. A wait is withheld along with `access`."
    )
    until: datetime
    reason: str
    id: str = Field(description="The id of the act in `/v1/corrections`.")


class Condition(Shape):
    """The weather in one respect: a word, or a reading in the quantity's unit."""

    quantity: str
    word: str | None
    low: float | None
    high: float | None
    observed_to: datetime
    freshness: FreshnessCode
    late_at: datetime | None
    stale_at: datetime | None
    origin: str
    url: str


class StatusRow(Shape):
    """One queue: who waits where, in which direction, by which mode.

    A quantity nobody ever spoke of is null. With `quantity` the other parts are left out.
    """

    place: str
    kind: KindCode
    direction: str
    mode: ModeCode
    coverage: CoverageCode
    access: Access
    wait_minutes: Number | None = None
    queue_vehicles: Number | None = None
    queue_people: Number | None = None
    queue_km: Number | None = None
    booked_vehicles: Number | None = None
    crossings_vehicles: Measurement | None = None
    crossings_people: Measurement | None = None
    approach_flow_ratio: Measurement | None = Field(
        default=None, description="How fast the road to the post moves: 1 is free flow."
    )
    rules: list[Rule] = Field(default_factory=list)
    events: list[Event] = Field(default_factory=list)
    last_heard: list[LastHeard] = Field(
        default_factory=list,
        description="Hazards that are too old to stand among the events, the newest 20.",
    )
    weather: list[Condition] = Field(default_factory=list)
    withheld: list[Withheld] = Field(
        default_factory=list,
        description="Where something is withheld its `no_number` says so, and here stands why.",
    )
    heard_at: datetime | None
    sources: list[str]
    evidence: str = Field(description="Where each number and word of this queue is explained.")


class StatusAnswer(Shape):
    """What it is like, one row a queue."""

    data: list[StatusRow]
    meta: StatusMeta
