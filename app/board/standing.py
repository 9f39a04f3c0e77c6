"""Standing documents: those made with each version, before anybody asks."""

from collections.abc import Mapping

from app.board.document import Document, pack
from app.board.entry import describe_place, describe_vocabulary
from app.board.row import encode
from app.board.selection import Filters, chosen
from app.board.shelf import Key
from app.board.snapshot import snapshot
from app.board.snapshot_catalogue import snapshot_catalogue
from app.board.view import Form, View, sources_of
from app.domain.place import Place


def standing(view: View) -> Mapping[Key, Document]:
    """Make every document that is asked for without a filter, in all its forms.

    It takes some 20 ms for each megabyte, so it is done in a thread.
    """
    everything = Filters()
    made = {
        ("/v1/status", b""): view.status(Form.JSON, everything),
        ("/v1/status.csv", b""): view.status(Form.CSV, everything),
        ("/v1/status.txt", b""): view.status(Form.TEXT, everything),
        ("/v1/snapshot", b""): snapshot(view, everything),
        ("/v1/snapshot/catalogue", b""): snapshot_catalogue(view, everything),
        ("/v1/places", b""): places(view, everything),
        ("/v1/vocabulary", b""): vocabulary(view),
    }
    return {key: pack(each) for key, each in made.items()}


def places(view: View, filters: Filters, text: str | None = None) -> Document:
    """Answer the places that fit, areas included; for a text, the best match first."""
    found = chosen(view.catalogue, filters, text)
    data = [describe_place(place, view.catalogue) for place in found]
    return view.finish(view.envelope(encode(data), ()))


def one_place(view: View, place: Place) -> Document:
    """Answer one place and all its queues."""
    rows = [row for row in view.rows if row.place.id == place.id]
    told = encode(describe_place(place, view.catalogue))
    data = told[:-1] + b',"status":[' + b",".join(row.json for row in rows) + b"]}"
    version = max((row.version for row in rows), default=0)
    body = view.envelope(data, sources_of(rows), version=version)
    return view.finish(body, version=version)


def vocabulary(view: View) -> Document:
    """Answer every code with its labels."""
    return view.finish(view.envelope(encode(describe_vocabulary(view.catalogue)), ()))
