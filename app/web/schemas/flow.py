"""The shape of flows."""

from datetime import date, datetime
from typing import Annotated

from pydantic import Field

from app.domain.flow import Basis
from app.web.schemas.common import (
    AgreementCode,
    KindCode,
    Meta,
    MethodCode,
    ModeCode,
    NoNumberCode,
    OriginKindCode,
    Shape,
    SubjectCode,
    known,
)
from app.web.schemas.report import BoundCode, QuantityCode

BasisCode = Annotated[str, known(Basis)]


class Evidence(Shape):
    """One report behind a figure."""

    id: str = Field(
        description="Its permanent id: /v1/reports/{id}.", examples=["8c4d0e1f2a3b4c5d"]
    )
    url: str | None


class Saying(Shape):
    """What one origin says: its sharpest figure, and all reports that carry it."""

    origin: str
    origin_kind: OriginKindCode
    method: MethodCode
    bound: BoundCode = Field(
        description="How it was meant. A count made public before its window was over is a lower"
        " bound (`at_least`), however exactly it was said."
    )
    value: float | None
    low: float | None
    high: float | None
    reports: list[Evidence] = Field(
        description="Empty for a sum of hours: those that may be told are in /v1/history, raw."
    )


class FlowShape(Shape):
    """One count, with all that was said of it. With `daily_rate`, figures are per day."""

    basis: BasisCode = Field(
        description="`calendar_day`: counts of that local day; `24_hours`: of 24 hours mostly in"
        " it; `hours`: the sum, made by us, of what is told of one sensor's counts of all hours of"
        " that day, an hour of few being in it as 1 to 9;"
        " `daily_rate`: a number per day said to hold in a longer window, no count of that"
        " day; `window`: counts of any other window."
    )
    from_: datetime = Field(alias="from")
    to: datetime
    value: float | None = Field(
        description="What the best source says; null where only bounds or a range are known, and"
        " where `no_number` says why: `withheld` where the figure, or one that it is made of, would"
        " point at persons."
    )
    low: float | None = Field(description="The least figure said; null: no lower bound.")
    high: float | None = Field(description="The greatest figure said; null: no upper bound.")
    method: MethodCode
    agreement: AgreementCode
    origins: int
    no_number: NoNumberCode | None
    said: list[Saying]


class Week(Shape):
    """The same weekday one week before, by the same origin."""

    factor: float = Field(description="This day's figure over that of a week before.")
    doubling_days: float | None = Field(
        description="7 ln 2 / ln factor, where the factor is above 1. It forecasts nothing."
    )
    before: date
    origin: str
    reports: list[str] = Field(description="The ids of the reports behind both figures.")


class Day(FlowShape):
    """A local day of the place."""

    day: date = Field(examples=["2022-09-24"])
    week: Week | None


class PerDay(Shape):
    """A window's figures per 24 hours, derived by us."""

    value: float | None
    low: float | None
    high: float | None
    method: MethodCode


class Window(FlowShape):
    """A window that is no local day; it is never split into days, nor added to them."""

    per_day: PerDay | None


class FlowSeries(Shape):
    """One series: who is counted, where, in which direction, by which mode."""

    place: str
    kind: KindCode
    direction: str
    mode: ModeCode
    quantity: QuantityCode
    subject: SubjectCode
    unit: str
    timezone: str = Field(description="The zone whose days count at this place.")
    days: list[Day]
    windows: list[Window]


class FlowsMeta(Meta):
    """What an answer about flows says about itself."""

    from_: datetime | date = Field(alias="from")
    to: datetime | date


class FlowsAnswer(Shape):
    """Crossings by series."""

    data: list[FlowSeries]
    meta: FlowsMeta
