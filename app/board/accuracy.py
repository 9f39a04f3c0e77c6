"""Accuracy as readers get it: how far off what we published was, and in plain words.

Everything it is made of is told elsewhere too: beliefs as they were published, and reports as they
may be told. So it tells nothing that is withheld.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from app.board.accuracy_words import in_words
from app.board.document import Document
from app.board.notation import Fields, encode, instant
from app.board.threads import in_thread
from app.board.view import View
from app.catalog import Catalogue
from app.domain.accuracy import LONGEST, Accuracy, Errors, Record
from app.domain.comparison import DAY
from app.domain.disclosure import disclose_report
from app.domain.history import floored
from app.domain.place import Place
from app.domain.report import Series, default_subject
from app.domain.trial import MOST_OF_AN_HOUR, Stood, Told, trials
from app.domain.vocabulary import QUEUE_QUANTITIES, NoNumber
from app.store import stood
from app.store.database import ReadSession
from app.store.row import report_of

HOUR = timedelta(hours=1)

MOST = 30_000
"""How many reports one answer is made from, at most; the series that spoke share them evenly."""

MOST_OF_SERIES = 6_000
"""How many of one series, at most: the newest. One of every half hour has 4,320 in 90 days."""

DIGITS = 4
"""Digits after the point of errors and shares."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Measured:
    """How far off we were, as of a moment, and of how many reports of a series at most.

    `cut` series had more, so that only their newest count. `sources` are those of the figures.
    """

    until: datetime
    accuracies: Sequence[Accuracy]
    sources: frozenset[str]
    most: int
    cut: int


def last_hour(now: datetime) -> datetime:
    """Give the moment as of which accuracy is told: the last full hour, so that answers rest."""
    return floored(now, HOUR)


async def measure(
    session: ReadSession, catalogue: Catalogue, until: datetime, most_in_all: int = MOST
) -> Measured:
    """Measure what was published by what became known of it, until a moment (aware).

    A series at a time is read, and counted in a thread.
    """
    since = until - LONGEST
    found = await stood.active(session, QUEUE_QUANTITIES, since=since, until=until)
    series = {number: key for number, key in found.items() if _is_belief(key, catalogue)}
    most = max(1, min(MOST_OF_SERIES, most_in_all // max(1, len(series))))
    record, cut = Record(until), 0
    for number, key in sorted(series.items()):
        said = await stood.said(session, number, since=since, until=until, most=most + 1)
        begins = since
        if len(said) > most:
            cut, said = cut + 1, said[:most]
            # What ended before may be missing from the median of the day before the oldest.
            begins = max(since, report_of(said[-1].report, key).ends + DAY)
        await in_thread(_count, record, said, key, catalogue.place(key.queue.place), begins)
    return Measured(
        until=until,
        accuracies=record.accuracies(),
        sources=frozenset(record.sources),
        most=most,
        cut=cut,
    )


def answer(view: View, measured: Measured) -> Document:
    """Write what was measured; `view` has the sources to be credited."""
    data = encode(describe(measured.accuracies))
    return view.finish(view.envelope(data, measured.sources, **limits(measured)))


def limits(measured: Measured) -> Fields:
    """Give until when it was measured, and by how much at most."""
    return {
        "until": instant(measured.until),
        "reports_of_a_series": measured.most,
        "figures_of_an_hour": MOST_OF_AN_HOUR,
        "series_cut": measured.cut,
    }


def describe(accuracies: Sequence[Accuracy]) -> list[Fields]:
    """Give the JSON object of each."""
    return [
        {
            "quantity": each.quantity,
            "mode": each.mode,
            "days": each.days,
            "figures": each.figures,
            "compared": each.compared,
            "amount": each.amount,
            "left_out": [
                {"reason": reason, "figures": count}
                for reason, count in sorted(each.left_out.items())
            ],
            "ours": _errors(each.ours),
            "inside": None if each.inside is None else round(each.inside, DIGITS),
            "latest": _errors(each.latest),
            "median24": _errors(each.median24),
            "methods": list(_methods(each)),
            "in_words": in_words(each),
        }
        for each in accuracies
    ]


def _is_belief(key: Series, catalogue: Catalogue) -> bool:
    return key.subject is default_subject(key.quantity) and key.queue.place in catalogue.places


def _count(
    record: Record, said: Sequence[stood.Said], key: Series, place: Place, since: datetime
) -> None:
    record.add(trials(place, list(_told(said, key, place)), since, record.until))


def _told(said: Sequence[stood.Said], key: Series, place: Place) -> Iterator[Told]:
    """Give the reports that may be told, as they may be told, each with what stood."""
    for each in said:
        report = disclose_report(report_of(each.report, key), place.kind)
        if report is not None:
            yield Told(report, _stood(each))


def _stood(said: stood.Said) -> Stood | None:
    published_at, low, mid, high, no_number, method_version = said.belief
    if published_at is None:
        return None
    return Stood(
        published_at=published_at,
        low=low,
        mid=mid,
        high=high,
        no_number=None if no_number is None else NoNumber(no_number),
        method_version=method_version,
    )


def _errors(errors: Errors | None) -> Fields:
    if errors is None:
        return {"mean": None, "median": None, "factor": None}
    return {
        "mean": round(errors.mean, DIGITS),
        "median": round(errors.median, DIGITS),
        "factor": round(errors.factor, 2),
    }


def _methods(each: Accuracy) -> Iterator[Fields]:
    """Give the methods whose beliefs were tried, in the order in which they came."""
    for version, under in sorted(each.methods.items(), key=lambda item: item[1].since):
        yield {
            "method_version": version,
            "compared": under.compared,
            "since": instant(under.since),
        }
