"""What a page answers: which place, at which instant, by whose knowledge."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from zoneinfo import ZoneInfo

from app.catalog import Catalogue
from app.cli.words import age
from app.domain.place import Place
from app.domain.vocabulary import Knowledge


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """A question and what is needed to word its answer. `at` is aware."""

    catalogue: Catalogue
    place: Place
    at: datetime
    past: bool
    knowledge: Knowledge

    @property
    def zone(self) -> ZoneInfo:
        """Give the zone whose clock the answer is told by."""
        return self.place.zone

    def label(self, code: StrEnum) -> str:
        """Give a code as people say it."""
        return self.catalogue.label(code)

    def ago(self, moment: datetime) -> str:
        """Say how long before the instant asked for a moment lies."""
        return f"{age(moment, self.at)} {'before' if self.past else 'ago'}"
