"""The folder: never a mixture, whoever reads or is killed meanwhile, and nothing kept for long."""

import fcntl
import os
import threading
from base64 import b64decode
from dataclasses import replace
from datetime import timedelta
from hashlib import sha256
from pathlib import Path

import pytest

from app.mirroring.fault import Foreign, Occupied, Untimely
from app.mirroring.folder import KEPT, publish, sweep
from app.mirroring.keys import Key
from app.mirroring.manifest import NAME, opened
from app.mirroring.pages import Page
from app.store.workplace import workplace
from tests.archived import NOW
from tests.mirroring.mirrors import (
    FIRST,
    LASTS,
    MINUTE,
    SECOND,
    bodies,
    first,
    named,
    reasons,
    second,
)

HTML = "text/html"


def contents(folder: Path) -> set[str]:
    """Give the names of the contents."""
    return {file.name for file in (folder / "content").iterdir()}


def test_each_file_stands_twice(folder: Path, key: Key) -> None:
    """Under its name, and for good under its hash; the manifest says which is which."""
    manifest = first(folder, key).manifest

    assert named(folder) == bodies(FIRST)
    for path, listed in manifest.files.items():
        body = (folder / path).read_bytes()
        assert (folder / listed.at).read_bytes() == body
        assert (listed.sha256, listed.bytes) == (sha256(body).hexdigest(), len(body))
        assert Path(listed.at).suffix == Path(path).suffix


def test_the_next_version_takes_its_place(folder: Path, key: Key) -> None:
    """What is gone is gone, and it says what is new or another."""
    first(folder, key)

    done = second(folder, key)

    assert named(folder) == bodies(SECOND)
    assert done.changed == {"v1/status.json", "v1/status.txt", "v1/places/new.json"}
    assert (done.first, done.manifest.version) == (False, 8)
    assert reasons(folder, key) == ()


def test_a_second_time_signs_anew(folder: Path, key: Key) -> None:
    """Nothing changes but the moment until which it counts, and nothing else is written."""
    first(folder, key)
    before = (folder / "v1/status.json").stat().st_mtime_ns

    done = publish(folder, FIRST, [key], NOW + MINUTE, LASTS)

    assert done.changed == frozenset()
    assert done.manifest.expires_at == NOW + MINUTE + LASTS
    assert (folder / "v1/status.json").stat().st_mtime_ns == before


def test_pages_for_people_stand_beside_the_answers(folder: Path, key: Key) -> None:
    """They are no answers, so it is not told that one changed; left out again, they are gone."""
    first(folder, key)
    pages = {"index.html": Page(b"1", HTML), "page/en/index.html": Page(b"2", HTML)}

    done = publish(folder, replace(FIRST, pages={**FIRST.pages, **pages}), [key], NOW, LASTS)
    there = {path: (folder / path).read_bytes() for path in pages}
    notice = (folder / "README.txt").read_text(encoding="utf-8")
    first(folder, key)

    assert done.changed == frozenset()
    assert there == {path: page.body for path, page in pages.items()}
    assert "  index.html       the page for people" in notice
    assert [path for path in pages if (folder / path).exists()] == []
    assert "index.html" not in (folder / "README.txt").read_text(encoding="utf-8")
    assert reasons(folder, key) == ()


def test_one_byte_of_a_page_is_enough(folder: Path, key: Key) -> None:
    """It is listed and signed like everything else; so is one that is put beside them."""
    pages = {"index.html": Page(b"1", HTML), "page/en/index.html": Page(b"open", HTML)}
    publish(folder, replace(FIRST, pages={**FIRST.pages, **pages}), [key], NOW, LASTS)
    (folder / "page/en/index.html").write_bytes(b"shut")
    (folder / "page/en/more.html").write_bytes(b"x")

    assert set(reasons(folder, key)) == {
        "page/en/index.html was altered",
        "page/en/more.html is not listed",
    }


def test_the_notice_says_what_it_is(folder: Path, key: Key) -> None:
    """Until when it counts, who signed it, who answers the rest, and what it is not."""
    issue = replace(FIRST, servers=("https://one.example",), contact="ops@example.org")
    publish(folder, issue, [key], NOW, LASTS)

    text = (folder / "README.txt").read_text(encoding="utf-8")

    assert "Counts until    2026-11-24 18:00:00Z" in text
    assert f"It was signed by {key.public}." in text
    assert "Servers:\n  https://one.example\n" in text
    assert "The operator can be reached by ops@example.org\n" in text
    assert "no measure of who needs protection" in " ".join(text.split())
    assert max(map(len, text.splitlines())) <= 80


