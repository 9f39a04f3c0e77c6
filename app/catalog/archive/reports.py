"""One row of the archive's format as a report."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from app.catalog.archive import cells
from app.catalog.catalogue import Catalogue
from app.domain.errors import UnknownPlace
from app.domain.place import Place
from app.domain.report import Report, check_against, content_identity, default_subject
from app.domain.report_check import InvalidReport
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

METHODS: Mapping[OriginKind, Method] = {
    OriginKind.AUTHORITY: Method.OFFICIAL,
    OriginKind.CUSTOMS: Method.OFFICIAL,
    OriginKind.OPERATOR: Method.OFFICIAL,
    OriginKind.OFFICIALS_QUOTED_BY_MEDIA: Method.RELAYED,
    OriginKind.ANONYMOUS_SOURCE: Method.RELAYED,
    OriginKind.MEDIA: Method.RELAYED,
    OriginKind.CHANNEL: Method.RELAYED,
    OriginKind.REPORTER: Method.OBSERVED,
    OriginKind.EYEWITNESS: Method.OBSERVED,
    OriginKind.CROWD: Method.OBSERVED,
    OriginKind.NGO: Method.OBSERVED,
    OriginKind.BUSINESS: Method.OBSERVED,
    OriginKind.SATELLITE: Method.OBSERVED,
    OriginKind.MAP: Method.OBSERVED,
    OriginKind.SENSOR: Method.COUNTED,
}
"""How a speaker of each kind comes to know, where no `method` says it."""

TEXTS = ("direction", "note", "publisher", "origin", "url", "language")
"""Columns taken as they are."""

MOST_UNKNOWN = 1000
"""Unknown places whose near matches are remembered."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Reader:
    """Reads rows of one file: against this catalogue, for this source, at this moment."""

    catalogue: Catalogue
    source: str
    now: datetime
    unknown: dict[str, str] = field(default_factory=dict)

    def report(self, row: Mapping[str, str]) -> Report:
        """Give the report a row makes; raises InvalidReport naming the column."""
        place = self._place(row["place"])
        said = _said(row, place)
        report = Report(
            **said,
            source=row.get("source") or self.source,
            identity=row.get("id") or row.get("identity") or content_identity(said),
            recorded_at=cells.moment("recorded_at", row.get("recorded_at", "")) or self.now,
            archived=True,
        )
        check_against(report, place, self.now)
        return report

    def _place(self, place_id: str) -> Place:
        if place_id in self.unknown:
            raise InvalidReport("place", self.unknown[place_id])
        try:
            return self.catalogue.place(place_id)
        except UnknownPlace as error:
            if len(self.unknown) < MOST_UNKNOWN:
                self.unknown[place_id] = error.detail
            raise InvalidReport("place", error.detail) from error


def _said(row: Mapping[str, str], place: Place) -> dict[str, Any]:
    """Read what a row says: all that makes its identity where it has no id."""
    origin_kind = cells.word("origin_kind", row["origin_kind"], OriginKind)
    quantity = cells.word("quantity", row["quantity"], Quantity)
    return {
        **{name: row.get(name, "") for name in TEXTS},
        "place": place.id,
        "mode": cells.word("mode", row["mode"], Mode),
        "quantity": quantity,
        "value": cells.figure("value", row.get("value", "")),
        "low": cells.figure("low", row.get("low", "")),
        "high": cells.figure("high", row.get("high", "")),
        "bound": cells.word_or_none("bound", row.get("bound", ""), Bound),
        "word": row.get("word") or None,
        "claim": cells.word_or_none("claim", row.get("claim", ""), Claim),
        "per": cells.word_or_none("per", row.get("per", ""), Per),
        "subject": cells.word_or_none("subject", row.get("subject", ""), Subject)
        or default_subject(quantity),
        "precision": cells.word("precision", row["precision"], Precision),
        "origin_kind": origin_kind,
        "method": cells.word_or_none("method", row.get("method", ""), Method)
        or METHODS[origin_kind],
        "observed_from": _needed_moment("observed_from", row["observed_from"]),
        "observed_to": cells.moment("observed_to", row["observed_to"]),
        "published_at": cells.moment("published_at", row.get("published_at", ""))
        or cells.end_of_day("published_on", row.get("published_on", ""), place.zone),
        "retracts": row.get("retracts") or None,
    }


def _needed_moment(column: str, text: str) -> datetime:
    moment = cells.moment(column, text)
    if moment is None:
        raise InvalidReport(column, f"is empty: {cells.WITH_OFFSET}")
    return moment
