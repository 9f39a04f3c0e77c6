"""The forms of a row: JSON as promised, tidy CSV, and one plain line."""

import csv
import io
import json
from datetime import timedelta
from typing import Any

import pytest

from app.board.plain import plain
from app.board.row import Fields, encode, instant
from app.board.tidy import COLUMNS, tidy
from app.domain.report import Queue
from app.domain.status import Access, Estimate
from app.domain.vocabulary import AccessWord, Mode, NoNumber, Quantity, Subject
from app.web.schemas.status import StatusRow
from tests.board.rows import (
    ACCESS,
    COLD,
    COUNTED,
    LAST_OPEN,
    NOON,
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
