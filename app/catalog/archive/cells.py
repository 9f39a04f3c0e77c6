"""What the cells of a row say; each reader names its column and the mend when it cannot tell."""

import re
from collections.abc import Mapping
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from functools import lru_cache
from typing import TypeVar
from zoneinfo import ZoneInfo

from app.catalog.mistakes import suggestion
from app.domain.report_check import InvalidReport

Word = TypeVar("Word", bound=StrEnum)

FIGURE = re.compile(r"[+-]?\d+(\.\d+)?")
WITH_OFFSET = "write it with its offset, as 2022-09-28T12:00:00+03:00"


def word(column: str, text: str, words: type[Word]) -> Word:
    """Give the code of a closed list."""
    found: Word | None = _codes(words).get(text)
    if found is None:
        what = f"{text!r} is unknown" if text else "is empty"
        raise InvalidReport(column, f"{what}: {suggestion(text, words)}")
    return found


def word_or_none(column: str, text: str, words: type[Word]) -> Word | None:
    """Give the code of a closed list; None for an empty cell."""
    return word(column, text, words) if text else None


def figure(column: str, text: str) -> float | None:
    """Give a number; None for an empty cell, never zero."""
    if not text:
        return None
    try:
        return _number(text)
    except ValueError:
        raise InvalidReport(column, f"{text!r} is no number: write it as 3600 or 4.5") from None


def moment(column: str, text: str) -> datetime | None:
    """Give a time in UTC; None for an empty cell."""
    if not text:
        return None
    try:
        found = _instant(text)
    except (ValueError, OverflowError):
        raise InvalidReport(column, f"{text!r} is no time: {WITH_OFFSET}") from None
    if found is None:
        raise InvalidReport(column, f"{text!r} has no UTC offset: {WITH_OFFSET}")
    return found


def end_of_day(column: str, text: str, zone: ZoneInfo) -> datetime | None:
    """Give the end of a day at the place, in UTC; None for an empty cell."""
    if not text:
        return None
    try:
        return _midnight_after(text, zone)
    except (ValueError, OverflowError):
        raise InvalidReport(column, f"{text!r} is no day: write it as 2022-09-28") from None


@lru_cache
def _codes(words: type[Word]) -> Mapping[str, Word]:
    return {code.value: code for code in words}


@lru_cache(maxsize=4096)
def _number(text: str) -> float:
    if not FIGURE.fullmatch(text):
        raise ValueError(text)
    return float(text)


@lru_cache(maxsize=65536)
def _instant(text: str) -> datetime | None:
    found = datetime.fromisoformat(text)
    return None if found.tzinfo is None else found.astimezone(UTC)


@lru_cache(maxsize=4096)
def _midnight_after(text: str, zone: ZoneInfo) -> datetime:
    following = date.fromisoformat(text) + timedelta(days=1)
    return datetime.combine(following, time.min, tzinfo=zone).astimezone(UTC)
