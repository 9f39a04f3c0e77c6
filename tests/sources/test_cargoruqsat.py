"""cargoruqsat: boards of trucks that wait to leave Kazakhstan, never the other way."""

import csv
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from urllib.parse import urlsplit

import pytest

from app.catalog import load
from app.domain.access import decide
from app.domain.report import Queue, Report
from app.domain.vocabulary import AccessWord, Method, Mode, OriginKind, PlaceKind, Quantity
from app.sources.cargoruqsat import CALENDAR, SOURCE, asks, parse, strip
from app.sources.kit import (
    Blocked,
    Payload,
    Request,
    Scope,
    SourceError,
    Speaker,
    Unreadable,
    figure,
    word,
)
from tests.sources.made_payloads import RECORDINGS, made, made_payload

PLACES = load().places
SCOPE = Scope(places=PLACES)
FETCHED = datetime(2026, 6, 13, 8, tzinfo=UTC)
MIDNIGHT = datetime(2026, 6, 12, 19, tzinfo=UTC)
"""The beginning of 13 June in Kazakhstan."""
AUYL = "238306291664000000"
BOARD = f"https://cgr.qoldau.kz/ru/registry/scoreboard?flCheckpoint={AUYL}&flStatus=Pending"
OPERATOR = Speaker(
    source="cargoruqsat",
    origin="CarGoRuqsat",
    origin_kind=OriginKind.OPERATOR,
    method=Method.COUNTED,
    publisher="cgr.qoldau.kz",
    language="ru",
)


def waiting(trucks: int) -> Report:
    """Give the figure of Auyl's board."""
    return figure(
        OPERATOR,
        Queue("auyl", "KZ-RU", Mode.TRUCK),
        Quantity.BOOKED_VEHICLES,
        trucks,
        observed_from=FETCHED,
        recorded_at=FETCHED,
        url=BOARD,
        note="capacity 120 trucks a day since 2026-06-01",
        time_basis="assumed",
    )


def payload(page: str, body: str, **about: str) -> Payload:
    """Make an answer to a request for one kind of page."""
    known = {"page": page, "place": "auyl", "id": AUYL, "number": "1", **about}
    whole = f"{body}</html>".encode()
    return Payload(body=whole, fetched_at=FETCHED, url="", about=known)


def entry(name: str, crossing: str = AUYL) -> str:
    """Make an entry of the register."""
    return f'<a href="/ru/registry/checkpoint/list/{crossing}/view">{name}</a>'


def register(*names: str, total: int | None = None) -> Payload:
    """Make a page of the register."""
    count = len(names) if total is None else total
    entries = "".join(entry(name) for name in names)
    return payload("register", f"<small>Всего записей</small> {count} {entries}")


def day_off(tooltip: str, fetched_at: datetime = FETCHED) -> Payload:
    """Make a calendar with one square for Auyl."""
    body = (
        '<div class="square-chart-row"><div class="square-chart-name">Ауыл - Веселоярск</div>'
        f'<div class="square" title="{tooltip}"></div></div>'
    )
    return replace(payload("calendar", body), fetched_at=fetched_at)


def test_asks_for_the_register_seldom_and_the_calendar_always() -> None:
    """The register serves for a day."""
    first, calendar = asks(SCOPE, FETCHED)

    assert urlsplit(first.url).query == "p=1&flBorderCountry=x181"
    assert (first.keep, calendar.keep, calendar.url) == (timedelta(days=1), None, CALENDAR)


def test_register_leads_to_crossings_of_ours() -> None:
    """Entries are known by both names, however written; another is refused by name."""
    parsed = parse(made_payload("cargoruqsat", "register.html"), SCOPE)

    assert [(request.about["page"], request.about.get("place")) for request in parsed.further] == [
        ("register", None),
        ("crossing", "auyl"),
        ("crossing", "kairak"),
        ("crossing", "zhana-zhol"),
    ]
    assert all(request.keep == timedelta(days=1) for request in parsed.further)
    assert [refused.row for refused in parsed.refused] == ["Бахты - Покиту"]


@pytest.mark.parametrize(
    ("name", "place"),
    [
        ("Таскала - Озинки", "taskala"),
        ("Аксай – Илек", "aksai"),
        ("АҚСАЙ — ИЛЕК", "aksai"),
        ("Косак - Павловка", "kosak"),
        ("Найза - Павловка", "naiza"),
        ("Шаган - Тёплое", "shagan"),
        ("Карақоға - Исилькуль", "karakoga"),
        ("Қызыл Жар - Казанское", "kyzyl-zhar"),
        ("Жаныбек - Вишневка", "zhanybek"),
        ("Амангельды - Невольное", "amangeldy"),
    ],
)
def test_names_of_a_crossing(name: str, place: str) -> None:
    """Letters, dashes and case differ between the register and our catalogue."""
    (request,) = parse(register(name), SCOPE).further

    assert request.about == {"page": "crossing", "place": place, "id": AUYL}


