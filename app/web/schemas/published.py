"""The shape of one figure as it was published."""

from datetime import datetime

from pydantic import Field

from app.web.schemas.common import (
    AgreementCode,
    FreshnessCode,
    KindCode,
    Meta,
    ModeCode,
    NoNumberCode,
    Shape,
    SubjectCode,
)
from app.web.schemas.correction import VerbCode
from app.web.schemas.report import QuantityCode


class CorrectedBy(Shape):
    """An act that touched a figure; its reports are under /v1/corrections/{id}."""

    id: str
    verb: VerbCode
    at: datetime
    reason: str
    undoes: str | None
    undone_at: datetime | None


class PublishedEntry(Shape):
    """One figure, or word, or the reason why there was none, as it was published."""

    id: str
    place: str
    kind: KindCode | None
    direction: str
    mode: ModeCode
    quantity: QuantityCode
    subject: SubjectCode
    unit: str | None
    low: float | None
    mid: float | None
    high: float | None
    word: str | None
    no_number: NoNumberCode | None
    observed_to: datetime | None
    freshness: FreshnessCode | None
    agreement: AgreementCode | None
    origins: int
    version: int
    published_at: datetime
    stood_until: datetime | None = Field(
        description="When the next figure of this series was published; null: it stands."
    )
    method_version: str
    catalogue_version: str
    corrections: list[CorrectedBy]
    evidence: str = Field(description="Explains the queue as of the moment of publication.")
    cite: str = Field(description="A ready sentence to cite it by.")


class PublishedAnswer(Shape):
    """One published figure. The credits are those of what its queue rests on now."""

    data: PublishedEntry
    meta: Meta
