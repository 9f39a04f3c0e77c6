"""Fintraffic's announcements: what a sentence says of a crossing, and how an end is heard."""

import json
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from app.catalog import load
from app.domain.report import Queue, Report
from app.domain.vocabulary import Method, Mode, OriginKind, Precision, Quantity
from app.sources.digitraffic_announcements import SPEAKER, asks, parse
from app.sources.kit import Payload, Scope, Unreadable, word
from tests.sources.made_payloads import FETCHED_AT, RECORDINGS, made_payload

SCOPE = Scope(places=load().places)
MESSAGES = "https://tie.digitraffic.fi/api/traffic-message/v2"
BEGAN = datetime(2026, 11, 24, 9, 30, tzinfo=UTC)
TOLD = datetime(2026, 11, 24, 9, 57, 29, 105000, tzinfo=UTC)
AT_VAALIMAA = {"type": "Point", "coordinates": [27.80, 60.605]}
ON_THE_WAY = {"type": "MultiLineString", "coordinates": [[[25.0, 60.4], [25.1, 60.4]]]}
SHUT = "Vaalimaan rajanylityspaikka on suljettu."


def announcement(comment: str = "", **parts: Any) -> dict[str, Any]:  # noqa: ANN401 - any part
    """Make an announcement near Vaalimaa, in the spelling of v2."""
    said = {
        "language": "fi",
        "title": "Liikennetiedote. ",
        "location": {"description": parts.pop("where", "")},
        "features": [{"name": name} for name in parts.pop("features", ())],
        "comment": comment,
        "timeAndDuration": parts.pop("times", {"startTime": "2026-11-24T09:30:00Z"}),
    }
    geometry = parts.pop("geometry", AT_VAALIMAA)
    properties = {
        "situationId": "GUID1",
        "version": 1,
        "situationType": "traffic announcement",
        "trafficAnnouncementType": "general",
        "releaseTime": "2026-11-24T09:57:29.105Z",
        "announcements": [said],
    }
    return {"type": "Feature", "geometry": geometry, "properties": properties | parts}


def reports(*features: object, fetched_at: datetime = FETCHED_AT) -> list[Report]:
    """Give what a list of announcements tells."""
    body = json.dumps({"type": "FeatureCollection", "features": features}).encode()
    payload = Payload(body=body, fetched_at=fetched_at, url="https://made.example")
    return parse(payload, SCOPE).reports


def told(*features: object) -> list[tuple[str, str | None]]:
    """Give the places and words of a list of announcements."""
    return [(report.place, report.word) for report in reports(*features)]


def test_one_box_around_all_crossings() -> None:
    """One request from yesterday on, so that its address stays the same for a day."""
    (request,) = asks(SCOPE, FETCHED_AT)

    assert request.url == (
        f"{MESSAGES}/traffic-announcements?from=2026-11-23T00:00:00Z"
        "&xMin=27.663&xMax=30.886&yMin=60.346&yMax=68.727"
    )
    assert request.headers["Digitraffic-User"].startswith("Darial/")
    assert asks(Scope(places={}), FETCHED_AT) == []


