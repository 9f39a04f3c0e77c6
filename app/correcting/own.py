"""What an operator says, as a source of its own: reports and retractions."""

from dataclasses import replace
from datetime import datetime

from app.domain.act import Act
from app.domain.report import Report
from app.domain.source_kind import SourceKind
from app.store import sources
from app.store.database import WriteSession
from app.store.sources import OPERATOR, Source


async def register(session: WriteSession, at: datetime) -> None:
    """Note the operator as a source, at its first word."""
    if await sources.one(session, OPERATOR) is None:
        await sources.register(session, _source(at))


def _source(at: datetime) -> Source:
    return Source(
        id=OPERATOR,
        name="The operator of this service",
        kind=SourceKind.OPERATOR,
        licence="",
        attribution="the operator of this service; each report names its origin",
        url="",
        redistribute=True,
        added_at=at,
    )


def retraction_of(report: Report, act: Act) -> Report:
    """Give the row by which an act takes a report back, or a retraction.

    It repeats what the row says, so that disclosure treats both alike, but neither its link nor who
    said it: what is taken back is not told again.
    """
    return replace(
        report,
        source=OPERATOR,
        identity=f"{act.id}:{report.id}",
        origin=act.role,
        note=act.reason,
        retracts=report.id,
        recorded_at=act.at,
        published_at=None,
        known_at=act.at,
        review_at=None,
        publisher="",
        url="",
        permalink="",
        language="",
        span=None,
        fired="",
        poll="",
        time_basis="",
        revision=0,
    )
