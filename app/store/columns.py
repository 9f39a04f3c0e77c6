"""Columns: how a moment and a public id are kept, the same on every database.

Moments are whole microseconds since 1970 in UTC; a public id (16 hex digits) is the 64-bit number
it spells. Both are exact, sort as they should, and take eight bytes.
"""

import re
from datetime import UTC, datetime, timedelta

from sqlalchemy import BigInteger, Dialect, Integer, String
from sqlalchemy.types import TypeDecorator

PUBLIC_ID = re.compile(r"[0-9a-f]{16}")
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
MICROSECOND = timedelta(microseconds=1)

Key = BigInteger().with_variant(Integer, "sqlite")
"""A row's number. On SQLite it is the row's place in the file: rows stand in order of storing."""


def micros(moment: datetime) -> int:
    """Give a moment (aware) as microseconds since 1970 in UTC."""
    return (moment - EPOCH) // MICROSECOND


def moment_of(number: int) -> datetime:
    """Give the moment (UTC) that stands for these microseconds since 1970."""
    return EPOCH + timedelta(microseconds=number)


def number_of(public: str) -> int:
    """Give the signed 64-bit number that a public id (16 hex digits) spells."""
    number = int(public, 16)
    return number - 2**64 if number >= 2**63 else number


def public_of(number: int) -> str:
    """Give the public id (16 hex digits) that a signed 64-bit number spells."""
    return number.to_bytes(8, "big", signed=True).hex()


class Moment(TypeDecorator[datetime]):
    """An aware moment, kept as whole microseconds since 1970 in UTC."""

    impl = BigInteger
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> int | None:
        """Store the moment as a number; a naive one raises TypeError."""
        del dialect
        return None if value is None else micros(value)

    def process_result_value(self, value: int | None, dialect: Dialect) -> datetime | None:
        """Give the moment back, in UTC."""
        del dialect
        return None if value is None else moment_of(value)


class Words(TypeDecorator[str]):
    """Text of others: a NUL character, which PostgreSQL knows none of, is replaced by U+FFFD."""

    impl = String
    cache_ok = True

    def process_bind_param(self, value: str | None, dialect: Dialect) -> str | None:
        """Store the text, or look for it, without any NUL."""
        del dialect
        return value.replace("\x00", "\ufffd") if value and "\x00" in value else value


class PublicId(TypeDecorator[str]):
    """A public id of 16 hex digits, kept as the number it spells."""

    impl = BigInteger
    cache_ok = True

    def process_bind_param(self, value: str | None, dialect: Dialect) -> int | None:
        """Store the id as a number."""
        del dialect
        return None if value is None else number_of(value)

    def process_result_value(self, value: int | None, dialect: Dialect) -> str | None:
        """Give the id back as 16 hex digits."""
        del dialect
        return None if value is None else public_of(value)
