"""Queries: the parameters of status and catalogue, each bounded and explained."""

import re
from typing import Annotated

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, StringConstraints, WithJsonSchema

from app.board.selection import PARTS, Box
from app.domain.vocabulary import Knowledge, Mode, PlaceKind, Quantity, Subject
from app.web.moments import When

MOST_PLACES = 60
MOST_VALUES = 20
"""How many values one repeatable parameter takes."""

DEGREES = r"-?\d{1,3}(\.\d{1,9})?"
BOX = re.compile(rf"^{DEGREES}(,{DEGREES}){{3}}$")


def read_box(text: str) -> str:
    """Check a bounding box; raises ValueError with the mend."""
    west, south, east, north = box_of(text)
    if not (abs(west) <= 180 and abs(east) <= 180):  # noqa: PLR2004 - degrees of longitude
        raise ValueError("west and east lie within -180 to 180; the order is west,south,east,north")
    if not -90 <= south <= north <= 90:  # noqa: PLR2004 - degrees of latitude
        raise ValueError(
            "-90 <= south <= north <= 90 must hold; the order is west,south,east,north"
        )
    return text


def box_of(text: str) -> Box:
    """Give the four numbers of a bounding box."""
    west, south, east, north = map(float, text.split(","))
    return west, south, east, north


def quantities_in(known: tuple[Quantity, ...]) -> tuple[AfterValidator, WithJsonSchema]:
    """Give what bounds a quantity to these, for an annotation."""

    def check(quantity: Quantity) -> Quantity:
        if quantity not in known:
            raise ValueError(f"{quantity} cannot be asked for here; give one of {words}")
        return quantity

    words = ", ".join(known)
    schema = {"type": "string", "enum": [quantity.value for quantity in known]}
    return AfterValidator(check), WithJsonSchema(schema)


Country = Annotated[str, StringConstraints(pattern=r"^[A-Z]{2}$")]
Direction = Annotated[str, StringConstraints(pattern=r"^([A-Z]{2}-[A-Z]{2}|both)$")]
PlaceName = Annotated[str, StringConstraints(min_length=1, max_length=80)]
BoxText = Annotated[
    str, StringConstraints(pattern=BOX.pattern, max_length=80), AfterValidator(read_box)
]
_IN_STATUS, _AS_IN_STATUS = quantities_in(tuple(PARTS))
StatusQuantity = Annotated[Quantity, _IN_STATUS, _AS_IN_STATUS]

Places = Annotated[
    tuple[PlaceName, ...],
    Field(
        max_length=MOST_PLACES,
        description="Ids of places, or unique aliases in any language; repeatable. A named place"
        " always gives all its queues, also where we never heard anything.",
        examples=[["verkhny-lars"]],
    ),
]
Countries = Annotated[
    tuple[Country, ...],
    Field(
        max_length=MOST_VALUES,
        description="Countries on either side (ISO 3166, two capitals); repeatable.",
        examples=[["GE"]],
    ),
]
Directions = Annotated[
    tuple[Direction, ...],
    Field(
        max_length=MOST_VALUES,
        description="Directions of travel, such as `RU-GE`, or `both` for figures that count both"
        " together; repeatable.",
        examples=[["RU-GE"]],
    ),
]
Modes = Annotated[
    tuple[Mode, ...],
    Field(
        max_length=MOST_VALUES,
        description="Ways of crossing; repeatable. A row for one mode sees what holds for `any`.",
        examples=[["car"]],
    ),
]
Subjects = Annotated[
    tuple[Subject, ...],
    Field(
        max_length=MOST_VALUES,
        description="Who is counted, or to whom a rule applies; repeatable.",
        examples=[["vehicles"]],
    ),
]
Kinds = Annotated[
    tuple[PlaceKind, ...],
    Field(
        max_length=MOST_VALUES,
        description="Kinds of places; repeatable. Areas are given only when asked for.",
        examples=[["checkpoint"]],
    ),
]
BoundingBox = Annotated[
    BoxText | None,
    Field(
        description="A box `west,south,east,north` in degrees (WGS 84); its checkpoints count as"
        " named. West greater than east crosses the antimeridian.",
        examples=["43.5,42.0,45.5,43.5"],
    ),
]
KnownBy = Annotated[
    Knowledge,
    Field(
        description="With `as_of`: by what was known `then`, or by all that is known `now`.",
        examples=["then"],
    ),
]


class Asked(BaseModel):
    """Parameters of one request; every one has a bound."""

    model_config = ConfigDict(frozen=True)


class StatusFilters(Asked):
    """Which rows, and which parts of them, a reader may ask for."""

    place: Places = ()
    country: Countries = ()
    leaving: Annotated[
        tuple[Country, ...],
        Field(
            max_length=MOST_VALUES,
            description="Countries left, in the direction of travel; repeatable.",
            examples=[["RU"]],
        ),
    ] = ()
    entering: Annotated[
        tuple[Country, ...],
        Field(
            max_length=MOST_VALUES,
            description="Countries entered, in the direction of travel; repeatable.",
            examples=[["GE"]],
        ),
    ] = ()
    direction: Directions = ()
    mode: Modes = ()
    quantity: Annotated[
        tuple[StatusQuantity, ...],
        Field(
            max_length=MOST_VALUES,
            description="Parts of a row to give; repeatable. Access is always given. Rows with"
            " nothing to say of them are left out, unless their place was named.",
            examples=[["wait_minutes"]],
        ),
    ] = ()
    subject: Subjects = ()
    kind: Kinds = ()
    bbox: BoundingBox = None


class StatusAsked(StatusFilters):
    """What a reader may ask of the status."""

    as_of: Annotated[
        When | None,
        Field(
            description="A past moment with its offset from UTC, or a bare date: the end of that"
            " local day at each place. Answers with what was known then.",
            examples=["2022-09-28T12:00:00Z"],
        ),
    ] = None
    knowledge: KnownBy = Knowledge.THEN


class PlacesAsked(Asked):
    """What a reader may ask of the catalogue."""

    q: Annotated[
        str | None,
        Field(
            min_length=1,
            max_length=80,
            description="Part of a name or alias, in any language or script; the best match first.",
            examples=["lars"],
        ),
    ] = None
    country: Countries = ()
    mode: Modes = ()
    kind: Kinds = ()
    bbox: BoundingBox = None
