"""The catalogue's files: each TOML file of it read as a section, or noted as a mistake."""

import re
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from app.catalog.lines import index
from app.catalog.mistakes import Mistake, suggestion
from app.catalog.section import File, Section

MOST_BYTES = 1024 * 1024
"""More than any catalogue file needs; what is larger is something else."""

ROOMS = ("places", "notices", "labels")
"""The folders of a catalogue."""

LISTS = ("channels", "outlets")
"""The files that stand beside the folders, without their ending."""

AT_LINE = re.compile(r"\(at line (\d+), column \d+\)")


class Layer(NamedTuple):
    """A folder of catalogue files, and how its name is shown."""

    root: Path
    shown: str


SHIPPED = Layer(Path(__file__).parent, "app/catalog")


def layers(overlay: Path | None) -> list[Layer]:
    """Give the shipped catalogue, then the operator's own."""
    return [SHIPPED] if overlay is None else [SHIPPED, Layer(overlay, str(overlay))]


def strays(layer: Layer) -> Iterator[Mistake]:
    """Note an overlay that is no folder, and TOML files where nobody looks for them."""
    if not layer.root.is_dir():
        yield Mistake(layer.shown, 1, "no such folder", "create it, or unset DARIAL_CATALOG_DIR")
        return
    for path in sorted(layer.root.rglob("*.toml")):
        folder = path.relative_to(layer.root).parent.as_posix()
        if folder not in ROOMS and (folder, path.stem) not in [(".", name) for name in LISTS]:
            fix = f"move it to {' or '.join(ROOMS)}"
            near = suggestion(folder, ROOMS, suggestion(path.stem, LISTS, fix))
            shown = f"{layer.shown}/{path.relative_to(layer.root).as_posix()}"
            yield Mistake(shown, 1, f"files in {folder!r} are not read", near)


def documents(layer: Layer, room: str, mistakes: list[Mistake]) -> Iterator[tuple[str, Section]]:
    """Give each file of a folder: its name without ending, and what it holds."""
    for path in sorted((layer.root / room).glob("*.toml")):
        section = _section(path, f"{layer.shown}/{room}/{path.name}", mistakes)
        if section is not None:
            yield path.stem, section


def listing(layer: Layer, name: str, mistakes: list[Mistake]) -> Section | None:
    """Give what one of the LISTS holds; None where it is missing or cannot be read."""
    path = layer.root / f"{name}.toml"
    present = path.exists() or path.is_symlink()
    return _section(path, f"{layer.shown}/{path.name}", mistakes) if present else None


def _section(path: Path, shown: str, mistakes: list[Mistake]) -> Section | None:
    try:
        text = _text(path)
        table = tomllib.loads(text)
    except Unusable as error:
        mistakes.append(Mistake(shown, error.line, error.what, error.fix))
    except tomllib.TOMLDecodeError as error:
        mistakes.append(Mistake(shown, *_syntax(str(error), text)))
    else:
        return Section(File(shown, index(text), mistakes), table)
    return None


class Unusable(Exception):
    """A file that does not get as far as being parsed."""

    def __init__(self, line: int, what: str, fix: str) -> None:
        """Keep the parts of the mistake."""
        super().__init__(what)
        self.line, self.what, self.fix = line, what, fix


def _text(path: Path) -> str:
    try:
        if path.stat().st_size > MOST_BYTES:
            raise Unusable(1, "the file is larger than 1 MiB", "split it into several files")
        content = path.read_bytes()
    except OSError as error:
        raise Unusable(1, f"cannot be read ({error.strerror})", "allow reading it") from error
    try:
        return content.decode().replace("\r\n", "\n")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        raise Unusable(line, "not UTF-8", "save the file as UTF-8") from error


def _syntax(message: str, text: str) -> tuple[int, str, str]:
    match = AT_LINE.search(message)
    line = int(match[1]) if match else text.count("\n") + 1
    what = AT_LINE.sub("", message).strip()
    return line, f"not TOML ({what})", "correct the line; https://toml.io shows the form"
