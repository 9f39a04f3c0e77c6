"""The shape of corrections."""

from datetime import datetime
from typing import Annotated

from app.domain.act import Verb
from app.web.schemas.common import (
    Direction,
    Meta,
    ModeCode,
    PlaceId,
    QuantityCode,
    Shape,
    known,
    told,
)
from app.web.schemas.report import PageMeta

VerbCode = Annotated[str, known(Verb, means="What was done.")]
ActId = Annotated[str, told("The permanent id of the act: /v1/corrections/{id}.")]
Undoes = Annotated[str | None, told("The act that this one undid; null where it undid none.")]
UndoneAt = Annotated[datetime | None, told("When it was undone; null: it was not.")]


class WithheldOrder(Shape):
    """What an operator withholds: `both` means each direction, `any` each mode."""

    place: PlaceId
    direction: Direction
    mode: ModeCode
    quantity: QuantityCode | None = told("What is withheld; null: access and every number.")
    until: datetime = told("Until when it is withheld.")


class CorrectionEntry(Shape):
    """One act that corrected what was published."""

    id: ActId
    at: datetime = told("When it was done.")
    verb: VerbCode
    role: str = told("Who did it, as a role; `source` is a publisher's own word.")
    reason: str = told("Why, in the words of whoever did it.")
    places: list[str] = told("The ids of the places it concerns.")
    reports: list[str] = told("The first reports taken back or put back, by id.")
    report_count: int = told("How many reports were taken back or put back in all.")
    withheld: WithheldOrder | None = told("What it withheld; null where it was no such order.")
    published: list[str] = told(
        "The newest published figures that may have rested on them; see /v1/published/{id}."
        " Rather one too many than one too few."
    )
    published_count: int = told("How many such figures there are in all.")
    complete: bool = told("False where the act is about so many reports that not all were traced.")
    undoes: Undoes
    undone_by: str | None = told("The act that undid it; null where none did.")
    undone_at: UndoneAt


class CorrectionsAnswer(Shape):
    """A page of corrections."""

    data: list[CorrectionEntry] = told("The corrections, the newest first.")
    meta: PageMeta = told("What the answer says about itself.")


class CorrectionAnswer(Shape):
    """One correction."""

    data: CorrectionEntry = told("The correction.")
    meta: Meta = told("What the answer says about itself.")
