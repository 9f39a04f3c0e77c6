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


def unreal(scene: Scene, *, but: frozenset[str] = frozenset()) -> str | None:
    """Give why nothing in a clause is to be taken for said, or None; `but` are moods to allow."""
    if scene.sentence.question:
        return "question"
    for sense, reason in OF_SENTENCES.items():
        if sense in scene.sentence.senses and sense not in but:
            return reason
    for sense, reason in OF_CLAUSES.items():
        if sense not in but and scene.means(sense):
            return reason
    return None
