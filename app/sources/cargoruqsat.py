"""CarGoRuqsat, Kazakhstan's electronic queue: trucks waiting to leave Kazakhstan for Russia.

Booking is required there, so the board is the list of all trucks that wait; it is renewed all the
time. The user agreement is at qoldau.kz; operators have an interface of their own with a token. We
keep counts and links. Always KZ-RU: out of Russia nobody books here. Oddities we rely on:

- Crossings have ids that only their register tells, under both names: `Ауыл - Веселоярск`. Both
  must be a place's of ours; one that is not is refused by name.
- `Всего записей` is the count, thousands parted by unbreakable spaces; zero only where it stands.
- A crossing's page has its capacity by date ("C 01.06.2026 120 ТС/сутки"). That counts nobody and
  is a note beside the board's figure. A page without it leads to the board too.
- The calendar shows whole days by tooltip. `Выходной день` means that no truck gets a slot, not
  that the barrier is down, so it is `restricted` for trucks, to the end of that day.
- Only crossings' pages bear a stamp: a figure speaks of when we fetched it. The clock is UTC+5.
- Boards list plates: of a board only its count is kept.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

from selectolax.lexbor import LexborHTMLParser, LexborNode

from app.domain.place import Place
from app.domain.report import Queue, Report
from app.domain.vocabulary import AccessWord, Method, Mode, OriginKind, PlaceKind, Quantity
from app.sources.kit import (
    ASSUMED,
    Parsed,
    Payload,
    Refused,
    Request,
    Scope,
    Source,
    SourceError,
    Speaker,
    Unreadable,
    each,
    figure,
    marked,
    missing,
    whole,
    word,
)

HOST = "https://cgr.qoldau.kz"
REGISTER = "/registry/checkpoint/list"
CALENDAR = f"{HOST}/ru/start?id=stat"
ALMATY = ZoneInfo("Asia/Almaty")
DAY = timedelta(days=1)
MOST_PAGES = 10
LONGEST_DAY = 2
TOTAL, PER_DAY, DAY_OFF = "Всего записей", "ТС/сутки", "выходной"
MONTHS = ("янв", "фев", "мар", "апр", "май", "июн", "июл", "авг", "сен", "окт", "ноя", "дек")
DASHES = str.maketrans("–—", "--")
KAZAKH = str.maketrans("ёәғқңөұүһіы", "еагкноуухии")
"""Letters of Kazakh names, and how Russian pages write them."""

SPEAKER = Speaker(
    source="cargoruqsat",
    origin="CarGoRuqsat",
    origin_kind=OriginKind.OPERATOR,
    method=Method.COUNTED,
    publisher="cgr.qoldau.kz",
    language="ru",
)


def asks(_scope: Scope, _now: datetime) -> Sequence[Request]:
    """Ask for the register of crossings, once a day, and for the calendar."""
    return [_register(1), Request(url=CALENDAR, about={"page": "calendar"})]


def parse(payload: Payload, scope: Scope) -> Parsed:
    """Read a page by what was asked for; raises SourceError."""
    page = payload.html()
    match payload.about:
        case {"page": "register", "number": number}:
            return _crossings(page, int(number), scope)
        case {"page": "crossing", "place": _, "id": _}:
            return _capacity(page, payload.about, payload.fetched_at)
        case {"page": "board", "place": place} if place in scope.places:
            return each([place], lambda place: _board(page, scope.places[place], payload))
        case {"page": "calendar"}:
            return _days_off(page, scope, payload.fetched_at)
    raise Unreadable("it is not known what was asked for")


def strip(payload: Payload) -> bytes:
    """Give a board's count alone, which is all we read of it; of other pages everything."""
    if payload.about.get("page") != "board":
        return payload.body
    try:
        page = f"<html><span>{TOTAL} {_total(payload.html())}</span></html>"
    except SourceError:
        return b""
    return page.encode(payload.charset or "utf-8", "xmlcharrefreplace")


def _register(number: int) -> Request:
    return Request(
        url=f"{HOST}/ru{REGISTER}?p={number}&flBorderCountry=x181",
        about={"page": "register", "number": str(number)},
        keep=DAY,
    )


