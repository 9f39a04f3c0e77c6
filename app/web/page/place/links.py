"""Links of a crossing's page: to itself with another queue, number or range chosen."""

from dataclasses import dataclass
from urllib.parse import parse_qsl, urlencode

from app.web.page.spot import Spot


@dataclass(frozen=True, slots=True, kw_only=True)
class Links:
    """The addresses beside the one asked for, which stands at `spot` in a language."""

    spot: Spot
    language: str

    def to(self, anchor: str, **changed: str) -> str:
        """Give the address of what differs so, at an anchor; what is empty is left out."""
        told = dict(parse_qsl(self.spot.query)) | changed
        query = urlencode({name: each for name, each in told.items() if each})
        return self.spot.beside(self.language, query, anchor)
