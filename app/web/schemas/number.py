"""The shape of numbers: what we hold of a quantity, and what was measured of what passes."""

from datetime import datetime
from typing import Annotated

from app.web.schemas.common import (
    OF_QUANTITY,
    AgreementCode,
    BoundCode,
    FreshnessCode,
    LateAt,
    MethodCode,
    NoNumberCode,
    ObservedFrom,
    Origin,
    Origins,
    PerCode,
    Shape,
    SourceId,
    StaleAt,
    SubjectCode,
    Url,
    told,
)

Low = Annotated[
    float | None, told("The 10th percentile of what we believe; null: no number.", OF_QUANTITY)
]
Mid = Annotated[
    float | None, told("The 50th percentile of what we believe; null: no number.", OF_QUANTITY)
]
High = Annotated[
    float | None, told("The 90th percentile of what we believe; null: no number.", OF_QUANTITY)
]


class LastFigure(Shape):
    """The last figure there was, too old to stand."""

    low: float = told("Its 10th percentile.", OF_QUANTITY)
    mid: float = told("Its 50th percentile.", OF_QUANTITY)
    high: float = told("Its 90th percentile.", OF_QUANTITY)
    observed_to: datetime = told("The newest moment that it rested on.")


class ShortNumber(Shape):
    """What we hold about one quantity: 10th, 50th and 90th percentile, or why there is none."""

    low: Low
    mid: Mid
    high: High
    method: MethodCode | None = told("How those who bear most of it came to know.")
    observed_to: datetime | None = told("The newest moment that it rests on; null: no number.")
    freshness: FreshnessCode | None
    late_at: LateAt
    stale_at: StaleAt
    agreement: AgreementCode | None
    origins: Origins
    no_number: NoNumberCode | None
    last: LastFigure | None = told("What there was before it became too old; null: nothing.")


class Number(ShortNumber):
    """What we hold about one quantity, of whom, and where it can be cited."""

    subject: SubjectCode
    published_id: str | None = told(
        "The figure as published: /v1/published/{id}; null for `as_of` and what is not published."
    )


class LastMeasurement(Shape):
    """The last measurement there was, too old to stand."""

    low: float | None = told("The least it allowed; null: no such side.", OF_QUANTITY)
    mid: float | None = told("The figure itself; null where only bounds were said.", OF_QUANTITY)
    high: float | None = told("The greatest it allowed; null: no such side.", OF_QUANTITY)
    observed_from: datetime = told("When its interval began.")
    observed_to: datetime = told("When its interval ended.")


class Measurement(Shape):
    """The newest measurement of what passes or flows, as it was said; no belief carries it on.

    Two weeks after its interval it is told no more.
    """

    subject: SubjectCode
    low: float | None = told("The least the figure allows; null: no such side is set.", OF_QUANTITY)
    mid: float | None = told("The figure itself; null where only bounds were said.", OF_QUANTITY)
    high: float | None = told("The greatest the figure allows; null: no such side.", OF_QUANTITY)
    bound: BoundCode | None = told("How it was meant: exact, about, between and so on.")
    per: PerCode | None = told("`day`: of each day of the interval, not of all of it.")
    method: MethodCode
    observed_from: ObservedFrom
    observed_to: datetime = told("When its interval ends.")
    freshness: FreshnessCode
    late_at: LateAt
    stale_at: StaleAt
    no_number: NoNumberCode | None
    last: LastMeasurement | None = told("What there was before it became too old; null: nothing.")
    origin: Origin
    url: Url
    source: SourceId
