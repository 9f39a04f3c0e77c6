"""Agreement: whether the origins behind a number say the same, within their precision."""

import math
from collections.abc import Sequence
from datetime import datetime, timedelta

from app.domain.belief import Grid, walk
from app.domain.consensus import AGREEING
from app.domain.likelihood import distance
from app.domain.vocabulary import Agreement
from app.domain.voice import Role, Voice


def agreement(standing: Sequence[Voice], grid: Grid, mid: float) -> Agreement:
    """Tell whether the origins say the same within their precision; `agree` needs one name."""
    if len({voice.origin for voice in standing}) < 2:  # noqa: PLR2004 - two make a pair
        return Agreement.SINGLE
    newest = max(voice.until for voice in standing)
    if any(differs(voice, mid, newest, grid) for voice in standing):
        return Agreement.DIFFER
    named = any(voice.named for voice in standing)
    return Agreement.AGREE if named else Agreement.SINGLE


def differs(voice: Voice, mid: float, newest: datetime, grid: Grid) -> bool:
    """Tell whether a voice contradicts a middle beyond its precision; an outlier always does.

    It is allowed what the number may have changed by `newest`, the last moment spoken of.
    """
    if voice.role is Role.OUTLIER:
        return True
    centre = math.log(mid) if mid > 0 else grid.zero
    hours = abs((newest - voice.until) / timedelta(hours=1))
    allowed = math.sqrt(voice.scale**2 + walk(grid, mid) * hours)
    return distance(voice.report, centre, grid) > AGREEING * allowed
