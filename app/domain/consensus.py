"""Consensus: what the other origins agree on, and how little weighs a voice that stands alone.

All voices are held against their neighbours in time at once, as matrices of one row per voice.
"""

import math
from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from app.domain.belief import Grid, walk
from app.domain.likelihood import beyond, distance, limits
from app.domain.report import Report
from app.domain.voice import Role, Voice

NEIGHBOURS = timedelta(hours=48)
"""Within what time other voices can bear a voice out, or stand against it."""

CROWD = 3
"""How many other origins must agree before a lone voice against them is an outlier."""

TOLERATED = 0.75
"""How many joint widths off the others a voice may lie before its weight falls."""

OUTLYING = 0.25
"""Below this share of its weight a voice is called an outlier."""

AGREEING = 2.0
"""How many joint widths apart two figures may lie and still say the same."""

ROWS = 256
"""How many voices are held against all others at a time: it bounds the memory."""

Floats = NDArray[np.float64]


class Consensus(NamedTuple):
    """What the neighbours of one voice agree on.

    `centre` is the logarithm they agree on (NaN: they do not), `typical` their usual width in nats,
    `others` how many they are, `gap` the hours to the nearest of them.
    """

    centre: float
    typical: float
    others: float
    gap: float


def centre_of(report: Report, grid: Grid) -> float | None:
    """Give the logarithm a figure or range centres on; None for a one-sided bound."""
    least, greatest = limits(report)
    if least is None or greatest is None:
        return None
    low, high = (math.log(side) if side > 0 else grid.zero for side in (least, greatest))
    return (max(low, grid.zero) + max(high, grid.zero)) / 2


def outliers_weighed(heard: Sequence[Voice], grid: Grid) -> list[Voice]:
    """Take weight from each voice that three or more other origins agree against."""
    origins = {voice.origin for voice in heard}
    if len(origins) <= CROWD:
        return list(heard)
    around = _around(heard, sorted(origins), grid)
    return [_weighed(voice, beside, grid) for voice, beside in zip(heard, around, strict=True)]


def _weighed(voice: Voice, beside: Consensus, grid: Grid) -> Voice:
    if math.isnan(beside.centre):
        return voice
    joint = math.sqrt(
        voice.scale**2
        + beside.typical**2 / beside.others
        + walk(grid, math.exp(beside.centre)) * beside.gap
    )
    against = _share(distance(voice.report, beside.centre, grid) / joint)
    beside_it = _share(beyond(voice.report, beside.centre, grid) / joint)
    role = Role.OUTLIER if against < OUTLYING else Role.USED
    return replace(voice, weight=voice.weight * min(against, beside_it), role=role)


def _share(off: float) -> float:
    """Give what is left of a voice's weight when it lies `off` joint widths from the others."""
    return min(1.0, (TOLERATED / off) ** 2) if off > 0 else 1.0


def _around(heard: Sequence[Voice], origins: Sequence[str], grid: Grid) -> list[Consensus]:
    """Give for each voice the consensus of the other origins' figures within NEIGHBOURS of it."""
    centres = [centre_of(voice.report, grid) for voice in heard]
    figures = [i for i, centre in enumerate(centres) if centre is not None]
    if not figures:
        return [Consensus(math.nan, 0.0, 1.0, 0.0)] * len(heard)
    figures.sort(key=lambda i: (centres[i] or 0.0, heard[i].report.id))
    first = heard[0].until
    hours = np.array([(voice.until - first).total_seconds() / 3600 for voice in heard])
    number = {origin: k for k, origin in enumerate(origins)}
    kind = np.array([number[voice.origin] for voice in heard])
    said = _Said(
        centres=np.array([centres[i] for i in figures], dtype=np.float64),
        scales=np.array([heard[i].scale for i in figures]),
        hours=hours[figures],
        kinds=kind[figures],
        one_hot=np.eye(len(origins))[kind[figures]],
    )
    found: list[Consensus] = []
    for start in range(0, len(heard), ROWS):
        found += _rows(hours[start : start + ROWS], kind[start : start + ROWS], said)
    return found


class _Said(NamedTuple):
    """The figures of all voices, in rising order: columns of every matrix below."""

    centres: Floats
    scales: Floats
    hours: Floats
    kinds: NDArray[np.intp]
    one_hot: Floats


def _rows(hours: Floats, kinds: NDArray[np.intp], said: _Said) -> list[Consensus]:
    gaps = np.abs(hours[:, None] - said.hours[None, :])
    near = (gaps <= NEIGHBOURS / timedelta(hours=1)) & (kinds[:, None] != said.kinds[None, :])
    counts = near @ said.one_hot
    weights = np.where(near, 1 / np.maximum(counts[:, said.kinds], 1), 0.0)
    total = weights.sum(axis=1)
    centre = _weighted_median(weights, total, said.centres)
    close = np.abs(said.centres[None, :] - centre[:, None]) <= AGREEING * said.scales[None, :]
    agreeing = ((weights * close) @ said.one_hot >= 0.5).sum(axis=1)  # noqa: PLR2004 - half of it
    centre[(total < CROWD - 0.5) | (agreeing < CROWD)] = math.nan
    typical = np.sqrt((weights * said.scales**2).sum(axis=1) / np.maximum(total, 1))
    gap = np.where(near, gaps, math.inf).min(axis=1)
    return [Consensus(*map(float, row)) for row in zip(centre, typical, total, gap, strict=True)]


def _weighted_median(weights: Floats, total: Floats, rising: Floats) -> Floats:
    """Give each row's weighted median of rising values; halfway where the weight parts."""
    share = np.cumsum(weights, axis=1)
    half = total[:, None] / 2
    lower = np.argmax(share >= half - 1e-9, axis=1)
    upper = np.argmax(share > half + 1e-9, axis=1)
    result: Floats = (rising[lower] + rising[upper]) / 2
    return result
