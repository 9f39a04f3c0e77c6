"""Each file that cannot be a catalogue is told why, by name and line."""

from pathlib import Path

import pytest

from app.catalog import CatalogueError, check, load
from tests.catalog.spoilt import NOTICE, PLACE, Overlay, found


@pytest.mark.parametrize(
    ("text", "mistake"),
    [
        ('[mode]\ncarr = "car"\n', "2: unknown code 'carr': did you mean 'car'?"),
        ('\n[modes]\ncar = "car"\n', "2: unknown list 'modes': did you mean 'mode'?"),
        (
            "[mode]\ncar = 1\n",
            '1: mode holds something else than texts: write it as mode = { name = "text" }',
        ),
    ],
    ids=["code", "list", "type"],
)
def test_mistakes_in_labels(overlay: Overlay, text: str, mistake: str) -> None:
    """A label for a code that does not exist is found."""
    mistakes = found(overlay(labels=text))

    assert mistakes == [f"labels/en.toml:{mistake}"]


@pytest.mark.parametrize(
    ("text", "mistake"),
    [
        ("[[place]]\nid = \n", "2: not TOML (Invalid value)"),
        ('[[place]]\nid = "a', "2: not TOML ("),
        ("places = 1\n", "1: unknown key 'places': did you mean 'place'?"),
        ("place = 1\n", '1: place is of the wrong type: write it as place = ["a", "list"]'),
        ("\nplace = [1]\n", "2: place is no list of tables: write each under [[place]]"),
    ],
    ids=["value", "open quote", "key", "type", "element"],
)
def test_file_that_is_not_a_catalogue(overlay: Overlay, text: str, mistake: str) -> None:
    """A file that does not have the form is told so by its line."""
    mistakes = found(overlay(places=text))

    assert mistakes[0].startswith(f"places/own.toml:{mistake}")


def test_file_in_another_encoding(overlay: Overlay) -> None:
    """A file that is not UTF-8 is told the line where that shows."""
    folder = overlay(places="")
    (folder / "places" / "own.toml").write_bytes('# ok\nx = "Ларс"'.encode("cp1251"))

    mistakes = found(folder)

    assert mistakes == ["places/own.toml:2: not UTF-8: save the file as UTF-8"]


def test_file_over_one_mebibyte(overlay: Overlay) -> None:
    """A file larger than any catalogue is not read."""
    folder = overlay(places="#" * (1024 * 1024 + 1))

    mistakes = found(folder)

    assert mistakes == [
        "places/own.toml:1: the file is larger than 1 MiB: split it into several files"
    ]


def test_file_that_cannot_be_read(overlay: Overlay) -> None:
    """What the system refuses to give is a mistake like any other."""
    folder = overlay(places="")
    (folder / "places" / "gone.toml").symlink_to(folder / "nowhere")

    mistakes = found(folder)

    assert mistakes == [
        "places/gone.toml:1: cannot be read (No such file or directory): allow reading it"
    ]


def test_files_where_nobody_looks(overlay: Overlay) -> None:
    """A TOML file outside the three folders would silently do nothing: it is named."""
    folder = overlay(place=PLACE)
    (folder / "own.toml").write_text("")

    mistakes = found(folder)

    assert mistakes == [
        "own.toml:1: files in '.' are not read: move it to places or notices or labels",
        "place/own.toml:1: files in 'place' are not read: did you mean 'places'?",
    ]


def test_no_such_folder(tmp_path: Path) -> None:
    """An overlay that is not there is a mistake, not an empty overlay."""
    mistakes = check(tmp_path / "nowhere")

    assert [str(mistake) for mistake in mistakes] == [
        f"{tmp_path}/nowhere:1: no such folder: create it, or unset DARIAL_CATALOG_DIR"
    ]


def test_all_mistakes_at_once(overlay: Overlay) -> None:
    """Loading stops with every mistake, by file and line, not only the first."""
    folder = overlay(places=PLACE.replace("truck", "trukc"), notices=NOTICE.replace("RU-GE", "x"))

    with pytest.raises(CatalogueError) as caught:
        load(folder)

    lines = str(caught.value).splitlines()
    assert [mistake.line for mistake in caught.value.mistakes] == [4, 10]
    assert lines[0].startswith(f"{folder}/notices/own.toml:4: ")
    assert lines[1].startswith(f"{folder}/places/own.toml:10: ")
