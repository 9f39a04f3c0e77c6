"""The shape of sources."""

from datetime import datetime

from pydantic import Field

from app.web.schemas.common import Meta, Shape


class SourceEntry(Shape):
    """Who hands us reports, under which terms, how often and when last."""

    id: str
    name: str
    kind: str
    licence: str
    attribution: str
    url: str
    redistribute: bool
    cadence_s: int | None = Field(description="How often it speaks, in seconds; null: not live.")
    added_at: datetime
    last_recorded_at: datetime | None
    late_at: datetime | None
    stale_at: datetime | None
    reports: int


class SourcesAnswer(Shape):
    """Every source."""

    data: list[SourceEntry]
    meta: Meta
