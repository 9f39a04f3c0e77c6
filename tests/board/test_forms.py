"""The forms of a row: JSON as promised, tidy CSV, and one plain line."""

import csv
import io
import json
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from app.board.notation import Fields, encode, instant
from app.board.plain import plain
from app.board.row import row
from app.board.tidy import COLUMNS, tidy
from app.domain.report import Queue
from app.domain.status import Access, Estimate, Withheld
from app.domain.vocabulary import AccessWord, Mode, NoNumber, Quantity, Subject
from app.web.schemas.status import StatusRow
from tests.board.rows import (
    ACCESS,
    CATALOGUE,
    COLD,
    COUNTED,
    HAZARD,
    LAST_OPEN,
    NOON,
    ORDER,
    SNOW,
    STATUS,
    STOPPED,
    VEHICLES,
    made,
)

WAIT = Quantity.WAIT_MINUTES


def wait(low: float, high: float) -> dict[Quantity, Estimate]:
    """Make a wait between two figures."""
    return {
        WAIT: Estimate(
            quantity=WAIT,
            subject=Subject.EVERYBODY,
            low=low,
            mid=(low + high) / 2,
            high=high,
            observed_to=NOON,
            agreement=VEHICLES.agreement,
            freshness=VEHICLES.freshness,
        )
    }


def lines(*rows: Fields) -> list[dict[str, str]]:
    """Read rows as CSV back."""
    return list(csv.DictReader(io.StringIO(tidy(rows).decode())))


def line(**parts: object) -> str:
    """Give the plain line of a row of cars."""
    told: dict[str, Any] = {"rules": (), "events": (), **parts}
    return plain([made(**told).fields]).decode()


def test_json_has_the_promised_names() -> None:
    """The bytes hold the object, and the object is what the documentation describes."""
    row = made()

    assert json.loads(row.json) == json.loads(json.dumps(row.fields))
    StatusRow.model_validate(row.fields)
    assert row.fields.keys() <= StatusRow.model_fields.keys()


def test_a_quantity_nobody_spoke_of_is_null() -> None:
    """Never heard of is null; heard of without a number is an object with a reason."""
    fields = made().fields

    assert fields["queue_km"] is None
    assert (fields["wait_minutes"]["mid"], fields["wait_minutes"]["no_number"]) == (None, "stale")


def test_what_is_measured_is_told_as_it_was_said() -> None:
    """A count keeps its interval and its counter; one nobody ever made is null."""
    fields = made(traffic=(COUNTED, STOPPED)).fields

    StatusRow.model_validate(fields)
    count = fields["crossings_vehicles"]
    assert (count["mid"], count["source"]) == (1234, "loops")
    assert (count["observed_from"], count["observed_to"]) == (
        "2022-09-28T11:00:00Z",
        "2022-09-28T12:00:00Z",
    )
    assert fields["crossings_people"] is None
    assert fields["approach_flow_ratio"]["no_number"] == "stale"
    assert fields["approach_flow_ratio"]["last"]["mid"] == 0.25


def test_csv_has_the_measurements() -> None:
    """Each measurement is a line of its own, the stale one with its last figure."""
    rows = lines(made(traffic=(COUNTED, STOPPED)).fields)
    told = {each["quantity"]: each for each in rows}

    count, flow = told["crossings_vehicles"], told["approach_flow_ratio"]
    assert (count["mid"], count["unit"], count["bound"]) == ("1234.0", "vehicles", "exact")
    assert (flow["mid"], flow["last_mid"], flow["no_number"]) == ("", "0.25", "stale")
    assert flow["last_observed_from"] == "2022-09-28T12:00:00Z"


def test_moments_are_in_utc() -> None:
    """Times are written in UTC, to the second."""
    assert instant(NOON + timedelta(microseconds=5)) == "2022-09-28T12:00:00Z"


def test_nan_is_never_written() -> None:
    """A figure that is no number is a fault of ours, and never leaves."""
    with pytest.raises(ValueError, match="JSON"):
        encode({"mid": float("nan")})


