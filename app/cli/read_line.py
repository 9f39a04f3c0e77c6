"""One line of `darial read`: what a message is written as, and what it was read as."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from app.reading.lexicon import codes
from app.reading.reading import Reading, Said

LONGEST_LINE = 1024 * 1024
"""Bytes of the longest line that is read."""


class BadLine(ValueError):
    """A line that is no message; names the field and the mend."""

    def __init__(self, field: str, detail: str) -> None:
        """Put field and detail into one sentence."""
        super().__init__(f"{field}: {detail}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Message:
    """A message: `id` as it was given, `lang` ISO 639-1 or None, `published` aware."""

    id: str | int
    text: str
    lang: str | None
    published: datetime
    place_hint: str | None


def message(line: bytes) -> Message:
    """Read a line; raises BadLine."""
    if len(line) > LONGEST_LINE:
        raise BadLine("line", f"is longer than {LONGEST_LINE:,} bytes")
    fields = _object(line)
    identity = fields.get("id")
    if isinstance(identity, bool) or not isinstance(identity, str | int):
        raise BadLine("id", "must be a text or a whole number")
    text = fields.get("text")
    if not isinstance(text, str):
        raise BadLine("text", "must be a text")
    return Message(
        id=identity,
        text=text,
        lang=_language(fields),
        published=_published(fields),
        place_hint=_optional(fields, "place_hint"),
    )


def _object(line: bytes) -> Mapping[str, Any]:
    try:
        fields = json.loads(line)
    except (ValueError, RecursionError) as error:
        raise BadLine("line", "is no JSON in UTF-8") from error
    if not isinstance(fields, dict):
        raise BadLine("line", "is no JSON object")
    return fields


def _optional(fields: Mapping[str, Any], name: str) -> str | None:
    value = fields.get(name)
    if value is not None and not isinstance(value, str):
        raise BadLine(name, "must be a text, or null")
    return value or None


def _language(fields: Mapping[str, Any]) -> str | None:
    """Give the language; of one that we have no words of, the text itself must tell."""
    language = _optional(fields, "lang")
    return language if language in codes() else None


def _published(fields: Mapping[str, Any]) -> datetime:
    written = fields.get("published")
    if not isinstance(written, str):
        raise BadLine("published", "must be a time, as 2026-11-28T09:00Z")
    try:
        at = datetime.fromisoformat(written)
        if at.tzinfo is not None:
            return at.astimezone(UTC)
    except (ValueError, OverflowError) as error:
        raise BadLine("published", "is no time, as 2026-11-28T09:00Z") from error
    raise BadLine("published", "has no offset from UTC; write it as 2026-11-28T09:00Z")


def written(asked: Message, told: Reading) -> dict[str, Any]:
    """Give what a message was read as, in what JSON can hold; moments in UTC."""
    return {
        "id": asked.id,
        "reports": [_report(each) for each in told.reports],
        "refused": [{"span": list(each.span), "reason": each.reason} for each in told.refused],
    }


def _report(said: Said) -> dict[str, Any]:
    return {
        "quantity": said.quantity,
        "low": said.low,
        "high": said.high,
        "mode": said.mode,
        "place": said.place,
        "word": said.word,
        "subject": said.subject,
        "claim": said.claim,
        "bound": said.bound,
        "direction": said.direction,
        "observed_from": _moment(said.observed_from),
        "observed_to": _moment(said.observed_to),
        "span": list(said.span),
        "fired": said.fired,
    }


def _moment(at: datetime | None) -> str | None:
    return None if at is None else at.astimezone(UTC).isoformat().replace("+00:00", "Z")
