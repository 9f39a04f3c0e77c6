"""customs_russia: the load of the road posts, read card by card."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from functools import partial
from urllib.parse import parse_qs, urlsplit
from zoneinfo import ZoneInfo

import pytest

from app.catalog import load
from app.domain.report import Queue, Report
from app.domain.vocabulary import Method, Mode, OriginKind, Per, Precision, Quantity
from app.sources.customs_russia import ADDRESS, SOURCE, SPEAKER, asks, parse, past
from app.sources.kit import Blocked, Payload, Scope, Unreadable, figure
from tests.sources.made_payloads import RECORDINGS, made_payload

SCOPE = Scope(places=load().places)
SIX = datetime(2026, 7, 7, 6, tzinfo=ZoneInfo("Europe/Moscow"))

FETCHED = datetime(2026, 7, 7, 9, tzinfo=UTC)
QUEUE, PASSED = Quantity.QUEUE_VEHICLES, Quantity.CROSSINGS_VEHICLES
ABOUT = {
    "place": "imatra",
    "code": "383576",
    "from": "06.07.2026 0:10",
    "to": "07.07.2026 23:59",
    "page": "1",
}


def said(direction: str, mode: Mode, quantity: Quantity, value: int) -> Report:
    """Give a figure of Upper Lars at six, or of the 24 hours before, as this source makes them."""
    queue = Queue("verkhny-lars", direction, mode)
    told = partial(figure, SPEAKER, queue, recorded_at=FETCHED, url=ADDRESS, time_basis="assumed")
    if quantity is QUEUE:
        return told(quantity, value, observed_from=SIX)
    return told(
        quantity,
        value,
        observed_from=SIX - timedelta(days=1),
        observed_to=SIX,
        per=Per.WINDOW,
        precision=Precision.DAY,
    )


def card(  # the parts of a card
    name: str = "Светогорск",
    kind: str = "Легковые",
    stamp: str = "2026-07-07 06:00",
    into: str = "<p>1</p><p>2</p>",
    out: str = "<p>3</p><p>4</p>",
) -> str:
    """Make a card, by default a good one of Svetogorsk."""
    second = "col-md-6 mt-2 mt-lg-0"
    return (
        f'<div class="col-12 mb-4"><div class="col-12"><h3>{name}</h3><p>СЗТУ, Выборгская</p>'
        f'<div class="{second}"><h3>{stamp}</h3><p>{kind}</p></div></div><div class="col-12">'
        f'<div class="col-md-6">{into}</div><div class="{second}">{out}</div></div></div>'
    )


def page(*cards: str, found: int | None = None, about: dict[str, str] = ABOUT) -> Payload:
    """Make a page of cards, with their number as what was found unless told otherwise."""
    count = len(cards) if found is None else found
    body = f'<div class="pin">Найдено {count}</div>{"".join(cards)}</html>'
    return Payload(body=body.encode(), fetched_at=FETCHED, url=ADDRESS, about=about)


def test_cards_of_a_post() -> None:
    """Cars and trucks, in and out, line and passed: what stands empty is left out, 0 is zero."""
    parsed = parse(made_payload("customs_russia", "verkhny-lars.html"), SCOPE)

    assert parsed.reports == [
        said("GE-RU", Mode.CAR, QUEUE, 120),
        said("GE-RU", Mode.CAR, PASSED, 1350),
        said("RU-GE", Mode.CAR, QUEUE, 340),
        said("RU-GE", Mode.CAR, PASSED, 1410),
        said("GE-RU", Mode.TRUCK, QUEUE, 0),
        said("RU-GE", Mode.TRUCK, PASSED, 95),
    ]
    assert ["автобусы" in refused.reason for refused in parsed.refused] == [True]
    assert (SPEAKER.origin_kind, SPEAKER.method) == (OriginKind.CUSTOMS, Method.OFFICIAL)


def test_nothing_found_is_an_answer() -> None:
    """No snapshot yet: no figure, and no fault."""
    parsed = parse(made_payload("customs_russia", "none-found.html"), SCOPE)

    assert (parsed.reports, parsed.refused, parsed.further) == ([], [], [])


@pytest.mark.parametrize(
    "body",
    ["", "<html>503</html>", '<div class="pin">Найдено</div>', '<div class="pin">Найдено 2</div>'],
)
def test_page_without_marker_or_cards_is_unreadable(body: str) -> None:
    """A page that does not say what it found, or shows none of it, is no empty road."""
    with pytest.raises(Unreadable):
        parse(replace(page(), body=body.encode()), SCOPE)


def test_captcha_is_blocked() -> None:
    """A page that wants to know whether we are human keeps us out."""
    with pytest.raises(Blocked):
        parse(replace(page(), body=b'<div class="g-captcha"></div></html>'), SCOPE)


def test_latin_letters_in_a_name() -> None:
    """The name that holds a Latin p is the post it looks like."""
    reports = parse(page(card("Светогоpск")), SCOPE).reports

    assert [report.value for report in reports] == [1, 2, 3, 4]


def test_card_of_another_post_is_refused() -> None:
    """A card under another name is set aside with that name; its neighbours count."""
    parsed = parse(page(card("Ташанта"), card()), SCOPE)

    assert len(parsed.reports) == 4
    assert "Ташанта" in parsed.refused[0].row


@pytest.mark.parametrize(
    "odd",
    [
        card(into="<p>много</p><p>2</p>"),
        card(into="<p>1</p>"),
        card(into="<span>выезд</span><p>1</p><p>2</p>"),
        card(out="<span>въезд</span><p>1</p><p>2</p>"),
        card().replace('"col-md-6"', '"col-md-6 mt-2 mt-lg-0"'),
        card(kind=""),
    ],
    ids=["no number", "one figure", "entry is exit", "exit is entry", "one side twice", "no class"],
)
def test_odd_card_is_refused(odd: str) -> None:
    """A card whose figures cannot be told apart surely gives none of them."""
    parsed = parse(page(odd, card()), SCOPE)

    assert (len(parsed.reports), len(parsed.refused)) == (4, 1)


def test_card_without_stamp_is_told() -> None:
    """A card whose stamp cannot be read is missed, and that is said."""
    parsed = parse(page(card(stamp="вчера"), card()), SCOPE)

    assert len(parsed.reports) == 4
    assert "2 cards were due, 1" in parsed.refused[0].reason


def test_code_that_is_not_offered_any_more() -> None:
    """A code missing from the page's own list is told, also where nothing was found."""
    offered = page().body + b'<select name="app"><option value="37"></option></select>'

    (refused,) = parse(replace(page(), body=offered), SCOPE).refused
    assert "383576" in refused.reason


