"""Namesakes: villages, districts and streets that bear the name of a crossing."""

from collections.abc import Sequence

from app.reading.borders import ELSEWHERE
from app.reading.part import Part

NAMESAKE = "elsewhere.namesake"


def without_namesakes(parts: list[Part]) -> list[Part]:
    """Give parts in which a name is no crossing's where a word after it says so: `Орда ауылында`.

    What comes of it is a place elsewhere.
    """
    after = [at for at, part in enumerate(parts) if part.means(NAMESAKE) and at]
    for at in after:
        if _named(parts, at - 1):
            parts[at - 1] = parts[at - 1]._replace(senses={ELSEWHERE: 0.0})
    return parts


def _named(parts: Sequence[Part], at: int) -> bool:
    return parts[at].means("noun.place") and not parts[at].means("noun.border")
