"""The shape of a status."""

from datetime import date, datetime
from typing import Annotated

from pydantic import Field

from app.domain.vocabulary import Knowledge
from app.web.schemas.common import (
    OF_QUANTITY,
    AccessCode,
    AgreementCode,
    BoundCode,
    ClaimCode,
    CoverageCode,
    Direction,
    EventCode,
    FreshnessCode,
    KindCode,
    LateAt,
    Meta,
    MethodCode,
    ModeCode,
    NoNumberCode,
    Note,
    ObservedFrom,
    ObservedTo,
    Origin,
    OriginKindCode,
    Origins,
    PerCode,
    PlaceId,
    QuantityCode,
    ReviewAt,
    RuleCode,
    Shape,
    SourceId,
    StaleAt,
    SubjectCode,
    Url,
    WeatherCode,
    known,
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


class LastFigure(Shape):
    """The last figure there was, too old to stand."""

    low: float = told("Its 10th percentile.", OF_QUANTITY)
    mid: float = told("Its 50th percentile.", OF_QUANTITY)
    high: float = told("Its 90th percentile.", OF_QUANTITY)
    observed_to: datetime = told("The newest moment that it rested on.")


class Number(Shape):
    """What we hold about one quantity: 10th, 50th and 90th percentile, or why there is none."""

    subject: SubjectCode
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


class LastWord(Shape):
    """The last word on access there was, too old to stand."""

    state: AccessCode
    observed_from: ObservedFrom
    observed_to: ObservedTo
    origin: Origin
    url: Url


class Access(Shape):
    """Whether traffic passes, who said so, since when and until when."""

    state: AccessCode
    since: datetime | None = told("Since when it is so; null: nobody says.")
    until: datetime | None = told("Until when it is so; null: nobody says.")
    freshness: FreshnessCode | None
    late_at: LateAt
    stale_at: StaleAt
    review_at: ReviewAt
    claim: ClaimCode | None
    origin: str | None = told("Whose word decided; null: nobody's.")
    origin_kind: OriginKindCode | None
    url: str | None = told("The page it comes from; null or empty where there is none.")
    place: str | None = told("The area whose word decided, where it was an area's.")
    agreement: AgreementCode | None
    because: NoNumberCode | None = told(
        "Why it is not told from a word: `outside_hours`, or `withheld`."
    )
    last: LastWord | None = told("The last word before it became too old; null: there is none.")


class Rule(Shape):
    """A rule, for its own mode and group and for nobody else."""

    mode: ModeCode
    subject: SubjectCode
    word: RuleCode
    claim: ClaimCode | None
    observed_from: ObservedFrom
    until: datetime | None = told("Until when it holds; null: it names no end.")
    freshness: FreshnessCode
    late_at: LateAt
    stale_at: StaleAt
    review_at: ReviewAt
    agreement: AgreementCode
    origin: Origin
    origin_kind: OriginKindCode
    place: str = told("Of which place or area it was said.")
    url: Url
    note: Note


class Event(Shape):
    """Something that happened, or is said to have happened."""

    word: EventCode
    mode: ModeCode
    claim: ClaimCode | None
    observed_from: ObservedFrom
    observed_to: ObservedTo
    last_heard: datetime = told("The newest moment at which anybody spoke of it.")
    freshness: FreshnessCode
    origin: Origin
    origin_kind: OriginKindCode
    origins: Origins
    place: str = told("Of which place or area it was said.")
    url: Url
    note: Note


class LastHeard(Shape):
    """A hazard that nobody has spoken of for two weeks or longer. That does not make it safe."""

    word: EventCode
    mode: ModeCode
    claim: ClaimCode | None
    last_heard: datetime = told("The newest moment at which anybody spoke of it.")


class Withheld(Shape):
    """What an operator withholds, until when and why. The reports behind it stay."""

    quantity: QuantityCode | None = told(
        "Null: access and every number. A wait is withheld along with `access`."
    )
    until: datetime = told("Until when it is withheld.")
    reason: str = told("Why, in the operator's words.")
    id: str = told("The id of the act in `/v1/corrections`.")


class Condition(Shape):
    """The weather in one respect: a word, or a reading in the quantity's unit."""

    quantity: QuantityCode
    word: WeatherCode | None
    low: float | None = told("The least of the reading; null: no such side.", OF_QUANTITY)
    high: float | None = told("The greatest of the reading; null as `low`.", OF_QUANTITY)
    observed_to: datetime = told("When what it speaks of ends.")
    freshness: FreshnessCode
    late_at: LateAt
    stale_at: StaleAt
    origin: Origin
    url: Url


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