def test_announcements() -> None:
    """Closed, closed by night, open, a blocked road, and the history of what has ended."""
    parsed = parse(made_payload("digitraffic_announcements", "announcements.json"), SCOPE)

    def said(place: str, quantity: Quantity, state: str, **parts: Any) -> Report:  # noqa: ANN401
        at = parts.pop("at", (BEGAN, BEGAN))
        return word(
            SPEAKER,
            Queue(place, "both", Mode.ANY),
            quantity,
            state,
            observed_from=at[0],
            observed_to=at[1],
            recorded_at=FETCHED_AT,
            published_at=TOLD,
            **parts,
        )

    first: dict[str, Any] = {"url": f"{MESSAGES}/messages/GUID10000001"}
    listed = first | {"precision": Precision.PART_OF_DAY, "note": "listed on 2026-11-24"}
    assert parsed.reports == [
        said("vaalimaa", Quantity.ACCESS, "closed", identity="GUID10000001|vaalimaa", **listed),
        said("nuijamaa", Quantity.ACCESS, "closed", identity="GUID10000001|nuijamaa", **listed),
        said("imatra", Quantity.ACCESS, "restricted", identity="GUID10000001|imatra", **listed),
        said(
            "niirala",
            Quantity.ACCESS,
            "open",
            identity="GUID10000001|niirala",
            at=(TOLD, TOLD),
            **first,
        ),
        said(
            "vaalimaa",
            Quantity.EVENT,
            "road_blocked",
            identity="GUID10000002|vaalimaa",
            at=(BEGAN, datetime(2026, 11, 24, 14, tzinfo=UTC)),
            url=f"{MESSAGES}/messages/GUID10000002",
        ),
    ]
    assert [request.url for request in parsed.further] == [
        f"{MESSAGES}/messages/GUID10000004/history"
    ]
    assert parsed.further[0].about == {"situation": "GUID10000004"}
    assert parsed.refused == []
    assert (SPEAKER.origin_kind, SPEAKER.method) == (OriginKind.OPERATOR, Method.OFFICIAL)


def test_ended_is_a_revision() -> None:
    """What had been blocked keeps its identity and gets its end, known when it was announced."""
    payload = made_payload("digitraffic_announcements", "history-ended.json")

    (report,) = parse(payload, SCOPE).reports

    assert (report.word, report.identity) == ("road_blocked", "GUID10000004|nuijamaa")
    assert report.observed_from == BEGAN
    assert report.observed_to == datetime(2026, 11, 24, 11, 15, tzinfo=UTC)
    assert report.known_at == datetime(2026, 11, 24, 11, 20, tzinfo=UTC)
    assert report.retracts is None


def test_retracted_is_taken_back() -> None:
    """A retraction names the row it takes back, and is known when it was announced."""
    payload = made_payload("digitraffic_announcements", "history-retracted.json")

    (report,) = parse(payload, SCOPE).reports

    assert (report.word, report.retracts) == ("closed", "GUID10000006|vaalimaa")
    assert report.identity != report.retracts
    assert report.known_at == datetime(2026, 11, 24, 10, 10, tzinfo=UTC)


@pytest.mark.parametrize(
    "past",
    [
        [],
        [announcement(SHUT)],
        [
            announcement(SHUT, version="10"),
            announcement(version=9, trafficAnnouncementType="ended"),
        ],
        [announcement(trafficAnnouncementType="ended")],
        [
            announcement("Vaalimaan raja-asema on avoinna."),
            announcement(version=2, trafficAnnouncementType="ended"),
        ],
    ],
    ids=["empty", "not over", "begun again", "nothing said", "it was open"],
)
def test_history_without_an_ending_tells_nothing(past: list[object]) -> None:
    """A situation that goes on, or of which nothing was told, ends nothing."""
    body = json.dumps(past).encode()
    payload = Payload(body=body, fetched_at=FETCHED_AT, url="x", about={"situation": "GUID1"})

    assert parse(payload, SCOPE).reports == []


