"""Moods: what is asked, supposed, meant, denied or of another year is no report of today."""

from collections.abc import Mapping

from app.reading.finding import Scene

OF_SENTENCES: Mapping[str, str] = {
    "mood.question": "question",
    "mood.condition": "conditional",
    "mood.undecided": "undecided",
    "mood.wish": "wish",
    "claim.rumour": "rumour",
    "claim.denied": "denial",
    "claim.disproved": "denial",
}
"""Words that reach over their whole sentence."""

OF_CLAUSES: Mapping[str, str] = {
    "mood.intention": "intention",
    "mood.last_year": "another year",
    "mood.usual": "usual level",
    "mood.capacity": "capacity",
    "mood.earlier": "earlier",
}
"""Words that reach over their clause."""


LONGEST_OPENING = 4
"""Parts of a clause that only opens the next one."""


def unreal(scene: Scene, *, but: frozenset[str] = frozenset()) -> str | None:
    """Give why nothing in a clause is to be taken for said, or None; `but` are moods to allow."""
    if scene.sentence.question:
        return "question"
    for sense, reason in OF_SENTENCES.items():
        if sense in scene.sentence.senses and sense not in but:
            return reason
    for sense, reason in OF_CLAUSES.items():
        if sense not in but and (scene.means(sense) or sense in _led_by(scene)):
            return reason
    return None


def _led_by(scene: Scene) -> set[str]:
    """Give what the clause before means where it is but an opening: `last year, ...`."""
    at = scene.sentence.clauses.index(scene.clause)
    before = scene.sentence.clauses[at - 1] if at else None
    if before is None or before.amounts or before.last - before.first > LONGEST_OPENING:
        return set()
    return {sense for part in scene.parts[before.first : before.last + 1] for sense in part.senses}