def test_further_pages() -> None:
    """The first page leads to the others, five pages at the most; they lead nowhere."""
    cards = [card()] * 15
    first = parse(page(*cards, found=31), SCOPE)
    flood = parse(page(*cards, found=3100), SCOPE)
    third = parse(page(card(), found=31, about=ABOUT | {"page": "3"}), SCOPE)

    assert [request.about["page"] for request in first.further] == ["2", "3"]
    assert [request.about["page"] for request in flood.further] == ["2", "3", "4", "5"]
    assert "only 5 pages" in flood.refused[0].reason
    assert (third.further, third.refused) == ([], [])


def test_asks_for_two_days_of_each_post() -> None:
    """Each post with a code is asked for yesterday and today, by Moscow's calendar."""
    requests = asks(SCOPE, datetime(2026, 7, 6, 22, tzinfo=UTC))

    by_place = {request.about["place"]: request for request in requests}
    query = parse_qs(urlsplit(by_place["verkhny-lars"].url).query, keep_blank_values=True)
    assert query == {
        "rtu": [""],
        "customs": [""],
        "app": ["37"],
        "date_from": ["06.07.2026 0:10"],
        "date_to": ["07.07.2026 23:59"],
        "page": ["1"],
        "cars": [""],
    }
    assert {"altanbulag", "tsagaannuur", "khankh", "ereentsav", "vaalimaa"} <= by_place.keys()
    assert not {"auyl", "ge"} & by_place.keys()
    assert len(requests) < SOURCE.most


def test_asks_for_a_day_of_the_past() -> None:
    """A day of the past is asked as that day alone."""
    request = past(SCOPE, date(2022, 9, 23))[0]

    assert "date_from=23.09.2022+0%3A10&date_to=23.09.2022+23%3A59&page=1" in request.url


def test_codes_are_those_of_the_customs() -> None:
    """Each code in the catalogue bears that place's name in the customs' own table."""
    table = RECORDINGS / "tables" / "fts_checkpoint_codes_2023.csv"
    if not table.exists():
        pytest.skip(f"{table.name} is kept beside the project, and is not here")
    lines = table.read_text(encoding="utf-8").splitlines()
    names = {code: name for name, _, code in (line.rpartition(",") for line in lines)}
    for request in asks(SCOPE, FETCHED):
        name = names[request.about["code"]]
        assert parse(page(card(name), about=dict(request.about)), SCOPE).refused == []
