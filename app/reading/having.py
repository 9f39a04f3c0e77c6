"""Having: whether only some of a mode are named, by what they have or carry."""

from collections.abc import Sequence

from app.reading.head import HEADS, NEAR, tells_when
from app.reading.part import Part


def some_of(parts: Sequence[Part], first: int, last: int) -> bool:
    """Say whether only some of a mode are named, by what we do not know: `cars with local plates`.

    `vehicles with trailers` are a mode of their own.
    """
    heads = [at for at in range(first, last) if parts[at].among(HEADS)]
    return any(_having(parts, at, last) or _carrying(parts, at) for at in heads)


def _having(parts: Sequence[Part], at: int, last: int) -> bool:
    if not parts[at + 1].means("small.having"):
        return False
    when = any(tells_when(part) or part.means("number") for part in parts[at + 2 : at + 3])
    return not when and not any(part.among(HEADS) for part in parts[at + 2 : last + 1][:NEAR])


def _carrying(parts: Sequence[Part], at: int) -> bool:
    """Say whether a word tells of some alone by their load: `lorries carrying grain`.

    After a comma too, and a `which`.
    """
    after = parts[at + 1 : at + 4]
    after = after[1:] if after[0].folded == "," else after[:1]
    return any(part.means("small.carrying") for part in after)
