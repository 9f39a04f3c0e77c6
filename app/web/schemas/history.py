"""The shape of history."""

from datetime import date, datetime

from pydantic import Field

from app.web.schemas.common import (
    AccessCode,
    AgreementCode,
    ClaimCode,
    FreshnessCode,
    KindCode,
    Meta,
    MethodCode,
    ModeCode,
    NoNumberCode,
    OriginKindCode,
    Shape,
    SubjectCode,
)
from app.web.schemas.report import BoundCode, PerCode, QuantityCode


class Point(Shape):
    """One moment of a series. Which fields are there depends on step, knowledge and quantity."""

    at: datetime = Field(
        description="The end of the step; with `step=raw` the end of what the report speaks of, or"
        " the moment of publication.",
        examples=["2022-09-27T21:00:00Z"],
    )
    day: date | None = Field(default=None, description="With `step=1d`: that local day.")
    low: float | None = Field(default=None, description="The 10th percentile, or as reported.")
    mid: float | None = Field(default=None, description="The 50th percentile.")
    high: float | None = Field(default=None, description="The 90th percentile, or as reported.")
    value: float | None = Field(default=None, description="The figure as reported.")
    bound: BoundCode | None = None
    per: PerCode | None = None
    word: str | None = Field(default=None, description="The state of access, or a word reported.")
    claim: ClaimCode | None = None
    method: MethodCode | None = None
    observed_from: datetime | None = None
    observed_to: datetime | None = None
    until: datetime | None = Field(default=None, description="Until when access is known to last.")
    freshness: FreshnessCode | None = None
    agreement: AgreementCode | None = None
    origins: int | None = None
    origin: str | None = None
    origin_kind: OriginKindCode | None = None
    no_number: NoNumberCode | None = Field(default=None, description="Why there is no number.")
    access: AccessCode | None = Field(default=None, description="The state of access then.")
    known_at: datetime | None = None
    id: str | None = Field(default=None, description="The id of the report.")
    source: str | None = None
    url: str | None = None
    published_at: datetime | None = None
    version: int | None = None
    method_version: str | None = None
    published_id: str | None = None


class Course(Shape):
    """One series over time."""

    place: str
    kind: KindCode
    direction: str
    mode: ModeCode
    quantity: QuantityCode
    subject: SubjectCode
    unit: str | None
    timezone: str = Field(description="The zone whose days count at this place.")
    points: list[Point]


class HistoryMeta(Meta):
    """What a history says about itself."""

    from_: datetime | date = Field(alias="from")
    to: datetime | date
    step: str
    knowledge: str


class HistoryAnswer(Shape):
    """Each series over time."""

    data: list[Course]
    meta: HistoryMeta
