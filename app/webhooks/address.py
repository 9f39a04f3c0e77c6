"""Addresses of webhooks: which may be added, and how much of one may be shown."""

from ipaddress import ip_address

import httpx

from app.webhooks.reach import Reach

LONGEST = 2000
LONGEST_HOST = 100

FIRST_FREE_PORT = 1024
"""From here on a port belongs to no old service by name."""

LAST_PORT = 65_535

PORTS = {"https": 443, "http": 80}


class UnfitAddress(ValueError):
    """An address that no webhook may have; the text says why, and what to give."""


def checked(text: str, reach: Reach) -> str:
    """Give an address as it is kept; raises UnfitAddress. Whom its name leads to shows later."""
    url = _read(text)
    if url.scheme not in PORTS or not url.host:
        raise UnfitAddress("begins with https://, as https://example.org/hook")
    if url.userinfo or url.fragment:
        raise UnfitAddress("has no user, password or fragment: leave that out")
    if url.port is not None and url.port != PORTS[url.scheme] and url.port < FIRST_FREE_PORT:
        raise UnfitAddress(
            f"has port {url.port}, of another service: give {PORTS[url.scheme]}, or one from"
            f" {FIRST_FREE_PORT} on"
        )
    _check_host(url, reach)
    return str(url)


def host_of(url: str) -> str:
    """Give all of an address that may be shown or logged: its host."""
    return httpx.URL(url).host[:LONGEST_HOST]


def _read(text: str) -> httpx.URL:
    if len(text) > LONGEST or not text.isascii() or not text.isprintable() or " " in text:
        raise UnfitAddress(f"is at most {LONGEST} letters of plain ASCII without spaces")
    try:
        url = httpx.URL(text)
    except (httpx.InvalidURL, ValueError) as error:
        raise UnfitAddress("is no address of the web, such as https://example.org/hook") from error
    if url.port is not None and url.port > LAST_PORT:
        raise UnfitAddress(f"has port {url.port}, and there are none after {LAST_PORT}")
    return url


def _check_host(url: httpx.URL, reach: Reach) -> None:
    try:
        ip_address(url.host)
    except ValueError:
        fit = url.scheme == "https" or reach.has_own
    else:
        fit = reach.permits(url.host) if url.scheme == "https" else reach.owns(url.host)
    if not fit:
        raise UnfitAddress(
            "leads to no public address by https: give another, or name your own network in"
            " DARIAL_WEBHOOK_NETWORKS, as 10.1.0.0/16"
        )