@pytest.mark.parametrize(
    "name", ["Павловка", "Ауыл", "Ауыл - Илек", " - ", "Верхний Ларс - Казбеги"]
)
def test_names_that_fit_no_crossing(name: str) -> None:
    """One name, or names of two places, are nobody's; the neighbours still count."""
    parsed = parse(register(name, "Ауыл - Веселоярск"), SCOPE)

    assert [request.about["place"] for request in parsed.further] == ["auyl"]
    assert [refused.row for refused in parsed.refused] == [" ".join(name.split())]


def test_every_pair_of_names_is_known() -> None:
    """Each post of ours is found by the pair of names that the Russian registry gives it."""
    table = RECORDINGS / "tables" / "rosgranstroy_road_checkpoints_2026-01-24.csv"
    if not table.exists():
        pytest.skip(f"{table.name} is kept beside the project, and is not here")
    with table.open(encoding="utf-8") as lines:
        pairs = {row["id"]: row for row in csv.DictReader(lines)}
    ours = {
        place.id: pairs[dict(place.external_ids)["rosgranstroy"]]
        for place in PLACES.values()
        if place.countries == ("RU", "KZ") and place.kind is PlaceKind.CHECKPOINT
    }
    names = [f"{row['foreign_checkpoint_ru']} - {row['name_ru']}" for row in ours.values()]

    found = parse(register(*names), SCOPE).further
    assert [request.about["place"] for request in found] == list(ours)


def test_id_that_is_none_is_refused() -> None:
    """What goes into an address must be a number."""
    body = f"Всего записей 2 {entry('Ауыл - Веселоярск', 'x%2F1')}{entry('Аксай - Илек')}"
    parsed = parse(payload("register", body), SCOPE)

    assert [request.about["place"] for request in parsed.further] == ["aksai"]
    assert [refused.row for refused in parsed.refused] == ["Ауыл - Веселоярск"]


def test_pages_of_the_register_are_bounded() -> None:
    """However many entries it claims, ten pages are asked; all fits into one poll."""
    further = parse(register("Ауыл - Веселоярск", total=99999999), SCOPE).further

    pages = [request.about["number"] for request in further if request.about["page"] == "register"]
    assert pages == ["2", "3", "4", "5", "6", "7", "8", "9", "10"]
    crossings = [place for place in PLACES.values() if place.countries == ("RU", "KZ")]
    posts = sum(place.kind is PlaceKind.CHECKPOINT for place in crossings)
    assert 10 + 1 + 2 * posts <= SOURCE.most


def test_crossing_leads_to_its_board() -> None:
    """The newest capacity that holds already goes along; one of next month does not."""
    parsed = parse(made_payload("cargoruqsat", "crossing.html"), SCOPE)

    about = {"page": "board", "place": "auyl", "id": AUYL}
    note = "capacity 120 trucks a day since 2026-06-01"
    assert parsed.further == [Request(url=BOARD, about=about | {"note": note})]
    assert (parsed.reports, parsed.refused) == ([], [])


def test_crossing_without_capacity_leads_to_its_board() -> None:
    """A page whose capacity cannot be read is told, and the board is asked all the same."""
    parsed = parse(payload("crossing", "<html>C 31.02.2026 90 ТС/сутки</html>"), SCOPE)

    assert [request.about["note"] for request in parsed.further] == [""]
    assert [refused.row for refused in parsed.refused] == ["auyl"]


def test_board_counts_trucks() -> None:
    """A board's count is booked trucks out of Kazakhstan."""
    parsed = parse(made_payload("cargoruqsat", "board.html"), SCOPE)

    assert parsed.reports == [waiting(18582)]


def test_empty_board_is_zero() -> None:
    """Zero with its marker is a measurement."""
    parsed = parse(made_payload("cargoruqsat", "board-empty.html"), SCOPE)

    assert parsed.reports == [waiting(0)]


@pytest.mark.parametrize("page", ["register", "board", "calendar", "other", ""])
@pytest.mark.parametrize(
    "body", ["", "null", "<span>Всего записей</span>", "<span>Всего записей нет</span>"]
)
def test_page_without_its_marker_is_unreadable(page: str, body: str) -> None:
    """A page that does not show what it should is never zero."""
    with pytest.raises(Unreadable):
        parse(payload(page, body), SCOPE)


@pytest.mark.parametrize("page", ["register", "board", "calendar"])
def test_login_is_blocked(page: str) -> None:
    """A page that wants a password keeps us out."""
    with pytest.raises(Blocked):
        parse(payload(page, '<input type="password">'), SCOPE)


def test_board_beyond_belief_is_unreadable() -> None:
    """A count that no list can hold is no figure."""
    with pytest.raises(Unreadable, match="no electronic list"):
        parse(payload("board", "<span>Всего записей 18582000000</span>"), SCOPE)


