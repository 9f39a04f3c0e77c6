"""The shape of reports and events."""

from datetime import datetime
from typing import Annotated

from pydantic import Field

from app.domain.vocabulary import Bound, Per, Precision, Quantity
from app.web.schemas.common import (
    ClaimCode,
    Meta,
    MethodCode,
    ModeCode,
    OriginKindCode,
    Shape,
    SubjectCode,
    known,
)

QuantityCode = Annotated[str, known(Quantity)]
BoundCode = Annotated[str, known(Bound)]
PerCode = Annotated[str, known(Per)]
PrecisionCode = Annotated[str, known(Precision)]


class ReportEntry(Shape):
    """One thing said by one source about one series over one interval."""

    id: str
    place: str
    direction: str
    mode: ModeCode
    quantity: QuantityCode
    subject: SubjectCode
    unit: str | None
    value: float | None
    low: float | None
    high: float | None
    bound: BoundCode | None
    per: PerCode | None
    word: str | None
    claim: ClaimCode | None
    observed_from: datetime
    observed_to: datetime | None
    precision: PrecisionCode
    origin: str
    origin_kind: OriginKindCode
    method: MethodCode
    source: str
    publisher: str
    published_at: datetime | None
    recorded_at: datetime
    known_at: datetime
    review_at: datetime | None
    url: str
    permalink: str
    language: str
    note: str
    archived: bool
    revision: int
    retracts: str | None = Field(description="The report that this one takes back.")
    superseded_by: str | None
    superseded_at: datetime | None
    retracted_by: str | None
    retracted_at: datetime | None
    reason: str


class PageMeta(Meta):
    """What a page says about itself."""

    next: str | None = Field(
        description="The cursor of the next page; null where nothing more is there now."
    )
    cursor: str | None = Field(
        description="Where to go on for what comes later; null where nothing was ever there."
    )


class ReportsAnswer(Shape):
    """A page of reports."""

    data: list[ReportEntry]
    meta: PageMeta


class ReportAnswer(Shape):
    """One report."""

    data: ReportEntry
    meta: Meta


class Heard(Shape):
    """How much we listened: without it an empty list could be read as safe."""

    newest_at: datetime | None = Field(
        description="The newest moment that anything we heard of these places speaks of."
    )
    since: datetime
    until: datetime | None = Field(description="Null: until now.")
    sources: int = Field(description="How many sources spoke of these places meanwhile.")
    origins: int = Field(description="How many origins were heard through them.")


class EventsMeta(PageMeta):
    """What a page of events says about itself."""

    heard: Heard


class EventsAnswer(Shape):
    """A page of events and claims."""

    data: list[ReportEntry]
    meta: EventsMeta
