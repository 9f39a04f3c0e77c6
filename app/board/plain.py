"""Plain text: one line a queue, short enough for an SMS and for one bar of signal.

`verkhny-lars RU-GE car: open; wait 40-78 h (2022-09-27 21:00Z, differ); 2700-4100 vehicles`
"""

from collections.abc import Iterable, Iterator

from app.board.row import Fields
from app.domain.vocabulary import UNITS, Freshness, NoNumber, Quantity

HOURS_FROM = 120
"""Waits whose middle is this many minutes or more are told in hours."""

NUMBERS = (
    Quantity.QUEUE_VEHICLES,
    Quantity.QUEUE_PEOPLE,
    Quantity.QUEUE_KM,
    Quantity.BOOKED_VEHICLES,
)
"""What is told besides access and wait, where there is a number."""

EVENTS = 3
"""How many events a line tells at most, the last heard first."""


def plain(rows: Iterable[Fields]) -> bytes:
    """Write one line for each row."""
    return "".join(f"{_line(row)}\n" for row in rows).encode()


def _line(row: Fields) -> str:
    told = [
        _access(row["access"]),
        *([_wait(row["wait_minutes"])] if row.get("wait_minutes") else []),
        *_numbers(row),
        *_events(row.get("events", [])),
    ]
    return f"{row['place']} {row['direction']} {row['mode']}: {'; '.join(told)}"


def _access(access: Fields) -> str:
    last = access["last"]
    if last is not None:
        return f"{access['state']}, last {last['state']} ({_short(last['observed_from'])})"
    because = f" ({access['because']})" if access["because"] else ""
    late = " (late)" if access["freshness"] == Freshness.LATE else ""
    return f"{access['state']}{because}{late}"


def _wait(wait: Fields) -> str:
    if wait["mid"] is None:
        last = wait["last"]
        was = f", last {_span(last)} ({_short(last['observed_to'])})" if last else ""
        reason = wait["no_number"] or NoNumber.UNKNOWN
        return f"wait {'unknown' if reason == NoNumber.UNKNOWN else f'none: {reason}'}{was}"
    return f"wait {_span(wait)} ({_doubts(wait)})"


def _span(wait: Fields) -> str:
    if wait["mid"] >= HOURS_FROM:
        return f"{wait['low'] / 60:.0f}-{wait['high'] / 60:.0f} h"
    return f"{wait['low']}-{wait['high']} min"


def _doubts(number: Fields) -> str:
    late = ["late"] if number["freshness"] == Freshness.LATE else []
    told = [_short(number["observed_to"]), number["agreement"], *late]
    return ", ".join(each for each in told if each)


def _numbers(row: Fields) -> Iterator[str]:
    for quantity in NUMBERS:
        number = row.get(quantity.value)
        if number and number["mid"] is not None:
            booked = " booked" if quantity is Quantity.BOOKED_VEHICLES else ""
            yield f"{number['low']:g}-{number['high']:g} {UNITS[quantity]}{booked}"


def _events(events: list[Fields]) -> Iterator[str]:
    heard = sorted(events, key=lambda event: str(event["last_heard"]), reverse=True)
    for event in heard[:EVENTS]:
        claim = f" {event['claim']}" if event["claim"] else ""
        yield f"{event['word']}{claim} ({_short(event['last_heard'])})"


def _short(instant: str | None) -> str:
    return f"{instant[:16].replace('T', ' ')}Z" if instant else ""
