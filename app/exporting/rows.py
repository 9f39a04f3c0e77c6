"""Rows: what a line of an archive says, as values of the domain; held against all that we know."""

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any, TypeVar

from app.catalog import Catalogue
from app.domain.act import Act, Verb
from app.domain.notice import Notice
from app.domain.notice import report_of as said_by
from app.domain.place import BOTH, Place
from app.domain.report import ID_ALONE, TIMES, Queue, Report, Series, check_place
from app.domain.report_check import FIGURE_AHEAD
from app.domain.source_kind import SourceKind
from app.domain.vocabulary import (
    Agreement,
    Bound,
    Claim,
    Freshness,
    Method,
    Mode,
    NoNumber,
    OriginKind,
    Per,
    Precision,
    Quantity,
    Subject,
)
from app.exporting import reading
from app.exporting.reading import Values, refused
from app.store.archive_folder import Filed
from app.store.carried import Carried, CarriedAct, CarriedFigure, Ordered
from app.store.columns import PUBLIC_ID
from app.store.export import ACTED
from app.store.published import Belief, Published
from app.store.sources import Source

Made = TypeVar("Made")
Word = TypeVar("Word", bound=StrEnum)
Said = Any
"""The values of a row: what they are was checked by the columns of its file."""

SOURCE_ID = re.compile(r"[a-z0-9][a-z0-9._-]{0,59}")
LONGEST_TEXT = 2_000
TEXTS = ("note", "publisher", "url", "permalink", "language", "fired", "poll", "time_basis")


def made(filed: Filed, row: reading.Row, make: Callable[[Said], Made]) -> Made:
    """Make a row's value; raises UnfitArchive with file, line and reason."""
    try:
        return make(row.values)
    except (ValueError, TypeError, LookupError) as error:
        raise refused(filed.name, row.line, f"{error}"[:300]) from error


class Maker:
    """Makes values of rows, for one import: held against a catalogue and the present moment."""

    def __init__(self, catalogue: Catalogue, now: datetime) -> None:
        """Begin; nothing may be recorded later than `now`, but for clocks that differ a little."""
        self._catalogue = catalogue
        self._now = now

    def report(self, said: Said) -> Carried:
        """Make a report, with its number and the first of its revisions."""
        place = self._place(said["place"])
        public, first, identity = said["id"], said["first"], said["identity"]
        span = (said["span_from"], said["span_to"])
        texts: dict[str, Any] = {name: said[name] or "" for name in TEXTS}
        moments: dict[str, Any] = {name: said[name] for name in TIMES}
        report = Report(
            **_queue(said)._asdict(),
            quantity=_word(Quantity, "quantity", said),
            subject=_word(Subject, "subject", said),
            source=said["source"],
            identity=identity or ID_ALONE + _public("id", public),
            origin=said["origin"],
            origin_kind=_word(OriginKind, "origin_kind", said),
            method=_word(Method, "method", said),
            precision=_word(Precision, "precision", said),
            bound=_word_or_none(Bound, "bound", said),
            claim=_word_or_none(Claim, "claim", said),
            per=_word_or_none(Per, "per", said),
            word=said["word"],
            value=said["value"],
            low=said["low"],
            high=said["high"],
            archived=said["archived"],
            retracts=said["retracts"] and _public("retracts", said["retracts"]),
            span=None if None in span else span,
            revision=said["revision"],
            **texts,
            **moments,
        )
        check_place(report, place, self._now)
        self._not_ahead("recorded_at", report.recorded_at)
        _check_id(report, public, first)
        return Carried(_number(said), first, report)

    def published(self, said: Said) -> CarriedFigure:
        """Make something published, with its number."""
        self._place(said["place"])
        series = Series(
            _queue(said), _word(Quantity, "quantity", said), _word(Subject, "subject", said)
        )
        figure = Published(
            series=series,
            belief=Belief(
                low=said["low"],
                mid=said["mid"],
                high=said["high"],
                word=said["word"],
                no_number=_word_or_none(NoNumber, "no_number", said),
                observed_to=said["observed_to"],
                freshness=_word_or_none(Freshness, "freshness", said),
                agreement=_word_or_none(Agreement, "agreement", said),
                origins=said["origins"],
            ),
            version=said["version"],
            published_at=said["published_at"],
            method_version=_short("method_version", said),
            catalogue_version=_short("catalogue_version", said),
        )
        self._not_ahead("published_at", figure.published_at)
        _same("id", said["id"], figure.id)
        return CarriedFigure(_number(said), figure)

    def act(self, said: Said) -> CarriedAct:
        """Make an act, with its number and places."""
        if said["verb"] not in ACTED:
            raise ValueError(f"verb: {said['verb']!r:.40} is none of {', '.join(ACTED)}")
        act = Act(
            at=said["at"],
            verb=Verb(said["verb"]),
            role=_short("role", said),
            reason=_short("reason", said),
            version=said["version"],
            undoes=said["undoes"] and _public("undoes", said["undoes"]),
            told=reading.told(said["told"]),
        )
        self._not_ahead("at", act.at)
        _same("id", said["id"], act.id)
        places = said["places"].split(" ") if said["places"] else ()
        return CarriedAct(_number(said), act, tuple(self._place(each).id for each in places))

    def withheld(self, said: Said) -> Ordered:
        """Make what an act withholds."""
        self._place(said["place"])
        quantity = _word_or_none(Quantity, "quantity", said)
        values = {**_queue(said)._asdict(), "quantity": quantity, "until": said["until"]}
        return Ordered(_public("act", said["act"]), values)

    def notice(self, said: Said) -> Ordered:
        """Make a notice that an act added."""
        values = {name: each for name, each in said.items() if name != "act"}
        place = self._place(said["place"])
        notice = Notice(
            id=_short("notice", said),
            **_queue(said)._asdict(),
            quantity=_word(Quantity, "quantity", said),
            subject=_word(Subject, "subject", said),
            word=said["word"],
            valid_from=said["valid_from"],
            valid_to=said["valid_to"],
            review_at=said["review_at"],
            published_at=said["published_at"],
            authority=said["authority"],
            authority_kind=_word(OriginKind, "authority_kind", said),
            url=said["url"] or "",
            note=said["note"] or "",
        )
        check_place(said_by(notice), place, self._now)
        return Ordered(
            _public("act", said["act"]), values | {"url": notice.url, "note": notice.note}
        )

    def notice_end(self, said: Said) -> Ordered:
        """Make an end that an act gave to a notice."""
        values = {"notice": _short("notice", said), "ends_at": said["ends_at"]}
        return Ordered(_public("act", said["act"]), values)

    def _place(self, place: str) -> Place:
        found = self._catalogue.places.get(place)
        if found is None:
            raise ValueError(
                f"place: {place!r:.80} is not in the catalogue: add it to a folder that"
                " DARIAL_CATALOG_DIR names"
            )
        return found

    def _not_ahead(self, name: str, moment: datetime) -> None:
        if moment > self._now + FIGURE_AHEAD:
            raise ValueError(f"{name}: {moment.isoformat()} lies in the future")


