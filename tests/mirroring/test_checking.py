"""Checking: each way in which a mirror must not be relied on, and that no byte of it is idle."""

import json
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as some

from app.board.notation import encode
from app.mirroring import tree
from app.mirroring.checking import check
from app.mirroring.fault import Refused
from app.mirroring.keys import Key
from app.mirroring.manifest import NAME, Manifest, opened, sealed
from tests.archived import NOW
from tests.mirroring.mirrors import LASTS, first, reasons, second
from tests.mirroring.mirrors import key as made_key

SECOND_S = timedelta(seconds=1)
STATUS = "v1/status.json"


def signed(folder: Path, key: Key) -> Manifest:
    """Give the manifest of a mirror."""
    return opened((folder / NAME).read_bytes(), [key.public])


def test_a_whole_mirror_is_not_refused(folder: Path, key: Key) -> None:
    """It says of which version it is, and until when it counts."""
    first(folder, key)

    checked = check(folder, key.public, NOW)

    assert (checked.manifest.version, checked.manifest.expires_at) == (7, NOW + LASTS)
    assert (checked.replacing, checked.earlier) == (False, 0)


def test_a_mirror_past_its_expiry_is_refused(folder: Path, key: Key) -> None:
    """From the very second on, and it says since when."""
    first(folder, key)

    assert reasons(folder, key, LASTS - SECOND_S) == ()
    assert reasons(folder, key, LASTS) == ("it has expired: it counted until 2026-11-24 18:00:00Z",)


def test_a_mirror_from_the_future_is_refused(folder: Path, key: Key) -> None:
    """One of the clocks is wrong, so nobody knows whether it still counts; minutes are let by."""
    first(folder, key)

    assert reasons(folder, key, timedelta(minutes=-5)) == ()
    (reason,) = reasons(folder, key, timedelta(minutes=-5) - SECOND_S)
    assert reason.startswith("it was signed at 2026-11-24 12:00:00Z, which is still to come")


def test_another_key_is_refused(folder: Path, key: Key, other: Key) -> None:
    """It says by which it is signed."""
    first(folder, key)

    assert reasons(folder, other) == (f"it is signed by another key, {key.public}",)


def test_either_of_two_keys_will_do(folder: Path, key: Key, other: Key) -> None:
    """While one takes over from the other, readers of both rely on the mirror."""
    first(folder, key, other)

    assert (reasons(folder, key), reasons(folder, other)) == ((), ())


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Key]:
    """Publish two versions by two keys, so that contents of an earlier one are there too."""
    place = tmp_path_factory.mktemp("whole")
    keys = made_key(place), made_key(place, "two.key")
    folder = place / "mirror"
    folder.mkdir()
    first(folder, *keys)
    second(folder, *keys)
    assert check(folder, keys[0].public, NOW).earlier == 4
    return folder, keys[0]


@given(data=some.data())
def test_one_byte_of_any_file_is_enough(whole: tuple[Path, Key], data: some.DataObject) -> None:
    """Altered anywhere, in the manifest, in any file it lists or kept from before: refused."""
    folder, key = whole
    files = sorted(file for file in folder.rglob("*") if file.is_file())
    file = data.draw(some.sampled_from(files))
    body = file.read_bytes()
    at = data.draw(some.integers(0, len(body) - 1))
    flipped = body[at] ^ data.draw(some.integers(1, 255))
    file.write_bytes(body[:at] + bytes([flipped]) + body[at + 1 :])
    try:
        found = reasons(folder, key)
    finally:
        file.write_bytes(body)

    assert found
    assert file.name == NAME or file.relative_to(folder).as_posix() in found[0]
    assert reasons(folder, key) == ()


def test_every_byte_of_the_manifest_is_signed(whole: tuple[Path, Key]) -> None:
    """Not one of them can be another, whichever; nor can any be added or left out."""
    folder, key = whole
    body = (folder / NAME).read_bytes()
    altered = [body[:at] + bytes([each ^ 32]) + body[at + 1 :] for at, each in enumerate(body)]

    for each in (*altered, body + b"\n", body[:-1], b" " + body, b"", b"[" * 100_000):
        with pytest.raises(Refused):
            opened(each, [key.public])


def _remove(path: str) -> Callable[[Path], object]:
    return lambda folder: (folder / path).unlink()


def _append(path: str) -> Callable[[Path], object]:
    return lambda folder: (folder / path).write_bytes((folder / path).read_bytes() + b" ")


def _swap(folder: Path) -> None:
    """Put the whole of one file in the place of another."""
    (folder / STATUS).write_bytes((folder / "v1/places/lars.json").read_bytes())


