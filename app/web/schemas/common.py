"""Shapes that every answer shares: open codes, names, moments, and what it says about itself.

One way for codes: in what we send a code is a plain string, never a closed `enum`. Its field names
today's words in `x-extensible-enum` and the lists of `/v1/vocabulary` they stand in under
`x-vocabulary`. What may be asked is closed: an unknown word in a query is refused.
"""

from collections.abc import Mapping
from datetime import datetime
from enum import StrEnum
from typing import Annotated, Any

from pydantic import BaseModel, Field

from app.catalog.labels import group_of
from app.domain.vocabulary import (
    AccessWord,
    Agreement,
    Bound,
    Claim,
    Coverage,
    EventWord,
    Freshness,
    Method,
    Mode,
    NoNumber,
    OriginKind,
    Per,
    PlaceKind,
    Precision,
    Quantity,
    RuleWord,
    Subject,
    WeatherWord,
)

OF_QUANTITY = "of the quantity"
"""The unit of a figure whose quantity stands beside it, or above it by name."""


def told(means: str, unit: str | None = None) -> Any:  # noqa: ANN401 - pydantic types its Field so
    """Describe a field: what it means, and in which unit it is."""
    if unit is None:  # naming no extra, so that what a code says of itself stays
        return Field(description=means)
    return Field(description=means, json_schema_extra={"x-unit": unit})


def known(*lists: type[StrEnum], means: str) -> Any:  # noqa: ANN401 - pydantic types its Field so
    """Describe a code whose lists are open: what it means, and the words there are today."""
    words = dict.fromkeys(word.value for words in lists for word in words)
    return Field(
        description=means,
        json_schema_extra={
            "x-extensible-enum": list(words),
            "x-vocabulary": [group_of(words) for words in lists],
        },
    )


def whole(schema: Mapping[str, Any]) -> dict[str, Any]:
    """Give a field's schema together with that of its one type besides null, if it is one."""
    types = [each for each in schema.get("anyOf", ()) if each != {"type": "null"}]
    return {**(types[0] if len(types) == 1 else {}), **schema}


KindCode = Annotated[str, known(PlaceKind, means="What the place is: a checkpoint or an area.")]
ModeCode = Annotated[
    str, known(Mode, means="How one crosses; `any`: it was not said, or all together.")
]
QuantityCode = Annotated[str, known(Quantity, means="What is said, each with one unit.")]
SubjectCode = Annotated[str, known(Subject, means="Who is counted, or whom it concerns.")]
CoverageCode = Annotated[
    str, known(Coverage, means="What our knowledge of the queue rests on at best.")
]
AccessCode = Annotated[str, known(AccessWord, means="Whether traffic passes.")]
RuleCode = Annotated[str, known(RuleWord, means="Whether the mode or group is let through.")]
EventCode = Annotated[str, known(EventWord, means="What happened, or is said to have happened.")]
WordCode = Annotated[
    str,
    known(
        AccessWord, RuleWord, EventWord, WeatherWord,
        means="What was said in words: of access, a rule, an event or the weather.",
    ),
]  # fmt: skip
WeatherCode = Annotated[str, known(WeatherWord, means="The weather in a word.")]
ClaimCode = Annotated[
    str, known(Claim, means="How the statement stands; a denial is the speech of whoever denies.")
]
MethodCode = Annotated[str, known(Method, means="How whoever said it came to know it.")]
OriginKindCode = Annotated[str, known(OriginKind, means="What kind of speaker the origin is.")]
FreshnessCode = Annotated[
    str, known(Freshness, means="How old it is, measured against what it promises.")
]
AgreementCode = Annotated[
    str,
    known(Agreement, means="Whether the origins behind it agree within their precision."),
]
NoNumberCode = Annotated[str, known(NoNumber, means="Why there is no number.")]
BoundCode = Annotated[str, known(Bound, means="How the figure was meant.")]
PerCode = Annotated[
    str,
    known(Per, means="What it is counted over: its whole interval, or (`day`) each day of it."),
]
PrecisionCode = Annotated[str, known(Precision, means="How well the observed interval is known.")]

PlaceId = Annotated[str, told("The id of the place, as in /v1/places.")]
Direction = Annotated[
    str,
    told("The two countries in the order of travel (`RU-GE`); `both`: both directions together."),
]
Origin = Annotated[str, told("Who said it in the first place.")]
SourceId = Annotated[str, told("Who handed it to us: an id of /v1/sources.")]
Publisher = Annotated[str, told("Who published it; empty where nobody is named.")]
Url = Annotated[str, told("The page it comes from; empty where there is none to tell.")]
Note = Annotated[str, told("A short note in English; empty where there is none.")]
Zone = Annotated[str, told("The time zone (IANA) whose days count at this place.")]
Unit = Annotated[str | None, told("The unit of its figures; null for what is said in words.")]

ObservedFrom = Annotated[datetime, told("When what it speaks of begins.")]
ObservedTo = Annotated[
    datetime | None, told("When what it speaks of ends; null: it says no end, or there is none.")
]
PublishedAt = Annotated[
    datetime | None, told("When its publisher made it public; null where nobody says.")
]
LateAt = Annotated[
    datetime | None, told("From then on show it as ageing; null: its age says nothing.")
]
StaleAt = Annotated[
    datetime | None, told("From then on withhold it; null: it never falls silent by age.")
]
ReviewAt = Annotated[
    datetime | None, told("When somebody must look again whether it still holds; null: never.")
]
Origins = Annotated[int, told("How many independent origins are behind it.")]
VersionOfMethod = Annotated[str, told("The version of how numbers are made from reports.")]
VersionOfCatalogue = Annotated[str, told("A hash of the places, notices and labels in use.")]


class Shape(BaseModel):
    """The shape of a part of an answer; later releases may add fields."""


class Attribution(Shape):
    """Whom to name with an answer."""

    source: SourceId
    name: str = told("The source's name.")
    attribution: str = told("The words to name it with.")
    licence: str = told("Its licence: an SPDX id, or in words.")
    url: str = told("Where the source is; empty for what comes with the catalogue.")


class Meta(Shape):
    """What an answer says about itself."""

    method_version: VersionOfMethod
    catalogue_version: VersionOfCatalogue
    attribution: list[Attribution] = told("Whom to name: exactly the sources behind this answer.")
    licence: str = told("The licence of our own work in it (SPDX).")
    contact: str | None = told("How to reach whoever runs this service; null where nobody says.")