def source(said: Said) -> Source:
    """Make a source, which has handed over nothing yet."""
    if not SOURCE_ID.fullmatch(said["id"]):
        raise ValueError(f"id: {said['id']!r:.80} is no id of a source")
    seconds = said["cadence_seconds"]
    return Source(
        id=said["id"],
        name=_short("name", said),
        kind=SourceKind(said["kind"]),
        licence=_short("licence", said),
        attribution=_short("attribution", said),
        url=_short("url", said),
        redistribute=said["redistribute"],
        added_at=said["added_at"],
        cadence=None if seconds is None else timedelta(seconds=seconds),
    )


def act_report(said: Values) -> tuple[str, str]:
    """Make the pair of an act and a report that it is about."""
    return _public("act", said["act"]), _public("report", said["report"])


def _queue(said: Said) -> Queue:
    if len(said["direction"]) > len(BOTH) + 1:
        raise ValueError(f"direction: {said['direction']!r:.40} is none")
    return Queue(said["place"], said["direction"], _word(Mode, "mode", said))


def _check_id(report: Report, public: str, first: str | None) -> None:
    _same("id", public, report.id)
    if (report.revision == 0) is not (first is None):
        raise ValueError("first: names the first revision, in each later one and in no other")
    if first is not None and not report.identity.startswith(ID_ALONE):
        _same("first", first, replace(report, revision=0).id)


def _number(said: Said) -> int:
    number: int = said["number"]
    if number < 1:
        raise ValueError(f"number: {number} is below 1")
    return number


def _word(words: type[Word], name: str, said: Said) -> Word:
    try:
        return words(said[name])
    except ValueError:
        raise ValueError(f"{name}: {said[name]!r:.40} is no word of ours") from None


def _word_or_none(words: type[Word], name: str, said: Said) -> Word | None:
    return None if said[name] is None else _word(words, name, said)


def _public(name: str, text: Any) -> str:  # noqa: ANN401 - a value of a row
    if not PUBLIC_ID.fullmatch(str(text)):
        raise ValueError(f"{name}: {text!r:.40} is no id of 16 hexadecimal digits")
    return str(text)


def _same(name: str, told: str, found: str) -> None:
    if told != found:
        raise ValueError(f"{name}: {told!r:.40} should be {found}, by what the row says")


def _short(name: str, said: Said) -> str:
    text: str = said[name] or ""
    if len(text) > LONGEST_TEXT:
        raise ValueError(f"{name}: has {len(text):,} characters; at most {LONGEST_TEXT:,} are kept")
    return text
