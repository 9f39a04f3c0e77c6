"""The shape of a snapshot and of its catalogue."""

from datetime import date, datetime

from pydantic import Field

from app.web.schemas.common import (
    AccessCode,
    AgreementCode,
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
    Origin,
    Origins,
    PlaceId,
    QuantityCode,
    RuleCode,
    Shape,
    StaleAt,
    SubjectCode,
    Zone,
    told,
)
from app.web.schemas.place import ClocksCode, Position, Season
from app.web.schemas.status import High, LastFigure, LastHeard, LastWord, Low, Mid, StatusMeta


class SnapshotAccess(Shape):
    """Whether traffic passes; `because` says why it is shut where no word shut it."""

    state: AccessCode
    since: datetime | None = told("Since when it is so; null: nobody says.")
    until: datetime | None = told("Until when it is so; null: nobody says.")
    freshness: FreshnessCode | None
    late_at: LateAt
    stale_at: StaleAt
    claim: ClaimCode | None
    origin: str | None = told("Whose word decided; null: nobody's.")
    agreement: AgreementCode | None
    because: NoNumberCode | None = told(
        "Why it is not told from a word: `outside_hours`, or `withheld`."
    )
    last: LastWord | None = told("The last word before it became too old; null: there is none.")


class SnapshotNumber(Shape):
    """What we hold about one quantity: 10th, 50th and 90th percentile, or why there is none."""

    low: Low
    mid: Mid
    high: High
    method: MethodCode | None
    observed_to: datetime | None = told("The newest moment that it rests on; null: no number.")
    freshness: FreshnessCode | None
    late_at: LateAt
    stale_at: StaleAt
    agreement: AgreementCode | None
    origins: Origins
    no_number: NoNumberCode | None
    last: LastFigure | None = told("What there was before it became too old; null: nothing.")


class SnapshotQueue(Shape):
    """One queue: null where nobody ever spoke of a quantity."""

    direction: Direction
    mode: ModeCode
    coverage: CoverageCode
    access: SnapshotAccess = told("Whether traffic passes.")
    wait_minutes: SnapshotNumber | None = Field(
        default=None, description="The wait of who joins now, until across."
    )
    queue_vehicles: SnapshotNumber | None = Field(
        default=None, description="How many vehicles stand in line."
    )
    queue_people: SnapshotNumber | None = Field(
        default=None, description="How many people stand in line."
    )
    queue_km: SnapshotNumber | None = Field(default=None, description="How long the line is.")
    booked_vehicles: SnapshotNumber | None = Field(
        default=None, description="How many vehicles an electronic list holds; no line on the road."
    )


class SnapshotRule(Shape):
    """A rule in one direction, for one mode and one group, never for anybody else."""

    direction: Direction
    mode: ModeCode
    subject: SubjectCode
    word: RuleCode
    claim: ClaimCode | None
    observed_from: ObservedFrom
    until: datetime | None = told("Until when it holds; null: it names no end.")
    freshness: FreshnessCode
    late_at: LateAt
    stale_at: StaleAt
    agreement: AgreementCode
    origin: Origin
    note: Note


class SnapshotEvent(Shape):
    """What was said to happen, by how it stands and when it was heard last."""

    word: EventCode
    mode: ModeCode
    claim: ClaimCode | None
    observed_from: ObservedFrom
    last_heard: datetime = told("The newest moment at which anybody spoke of it.")
    freshness: FreshnessCode
    origin: Origin
    origins: Origins


class SnapshotWithheld(Shape):
    """What an operator withholds of a queue (no quantity: access and every number), and why."""

    direction: Direction
    mode: ModeCode
    quantity: QuantityCode | None = told("What is withheld; null: access and every number.")
    until: datetime = told("Until when it is withheld.")
    reason: str = told("Why, in the operator's words.")
    id: str = told("The id of the act in `/v1/corrections`.")


class SnapshotPlace(Shape):
    """One place."""

    place: PlaceId
    queues: list[SnapshotQueue] = told("Its queues.")
    rules: list[SnapshotRule] = told("Rules for a mode and a group; empty: we heard of none.")
    events: list[SnapshotEvent] = Field(
        description="Hazards first, then what was heard last. None listed means none heard of."
    )
    further_events: int = Field(description="How many more `/v1/status` tells of.")
    last_heard: list[LastHeard] = told("Hazards too old to stand among the events.")
    withheld: list[SnapshotWithheld] = told("What an operator withholds here.")
    heard_at: datetime | None = Field(description="The newest moment that anybody spoke of.")


class SnapshotAnswer(Shape):
    """What a traveller's app needs of every crossing."""

    data: list[SnapshotPlace] = told("The places.")
    meta: StatusMeta = told("What the answer says about itself.")


class SnapshotHours(Shape):
    """When one side lets traffic through, by its own clock; `22:00-30:00` runs past midnight."""

    modes: list[ModeCode] = told("For which modes; empty: for all on the road.")
    week: dict[str, list[str]] = told("The openings of each day, `mon` to `sun`.")
    breaks: list[str] = told("What interrupts the openings, each day.")
    season: Season | None = told("The part of each year in which they hold; null: all of it.")
    clocks: ClocksCode | None
    valid_from: date | None = told("The first day; null: undated, and said of no day before 2023.")
    valid_to: date | None = told("The last day; null: it names none.")
    shut_on_holidays: bool = told("Whether it is shut on holidays, which come as notices.")


class SnapshotSide(Shape):
    """One side of a crossing; the Russian one comes first."""

    country: str = told("Its country (ISO 3166, two capitals).")
    timezone: str | None = told("Its time zone (IANA); null: not known.")
    hours: list[SnapshotHours] = told("Its hours; empty: we know of none.")


class SnapshotEntry(Shape):
    """A place of the catalogue, as an app needs it."""

    id: PlaceId
    kind: KindCode
    names: dict[str, str] = told("Its names by language (ISO 639-1).")
    foreign_name: str = told("The name of the side across the border, in Latin letters.")
    aliases: list[str] = told("Further names that find it.")
    countries: list[str] = told("The countries of side a and side b (ISO 3166).")
    directions: list[str] = told("The directions of travel, out of Russia first.")
    area: str | None = told("The smallest area it lies in; null: none.")
    position: Position | None = told("Where it is; null for an area.")
    timezone: Zone
    modes: list[ModeCode] = told("The modes that may cross; empty: not known.")
    sides: list[SnapshotSide] = told("Its two sides.")


class SnapshotWords(Shape):
    """Places, and labels by list, code and language."""

    places: list[SnapshotEntry] = told("The places.")
    labels: dict[str, dict[str, dict[str, str]]] = told(
        "What people read for a code, by list, code and language."
    )


class SnapshotCatalogueAnswer(Shape):
    """What a snapshot is shown with."""

    data: SnapshotWords = told("What a snapshot is shown with.")
    meta: Meta = told("What the answer says about itself.")
