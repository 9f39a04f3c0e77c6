"""A report as a row, both ways: quick, and nothing lost.

Rows go in as plain tuples, handed to the driver as they are, and come out as plainly: a translation
of each value by its column's type would cost more than everything else.
"""

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import BigInteger, ColumnElement, type_coerce

from app.domain.report import Report, Series
from app.domain.vocabulary import Bound, Claim, Method, OriginKind, Per, Precision
from app.store.columns import Moment, PublicId, micros, moment_of, number_of, public_of
from app.store.tables import reports
from app.store.window import reach_of

Values = tuple[Any, ...]

WRITTEN = (
    "public", "first_id", "revision", "strand_id", "reach", "ends", "recorded_at", "known_at",
    "source", "identity", "archived", "span_from", "span_to", "fired", "poll", "time_basis",
    "series_id", "retracts", "observed_from", "observed_to", "published_at", "review_at", "origin",
    "origin_kind", "method", "precision", "value", "low", "high", "bound", "word", "claim", "per",
    "note", "publisher", "url", "language", "permalink",
)  # fmt: skip
"""The columns of a row on its way in; its number is the database's to give."""

SAID = slice(WRITTEN.index("series_id"), None)
"""The part of a row that is said, whoever hands it over and whenever."""

NUMBERS = (
    "observed_from", "observed_to", "published_at", "recorded_at", "known_at", "review_at",
    "retracts",
)  # fmt: skip
OTHERS = (
    "origin_kind", "method", "precision", "bound", "claim", "per", "source", "identity", "origin",
    "value", "low", "high", "word", "note", "publisher", "url", "language", "archived",
    "permalink", "span_from", "span_to", "fired", "poll", "time_basis", "revision",
)  # fmt: skip


def _plain(name: str) -> ColumnElement[Any]:
    """Give a column whose moments and ids come as the numbers they are kept as."""
    column = reports.c[name]
    kept_as_number = isinstance(column.type, Moment | PublicId)
    return type_coerce(column, BigInteger).label(name) if kept_as_number else column


READ = tuple(_plain(name) for name in ("series_id", *NUMBERS, *OTHERS))
"""The columns that make a report, beside those of its series."""

SAID_COLUMNS = tuple(_plain(name) for name in WRITTEN[SAID])
"""The columns of what is said, to be compared with the same part of a row on its way in."""

FILLED = (
    "place", "direction", "mode", "quantity", "subject", "observed_from", "observed_to",
    "published_at", "recorded_at", "known_at", "review_at", "retracts", "origin_kind", "method",
    "precision", "bound", "claim", "per", "source", "identity", "origin", "value", "low", "high",
    "word", "note", "publisher", "url", "language", "archived", "permalink", "span", "fired",
    "poll", "time_basis", "revision",
)  # fmt: skip
"""The fields of a report, in the order in which `report_of` fills them."""

_FILL: tuple[Callable[[Report, Any], None], ...] = tuple(
    getattr(Report, name).__set__ for name in FILLED
)
_ORIGIN_KINDS = {kind.value: kind for kind in OriginKind}
_METHODS = {method.value: method for method in Method}
_PRECISIONS = {precision.value: precision for precision in Precision}
_BOUNDS = {bound.value: bound for bound in Bound}
_CLAIMS = {claim.value: claim for claim in Claim}
_PERS = {per.value: per for per in Per}


def report_of(row: Sequence[Any], series: Series) -> Report:
    """Give the report that a row of READ holds.

    It was checked before it was stored, so its fields are filled in without checking it again: that
    is quicker, and a check that has become stricter since does not make the past unreadable.
    """
    (
        _, observed_from, observed_to, published_at, recorded_at, known_at, review_at, retracts,
        origin_kind, method, precision, bound, claim, per, source, identity, origin, value, low,
        high, word, note, publisher, url, language, archived, permalink, span_from, span_to, fired,
        poll, time_basis, revision,
    ) = row  # fmt: skip
    values = (
        *series.queue, series.quantity, series.subject, moment_of(observed_from),
        _moment(observed_to), _moment(published_at), moment_of(recorded_at), moment_of(known_at),
        _moment(review_at), None if retracts is None else public_of(retracts),
        _ORIGIN_KINDS[origin_kind], _METHODS[method], _PRECISIONS[precision], _BOUNDS.get(bound),
        _CLAIMS.get(claim), _PERS.get(per), source, identity, origin, value, low, high, word, note,
        publisher, url, language, archived, permalink,
        None if span_from is None else (span_from, span_to), fired, poll, time_basis, revision,
    )  # fmt: skip
    report = object.__new__(Report)
    for fill, value in zip(_FILL, values, strict=True):
        fill(report, value)
    return report


def values_of(
    report: Report,
    series_id: int,
    strand_id: int | None,
    *,
    first_id: int | None = None,
    retracts: int | None = None,
) -> Values:
    """Give a report's row in the order of WRITTEN; `retracts` is the number of whom it retracts."""
    begins, ends, known = report.observed_from, report.ends, report.known
    observed_from, end = micros(begins), micros(ends)
    span_from, span_to = report.span or (None, None)
    return (
        number_of(report.id), first_id, report.revision, strand_id, reach_of(end - observed_from),
        end, micros(report.recorded_at), end if known is ends else micros(known), report.source,
        report.identity, report.archived, span_from, span_to, report.fired, report.poll,
        report.time_basis, series_id, retracts, observed_from,
        None if report.observed_to is None else end, _micros(report.published_at),
        _micros(report.review_at), report.origin, str(report.origin_kind), str(report.method),
        str(report.precision), report.value, report.low, report.high, _text(report.bound),
        _text(report.word), _text(report.claim), _text(report.per), report.note, report.publisher,
        report.url, report.language, report.permalink,
    )  # fmt: skip


def _micros(moment: datetime | None) -> int | None:
    return None if moment is None else micros(moment)


def _moment(number: int | None) -> datetime | None:
    return None if number is None else moment_of(number)


def _text(word: str | None) -> str | None:
    # A word of a vocabulary is a kind of text that the driver would have to think about.
    return None if word is None else str(word)
