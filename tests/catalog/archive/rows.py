"""A row in the archive's format that is right, and files made of such rows."""

import csv
import io
from collections.abc import Iterable
from datetime import UTC, datetime

from app.catalog import Catalogue, load
from app.catalog.archive import Refused, Row, read_rows
from app.domain.report import Report

NOW = datetime(2026, 11, 24, 12, 0, tzinfo=UTC)
CATALOGUE: Catalogue = load()

FIGURE = {
    "place": "verkhny-lars",
    "direction": "RU-GE",
    "mode": "car",
    "quantity": "queue_vehicles",
    "value": "3600",
    "bound": "exact",
    "observed_from": "2022-09-28T00:00:00+03:00",
    "observed_to": "2022-09-29T00:00:00+03:00",
    "precision": "day",
    "origin": "North Ossetia interior ministry",
    "origin_kind": "authority",
}
WORD = FIGURE | {
    "quantity": "access",
    "value": "",
    "bound": "",
    "word": "open",
    "subject": "everybody",
    "claim": "stated",
}


def written(*rows: dict[str, str]) -> bytes:
    """Write rows as a file whose columns are those of the first."""
    text = io.StringIO()
    writer = csv.DictWriter(text, fieldnames=list(rows[0]), lineterminator="\n", restval="")
    writer.writeheader()
    writer.writerows(rows)
    return text.getvalue().encode()


def read(content: bytes | Iterable[str], source: str = "import") -> list[Row]:
    """Read a file's bytes, or lines."""
    lines = io.BytesIO(content) if isinstance(content, bytes) else content
    return list(read_rows(lines, CATALOGUE, source=source, now=NOW))


def report(**cells: str) -> Report:
    """Read one figure with some cells changed; it must be taken."""
    (row,) = read(written(FIGURE | cells))
    assert isinstance(row, Report), row
    return row


def refused(**cells: str) -> Refused:
    """Read one figure with some cells changed; it must be refused."""
    (row,) = read(written(FIGURE | cells))
    assert isinstance(row, Refused), row
    return row
