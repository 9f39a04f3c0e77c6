"""A view: all that an answer is made from, at one moment; the next view replaces it whole."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from app.board.attribution import LICENCE, credits_for
from app.board.document import CSV, GEOJSON, JSON, TEXT, Document, document
from app.board.geojson import collection_of, feature_collection, feature_of_queue
from app.board.notation import Fields, encode
from app.board.pieces import piece
from app.board.plain import line_of, plain
from app.board.row import Row
from app.board.selection import Filters, Gone, narrow, select, version_of
from app.board.tidy import HEADER, lines_of, tidy
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

    `gone` are the queues that had a row once. `further` is said in `meta` besides; `away` marks
    that the database is gone; `published` is false for what was only computed, which then has no
    version.
    """

    catalogue: Catalogue
    rows: tuple[Row, ...] = ()
    gone: tuple[Gone, ...] = ()
    sources: tuple[Source, ...] = ()
    contact: str | None = None
    away: bool = False
    published: bool = True
    further: Mapping[str, Any] = field(default_factory=dict)

    def finish(self, body: bytes, form: str = JSON, version: int | None = None) -> Document:
        """Finish bytes into a document, marked while the database is away."""
        return document(body, form, version=version, away=self.away)

    def version(self, filters: Filters) -> int | None:
        """Give the version at which an answer last changed; None for what was only computed."""
        return version_of(self.told_of, filters) if self.published else None

    @property
    def newest(self) -> int:
        """Give the version at which any row last changed; 0 before there was one."""
        return max((row.version for row in self.told_of), default=0)

    @property
    def told_of(self) -> tuple[Row | Gone, ...]:
        """Give every row, and those that are gone."""
        return (*self.rows, *self.gone)

    def status(self, form: Form, filters: Filters) -> Document:
        """Answer what it is like at the places asked for.

        Its version is the one at which any of its rows last changed, so that an answer about one
        place stays the same while others change.
        """
        rows, version = select(self.rows, filters), self.version(filters)
        return self.finish(self._write(form, rows, filters, version), form, version)

    def write_rows(self, form: Form, new: Iterable[Row]) -> None:
        """Write rows that are new in a form; the answers are joined of that."""
        for row in new:
            self._piece(row, form)

    def envelope(self, data: bytes, sources: Iterable[str], **meta: object) -> bytes:
        """Wrap finished JSON into `{"data", "meta"}`, with the credits of these sources."""
        told = encode({**meta, **self._meta(sources)})
        return b'{"data":' + data + b',"meta":' + told + b"}"

    def collection(self, found: Iterable[Fields], sources: Iterable[str], **meta: object) -> bytes:
        """Write GeoJSON features as a FeatureCollection, with the credits of these sources."""
        return feature_collection(found, {**meta, **self._meta(sources)})

    def _write(self, form: Form, rows: list[Row], filters: Filters, version: int | None) -> bytes:
        if not (filters.quantity or filters.subject):
            return self._whole(form, rows, version)
        cut = list(narrow(rows, filters))
        if form is Form.CSV or form is Form.TEXT:
            return tidy(cut) if form is Form.CSV else plain(cut)
        told = {each for row in cut for each in row["sources"]}
        if form is Form.JSON:
            return self.envelope(encode(cut), told, version=version)
        return self.collection(map(self._feature, cut), told, version=version)

    def _whole(self, form: Form, rows: list[Row], version: int | None) -> bytes:
        """Write rows as they are; each is written once in each form while it stands."""
        told, written = sources_of(rows), [self._piece(row, form) for row in rows]
        match form:
            case Form.JSON:
                return self.envelope(b"[%s]" % b",".join(written), told, version=version)
            case Form.CSV:
                return b"".join((HEADER, *written))
            case Form.TEXT:
                return b"".join(written)
            case Form.GEOJSON:
                return collection_of(written, {"version": version, **self._meta(told)})

    def _piece(self, row: Row, form: Form) -> bytes:
        match form:
            case Form.JSON:
                return row.json
            case Form.CSV:
                return piece(row, form, _lines)
            case Form.TEXT:
                return piece(row, form, _line)
            case Form.GEOJSON:
                return piece(row, form, self._written_feature)

    def _written_feature(self, row: Row) -> bytes:
        return encode(self._feature(row.fields))

    def _feature(self, row: Fields) -> Fields:
        asked = {name: self.further[name] for name in WHEN if name in self.further}
        return feature_of_queue(row, self.catalogue.place(row["place"]), asked)

    def _meta(self, sources: Iterable[str]) -> Fields:
        return {
            **self.further,
            "method_version": METHOD_VERSION,
            "catalogue_version": self.catalogue.version,
            "attribution": credits_for(sources, self.sources),
            "licence": LICENCE,
            "contact": self.contact,
        }


def _lines(row: Row) -> bytes:
    return lines_of(row.fields)


def _line(row: Row) -> bytes:
    return line_of(row.fields)


def sources_of(rows: Iterable[Row]) -> set[str]:
    """Give the sources behind some rows."""
    return {source for row in rows for source in row.status.sources}
