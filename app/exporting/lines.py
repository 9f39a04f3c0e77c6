"""Lines: rows of the store as the cells of a file, as far as they may leave."""

import json
from collections.abc import Mapping
from dataclasses import fields, replace
from typing import Any

from sqlalchemy import Row

from app.catalog import Catalogue
from app.domain.disclosure import TRAVELLERS, disclose_report, told_at
from app.domain.place import Place
from app.domain.report import ID_ALONE, Report, Series
from app.domain.vocabulary import UNITS, WORDS, Bound
from app.exporting.cells import Value, written
from app.exporting.columns import (
    ACT_REPORTS,
    NOTICE_ENDS,
    NOTICES,
    REPORTS,
    SOURCES,
    WITHHOLDINGS,
    Kind,
)
from app.store.carried import Carried
from app.store.export import Stated
from app.store.sources import OPERATOR

Line = list[str]

FIELDS = tuple(each.name for each in fields(Report) if each.name in REPORTS.names)
"""The fields of a report that are told in columns of their names."""


def of_report(carried: Carried, catalogue: Catalogue, *, silent: bool = False) -> Line | None:
    """Give the line of a report as it may leave; None where it may not.

    Of a `silent` one, a retraction by a source whose rows may not be passed on, it is told only
    that it is one.
    """
    place = catalogue.places.get(carried.report.place)
    disclosed = _disclosed(carried.report, place, silent=silent) if place else None
    if disclosed is None:
        return None
    report, known_by_id = disclosed, _leads_to_a_person(carried.report, disclosed)
    span_from, span_to = (None, None) if known_by_id or report.span is None else report.span
    values: dict[str, Value] = {
        **{name: getattr(report, name) for name in FIELDS},
        "number": carried.number,
        "id": carried.report.id,
        "first": carried.first,
        "unit": UNITS.get(report.quantity),
        "recorded_at": told_at(carried.report, report.recorded_at),
        "known_at": told_at(carried.report, report.known),
        "span_from": span_from,
        "span_to": span_to,
    }
    if known_by_id:
        values |= dict.fromkeys(("identity", "fired", "poll", "time_basis"))
    return _line(REPORTS, values)


def _disclosed(report: Report, place: Place, *, silent: bool) -> Report | None:
    """Give a report as it may leave; of a retraction that may not, at least that it is one.

    A figure that is told must never seem to stand because what takes it back is hidden.
    """
    disclosed = disclose_report(report, place.kind)
    if report.retracts and report.quantity not in WORDS and (silent or disclosed is None):
        nothing = replace(report, value=None, low=0.0, high=None, bound=Bound.AT_LEAST)
        return disclose_report(nothing, place.kind)
    return disclosed


def _leads_to_a_person(report: Report, disclosed: Report) -> bool:
    """Tell whether what tells a row from others may tell more than the row itself does.

    The identity of a live traveller's word can be its link, that of a hidden count a hash of it.
    """
    if report.identity.startswith(ID_ALONE):
        return True
    if report.archived or (report.source == OPERATOR and report.retracts):
        return False
    return disclosed is not report or report.origin_kind in TRAVELLERS


def of_published(stated: Stated) -> Line:
    """Give the line of something published."""
    row = stated.row
    figures = (row.low, row.mid, row.high)
    return [
        written(value)
        for value in (
            row.id,
            row.public,
            *_series(stated.series),
            UNITS.get(stated.series.quantity),
            row.version,
            row.published_at,
            row.method_version,
            row.catalogue_version,
            *figures,
            row.word,
            row.no_number,
            row.observed_to,
            row.freshness,
            row.agreement,
            row.origins,
        )
    ]


def of_act(act: tuple[Row[Any], str]) -> Line:
    """Give the line of an act."""
    row, places = act
    told = json.dumps(row.told, ensure_ascii=False)
    values = (row.id, row.public, row.at, row.verb, row.role, row.reason, row.version, row.undoes)
    return [written(value) for value in (*values, told, places)]


def of_source(row: Row[Any]) -> Line:
    """Give the line of a source's facts."""
    return _line(SOURCES, row._mapping)  # noqa: SLF001 - the documented way to a mapping


def of_act_report(row: Row[Any]) -> Line:
    """Give the line of a report that an act is about."""
    return _line(ACT_REPORTS, row._mapping)  # noqa: SLF001


def of_withholding(row: Row[Any]) -> Line:
    """Give the line of what an act withholds."""
    return _line(WITHHOLDINGS, row._mapping)  # noqa: SLF001


def of_notice(row: Row[Any]) -> Line:
    """Give the line of a notice that an act added."""
    return _line(NOTICES, row._mapping)  # noqa: SLF001


def of_notice_end(row: Row[Any]) -> Line:
    """Give the line of an end that an act gave to a notice."""
    return _line(NOTICE_ENDS, row._mapping)  # noqa: SLF001


def _line(kind: Kind, values: Mapping[str, Value] | Any) -> Line:  # noqa: ANN401 - a row's mapping
    return [written(values[column.name]) for column in kind.columns]


def _series(series: Series) -> tuple[str, ...]:
    return (*series.queue, series.quantity, series.subject)
