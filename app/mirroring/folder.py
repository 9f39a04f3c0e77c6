"""The folder of a mirror: written so that a reader who takes file after file never meets a mixture.

A static host has no transactions. So each content lies in `content/` under its own SHA-256 and is
never written over; `mirror.json`, one file put in place by one rename, says which of them belong
together. Contents of earlier versions stay for some minutes, for whoever has begun to read.

The same files stand under the names of the interface (`v1/status.json`), for people, for pages and
for apps that ask mirrors and servers alike. Those cannot change all at once, so the manifest is
written twice: first with what each name held before (`replaces`), then, with the names replaced,
without. Killed at any point, the folder is a mirror that holds to its manifest.
"""

import os
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from hashlib import sha256
from pathlib import Path, PurePosixPath

from app.domain.status import METHOD_VERSION
from app.mirroring import notice
from app.mirroring.checking import AHEAD, signed, stamp
from app.mirroring.fault import Foreign, Occupied, Refused, Untimely
from app.mirroring.keys import Key
from app.mirroring.manifest import NAME, Listed, Manifest, sealed
from app.mirroring.pages import Page
from app.mirroring.tree import digest, tree
from app.store.backup import settle
from app.store.workplace import held, workplace

ANSWERS = "v1/"
"""Below which the answers of the interface lie."""

FIRST_PAGE = "index.html"
"""What a person opens, where a mirror has pages for people."""

FOLDERS = ("v1", "page")
"""Where all that is ours lies, besides `content` and what lies at the top."""

KEPT = timedelta(minutes=10)
"""How long a content stays after the last manifest that lists it."""

