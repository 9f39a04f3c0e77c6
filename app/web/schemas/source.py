"""The shape of sources."""

from datetime import datetime
from typing import Annotated

from pydantic import Field

from app.domain.health import Health, Outcome
from app.web.schemas.common import Meta, Shape, known

HealthCode = Annotated[str, known(Health)]
OutcomeCode = Annotated[str, known(Outcome)]


class RefusedRow(Shape):
    """A row of a publisher's answer that we could not use: its beginning, and why."""

    row: str
    reason: str


class SourceEntry(Shape):
    """Who hands us reports, under which terms, how often, and whether we hear it."""

    id: str
    name: str
    kind: str
    licence: str
    attribution: str
    url: str
    redistribute: bool
    cadence_s: int | None = Field(description="How often it speaks, in seconds; null: not live.")
    added_at: datetime
    last_recorded_at: datetime | None = Field(description="When its newest report was stored.")
    health: HealthCode | None = Field(description="How a live source stands; null: not live.")
    since: datetime | None = Field(description="Since when it stands so.")
    outcome: OutcomeCode | None = Field(description="How its last poll ended.")
    error: str | None = Field(description="Why, where that was no good end.")
    polled_at: datetime | None = Field(description="When its last poll began.")
    good_at: datetime | None = Field(description="When the last one began that ended well.")
    newest_at: datetime | None = Field(description="The newest moment it spoke of.")
    failures: int = Field(description="Polls in a row that did not end well.")
    refused: int | None = Field(description="Rows that its last poll could not use.")
    refused_rows: list[RefusedRow] = Field(description="The first of those rows, at most 20.")
    late_at: datetime | None = Field(description="When it is late, without another good poll.")
    stale_at: datetime | None
    reports: int = Field(description="How many it has brought in all.")
    unread_posts: int = Field(description="Messages that nobody has read yet.")


class SourcesAnswer(Shape):
    """Every source."""

    data: list[SourceEntry]
    meta: Meta
