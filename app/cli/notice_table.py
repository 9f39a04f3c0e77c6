"""Standing notices as a table, and as JSON; those to be looked at again first."""

import json
from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Any

from app.catalog import Catalogue
from app.cli.source_table import written
from app.cli.terminal import bold, faint, plain, wrapped
from app.cli.words import day, moment_in
from app.correcting.noticing import is_overdue
from app.domain.notice import Notice
from app.domain.place import Place
from app.domain.vocabulary import WORDS, Mode, Subject

NONE = "No notice stands: none in the catalogue, and none was added."


def table(found: Sequence[Notice], catalogue: Catalogue, at: datetime) -> Iterator[str]:
    """Write each notice: its id, and below it what it says, from when, until when, by whom."""
    if not found:
        yield NONE
    for notice in found:
        place = catalogue.place(notice.place)
        yield bold(plain(notice.id))
        yield from wrapped(plain(_says(notice, catalogue)), 4, 0)
        yield from wrapped(plain(_holds(notice, place, at)), 4, 0)
        yield from map(faint, wrapped(plain(f"{notice.authority}, {notice.url}"), 4, 0))


def _says(notice: Notice, catalogue: Catalogue) -> str:
    word = catalogue.label(WORDS[notice.quantity](notice.word))
    mode = "" if notice.mode is Mode.ANY else f", {catalogue.label(notice.mode)}"
    whom = "" if notice.subject is Subject.EVERYBODY else f", for {catalogue.label(notice.subject)}"
    return f"{notice.place} {notice.direction}{mode}{whom}: {word}"


def _holds(notice: Notice, place: Place, at: datetime) -> str:
    begins = f"from {moment_in(notice.valid_from, place.zone)}"
    if notice.valid_to is not None:
        return f"{begins} until {moment_in(notice.valid_to, place.zone)}"
    if notice.review_at is None:
        return f"{begins} until further notice"
    review = f"to be looked at again on {day(notice.review_at, place.zone)}"
    overdue = ", WHICH HAS PASSED" if is_overdue(notice, at) else ""
    return f"{begins} until further notice, {review}{overdue}"


def document(found: Sequence[Notice], at: datetime) -> str:
    """Write the notices as a list of objects."""
    return json.dumps([_fields(each, at) for each in found], ensure_ascii=False, indent=1)


def _fields(notice: Notice, at: datetime) -> dict[str, Any]:
    return {
        "id": notice.id,
        "place": notice.place,
        "direction": notice.direction,
        "mode": notice.mode,
        "quantity": notice.quantity,
        "subject": notice.subject,
        "word": notice.word,
        "valid_from": written(notice.valid_from),
        "valid_to": written(notice.valid_to),
        "review_at": written(notice.review_at),
        "overdue": is_overdue(notice, at),
        "authority": notice.authority,
        "authority_kind": notice.authority_kind,
        "url": notice.url,
        "note": notice.note,
        "added": notice.recorded_at is not None,
    }
