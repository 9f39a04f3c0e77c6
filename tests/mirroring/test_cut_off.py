"""Cut off: killed or without room between any two files, the folder is a mirror, old or new."""

import resource
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from hashlib import sha256
from pathlib import Path

import pytest

from app.mirroring.checking import check
from app.mirroring.folder import publish
from app.mirroring.keys import Key
from app.mirroring.manifest import NAME, opened, sealed
from app.mirroring.pages import Page
from tests.archived import NOW
from tests.mirroring.mirrors import (
    FIRST,
    JSON,
    LASTS,
    MINUTE,
    SECOND,
    bodies,
    first,
    named,
    reasons,
    second,
)


def files(folder: Path) -> dict[str, bytes]:
    """Give the files under names, the notice too."""
    return {**named(folder), "README.txt": (folder / "README.txt").read_bytes()}


def halfway(folder: Path, key: Key) -> tuple[dict[str, bytes], dict[str, bytes]]:
    """Leave the manifest as it is while names are replaced; gives what they held and will hold."""
    first(folder, key)
    old = files(folder)
    whole = second(folder, key).manifest
    replaces = {path: sha256(body).hexdigest() for path, body in old.items()}
    (folder / NAME).write_bytes(sealed(replace(whole, replaces=replaces), [key]))
    return old, files(folder)


def mixed(folder: Path, both: tuple[dict[str, bytes], dict[str, bytes]], ways: int) -> None:
    """Have each name hold what it held before, or what it will; the bits of `ways` say which."""
    for number, path in enumerate(sorted({*both[0], *both[1]})):
        chosen = both[ways >> number & 1]
        (folder / path).unlink(missing_ok=True)
        if path in chosen:
            (folder / path).write_bytes(chosen[path])


def test_killed_between_any_two_names_it_is_a_mirror(folder: Path, key: Key) -> None:
    """Each name holds what it held or what it will; anything else is refused."""
    both = halfway(folder, key)
    for ways in range(2 ** len({*both[0], *both[1]})):
        mixed(folder, both, ways)

        assert check(folder, key.public, NOW).replacing, ways
    (folder / "v1/status.txt").write_bytes(b"altered")
    (folder / "v1/evil.html").write_bytes(b"x")
    assert reasons(folder, key) == ("v1/evil.html is not listed", "v1/status.txt was altered")


@pytest.mark.parametrize("ways", [0b000000, 0b010101, 0b101010, 0b111111])
def test_the_next_one_goes_on_from_there(folder: Path, key: Key, ways: int) -> None:
    """Whichever names were replaced when it was killed."""
    mixed(folder, halfway(folder, key), ways)

    publish(folder, FIRST, [key], NOW + 2 * MINUTE, LASTS)

    assert not check(folder, key.public, NOW).replacing
    assert named(folder) == bodies(FIRST)


def test_an_old_file_is_refused_once_it_was_replaced(folder: Path, key: Key) -> None:
    """What may stand for a moment may not for ever."""
    first(folder, key)
    second(folder, key)

    (folder / "v1/status.json").write_bytes(bodies(FIRST)["v1/status.json"])

    assert reasons(folder, key) == ("v1/status.json was altered",)


@contextmanager
def no_file_above(size: int) -> Iterator[None]:
    """Have no room for a file of more than so many bytes."""
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


def cut_off(folder: Path, key: Key) -> None:
    """Publish the second version until its first named file, for which there is no room."""
    large = Page(b'"' + b"x" * 10_000 + b'"', JSON)
    issue = replace(SECOND, pages={**SECOND.pages, "v1/large.json": large})
    content = folder / "content" / f"{sha256(large.body).hexdigest()}.json"
    content.write_bytes(large.body)
    with no_file_above(8_000), pytest.raises(OSError, match="File too large"):
        publish(folder, issue, [key], NOW + MINUTE, LASTS)


def test_cut_off_between_its_names_it_is_a_mirror(folder: Path, key: Key) -> None:
    """The manifest is the new one, and says what the names still hold."""
    first(folder, key)

    cut_off(folder, key)

    checked = check(folder, key.public, NOW)
    assert (checked.replacing, checked.manifest.version) == (True, SECOND.version)
    assert named(folder) == bodies(FIRST)


def test_what_was_altered_is_not_signed_as_what_stood_before(folder: Path, key: Key) -> None:
    """It was refused before the publishing that was cut off, and is refused after."""
    first(folder, key)
    (folder / "v1/status.txt").write_bytes(b"altered")

    cut_off(folder, key)

    assert reasons(folder, key) == ("v1/status.txt was altered",)


def test_what_somebody_else_signed_is_not_signed_by_us(folder: Path, key: Key, other: Key) -> None:
    """Of a manifest that none of our keys has signed nothing is taken over."""
    first(folder, other)

    cut_off(folder, key)

    assert opened((folder / NAME).read_bytes(), [key.public]).replaces == {}


def test_without_room_the_old_version_stays(folder: Path, key: Key) -> None:
    """What could not be written is as if it had never been begun."""
    first(folder, key)

    with no_file_above(100), pytest.raises(OSError, match="File too large"):
        second(folder, key)

    assert named(folder) == bodies(FIRST)
    assert reasons(folder, key) == ()
    assert not list(folder.glob(".*"))
