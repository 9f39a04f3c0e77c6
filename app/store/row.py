"""A report as a row, both ways: quick, and nothing lost.

Rows go in as plain tuples, handed to the driver as they are: a translation of each value would
cost more than everything else. They come out through the columns' own types.
"""

import hashlib
from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import BigInteger, type_coerce

from app.domain.report import Report, Series
from app.domain.vocabulary import Bound, Claim, Method, OriginKind, Per, Precision
from app.store.columns import micros, moment_of, number_of, public_of
from app.store.tables import reports
from app.store.window import reach_of

Values = tuple[Any, ...]

WRITTEN = (
    "public", "content", "first_id", "revision", "series_id", "strand_id", "reach", "ends",
    "recorded_at", "known_at", "source", "identity", "archived", "span_from", "span_to", "fired",
    "poll", "time_basis", "retracts", "observed_from", "observed_to", "published_at", "review_at",
    "origin", "origin_kind", "method", "precision", "value", "low", "high", "bound", "word",
    "claim", "per", "note", "publisher", "url", "language", "permalink",
)  # fmt: skip
"""The columns of a row on its way in; its number is the database's to give."""

NUMBERS = (
    "observed_from", "observed_to", "published_at", "recorded_at", "known_at", "review_at",
    "retracts",
)  # fmt: skip
OTHERS = (
    "origin_kind", "method", "precision", "bound", "claim", "per", "source", "identity", "origin",
    "value", "low", "high", "word", "note", "publisher", "url", "language", "archived",
    "permalink", "span_from", "span_to", "fired", "poll", "time_basis", "revision",
)  # fmt: skip
READ = (
    reports.c.series_id,
    *(type_coerce(reports.c[name], BigInteger).label(name) for name in NUMBERS),
    *(reports.c[name] for name in OTHERS),
)
"""The columns that make a report, beside those of its series; moments and ids as numbers."""

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
    ends = report.ends
    span_from, span_to = report.span or (None, None)
    said = _said(report)
    return (
        number_of(report.id), _hash(report, said), first_id, report.revision, series_id, strand_id,
        reach_of(ends - report.observed_from), micros(ends),
        micros(report.recorded_at), micros(report.known), report.source, report.identity,
        report.archived, span_from, span_to, report.fired, report.poll, report.time_basis,
        retracts, *said,
    )  # fmt: skip


def _said(report: Report) -> Values:
    """Give what a report says, in the order of the last columns of WRITTEN."""
    return (
        micros(report.observed_from), _micros(report.observed_to), _micros(report.published_at),
        _micros(report.review_at), report.origin, str(report.origin_kind), str(report.method),
        str(report.precision), _float(report.value), _float(report.low), _float(report.high),
        _text(report.bound), _text(report.word), _text(report.claim), _text(report.per),
        report.note, report.publisher, report.url, report.language, report.permalink,
    )  # fmt: skip


def _hash(report: Report, said: Values) -> int:
    # Whoever adds a field to this lets it join only where it is filled, so that what is stored
    # already keeps its hash and is not taken for corrected.
    text = "\x1f".join(
        (*report.queue, report.quantity, report.subject, report.retracts or "", repr(said))
    )
    return int.from_bytes(
        hashlib.blake2b(text.encode(), digest_size=8).digest(), "big", signed=True
    )


def _micros(moment: datetime | None) -> int | None:
    return None if moment is None else micros(moment)


def _moment(number: int | None) -> datetime | None:
    return None if number is None else moment_of(number)


def _float(figure: float | None) -> float | None:
    return None if figure is None else float(figure)


def _text(word: str | None) -> str | None:
    # A word of a vocabulary is a kind of text that the driver would have to think about.
    return None if word is None else str(word)
