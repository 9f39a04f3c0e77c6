"""Titles: exit and entry where they only say which way what comes after them goes."""

from collections.abc import Sequence

from app.reading.part import Part
from app.reading.sentence import senses_of
from app.reading.token import NUMBER, WORD

TITLES = {"noun.exit": "way.out", "noun.entry": "way.in"}
OF_TITLES = frozenset(TITLES)
TURNED = {"way.out": "way.in", "way.in": "way.out"}
ABROAD = (".fi", ".ge", ".kz", ".mn")
DAY = 24
"""Hours of a day, which are no wait: `entry 24 hours a day`."""

OF_COUNTRY = ("country.", "from.", "to.")


def titled(parts: list[Part]) -> tuple[Sequence[Part], frozenset[str]]:
    """Give parts in which exit and entry are ways where they are but a title: `exit: 3 km`.

    And all that they can mean.
    """
    senses = senses_of(parts, 0, len(parts))
    if OF_TITLES.isdisjoint(senses):
        return parts, senses
    may_be = [at for at, part in enumerate(parts) if part.among(OF_TITLES)]
    ways = {at: _way(parts, at) for at in may_be}
    made = [ways.get(at, part) for at, part in enumerate(parts)]
    return made, senses_of(made, 0, len(made))


def _way(parts: Sequence[Part], at: int) -> Part:
    """Give a part, or the way that it is a title of: entry to Mongolia is the way out of Russia."""
    part = parts[at]
    if not _is_title(parts, at) and (_led(parts, at) or not _timed(parts, at)):
        return part
    abroad = any(each.endswith(ABROAD) for each in _country(parts, at + 1))
    ways = [TITLES[sense] for sense in part.among(TITLES)]
    return part._replace(senses={TURNED[each] if abroad else each: 0.0 for each in ways})


def _country(parts: Sequence[Part], at: int) -> list[str]:
    """Give what tells a country in a part, whether it is left or entered."""
    senses = parts[at].senses if at < len(parts) else ()
    return [each for each in senses if each.startswith(OF_COUNTRY)]


def _is_title(parts: Sequence[Part], at: int) -> bool:
    after = parts[at + 1].folded if at + 1 < len(parts) else ""
    before = parts[at - 1].folded if at else "\n"
    return after in {":", "-", "–", "—"} or (before in {"(", ","} and after in {")", ","})


def _led(parts: Sequence[Part], at: int) -> bool:
    """Say whether a word stands before another that is no place: `visa-free entry`."""
    before = parts[at - 1] if at else None
    return before is not None and before.kind is WORD and not before.means("noun.place")


def _timed(parts: Sequence[Part], at: int) -> bool:
    """Say whether nothing but a country stands before a time: `exit Russia 2 hours`."""
    after = at + 2 if _country(parts, at + 1) else at + 1
    if after + 1 >= len(parts) or parts[after].kind is not NUMBER:
        return False
    return parts[after].value != DAY and parts[after + 1].means("unit.hour", "unit.minute")
