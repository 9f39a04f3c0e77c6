"""Outlets in the catalogue: what ships, what an operator adds, and what is told of mistakes."""

from pathlib import Path

import pytest

from app.catalog import load
from app.domain.channel import Outlet
from tests.catalog.spoilt import found

OUTLET = """\
[[outlet]]
id = "mountain-post"
name = "Mountain Post"
feed = "https://mountain.example/feed"
language = "en"
"""


def written(folder: Path, text: str) -> Path:
    """Give a catalogue folder with this list of outlets in it."""
    (folder / "outlets.toml").write_text(text, encoding="utf-8")
    return folder


def test_shipped_outlets() -> None:
    """Five newsrooms ship, each in the language its feed is written in."""
    outlets = load().outlets

    assert [(outlet.id, outlet.language) for outlet in outlets] == [
        ("newsgeorgia", "ru"),
        ("civil-georgia", "en"),
        ("jamnews", "en"),
        ("oc-media", "en"),
        ("netgazeti", "ka"),
    ]


def test_outlet_of_an_operator(tmp_path: Path) -> None:
    """An operator's outlet comes after ours, all its facts kept, and the version moves."""
    catalogue = load(written(tmp_path, OUTLET))

    assert catalogue.outlets[-1] == Outlet(
        id="mountain-post",
        name="Mountain Post",
        feed="https://mountain.example/feed",
        language="en",
    )
    assert catalogue.version != load().version


def test_replaced_outlet(tmp_path: Path) -> None:
    """An outlet with an id of ours replaces ours where it stood."""
    outlets = load(written(tmp_path, OUTLET.replace("mountain-post", "newsgeorgia"))).outlets

    assert outlets[0].name == "Mountain Post"
    assert len(outlets) == 5


@pytest.mark.parametrize(
    ("right", "wrong", "mistake"),
    [
        ('"mountain-post"', '"Mountain Post"', "2: 'Mountain Post' is no id: use a-z"),
        ('"https:', '"http:', "4: 'http://mountain.example/feed' is no https address"),
        ('"https://mountain.example/feed"', '"https:///feed"', "4: 'https:///feed' is no https"),
        ('"https://mountain.example/feed"', '"https://[x/"', "4: 'https://[x/' is no https"),
        ('"https://mountain.example/feed"', '"https://a b/"', "4: 'https://a b/' is no https"),
        ('"en"', '"English"', "5: unknown language 'English': use the two letters"),
        ('name = "Mountain Post"\n', "", '1: name is missing: add name = "a text"'),
        ("feed =", "rss =", "4: unknown key 'rss'"),
        ("[[outlet]]", "[outlet]", "1: outlet is of the wrong type"),
    ],
)
def test_mistakes(tmp_path: Path, right: str, wrong: str, mistake: str) -> None:
    """Each mistake in an outlet is told with its line and the way to mend it."""
    mistakes = found(written(tmp_path, OUTLET.replace(right, wrong)))

    assert any(told.startswith(f"outlets.toml:{mistake}") for told in mistakes), mistakes


def test_outlet_listed_twice(tmp_path: Path) -> None:
    """Two entries of one id are one outlet too many."""
    mistakes = found(written(tmp_path, OUTLET + OUTLET))

    assert [told.partition("; ")[0] for told in mistakes] == [
        "outlets.toml:7: two outlets have the id 'mountain-post': give one of them another id"
    ]
    assert mistakes[0].endswith(f"the first is at {tmp_path}/outlets.toml:1")


def test_list_that_cannot_be_read(tmp_path: Path) -> None:
    """A list that the system refuses to give is a mistake, not an empty list."""
    (tmp_path / "outlets.toml").symlink_to(tmp_path / "nowhere")

    mistakes = found(tmp_path)

    assert mistakes == [
        "outlets.toml:1: cannot be read (No such file or directory): allow reading it"
    ]
