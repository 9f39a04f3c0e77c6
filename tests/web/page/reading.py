"""Reading a page as a person does: its words in order, and where its links lead."""

from dataclasses import dataclass

import httpx
from selectolax.lexbor import LexborHTMLParser

BROWSER = {"accept": "text/html,application/xhtml+xml,*/*;q=0.8"}
"""What a browser says that it takes."""


@dataclass(frozen=True)
class Read:
    """A page: `text` is all that `main` says, with single spaces; `tree` is the whole of it."""

    tree: LexborHTMLParser

    @property
    def text(self) -> str:
        """Give what the page says, without its frame."""
        (main,) = self.tree.css("main")
        return " ".join(main.text(separator=" ").split())

    @property
    def title(self) -> str:
        """Give its heading; there is exactly one."""
        (heading,) = self.tree.css("h1")
        return heading.text(strip=True)

    @property
    def links(self) -> list[str]:
        """Give where the links in `main` lead."""
        return [each.attributes.get("href") or "" for each in self.tree.css("main a")]

    def part(self, selector: str) -> str:
        """Give what one part of the page says."""
        (found,) = self.tree.css(selector)
        return " ".join(found.text(separator=" ").split())


def read(response: httpx.Response) -> Read:
    """Read an answer that is a page, whatever its status."""
    assert response.headers["content-type"] == "text/html; charset=utf-8", response.text
    assert "script-src 'self'" in response.headers["content-security-policy"]
    return Read(LexborHTMLParser(response.text))


async def opened(client: httpx.AsyncClient, path: str) -> Read:
    """Open a page that is there, as a browser does."""
    response = await client.get(path, headers=BROWSER)
    assert response.status_code == 200, response.text
    return read(response)
