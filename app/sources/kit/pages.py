"""Pages: what HTML sources look for alike: the count behind a marker, or a door in its place."""

from collections.abc import Iterable
from contextlib import suppress

from selectolax.lexbor import LexborHTMLParser, LexborNode

from app.sources.kit.errors import Blocked, SourceError, Unreadable
from app.sources.kit.figures import whole_number

DOOR = "input[type=password], [id*=captcha], [class*=captcha]"
"""What only a page for logging in, or for telling people from robots, has."""


def marked(nodes: Iterable[LexborNode], marker: str) -> int | None:
    """Give the count that stands behind a marker, which begins a node's text; None without one."""
    for node in nodes:
        before, found, count = node.text().partition(marker)
        if found and not before.strip():
            with suppress(ValueError):
                return whole_number(count)
    return None


def missing(page: LexborHTMLParser, what: str) -> SourceError:
    """Give the error for a page without what marks it: Blocked at a door, else Unreadable."""
    if page.css_first(DOOR):
        return Blocked(f"a login or a captcha instead of the {what}")
    return Unreadable(f"no {what}")
