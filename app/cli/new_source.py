"""`darial new-source`: the beginning of a source, which passes every test before it is finished."""

import re
from collections.abc import Mapping, Sequence
from keyword import iskeyword
from pathlib import Path
from string import Template
from typing import Annotated

import typer

from app.cli.fault import UNUSABLE, Fault
from app.cli.new_source_list import listed
from app.cli.terminal import say, wrapped

EPILOG = """\b
Examples:
  darial new-source northland
  darial new-source northland --url https://northland.example/queues.json

\b
Exit codes:
  0  written
  2  wrong usage, or the name is taken: nothing was written then
  3  this is no folder of the project, or it cannot be written to"""

NAME = re.compile(r"[a-z][a-z0-9]*(_[a-z0-9]+)*")
SHORTEST, LONGEST = 3, 32
"""Letters of a name; the longest still fits one line of the list."""

RESERVED = frozenset(
    {"archive", "derived", "import", "kit", "notices", "score", "service", "source", "sources"}
)
"""Names that mean something else in the project."""

URL = re.compile(r"https://[A-Za-z0-9.-]+(:\d+)?(/[!#-\[\]-~]*)?")
"""Of what may stand in an address, all but quotation marks and backslashes."""

LONGEST_URL = 80

TEMPLATES = Path(__file__).parent / "templates"
LIST = Path("app", "sources", "__init__.py")


def add(darial: typer.Typer) -> None:
    """Add the command."""
    darial.command("new-source", epilog=EPILOG)(new_source)


def _name(text: str) -> str:
    if not NAME.fullmatch(text) or not SHORTEST <= len(text) <= LONGEST:
        raise typer.BadParameter(
            f"{text[:50]!r} is no name of a source: use {SHORTEST} to {LONGEST} small letters and"
            " digits, beginning with a letter, single underscores in between"
        )
    if iskeyword(text) or text in RESERVED:
        raise typer.BadParameter(f"{text!r} means something else already: choose another name")
    return text


def _url(text: str) -> str:
    if not URL.fullmatch(text) or len(text) > LONGEST_URL:
        raise typer.BadParameter(
            f"{text[:100]!r} cannot be used: give an address of at most {LONGEST_URL} characters"
            " that begins with https://"
        )
    return text


def new_source(
    name: Annotated[
        str,
        typer.Argument(
            parser=_name, metavar="NAME", help="Its id for ever: the publisher and what it tells."
        ),
    ],
    url: Annotated[
        str | None,
        typer.Option(parser=_url, metavar="URL", help="What is asked; else a made-up address."),
    ] = None,
) -> None:
    """Write the beginning of a source: module, payload, test.

    Three new files, and one more source in the list. They work as they are, on a made-up feed, and
    pass `make test`; nobody is asked anything before you say so. Run it in the project's folder.
    No file is overwritten.
    """
    project = _project(Path.cwd())
    address = url or f"https://{name.replace('_', '-')}.example/queues.json"
    files = _files(project, name, address)
    _require_free(project, name, files)
    text = listed((project / LIST).read_text(encoding="utf-8"), name)
    _write(files)
    (project / LIST).write_text(text, encoding="utf-8")
    for line in _told(project, name, list(files)):
        say(line)


def _project(here: Path) -> Path:
    """Find the project's folder: this one or one above it."""
    for folder in (here, *here.parents):
        if (folder / LIST).is_file() and (folder / "tests" / "sources").is_dir():
            return folder
    raise Fault(
        f"{here} is no folder of the project: go to the one that holds app/sources and"
        " tests/sources."
    )


def _files(project: Path, name: str, url: str) -> dict[Path, str]:
    """Give what is written where: module, made payload, test."""
    # The kit and the new source are imported side by side, in the order of their names.
    imports = sorted(
        (
            "from app.sources.kit import Payload, Scope, Unreadable",
            f"from app.sources.{name} import SOURCE, parse",
        ),
        key=lambda line: line.split()[1],
    )
    words = {"name": name, "url": url, "imports": "\n".join(imports)}
    tests = project / "tests" / "sources"
    return {
        project / "app" / "sources" / f"{name}.py": _filled("source.py.txt", words),
        tests / "made" / name / "now.json": _filled("now.json.txt", words),
        tests / f"test_{name}.py": _filled("test.py.txt", words),
    }


def _filled(template: str, words: Mapping[str, str]) -> str:
    text = (TEMPLATES / template).read_text(encoding="utf-8")
    return Template(text).substitute(words)


def _require_free(project: Path, name: str, files: Mapping[Path, str]) -> None:
    package = project / "app" / "sources" / name
    taken = [path for path in (*files, package) if path.exists()]
    if taken:
        raise Fault(
            f"{taken[0].relative_to(project)} is there already: choose another name.", UNUSABLE
        )


def _write(files: Mapping[Path, str]) -> None:
    """Write all of them, or none."""
    written: list[Path] = []
    try:
        for path, text in files.items():
            path.parent.mkdir(parents=True, exist_ok=True)
            with path.open("x", encoding="utf-8") as file:
                written.append(path)
                file.write(text)
    except OSError:
        for path in written:
            path.unlink()
        raise


def _told(project: Path, name: str, files: Sequence[Path]) -> list[str]:
    module, payload, test = (str(path.relative_to(project)) for path in files)
    words = {"name": name, "module": module, "payload": payload}
    told = f"Wrote {module}, {payload} and {test}, and listed it in {LIST}. Next:"
    steps = _filled("next.txt", words).splitlines()
    return [*wrapped(told, hang=0), *(line for step in steps for line in wrapped(step, 2, 3))]
