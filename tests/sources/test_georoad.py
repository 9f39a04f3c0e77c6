"""georoad: notices about the road from Upper Lars into Georgia, as words on access."""

import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from app.catalog import load
from app.domain.access import decide
from app.domain.report import Queue, Report
from app.domain.vocabulary import AccessWord, Method, Mode, OriginKind, Quantity
from app.sources.georoad import MOST_PAGES, SPEAKER, asks, parse
from app.sources.kit import Payload, Scope, Unreadable, word
from tests.sources.made_payloads import made_payload

SCOPE = Scope(places={})
FETCHED = datetime(2026, 10, 5, 15, tzinfo=UTC)
OPEN, RESTRICTED, CLOSED = AccessWord.OPEN, AccessWord.RESTRICTED, AccessWord.CLOSED
ROAD = "Mtskheta-Stepantsminda-Larsi"


def said(  # noqa: PLR0913 - what a notice says
    notice: int,
    at: datetime,
    word_said: str,
    mode: Mode = Mode.ANY,
    *,
    note: str = "",
    until: datetime | None = None,
) -> Report:
    """Give a word as this source makes them: standing until the road is restored."""
    return word(
        SPEAKER,
        Queue("verkhny-lars", "both", mode),
        Quantity.ACCESS,
        word_said,
        observed_from=at,
        observed_to=until,
        recorded_at=FETCHED,
        published_at=at,
        review_at=at + timedelta(days=3),
        identity=str(notice),
        url=f"https://georoad.gov.ge/en/restriction/{notice}",
        note=note,
        time_basis="assumed",
    )


def notice(text: str | None, code: str = "1", **parts: Any) -> dict[str, Any]:  # noqa: ANN401 - any field
    """Make a notice about our road, with an English text."""
    english = {"language": "en", "title": ROAD, "content": text}
    return {
        "id": 7,
        "publish_date": "2026-10-05 12:00:00",
        "restriction_status": code,
        "status": 1,
        "deleted_at": None,
        "translates": [english],
    } | parts


def page(*rows: object, number: int = MOST_PAGES) -> Payload:
    """Make a page of notices, by default the last one that is asked for."""
    body = json.dumps({"items": {"data": rows}}).encode()
    return Payload(body=body, fetched_at=FETCHED, url="", about={"page": str(number)})


def read(text: str | None, code: str = "1") -> tuple[str | None, Mode, str]:
    """Give word, mode and note of one notice; `open` where it only restores the road."""
    reports = parse(page(notice(text, code)), SCOPE).reports
    if not reports:
        return OPEN, Mode.ANY, ""
    return reports[0].word, reports[0].mode, reports[0].note


def test_page_of_notices() -> None:
    """Notices of our road become words; other roads, deleted and hidden ones nothing."""
    parsed = parse(made_payload("georoad", "restrictions.json"), SCOPE)

    both, restored = (
        "code says restored, text says closed",
        datetime(2026, 10, 5, 14, 30, tzinfo=UTC),
    )
    assert parsed.reports == [
        said(6105, datetime(2026, 10, 5, 5, 15, tzinfo=UTC), CLOSED, until=restored),
        said(6104, datetime(2026, 10, 4, 17, tzinfo=UTC), CLOSED, Mode.TRUCK, until=restored),
        said(6103, datetime(2026, 10, 4, 8, tzinfo=UTC), RESTRICTED, note=both, until=restored),
        said(6102, datetime(2026, 10, 3, 6, tzinfo=UTC), RESTRICTED, until=restored),
    ]
    assert parsed.refused == []
    assert (SPEAKER.origin_kind, SPEAKER.method) == (OriginKind.AUTHORITY, Method.OFFICIAL)


@pytest.mark.parametrize(
    ("code", "text", "expected"),
    [
        ("1", "Traffic is prohibited for all types of vehicles, trailers too.", CLOSED),
        ("1", "Traffic is prohibited except with snow chains.", RESTRICTED),
        ("1", "The road will be closed for works.", RESTRICTED),
        ("1", "Snow is being cleared.", RESTRICTED),
        ("1", "Traffic has been restored.", RESTRICTED),
        ("2", "Traffic has been restored.", OPEN),
        ("2", "The ban on traffic has been lifted.", OPEN),
        ("2", None, OPEN),
        ("2", "Traffic is restored for passenger cars.", RESTRICTED),
        ("2", "Traffic is restored. Trailers are prohibited.", RESTRICTED),
        ("3", "The road is closed.", RESTRICTED),
        ("3", None, RESTRICTED),
    ],
)
def test_code_and_text_together(code: str, text: str | None, expected: str) -> None:
    """Closed and open are said only where code and text agree; else it is restricted."""
    assert read(text, code)[0] == expected


@pytest.mark.parametrize(
    ("text", "mode"),
    [
        ("Movement of trailers and semi-trailers is prohibited.", Mode.TRUCK),
        ("Traffic of trucks is prohibited, all other vehicles pass.", Mode.TRUCK),
        ("მისაბმელიანი ავტოტრანსპორტის მოძრაობა აკრძალულია, დანარჩენის თავისუფალია.", Mode.TRUCK),
        ("Traffic is prohibited for all vehicles, also trailers.", Mode.ANY),
        ("Traffic is closed because a trailer has overturned.", Mode.ANY),
        ("Trailers are prohibited. Traffic is restored.", Mode.ANY),
        ("Traffic is prohibited.", Mode.ANY),
    ],
)
def test_heavy_vehicles_alone(text: str, mode: Mode) -> None:
    """A notice of heavy vehicles alone is about trucks; in any doubt it is about everybody."""
    assert read(text)[1] is mode


