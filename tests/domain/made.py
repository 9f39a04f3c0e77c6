"""Places, reports and evidence, made for tests: one gate on the road from Russia to Georgia."""

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from itertools import count
from typing import Any
from zoneinfo import ZoneInfo

from app.domain.assessment import Evidence
from app.domain.belief import grid_of
from app.domain.estimate import Assessed, estimate, known
from app.domain.independence import voices
from app.domain.place import Place
from app.domain.report import Queue, Report, default_subject
from app.domain.vocabulary import (
    Bound,
    Claim,
    Knowledge,
    Method,
    Mode,
    OriginKind,
    PlaceKind,
    Precision,
    Quantity,
)

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
TICK = timedelta(microseconds=1)
MONDAY = datetime(2022, 9, 25, 20, tzinfo=UTC)
"""The first instant of Monday, 26 September 2022, at the gate (UTC+4)."""
NOON = MONDAY + 12 * HOUR

GATE = Place(
    id="gate",
    kind=PlaceKind.CHECKPOINT,
    names={"en": "Gate"},
    aliases=(),
    countries=("RU", "GE"),
    foreign_name="Gate",
    area="ge",
    zones={"a": ZoneInfo("Europe/Moscow"), "b": ZoneInfo("Asia/Tbilisi")},
    modes=(Mode.CAR,),
)
QUEUE = Queue("gate", "RU-GE", Mode.CAR)

SPOKESMAN: dict[str, Any] = {
    "origin": "border guard",
    "origin_kind": OriginKind.AUTHORITY,
    "method": Method.OFFICIAL,
}
PAPER: dict[str, Any] = {
    "origin": "The Paper",
    "origin_kind": OriginKind.MEDIA,
    "method": Method.RELAYED,
}
TRAVELLER: dict[str, Any] = {
    "origin": "eyewitness",
    "origin_kind": OriginKind.EYEWITNESS,
    "method": Method.OBSERVED,
}

_rows = count()


def report(quantity: Quantity, **parts: Any) -> Report:  # noqa: ANN401 - any field of a report
    """Make a report of Monday by the border guard, unless told otherwise."""
    fields: dict[str, Any] = {
        "place": "gate",
        "direction": "RU-GE",
        "mode": Mode.CAR,
        "quantity": quantity,
        "subject": default_subject(quantity),
        "observed_from": MONDAY,
        "observed_to": MONDAY + DAY,
        "precision": Precision.DAY,
        "source": "made",
        "identity": f"row {next(_rows)}",
        **SPOKESMAN,
        **parts,
    }
    ends = fields["observed_to"] or fields["observed_from"]
    if "recorded_at" not in fields:
        fields["recorded_at"] = max(ends, fields.get("published_at") or ends)
    return Report(**fields)


def figure(value: float, **parts: Any) -> Report:  # noqa: ANN401 - any field of a report
    """Make an exact figure of vehicles, or what the parts make of it."""
    bound = parts.get("bound", Bound.EXACT)
    filled = {Bound.AT_LEAST: "low", Bound.AT_MOST: "high"}.get(bound, "value")
    fields: dict[str, Any] = {
        "quantity": Quantity.QUEUE_VEHICLES,
        "bound": bound,
        filled: value,
    }
    return report(**(fields | parts))


def between(low: float, high: float, **parts: Any) -> Report:  # noqa: ANN401 - any field of a report
    """Make a range of vehicles, or what the parts make of it."""
    fields: dict[str, Any] = {
        "quantity": Quantity.QUEUE_VEHICLES,
        "bound": Bound.BETWEEN,
        "low": low,
        "high": high,
    }
    return report(**(fields | parts))


def word(said: str | None, **parts: Any) -> Report:  # noqa: ANN401 - any field of a report
    """Make a word on access: stated by the border guard of all modes, both ways, to the hour."""
    fields: dict[str, Any] = {
        "quantity": Quantity.ACCESS,
        "word": said,
        "claim": Claim.STATED,
        "direction": "both",
        "mode": Mode.ANY,
        "precision": Precision.HOUR,
    }
    return report(**(fields | parts))


def at(moment: datetime) -> dict[str, Any]:
    """Give the interval of a reading at one moment."""
    return {"observed_from": moment, "observed_to": moment, "precision": Precision.HOUR}


def estimated(
    quantity: Quantity,
    reports: Iterable[Report],
    moment: datetime,
    *,
    knowledge: Knowledge = Knowledge.THEN,
    **parts: Any,  # noqa: ANN401 - what an estimate takes besides
) -> Assessed:
    """Assess the gate's series of a quantity at a moment, from its reports."""
    heard = voices(known(reports, moment, knowledge), GATE, grid_of(quantity))
    return estimate(quantity, default_subject(quantity), heard, moment, **parts)


def evidence(*reports: Report, **parts: Any) -> Evidence:  # noqa: ANN401 - any part of the evidence
    """Make the evidence of the gate, which lies in the area `ge`."""
    fields: dict[str, Any] = {"place": GATE, "areas": ("ge",), "reports": reports, **parts}
    return Evidence(**fields)
