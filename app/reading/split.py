"""Split: verbs whose end stands last in their clause: `lässt ... durch`, `reihen sich ... auf`."""

from collections.abc import Sequence

from app.reading.part import Part
from app.reading.token import LINE, MARK

WHOLE = {"split.passes": "rule.passes", "split.stand": "verb.stand"}
ENDS = {"split.passes": "split_end.passes", "split.stand": "split_end.stand"}
OF_SPLIT = frozenset(WHOLE)
STOPS = "rule.stops"
FURTHEST = 14
"""How many parts after its beginning the end of a verb may stand."""


def joined(parts: list[Part]) -> list[Part]:
    """Give parts in which the beginning of a verb means what it does with its end."""
    for at, part in enumerate(parts):
        if not part.senses or OF_SPLIT.isdisjoint(part.senses):
            continue
        for sense in part.among(OF_SPLIT):
            end = _end(parts, at, ENDS[sense])
            if end is not None:
                parts[at] = part._replace(senses={_meant(parts[at + 1 : end], sense): 0.0})
    return parts


def _meant(between: Sequence[Part], sense: str) -> str:
    """Give what a verb means: where none are let through, it is the contrary."""
    none = any(part.means("small.none", "small.not", "state.no_vehicle") for part in between)
    return STOPS if none and WHOLE[sense] == "rule.passes" else WHOLE[sense]


def _end(parts: Sequence[Part], at: int, sense: str) -> int | None:
    """Give where the end of a verb stands: last in its clause."""
    for each in range(at + 1, min(at + FURTHEST, len(parts))):
        part = parts[each]
        if part.kind is LINE or part.kind is MARK:
            return None
        after = parts[each + 1] if each + 1 < len(parts) else None
        closes = after is None or after.kind in {LINE, MARK} or after.means("small.and")
        if closes and part.means(sense):
            return each
    return None
