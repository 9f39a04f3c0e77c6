"""zitic: trucks in the electronic queue at Upper Lars, counted without their plates."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from app.domain.report import Queue, Report
from app.domain.vocabulary import Bound, Method, Mode, Quantity
from app.sources.kit import Blocked, Payload, Scope, Unreadable, figure
from app.sources.zitic import ADDRESS, SPEAKER, parse, strip
from tests.sources.made_payloads import made_payload

SCOPE = Scope(places={})
NOON = datetime(2026, 9, 24, 12, tzinfo=UTC)
LIST = Queue("verkhny-lars", "RU-GE", Mode.TRUCK)
PERSONAL = ("А123ВС15", "В456ЕК07", "Е789НР161", "M777AA05", "35TP321", "К321МН26", "000-11-22")


def said(quantity: Quantity, value: float, bound: Bound, note: str) -> Report:
    """Give a figure as this source makes them."""
    return figure(
        SPEAKER,
        LIST,
        quantity,
        value,
        observed_from=NOON,
        recorded_at=NOON,
        bound=bound,
        note=note,
        url=ADDRESS,
        time_basis="assumed",
    )


BOOKED = said(
    Quantity.BOOKED_VEHICLES, 3, Bound.EXACT, "waiting 2, confirmed 1, called 1, on the way 1"
)
OLDEST = said(  # registered on the 21st, so since 00:00 of the 22nd in Moscow: 63 hours
    Quantity.WAIT_MINUTES,
    63 * 60,
    Bound.AT_LEAST,
    "the oldest waiting registration, from the end of its day",
)


def page(*rows: str, head: bool = True) -> Payload:
    """Make a page of the rows."""
    top = "<thead><tr><th>№</th></tr></thead>" if head else ""
    body = f"<table>{top}<tbody>{''.join(rows)}</tbody></table></html>"
    return Payload(body=body.encode(), fetched_at=NOON, url=ADDRESS)


def row(status: str, day: str = "21.09.26", plate: str = "А123ВС15") -> str:
    """Make one row."""
    return (
        f'<tr><td class="plate-number">{plate}</td><td class="registration-date">{day}</td>'
        f'<td><span class="status-badge">{status}</span></td></tr>'
    )


def test_list() -> None:
    """The list becomes the number not called yet, split in the note, and a bound of the wait."""
    parsed = parse(made_payload("zitic", "list.html"), SCOPE)

    assert parsed.reports == [BOOKED, OLDEST]
    assert parsed.refused == []
    assert BOOKED.method is Method.COUNTED


def test_empty_list_is_zero() -> None:
    """A list with its head and no rows is a queue of nobody; nobody has waited then."""
    (report,) = parse(made_payload("zitic", "empty.html"), SCOPE).reports

    assert (report.quantity, report.value) == (Quantity.BOOKED_VEHICLES, 0)


@pytest.mark.parametrize(
    "body",
    [
        "<html>503</html>",
        "<table></table>",
        "<table><tbody></tbody></table>",
        "<table><tr><td>нет",
    ],
)
def test_page_without_the_list_is_unreadable(body: str) -> None:
    """No table, one without head and rows, or rows of something else: never zero."""
    with pytest.raises(Unreadable):
        parse(Payload(body=body.encode(), fetched_at=NOON, url=ADDRESS), SCOPE)


def test_login_is_blocked() -> None:
    """A page that wants a password keeps us out."""
    login = Payload(body=b"<input type='password'></html>", fetched_at=NOON, url=ADDRESS)

    with pytest.raises(Blocked):
        parse(login, SCOPE)


def test_unknown_status_makes_a_lower_bound() -> None:
    """A row of a status we do not know is refused without its plate; the others are a bound."""
    parsed = parse(page(row("Ожидание"), row("Отменена")), SCOPE)

    booked = parsed.reports[0]
    assert (booked.low, booked.bound) == (1, Bound.AT_LEAST)
    assert [refused.row for refused in parsed.refused] == ["row 2"]
    assert "'отменена'" in parsed.refused[0].reason


@pytest.mark.parametrize(
    ("day", "told"),
    [
        ("", 1),
        ("31.02.26", 1),
        ("вчера", 1),
        (f"24.09.{9**30}", 1),
        ("24.09.26", 0),
        ("30.09.26", 0),
    ],
)
def test_no_bound_without_a_past_day(day: str, told: int) -> None:
    """A truck without a readable day, of today or of a day to come counts, and bounds no wait."""
    parsed = parse(page(row("Ожидание", day)), SCOPE)

    (report,) = parsed.reports
    assert (report.quantity, report.value) == (Quantity.BOOKED_VEHICLES, 1)
    assert len(parsed.refused) == told


def test_unreadable_day_is_told() -> None:
    """A row whose day cannot be read is shown by its place in the list."""
    (refused,) = parse(page(row("Ожидание", "вчера")), SCOPE).refused

    assert refused.row == "row 1"
    assert "registered" in refused.reason


def test_longer_than_anybody_waits_is_refused() -> None:
    """A registration forgotten for months bounds no wait; the count stands."""
    parsed = parse(page(row("Ожидание", "01.01.26")), SCOPE)

    assert [report.quantity for report in parsed.reports] == [Quantity.BOOKED_VEHICLES]
    assert "60 days" in parsed.refused[0].reason


def test_no_plate_leaves_the_reader() -> None:
    """No plate and no remark is in reports, in refused rows or in what is kept of the page."""
    payload = made_payload("zitic", "list.html")
    odd = page(row("А123ВС15", plate="Ожидание"), row("Ожидание"))

    shown = repr(parse(payload, SCOPE)) + repr(parse(odd, SCOPE))
    kept = strip(payload).decode() + strip(odd).decode()
    assert [each for each in PERSONAL if each.casefold() in (shown + kept).casefold()] == []


@pytest.mark.parametrize("name", ["list.html", "empty.html"])
@pytest.mark.parametrize("charset", ["utf-8", "windows-1251", "ascii"])
def test_stripped_page_says_the_same(name: str, charset: str) -> None:
    """What is kept of a page gives the same reports, in whatever charset it came."""
    payload = made_payload("zitic", name)
    body = payload.body.decode().encode(charset, "xmlcharrefreplace")
    came = replace(payload, body=body, charset=charset)

    kept = replace(came, body=strip(came))
    assert parse(kept, SCOPE) == parse(payload, SCOPE)


def test_stripping_what_is_no_list() -> None:
    """Nothing is kept of a page without the list."""
    assert strip(Payload(body=b"<p>A123BC15</p></html>", fetched_at=NOON, url=ADDRESS)) == b""
