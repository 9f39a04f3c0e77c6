"""A spot: where a page stands, and from there the addresses of all others."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from urllib.parse import parse_qsl, urlencode

from app.web.page.messages import LANGUAGES
from app.web.page.speech import NAMES

Query = Sequence[tuple[str, str]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Spot:
    """Where a page stands: its path below the language, and the query that belongs to it.

    Templates ask it for the address of all that is ours; where there is none it is empty, and what
    would lead there is left out or stands as words.
    """

    path: str
    query: str = ""

    def page(self, language: str, path: str = "", given: Query = ()) -> str:
        """Give the address of a page."""
        return f"/{language}/{path}" + (f"?{urlencode(given)}" if given else "")

    def data(self, path: str) -> str:
        """Give the address of a path of the interface."""
        return path

    def file(self, name: str) -> str:
        """Give the address of one of the page's own files."""
        return f"/page/{name}"

    def beside(self, _language: str, query: str, anchor: str) -> str:
        """Give the address of the same page with another query, at an anchor."""
        return f"?{query}#{anchor}"

    def address(self, language: str) -> str:
        """Give its address in a language."""
        return self.page(language, self.path, parse_qsl(self.query))

    def present(self, language: str) -> str:
        """Give the address of the same page about now."""
        return self.page(language, self.path, self._kept())

    def at(self, language: str, as_of: str) -> str:
        """Give the address of the same page about a past day or moment."""
        return self.page(language, self.path, [*self._kept(), ("as_of", as_of)])

    @property
    def filtered(self) -> bool:
        """Say whether anything but the moment was asked for."""
        return any(name != "as_of" for name, _ in parse_qsl(self.query))

    def place(self, language: str, place: str) -> str:
        """Give the address of a crossing's page, about the same moment."""
        given = [each for each in parse_qsl(self.query) if each[0] == "as_of"]
        return self.page(language, f"places/{place}", given)

    def _kept(self) -> list[tuple[str, str]]:
        return [each for each in parse_qsl(self.query) if each[0] != "as_of"]

    def others(self, language: str) -> Iterable[tuple[str, str, str]]:
        """Give the other languages: code, own name, and the address of this page in it."""
        return [(each, NAMES[each], self.address(each)) for each in LANGUAGES if each != language]
