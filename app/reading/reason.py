"""Reasons: from where to where a clause speaks without the reason that it gives."""

from app.reading.finding import Scene

REASON = 5
"""How many parts a reason takes that opens its clause."""

TOLD = ("state.", "rule.")
"""What is said before a reason that comes after it: `closed because of snow`."""


def without_reason(scene: Scene) -> tuple[int, int]:
    """Give from where to where a clause speaks, without what comes after its `because of`."""
    first, last = scene.clause.first, scene.clause.last
    if scene.means("small.because_after"):
        return _without_reason_before(scene)
    if not scene.means("small.because"):
        return first, last
    held = [each for each in scene.positions() if scene.parts[each].means("small.because")]
    at = next((each for each in held if not _leads_there(scene, each)), None)
    if at is None:
        return first, last
    told = any(each.startswith(TOLD) for part in scene.parts[first:at] for each in part.senses)
    after = told or at - first > last - at
    return (first, at) if after else (min(at + REASON, last), last)


def _leads_there(scene: Scene, at: int) -> bool:
    """Say whether a word of reasons only tells the way: `через Озинки`, by that post."""
    after = scene.after(at)
    return after is not None and after.means("noun.place", "noun.checkpoint", "noun.border")


def _without_reason_before(scene: Scene) -> tuple[int, int]:
    """Give the same where the reason comes first: `hakijoiden vuoksi`, because of the seekers."""
    first, last = scene.clause.first, scene.clause.last
    at = next(each for each in scene.positions() if scene.parts[each].means("small.because_after"))
    return (at, last) if last - at > REASON // 2 else (first, at - REASON // 2)
