"""Unchanged: 304 to who has the current status, against bare ASGI and the plain way."""

from benchmarks.contest import DOCUMENTS, Contest, compared
from benchmarks.result import Part
from benchmarks.size import Size

NOTES = ("bare: 304 and the same headers whatever is asked; plain: makes the answer and hashes it",)


def measure(size: Size, contest: Contest) -> Part:
    """Measure every document at every number of connections."""
    return Part(
        title="unchanged: 304 for If-None-Match",
        notes=NOTES,
        results=[
            compared(contest, document, connections, size, unchanged=True)
            for document in DOCUMENTS
            for connections in size.connections
        ],
    )