@pytest.mark.parametrize(
    ("comment", "state"),
    [
        (SHUT, "closed"),
        ("VAALIMAAN RAJA-ASEMA SULJETAAN", "closed"),
        ("Vaalimaan rajanylityspaikka on suljettu 18.2.2027 asti.", "closed"),
        ("Rajanylityspaikka on suljettu toistaiseksi.", "closed"),
        ("Vaalimaan rajanylityspaikka on suljettu henkilöliikenteeltä.", "restricted"),
        ("Vaalimaan rajanylityspaikka on suljettu klo 21-07.", "restricted"),
        ("Vaalimaan rajanylityspaikka on avattu.", "open"),
        ("Vaalimaan rajanylityspaikka on avoinna vain raskaalle liikenteelle.", None),
        ("Vaalimaan rajanylityspaikka ei ole suljettu.", None),
        ("Vaalimaan rajanylityspaikka suljetaan 18.12. klo 00.", None),
        ("Vaalimaan rajanylityspaikka on suljettu 18.12. alkaen.", None),
        ("Suljettu Vaalimaan rajanylityspaikka on avattu.", None),
        ("Tie on suljettu ennen Vaalimaan rajanylityspaikkaa.", None),
        ("Tie 7 on avattu Vaalimaan rajanylityspaikan kohdalla.", None),
        ("Nuijamaan rajanylityspaikka on suljettu.", None),
        ("Nuijamaan rajanylityspaikka suljettu, liikenne ohjataan Vaalimaalle.", None),
        ("Vaalimaan tunneli on suljettu.", None),
    ],
)
def test_sentences(comment: str, state: str | None) -> None:
    """Only a sentence about the crossing itself sets access; whatever is unsure gives nothing."""
    expected = [] if state is None else [("vaalimaa", state)]

    assert told(announcement(comment)) == expected


@pytest.mark.parametrize(
    ("parts", "expected"),
    [
        ({"features": ["Liikenne pysäytetään"]}, "road_blocked"),
        ({"features": ["Tie on suljettu liikenteeltä"]}, "road_blocked"),
        ({"features": ["Liikenne pysäytetään ajoittain"]}, None),
        ({"features": ["Ajokaista suljettu liikenteeltä"]}, None),
        ({"features": ["Onnettomuus"], "trafficAnnouncementType": "accident report"}, None),
        (
            {
                "features": ["Liikenne pysäytetään"],
                "trafficAnnouncementType": "unconfirmed observation",
            },
            None,
        ),
        (
            {
                "features": ["Liikenne pysäytetään"],
                "comment": "Vaalimaan rajanylityspaikalla on tekninen vika.",
            },
            "closed",
        ),
        (
            {
                "features": ["Liikenne pysäytetään"],
                "comment": "Onnettomuus Vaalimaan rajanylityspaikan lähellä.",
            },
            "road_blocked",
        ),
        (
            {
                "features": ["Liikenne pysäytetään"],
                "where": "Vaalimaan raja-asema 2 km, suuntaan Hamina.",
            },
            "road_blocked",
        ),
    ],
)
def test_stopped_traffic(parts: dict[str, Any], expected: str | None) -> None:
    """Traffic stopped at the crossing closes it; on the road it is an event; a lane is neither."""
    assert told(announcement(**parts)) == ([] if expected is None else [("vaalimaa", expected)])


@pytest.mark.parametrize(
    ("comment", "place"),
    [
        ("Raja-Joosepin rajanylityspaikka on suljettu.", "raja-jooseppi"),
        ("Vartiuksen rajanylityspaikka on suljettu.", "vartius"),
        ("Kelloselkä, Sallan rajanylityspaikka on suljettu.", "salla"),
    ],
)
def test_without_geometry_the_text_names_the_place(comment: str, place: str) -> None:
    """An announcement without geometry, or of an area, concerns whom it names, in any case."""
    area = {"type": "Polygon", "coordinates": [[[27.8, 60.6], [27.9, 60.6], [27.8, 60.6]]]}

    assert told(announcement(comment, geometry=None)) == [(place, "closed")]
    assert told(announcement(comment, geometry=area)) == [(place, "closed")]


def test_what_is_far_away_is_not_ours() -> None:
    """A road shut elsewhere is no event here, whatever direction it names."""
    far = announcement(SHUT, geometry=ON_THE_WAY, features=["Tie on suljettu liikenteeltä"])

    assert told(far) == []
    assert told(announcement("Imatra", geometry=None, features=["Liikenne pysäytetään"])) == []


def test_landmark_is_no_subject() -> None:
    """A border post that only says where on the road something is does not make it the border."""
    landmark = "Vaalimaan raja-asema 2 km, suuntaan Hamina."

    assert told(announcement("Vaalimaa suljettu", where=landmark)) == []
    assert told(announcement("Vaalimaa suljettu", where=landmark, geometry=None)) == [
        ("vaalimaa", "closed")
    ]


