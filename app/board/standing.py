"""Standing documents: those that every version has, and that are asked for without a filter."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace

from app.board.document import Document, packed_on_demand
from app.board.entry import (
    PLACE_COLUMNS,
    VOCABULARY_COLUMNS,
    describe_place,
    describe_vocabulary,
    line_of_place,
    lines_of_vocabulary,
)
from app.board.geojson import feature_of_place
from app.board.notation import Fields, encode
from app.board.on_demand import OnDemand
from app.board.selection import Filters, chosen
from app.board.shelf import Key
from app.board.snapshot import snapshot, write_places
from app.board.snapshot_catalogue import snapshot_catalogue
from app.board.tidy import table
from app.board.view import Form, View, sources_of
from app.domain.place import Place

Documents = Mapping[Key, Document]


def standing(view: View, before: View | None, of_the_catalogue: Documents) -> Documents:
    """Give all: those of the catalogue, and those that tell what it is like.

    Each is made when it is first asked for. What is new since the view before is written here and
    now in each form, so that what cannot be told is found before anybody is told anything; that
    takes a while where much is new, so it is for a thread.
    """
    everything = Filters()
    new = set(view.rows).difference(before.rows if before is not None else ())
    for form in Form:
        view.write_rows(form, new)
    places = {row.place.id for row in new}
    write_places(row for row in view.rows if row.place.id in places)
    of_status = _on_demand(
        {
            ("/v1/status", b""): lambda: view.status(Form.JSON, everything),
            ("/v1/status.geojson", b""): lambda: view.status(Form.GEOJSON, everything),
            ("/v1/status.csv", b""): lambda: view.status(Form.CSV, everything),
            ("/v1/status.txt", b""): lambda: view.status(Form.TEXT, everything),
            ("/v1/snapshot", b""): lambda: snapshot(view, everything),
        }
    )
    parts = {key: part for part in (of_status, of_the_catalogue) for key in part}
    return OnDemand(parts.keys(), lambda key: parts[key][key])


def of_catalogue(view: View) -> Documents:
    """Give those that tell of the catalogue: they are the same whatever the rows tell."""
    everything, view = Filters(), replace(view, rows=(), gone=())
    return _on_demand(
        {
            ("/v1/snapshot/catalogue", b""): lambda: snapshot_catalogue(view, everything),
            ("/v1/places", b""): lambda: places(view, everything),
            ("/v1/places.geojson", b""): lambda: places(view, everything, form=Form.GEOJSON),
            ("/v1/places.csv", b""): lambda: places(view, everything, form=Form.CSV),
            ("/v1/vocabulary", b""): lambda: vocabulary(view),
            ("/v1/vocabulary.csv", b""): lambda: vocabulary(view, Form.CSV),
        }
    )


def _on_demand(makers: Mapping[Key, Callable[[], Document]]) -> Documents:
    return OnDemand(makers.keys(), lambda key: packed_on_demand(makers[key]()))


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
