"""The feed of the interface: what was added to it, from `api_changes.toml`, which people edit."""

import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from importlib.resources import files

from app.board.feed.atom import Entry
from app.board.feed.text import quoted

FILE = "api_changes.toml"


@dataclass(frozen=True, slots=True, kw_only=True)
class InterfaceChange:
    """One change of the interface: `id` is permanent, `paths` are those it added or changed."""

    id: str
    at: datetime
    title: str
    text: str
    paths: tuple[str, ...]


@cache
def changes() -> tuple[InterfaceChange, ...]:
    """Give every change of the interface, the newest first, as the file has them."""
    told = tomllib.loads((files("app.board.feed") / FILE).read_text(encoding="utf-8"))
    return tuple(
        InterfaceChange(**each | {"paths": tuple(each["paths"])}) for each in told["change"]
    )


def entries() -> Sequence[Entry]:
    """Give an entry for each change of the interface."""
    return [
        Entry(
            name=f"api:{change.id}",
            title=change.title,
            updated=change.at,
            published=change.at,
            content=(quoted(change.text), f"Paths: {', '.join(change.paths)}."),
            links=(),
        )
        for change in changes()
    ]
