"""The shape of a status."""

from datetime import date, datetime
from typing import Annotated

from pydantic import Field

from app.domain.vocabulary import Knowledge
from app.web.schemas.common import (
    CoverageCode,
    Direction,
    KindCode,
    Meta,
    ModeCode,
    PlaceId,
    Shape,
    known,
    told,
)
from app.web.schemas.number import Measurement, Number
from app.web.schemas.words import Access, Condition, Event, LastHeard, Rule, Withheld

KnowledgeCode = Annotated[
    str, known(Knowledge, means="By what was known at that time, or by all that is known now.")
]


class StatusMeta(Meta):
    """What a status says about itself."""

    version: int | None = told(
        "The board's version at which any of these rows last changed; null for `as_of`."
    )
    as_of: datetime | date | None = Field(
        default=None, description="Only with `as_of`: the moment, or the local day, asked for."
    )
    timezone: str | None = Field(
        default=None,
        description="Only with `as_of`: the zone whose days count, where all places share one.",
    )
    knowledge: KnowledgeCode | None = Field(
        default=None, description="Only with `as_of`: by whose knowledge it is told."
    )


def _spoken(of: str) -> str:
    return f"{of} Null: nobody ever spoke of it."


class StatusRow(Shape):
    """One queue: who waits where, in which direction, by which mode.

    A quantity nobody ever spoke of is null. With `quantity` the other parts are left out.
    """

    place: PlaceId
    kind: KindCode
    direction: Direction
    mode: ModeCode
    coverage: CoverageCode
    access: Access = told("Whether traffic passes.")
    wait_minutes: Number | None = Field(
        default=None, description=_spoken("The wait of who joins now, until across.")
    )
    queue_vehicles: Number | None = Field(
        default=None, description=_spoken("How many vehicles stand in line.")
    )
    queue_people: Number | None = Field(
        default=None, description=_spoken("How many people stand in line.")
    )
    queue_km: Number | None = Field(default=None, description=_spoken("How long the line is."))
    booked_vehicles: Number | None = Field(
        default=None,
        description=_spoken("How many vehicles an electronic list holds; no line on the road."),
    )
    crossings_vehicles: Measurement | None = Field(
        default=None, description=_spoken("How many vehicles crossed in an interval.")
    )
    crossings_people: Measurement | None = Field(
        default=None, description=_spoken("How many people crossed in an interval.")
    )
    approach_flow_ratio: Measurement | None = Field(
        default=None, description="How fast the road to the post moves: 1 is free flow."
    )
    rules: list[Rule] = Field(
        default_factory=list, description="Rules for a mode and a group; empty: we heard of none."
    )
    events: list[Event] = Field(
        default_factory=list,
        description="What happened, or is said to have; empty: we heard of nothing.",
    )
    last_heard: list[LastHeard] = Field(
        default_factory=list,
        description="Hazards that are too old to stand among the events, the newest 20.",
    )
    weather: list[Condition] = Field(
        default_factory=list,
        description="The weather at the place; only in its row of `both` and `any`.",
    )
    withheld: list[Withheld] = Field(
        default_factory=list,
        description="Where something is withheld its `no_number` says so, and here stands why.",
    )
    heard_at: datetime | None = told(
        "The newest moment that anything behind this row speaks of; null: nothing is."
    )
    sources: list[str] = told("The sources behind this row: ids of /v1/sources.")
    evidence: str = told("Where each number and word of this queue is explained.")


class StatusAnswer(Shape):
    """What it is like, one row a queue."""

    data: list[StatusRow] = told("The rows.")
    meta: StatusMeta = told("What the answer says about itself.")
