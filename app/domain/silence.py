"""Silence: whether a number is stale because nobody spoke, or because we cannot hear who did."""

from collections.abc import Collection
from dataclasses import replace
from datetime import datetime

from app.domain.estimate import Assessed
from app.domain.vocabulary import NoNumber
from app.domain.voice import spoken_until


def explained(assessed: Assessed, at: datetime, down: Collection[str]) -> Assessed:
    """Give an assessment whose stale number says why: `source_down` where that is the reason.

    It is where all who spoke last, of those that weigh anything, are live sources that cannot be
    heard now (`down`). One among them that can be heard has simply said nothing new.
    """
    if not down or assessed.estimate.no_number is not NoNumber.STALE:
        return assessed
    past = [voice for voice in assessed.voices if voice.report.observed_from <= at]
    heard = [voice for voice in past if voice.weight > 0] or past
    newest = max(spoken_until(voice.report) for voice in heard)
    if not all(
        voice.report.source in down for voice in heard if spoken_until(voice.report) == newest
    ):
        return assessed
    return replace(assessed, estimate=replace(assessed.estimate, no_number=NoNumber.SOURCE_DOWN))
