"""Standing documents: those made with each version, before anybody asks."""

from collections.abc import Iterable, Mapping

from app.board.document import Document, pack
from app.board.entry import (
    PLACE_COLUMNS,
    VOCABULARY_COLUMNS,
    describe_place,
    describe_vocabulary,
    line_of_place,
    lines_of_vocabulary,
)
from app.board.geojson import feature_of_place
from app.board.row import Fields, encode
from app.board.selection import Filters, chosen
from app.board.shelf import Key
from app.board.snapshot import snapshot
from app.board.snapshot_catalogue import snapshot_catalogue
from app.board.tidy import table
from app.board.view import Form, View, sources_of
from app.domain.place import Place

Documents = Mapping[Key, Document]


def standing(view: View) -> Documents:
    """Make every document that is asked for without a filter, in all its forms."""
    return {**of_status(view), **of_catalogue(view)}


def of_status(view: View) -> Documents:
    """Make those that tell what it is like; it takes a tenth of a second, so it is for a thread."""
    everything = Filters()
    return _packed(
        {
            ("/v1/status", b""): view.status(Form.JSON, everything),
            ("/v1/status.geojson", b""): view.status(Form.GEOJSON, everything),
            ("/v1/status.csv", b""): view.status(Form.CSV, everything),
            ("/v1/status.txt", b""): view.status(Form.TEXT, everything),
            ("/v1/snapshot", b""): snapshot(view, everything),
        }
    )


def of_catalogue(view: View) -> Documents:
    """Make those that tell of the catalogue: they are the same whatever the rows tell."""
    everything = Filters()
    return _packed(
        {
            ("/v1/snapshot/catalogue", b""): snapshot_catalogue(view, everything),
            ("/v1/places", b""): places(view, everything),
            ("/v1/places.geojson", b""): places(view, everything, form=Form.GEOJSON),
            ("/v1/places.csv", b""): places(view, everything, form=Form.CSV),
            ("/v1/vocabulary", b""): vocabulary(view),
            ("/v1/vocabulary.csv", b""): vocabulary(view, Form.CSV),
        }
    )


def _packed(made: Documents) -> Documents:
    return {key: pack(each) for key, each in made.items()}


def places(
    view: View, filters: Filters, text: str | None = None, form: Form = Form.JSON
) -> Document:
    """Answer the places that fit, areas included; for a text, the best match first."""
    found = chosen(view.catalogue, filters, text)
    told = [(place, describe_place(place, view.catalogue)) for place in found]
    return view.finish(_write(view, told, form), form)


def _write(view: View, told: Iterable[tuple[Place, Fields]], form: Form) -> bytes:
    if form is Form.CSV:
        return table(PLACE_COLUMNS, (line_of_place(*each) for each in told))
    if form is Form.GEOJSON:
        return view.collection((feature_of_place(*each) for each in told), ())
    return view.envelope(encode([described for _, described in told]), ())


def one_place(view: View, place: Place) -> Document:
    """Answer one place and all its queues."""
    rows = [row for row in view.rows if row.place.id == place.id]
    told = encode(describe_place(place, view.catalogue))
    data = told[:-1] + b',"status":[' + b",".join(row.json for row in rows) + b"]}"
    version = view.version(Filters(place=(place.id,)))
    body = view.envelope(data, sources_of(rows), version=version)
    return view.finish(body, version=version)


def vocabulary(view: View, form: Form = Form.JSON) -> Document:
    """Answer every code with its labels."""
    if form is Form.CSV:
        return view.finish(table(VOCABULARY_COLUMNS, lines_of_vocabulary(view.catalogue)), form)
    return view.finish(view.envelope(encode(describe_vocabulary(view.catalogue)), ()))