def test_csv_has_a_line_for_each_part() -> None:
    """Access, each number, each rule and each event stand on a line of their own."""
    told = lines(made().fields)

    assert tuple(told[0]) == COLUMNS
    assert [each["quantity"] for each in told] == [
        "wait_minutes",
        "queue_vehicles",
        "access",
        "rule",
        "event",
    ]
    assert {each["place"] for each in told} == {"verkhny-lars"}
    assert {each["mode"] for each in told} == {"car"}


def test_csv_keeps_unknown_empty() -> None:
    """A number that is not there is an empty cell, with the reason and the last one beside it."""
    told = next(each for each in lines(made().fields) if each["quantity"] == "wait_minutes")

    assert (told["low"], told["mid"], told["high"]) == ("", "", "")
    assert (told["no_number"], told["last_mid"]) == ("stale", "3000")


def test_csv_says_whom_a_rule_is_for() -> None:
    """A rule of an area for bicycles says both, on the line of the queue it bears on."""
    told = next(each for each in lines(made().fields) if each["quantity"] == "rule")

    assert (told["said_of"], told["said_of_mode"], told["word"]) == ("ge", "bicycle", "allowed")


def test_csv_has_the_weather_by_quantity() -> None:
    """Each respect of the weather is a line of its own quantity and unit."""
    row = made(queue=Queue("", "both", Mode.ANY), weather=(SNOW, COLD))
    told = {each["quantity"]: each for each in lines(row.fields)}

    assert told["weather"]["word"] == "snow"
    assert (told["temperature_c"]["low"], told["temperature_c"]["unit"]) == ("-12.0", "degC")


def test_csv_runs_no_formula() -> None:
    """A text that a spreadsheet would calculate is written as text."""
    origin = made(access=Access(state=AccessWord.OPEN, origin="=HYPERLINK(1)", url="@x"))
    told = next(each for each in lines(origin.fields) if each["quantity"] == "access")

    assert (told["origin"], told["url"]) == ("'=HYPERLINK(1)", "'@x")


def held(*orders: Withheld) -> dict[str, Any]:
    """Give the parts of a status of which access and wait are withheld by these orders."""
    silent = Estimate(quantity=WAIT, subject=Subject.EVERYBODY, no_number=NoNumber.WITHHELD)
    return {
        "access": Access(because=NoNumber.WITHHELD),
        "estimates": {WAIT: silent},
        "withheld": orders,
    }


def test_what_is_withheld_says_why() -> None:
    """The row names each order, its end, its reason and its act; its numbers say withheld."""
    fields = made(**held(ORDER)).fields

    StatusRow.model_validate(fields)
    assert fields["withheld"] == [
        {
            "quantity": None,
            "until": "2022-09-28T18:00:00Z",
            "reason": "the count is wrong",
            "id": "00aa00aa00aa00aa",
        }
    ]
    assert (fields["access"]["state"], fields["access"]["because"]) == ("unknown", "withheld")
    assert (fields["wait_minutes"]["mid"], fields["wait_minutes"]["no_number"]) == (
        None,
        "withheld",
    )
    assert made().fields["withheld"] == []


def test_csv_says_why_it_is_withheld() -> None:
    """Each line that is withheld has the end and the reason of the order that reaches furthest."""
    of_access = replace(
        ORDER, quantity=Quantity.ACCESS, until=NOON.replace(hour=20), reason="=wrong"
    )
    of_cars = replace(ORDER, quantity=Quantity.QUEUE_VEHICLES, until=NOON.replace(day=30))
    told = {
        each["quantity"]: each for each in lines(made(**held(ORDER, of_access, of_cars)).fields)
    }

    for quantity in ("access", "wait_minutes"):
        assert told[quantity]["no_number"] == "withheld"
        assert told[quantity]["withheld_until"] == "2022-09-28T20:00:00Z"
        assert told[quantity]["withheld_reason"] == "'=wrong"
    assert (told["event"]["withheld_until"], told["event"]["withheld_reason"]) == ("", "")