OURS = re.compile(rf"content|{re.escape(NAME)}|\..*")
"""What the top of a folder may hold in which we begin."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Issue:
    """What is to be published: the pages, of which version, and what is said with them."""

    version: int
    catalogue_version: str
    pages: Mapping[str, Page]
    servers: tuple[str, ...] = ()
    contact: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Published:
    """What was published: the manifest, how many bytes, and which answers are new or other ones.

    What else a mirror holds says when it was signed, and so is another with each signing.
    """

    manifest: Manifest
    size: int
    changed: frozenset[str]
    first: bool


def publish(
    folder: Path, issue: Issue, keys: Sequence[Key], now: datetime, lasts: timedelta
) -> Published:
    """Write a mirror, or renew the one that is there, signed at `now` to count for `lasts`.

    Raises Foreign, Occupied, Untimely and OSError; the mirror then is as it was, or renewed.
    """
    with _alone(folder):
        before = _before(folder, [key.public for key in keys])
        if before is not None and now < before.signed_at - AHEAD:
            raise Untimely(
                f"the mirror was signed at {stamp(before.signed_at)}, and our clock says"
                f" {stamp(now)}: set the clock"
            )
        signing = _Signing(keys, at_second(now), lasts)
        issued = signing.with_notice(issue)
        manifest = signing.manifest(issue, issued)
        with workplace(folder) as place:
            _write(folder, _Work(folder, place, issued), manifest, before, signing)
        sweep(folder, manifest, now)
    return Published(
        manifest=manifest,
        size=sum(each.bytes for each in manifest.files.values()),
        changed=_changed(manifest, before),
        first=before is None,
    )


def at_second(now: datetime) -> datetime:
    """Give the second that a moment lies in: a mirror is signed by the second."""
    return now.replace(microsecond=0)


def sweep(folder: Path, manifest: Manifest, now: datetime) -> None:
    """Remove the contents that the manifest does not list and that nobody should still need."""
    listed = {each.at for each in manifest.files.values()}
    for file in (folder / "content").iterdir():
        # It gets our own clock's time when a manifest stops to list it.
        left = f"content/{file.name}" not in listed
        if left and file.stat(follow_symlinks=False).st_mtime < (now - KEPT).timestamp():
            file.unlink()


@dataclass(frozen=True, slots=True)
class _Signing:
    keys: Sequence[Key]
    now: datetime
    lasts: timedelta

    def with_notice(self, issue: Issue) -> dict[str, Page]:
        text = notice.notice(
            version=issue.version,
            signed_at=self.now,
            expires_at=self.now + self.lasts,
            servers=issue.servers,
            keys=[key.public for key in self.keys],
            contact=issue.contact,
            has_page=FIRST_PAGE in issue.pages,
        )
        return {notice.NAME: Page(text, "text/plain"), **issue.pages}

    def manifest(self, issue: Issue, pages: Mapping[str, Page]) -> Manifest:
        return Manifest(
            version=issue.version,
            signed_at=self.now,
            expires_at=self.now + self.lasts,
            method_version=METHOD_VERSION,
            catalogue_version=issue.catalogue_version,
            servers=issue.servers,
            files={path: _listed(path, page) for path, page in sorted(pages.items())},
        )

    def seal(self, manifest: Manifest) -> bytes:
        return sealed(manifest, self.keys)


def _listed(path: str, page: Page) -> Listed:
    taken = sha256(page.body).hexdigest()
    return Listed(
        at=f"content/{taken}{PurePosixPath(path).suffix}",
        sha256=taken,
        bytes=len(page.body),
        media_type=page.media_type,
    )


@contextmanager
def _alone(folder: Path) -> Iterator[None]:
    """Hold the folder for ourselves; raises Occupied where another process does, and Foreign."""
    with ExitStack() as holding:
        try:
            holding.enter_context(held(folder))
        except BlockingIOError as error:
            raise Occupied(f"another process is publishing in {folder}") from error
        if not (folder / NAME).exists():
            others = [each.name for each in folder.iterdir() if not OURS.fullmatch(each.name)]
            if others:
                raise Foreign(f"{folder} holds {min(others)[:60]}, which is no part of a mirror")
        yield


def _before(folder: Path, keys: list[str]) -> Manifest | None:
    """Give the manifest that stands there, if one of our keys has signed it."""
    with suppress(Refused):
        return signed(folder, keys)
    return None


def _write(
    folder: Path, work: "_Work", manifest: Manifest, before: Manifest | None, signing: _Signing
) -> None:
    work.put({listed.at: path for path, listed in manifest.files.items()}, manifest)
    _leave(folder, manifest, before, signing.now)
    standing = _standing(folder, before)
    work.replace(NAME, signing.seal(replace(manifest, replaces=standing)))
    work.put({path: path for path in manifest.files}, manifest)
    _clear(folder, manifest, standing)
    work.replace(NAME, signing.seal(manifest))


@dataclass(frozen=True, slots=True)
class _Work:
    """Puts files into a folder, each by a rename from a workplace within it."""

    folder: Path
    place: Path
    pages: Mapping[str, Page]

    def put(self, named: Mapping[str, str], manifest: Manifest) -> None:
        """Put pages where they go, unless these very bytes are there; brings all to the disk."""
        parents = set[Path]()
        for target, path in named.items():
            if not _holds(self.folder / target, manifest.files[path].sha256):
                self._rename(target, self.pages[path].body)
                parents.add((self.folder / target).parent)
        for parent in parents:
            settle(parent)

    def replace(self, target: str, body: bytes) -> None:
        """Replace one file, and bring that to the disk."""
        self._rename(target, body)
        settle((self.folder / target).parent)

    def _rename(self, target: str, body: bytes) -> None:
        new, file = self.place / "new", self.folder / target
        file.parent.mkdir(parents=True, exist_ok=True)
        with new.open("wb") as opened:
            opened.write(body)
            opened.flush()
            os.fsync(opened.fileno())
        new.replace(file)


def _holds(file: Path, taken: str) -> bool:
    try:
        return digest(file) == taken
    except OSError:
        return False


def _leave(folder: Path, manifest: Manifest, before: Manifest | None, now: datetime) -> None:
    """Note on each content that is no longer listed when that was."""
    if before is None:
        return
    listed = {each.at for each in manifest.files.values()}
    for at in {each.at for each in before.files.values()} - listed:
        with suppress(FileNotFoundError):
            os.utime(folder / at, (now.timestamp(), now.timestamp()))


def _standing(folder: Path, before: Manifest | None) -> dict[str, str]:
    """Give the SHA-256 of each named file as it stands; what was altered since is left out."""
    if before is None:
        return {}
    replaced = before.replaces or {}
    found = {}
    for path in sorted({*before.files, *replaced}):
        with suppress(OSError):
            taken = digest(folder / path)
            right = before.files[path].sha256 if path in before.files else None
            if taken in {right, replaced.get(path)}:
                found[path] = taken
    return found


def _clear(folder: Path, manifest: Manifest, standing: Iterable[str]) -> None:
    """Remove what stands among our names, or stood there, and is listed no more."""
    found = {f"{ours}/{path}" for ours in FOLDERS for path in _within(folder / ours)}
    for path in {*found, *standing} - manifest.files.keys():
        (folder / path).unlink(missing_ok=True)


def _within(folder: Path) -> Iterable[str]:
    return tree(folder) if folder.is_dir() else ()


def _changed(manifest: Manifest, before: Manifest | None) -> frozenset[str]:
    old = {path: each.sha256 for path, each in before.files.items()} if before else {}
    return frozenset(
        path
        for path, each in manifest.files.items()
        if path.startswith(ANSWERS) and old.get(path) != each.sha256
    )