def _crossings(page: LexborHTMLParser, number: int, scope: Scope) -> Parsed:
    """Give what the register leads to: its further pages, and the page of each place of ours."""
    links = page.css(f'a[href*="{REGISTER}/"][href$="/view"]')
    total = page.text(separator=" ").partition(TOTAL)[2].split()
    if not (links and total and total[0].isdecimal()):
        raise missing(page, "register of crossings")
    parsed = Parsed()
    if number == 1:
        pages = min(-(-int(total[0][:6]) // len(links)), MOST_PAGES)
        parsed.further += map(_register, range(2, pages + 1))
    for link in links:
        name, crossing = _shown(link), (link.attributes["href"] or "").split("/")[-2]
        place = _place(name, scope)
        if place is None or not crossing.isdecimal():
            parsed.refused.append(
                Refused(row=name, reason="it is no crossing of ours, or has no id")
            )
        else:
            about = {"page": "crossing", "place": place.id, "id": crossing}
            address = f"{HOST}/ru{REGISTER}/{crossing}/view"
            parsed.further.append(Request(url=address, about=about, keep=DAY))
    return whole(parsed)


def _place(name: str, scope: Scope) -> Place | None:
    """Give the place that both names of a crossing belong to."""
    one, _, other = name.translate(DASHES).partition(" - ")
    both = {_folded(one), _folded(other)}
    fitting = [
        place
        for place in scope.places.values()
        if place.countries == ("RU", "KZ")
        and place.kind is PlaceKind.CHECKPOINT
        and both <= {_folded(name) for name in (*place.names.values(), *place.aliases)}
    ]
    return fitting[0] if len(fitting) == 1 else None


def _folded(name: str) -> str:
    """Give a name's letters alone, as Russian writes them, without what stands in brackets."""
    plain = name.partition("(")[0].casefold().translate(KAZAKH)
    return "".join(filter(str.isalpha, plain))


def _capacity(page: LexborHTMLParser, about: Mapping[str, str], now: datetime) -> Parsed:
    """Give the request of a crossing's board, with the capacity that holds now beside it."""
    words = page.text(separator=" ").split()
    today = now.astimezone(ALMATY).date()
    dated = [
        (day, many)
        for written, many, unit in zip(words, words[1:], words[2:], strict=False)
        if unit == PER_DAY and many.isdecimal() and (day := _day(written)) and day <= today
    ]
    note = "capacity {1:.6} trucks a day since {0}".format(*max(dated)) if dated else ""
    refused = [] if dated else [Refused(row=about["place"], reason="its page tells no capacity")]
    board = Request(url=_board_address(about["id"]), about={**about, "page": "board", "note": note})
    return Parsed(further=[board], refused=refused)


def _board_address(crossing: str) -> str:
    return f"{HOST}/ru/registry/scoreboard?flCheckpoint={crossing}&flStatus=Pending"


def _day(written: str) -> date | None:
    try:
        return datetime.strptime(written, "%d.%m.%Y").replace(tzinfo=ALMATY).date()
    except ValueError:
        return None


def _board(page: LexborHTMLParser, place: Place, payload: Payload) -> Report:
    return figure(
        SPEAKER,
        _queue(place),
        Quantity.BOOKED_VEHICLES,
        _total(page),
        observed_from=payload.fetched_at,
        recorded_at=payload.fetched_at,
        url=_board_address(payload.about.get("id", "")),
        note=payload.about.get("note", ""),
        time_basis=ASSUMED,
    )


def _queue(place: Place) -> Queue:
    return Queue(place.id, place.directions[1], Mode.TRUCK)


def _total(page: LexborHTMLParser) -> int:
    """Give how many rows a board has; a page that does not say so is not a board."""
    count = marked(page.css("span"), TOTAL)
    if count is None:
        raise missing(page, f"{TOTAL!r} with a number")
    return count


def _days_off(page: LexborHTMLParser, scope: Scope, now: datetime) -> Parsed:
    """Give the places where today is a day off."""
    rows = [
        (place, [_words(square) for square in row.css(".square[title]")])
        for row in page.css(".square-chart-row")
        if (name := row.css_first(".square-chart-name")) and (place := _place(_shown(name), scope))
    ]
    if not any(_dates(words) for _, squares in rows for words in squares):
        raise missing(page, "calendar with a crossing of ours")
    today = now.astimezone(ALMATY).date()
    return each(
        [place for place, squares in rows if any(_is_off(words, today) for words in squares)],
        lambda place: _day_off(place, today, now),
    )


def _words(square: LexborNode) -> list[str]:
    tooltip = LexborHTMLParser(square.attributes["title"] or "")
    return tooltip.text(separator=" ").casefold().split()


def _is_off(words: Sequence[str], today: date) -> bool:
    return DAY_OFF in words and (today.day, today.month) in _dates(words)


def _dates(words: Sequence[str]) -> set[tuple[int, int]]:
    """Give the days and months that a tooltip names: `19 июн … Выходной день`."""
    return {
        (int(day), MONTHS.index(month) + 1)
        for day, named in pairwise(words)
        if (month := named[:3].replace("мая", "май")) in MONTHS
        and day.isdecimal()
        and len(day) <= LONGEST_DAY
    }


def _day_off(place: Place, today: date, now: datetime) -> Report:
    begins = datetime.combine(today, time(), ALMATY)
    return word(
        replace(SPEAKER, method=Method.OFFICIAL),
        _queue(place),
        Quantity.ACCESS,
        AccessWord.RESTRICTED,
        observed_from=begins,
        observed_to=begins + DAY,
        recorded_at=now,
        url=CALENDAR,
        note="day off in the booking calendar: no slots for trucks",
        time_basis=ASSUMED,
    )


def _shown(node: LexborNode) -> str:
    return " ".join(node.text().split())


SOURCE = Source(
    id="cargoruqsat",
    name="CarGoRuqsat, electronic queue of trucks in Kazakhstan",
    url=HOST,
    every=timedelta(minutes=15),
    licence="user agreement of qoldau.kz; counts and links only",
    attribution="CarGoRuqsat, cgr.qoldau.kz",
    media=("text/html",),
    asks=asks,
    parse=parse,
    strip=strip,
    stamped=False,
    # Some thirty boards change by the hour: that all stand for two days is no border's doing.
    still=2 * DAY,
    pause=timedelta(seconds=4),
    most=80,
)
