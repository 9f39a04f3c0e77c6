"""Words: the authority's of closing and opening, rumours, and media that believe them."""

from collections.abc import Iterator

from app.domain.report import Report
from app.domain.vocabulary import AccessWord, Claim, Method, OriginKind
from app.simulating.telling.officials import MINISTRY
from app.simulating.telling.speaker import Speaker, Told
from app.simulating.telling.travellers import CHAT

OUTLET = Speaker(
    source="outlet one", origin="outlet one", kind=OriginKind.MEDIA, method=Method.RELAYED
)
SAID_AFTER = (1.0, 25.0)
"""Minutes after a closing or an opening at which the authority speaks of it (uniform)."""

RUMOURS, BELIEVED = 0.5, 0.15
"""Rumours of a closing a day (Poisson), and the share that a medium states as a fact."""


def words(told: Told) -> Iterator[Report]:
    """Give what is said of the crossing being open or closed."""
    rng = told.rng
    begins = told.world.week.start - 1440
    yield told.access(MINISTRY, AccessWord.OPEN, begins, begins, Claim.STATED)
    for start, end in told.world.course.closed:
        for at, word in ((start, AccessWord.CLOSED), (end, AccessWord.OPEN)):
            known = at + rng.uniform(*SAID_AFTER)
            yield told.access(MINISTRY, word, at, known, Claim.STATED)
    for at in told.moments(RUMOURS):
        yield told.access(CHAT, AccessWord.CLOSED, at, at + 1, Claim.RUMOUR)
        if rng.random() < BELIEVED:
            yield told.access(OUTLET, AccessWord.CLOSED, at, at + 90, Claim.STATED)
