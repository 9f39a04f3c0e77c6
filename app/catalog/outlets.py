"""Publishers of news as the catalogue lists them: `outlets.toml`, one `[[outlet]]` each."""

import re
from urllib.parse import urlsplit

from app.catalog.channels import read_language
from app.catalog.section import Section
from app.domain.channel import Outlet

ID = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")


def read_outlet(section: Section) -> Outlet:
    """Read one `[[outlet]]`. It may be used only if nothing was noted meanwhile."""
    outlet = Outlet(
        id=_id(section),
        name=section.text("name", needed=True),
        feed=_feed(section),
        language=read_language(section),
    )
    section.close()
    return outlet


def _id(section: Section) -> str:
    text = section.text("id", needed=True)
    if text and not ID.fullmatch(text):
        section.wrong("id", f"{text!r} is no id", "use a-z, 0-9 and single hyphens")
    return text


def _feed(section: Section) -> str:
    text = section.text("feed", needed=True)
    if text and not _is_https(text):
        fix = "write the address of its RSS or Atom feed from https:// on"
        section.wrong("feed", f"{text!r} is no https address", fix)
    return text


def _is_https(text: str) -> bool:
    try:
        parts = urlsplit(text)
    except ValueError:
        return False
    return parts.scheme == "https" and bool(parts.hostname) and not re.search(r"\s", text)
