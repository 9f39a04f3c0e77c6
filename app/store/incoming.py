"""Incoming: rows of another database of ours on their way in, as values of the domain."""

from collections.abc import Mapping
from typing import Any, Generic, NamedTuple, TypeVar

from app.domain.act import Act
from app.domain.report import Report
from app.store.fault import StoreError

Each = TypeVar("Each")


class Contradiction(StoreError):
    """What is to be taken in contradicts what is here already."""


class Incoming(NamedTuple):
    """A report with its number there, and the id of its first revision where it is a later one."""

    number: int
    first: str | None
    report: Report


class Numbered(NamedTuple, Generic[Each]):
    """Anything with its number there."""

    number: int
    value: Each


class ActRow(NamedTuple):
    """An act with its number there, and its places."""

    number: int
    act: Act
    places: tuple[str, ...]


class Ordered(NamedTuple):
    """What an act orders: the act's id, and the values of the row."""

    act: str
    values: Mapping[str, Any]
