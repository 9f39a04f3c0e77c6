"""Privacy: what leads to a person is in no figure, no span and no page."""

import json
from datetime import UTC, datetime

import pytest

from app.catalog.load import load
from app.cli.read_line import message, written
from app.cli.read_page import page
from app.reading.reader import Reader

AT = datetime(2026, 11, 28, 9, 0, tzinfo=UTC)
READER = Reader(load().places.values())


@pytest.mark.parametrize(
    "contact",
    ["+7 921 123-45-67", "8 (921) 123 45 67", "А123ВС15", "@ivan_lars", "t.me/lars_taxi"],
)
def test_contacts_are_in_no_output(contact: str) -> None:
    """A phone, plate, handle or link is no figure, and stands in no page that explains."""
    text = f"На Ларсе в очереди 300 машин {contact} стоим 5 часов"
    asked = message(json.dumps({"id": "1", "text": text, "published": AT.isoformat()}).encode())
    told = READER.read(text, published_at=AT)

    assert [each.low for each in told.reports] == [300, 300]
    assert contact not in json.dumps(written(asked, told), ensure_ascii=False)
    assert contact not in page(asked, told)


def test_spans_are_of_the_text_as_it_came() -> None:
    """What was taken out before a figure does not move its span."""
    text = "Звоните +7 921 123-45-67\nНа Ларсе в очереди 300 машин"
    (said,) = READER.read(text, published_at=AT).reports

    assert text[slice(*said.span)] == "очереди 300 машин"


def test_a_range_of_counts_is_no_phone() -> None:
    """Ten digits in two groups of thousands are a range."""
    (said,) = READER.read("На Ларсе в очереди 10 000-12 000 машин", published_at=AT).reports

    assert (said.low, said.high) == (10_000, 12_000)
