"""Titles: exit and entry where they only say which way what comes after them goes."""

from collections.abc import Sequence

from app.reading.part import Part
from app.reading.sentence import senses_of

TITLES = {"noun.exit": "way.out", "noun.entry": "way.in"}
OF_TITLES = frozenset(TITLES)


def titled(parts: list[Part]) -> tuple[Sequence[Part], frozenset[str]]:
    """Give parts in which exit and entry are ways where they are but a title: `exit: 3 km`.

    And all that they can mean.
    """
    senses = senses_of(parts, 0, len(parts))
    if OF_TITLES.isdisjoint(senses):
        return parts, senses
    made = [_way(parts, at) for at in range(len(parts))]
    return made, senses_of(made, 0, len(made))


def _way(parts: Sequence[Part], at: int) -> Part:
    """Give a part, or the way that it is a title of."""
    part = parts[at]
    if not part.senses or OF_TITLES.isdisjoint(part.senses) or not _is_title(parts, at):
        return part
    return part._replace(senses={TITLES[sense]: 0.0 for sense in part.among(TITLES)})


def _is_title(parts: Sequence[Part], at: int) -> bool:
    after = parts[at + 1].folded if at + 1 < len(parts) else ""
    before = parts[at - 1].folded if at else "\n"
    return after in {":", "-", "–", "—"} or (before in {"(", ","} and after in {")", ","})
