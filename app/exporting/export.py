"""Export: an archive in a folder, whole at any moment, of which only what changed is written anew.

Everything is written beside the archive and renamed, the index last. Whoever is killed meanwhile
leaves the archive as it was; what he leaves of his own is removed by the next export.
"""

import asyncio
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

from app.catalog import Catalogue
from app.exporting import months, package
from app.exporting.drafting import Basis, Draft, Drafting, Tell, policy_of
from app.store import archive_folder
from app.store.archive_folder import INDEX, README, SUMS, Index, UnfitArchive
from app.store.backup import settle
from app.store.database import Database
from app.store.export import source_rows
from app.store.workplace import held, workplace


class NotOurFolder(Exception):
    """A folder holds other things, which an archive must not be mixed with."""


class AlreadyWriting(Exception):
    """Another process writes an archive into the same folder just now."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Exported:
    """What an export did: the archive's index now, which files it wrote and which it removed."""

    index: Index
    written: tuple[str, ...]
    removed: tuple[str, ...]

    @property
    def unchanged(self) -> int:
        """Give how many files of rows are as they were before."""
        return len(self.index.files) - len(set(self.written) & _names(self.index))


async def export(
    database: Database,
    catalogue: Catalogue,
    folder: Path,
    *,
    now: datetime,
    tell: Tell | None = None,
) -> Exported:
    """Write all that may be passed on into a folder, or what of it is new since the last time.

    The folder is made where its parent is there. Raises NotOurFolder, AlreadyWriting, StoreError
    and OSError, with the archive there as it was.
    """
    with _alone(folder):
        before = await asyncio.to_thread(_before, folder)
        with workplace(folder) as place:
            async with database.reading() as session:
                sources = await source_rows(session)
                policy = policy_of(catalogue, sources)
                basis = await asyncio.to_thread(_basis, folder, before, policy)
                draft = await Drafting(session, catalogue, place, tell).draft(sources, basis)
            done = await asyncio.to_thread(_put, folder, place, before, draft, now)
            await asyncio.to_thread(_remember, folder, place, months.written(policy, draft.tables))
    return done


@contextmanager
def _alone(folder: Path) -> Iterator[None]:
    """Have the folder there, and keep others from writing into it."""
    folder.mkdir(exist_ok=True)
    with ExitStack() as holding:
        try:
            holding.enter_context(held(folder))
        except BlockingIOError as error:
            raise AlreadyWriting(f"another export writes into {folder} just now") from error
        yield


def _before(folder: Path) -> Index | None:
    """Give the index of the archive in a folder; None where it is empty, or holds a spoilt one."""
    try:
        return archive_folder.read(folder)
    except FileNotFoundError:
        _require_ours(folder, f"{folder} holds other things and no archive")
    except UnfitArchive as error:
        _require_ours(folder, f"{folder} holds another {INDEX}, which is left alone ({error})")
    return None


def _require_ours(folder: Path, what: str) -> None:
    names = [each.name for each in folder.iterdir()]
    if months.MEMORY not in names and any(not name.startswith(".darial-") for name in names):
        raise NotOurFolder(f"{what}: name an empty folder, or a new one")


def _basis(folder: Path, before: Index | None, policy: str) -> Basis:
    if before is None:
        return Basis()
    whole = {each.name: each for each in before.files if archive_folder.is_whole(folder, each)}
    return Basis(tables=months.read(folder, policy), files=whole)


def _put(folder: Path, place: Path, before: Index | None, draft: Draft, now: datetime) -> Exported:
    """Bring a draft to its place, the index last."""
    files = sorted([*draft.files, *draft.kept], key=lambda each: each.name)
    index = Index(
        files=tuple(files),
        written_at=now if before is None else before.written_at,
        left_out=tuple(draft.left_out),
        sources=tuple(row.id for row in draft.sources),
    )
    new = [each.name for each in draft.files]
    texts = package.schemas() | {SUMS: package.sums(files), README: package.readme(index)}
    new += [name for name, text in texts.items() if _laid_down(folder, place, name, text)]
    if new or _laid_down(folder, place, INDEX, package.described(index, draft.sources)):
        index = replace(index, written_at=now)
        (place / INDEX).write_bytes(package.described(index, draft.sources))
        new.append(INDEX)
    gone = () if before is None else tuple(sorted(_names(before) - _names(index)))
    for name in new:
        settle(place / name)
        (place / name).replace(folder / name)
    for name in gone:
        (folder / name).unlink(missing_ok=True)
    settle(folder)
    return Exported(index=index, written=tuple(new), removed=gone)


def _laid_down(folder: Path, place: Path, name: str, text: bytes) -> bool:
    """Write a text to be brought to its place, unless it is there already; tells whether."""
    try:
        if (folder / name).read_bytes() == text:
            return False
    except FileNotFoundError:
        pass
    (place / name).write_bytes(text)
    return True


def _remember(folder: Path, place: Path, memory: bytes) -> None:
    if _laid_down(folder, place, months.MEMORY, memory):
        (place / months.MEMORY).replace(folder / months.MEMORY)


def _names(index: Index) -> set[str]:
    return {each.name for each in index.files}