def test_who_has_begun_to_read_can_finish(folder: Path, key: Key) -> None:
    """What an old manifest names stays for ten minutes, and goes then."""
    old = first(folder, key).manifest
    new = second(folder, key).manifest
    superseded = NOW + MINUTE
    gone = {Path(each.at).name for each in old.files.values()} - {
        Path(each.at).name for each in new.files.values()
    }

    sweep(folder, new, superseded + KEPT)
    kept = contents(folder)
    sweep(folder, new, superseded + KEPT + MINUTE)

    assert len(gone) == 4
    assert gone < kept
    assert contents(folder) == {Path(each.at).name for each in new.files.values()}


def test_what_comes_back_is_not_swept(folder: Path, key: Key) -> None:
    """A content that is listed again stays, however long ago it was left."""
    first(folder, key)
    left = second(folder, key).manifest

    back = publish(folder, FIRST, [key], NOW + KEPT * 3, LASTS).manifest

    listed = {*back.files.values(), *left.files.values()}
    assert contents(folder) == {Path(each.at).name for each in listed}
    assert reasons(folder, key, KEPT * 3) == ()


def test_what_was_altered_is_mended(folder: Path, key: Key) -> None:
    """Also where nothing has changed, and in contents too."""
    manifest = first(folder, key).manifest
    (folder / "v1/status.json").write_bytes(b"altered")
    (folder / manifest.files["v1/status.txt"].at).write_bytes(b"altered")
    (folder / "v1/evil.html").write_text("x")

    publish(folder, FIRST, [key], NOW + MINUTE, LASTS)

    assert reasons(folder, key) == ()
    assert named(folder) == bodies(FIRST)


def test_a_reader_meanwhile_never_gets_a_mixture(folder: Path, key: Key) -> None:
    """Manifest, then file after file: all of one version, while others are published."""
    first(folder, key)
    found: list[bool] = []

    def read() -> None:
        while not (folder / ".stop").exists():
            manifest = opened((folder / NAME).read_bytes(), [key.public])
            version = FIRST if manifest.version == FIRST.version else SECOND
            told = {path: (folder / each.at).read_bytes() for path, each in manifest.files.items()}
            told.pop("README.txt")
            found.append(told == bodies(version))

    reader = threading.Thread(target=read)
    reader.start()
    for number in range(8):
        publish(folder, (SECOND, FIRST)[number % 2], [key], NOW + MINUTE * number / 4, LASTS)
    (folder / ".stop").touch()
    reader.join()

    assert found
    assert all(found)


def test_a_folder_of_something_else_is_left_alone(folder: Path, key: Key) -> None:
    """Nothing in it is touched; hidden files and a beginning of ours do not count."""
    (folder / "thesis.doc").write_text("x")

    with pytest.raises(Foreign, match=r"thesis\.doc, which is no part of a mirror"):
        first(folder, key)

    assert [file.name for file in folder.iterdir()] == ["thesis.doc"]
    (folder / "thesis.doc").rename(folder / ".thesis")
    (folder / "content").mkdir()
    first(folder, key)
    assert reasons(folder, key) == ()


def test_one_publishes_at_a_time(folder: Path, key: Key) -> None:
    """The other is told, and nothing is changed."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX)
        with pytest.raises(Occupied):
            first(folder, key)
    finally:
        os.close(descriptor)

    assert list(folder.iterdir()) == []


def test_a_clock_that_stands_back_is_told(folder: Path, key: Key) -> None:
    """A later signature must not look older than the one before; minutes do not matter."""
    first(folder, key)

    with pytest.raises(Untimely, match="our clock says 2026-11-24 11:00:00Z: set the clock"):
        publish(folder, SECOND, [key], NOW - timedelta(hours=1), LASTS)
    publish(folder, SECOND, [key], NOW - timedelta(minutes=4), LASTS)

    assert named(folder) == bodies(SECOND)


def test_what_a_killed_one_left_is_removed(folder: Path, key: Key) -> None:
    """Also where nothing was finished yet."""
    with workplace(folder) as place:
        left = place.name
    (folder / left).mkdir()
    (folder / left / "new").write_text("half")

    first(folder, key)

    assert sorted(each.name for each in folder.iterdir()) == ["README.txt", "content", NAME, "v1"]


def test_the_keys_of_a_manifest_are_whole(folder: Path, key: Key, other: Key) -> None:
    """Each signature stands under the public key that checks it, so none must be looked for."""
    first(folder, key, other)
    body = (folder / NAME).read_bytes()

    assert {key.public.encode() in body, other.public.encode() in body} == {True}
    assert len(b64decode(key.public)) == 32
