"""Carried: rows on their way out of one database of ours and into another."""

from collections.abc import Mapping
from typing import Any, NamedTuple

from app.domain.act import Act
from app.domain.report import Report
from app.store.fault import StoreError
from app.store.published import Published


class Contradiction(StoreError):
    """What is to be taken in contradicts what is here already."""


class Carried(NamedTuple):
    """A report with its number, and the id of its first revision where it is a later one."""

    number: int
    first: str | None
    report: Report


class CarriedFigure(NamedTuple):
    """Something published, with its number."""

    number: int
    published: Published


class CarriedAct(NamedTuple):
    """An act with its number, and its places."""

    number: int
    act: Act
    places: tuple[str, ...]


class Ordered(NamedTuple):
    """What an act orders: the act's id, and the values of the row."""

    act: str
    values: Mapping[str, Any]
