"""The shape of reports and events."""

from datetime import datetime

from app.web.schemas.common import (
    OF_QUANTITY,
    BoundCode,
    ClaimCode,
    Direction,
    Meta,
    MethodCode,
    ModeCode,
    Note,
    ObservedFrom,
    ObservedTo,
    Origin,
    OriginKindCode,
    PerCode,
    PlaceId,
    PrecisionCode,
    PublishedAt,
    Publisher,
    QuantityCode,
    ReviewAt,
    Shape,
    SourceId,
    SubjectCode,
    Unit,
    Url,
    WordCode,
    told,
)


class ReportEntry(Shape):
    """One thing said by one source about one series over one interval."""

    id: str = told("Its permanent id: /v1/reports/{id}.")
    place: PlaceId
    direction: Direction
    mode: ModeCode
    quantity: QuantityCode
    subject: SubjectCode
    unit: Unit
    value: float | None = told("The figure as said; null for a range or a word.", OF_QUANTITY)
    low: float | None = told("The least that was said; null: no such side.", OF_QUANTITY)
    high: float | None = told("The greatest that was said; null: no such side.", OF_QUANTITY)
    bound: BoundCode | None
    per: PerCode | None
    word: WordCode | None
    claim: ClaimCode | None
    observed_from: ObservedFrom
    observed_to: ObservedTo
    precision: PrecisionCode
    origin: Origin
    origin_kind: OriginKindCode
    method: MethodCode
    source: SourceId
    publisher: Publisher
    published_at: PublishedAt
    recorded_at: datetime = told("When we stored it; of a traveller's word the hour.")
    known_at: datetime = told("From when on it counts as known.")
    review_at: ReviewAt
    url: Url
    permalink: str = told("A lasting copy of that page; empty where there is none.")
    language: str = told("The language of the page (ISO 639-1); empty where nobody says.")
    note: Note
    archived: bool = told("Whether it comes from an archive, not from a live source.")
    revision: int = told("Which version of the same row it is, from 0 on.")
    retracts: str | None = told("The report that this one takes back.")
    superseded_by: str | None = told("The newer version of the same row; null: there is none.")
    superseded_at: datetime | None = told("When that came; null: it did not.")
    retracted_by: str | None = told("The report or act that took it back; null: nobody did.")
    retracted_at: datetime | None = told("When it was taken back; null: it was not.")
    reason: str = told("Why it was taken back; empty where it was not.")


class PageMeta(Meta):
    """What a page says about itself."""

    next: str | None = told("The cursor of the next page; null where nothing more is there now.")
    cursor: str | None = told(
        "Where to go on for what comes later; null where nothing was ever there."
    )


class ReportsAnswer(Shape):
    """A page of reports."""

    data: list[ReportEntry] = told("The reports.")
    meta: PageMeta = told("What the answer says about itself.")


class ReportAnswer(Shape):
    """One report."""

    data: ReportEntry = told("The report.")
    meta: Meta = told("What the answer says about itself.")


class Heard(Shape):
    """How much we listened: without it an empty list could be read as safe."""

    newest_at: datetime | None = told(
        "The newest moment that anything we heard of these places speaks of."
    )
    since: datetime = told("From when on it was counted who spoke.")
    until: datetime | None = told("Until when it was counted; null: until now.")
    sources: int = told("How many sources spoke of these places meanwhile.")
    origins: int = told("How many origins were heard through them.")


class EventsMeta(PageMeta):
    """What a page of events says about itself."""

    heard: Heard = told("How much we listened.")


class EventsAnswer(Shape):
    """A page of events and claims."""

    data: list[ReportEntry] = told("The statements in words.")
    meta: EventsMeta = told("What the answer says about itself.")
