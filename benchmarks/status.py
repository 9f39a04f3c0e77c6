"""Status: requests per second and waits of /v1/status, against bare ASGI and the plain way."""

from benchmarks.contest import DOCUMENTS, Contest, compared
from benchmarks.result import Part
from benchmarks.size import Size

NOTES = (
    "ours: darial serve on the shipped archive, every connection kept open",
    "bare: the same bytes and headers from an ASGI application that looks at the path alone",
    "plain: a FastAPI route, one SQL query a request, a response model of the same fields",
    "one server at a time, all with the same uvicorn, on one core; the generator on the others",
    "generator: Python on uvloop, its share of its core; near 100 % it would be the limit",
    "cpu_us: the server's own time for one request, which a busy machine does not stretch",
)


def measure(size: Size, contest: Contest) -> Part:
    """Measure every document at every number of connections."""
    return Part(
        title="status: 200 with the whole document",
        notes=[*(_described(contest, name) for name in DOCUMENTS), *NOTES],
        results=[
            compared(contest, document, connections, size, unchanged=False)
            for document in DOCUMENTS
            for connections in size.connections
        ],
    )


def _described(contest: Contest, document: str) -> str:
    length = len(contest.answers[document].body)
    return f"{document}: {DOCUMENTS[document]} of the archive, {length:,} bytes"
