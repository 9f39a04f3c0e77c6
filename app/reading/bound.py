"""Bounds: the words and marks around a number that make it about, at least or at most so many."""

from collections.abc import Mapping, Sequence

from app.domain.vocabulary import Bound
from app.reading.part import Part

MARKS: Mapping[str, Bound] = {
    "~": Bound.ABOUT,
    "≈": Bound.ABOUT,
    ">": Bound.AT_LEAST,
    "≥": Bound.AT_LEAST,
    "<": Bound.AT_MOST,
    "≤": Bound.AT_MOST,
}
BEFORE: Mapping[str, Bound] = {
    "bound.about": Bound.ABOUT,
    "bound.at_least": Bound.AT_LEAST,
    "bound.at_most": Bound.AT_MOST,
    "bound.up_to": Bound.AT_MOST,
}
AFTER: Mapping[str, Bound] = {
    "bound.about_after": Bound.ABOUT,
    "bound.more_after": Bound.AT_LEAST,
    "bound.less_after": Bound.AT_MOST,
    "bound.up_to_after": Bound.AT_MOST,
}
MOST_BETWEEN = 2
"""How many parts a bound may stand before its number."""


def unit_before(parts: Sequence[Part], first: int, last: int) -> int:
    """Give where the unit before a number may stand: `часа три`, `минут за 40`, `часов на 5`.

    Nowhere (-1) before the number of a road (`М4`).
    """
    if parts[first].glued:
        return -1
    after = parts[last + 1] if last + 1 < len(parts) else None
    counts = after is not None and any(each.startswith("noun.") for each in after.senses)
    led = first > 1 and parts[first - 1].means("window.over", "small.by")
    return first - 2 if led and not counts else first - 1


def bound_before(parts: Sequence[Part], first: int) -> tuple[Bound | None, int]:
    """Give how the words before a number bound it, and where they begin."""
    for at in range(first - 1, max(first - 1 - MOST_BETWEEN, -1), -1):
        part = parts[at]
        told = part.among(BEFORE)
        bound = BEFORE[told[0]] if told else MARKS.get(part.folded)
        if bound is None and at + 1 == first and part.means("bound.more_after"):
            bound = Bound.AT_LEAST  # `300 cars and more than 20 lorries`
        if bound is not None:
            return bound, at
        if not part.means("small.filler", "range.from", "range.between", "window.over"):
            break
    return None, first


def bound_after(parts: Sequence[Part], last: int) -> tuple[Bound | None, int]:
    """Give how the word after a part bounds a number, or its own ending, and where that is."""
    own = parts[last].among(AFTER)
    if own:
        return AFTER[own[0]], last
    if last + 1 < len(parts):
        part = parts[last + 1]
        for sense in part.among(AFTER):
            return AFTER[sense], last if _names(part) else last + 1
        if part.folded == "+":
            return Bound.AT_LEAST, last + 1
    return None, last


def _names(part: Part) -> bool:
    """Say whether a part also names what is counted: `500 მანქანამდე`, up to 500 cars."""
    return any(sense.startswith(("noun.", "group.")) for sense in part.senses)
