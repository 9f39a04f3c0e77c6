"""Made reports, sources and what polls leave: whole by default, changed where a test says so."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

from app.domain.channel import ChannelKind
from app.domain.health import Outcome
from app.domain.report import Report
from app.domain.source_kind import SourceKind
from app.domain.vocabulary import (
    Bound,
    Claim,
    Method,
    Mode,
    OriginKind,
    Precision,
    Quantity,
    Subject,
)
from app.store.payloads import KeptPayload, digest_of
from app.store.polls import Poll
from app.store.posts import UnreadPost
from app.store.sources import Source

NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)
MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)


FIGURE: dict[str, Any] = {
    "place": "lars",
    "direction": "RU-GE",
    "mode": Mode.CAR,
    "quantity": Quantity.QUEUE_VEHICLES,
    "subject": Subject.VEHICLES,
    "bound": Bound.ABOUT,
    "observed_from": NOON,
    "observed_to": NOON,
    "recorded_at": NOON + 5 * MINUTE,
    "precision": Precision.HOUR,
    "source": "guard",
    "origin": "Border Guard",
    "origin_kind": OriginKind.AUTHORITY,
    "method": Method.OFFICIAL,
}
WORD: dict[str, Any] = FIGURE | {
    "direction": "both",
    "mode": Mode.ANY,
    "quantity": Quantity.ACCESS,
    "subject": Subject.EVERYBODY,
    "bound": None,
    "claim": Claim.STATED,
    "observed_to": None,
}


def figure(identity: str = "f1", value: float | None = 300, **changes: Any) -> Report:  # noqa: ANN401 - any field
    """Make a figure read at noon, known five minutes later."""
    return Report(**FIGURE | {"identity": identity, "value": value} | changes)


def word(identity: str = "w1", said: str = "closed", **changes: Any) -> Report:  # noqa: ANN401 - any field
    """Make an official word on access without an end, from noon on."""
    return Report(**WORD | {"identity": identity, "word": said} | changes)


def at(moment: datetime, report: Report) -> Report:
    """Move a report to another moment: read then, known five minutes later."""
    moved = {"observed_from": moment, "recorded_at": moment + 5 * MINUTE}
    ends = None if report.observed_to is None else moment + (report.ends - report.observed_from)
    return changed(report, observed_to=ends, **moved)


def changed(report: Report, **changes: Any) -> Report:  # noqa: ANN401 - any field
    """Change some fields; when it was known follows from the others again."""
    return replace(report, **{"known_at": None} | changes)


def retraction(identity: str, of: str, **changes: Any) -> Report:  # noqa: ANN401 - any field
    """Make a row that retracts another, an hour after noon."""
    later: dict[str, Any] = {"recorded_at": NOON + HOUR, "note": "misread"} | changes
    return figure(identity, retracts=of, **later)


def source(name: str, **changes: Any) -> Source:  # noqa: ANN401 - any field
    """Make a source."""
    made = Source(
        id=name,
        name=name.title(),
        kind=SourceKind.LIVE,
        licence="CC0-1.0",
        attribution=f"The {name}",
        url=f"https://{name}.example",
        redistribute=True,
        added_at=NOON,
        cadence=timedelta(minutes=10),
    )
    return replace(made, **changes)


POLL = Poll(
    id="0f" * 16,
    source="guard",
    started_at=NOON,
    seconds=0.25,
    outcome=Outcome.OK,
    status=200,
    requests=3,
    bytes=123_456_789_012,
    reports=40,
    new=4,
    refused=1,
    posts=2,
    error="",
)

POST = UnreadPost(
    source="guard",
    identity="channel/17",
    permalink="https://guard.example/channel/17",
    published_at=NOON + 17 * MINUTE,
    place="lars",
    language="ru",
    kind=ChannelKind.AUTHORITY,
    recorded_at=NOON + HOUR,
    poll="0f" * 16,
)


def payload(
    body: bytes = b'{"cars": 0}', at: datetime = NOON, source: str = "guard"
) -> KeptPayload:
    """Make a payload that came once."""
    url, about = f"https://{source}.example/queues", {"place": "Ларс", "date": "2026-03-01"}
    return KeptPayload(
        source=source,
        url=url,
        about=about,
        charset="windows-1251",
        body=body,
        fetched_at=at,
        last_at=at,
        digest=digest_of(source, url, about, body),
    )
