"""Claims: how what a sentence says stands."""

from app.domain.vocabulary import Claim
from app.reading.finding import Scene

CLAIMS = {
    "claim.disproved": Claim.DISPROVED,
    "claim.denied": Claim.DENIED,
    "claim.rumour": Claim.RUMOUR,
    "claim.confirmed": Claim.CONFIRMED,
    "claim.stated": Claim.STATED,
}
"""In the order in which one wins over another: a denied rumour is denied."""


def claim(scene: Scene) -> Claim | None:
    """Give how a sentence stands, or None for an account of whoever wrote it."""
    held = scene.sentence.senses
    return next((CLAIMS[each] for each in CLAIMS if each in held), None)


def negated(scene: Scene, at: int) -> bool:
    """Say whether a part is negated right before it, or right after it."""
    before, after = scene.before(at), scene.after(at)
    return (before is not None and before.means("small.not")) or (
        after is not None and after.means("small.not_after")
    )
