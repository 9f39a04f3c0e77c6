"""The markup of a page, its sections and rows, and the words in it."""

import re
from html import unescape

from tests.serving import Service

HEIGHT = "as_of=2022-09-28T12:00Z"
"""The height of the queue at Upper Lars."""


async def markup_of(service: Service, path: str, status: int = 200) -> str:
    """Give a page as it is written, without its style."""
    response = await service.client.get(path)
    assert response.status_code == status, response.text
    return re.sub(r"(?s)<style>.*?</style>", "", response.text)


def words_of(markup: str) -> str:
    """Give the words of some markup."""
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", re.sub(r"</?time[^>]*>", "", markup))).split())


def section_of(markup: str, name: str) -> str:
    """Give the section that a heading of this id names."""
    start = markup.index(f'<section aria-labelledby="{name}">')
    return markup[start : markup.index("</section>", start)]


def rows_of(table: str) -> list[str]:
    """Give the rows of the bodies of some tables."""
    bodies = re.findall(r"(?s)<tbody>(.*?)</tbody>", table)
    return [row for body in bodies for row in re.findall(r"(?s)<tr>(.*?)</tr>", body)]
