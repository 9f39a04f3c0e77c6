"""The shelf: bounded by number and bytes, renewed whole with each version."""

from app.board.document import JSON, Document, document
from app.board.shelf import LONGEST_QUERY, Shelf

PATH = "/v1/status"


def made(size: int = 10) -> Document:
    """Make a document of so many bytes."""
    return document(b"x" * size, JSON)


def test_standing_documents_are_found() -> None:
    """What a version made is there at once, by path and query."""
    shelf, standing = Shelf(), made()
    shelf.renew({(PATH, b""): standing})

    assert shelf.find(PATH, b"") is standing
    assert shelf.find(PATH, b"place=a") is None


def test_a_new_version_forgets_what_was_asked() -> None:
    """A document somebody asked for lasts until the next version."""
    shelf = Shelf()
    shelf.keep(PATH, b"place=a", made())

    shelf.renew({})

    assert shelf.find(PATH, b"place=a") is None


def test_the_least_recently_asked_goes_first() -> None:
    """Beyond its number of entries, the shelf forgets what nobody asked for longest."""
    shelf = Shelf(most_entries=2)
    shelf.keep(PATH, b"a", made())
    shelf.keep(PATH, b"b", made())
    shelf.find(PATH, b"a")

    shelf.keep(PATH, b"c", made())

    assert shelf.find(PATH, b"b") is None
    assert shelf.find(PATH, b"a") is not None
    assert shelf.find(PATH, b"c") is not None


def test_bytes_are_bounded() -> None:
    """The bodies remembered never take more than their share of memory."""
    shelf = Shelf(most_bytes=100)
    for name in (b"a", b"b", b"c"):
        shelf.keep(PATH, name, made(40))
        shelf.keep(PATH, name, made(40))

    kept = [name for name in (b"a", b"b", b"c") if shelf.find(PATH, name)]

    assert kept == [b"b", b"c"]


def test_what_is_larger_than_the_shelf_is_not_kept() -> None:
    """A document that would push out everything is handed out, and not remembered."""
    shelf = Shelf(most_bytes=100)
    shelf.keep(PATH, b"small", made(50))

    shelf.keep(PATH, b"large", made(101))

    assert shelf.find(PATH, b"large") is None
    assert shelf.find(PATH, b"small") is not None


def test_long_queries_are_not_kept() -> None:
    """A query's own length is memory too: a very long one is not remembered."""
    shelf = Shelf()
    shelf.keep(PATH, b"a" * (LONGEST_QUERY + 1), made())

    assert shelf.find(PATH, b"a" * (LONGEST_QUERY + 1)) is None
