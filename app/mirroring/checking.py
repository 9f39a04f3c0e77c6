"""Checking: whether a mirror is whole, signed by who it should be, and still counts."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from app.mirroring import manifest as manifests
from app.mirroring.fault import Refused
from app.mirroring.manifest import CONTENT, NAME, Manifest
from app.mirroring.tree import digest, read, tree

AHEAD = timedelta(minutes=5)
"""How far the signer's clock may be ahead of ours."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Checked:
    """A mirror to rely on; `earlier` counts files of earlier versions, kept for slow readers.

    `replacing` says that named files were being replaced when it was copied or cut off.
    """

    manifest: Manifest
    earlier: int

    @property
    def replacing(self) -> bool:
        """Tell whether named files were being replaced."""
        return self.manifest.replaces is not None


def check(folder: Path, key: str, now: datetime) -> Checked:
    """Check a mirror by a public key; raises Refused with each reason, and OSError.

    Every byte counts: of the manifest, of each file it lists, and of those kept from before. A
    file that it does not list is a reason too.
    """
    sizes = tree(folder)
    manifest = signed(folder, [key])
    reasons = [*_untimely(manifest, now), *_unfit(folder, manifest, sizes)]
    if reasons:
        raise Refused(reasons)
    contents = {each.at for each in manifest.files.values()}
    earlier = sum(path.startswith("content/") for path in sizes.keys() - contents)
    return Checked(manifest=manifest, earlier=earlier)


def signed(folder: Path, keys: list[str]) -> Manifest:
    """Read what one of these keys has signed, and look no further; raises Refused and OSError."""
    try:
        body = read(folder / NAME, manifests.LARGEST + 1)
    except FileNotFoundError as error:
        raise Refused([f"it has no {NAME}, so it is no mirror or was never finished"]) from error
    if len(body) > manifests.LARGEST:
        raise Refused([f"its {NAME} is larger than any of ours"])
    return manifests.opened(body, keys)


def stamp(moment: datetime) -> str:
    """Say a moment in UTC, to the second: `2026-11-24 12:00:00Z`."""
    return f"{moment.astimezone(UTC):%Y-%m-%d %H:%M:%SZ}"


def _untimely(manifest: Manifest, now: datetime) -> Iterator[str]:
    if now >= manifest.expires_at:
        yield f"it has expired: it counted until {stamp(manifest.expires_at)}"
    if now < manifest.signed_at - AHEAD:
        yield (
            f"it was signed at {stamp(manifest.signed_at)}, which is still to come: either clock is"
            " wrong"
        )


def _unfit(folder: Path, manifest: Manifest, sizes: Mapping[str, int]) -> Iterator[str]:
    """Give what is wrong with the files, by path."""
    wanted = {each.at: each.bytes for each in manifest.files.values()}
    yield from (f"{path} is missing" for path in sorted(wanted.keys() - sizes.keys()))
    if manifest.replaces is None:
        yield from (f"{path} is missing" for path in sorted(manifest.files.keys() - sizes.keys()))
    for path in sorted(sizes.keys() - {NAME}):
        if path in wanted and sizes[path] != wanted[path]:
            yield f"{path} was altered or cut"
        else:
            yield from _unlike(path, digest(folder / path), manifest)


def _unlike(path: str, found: str, manifest: Manifest) -> Iterator[str]:
    content = CONTENT.fullmatch(path)
    replaced = (manifest.replaces or {}).get(path)
    if content or path in manifest.files:
        right = content[1] if content else manifest.files[path].sha256
        if found not in {right, replaced}:
            yield f"{path} was altered"
    elif found != replaced:
        yield f"{path} is not listed"
