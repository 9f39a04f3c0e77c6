"""The shape of history."""

from datetime import date, datetime
from typing import Annotated, Any

from pydantic import Field

from app.domain.history import KnownBy, Step
from app.web.schemas.common import (
    OF_QUANTITY,
    AccessCode,
    AgreementCode,
    BoundCode,
    ClaimCode,
    Direction,
    FreshnessCode,
    KindCode,
    Meta,
    MethodCode,
    ModeCode,
    NoNumberCode,
    OriginKindCode,
    PerCode,
    PlaceId,
    QuantityCode,
    Shape,
    SubjectCode,
    Unit,
    WordCode,
    Zone,
    known,
    told,
)

StepCode = Annotated[str, known(Step, means="How far apart the points lie.")]
KnownByCode = Annotated[str, known(KnownBy, means="By whose knowledge the points are told.")]


def perhaps(means: str, unit: str | None = None) -> Any:  # noqa: ANN401 - pydantic types it so
    """Describe a field that only some points have: what it means, and in which unit it is."""
    if unit is None:
        return Field(default=None, description=means)
    return Field(default=None, description=means, json_schema_extra={"x-unit": unit})


class Point(Shape):
    """One moment of a series. Which fields are there depends on step, knowledge and quantity."""

    at: datetime = Field(
        description="The end of the step; with `step=raw` the end of what the report speaks of, or"
        " the moment of publication.",
        examples=["2022-09-27T21:00:00Z"],
    )
    day: date | None = perhaps("With `step=1d`: that local day.")
    low: float | None = perhaps("The 10th percentile, or the least as reported.", OF_QUANTITY)
    mid: float | None = perhaps("The 50th percentile.", OF_QUANTITY)
    high: float | None = perhaps("The 90th percentile, or the greatest as reported.", OF_QUANTITY)
    value: float | None = perhaps("The figure as reported.", OF_QUANTITY)
    bound: BoundCode | None = perhaps("How the reported figure was meant.")
    per: PerCode | None = perhaps("What the reported count is counted over.")
    word: WordCode | None = perhaps("The state of access, or a word reported.")
    claim: ClaimCode | None = perhaps("How the statement stands.")
    method: MethodCode | None = perhaps("How those behind it came to know.")
    observed_from: datetime | None = perhaps("When what the report speaks of begins.")
    observed_to: datetime | None = perhaps("The newest moment that it rests on, or speaks of.")
    until: datetime | None = perhaps("Until when access is known to last.")
    freshness: FreshnessCode | None = perhaps("How old it was then.")
    agreement: AgreementCode | None = perhaps("Whether the origins behind it agreed.")
    origins: int | None = perhaps("How many independent origins were behind it.")
    origin: str | None = perhaps("Who said it in the first place.")
    origin_kind: OriginKindCode | None = perhaps("What kind of speaker that is.")
    no_number: NoNumberCode | None = perhaps("Why there is no number.")
    access: AccessCode | None = perhaps("The state of access then.")
    known_at: datetime | None = perhaps("From when on the report counts as known.")
    id: str | None = perhaps("The id of the report.")
    source: str | None = perhaps("Who handed us the report: an id of /v1/sources.")
    url: str | None = perhaps("The page the report comes from.")
    published_at: datetime | None = perhaps("When we published it.")
    version: int | None = perhaps("The board's version at which it was published.")
    method_version: str | None = perhaps("How numbers were made from reports then.")
    published_id: str | None = perhaps("The figure as published: /v1/published/{id}.")


class Course(Shape):
    """One series over time."""

    place: PlaceId
    kind: KindCode
    direction: Direction
    mode: ModeCode
    quantity: QuantityCode
    subject: SubjectCode
    unit: Unit
    timezone: Zone
    points: list[Point] = told("The points, the earliest first.")


class HistoryMeta(Meta):
    """What a history says about itself."""

    from_: datetime | date = Field(alias="from", description="Where it begins, as asked for.")
    to: datetime | date = told("Where it ends, as asked for.")
    step: StepCode
    knowledge: KnownByCode


class HistoryAnswer(Shape):
    """Each series over time."""

    data: list[Course] = told("The series.")
    meta: HistoryMeta = told("What the answer says about itself.")
