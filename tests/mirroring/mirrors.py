"""Mirrors made by hand: small pages, two keys, and what a check says of a folder."""

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

from app.mirroring.checking import check
from app.mirroring.fault import Refused
from app.mirroring.folder import Issue, Published, publish
from app.mirroring.keys import Key, make
from app.mirroring.pages import Page
from tests.archived import NOW

LASTS = timedelta(hours=6)
MINUTE = timedelta(minutes=1)
JSON = "application/json"

FIRST = Issue(
    version=7,
    catalogue_version="c1",
    pages={
        "v1/status.json": Page(b'{"data":[1]}', JSON),
        "v1/status.txt": Page(b"lars: open\n", "text/plain"),
        "v1/places/lars.json": Page(b'{"data":{"id":"lars"}}', JSON),
        "v1/places/old.json": Page(b'{"data":{"id":"old"}}', JSON),
    },
)
"""A version of a mirror."""

SECOND = replace(
    FIRST,
    version=8,
    pages={
        "v1/status.json": Page(b'{"data":[2]}', JSON),
        "v1/status.txt": Page(b"lars: closed\n", "text/plain"),
        "v1/places/lars.json": FIRST.pages["v1/places/lars.json"],
        "v1/places/new.json": Page(b'{"data":{"id":"new"}}', JSON),
    },
)
"""The next one: two files changed, one is new, and one is gone."""


def key(folder: Path, name: str = "one.key") -> Key:
    """Make a pair of keys."""
    return make(folder / name)


def first(folder: Path, *keys: Key) -> Published:
    """Publish the first version into a folder."""
    return publish(folder, FIRST, keys, NOW, LASTS)


def second(folder: Path, *keys: Key) -> Published:
    """Publish the second version, a minute later."""
    return publish(folder, SECOND, keys, NOW + MINUTE, LASTS)


def reasons(folder: Path, trusted: Key, later: timedelta = timedelta()) -> tuple[str, ...]:
    """Give the reasons for which a mirror is refused so much later; none where it is not."""
    try:
        check(folder, trusted.public, NOW + later)
    except Refused as refused:
        return refused.reasons
    return ()


def named(folder: Path) -> dict[str, bytes]:
    """Give the files that stand under names of the interface."""
    return {
        file.relative_to(folder).as_posix(): file.read_bytes()
        for file in (folder / "v1").rglob("*")
        if file.is_file()
    }


def bodies(issue: Issue) -> dict[str, bytes]:
    """Give what the named files of a version hold."""
    return {path: page.body for path, page in issue.pages.items()}
