"""Addresses: where a request really goes, and where a redirect may lead."""

from urllib.parse import urljoin

import httpx

from app.sources.kit import Moved, Unreadable

LONGEST_HOST = 100
"""Characters of another host's name that an error shows."""


def plain(address: httpx.URL | str) -> httpx.URL:
    """Give an address without user, password and fragment.

    Raises Unreadable for what is no address of the web.
    """
    try:
        url = httpx.URL(address)
    except (httpx.InvalidURL, ValueError) as error:
        raise Unreadable("it is asked for something that is no address") from error
    if url.scheme not in {"http", "https"} or not url.raw_host:
        raise Unreadable("it is asked for an address that is not of the web")
    return httpx.URL(f"{url.scheme}://{_host(url)}{_path(url)}")


def wire(url: httpx.URL, mirror: str | None) -> httpx.URL:
    """Give the address that is really asked: the publisher's own, or the mirror's copy of it."""
    if mirror is None:
        return url
    return httpx.URL(f"{mirror.rstrip('/')}/{_host(url)}{_path(url)}")


def check_mirror(mirror: str | None) -> None:
    """Let a mirror's address pass; raises ValueError for one that cannot be asked."""
    if mirror is None:
        return
    try:
        root = plain(mirror)
    except Unreadable:
        root = None
    if root is None or root.query:
        raise ValueError("the mirror's address begins with http:// or https:// and has no query")


def led_to(url: httpx.URL, location: str, mirror: str | None) -> httpx.URL:
    """Give where a redirect of `url` leads, as an address of the publisher.

    It may lead on at the same host, and to https but not back. Raises Moved for anything else.
    """
    try:
        target = plain(_target(url, location, mirror))
    except (Unreadable, httpx.InvalidURL, ValueError) as error:
        raise Moved("it leads to something that is no address") from error
    if target.netloc != url.netloc:
        raise Moved(f"it leads to another host, {host_of(target)}")
    if url.scheme == "https" and target.scheme == "http":
        raise Moved(f"it leads from https to http at {host_of(target)}")
    return target


def _target(url: httpx.URL, location: str, mirror: str | None) -> httpx.URL:
    """Read a Location, which may be in the mirror's words or, passed on by it, the publisher's."""
    if mirror is not None:
        joined = httpx.URL(urljoin(str(wire(url, mirror)), location))
        behind = _behind(joined, url.scheme, mirror)
        named = httpx.URL(location).is_absolute_url
        if behind is not None and (named or behind.netloc == url.netloc):
            return behind
    return url.join(location)


def _behind(target: httpx.URL, scheme: str, mirror: str) -> httpx.URL | None:
    """Give the publisher's address that one of the mirror stands for."""
    root = httpx.URL(mirror.rstrip("/") + "/")
    beginning = _path(root)
    same = (target.scheme, target.netloc) == (root.scheme, root.netloc)
    if not same or not _path(target).startswith(beginning):
        return None
    return httpx.URL(f"{scheme}://{_path(target)[len(beginning) :]}")


def host_of(url: httpx.URL) -> str:
    """Give the host of an address as it is sent, short enough to be shown."""
    return _host(url)[:LONGEST_HOST]


def _host(url: httpx.URL) -> str:
    return url.netloc.decode("ascii")


def _path(url: httpx.URL) -> str:
    return url.raw_path.decode("ascii")