def test_accident_says_nothing_of_the_border() -> None:
    """Only a general announcement sets access."""
    assert told(announcement(SHUT, trafficAnnouncementType="accident report")) == []


def test_several_parts_end_together() -> None:
    """A situation ends when each of its parts has a stated end, with the last of them."""
    one = {"startTime": "2026-11-24T09:30:00Z", "endTime": "2026-11-24T18:00:00Z"}
    both = announcement(SHUT, times=one)
    parts = both["properties"]["announcements"]
    parts.append(parts[0] | {"timeAndDuration": one | {"endTime": "2026-11-24T20:00:00Z"}})
    (ending,) = reports(both)
    parts.append(parts[0] | {"timeAndDuration": {"startTime": "2026-11-24T08:00:00Z"}})
    (lasting,) = reports(both)

    assert ending.observed_to == datetime(2026, 11, 24, 20, tzinfo=UTC)
    assert lasting.observed_from == lasting.observed_to == datetime(2026, 11, 24, 8, tzinfo=UTC)


def test_both_spellings_are_read() -> None:
    """Capitals with underscores say the same as small letters with spaces."""
    old = announcement(
        SHUT, situationType="TRAFFIC_ANNOUNCEMENT", trafficAnnouncementType="GENERAL", version="1"
    )
    old["properties"]["announcements"][0]["language"] = "FI"

    assert told(old) == [("vaalimaa", "closed")]
    assert told(announcement(SHUT, situationType="road work")) == []


def test_closure_without_an_end_holds_as_last_listed() -> None:
    """It is told anew on the next day, as the same row; a stated end is taken as it is."""
    (today,) = reports(announcement(SHUT))
    (tomorrow,) = reports(announcement(SHUT), fetched_at=FETCHED_AT + timedelta(days=1))
    times = {"startTime": "2026-11-24T09:30:00Z", "endTime": "2026-11-24T18:00:00Z"}
    (ending,) = reports(announcement(SHUT, times=times))

    assert today.identity == tomorrow.identity == "GUID1|vaalimaa"
    assert (today.observed_from, today.observed_to) == (BEGAN, BEGAN)
    assert tomorrow.observed_to == datetime(2026, 11, 25, tzinfo=UTC)
    assert ending.observed_to == datetime(2026, 11, 24, 18, tzinfo=UTC)


def test_no_announcements_are_no_fault() -> None:
    """An empty list is an answer: nothing is announced."""
    assert reports() == []


def test_odd_announcement_is_refused_alone() -> None:
    """An announcement in another shape is refused with its reason; the others are read."""
    odd = announcement(SHUT, times={"startTime": "2026-11-24"}, situationId="GUID2")
    body = {"type": "FeatureCollection", "features": [odd, {}, announcement(SHUT)]}
    payload = Payload(body=json.dumps(body).encode(), fetched_at=FETCHED_AT, url="x")

    parsed = parse(payload, SCOPE)

    assert [report.identity for report in parsed.reports] == ["GUID1|vaalimaa"]
    assert len(parsed.refused) == 2


@pytest.mark.parametrize("body", [b"[]", b"{}", b"null", b'{"features": 1}', b"<html>"])
def test_unreadable(body: bytes) -> None:
    """What is no collection of announcements is unreadable, never an empty one."""
    with pytest.raises(Unreadable):
        parse(Payload(body=body, fetched_at=FETCHED_AT, url="x"), SCOPE)


def test_recording() -> None:
    """A real announcement of slippery roads in two provinces is read, and says nothing of ours."""
    file = RECORDINGS / "digitraffic" / "traffic-message.json"
    if not file.exists():
        pytest.skip("the recordings are not next to the project")
    payload = Payload(body=file.read_bytes(), fetched_at=FETCHED_AT, url="https://made.example")

    parsed = parse(payload, SCOPE)

    assert (parsed.reports, parsed.refused, parsed.further) == ([], [], [])
