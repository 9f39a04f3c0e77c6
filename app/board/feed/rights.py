"""Rights: under which licence a feed may be used, and whom to name with exactly its entries."""

from collections.abc import Collection, Iterable, Sequence
from typing import NamedTuple

from app.board.attribution import LICENCE, credits_for
from app.board.feed.atom import Entry
from app.board.feed.text import line, quoted
from app.store.sources import Source


class Told(NamedTuple):
    """The entries of a feed, and the ids of the sources that they rest on."""

    entries: Sequence[Entry]
    sources: Collection[str]


def rights(behind: Iterable[str], known: Iterable[Source]) -> str:
    """Say the licence of our own work, and that of each source with how it is to be named."""
    named = (
        f"{line(each['name'])} ({quoted(each['attribution'])}):"
        f" {line(each['licence']) or 'no licence told'}"
        for each in credits_for(behind, known)
    )
    return "; ".join((f"{LICENCE} for what is Darial's own", *named))
