"""Cells: values as the texts that stand in the files, and back; nothing is lost on the way."""

import math
import re
from collections.abc import Callable, Mapping
from contextlib import suppress
from datetime import UTC, datetime
from enum import StrEnum

Value = str | int | float | bool | datetime | None

WHOLE = 2**53
"""From here on a float is not exactly its whole number any more."""

MARK = "'"
FORMULA = ("=", "+", "-", "@", "\t", "\r", MARK)
"""Texts that begin so get a mark before them: a spreadsheet would compute them."""

INTEGER = re.compile(r"-?[0-9]{1,18}")
NUMBER = re.compile(r"-?[0-9]{1,20}(?:\.[0-9]{1,20})?(?:e[+-]?[0-9]{1,3})?")
MOMENT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d{6})?Z")


class Type(StrEnum):
    """What a cell holds, by the name that Frictionless gives it."""

    TEXT = "string"
    INTEGER = "integer"
    NUMBER = "number"
    BOOLEAN = "boolean"
    MOMENT = "datetime"


class BadCell(ValueError):
    """A cell does not hold what its column does; the text says what it should be."""


def written(value: Value) -> str:
    """Write a value: nothing as an empty cell, moments in UTC and as exactly as they are kept."""
    if value is None or value == "":
        return ""
    if isinstance(value, str):
        return MARK + value if value.startswith(FORMULA) else value
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() and abs(value) < WHOLE else repr(value)
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat().removesuffix("+00:00") + "Z"
    return str(value)


def read(kind: Type, text: str) -> Value:
    """Give the value that a cell of a kind holds, None for an empty one; raises BadCell."""
    return READERS[kind](text) if text else None


def _text(text: str) -> str:
    return text.removeprefix(MARK)


def _integer(text: str) -> int:
    if not INTEGER.fullmatch(text):
        raise BadCell(f"{text[:40]!r} is no whole number of at most 18 digits")
    return int(text)


def _number(text: str) -> float:
    if not NUMBER.fullmatch(text) or not math.isfinite(float(text)):
        raise BadCell(f"{text[:40]!r} is no number, such as 12 or 0.5")
    return float(text)


def _boolean(text: str) -> bool:
    if text not in {"true", "false"}:
        raise BadCell(f"{text[:40]!r} is neither true nor false")
    return text == "true"


def _moment(text: str) -> datetime:
    if MOMENT.fullmatch(text):
        with suppress(ValueError):
            return datetime.fromisoformat(text)
    raise BadCell(f"{text[:40]!r} is no time in UTC, such as 2022-09-28T12:00:00Z")


READERS: Mapping[Type, Callable[[str], Value]] = {
    Type.TEXT: _text,
    Type.INTEGER: _integer,
    Type.NUMBER: _number,
    Type.BOOLEAN: _boolean,
    Type.MOMENT: _moment,
}
