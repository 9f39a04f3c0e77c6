"""The check of our clock against the Date of a host that the operator names."""

from collections.abc import Callable
from datetime import datetime, timedelta

import httpx

from app.cli.checks.finding import Finding, bad, look, ok
from app.polling.client.answer import sent_at

MOST_OFF = timedelta(seconds=5)
"""Further off, ages and the order of reports go wrong."""

SECOND = timedelta(seconds=1)
"""A Date is cut to whole seconds."""

TIMEOUT_S = 5.0


def clock(
    host: str | None,
    user_agent: str,
    now: Callable[[], datetime],
    transport: httpx.BaseTransport | None = None,
) -> Finding:
    """Look whether our clock agrees with that of a host, asked once over HTTPS."""
    if host is None:
        return look("clock", "not checked", "name a host with --host, such as --host example.org")
    try:
        with _client(user_agent, transport) as client:
            before = now()
            answer = client.head(f"https://{host}/")
            after = now()
    except (httpx.HTTPError, httpx.InvalidURL, OSError) as error:
        why = " ".join(str(error).split()) or type(error).__name__
        return look("clock", f"{host} could not be asked: {why}", "name another host with --host")
    date = sent_at(answer.headers)
    if date is None:
        return look("clock", f"{host} does not tell the time", "name another host with --host")
    return compared(host, date, before, after)


def compared(host: str, date: datetime, before: datetime, after: datetime) -> Finding:
    """Compare a Date with our clock before and after the question it was the answer to.

    It was written at some moment in between: we are off only by what that cannot explain.
    """
    ahead, behind = before - (date + SECOND), date - after
    if ahead > MOST_OFF:
        off = f"{ahead.total_seconds():.0f} s ahead of"
    elif behind > MOST_OFF:
        off = f"{behind.total_seconds():.0f} s behind"
    else:
        doubt = max(abs(after - date), abs(before - date - SECOND)).total_seconds()
        return ok("clock", f"agrees with {host} to within {doubt:.0f} s")
    return bad("clock", f"ours is {off} that of {host}", "set it, for example with NTP")


def _client(user_agent: str, transport: httpx.BaseTransport | None) -> httpx.Client:
    return httpx.Client(
        headers={"User-Agent": user_agent},
        timeout=TIMEOUT_S,
        trust_env=False,
        transport=transport,
    )
