"""A report as a row: every field goes in and comes out."""

from dataclasses import fields

import pytest

from app.domain.report import Report
from app.domain.vocabulary import (
    Bound,
    Claim,
    Method,
    Mode,
    OriginKind,
    Per,
    Precision,
    Quantity,
    Subject,
)
from app.store import reports
from app.store.database import WriteSession
from app.store.row import FILLED, WRITTEN
from app.store.tables import reports as table
from tests.store.made import DAY, HOUR, MINUTE, NOON, figure, word

FULL = Report(
    place="lars",
    direction="GE-RU",
    mode=Mode.FOOT,
    quantity=Quantity.CROSSINGS_PEOPLE,
    subject=Subject.RUSSIAN_CITIZENS,
    value=8572,
    low=8000,
    high=9000.5,
    bound=Bound.BETWEEN,
    per=Per.DAY,
    note="повтор, „quoted“",
    observed_from=NOON - DAY,
    observed_to=NOON,
    published_at=NOON + HOUR,
    known_at=NOON + 2 * HOUR,
    recorded_at=NOON + 3 * HOUR,
    review_at=NOON + DAY,
    precision=Precision.DAY,
    publisher="An outlet",
    url="https://example.org/a",
    language="ka",
    source="guard",
    identity="r0001",
    origin="Ministry",
    origin_kind=OriginKind.OFFICIALS_QUOTED_BY_MEDIA,
    method=Method.RELAYED,
    archived=True,
    permalink="https://example.org/p",
    span=(0, 12),
    fired="wait.hours",
    poll="2026-03-01T12:00Z",
    time_basis="stated",
)


def test_every_field_of_a_report_is_kept() -> None:
    """Whoever adds a field to the report adds a column for it."""
    assert sorted(FILLED) == sorted(field.name for field in fields(Report))
    assert sorted(WRITTEN) == sorted(column.name for column in table.columns if column.name != "id")


@pytest.mark.parametrize(
    "report",
    [
        FULL,
        figure(value=0),
        figure(value=None, low=3, bound=Bound.AT_LEAST),
        word(claim=Claim.DENIED, review_at=NOON + DAY),
        word(claim=None, observed_to=NOON + MINUTE),
    ],
    ids=["full", "zero", "bound", "standing word", "word without claim"],
)
async def test_a_report_comes_back_as_it_was(writing: WriteSession, report: Report) -> None:
    """Nothing is lost or made up: zero stays zero, unknown stays unknown."""
    await reports.add(writing, [report])

    kept = await reports.one(writing, report.id)

    assert kept is not None
    assert kept.report == report
    assert kept.report.id == report.id
