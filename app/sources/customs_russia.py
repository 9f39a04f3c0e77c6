"""Federal Customs Service of Russia: load of the road posts, cars and trucks, in and out.

Snapshots of each post and class, at least one a day (06:00), kept for years: the page takes dates.
Open statistics of a state body; no licence is stated. Oddities we rely on:

- A card has the post, the class, a stamp and two pairs of figures: into Russia first, then out of
  it (the block with the margin classes); in each the line, then what passed in 24 hours.
- The stamp names no zone. Moscow is assumed; posts in Siberia may mean their own clock, and are
  then up to six hours earlier than told.
- `Найдено 0` with nothing else is an answer: no snapshot yet. A page without it is none.
- Names may hold Latin letters that look Cyrillic (`Светогоpск`), and brackets of the customs'
  own. A card under another post's name is refused: the filter was not obeyed.
- "0" is an empty road; an empty figure is no figure.
- Codes of posts are those of 2023. The page offers its own list; a code missing there is told.
"""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from datetime import date, datetime, time, timedelta
from functools import partial
from urllib.parse import urlencode
from zoneinfo import ZoneInfo

from selectolax.lexbor import LexborHTMLParser, LexborNode

from app.domain.place import Place
from app.domain.report import Queue, Report
from app.domain.vocabulary import Method, Mode, OriginKind, Per, Precision, Quantity
from app.sources.kit import (
    ASSUMED,
    Parsed,
    Payload,
    QuietHours,
    Refused,
    Request,
    Scope,
    Source,
    Speaker,
    Unreadable,
    each,
    figure,
    marked,
    missing,
    whole_number,
)

ADDRESS = "https://customs.gov.ru/checkpoints"
MOSCOW = ZoneInfo("Europe/Moscow")
CLASSES = {"легковые": Mode.CAR, "грузовые": Mode.TRUCK}
FOUND = "Найдено"
ENTRY, EXIT = "въезд", "выезд"
CARDS_A_PAGE, MOST_PAGES = 15, 5
NO_FIGURE = frozenset({"", "-", "–", "—"})
STAMP = "%Y-%m-%d %H:%M"
DAY = timedelta(days=1)
LOOK_ALIKE = str.maketrans("aceopxykmtbhё", "асеорхукмтвне")
"""Latin letters, and the Cyrillic ones they are taken for (ё is often written as е)."""

SPEAKER = Speaker(
    source="customs_russia",
    origin="Federal Customs Service of Russia",
    origin_kind=OriginKind.CUSTOMS,
    method=Method.OFFICIAL,
    language="ru",
)


def asks(scope: Scope, now: datetime) -> Sequence[Request]:
    """Ask about each post for yesterday and today."""
    today = now.astimezone(MOSCOW).date()
    return _requests(scope, today - DAY, today)


def past(scope: Scope, day: date) -> Sequence[Request]:
    """Ask about each post for one day."""
    return _requests(scope, day, day)


