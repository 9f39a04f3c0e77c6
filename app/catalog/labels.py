"""Labels as the catalogue writes them: `labels/<language>.toml`, a table per list of codes."""

import re
from collections.abc import Mapping
from enum import StrEnum

from app.catalog.mistakes import suggestion
from app.catalog.section import Section
from app.domain import (
    access_rule,
    accuracy,
    act,
    change,
    flow,
    health,
    history,
    hours,
    place,
    source_kind,
    trial,
    vocabulary,
    voice,
)
from app.domain.vocabulary import UNITS

UNIT = "unit"
"""The table of units: one label for each quantity that carries a figure."""

Labels = Mapping[str, Mapping[str, str]]
"""By list of codes (`access_word`), then by code (`closed`)."""


def group_of(words: type[StrEnum]) -> str:
    """Give the name under which a list's labels stand: `AccessWord` is `access_word`."""
    return re.sub(r"(?<!^)(?=[A-Z])", "_", words.__name__).lower()


MODULES = (
    vocabulary, place, hours, history, flow, trial, accuracy, source_kind, health, act, voice,
    access_rule, change,
)  # fmt: skip
"""Where the lists stand whose codes leave the service."""

GROUPS: Mapping[str, tuple[str, ...]] = {
    **{
        group_of(words): tuple(words)
        for module in MODULES
        for words in vars(module).values()
        if isinstance(words, type) and issubclass(words, StrEnum) and words is not StrEnum
    },
    UNIT: tuple(UNITS),
}
"""Every list of codes, and the codes in it."""


def read_labels(section: Section) -> dict[str, dict[str, str]]:
    """Read the labels of one language."""
    return {group: _group(section, group) for group in section.table}


def _group(section: Section, group: str) -> dict[str, str]:
    labels = section.pairs(group)
    if group not in GROUPS:
        section.wrong(group, f"unknown list {group!r}", suggestion(group, GROUPS))
        return {}
    inside = section.section(group)
    for code in labels:
        if inside is not None and code not in GROUPS[group]:
            inside.wrong(code, f"unknown code {code!r}", suggestion(code, GROUPS[group]))
    return labels
