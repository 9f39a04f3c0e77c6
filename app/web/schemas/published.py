"""The shape of one figure as it was published."""

from datetime import datetime

from app.web.schemas.common import (
    AccessCode,
    AgreementCode,
    Direction,
    FreshnessCode,
    KindCode,
    Meta,
    ModeCode,
    NoNumberCode,
    ObservedTo,
    Origins,
    PlaceId,
    QuantityCode,
    Shape,
    SubjectCode,
    Unit,
    VersionOfCatalogue,
    VersionOfMethod,
    told,
)
from app.web.schemas.correction import ActId, Undoes, UndoneAt, VerbCode
from app.web.schemas.number import High, Low, Mid


class CorrectedBy(Shape):
    """An act that touched a figure; its reports are under /v1/corrections/{id}."""

    id: ActId
    verb: VerbCode
    at: datetime = told("When it was done.")
    reason: str = told("Why, in the words of whoever did it.")
    undoes: Undoes
    undone_at: UndoneAt


class PublishedEntry(Shape):
    """One figure, or word, or the reason why there was none, as it was published."""

    id: str = told("The permanent id of the figure: a hash of series, version and numbers.")
    place: PlaceId
    kind: KindCode | None
    direction: Direction
    mode: ModeCode
    quantity: QuantityCode
    subject: SubjectCode
    unit: Unit
    low: Low
    mid: Mid
    high: High
    word: AccessCode | None
    no_number: NoNumberCode | None
    observed_to: ObservedTo
    freshness: FreshnessCode | None
    agreement: AgreementCode | None
    origins: Origins
    version: int = told("The board's version at which it was published.")
    published_at: datetime = told("When we published it.")
    stood_until: datetime | None = told(
        "When the next figure of this series was published; null: it stands."
    )
    method_version: VersionOfMethod
    catalogue_version: VersionOfCatalogue
    corrections: list[CorrectedBy] = told("What corrected it since; empty: nothing did.")
    evidence: str = told("Explains the queue as of the moment of publication.")
    cite: str = told("A ready sentence to cite it by.")


class PublishedAnswer(Shape):
    """One published figure. The credits are those of what its queue rests on now."""

    data: PublishedEntry = told("The figure.")
    meta: Meta = told("What the answer says about itself.")
