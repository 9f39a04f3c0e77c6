"""Shapes that every answer shares: open codes, attribution, and what it says about itself."""

from enum import StrEnum
from typing import Annotated, Any

from pydantic import BaseModel, Field

from app.domain.vocabulary import (
    AccessWord,
    Agreement,
    Claim,
    Coverage,
    EventWord,
    Freshness,
    Method,
    Mode,
    NoNumber,
    OriginKind,
    PlaceKind,
    RuleWord,
    Subject,
)


def known(words: type[StrEnum]) -> Any:  # noqa: ANN401 - pydantic types its Field so
    """Describe a code whose list is open, with the words there are today."""
    return Field(json_schema_extra={"x-extensible-enum": [word.value for word in words]})


KindCode = Annotated[str, known(PlaceKind)]
ModeCode = Annotated[str, known(Mode)]
SubjectCode = Annotated[str, known(Subject)]
CoverageCode = Annotated[str, known(Coverage)]
AccessCode = Annotated[str, known(AccessWord)]
RuleCode = Annotated[str, known(RuleWord)]
EventCode = Annotated[str, known(EventWord)]
ClaimCode = Annotated[str, known(Claim)]
MethodCode = Annotated[str, known(Method)]
OriginKindCode = Annotated[str, known(OriginKind)]
FreshnessCode = Annotated[str, known(Freshness)]
AgreementCode = Annotated[str, known(Agreement)]
NoNumberCode = Annotated[str, known(NoNumber)]


class Shape(BaseModel):
    """The shape of a part of an answer; later releases may add fields."""


class Attribution(Shape):
    """Whom to name with an answer."""

    source: str
    name: str
    attribution: str
    licence: str
    url: str


class Meta(Shape):
    """What an answer says about itself."""

    method_version: str
    catalogue_version: str
    attribution: list[Attribution]
    licence: str
    contact: str | None
