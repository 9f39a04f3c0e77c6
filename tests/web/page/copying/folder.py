"""The page as files of a copy, and what stands in one of them."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import timedelta
from posixpath import dirname, normpath
from urllib.parse import unquote

from selectolax.lexbor import LexborHTMLParser

from app.domain.vocabulary import PlaceKind
from app.web.page.copying.pages import Copying
from app.web.page.messages import LANGUAGES
from tests.archived import NOW
from tests.serving import Service

LASTS = timedelta(hours=6)
RENEWED = LASTS / 3
SERVER = "https://darial.example.org"
TWO = ("verkhny-lars", "vaalimaa")
LARS = "page/en/places/verkhny-lars.html"

AWAY = ("https://", "http://", "mailto:")


def copying(service: Service) -> Copying:
    """Give what writes the page as files, for two crossings and all areas: that is soon done."""
    known = service.parts.catalogue
    kept = [each for each in known.places.values() if each.kind is PlaceKind.AREA or each.id in TWO]
    two = replace(known, places={each.id: each for each in kept})
    return Copying(here=replace(service.parts, catalogue=two), server="", lasting=RENEWED)


async def written(service: Service, server: str = "") -> dict[str, bytes]:
    """Write the whole page of a service as files, to count for LASTS."""
    pages = Copying(here=service.parts, server=server, lasting=RENEWED)
    return await pages.pages(NOW, NOW + LASTS)


def files_in(language: str, files: Mapping[str, bytes]) -> set[str]:
    """Give the pages in a language, by their path below it."""
    start = f"page/{language}/"
    return {path.removeprefix(start) for path in files if path.startswith(start)}


@dataclass(frozen=True)
class Opened:
    """One file, as a browser has it that knows nothing but the folder."""

    path: str
    tree: LexborHTMLParser

    @property
    def text(self) -> str:
        """Give all that the page says, with single spaces."""
        body = self.tree.body
        assert body is not None
        return " ".join(body.text(separator=" ").split())

    def part(self, selector: str) -> str:
        """Give what one part of it says."""
        (found,) = self.tree.css(selector)
        return " ".join(found.text(separator=" ").split())

    @property
    def addresses(self) -> list[str]:
        """Give all that it links to or loads, as it is written."""
        return [
            each.attributes[name] or ""
            for name in ("href", "src", "action")
            for each in self.tree.css(f"[{name}]")
        ]

    @property
    def leads_away(self) -> list[str]:
        """Give the addresses that leave the folder."""
        return [each for each in self.addresses if each.startswith(AWAY)]

    @property
    def leads_to(self) -> set[str]:
        """Give the files that its other addresses lead to, by their path within the folder."""
        within = [each.partition("#")[0] for each in self.addresses if not each.startswith(AWAY)]
        return {
            normpath(f"{dirname(self.path)}/{unquote(each)}").lstrip("/") if each else self.path
            for each in within
        }


def opened(files: Mapping[str, bytes], path: str) -> Opened:
    """Open one file."""
    return Opened(path, LexborHTMLParser(files[path].decode()))


def all_opened(files: Mapping[str, bytes]) -> list[Opened]:
    """Open every page."""
    return [opened(files, path) for path in files if path.endswith(".html")]


def fronts(files: Mapping[str, bytes]) -> dict[str, Opened]:
    """Open the front in each language."""
    return {each: opened(files, f"page/{each}/index.html") for each in LANGUAGES}
