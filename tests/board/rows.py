"""Rows made for tests: one queue at Upper Lars, with every part filled."""

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

from app.board.row import Row, row
from app.catalog import load
from app.domain.report import Queue
from app.domain.status import (
    Access,
    Condition,
    Estimate,
    Event,
    LastFigure,
    LastHeard,
    LastMeasurement,
    LastWord,
    Measurement,
    Rule,
    Status,
    Withheld,
)
from app.domain.vocabulary import (
    AccessWord,
    Agreement,
    Bound,
    Claim,
    Coverage,
    Freshness,
    Method,
    Mode,
    NoNumber,
    OriginKind,
    Quantity,
    Subject,
)

CATALOGUE = load()
NOON = datetime(2022, 9, 28, 12, tzinfo=UTC)
URL = "https://example.org/page"

VEHICLES = Estimate(
    quantity=Quantity.QUEUE_VEHICLES,
    subject=Subject.VEHICLES,
    low=2700,
    mid=3300,
    high=4100,
    method=Method.OFFICIAL,
    observed_to=NOON,
    freshness=Freshness.FRESH,
    late_at=NOON.replace(hour=18),
    stale_at=NOON.replace(day=29),
    agreement=Agreement.DIFFER,
    origins=5,
)
NO_WAIT = Estimate(
    quantity=Quantity.WAIT_MINUTES,
    subject=Subject.EVERYBODY,
    freshness=Freshness.STALE,
    no_number=NoNumber.STALE,
    last=LastFigure(low=2400, mid=3000, high=4700, observed_to=NOON.replace(day=20)),
)
RULE = Rule(
    mode=Mode.BICYCLE,
    subject=Subject.EVERYBODY,
    word="allowed",
    claim=Claim.STATED,
    observed_from=NOON,
    until=None,
    freshness=Freshness.FRESH,
    late_at=None,
    stale_at=None,
    review_at=None,
    agreement=Agreement.SINGLE,
    origin="border guard",
    origin_kind=OriginKind.AUTHORITY,
    place="ge",
    url=URL,
    note="",
)
EVENT = Event(
    word="draft_summons",
    mode=Mode.ANY,
    claim=Claim.CONFIRMED,
    observed_from=NOON,
    observed_to=None,
    last_heard=NOON,
    freshness=Freshness.FRESH,
    origin="The Paper",
    origin_kind=OriginKind.MEDIA,
    origins=1,
    place="verkhny-lars",
    url=URL,
    note="=1+1",
)
COLD = Condition(
    quantity=Quantity.TEMPERATURE_C,
    word=None,
    low=-12.0,
    high=-12.0,
    observed_to=NOON,
    freshness=Freshness.FRESH,
    late_at=NOON.replace(hour=13),
    stale_at=NOON.replace(hour=15),
    origin="the post",
    url=URL,
)
SNOW = replace(COLD, quantity=Quantity.WEATHER, word="snow", low=None, high=None)
COUNTED = Measurement(
    quantity=Quantity.CROSSINGS_VEHICLES,
    subject=Subject.VEHICLES,
    low=1234.0,
    mid=1234.0,
    high=1234.0,
    bound=Bound.EXACT,
    per=None,
    method=Method.COUNTED,
    observed_from=NOON.replace(hour=11),
    observed_to=NOON,
    freshness=Freshness.FRESH,
    late_at=NOON.replace(hour=14),
    stale_at=NOON.replace(hour=18),
    origin="road agency",
    url=URL,
    source="loops",
)
STOPPED = replace(
    COUNTED,
    quantity=Quantity.APPROACH_FLOW_RATIO,
    subject=Subject.EVERYBODY,
    low=None,
    mid=None,
    high=None,
    freshness=Freshness.STALE,
    no_number=NoNumber.STALE,
    last=LastMeasurement(low=0.25, mid=0.25, high=0.25, observed_from=NOON, observed_to=NOON),
)
ACCESS = Access(state=AccessWord.OPEN, freshness=Freshness.LATE, origin="border guard", url=URL)
LAST_OPEN = LastWord(
    state=AccessWord.OPEN, observed_from=NOON, observed_to=None, origin="border guard", url=URL
)

HAZARD = LastHeard(
    word="road_blocked", mode=Mode.CAR, claim=Claim.STATED, last_heard=NOON.replace(month=2)
)
ORDER = Withheld(
    quantity=None, until=NOON.replace(hour=18), reason="the count is wrong", id="00aa00aa00aa00aa"
)

STATUS = Status(
    queue=Queue("verkhny-lars", "RU-GE", Mode.CAR),
    coverage=Coverage.ARCHIVE,
    access=ACCESS,
    estimates={Quantity.WAIT_MINUTES: NO_WAIT, Quantity.QUEUE_VEHICLES: VEHICLES},
    rules=(RULE,),
    events=(EVENT,),
    sources=("archive",),
    heard_at=NOON,
)


def made(place: str = "verkhny-lars", version: int = 1, **parts: Any) -> Row:  # noqa: ANN401
    """Make a row from STATUS, with other parts where some are given."""
    status = replace(STATUS, **parts)
    queue = status.queue._replace(place=place)
    return row(replace(status, queue=queue), CATALOGUE.place(place), {}, version)
