"""Live reports: made from what a source says, with all filled in that follows from it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, TypedDict, Unpack

from app.domain.report import Queue, Report, default_subject
from app.domain.vocabulary import (
    Bound,
    Claim,
    Method,
    OriginKind,
    Per,
    Precision,
    Quantity,
    Subject,
)

STATED, ASSUMED = "stated", "assumed"
"""Whether the publisher names the zone of its times, or we suppose it (`time_basis`)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Speaker:
    """Who speaks through a source, and how it came to know: filled into each of its reports."""

    source: str
    origin: str
    origin_kind: OriginKind
    method: Method
    publisher: str = ""
    language: str = ""


class Further(TypedDict, total=False):
    """What a report may carry besides (see Report)."""

    subject: Subject
    precision: Precision
    published_at: datetime
    review_at: datetime
    url: str
    permalink: str
    note: str
    per: Per
    time_basis: str
    identity: str


def figure(  # noqa: PLR0913 - what was said of what, and when; each is named at the call
    speaker: Speaker,
    queue: Queue,
    quantity: Quantity,
    value: float,
    *,
    observed_from: datetime,
    observed_to: datetime | None = None,
    recorded_at: datetime,
    bound: Bound = Bound.EXACT,
    **further: Unpack[Further],
) -> Report:
    """Make a report of one figure in the quantity's unit; without `observed_to`, of a moment.

    Its identity is its series and where its interval begins, so that a corrected figure becomes a
    revision. Raises InvalidReport.
    """
    return _report(
        speaker,
        queue,
        quantity,
        further,
        value=value if bound in {Bound.EXACT, Bound.ABOUT} else None,
        low=value if bound is Bound.AT_LEAST else None,
        high=value if bound is Bound.AT_MOST else None,
        bound=bound,
        observed_from=observed_from,
        observed_to=observed_from if observed_to is None else observed_to,
        recorded_at=recorded_at,
    )


def word(  # noqa: PLR0913 - what was said of what, and when; each is named at the call
    speaker: Speaker,
    queue: Queue,
    quantity: Quantity,
    said: str,
    *,
    observed_from: datetime,
    observed_to: datetime | None,
    recorded_at: datetime,
    claim: Claim = Claim.STATED,
    **further: Unpack[Further],
) -> Report:
    """Make a report of one word; with `observed_to` None it stands until further notice.

    Raises InvalidReport.
    """
    return _report(
        speaker,
        queue,
        quantity,
        further,
        word=said,
        claim=claim,
        observed_from=observed_from,
        observed_to=observed_to,
        recorded_at=recorded_at,
    )


def _report(
    speaker: Speaker,
    queue: Queue,
    quantity: Quantity,
    further: Further,
    **said: Any,  # noqa: ANN401 - fields of Report, which checks them
) -> Report:
    fields: dict[str, Any] = {
        "subject": default_subject(quantity),
        "precision": Precision.HOUR,
        "time_basis": STATED,
        **said,
        **further,
    }
    told = [*queue, quantity, fields["subject"], *filter(None, [fields.get("word")])]
    fields.setdefault("identity", identity_of([*told, fields["observed_from"]]))
    return Report(
        place=queue.place,
        direction=queue.direction,
        mode=queue.mode,
        quantity=quantity,
        source=speaker.source,
        origin=speaker.origin,
        origin_kind=speaker.origin_kind,
        method=speaker.method,
        publisher=speaker.publisher,
        language=speaker.language,
        **fields,
    )


def identity_of(parts: Sequence[object]) -> str:
    """Give the identity of a row from what tells it from its neighbours; moments are in UTC."""
    return "|".join(
        part.astimezone(UTC).isoformat() if isinstance(part, datetime) else str(part)
        for part in parts
    )
