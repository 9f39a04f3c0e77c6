"""Flows as readers get them: each series with its local days and its longer windows."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import groupby

from app.board.course import key_of
from app.board.document import Document
from app.board.history import Span
from app.board.notation import Fields, encode, instant
from app.board.selection import Filters
from app.board.threads import in_thread
from app.board.tidy import table
from app.board.view import Form, View
from app.catalog import Catalogue
from app.domain.day_sum import is_sum
from app.domain.errors import Fault, InvalidQuery
from app.domain.flow import Flow, Growth
from app.domain.flows import LOOKBACK, flows
from app.domain.report import Report
from app.domain.saying import Saying
from app.domain.vocabulary import CROSSINGS
from app.store import reports
from app.store.database import ReadSession
from app.store.reports import Wanted

MOST_REPORTS = 50_000
"""How many reports one answer is made from, at most: sensors count by the hour, and the usual four
weeks, with what they are compared with, hold some 30,000 of every post's."""

COLUMNS = (
    "place", "kind", "direction", "mode", "quantity", "subject", "unit", "timezone", "basis",
    "day", "from", "to", "value", "low", "high", "method", "agreement", "origins", "no_number",
    "per_day_value", "per_day_low", "per_day_high", "week_factor", "doubling_days", "week_before",
    "reports", "week_reports", "url",
)  # fmt: skip
"""The columns of flows in CSV: one line for each series and day or window."""


async def read(
    session: ReadSession, filters: Filters, spans: Mapping[str, Span]
) -> dict[str, list[Report]]:
    """Read what the flows asked for are made from, by place; raises InvalidQuery for too much."""
    since = min(start for start, _ in spans.values()) - LOOKBACK
    wanted = Wanted(
        places=tuple(spans),
        directions=filters.direction,
        modes=filters.mode,
        quantities=filters.quantity or CROSSINGS,
        subjects=filters.subject,
        since=since,
        until=max(end for _, end in spans.values()),
    )
    page = await reports.page(session, wanted, limit=MOST_REPORTS, newest_first=False)
    if page.more:
        detail = f"from: more than {MOST_REPORTS} reports; take a shorter time or name places"
        raise InvalidQuery(detail, (Fault(parameter="query/from", detail=detail),))
    found: dict[str, list[Report]] = defaultdict(list)
    for kept in page.rows:
        if kept.withdrawn_at is None and kept.report.retracts is None:
            found[kept.report.place].append(kept.report)
    return found


async def answer(
    form: Form, view: View, spans: Mapping[str, Span], said: Mapping[str, Sequence[Report]]
) -> Document:
    """Answer flows from what was read, in a thread."""
    return await in_thread(_document, form, view, spans, said)


def _document(
    form: Form, view: View, spans: Mapping[str, Span], said: Mapping[str, Sequence[Report]]
) -> Document:
    catalogue = view.catalogue
    found = [
        flow
        for place_id in sorted(said)
        for flow in flows(said[place_id], catalogue.place(place_id).zone, *spans[place_id])
    ]
    if form is Form.CSV:
        return view.finish(table(COLUMNS, (_line(flow, catalogue) for flow in found)), form)
    return view.finish(view.envelope(encode(list(_series(found, catalogue))), _sources(found)))


def _sources(found: Iterable[Flow]) -> set[str]:
    behind = {report.source for flow in found for said in flow.said for report in said.reports}
    compared = (flow.growth.reports for flow in found if flow.growth)
    return behind | {report.source for reports in compared for report in reports}


def _series(found: Iterable[Flow], catalogue: Catalogue) -> Iterator[Fields]:
    for series, each in groupby(found, key=lambda flow: flow.series):
        told = list(each)
        yield key_of(series, catalogue.place(series.queue.place)) | {
            "days": [_day(flow) for flow in told if flow.day is not None],
            "windows": [_window(flow) for flow in told if flow.day is None],
        }


def _day(flow: Flow) -> Fields:
    assert flow.day is not None  # noqa: S101 - asked of days only
    return {"day": flow.day.isoformat()} | _flow(flow) | {"week": _week(flow.growth)}


def _window(flow: Flow) -> Fields:
    return _flow(flow) | {"per_day": _per_day(flow)}


def _flow(flow: Flow) -> Fields:
    return {
        "basis": flow.basis,
        "from": instant(flow.start),
        "to": instant(flow.end),
        "value": _count(flow.value),
        "low": _count(flow.low),
        "high": _count(flow.high),
        "method": flow.method,
        "agreement": flow.agreement,
        "origins": flow.origins,
        "no_number": flow.no_number,
        "said": [_saying(said) for said in flow.said],
    }


def _saying(said: Saying) -> Fields:
    return {
        "origin": said.origin,
        "origin_kind": said.origin_kind,
        "method": said.method,
        "bound": said.bound,
        "value": _count(said.value),
        "low": _count(said.low),
        "high": _count(said.high),
        "reports": [
            {"id": report.id, "url": report.url or None}
            for report in said.reports
            if not is_sum(report)
        ],
    }


def _week(growth: Growth | None) -> Fields | None:
    if growth is None:
        return None
    doubling = growth.doubling_days
    return {
        "factor": round(growth.factor, 3),
        "doubling_days": None if doubling is None else round(doubling, 1),
        "before": growth.before.isoformat(),
        "origin": growth.origin,
        "reports": _ids(growth.reports),
    }


def _per_day(flow: Flow) -> Fields | None:
    if flow.average is None:
        return None
    low, value, high = (None if each is None else round(each, 1) for each in flow.average)
    return {"value": value, "low": low, "high": high, "method": "derived"}


def _line(flow: Flow, catalogue: Catalogue) -> Fields:
    told = [report for said in flow.said for report in said.reports]
    week, per_day = _week(flow.growth) or {}, _per_day(flow) or {}
    return (
        key_of(flow.series, catalogue.place(flow.series.queue.place))
        | _flow(flow)
        | {
            "day": None if flow.day is None else flow.day.isoformat(),
            "per_day_value": per_day.get("value"),
            "per_day_low": per_day.get("low"),
            "per_day_high": per_day.get("high"),
            "week_factor": week.get("factor"),
            "doubling_days": week.get("doubling_days"),
            "week_before": week.get("before"),
            "reports": _ids(told),
            "week_reports": week.get("reports"),
            "url": told[0].url,
        }
    )


def _ids(reports: Iterable[Report]) -> list[str]:
    """Give the ids of reports; a sum of ours is none, and what it is made of is told elsewhere."""
    return [report.id for report in reports if not is_sum(report)]


def _count(figure: float | None) -> float | None:
    """Write a whole number as one."""
    return int(figure) if figure is not None and figure == int(figure) else figure
