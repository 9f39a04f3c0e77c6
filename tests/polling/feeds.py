"""Made feeds for the tests of polling: a small JSON source about Upper Lars, and its answers."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from typing import Any

from app.domain.report import Queue, Report
from app.domain.vocabulary import Method, Mode, OriginKind, Quantity
from app.polling.client import Answer
from app.sources.kit import (
    Parsed,
    Payload,
    Request,
    Scope,
    Source,
    SourceError,
    Speaker,
    Unreadable,
    each,
    figure,
    number,
)

NOON = datetime(2026, 11, 25, 12, tzinfo=UTC)
MINUTE, HOUR = timedelta(minutes=1), timedelta(hours=1)
URL = "https://feed.example/queue.json"
CARS = Queue("verkhny-lars", "RU-GE", Mode.CAR)
GUARD = Speaker(
    source="feed",
    origin="Made Border Guard",
    origin_kind=OriginKind.AUTHORITY,
    method=Method.COUNTED,
)


def parse(payload: Payload, _scope: Scope) -> Parsed:
    """Read `{"rows": [{"at": ISO, "cars": number}], "further": [addresses]}`."""
    match payload.json():
        case {"rows": list(rows), "further": list(further)}:
            parsed = each(rows, lambda row: _report(row, payload))
            parsed.further += [Request(url=url) for url in further]
            return parsed
        case _:
            raise Unreadable("no list of rows")


def _report(row: Mapping[str, Any], payload: Payload) -> Report | None:
    if row["cars"] is None:
        return None
    return figure(
        GUARD,
        CARS,
        Quantity.QUEUE_VEHICLES,
        number(row["cars"]),
        observed_from=datetime.fromisoformat(row["at"]),
        recorded_at=payload.fetched_at,
    )


def source(**changes: Any) -> Source:  # noqa: ANN401 - any field of Source
    """Make the source, changed where a test says so."""
    made = Source(
        id="feed",
        name="Made feed",
        url="https://feed.example/",
        every=timedelta(minutes=5),
        licence="made",
        attribution="Made feed",
        asks=lambda _scope, _now: [Request(url=URL)],
        parse=parse,
        pause=timedelta(0),
    )
    return replace(made, **changes)


def body(*rows: tuple[datetime, float | None], further: Sequence[str] = ()) -> bytes:
    """Write an answer: a row for each moment and number of cars."""
    told = [{"at": at.isoformat(), "cars": cars} for at, cars in rows]
    return json.dumps({"rows": told, "further": list(further)}).encode()


def answer(content: bytes = b"", **changes: Any) -> Answer:  # noqa: ANN401 - any field of Answer
    """Make a good answer that came at noon."""
    made = Answer(
        status=200,
        body=content,
        url=URL,
        fetched_at=NOON,
        charset=None,
        media="application/json",
        date=None,
        received=len(content),
        not_modified=False,
        etag=None,
        modified=None,
    )
    return replace(made, **changes)


@dataclass
class Wire:
    """Answers requests from a script: per address an answer or an error; notes what was asked."""

    script: dict[str, Answer | SourceError]
    asked: list[tuple[str, str | None]] = field(default_factory=list)

    async def ask(
        self, _source: Source, request: Request, /, *, etag: str | None, modified: str | None
    ) -> Answer:
        """Answer as the script says."""
        assert modified is None
        self.asked.append((request.url, etag))
        said = self.script[request.url]
        if isinstance(said, SourceError):
            raise said
        return replace(said, url=request.url)
