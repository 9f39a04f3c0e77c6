"""Plain text: one line a queue, short enough for an SMS and for one bar of signal.

`verkhny-lars RU-GE car: open; wait 40-78 h (2022-09-27 21:00Z, differ); 2700-4100 vehicles`
"""

import textwrap
from collections.abc import Iterable, Iterator

from app.board.notation import Fields
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


LONGEST_REASON = 80
"""How much of the reason for withholding a line tells, in letters."""


def plain(rows: Iterable[Fields]) -> bytes:
    """Write one line for each row."""
    return b"".join(map(line_of, rows))


def line_of(row: Fields) -> bytes:
    """Write the line of a row."""
    return f"{_line(row)}\n".encode()


def _line(row: Fields) -> str:
    told = [
        *_access(row["access"]),
        *_withheld(row["withheld"]),
        *_wait(row.get("wait_minutes")),
        *_numbers(row),
        *_events(row.get("events", [])),
    ]
    return f"{row['place']} {row['direction']} {row['mode']}: {'; '.join(told)}"


def _access(access: Fields) -> Iterator[str]:
    last = access["last"]
    because = f" ({access['because']})" if access["because"] else ""
    late = " (late)" if access["freshness"] == Freshness.LATE else ""
    if last is not None:
        yield f"{access['state']}, last {last['state']} ({_short(last['observed_from'])})"
    elif access["because"] != NoNumber.WITHHELD:
        yield f"{access['state']}{because}{late}"


def _withheld(orders: list[Fields]) -> Iterator[str]:
    """Say in place of what is withheld until when and why; of several orders the longest."""
    longest: dict[str | None, Fields] = {}
    for order in sorted(orders, key=lambda order: str(order["until"])):
        longest[order["quantity"]] = order
    for order in [longest[None]] if None in longest else longest.values():
        what = f"{order['quantity']} " if order["quantity"] else ""
        yield f"{what}withheld until {_short(order['until'])}: {_in_short(order['reason'])}"


def _in_short(reason: str) -> str:
    printable = "".join(letter if letter.isprintable() else " " for letter in reason)
    return textwrap.shorten(printable, LONGEST_REASON, placeholder="...")


def _wait(wait: Fields | None) -> Iterator[str]:
    if wait and wait["no_number"] != NoNumber.WITHHELD:
        yield _told(wait)


def _told(wait: Fields) -> str:
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
