"""Bearers: the voices that a number stands by, until when, and how they know."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import datetime

from app.domain.freshness import Cadences, Limits, lasting, limits_of_figure
from app.domain.vocabulary import Method
from app.domain.voice import Role, Voice, spoken_until


def standing(past: Sequence[Voice], at: datetime, cadences: Cadences) -> list[Voice]:
    """Give the voices that still stand by their own limits, outliers left out where others do."""
    fresh = [
        voice
        for voice in past
        if voice.role in {Role.USED, Role.OUTLIER} and not _is_stale(voice, at, cadences)
    ]
    sound = [voice for voice in fresh if voice.role is Role.USED]
    return fresh if sound else []


def _is_stale(voice: Voice, at: datetime, cadences: Cadences) -> bool:
    """Tell whether a voice is stale by its own limits; what is derived is as old as its basis."""
    return at - spoken_until(voice.report) >= lasting(voice.report, cadences)[1]


def direct(heard: Sequence[Voice]) -> list[Voice]:
    """Leave out what is derived, where anything direct stands."""
    said = [voice for voice in heard if voice.report.method is not Method.DERIVED]
    return said or list(heard)


def limits(heard: Sequence[Voice], cadences: Cadences) -> Limits:
    """Give the latest limits among the voices that are no outliers, where there are any."""
    sound = [voice for voice in heard if voice.role in {Role.USED, Role.TOO_OLD}]
    every = [limits_of_figure(voice.report, cadences) for voice in sound or heard]
    late = [limit.late_at for limit in every if limit.late_at is not None]
    stale = [limit.stale_at for limit in every if limit.stale_at is not None]
    return Limits(max(late), max(stale))


def method(heard: Iterable[Voice]) -> Method:
    """Give the method of those who say most."""
    weights: dict[Method, float] = defaultdict(float)
    for voice in heard:
        weights[voice.report.method] += voice.weight / voice.scale**2
    return max(sorted(weights), key=lambda each: weights[each])
