"""Titles: exit and entry where they only say which way what comes after them goes."""

from collections.abc import Sequence

from app.reading.part import Part

TITLES = {"noun.exit": "way.out", "noun.entry": "way.in"}
OF_TITLES = frozenset(TITLES)


def titled(parts: list[Part]) -> list[Part]:
    """Give parts in which exit and entry are ways where they are but a title: `exit: 3 km`."""
    for at, part in enumerate(parts):
        if part.senses and not OF_TITLES.isdisjoint(part.senses) and _is_title(parts, at):
            ways = {TITLES[sense]: 0.0 for sense in part.among(TITLES)}
            parts[at] = part._replace(senses=ways)
    return parts


def _is_title(parts: Sequence[Part], at: int) -> bool:
    after = parts[at + 1].folded if at + 1 < len(parts) else ""
    before = parts[at - 1].folded if at else "\n"
    return after in {":", "-", "–", "—"} or (before in {"(", ","} and after in {")", ","})
