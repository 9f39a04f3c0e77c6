"""A view: all that an answer is made from, at one moment; the next view replaces it whole."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from app.board.attribution import LICENCE, credits_for
from app.board.document import CSV, GEOJSON, JSON, TEXT, Document, document
from app.board.geojson import feature_collection, feature_of_queue
from app.board.plain import plain
from app.board.row import Fields, Row, encode
from app.board.selection import Filters, narrow, select
from app.board.tidy import tidy
from app.catalog import Catalogue
from app.domain.status import METHOD_VERSION
from app.store.sources import Source

WHEN = ("as_of", "knowledge")
"""How a past moment was asked for, by names of a query."""


class Form(StrEnum):
    """How an answer is written."""

    JSON = JSON
    GEOJSON = GEOJSON
    CSV = CSV
    TEXT = TEXT


@dataclass(frozen=True, slots=True, kw_only=True)
class View:
    """What is published, or was known at a moment: rows, and what an answer says about itself.

    `further` is said in `meta` besides; `away` marks that the database is gone; `published` is
    false for what was only computed, which then has no version.
    """

    catalogue: Catalogue
    rows: tuple[Row, ...] = ()
    sources: tuple[Source, ...] = ()
    contact: str | None = None
    away: bool = False
    published: bool = True
    further: Mapping[str, Any] = field(default_factory=dict)

    def finish(self, body: bytes, form: str = JSON, version: int | None = None) -> Document:
        """Finish bytes into a document, marked while the database is away."""
        return document(body, form, version=version, away=self.away)

    def status(self, form: Form, filters: Filters) -> Document:
        """Answer what it is like at the places asked for.

        Its version is the one at which any of its rows last changed, so that an answer about one
        place stays the same while others change.
        """
        rows = select(self.rows, filters)
        version = max((row.version for row in rows), default=0) if self.published else None
        return self.finish(self._write(form, rows, filters, version), form, version)

    def envelope(self, data: bytes, sources: Iterable[str], **meta: object) -> bytes:
        """Wrap finished JSON into `{"data", "meta"}`, with the credits of these sources."""
        told = encode({**meta, **self._meta(sources)})
        return b'{"data":' + data + b',"meta":' + told + b"}"

    def collection(self, found: Iterable[Fields], sources: Iterable[str], **meta: object) -> bytes:
        """Write GeoJSON features as a FeatureCollection, with the credits of these sources."""
        return feature_collection(found, {**meta, **self._meta(sources)})

    def _write(self, form: Form, rows: list[Row], filters: Filters, version: int | None) -> bytes:
        whole = not (filters.quantity or filters.subject)
        if form is Form.JSON and whole:
            data = b"[" + b",".join(row.json for row in rows) + b"]"
            return self.envelope(data, sources_of(rows), version=version)
        cut = [row.fields for row in rows] if whole else list(narrow(rows, filters))
        if form is Form.CSV or form is Form.TEXT:
            return tidy(cut) if form is Form.CSV else plain(cut)
        told = {each for row in cut for each in row["sources"]}
        if form is Form.JSON:
            return self.envelope(encode(cut), told, version=version)
        return self.collection(self._on_the_map(cut), told, version=version)

    def _on_the_map(self, cut: Iterable[Fields]) -> Iterator[Fields]:
        asked = {name: self.further[name] for name in WHEN if name in self.further}
        for row in cut:
            yield feature_of_queue(row, self.catalogue.place(row["place"]), asked)

    def _meta(self, sources: Iterable[str]) -> Fields:
        return {
            **self.further,
            "method_version": METHOD_VERSION,
            "catalogue_version": self.catalogue.version,
            "attribution": credits_for(sources, self.sources),
            "licence": LICENCE,
            "contact": self.contact,
        }


def sources_of(rows: Iterable[Row]) -> set[str]:
    """Give the sources behind some rows."""
    return {source for row in rows for source in row.status.sources}