def test_day_off_restricts_trucks() -> None:
    """A day off of today restricts trucks for that day; other days and free slots say nothing."""
    parsed = parse(made_payload("cargoruqsat", "calendar.html"), SCOPE)

    assert parsed.reports == [
        word(
            replace(OPERATOR, method=Method.OFFICIAL),
            Queue("naiza", "KZ-RU", Mode.TRUCK),
            Quantity.ACCESS,
            AccessWord.RESTRICTED,
            observed_from=MIDNIGHT,
            observed_to=MIDNIGHT + timedelta(days=1),
            recorded_at=FETCHED,
            url=CALENDAR,
            note="day off in the booking calendar: no slots for trucks",
            time_basis="assumed",
            identity="naiza|KZ-RU|truck|access|everybody|restricted|2026-06-12T19:00:00+00:00",
        )
    ]
    assert parsed.refused == []


@pytest.mark.parametrize(
    ("tooltip", "fetched_at", "days"),
    [
        ("13 июня&lt;br&gt;Выходной день", FETCHED, 1),
        ("13 июн&lt;br&gt;Выходной день", datetime(2026, 6, 12, 19, tzinfo=UTC), 1),
        ("13 июн&lt;br&gt;Выходной день", datetime(2026, 6, 12, 18, 59, tzinfo=UTC), 0),
        ("5 мая&lt;br&gt;Выходной день", datetime(2026, 5, 5, 8, tzinfo=UTC), 1),
        ("5 мар&lt;br&gt;Выходной день", datetime(2026, 5, 5, 8, tzinfo=UTC), 0),
        ("Свободно на 13 июн", FETCHED, 0),
    ],
)
def test_which_day_is_off(tooltip: str, fetched_at: datetime, days: int) -> None:
    """The day is today's by the clock of Kazakhstan, however its month is written."""
    assert len(parse(day_off(tooltip, fetched_at), SCOPE).reports) == days


def test_calendar_without_days_is_unreadable() -> None:
    """A calendar whose squares name no day is none we know."""
    with pytest.raises(Unreadable):
        parse(day_off("Выходной день"), SCOPE)


def test_day_off_ends_with_its_day() -> None:
    """On the morning after a day off nothing of it is left, and cars never saw it."""
    words = parse(day_off("13 июн Выходной день"), SCOPE).reports
    trucks, cars = (Queue("auyl", "KZ-RU", mode) for mode in (Mode.TRUCK, Mode.CAR))
    out = Queue("auyl", "RU-KZ", Mode.TRUCK)

    def state(queue: Queue, at: datetime) -> AccessWord:
        return decide(queue, PLACES["auyl"], words, at).access.state

    assert state(trucks, FETCHED) is AccessWord.RESTRICTED
    assert state(trucks, MIDNIGHT + timedelta(days=1)) is AccessWord.UNKNOWN
    assert state(cars, FETCHED) is AccessWord.UNKNOWN
    assert state(out, FETCHED) is AccessWord.UNKNOWN


def test_never_out_of_russia() -> None:
    """Whatever the page, everything is said of trucks from Kazakhstan to Russia."""
    said = {
        (report.direction, report.mode)
        for each in made("cargoruqsat")
        for report in parse(each, SCOPE).reports
    }

    assert said == {("KZ-RU", Mode.TRUCK)}


@pytest.mark.parametrize("charset", ["utf-8", "windows-1251", "ascii"])
@pytest.mark.parametrize("name", ["board.html", "board-empty.html"])
def test_stripped_board_says_the_same(name: str, charset: str) -> None:
    """What is kept of a board has its count and no plate."""
    came = made_payload("cargoruqsat", name)
    body = came.body.decode().encode(charset, "xmlcharrefreplace")
    encoded = replace(came, body=body, charset=charset)

    kept = replace(encoded, body=strip(encoded))
    assert parse(kept, SCOPE) == parse(came, SCOPE)
    assert [plate for plate in ("123ABC02", "А123ВС154") if plate in kept.text()] == []


def test_other_pages_are_kept_whole() -> None:
    """The register, crossings and the calendar name no vehicle."""
    pages = [each for each in made("cargoruqsat") if each.about["page"] != "board"]

    assert [strip(each) for each in pages] == [each.body for each in pages]


def test_stripping_what_is_no_board() -> None:
    """Of an answer that is no board nothing is kept."""
    assert strip(payload("board", "<p>123ABC02</p>")) == b""


def test_no_plate_in_an_error() -> None:
    """An unreadable board's error does not quote it."""
    with pytest.raises(SourceError) as caught:
        parse(payload("board", "<span>Всего записей 123ABC02</span>"), SCOPE)

    assert "123ABC02" not in str(caught.value)
