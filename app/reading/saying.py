"""Claims: how what a sentence says stands."""

from app.domain.vocabulary import Claim
from app.reading.finding import Scene

CLAIMS = (Claim.DISPROVED, Claim.DENIED, Claim.RUMOUR, Claim.CONFIRMED, Claim.STATED)
"""In the order in which one wins over another: a denied rumour is denied."""


def claim(scene: Scene) -> Claim | None:
    """Give how a sentence stands, or None for an account of whoever wrote it."""
    for each in CLAIMS:
        if f"claim.{each}" in scene.sentence.senses:
            return each
    return None


def negated(scene: Scene, at: int) -> bool:
    """Say whether a part is negated right before it, or right after it."""
    before, after = scene.before(at), scene.after(at)
    return (before is not None and before.means("small.not")) or (
        after is not None and after.means("small.not_after")
    )
