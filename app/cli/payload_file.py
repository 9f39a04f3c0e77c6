"""Payloads as files: an answer of a source, and beside it what is known of it besides."""

import json
from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Any

from app.cli.fault import UNUSABLE, Fault
from app.cli.files import STDIN, named, on_disk, opened, unreadable
from app.polling.trying import payload_of_file
from app.sources.kit import Payload, Request, Source

ABOUT = ".about.json"
"""What the file beside a payload ends in, in place of that one's ending."""

LARGEST_ABOUT = 65_536

ENDINGS = {"json": "json", "html": "html", "xml": "xml", "csv": "csv", "plain": "txt"}
"""By which part of a media type a file ends in what."""

MOST_OF_A_NAME = 10_000
"""So many files of one second are told apart by their number."""


def payload_in(
    file: Path, source: Source, now: datetime, first: Request, about: Mapping[str, str]
) -> Payload:
    """Read a payload from a file, with what stands beside it; raises Fault.

    What is not told there is taken from the `first` request of a poll, answered just `now`;
    `about` goes before both.
    """
    beside = _beside(file)
    try:
        with on_disk(file) as path:
            _require_small(path, file, source.largest)
            payload = payload_of_file(path, first.url, now, {**first.about, **about})
    except OSError as error:
        raise unreadable(file, error) from error
    return payload if beside is None else _with(payload, beside, about)


def save(folder: Path, payload: Payload, media: str, body: bytes) -> Path:
    """Write a payload and what is known of it into a folder, over no other file; gives its path."""
    at = f"{payload.fetched_at:%Y-%m-%dT%H%M%SZ}"
    for number in range(1, MOST_OF_A_NAME):
        path = folder / f"{at}-{number}.{ending(media)}"
        beside = path.with_suffix(ABOUT)
        if path.exists() or beside.exists():
            continue
        with path.open("xb") as file:
            file.write(body)
        with beside.open("x", encoding="utf-8") as file:
            file.write(json.dumps(_facts(payload), ensure_ascii=False, indent=1) + "\n")
        return path
    raise Fault(f"{folder} is full of payloads of {at}: name another folder with --to.")


def ending(media: str) -> str:
    """Give what the name of a file of this media type ends in."""
    return next((end for part, end in ENDINGS.items() if part in media), "bin")


def _facts(payload: Payload) -> dict[str, Any]:
    return {
        "url": payload.url,
        "about": dict(payload.about),
        "fetched_at": payload.fetched_at.isoformat(),
        "charset": payload.charset,
    }


def _beside(file: Path) -> Path | None:
    if file == STDIN:
        return None
    beside = file.with_suffix(ABOUT)
    return beside if beside.is_file() else None


def _require_small(path: Path, said: Path, largest: int) -> None:
    size = path.stat().st_size
    if size > largest:
        raise Fault(
            f"{named(said)} has {size:,} bytes, more than the {largest:,} that this source's"
            " answers may have.",
            UNUSABLE,
        )


def _with(payload: Payload, beside: Path, about: Mapping[str, str]) -> Payload:
    """Add what stands beside a payload; what was named on the command line goes before it."""
    try:
        with opened(beside) as lines:
            told = json.loads(lines.read(LARGEST_ABOUT))
        return replace(payload, **_known(told, payload, about))
    except (AttributeError, LookupError, TypeError, ValueError) as error:
        raise Fault(
            f"{beside} cannot be used ({error}): write url, about (names and values), fetched_at"
            " and charset as `darial record` does, or take it away.",
            UNUSABLE,
        ) from error


def _known(told: Mapping[str, Any], payload: Payload, about: Mapping[str, str]) -> dict[str, Any]:
    at = told.get("fetched_at")
    fetched_at = payload.fetched_at if at is None else datetime.fromisoformat(at)
    if fetched_at.tzinfo is None:
        raise ValueError("fetched_at has no offset from UTC")
    charset = told.get("charset")
    known = told["about"].items() if "about" in told else payload.about.items()
    return {
        "url": str(told.get("url", payload.url)),
        "about": {str(name): str(value) for name, value in known} | dict(about),
        "fetched_at": fetched_at,
        "charset": None if charset is None else str(charset),
    }
