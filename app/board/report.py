"""A report as readers get it, disclosed, with what became of it since."""

from collections.abc import Iterable, Iterator

from app.board.notation import Fields, instant, instant_if_any
from app.catalog import Catalogue
from app.domain.disclosure import disclose_report, told_at
from app.domain.report import Report
from app.domain.vocabulary import UNITS
from app.store.kept import Kept

COLUMNS = (
    "id", "place", "direction", "mode", "quantity", "subject", "unit", "value", "low", "high",
    "bound", "per", "word", "claim", "observed_from", "observed_to", "precision", "origin",
    "origin_kind", "method", "source", "publisher", "published_at", "recorded_at", "known_at",
    "review_at", "url", "permalink", "language", "note", "archived", "revision", "retracts",
    "superseded_by", "superseded_at", "retracted_by", "retracted_at", "reason",
)  # fmt: skip
"""The fields of a report, in JSON and as columns of CSV."""


def describe_reports(kept: Iterable[Kept], catalogue: Catalogue) -> Iterator[Fields]:
    """Give the objects of reports; one that may not leave is left out."""
    for each in kept:
        described = describe_report(each, catalogue)
        if described is not None:
            yield described


def describe_report(kept: Kept, catalogue: Catalogue) -> Fields | None:
    """Give the JSON object of a report, or None where it may not leave."""
    place = catalogue.places.get(kept.report.place)
    disclosed = disclose_report(kept.report, place.kind) if place else None
    if disclosed is None:
        return None
    return _said(disclosed, kept.report.id) | {
        "superseded_by": kept.superseded_by,
        "superseded_at": instant_if_any(kept.superseded_at),
        "retracted_by": kept.retracted_by,
        "retracted_at": instant_if_any(kept.retracted_at),
        "reason": kept.reason,
    }


def _said(report: Report, public: str) -> Fields:
    return {
        "id": public,
        "place": report.place,
        "direction": report.direction,
        "mode": report.mode,
        "quantity": report.quantity,
        "subject": report.subject,
        "unit": UNITS.get(report.quantity),
        "value": report.value,
        "low": report.low,
        "high": report.high,
        "bound": report.bound,
        "per": report.per,
        "word": report.word,
        "claim": report.claim,
        "observed_from": instant(report.observed_from),
        "observed_to": instant_if_any(report.observed_to),
        "precision": report.precision,
        "origin": report.origin,
        "origin_kind": report.origin_kind,
        "method": report.method,
        "source": report.source,
        "publisher": report.publisher,
        "published_at": instant_if_any(report.published_at),
        "recorded_at": instant(told_at(report, report.recorded_at)),
        "known_at": instant(told_at(report, report.known)),
        "review_at": instant_if_any(report.review_at),
        "url": report.url,
        "permalink": report.permalink,
        "language": report.language,
        "note": report.note,
        "archived": report.archived,
        "revision": report.revision,
        "retracts": report.retracts,
    }
