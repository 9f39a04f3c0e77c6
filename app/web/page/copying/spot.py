"""A spot in a copy: addresses are files beside each other, and what needs a server leads to one."""

from dataclasses import dataclass

from app.web.page.spot import Query, Spot

FOLDER = "page/"
"""Below which all but the first file lies."""

INTO_RUSSIA = {"": "in", "map": "map-in"}
"""What the files of the pages are called that have one for each way."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CopiedSpot(Spot):
    """Where a page of a copy stands; `root` is the way from there to FOLDER, in any language alike.

    `server` is the base address of one that answers what no file does; empty where none is known.
    """

    root: str
    server: str = ""

    def page(self, language: str, path: str = "", given: Query = ()) -> str:
        """Give the file of a page from here, or where a server has it."""
        file = file_of(language, path, given)
        return f"{self.root}{file}" if file else self.data(Spot.page(self, language, path, given))

    def data(self, path: str) -> str:
        """Give the address of a path of the interface at the server, if one is known."""
        return f"{self.server}{path}" if self.server else ""

    def file(self, name: str) -> str:
        """Give one of the page's own files from here."""
        return f"{self.root}{name}"

    def beside(self, language: str, query: str, anchor: str) -> str:
        """Give where a server has the same page with another query."""
        return self.data(f"/{language}/{self.path}{Spot.beside(self, language, query, anchor)}")

    def present(self, language: str) -> str:
        """Give where a server has the same page as it is now."""
        return self.data(Spot.present(Spot(path=self.path, query=self.query), language))


def spot_of(path: str, query: str, server: str) -> CopiedSpot:
    """Give the spot of a page by its path below a language."""
    root = "../" * (1 + path.count("/"))
    return CopiedSpot(path=path, query=query, root=root, server=server)


def file_of(language: str, path: str, given: Query) -> str:
    """Give the file of a page below FOLDER; empty where only a server has it."""
    if not given:
        return f"{language}/{path or 'index'}.html"
    if dict(given) == {"way": "in"} and path in INTO_RUSSIA:
        return f"{language}/{INTO_RUSSIA[path]}.html"
    return ""