@pytest.mark.parametrize(
    ("spoil", "reason"),
    [
        (_remove(STATUS), f"{STATUS} is missing"),
        (_append(STATUS), f"{STATUS} was altered"),
        (_swap, f"{STATUS} was altered"),
        (_remove(NAME), f"it has no {NAME}, so it is no mirror or was never finished"),
        (lambda at: (at / "evil.html").write_text("x"), "evil.html is not listed"),
        (lambda at: (at / "content/x.html").write_text("x"), "content/x.html is not listed"),
        (
            lambda at: (at / "v1/link").symlink_to("/etc/passwd"),
            "v1/link is a link or no plain file, and a mirror has none",
        ),
        (
            lambda at: (at / "loop").symlink_to(at),
            "loop is a link or no plain file, and a mirror has none",
        ),
        (
            lambda at: (at / "a/b/c/d/e/f/g/h/i").mkdir(parents=True),
            "a/b/c/d/e/f/g/h/ lies deeper than any file of ours",
        ),
    ],
    ids=["missing", "longer", "swapped", "unsigned", "besides", "content", "link", "loop", "deep"],
)
def test_each_fault_has_its_reason(
    folder: Path, key: Key, spoil: Callable[[Path], object], reason: str
) -> None:
    """One clause that names the file."""
    first(folder, key)
    spoil(folder)

    assert reasons(folder, key) == (reason,)


def test_a_missing_content_is_told(folder: Path, key: Key) -> None:
    """Readers take files by their content's name."""
    first(folder, key)
    listed = signed(folder, key).files[STATUS]
    (folder / listed.at).unlink()

    assert reasons(folder, key) == (f"{listed.at} is missing",)


def test_what_begins_with_a_dot_is_somebody_elses(folder: Path, key: Key) -> None:
    """A mirror may lie in a git clone; a host hands none of that out."""
    first(folder, key)
    (folder / ".git").mkdir()
    (folder / ".git" / "config").write_text("x")

    assert reasons(folder, key) == ()


def test_all_reasons_are_told_together(folder: Path, key: Key) -> None:
    """Who mends one knows of the others."""
    first(folder, key)
    _swap(folder)
    (folder / "v1/status.txt").unlink()

    assert reasons(folder, key, LASTS) == (
        "it has expired: it counted until 2026-11-24 18:00:00Z",
        "v1/status.txt is missing",
        f"{STATUS} was altered",
    )


def test_too_many_files_are_not_counted_to_the_end(
    folder: Path, key: Key, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nor is read what is larger than any of ours."""
    first(folder, key)
    monkeypatch.setattr(tree, "MOST_FILES", 5)
    assert reasons(folder, key) == ("it holds more than 5 files",)
    monkeypatch.undo()

    with (folder / "large").open("wb") as large:
        large.truncate(tree.MOST_BYTES + 1)

    assert reasons(folder, key) == ("it is larger than any of ours",)


def test_a_manifest_of_any_length_is_not_read(folder: Path, key: Key) -> None:
    """It is looked at as far as ours could reach."""
    first(folder, key)
    with (folder / NAME).open("ab") as file:
        file.truncate(5_000_000)

    assert reasons(folder, key) == (f"its {NAME} is larger than any of ours",)


def _odd(told: dict[str, object]) -> Iterator[dict[str, object]]:
    """Give manifests that were signed, and are of no form that we know."""
    listed = {"at": f"content/{'0' * 64}.json", "sha256": "0" * 64, "bytes": 1, "media_type": "x"}
    for path in (
        "../up.json",
        "/etc/passwd",
        "v1/../../up.json",
        ".git/config",
        "a" * 200,
        "v1//x",
    ):
        yield told | {"files": {path: listed}}
    for at in (f"../{'0' * 64}.json", f"content/{'1' * 64}.json", "content/x.json"):
        yield told | {"files": {"v1/x.json": listed | {"at": at}}}
    yield told | {"format": "darial-mirror/2"}
    yield told | {"expires_at": "2099-01-01T00:00:00"}
    yield told | {"expires_at": None}
    yield told | {"version": "seven"}
    yield told | {"files": []}
    yield told | {"replaces": {"../up": "0" * 64}}
    yield {}


def test_what_was_signed_must_be_of_our_form(folder: Path, key: Key) -> None:
    """A path that leads out of the folder is none, whoever has signed it; nor is a later form."""
    first(folder, key)
    told = json.loads(json.loads((folder / NAME).read_bytes())["manifest"])

    for each in _odd(told):
        text = encode(each)
        signatures = {key.public: key.sign(text)}
        file = encode({"manifest": text.decode(), "signatures": signatures}) + b"\n"
        (folder / NAME).write_bytes(file)

        assert reasons(folder, key) == (
            f"its {NAME} is of a form that this program does not know",
        ), each


def test_a_manifest_comes_back_as_it_was_written(folder: Path, key: Key) -> None:
    """With servers, and with what is being replaced."""
    manifest = replace(
        first(folder, key).manifest, servers=("https://one.example",), replaces={STATUS: "0" * 64}
    )

    assert opened(sealed(manifest, [key]), [key.public]) == manifest