def parse(payload: Payload, scope: Scope) -> Parsed:
    """Read a page of cards of the place that was asked about; raises SourceError."""
    page, about = payload.html(), payload.about
    found, place = _found(page), scope.places.get(about.get("place", ""))
    cards = [card for card in page.css("div.col-12.mb-4") if len(_stamps(card)) == 1]
    if place is None or (found and not cards):
        raise Unreadable(f"{found} cards are said to be found, none is of a post asked about")
    parsed = each(cards, lambda card: _reports(card, place, payload.fetched_at), show=_shown)
    parsed.refused += [
        Refused(row=place.names["ru"], reason=doubt)
        for doubt in _doubts(page, about, found, len(cards))
    ]
    if about.get("page") == "1":
        pages = min(-(-found // CARDS_A_PAGE), MOST_PAGES)
        parsed.further += [_request({**about, "page": str(page)}) for page in range(2, pages + 1)]
    return parsed


def _requests(scope: Scope, since: date, until: date) -> list[Request]:
    codes = [
        (place.id, dict(place.external_ids)["fts"])
        for place in scope.places.values()
        if "fts" in dict(place.external_ids)
    ]
    days = {"from": f"{since:%d.%m.%Y} 0:10", "to": f"{until:%d.%m.%Y} 23:59"}
    return [_request({"place": place, "code": code, **days, "page": "1"}) for place, code in codes]


def _request(about: Mapping[str, str]) -> Request:
    query = {
        "rtu": "",
        "customs": "",
        "app": about["code"],
        "date_from": about["from"],
        "date_to": about["to"],
        "page": about["page"],
        "cars": "",
    }
    return Request(url=f"{ADDRESS}?{urlencode(query)}", about=about)


def _found(page: LexborHTMLParser) -> int:
    """Give how many cards the page says it has found, over all its pages."""
    count = marked(page.css(".pin"), FOUND)
    if count is None:
        raise missing(page, f"{FOUND!r} with a number")
    return count


def _doubts(
    page: LexborHTMLParser, about: Mapping[str, str], found: int, cards: int
) -> Iterator[str]:
    before = CARDS_A_PAGE * (int(about.get("page", "1")) - 1)
    expected = min(found - before, CARDS_A_PAGE)
    if cards < expected:
        yield f"{expected} cards were due, {cards} have a stamp we can read"
    if found > CARDS_A_PAGE * MOST_PAGES:
        yield f"{found} were found, only {MOST_PAGES} pages are asked"
    offered = {option.attributes.get("value") for option in page.css("select[name=app] option")}
    if offered and about.get("code") not in offered:
        yield f"the post's code {about.get('code')} is not offered any more"


def _reports(card: LexborNode, place: Place, now: datetime) -> Iterator[Report]:
    ((stamp, kind),) = _stamps(card)
    _check_name(card, place)
    mode = CLASSES[_folded(kind).split()[0]]
    out, into = place.directions
    for direction, block in zip((into, out), _blocks(card), strict=True):
        queue = Queue(place.id, direction, mode)
        line, passed = (_count(text.text()) for text in block.css("p"))
        told = partial(figure, SPEAKER, queue, recorded_at=now, url=ADDRESS, time_basis=ASSUMED)
        if line is not None:
            yield told(Quantity.QUEUE_VEHICLES, line, observed_from=stamp)
        if passed is not None:
            yield told(
                Quantity.CROSSINGS_VEHICLES,
                passed,
                observed_from=stamp - DAY,
                observed_to=stamp,
                per=Per.WINDOW,
                precision=Precision.DAY,
            )


def _stamps(card: LexborNode) -> list[tuple[datetime, str]]:
    """Give each stamp in a card, and the class of vehicles beside it."""
    stamps = []
    for heading in card.css("h3"):
        with suppress(ValueError):
            moment = datetime.strptime(heading.text().strip(), STAMP).replace(tzinfo=MOSCOW)
            beside = heading.parent.css_first("p") if heading.parent else None
            stamps.append((moment, beside.text() if beside else ""))
    return stamps


def _check_name(card: LexborNode, place: Place) -> None:
    """Raise ValueError where a card is headed by the name of another post."""
    name = card.css("h3")[0].text()
    if _folded(name) != _folded(place.names["ru"]):
        raise ValueError(f"{name.strip()!r:.60} is not {place.names['ru']!r}")


def _blocks(card: LexborNode) -> tuple[LexborNode, LexborNode]:
    """Give the blocks of figures into and out of Russia; raises ValueError in any doubt."""
    blocks = [block for block in card.css("div.col-md-6") if not block.css_first("h3")]
    second = ["mt-2" in (block.attributes.get("class") or "").split() for block in blocks]
    if second != [False, True]:
        raise ValueError("the figures of entry and of exit cannot be told apart")
    into, out = blocks
    if EXIT in _folded(into.text()) or ENTRY in _folded(out.text()):
        raise ValueError("the figures of entry and of exit have changed places")
    return into, out


def _count(text: str) -> int | None:
    return None if text.strip() in NO_FIGURE else whole_number(text)


def _folded(name: str) -> str:
    plain = name.casefold().translate(LOOK_ALIKE)
    return " ".join(plain.partition("(")[0].split())


def _shown(card: LexborNode) -> str:
    return " ".join(card.text(separator=" ").split())


SOURCE = Source(
    id="customs_russia",
    name="Federal Customs Service of Russia, load of the road posts",
    url=ADDRESS,
    every=timedelta(hours=1),
    speaks=DAY,
    licence="open statistics of a state body, no licence stated",
    attribution="Federal Customs Service of Russia, customs.gov.ru",
    media=("text/html",),
    asks=asks,
    parse=parse,
    past=past,
    # Each post brings eight figures a day; that not one of all posts' differs for three days under
    # new stamps has no explanation at the border.
    still=3 * DAY,
    quiet=QuietHours(since=time(0), until=time(5), zone=MOSCOW),
    pause=timedelta(seconds=2),
)
