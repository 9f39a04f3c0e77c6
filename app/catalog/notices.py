"""Standing notices as the catalogue writes them: `notices/<country>.toml`, a `[[notice]]` each."""

from collections.abc import Mapping
from datetime import UTC, date, datetime, time, timedelta

from app.catalog.mistakes import suggestion
from app.catalog.section import Section
from app.domain.notice import Notice, report_of
from app.domain.place import BOTH, Place
from app.domain.report_check import InvalidReport
from app.domain.vocabulary import (
    OFFICIAL_KINDS,
    WORDS,
    Mode,
    OriginKind,
    Quantity,
    Subject,
)

QUANTITIES = (Quantity.ACCESS, Quantity.RULE, Quantity.EVENT)
"""What an authority can decide or announce."""

MISSING = datetime(1970, 1, 1, tzinfo=UTC)
"""Stands for a time that is not there, which was noted as a mistake."""

KEYS = {"identity": "id", "origin": "authority", "observed_to": "valid_to"}
"""The keys of a notice that its report calls otherwise."""


def read_notice(section: Section, places: Mapping[str, Place | None]) -> Notice:
    """Read one `[[notice]]`. It may be used only if nothing was noted meanwhile."""
    before = len(section.file.mistakes)
    place = _place(section, places)
    quantity = section.word("quantity", Quantity)
    notice = Notice(
        id=section.text("id", needed=True),
        place=section.text("place"),
        direction=_direction(section, place),
        mode=section.word("mode", Mode, Mode.ANY) or Mode.ANY,
        quantity=quantity or Quantity.ACCESS,
        word=_word(section, quantity),
        subject=section.word("subject", Subject, Subject.EVERYBODY) or Subject.EVERYBODY,
        valid_from=_moment(section, "valid_from"),
        valid_to=section.moment("valid_to"),
        review_at=_review(section, place),
        published_at=_published(section, place),
        authority=section.text("authority", needed=True),
        authority_kind=_authority_kind(section),
        url=_url(section),
        note=section.text("note"),
        end_announced=section.value("end_announced", bool) is not False,
    )
    section.close()
    _check_span(section, notice)
    if len(section.file.mistakes) == before:
        _check_report(section, notice)
    return notice


def _place(section: Section, places: Mapping[str, Place | None]) -> Place | None:
    text = section.text("place", needed=True)
    if text and text not in places:
        fix = suggestion(text, places, "add the place, or correct the id")
        section.wrong("place", f"unknown place {text!r}", fix)
    return places.get(text)


def _direction(section: Section, place: Place | None) -> str:
    text = section.text("direction", needed=True)
    if place is not None and text and text not in (*place.directions, BOTH):
        fix = f"write one of {', '.join(place.directions)}, {BOTH}"
        section.wrong("direction", f"unknown direction {text!r}", fix)
    return text


def _word(section: Section, quantity: Quantity | None) -> str:
    if quantity is not None and quantity not in QUANTITIES:
        section.wrong(
            "quantity", f"a notice of {quantity}", f"write one of {', '.join(QUANTITIES)}"
        )
        quantity = None
    if quantity is None:
        return section.text("word", needed=True)
    return section.word("word", WORDS[quantity]) or ""


def _moment(section: Section, key: str) -> datetime:
    return section.moment(key, needed=True) or MISSING


def _published(section: Section, place: Place | None) -> datetime:
    """Take a bare day for known at its end, by the clock of the place."""
    if "published_at" in section.table:
        return _moment(section, "published_at")
    day = section.value("published_on", date, needed=True)
    if day is None or place is None:
        return MISSING
    return datetime.combine(day + timedelta(days=1), time.min, tzinfo=place.zone)


def _review(section: Section, place: Place | None) -> datetime | None:
    day = section.value("review_at", date)
    if day is None or place is None:
        return None
    return datetime.combine(day, time.min, tzinfo=place.zone)


def _authority_kind(section: Section) -> OriginKind:
    kind = section.word("authority_kind", OriginKind, OriginKind.AUTHORITY) or OriginKind.AUTHORITY
    if kind not in OFFICIAL_KINDS:
        fix = f"write one of {', '.join(sorted(OFFICIAL_KINDS))}"
        section.wrong("authority_kind", f"{kind} decides nothing", fix)
    return kind


def _url(section: Section) -> str:
    url = section.text("url", needed=True)
    if url and not url.startswith(("https://", "http://")):
        section.wrong("url", f"{url!r} is no link", "write it from https:// on")
    return url


def _check_span(section: Section, notice: Notice) -> None:
    if notice.valid_to is None:
        if "valid_to" not in section.table and "review_at" not in section.table:
            fix = "add valid_to, or review_at = the day to look again whether it still holds"
            section.wrong("valid_from", "neither an end nor a review date", fix)
    elif notice.valid_to <= notice.valid_from:
        section.wrong("valid_to", "valid_to is not after valid_from", "exchange the two")


def _check_report(section: Section, notice: Notice) -> None:
    try:
        report_of(notice)
    except InvalidReport as error:
        key = KEYS.get(error.field, error.field)
        section.wrong(key, f"{key} cannot be used", error.detail)
