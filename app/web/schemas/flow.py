"""The shape of flows."""

from datetime import date, datetime
from typing import Annotated

from pydantic import Field

from app.domain.flow import Basis
from app.web.schemas.common import (
    OF_QUANTITY,
    AgreementCode,
    BoundCode,
    Direction,
    KindCode,
    Meta,
    MethodCode,
    ModeCode,
    NoNumberCode,
    Origin,
    OriginKindCode,
    Origins,
    PlaceId,
    QuantityCode,
    Shape,
    SubjectCode,
    Zone,
    known,
    told,
)

BasisCode = Annotated[str, known(Basis, means="What the figure rests on.")]


class Evidence(Shape):
    """One report behind a figure."""

    id: str = Field(
        description="Its permanent id: /v1/reports/{id}.", examples=["8c4d0e1f2a3b4c5d"]
    )
    url: str | None = told("The page it comes from; null where there is none to tell.")


class Saying(Shape):
    """What one origin says: its sharpest figure, and all reports that carry it."""

    origin: Origin
    origin_kind: OriginKindCode
    method: MethodCode
    bound: BoundCode = told(
        "How it was meant. A count made public before its window was over is a lower"
        " bound (`at_least`), however exactly it was said."
    )
    value: float | None = told("The figure; null for a range or a bound.", OF_QUANTITY)
    low: float | None = told("The least it allows; null: no lower bound.", OF_QUANTITY)
    high: float | None = told("The greatest it allows; null: no upper bound.", OF_QUANTITY)
    reports: list[Evidence] = told(
        "Empty for a sum of hours: those that may be told are in /v1/history, raw."
    )


class FlowShape(Shape):
    """One count, with all that was said of it. With `daily_rate`, figures are per day."""

    basis: BasisCode = told(
        "`calendar_day`: counts of that local day; `24_hours`: of 24 hours mostly in"
        " it; `hours`: the sum, made by us, of what is told of one sensor's counts of all hours of"
        " that day, an hour of few being in it as 1 to 9;"
        " `daily_rate`: a number per day said to hold in a longer window, no count of that"
        " day; `window`: counts of any other window."
    )
    from_: datetime = Field(alias="from", description="When what was counted begins.")
    to: datetime = told("When what was counted ends.")
    value: float | None = told(
        "What the best source says; null where only bounds or a range are known, and"
        " where `no_number` says why: `withheld` where the figure, or one that it is made of, would"
        " point at persons.",
        OF_QUANTITY,
    )
    low: float | None = told("The least figure said; null: no lower bound.", OF_QUANTITY)
    high: float | None = told("The greatest figure said; null: no upper bound.", OF_QUANTITY)
    method: MethodCode
    agreement: AgreementCode
    origins: Origins
    no_number: NoNumberCode | None
    said: list[Saying] = told("What each origin says.")


class Week(Shape):
    """The same weekday one week before, by the same origin."""

    factor: float = told("This day's figure over that of a week before.")
    doubling_days: float | None = told(
        "7 ln 2 / ln factor, where the factor is above 1. It forecasts nothing.", "d"
    )
    before: date = told("The day a week before.")
    origin: Origin
    reports: list[str] = told("The ids of the reports behind both figures.")


class Day(FlowShape):
    """A local day of the place."""

    day: date = Field(description="The local day.", examples=["2022-09-24"])
    week: Week | None = told("How it compares with a week before; null: nothing to compare with.")


class PerDay(Shape):
    """A window's figures per 24 hours, derived by us."""

    value: float | None = told("The figure per 24 hours.", OF_QUANTITY)
    low: float | None = told("The least per 24 hours; null: no lower bound.", OF_QUANTITY)
    high: float | None = told("The greatest per 24 hours; null: no upper bound.", OF_QUANTITY)
    method: MethodCode


class Window(FlowShape):
    """A window that is no local day; it is never split into days, nor added to them."""

    per_day: PerDay | None = told("Its figures per 24 hours; null for windows under 36 hours.")


class FlowSeries(Shape):
    """One series: who is counted, where, in which direction, by which mode."""

    place: PlaceId
    kind: KindCode
    direction: Direction
    mode: ModeCode
    quantity: QuantityCode
    subject: SubjectCode
    unit: str = told("The unit of its figures.")
    timezone: Zone
    days: list[Day] = told("The local days, the earliest first.")
    windows: list[Window] = told("Every other window.")


class FlowsMeta(Meta):
    """What an answer about flows says about itself."""

    from_: datetime | date = Field(alias="from", description="Where it begins, as asked for.")
    to: datetime | date = told("Where it ends, as asked for.")


class FlowsAnswer(Shape):
    """Crossings by series."""

    data: list[FlowSeries] = told("The series.")
    meta: FlowsMeta = told("What the answer says about itself.")
