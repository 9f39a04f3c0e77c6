"""The shape of corrections."""

from datetime import datetime
from typing import Annotated

from pydantic import Field

from app.domain.act import Verb
from app.web.schemas.common import Meta, ModeCode, Shape, known
from app.web.schemas.report import PageMeta, QuantityCode

VerbCode = Annotated[str, known(Verb)]


class WithheldOrder(Shape):
    """What an operator withholds: `both` means each direction, `any` each mode."""

    place: str
    direction: str
    mode: ModeCode
    quantity: QuantityCode | None = Field(description="Null: access and every number.")
    until: datetime


class CorrectionEntry(Shape):
    """One act that corrected what was published."""

    id: str
    at: datetime
    verb: VerbCode
    role: str = Field(description="Who did it, as a role; `source` is a publisher's own word.")
    reason: str
    places: list[str]
    reports: list[str] = Field(description="The first reports taken back or put back, by id.")
    report_count: int
    withheld: WithheldOrder | None
    published: list[str] = Field(
        description="The newest published figures that may have rested on them; see"
        " /v1/published/{id}. Rather one too many than one too few."
    )
    published_count: int
    complete: bool = Field(
        description="False where the act is about so many reports that not all were traced."
    )
    undoes: str | None
    undone_by: str | None
    undone_at: datetime | None


class CorrectionsAnswer(Shape):
    """A page of corrections."""

    data: list[CorrectionEntry]
    meta: PageMeta


class CorrectionAnswer(Shape):
    """One correction."""

    data: CorrectionEntry
    meta: Meta