def test_georgian_where_english_is_missing() -> None:
    """A notice without an English text is read in Georgian."""
    georgian = {
        "language": "ka",
        "title": "გუდაური",
        "content": "<p>მოძრაობა აღდგენილია</p>",
    }
    parsed = parse(page(notice(None, "2", translates=[georgian])), SCOPE)

    assert (parsed.reports, parsed.silent) == ([], 1)


@pytest.mark.parametrize(
    "title",
    ["LARSI", "Stepantsminda", "gudauri", "Kobi", "Kazbegi", "ლარსის", "სტეფანწმინდის", "ყაზბეგი"],
)
def test_names_of_the_road(title: str) -> None:
    """Each name is found in its case endings and in whatever case of letters."""
    named = {"language": "en", "title": title, "content": "Closed."}

    assert len(parse(page(notice(None, translates=[named])), SCOPE).reports) == 1


@pytest.mark.parametrize("title", ["Kobuleti", "ქობულეთი", "კობულეთი", "Batumi", "დოლარსი"])
def test_other_roads(title: str) -> None:
    """A name that only begins or ends like one of ours is another road."""
    named = {"language": "en", "title": title, "content": "Closed."}
    parsed = parse(page(notice(None, translates=[named])), SCOPE)

    assert (parsed.reports, parsed.refused) == ([], [])


def test_unknown_code_is_refused() -> None:
    """A code we do not know is set aside by the notice's number; its neighbours count."""
    parsed = parse(page(notice("Closed."), notice("Closed.", "4", id=8)), SCOPE)

    assert [report.identity for report in parsed.reports] == ["7"]
    assert [refused.row for refused in parsed.refused] == ["notice 8"]


@pytest.mark.parametrize("body", [b"{}", b'{"items": {"data": []}}', b"[]", b"<html>503</html>"])
def test_no_notices_is_unreadable(body: bytes) -> None:
    """There have been thousands of notices, so a list without any is not theirs."""
    with pytest.raises(Unreadable):
        parse(Payload(body=body, fetched_at=FETCHED, url=""), SCOPE)


def test_earlier_pages_are_asked_seldom() -> None:
    """The newest page is asked each time and leads to the next, which serves for hours."""
    (first,) = asks(SCOPE, FETCHED)
    (second,) = parse(page(notice("Closed."), number=1), SCOPE).further

    assert (first.url[-6:], first.headers["locale"], first.keep) == ("page=1", "en", None)
    assert (second.url[-6:], second.keep) == ("page=2", timedelta(hours=6))
    assert parse(page(notice("Closed.")), SCOPE).further == []


@pytest.mark.parametrize(
    ("restoring", "closing", "ended"),
    [
        ("Traffic is restored.", "Traffic is prohibited.", True),
        ("Traffic is restored.", "Movement of trailers is prohibited.", True),
        ("Traffic of trucks is restored.", "Movement of trailers is prohibited.", True),
        ("Traffic of trucks is restored.", "Traffic is prohibited.", False),
    ],
)
def test_restored_ends_what_was_said_before(restoring: str, closing: str, *, ended: bool) -> None:
    """A restored road ends every notice before it; restored for trucks, those of trucks alone."""
    noon = datetime(2026, 10, 5, 8, tzinfo=UTC)
    later = notice(restoring, "2", id=8, publish_date="2026-10-05 14:00:00")

    (report,) = parse(page(later, notice(closing)), SCOPE).reports

    assert report.observed_from == noon
    assert report.observed_to == (noon + timedelta(hours=2) if ended else None)


def test_an_earlier_restoring_ends_nothing() -> None:
    """A closing after the road was restored stands."""
    earlier = notice("Traffic is restored.", "2", id=6, publish_date="2026-10-05 09:00:00")

    (report,) = parse(page(notice("Traffic is prohibited."), earlier), SCOPE).reports

    assert report.observed_to is None


def test_a_restoring_on_an_earlier_page_is_known() -> None:
    """What a page says of restoring travels with the requests for the pages after it."""
    later = notice("Traffic is restored.", "2", id=8, publish_date="2026-10-05 14:00:00")
    (request,) = parse(page(later, number=1), SCOPE).further
    second = replace(page(notice("Traffic is prohibited.")), about=request.about)

    (report,) = parse(second, SCOPE).reports

    assert report.observed_to == datetime(2026, 10, 5, 10, tzinfo=UTC)


class TestAccess:
    """What the words do to a crossing's access."""

    place = load().places["verkhny-lars"]
    noon = datetime(2026, 10, 5, 8, tzinfo=UTC)
    later = noon + timedelta(hours=6)

    def state(self, *words: Report, mode: Mode = Mode.CAR) -> AccessWord:
        """Give the state an hour after the last word."""
        queue = Queue("verkhny-lars", "RU-GE", mode)
        return decide(queue, self.place, words, self.later + timedelta(hours=1)).access.state

    def test_closed_stands_for_both_directions(self) -> None:
        """A closing holds until it is ended."""
        assert self.state(said(1, self.noon, CLOSED)) is CLOSED

    def test_a_restored_road_leaves_nothing_known(self) -> None:
        """A road that is restored ends its closing; that the border is open, nobody has said."""
        assert self.state(said(1, self.noon, CLOSED, until=self.later)) is AccessWord.UNKNOWN

    def test_closing_to_trucks_leaves_cars_alone(self) -> None:
        """A notice about trailers says nothing of cars."""
        trailers = said(1, self.noon, CLOSED, Mode.TRUCK)

        assert self.state(trailers, mode=Mode.TRUCK) is CLOSED
        assert self.state(trailers) is AccessWord.UNKNOWN
