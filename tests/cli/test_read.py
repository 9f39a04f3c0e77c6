"""Reading messages: lines in, lines out, and each fault told by line and field."""

import io
import json

import pytest

from app.cli.read_line import LONGEST_LINE
from tests.cli.conftest import Darial

PUBLISHED = "2026-11-28T09:00:00Z"


def _given(patch: pytest.MonkeyPatch, *lines: object) -> None:
    written = [line if isinstance(line, str) else json.dumps(line) for line in lines]
    stream = io.TextIOWrapper(io.BytesIO("\n".join(written).encode()))
    patch.setattr("sys.stdin", stream)


def test_a_message_is_a_line_with_its_reports(
    darial: Darial, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each report has every field, moments in UTC, and the span it stands in."""
    text = "Ларс: более 300 машин"
    _given(monkeypatch, {"id": 7, "text": text, "published": PUBLISHED})

    result = darial("read")

    assert result.code == 0
    assert json.loads(result.out) == {
        "id": 7,
        "reports": [
            {
                "quantity": "queue_vehicles",
                "low": 300,
                "high": None,
                "mode": "any",
                "place": "verkhny-lars",
                "word": None,
                "subject": "vehicles",
                "claim": None,
                "bound": "at_least",
                "direction": None,
                "observed_from": PUBLISHED,
                "observed_to": PUBLISHED,
                "span": [6, 21],
                "fired": "queue_vehicles: nothing but a place",
            }
        ],
        "refused": [],
    }


def test_what_was_refused_is_told_with_its_reason(
    darial: Darial, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A figure that is no report has its span and a reason."""
    _given(monkeypatch, {"id": "a", "text": "A taxi costs 500 dollars", "published": PUBLISHED})

    result = darial("read")

    told = json.loads(result.out)
    assert told["reports"] == []
    assert told["refused"] == [{"span": [13, 24], "reason": "price"}]


@pytest.mark.parametrize(
    ("line", "field"),
    [
        ("nonsense", "line"),
        ("[]", "line"),
        ({"text": "x", "published": PUBLISHED}, "id"),
        ({"id": True, "text": "x", "published": PUBLISHED}, "id"),
        ({"id": 1, "text": 5, "published": PUBLISHED}, "text"),
        ({"id": 1, "text": "x"}, "published"),
        ({"id": 1, "text": "x", "published": "2026-11-28T09:00:00"}, "published"),
        ({"id": 1, "text": "x", "published": "yesterday"}, "published"),
        ({"id": 1, "text": "x", "published": PUBLISHED, "lang": 5}, "lang"),
        ({"id": 1, "text": "x", "published": PUBLISHED, "place_hint": "mars"}, "place_hint"),
        ({"id": 1, "text": "x" * LONGEST_LINE, "published": PUBLISHED}, "line"),
    ],
)
def test_a_bad_line_is_told_and_the_rest_is_read(
    darial: Darial, monkeypatch: pytest.MonkeyPatch, line: object, field: str
) -> None:
    """Standard error names line and field; the next line is read, and the command ends with 1."""
    _given(monkeypatch, line, "", {"id": 2, "text": "x", "published": PUBLISHED})

    result = darial("read")

    assert result.code == 1
    assert result.err.startswith(f"line 1: {field}: ")
    assert json.loads(result.out)["id"] == 2


def test_a_page_explains_a_message(darial: Darial, monkeypatch: pytest.MonkeyPatch) -> None:
    """The text stands with its spans marked, and what each of them was read as."""
    _given(monkeypatch, {"id": 1, "text": "Lars: queue 5 km, 9 lanes", "published": PUBLISHED})

    result = darial("read", "--explain")

    assert result.out.splitlines() == [
        "1 (en)",
        "  Lars: [1 queue 5 km], 9 lanes",
        "  1 queue_km 5, verkhny-lars any, vehicles: length: noun.queue",
        "  - 9 lanes: other unit",
    ]
