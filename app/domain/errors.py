"""What a reader can do wrong, or meet.

DarialError
├── UnknownPlace          404  no such id or alias; carries near matches
├── AmbiguousPlace        404  the alias belongs to several places; carries them
├── NotFound              404  a report, document or path that does not exist
├── InvalidQuery          422  a parameter is unknown, malformed or out of bounds; names it
├── NotAcceptable         406  no representation the reader accepts
└── Unavailable           503  neither a board nor a database to answer from
    ├── Busy              503  too many questions are under way
    └── TookTooLong       503  this one was given up, as its answer took too long
"""

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True, kw_only=True)
class Fault:
    """One thing wrong with a request: where (`query/from`), what, and how to mend it."""

    parameter: str
    detail: str


@dataclass(eq=False)
class DarialError(Exception):
    """Anything a reader is told as a problem document."""

    detail: str

    def __str__(self) -> str:
        """Give the sentence meant for the reader."""
        return self.detail


@dataclass(eq=False)
class UnknownPlace(DarialError):
    """No place has this id or alias."""

    near: tuple[str, ...] = ()


@dataclass(eq=False)
class AmbiguousPlace(DarialError):
    """Several places carry this alias."""

    near: tuple[str, ...] = ()


@dataclass(eq=False)
class NotFound(DarialError):
    """There is nothing under this id or path."""


@dataclass(eq=False)
class InvalidQuery(DarialError):
    """One or more parameters cannot be used."""

    faults: tuple[Fault, ...] = field(default=())


@dataclass(eq=False)
class NotAcceptable(DarialError):
    """The reader accepts none of the forms we can answer in."""


@dataclass(eq=False)
class Unavailable(DarialError):
    """There is neither a board nor a database to answer from."""


@dataclass(eq=False)
class Busy(Unavailable):
    """More is asked just now than we can compute; whoever asks, they come again later."""


@dataclass(eq=False)
class TookTooLong(Unavailable):
    """Computing the answer took too long and was given up; to ask for less helps."""
