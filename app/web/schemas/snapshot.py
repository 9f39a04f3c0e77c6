"""The shape of a snapshot and of its catalogue."""

from datetime import datetime

from pydantic import Field

from app.web.schemas.common import CoverageCode, Direction, Meta, ModeCode, PlaceId, Shape, told
from app.web.schemas.number import ShortNumber
from app.web.schemas.place import Openings, ShortEntry
from app.web.schemas.status import StatusMeta
from app.web.schemas.words import LastHeard, ShortAccess, ShortEvent, ShortRule, Withheld


class SnapshotQueue(Shape):
    """One queue: null where nobody ever spoke of a quantity."""

    direction: Direction
    mode: ModeCode
    coverage: CoverageCode
    access: ShortAccess = told("Whether traffic passes.")
    wait_minutes: ShortNumber | None = Field(
        default=None, description="The wait of who joins now, until across."
    )
    queue_vehicles: ShortNumber | None = Field(
        default=None, description="How many vehicles stand in line."
    )
    queue_people: ShortNumber | None = Field(
        default=None, description="How many people stand in line."
    )
    queue_km: ShortNumber | None = Field(default=None, description="How long the line is.")
    booked_vehicles: ShortNumber | None = Field(
        default=None, description="How many vehicles an electronic list holds; no line on the road."
    )


class SnapshotRule(ShortRule):
    """A rule in one direction, for one mode and one group, never for anybody else."""

    direction: Direction


class SnapshotWithheld(Withheld):
    """What an operator withholds of a queue, until when and why."""

    direction: Direction
    mode: ModeCode


class SnapshotPlace(Shape):
    """One place."""

    place: PlaceId
    queues: list[SnapshotQueue] = told("Its queues.")
    rules: list[SnapshotRule] = told("Rules for a mode and a group; empty: we heard of none.")
    events: list[ShortEvent] = told(
        "Hazards first, then what was heard last. None listed means none heard of."
    )
    further_events: int = told("How many more `/v1/status` tells of.")
    last_heard: list[LastHeard] = told("Hazards too old to stand among the events.")
    withheld: list[SnapshotWithheld] = told("What an operator withholds here.")
    heard_at: datetime | None = told("The newest moment that anybody spoke of.")


class SnapshotAnswer(Shape):
    """What a traveller's app needs of every crossing."""

    data: list[SnapshotPlace] = told("The places.")
    meta: StatusMeta = told("What the answer says about itself.")


class SnapshotSide(Shape):
    """One side of a crossing; the Russian one comes first."""

    country: str = told("Its country (ISO 3166, two capitals).")
    timezone: str | None = told("Its time zone (IANA); null: not known.")
    hours: list[Openings] = told("Its hours; empty: we know of none.")


class SnapshotEntry(ShortEntry):
    """A place of the catalogue, as an app needs it."""

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
