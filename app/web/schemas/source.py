"""The shape of sources."""

from datetime import datetime
from typing import Annotated

from app.domain.health import Health, Outcome
from app.domain.source_kind import SourceKind
from app.web.schemas.common import Meta, Shape, known, told

SourceKindCode = Annotated[str, known(SourceKind, means="How its reports come to us.")]
HealthCode = Annotated[str, known(Health, means="How a live source stands; null: not live.")]
OutcomeCode = Annotated[str, known(Outcome, means="How its last poll ended.")]


class RefusedRow(Shape):
    """A row of a publisher's answer that we could not use: its beginning, and why."""

    row: str = told("The beginning of the row, as it came.")
    reason: str = told("Why it could not be used.")


class SourceEntry(Shape):
    """Who hands us reports, under which terms, how often, and whether we hear it."""

    id: str = told("Its permanent id.")
    name: str = told("Its name.")
    kind: SourceKindCode
    licence: str = told("Its licence or terms: an SPDX id, or in words.")
    attribution: str = told("The words to name it with.")
    url: str = told("Where it is; empty for what is not on the web.")
    redistribute: bool = told("Whether its rows may be passed on.")
    cadence_s: int | None = told("How often it speaks, in seconds; null: not live.", "s")
    added_at: datetime = told("When we first had it.")
    last_recorded_at: datetime | None = told("When its newest report was stored.")
    health: HealthCode | None
    since: datetime | None = told("Since when it stands so.")
    outcome: OutcomeCode | None
    error: str | None = told("Why, where that was no good end.")
    polled_at: datetime | None = told("When its last poll began.")
    good_at: datetime | None = told("When the last one began that ended well.")
    newest_at: datetime | None = told("The newest moment it spoke of.")
    failures: int = told("Polls in a row that did not end well.")
    refused: int | None = told("Rows that its last poll could not use.")
    refused_rows: list[RefusedRow] = told("The first of those rows, at most 20.")
    late_at: datetime | None = told("When it is late, without another good poll.")
    stale_at: datetime | None = told("When its numbers are withheld, without another good poll.")
    reports: int = told("How many it has brought in all.")
    unread_posts: int = told("Messages that nobody has read yet.")


class SourcesAnswer(Shape):
    """Every source."""

    data: list[SourceEntry] = told("The sources, by id.")
    meta: Meta = told("What the answer says about itself.")
