"""Problems: every error as `application/problem+json` (RFC 9457), by one table.

Clients tell them apart by `type`; `detail` is for people. `near` holds what was probably meant,
`errors` each parameter that cannot be used, with a pointer to it and the way to mend it.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from starlette.responses import Response

from app.board.document import AWAY, COMMON
from app.board.notation import encode
from app.domain.errors import (
    AmbiguousPlace,
    Busy,
    DarialError,
    Fault,
    InvalidQuery,
    NotAcceptable,
    NotFound,
    TookTooLong,
    Unavailable,
    UnknownPlace,
)

MEDIA_TYPE = "application/problem+json"

MOST_FAULTS = 20
"""How many faults of one request are told."""


@dataclass(eq=False)
class MethodNotAllowed(DarialError):
    """The path is there, but not for this method."""

    allowed: tuple[str, ...] = ()


@dataclass(eq=False)
class TooLarge(DarialError):
    """The request brings a body larger than any we read."""


@dataclass(eq=False)
class Malformed(DarialError):
    """What came is no request that we understand."""


@dataclass(eq=False)
class TooSlow(DarialError):
    """The request did not arrive whole in time."""


@dataclass(eq=False)
class LongTarget(DarialError):
    """The path with its query is longer than any we read."""


@dataclass(eq=False)
class LargeHead(DarialError):
    """The request has more headers, or larger ones, than we read."""


@dataclass(eq=False)
class NoSuchPath(NotFound):
    """There is no such path; carries paths like it."""

    near: tuple[str, ...] = ()


TYPE = "urn:darial:problem:"
REGISTERED = "https://iana.org/assignments/http-problem-types#"
"""Where types are that others use too."""


class Kind(NamedTuple):
    """What kind of problem: its HTTP status, the end of its type, its title, and of whose types."""

    status: int
    slug: str
    title: str
    among: str = TYPE

    @property
    def type(self) -> str:
        """Give what tells it from others."""
        return self.among + self.slug


KINDS: Mapping[type[DarialError], Kind] = {
    Malformed: Kind(400, "malformed", "This is no request"),
    UnknownPlace: Kind(404, "unknown-place", "No such place"),
    AmbiguousPlace: Kind(404, "ambiguous-place", "Several places have this name"),
    NoSuchPath: Kind(404, "no-such-path", "No such path"),
    NotFound: Kind(404, "not-found", "Nothing is here"),
    MethodNotAllowed: Kind(405, "method-not-allowed", "This path is only read"),
    NotAcceptable: Kind(406, "not-acceptable", "No form you accept"),
    TooSlow: Kind(408, "too-slow", "The request came too slowly"),
    TooLarge: Kind(413, "too-large", "The request is too large"),
    LongTarget: Kind(414, "long-target", "Path and query are too long"),
    LargeHead: Kind(431, "large-head", "The headers are too large"),
    InvalidQuery: Kind(422, "invalid-query", "The query cannot be used"),
    Busy: Kind(503, "temporary-reduced-capacity", "Too much is asked just now", REGISTERED),
    TookTooLong: Kind(503, "took-too-long", "The answer took too long"),
    Unavailable: Kind(503, "unavailable", "Nothing to answer from just now"),
    DarialError: Kind(500, "internal", "We made a mistake"),
}
"""Every problem there is, most particular first."""

RETRY_AFTER_S = 5
"""When to ask again after a 503."""


@dataclass(frozen=True, slots=True)
class Problem:
    """A problem as it is sent."""

    kind: Kind
    detail: str
    further: Mapping[str, Any] = field(default_factory=dict)

    @property
    def body(self) -> bytes:
        """Give the bytes of the problem document."""
        return encode(
            {
                "type": self.kind.type,
                "title": self.kind.title,
                "status": self.kind.status,
                "detail": self.detail,
                **self.further,
            }
        )


def problem_of(error: DarialError) -> Problem:
    """Give the problem an error amounts to."""
    kind = next(kind for known, kind in KINDS.items() if isinstance(error, known))
    further: dict[str, Any] = {}
    if near := getattr(error, "near", ()):
        further["near"] = list(near)
    if isinstance(error, InvalidQuery):
        further["errors"] = _faults(error.faults)
    return Problem(kind, error.detail, further)


def answer(error: DarialError, *, away: bool = False) -> Response:
    """Answer with a problem document; `away` marks a missing database."""
    told = problem_of(error)
    headers = dict(_text(COMMON)) | {"cache-control": "no-store"}
    if isinstance(error, MethodNotAllowed):
        headers["allow"] = ", ".join(error.allowed)
    if isinstance(error, Unavailable):
        headers["retry-after"] = str(RETRY_AFTER_S)
    if away:
        headers |= dict(_text([AWAY]))
    return Response(told.body, told.kind.status, headers, MEDIA_TYPE)


def _faults(faults: Iterable[Fault]) -> list[dict[str, str]]:
    return [
        {
            "detail": fault.detail,
            "pointer": f"#/{fault.parameter}",
            "parameter": fault.parameter.rpartition("/")[2],
        }
        for fault in list(faults)[:MOST_FAULTS]
    ]


def _text(headers: Iterable[tuple[bytes, bytes]]) -> list[tuple[str, str]]:
    return [(name.decode(), value.decode()) for name, value in headers]
