"""Upper Lars, trucks out of Russia: the list of the electronic queue, as zitic.ru shows it.

Shown since October 2025 and renewed about every two hours. No terms are stated, so we keep counts
and the link, never the list. Oddities we rely on:

- One row per truck. Waiting and confirmed trucks are not called yet: they are `booked_vehicles`.
  Called ones and those under way have left the list for the road; the note has all four numbers.
- A truck's registration is a day without a time, so it has waited since that day's end at least:
  the oldest waiting one gives a lower bound. A bound of zero says nothing and is no report.
- The page has no stamp: it speaks of when we fetched it.
- A row whose status we do not know is refused, and the count of the others is a lower bound.
- Plates are personal data, and remarks may hold more: neither is read. What is kept of a page is
  built anew from its dates and status words. A word with a digit in it may be a plate, so it goes.
"""

from collections import Counter
from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from html import escape
from typing import NamedTuple
from zoneinfo import ZoneInfo

from selectolax.lexbor import LexborHTMLParser, LexborNode

from app.domain.report import Queue, Report
from app.domain.vocabulary import Bound, Method, Mode, OriginKind, Quantity
from app.sources.kit import (
    ASSUMED,
    Parsed,
    Payload,
    Refused,
    Request,
    Scope,
    Source,
    Speaker,
    each,
    figure,
    missing,
    whole,
)

ADDRESS = "https://zitic.ru/eo/vl/"
TIMEZONE = ZoneInfo("Europe/Moscow")
LIST = Queue("verkhny-lars", "RU-GE", Mode.TRUCK)
WAITING, CONFIRMED = "ожидание", "подтверждена"
STATUSES = {
    WAITING: "waiting",
    CONFIRMED: "confirmed",
    "приглашен": "called",
    "в пути": "on the way",
}
LONGEST_STATUS = 40
SPEAKER = Speaker(
    source="zitic",
    origin="Electronic queue at Upper Lars",
    origin_kind=OriginKind.OPERATOR,
    method=Method.COUNTED,
    publisher="zitic.ru",
    language="ru",
)


class Truck(NamedTuple):
    """One row of the list: its status, folded, and the day it was registered, if it names one."""

    status: str
    registered: date | None


def asks(_scope: Scope, _now: datetime) -> Sequence[Request]:
    """Ask for the one page there is."""
    return [Request(url=ADDRESS)]


def parse(payload: Payload, _scope: Scope) -> Parsed:
    """Count the trucks by status and tell how long the oldest has waited; raises SourceError."""
    trucks = _trucks(_table(payload.html()))
    refused = [
        Refused(row=f"row {place}", reason=doubt)
        for place, truck in enumerate(trucks, start=1)
        if (doubt := _doubt(truck))
    ]
    if trucks and not any(truck.status in STATUSES for truck in trucks):
        return whole(Parsed(refused=refused))
    told = (_booked, _oldest)
    parsed = each(
        told, lambda read: read(trucks, payload.fetched_at), show=lambda read: read.__name__
    )
    parsed.refused += refused
    return parsed


def strip(payload: Payload) -> bytes:
    """Give the same table with nothing but its days and status words, in the payload's charset."""
    table = payload.html().css_first("table")
    if table is None:
        return b""
    head = "<thead><tr><th></th></tr></thead>" if table.css_first("th") else ""
    rows = "".join(map(_row, _trucks(table)))
    page = f"<html><table>{head}<tbody>{rows}</tbody></table></html>"
    return page.encode(payload.charset or "utf-8", "xmlcharrefreplace")


def _row(truck: Truck) -> str:
    day = f"{truck.registered:%d.%m.%y}" if truck.registered else ""
    badge = f'<span class="status-badge">{escape(truck.status)}</span>'
    return f'<tr><td class="registration-date">{day}</td><td>{badge}</td></tr>'


def _table(page: LexborHTMLParser) -> LexborNode:
    """Give the list; an empty one is known by its head."""
    table = page.css_first("table")
    if table is not None and table.css_first("tbody tr, th"):
        return table
    raise missing(page, "table of trucks")


def _trucks(table: LexborNode) -> list[Truck]:
    rows = [row for row in table.css("tbody tr") if row.css_first("td")]
    return [Truck(_status(row), _registered(row)) for row in rows]


def _status(row: LexborNode) -> str:
    words = " ".join(_cell(row, ".status-badge").split()).casefold().replace("ё", "е")
    return "" if any(map(str.isdigit, words)) else words[:LONGEST_STATUS]


def _registered(row: LexborNode) -> date | None:
    try:
        day, month, year = map(int, _cell(row, ".registration-date").split("."))
        return date(2000 + year, month, day)
    except (ValueError, OverflowError):
        return None


def _cell(row: LexborNode, selector: str) -> str:
    cell = row.css_first(selector)
    return "" if cell is None else cell.text().strip()


def _doubt(truck: Truck) -> str:
    if truck.status not in STATUSES:
        return f"status: {truck.status!r} is none of {', '.join(STATUSES)}"
    return "" if truck.registered else "registered: no day such as 23.09.26; the truck counts"


def _booked(trucks: Sequence[Truck], at: datetime) -> Report:
    """Give how many trucks are not called yet."""
    counts = Counter(truck.status for truck in trucks)
    bound = Bound.EXACT if counts.keys() <= STATUSES.keys() else Bound.AT_LEAST
    split = ", ".join(f"{english} {counts[status]}" for status, english in STATUSES.items())
    return _figure(Quantity.BOOKED_VEHICLES, counts[WAITING] + counts[CONFIRMED], bound, split, at)


def _oldest(trucks: Sequence[Truck], at: datetime) -> Report | None:
    """Give how long the oldest waiting truck has waited at least, if that says anything."""
    days = [truck.registered for truck in trucks if truck.status == WAITING and truck.registered]
    if not days:
        return None
    since = datetime.combine(min(days), time(), TIMEZONE) + timedelta(days=1)
    minutes = (at - since) // timedelta(minutes=1)
    if minutes <= 0:
        return None
    note = "the oldest waiting registration, from the end of its day"
    return _figure(Quantity.WAIT_MINUTES, minutes, Bound.AT_LEAST, note, at)


def _figure(quantity: Quantity, value: int, bound: Bound, note: str, at: datetime) -> Report:
    return figure(
        SPEAKER,
        LIST,
        quantity,
        value,
        observed_from=at,
        recorded_at=at,
        bound=bound,
        note=note,
        url=ADDRESS,
        time_basis=ASSUMED,
    )


SOURCE = Source(
    id="zitic",
    name="Electronic queue of trucks at Upper Lars (zitic.ru)",
    url=ADDRESS,
    every=timedelta(hours=1),
    speaks=timedelta(hours=2),
    licence="none stated; counts and the link only",
    attribution="zitic.ru, electronic queue at Upper Lars",
    media=("text/html",),
    asks=asks,
    parse=parse,
    strip=strip,
    stamped=False,
    # Hundreds of trucks register, are called and leave between two renewals: a list that stands
    # for six of them is not being kept.
    still=timedelta(hours=12),
)