def test_hazards_last_heard() -> None:
    """In JSON they stand beside the events; in CSV each is a stale event."""
    fields = made(last_heard=(HAZARD,)).fields
    *_, listed, faded = lines(fields)

    StatusRow.model_validate(fields)
    assert fields["last_heard"] == [
        {
            "word": "road_blocked",
            "mode": "car",
            "claim": "stated",
            "last_heard": "2022-02-28T12:00:00Z",
        }
    ]
    assert (listed["quantity"], listed["freshness"]) == ("event", "fresh")
    assert listed["last_heard"] == "2022-09-28T12:00:00Z"
    assert (faded["quantity"], faded["word"], faded["freshness"]) == (
        "event",
        "road_blocked",
        "stale",
    )
    assert (faded["said_of_mode"], faded["claim"]) == ("car", "stated")
    assert (faded["last_heard"], faded["observed_to"]) == ("2022-02-28T12:00:00Z", "")


def test_a_row_says_where_it_is_explained() -> None:
    """The evidence of a row is its own explanation; that of a past moment is of that moment."""
    queue = "/v1/explain?place=verkhny-lars&direction=RU-GE&mode=car"
    past = row(STATUS, CATALOGUE.place("verkhny-lars"), {}, 0, {"as_of": "2022-09-28"})

    assert made().fields["evidence"] == queue
    assert past.fields["evidence"] == f"{queue}&as_of=2022-09-28"


@pytest.mark.parametrize(
    ("parts", "said"),
    [
        (
            {"estimates": STATUS.estimates},
            "open (late); wait none: stale, last 40-78 h (2022-09-20 12:00Z); 2700-4100 vehicles",
        ),
        (
            {"estimates": wait(2400, 4700)},
            "open (late); wait 40-78 h (2022-09-28 12:00Z, differ)",
        ),
        (
            {"estimates": wait(20, 90)},
            "open (late); wait 20-90 min (2022-09-28 12:00Z, differ)",
        ),
        (
            {"access": Access(last=LAST_OPEN), "estimates": {}},
            "unknown, last open (2022-09-28 12:00Z)",
        ),
        (
            {
                "access": Access(state=AccessWord.CLOSED, because=NoNumber.OUTSIDE_HOURS),
                "estimates": {},
            },
            "closed (outside_hours)",
        ),
        (
            {"estimates": {}, "events": STATUS.events},
            "open (late); draft_summons confirmed (2022-09-28 12:00Z)",
        ),
        (
            held(replace(ORDER, reason="wrong")) | {"events": STATUS.events},
            "withheld until 2022-09-28 18:00Z: wrong; draft_summons confirmed (2022-09-28 12:00Z)",
        ),
        (
            held(ORDER, replace(ORDER, until=NOON.replace(day=29), reason="no\nnews\x1b[2J")),
            "withheld until 2022-09-29 12:00Z: no news [2J",
        ),
        (
            {"estimates": {}, "withheld": (replace(ORDER, quantity=Quantity.QUEUE_KM),)},
            "open (late); queue_km withheld until 2022-09-28 18:00Z: the count is wrong",
        ),
        (
            held(replace(ORDER, reason="wrong " * 40)),
            "withheld until 2022-09-28 18:00Z: " + "wrong " * 12 + "wrong...",
        ),
        ({"estimates": {}, "last_heard": (HAZARD,)}, "open (late)"),
    ],
)
def test_plain_lines(parts: dict[str, object], said: str) -> None:
    """One line tells access, wait, queue and what was heard, each with its age."""
    assert line(access=parts.pop("access", ACCESS), **parts) == f"verkhny-lars RU-GE car: {said}\n"


def test_a_line_never_says_zero_for_unknown() -> None:
    """Where no wait is known, the line says so."""
    nothing = {WAIT: Estimate(quantity=WAIT, subject=Subject.EVERYBODY, no_number=NoNumber.UNKNOWN)}

    assert "wait unknown" in line(estimates=nothing)


def test_a_plain_text_is_made_of_lines() -> None:
    """Every queue has its own line."""
    rows = [made(queue=Queue("", way, Mode.CAR)).fields for way in ("RU-GE", "GE-RU")]

    assert len(plain(rows).decode().splitlines()) == 2
