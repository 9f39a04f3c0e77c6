"""A field as the dictionary tells it: of an answer by its dotted path, or a column of CSV."""

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Field:
    """One field: `nullable` ones may be null, left out or, in CSV, empty.

    `codes` are the lists of `/v1/vocabulary` that its words stand in; `unit` is empty where it has
    none.
    """

    name: str
    type: str
    meaning: str
    unit: str = ""
    nullable: bool = False
    codes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Resource:
    """What is answered in one form: its path, what it is, and its fields in order."""

    path: str
    title: str
    fields: Sequence[Field]
