"""The shape of a snapshot and of its catalogue."""

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
    RuleCode,
    Shape,
    SubjectCode,
)
from app.web.schemas.place import Position, Season
from app.web.schemas.report import QuantityCode
from app.web.schemas.status import LastFigure, LastHeard, LastWord, StatusMeta


class SnapshotAccess(Shape):
    """Whether traffic passes; `because` says why it is shut where no word shut it."""

    state: AccessCode
    since: datetime | None
    until: datetime | None
    freshness: FreshnessCode | None
    late_at: datetime | None
    stale_at: datetime | None
    claim: ClaimCode | None
    origin: str | None
    agreement: AgreementCode | None
    because: NoNumberCode | None
    last: LastWord | None


class SnapshotNumber(Shape):
    """What we hold about one quantity: 10th, 50th and 90th percentile, or why there is none."""

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


class SnapshotQueue(Shape):
    """One queue: null where nobody ever spoke of a quantity."""

    direction: str
    mode: ModeCode
    coverage: CoverageCode
    access: SnapshotAccess
    wait_minutes: SnapshotNumber | None = None
    queue_vehicles: SnapshotNumber | None = None
    queue_people: SnapshotNumber | None = None
    queue_km: SnapshotNumber | None = None
    booked_vehicles: SnapshotNumber | None = None


class SnapshotRule(Shape):
    """A rule in one direction, for one mode and one group, never for anybody else."""

    direction: str
    mode: ModeCode
    subject: SubjectCode
    word: RuleCode
    claim: ClaimCode | None
    observed_from: datetime
    until: datetime | None
    freshness: FreshnessCode
    late_at: datetime | None
    stale_at: datetime | None
    agreement: AgreementCode
    origin: str
    note: str


class SnapshotEvent(Shape):
    """What was said to happen, by how it stands and when it was heard last."""

    word: EventCode
    mode: ModeCode
    claim: ClaimCode | None
    observed_from: datetime
    last_heard: datetime
    freshness: FreshnessCode
    origin: str
    origins: int


class SnapshotWithheld(Shape):
    """What an operator withholds of a queue (no quantity: access and every number), and why."""

    direction: str
    mode: ModeCode
    quantity: QuantityCode | None
    until: datetime
    reason: str
    id: str


class SnapshotPlace(Shape):
    """One place."""

    place: str
    queues: list[SnapshotQueue]
    rules: list[SnapshotRule]
    events: list[SnapshotEvent] = Field(
        description="Hazards first, then what was heard last. None listed means none heard of."
    )
    further_events: int = Field(description="How many more `/v1/status` tells of.")
    last_heard: list[LastHeard]
    withheld: list[SnapshotWithheld]
    heard_at: datetime | None = Field(description="The newest moment that anybody spoke of.")


class SnapshotAnswer(Shape):
    """What a traveller's app needs of every crossing."""

    data: list[SnapshotPlace]
    meta: StatusMeta


class SnapshotHours(Shape):
    """When one side lets traffic through, by its own clock; `22:00-30:00` runs past midnight."""

    modes: list[ModeCode]
    week: dict[str, list[str]]
    breaks: list[str]
    season: Season | None
    clocks: str | None
    valid_from: date | None
    valid_to: date | None
    shut_on_holidays: bool


class SnapshotSide(Shape):
    """One side of a crossing; the Russian one comes first."""

    country: str
    timezone: str | None
    hours: list[SnapshotHours]


class SnapshotEntry(Shape):
    """A place of the catalogue, as an app needs it."""

    id: str
    kind: KindCode
    names: dict[str, str]
    foreign_name: str
    aliases: list[str]
    countries: list[str]
    directions: list[str]
    area: str | None
    position: Position | None
    timezone: str
    modes: list[ModeCode]
    sides: list[SnapshotSide]


class SnapshotWords(Shape):
    """Places, and labels by list, code and language."""

    places: list[SnapshotEntry]
    labels: dict[str, dict[str, dict[str, str]]]


class SnapshotCatalogueAnswer(Shape):
    """What a snapshot is shown with."""

    data: SnapshotWords
    meta: Meta
