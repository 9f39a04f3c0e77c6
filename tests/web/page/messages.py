"""Messages: finds all that the page says, and brings the catalogues of five languages up to date.

`python -m tests.web.page.messages` leaves each translation where its English words still stand in
the page, drops the others, and adds what is new, still empty: that is to be translated by hand.
"""

import ast
import sys
from collections.abc import Iterable, Iterator, Sequence
from importlib.resources import files
from io import BytesIO
from pathlib import Path
from typing import TypeAlias

from babel.messages.catalog import Catalog
from babel.messages.pofile import read_po, write_po
from jinja2 import Environment, nodes

from app.web.page.messages import ENGLISH, LANGUAGES

PAGE = Path(str(files("app.web.page")))
TRANSLATED = tuple(language for language in LANGUAGES if language != ENGLISH)

SINGLE = frozenset({"_", "say", "sentence"})
COUNTED = frozenset({"count", "sentences"})
"""What a message stands in: alone, or with its plural beside it."""

WIDTH = 100

Words: TypeAlias = str | tuple[str, str]
"""A message as English has it: one text, or that for one and that for several."""


def found() -> set[Words]:
    """Give every message of the page's code and templates."""
    code = (each for file in PAGE.rglob("*.py") for each in of_code(file.read_text("utf-8")))
    templates = (PAGE / "templates").glob("*.html")
    return {*code, *(each for file in templates for each in of_template(file.read_text("utf-8")))}


def of_code(text: str) -> Iterator[Words]:
    """Give the messages of a module."""
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.Call):
            yield from _of_call(_called(node.func), [list(_texts(each)) for each in node.args])


def of_template(text: str) -> Iterator[Words]:
    """Give the messages of a template."""
    for node in Environment(autoescape=True).parse(text).find_all(nodes.Call):
        yield from _of_call(_called(node.node), [list(_texts(each)) for each in node.args])


def _called(function: object) -> str:
    """Give the last name of what is called: of `speech.say` that is `say`."""
    match function:
        case ast.Name(id=name) | ast.Attribute(attr=name) | nodes.Name(name=name):
            return name
        case nodes.Getattr(attr=name):
            return name
        case _:
            return ""


def _texts(given: object) -> Iterator[str]:
    """Give the text of an argument, both of `"one" if here else "other"`, none of a variable."""
    match given:
        case ast.Constant(value=str(text)) | nodes.Const(value=str(text)):
            yield text
        case ast.IfExp(body=one, orelse=other) | nodes.CondExpr(expr1=one, expr2=other):
            yield from (*_texts(one), *_texts(other))


def _of_call(name: str, given: Sequence[Sequence[str]]) -> Iterator[Words]:
    """Give the messages in a call; what a variable holds was marked where it was written."""
    if name in SINGLE and given:
        yield from given[0]
    elif name in COUNTED and given[1:]:
        yield from zip(given[0], given[1], strict=False)


def path_of(language: str) -> Path:
    """Give where the catalogue of a language stands."""
    return PAGE / "messages" / f"{language}.po"


def kept(language: str) -> Catalog:
    """Give the catalogue of a language as it stands."""
    with path_of(language).open("rb") as file:
        return read_po(file, locale=language)


def renewed(language: str, words: Iterable[Words], before: Catalog) -> bytes:
    """Write a catalogue of exactly these messages, with the translations there were."""
    after = Catalog(locale=language)
    for each in sorted(words, key=_first):
        known = before.get(_first(each))
        same = known is not None and (known.id == each or known.id == _first(each) == each)
        after.add(each, known.string if known is not None and same else None)
    body = BytesIO()
    write_po(body, after, width=WIDTH, no_location=True, omit_header=True, sort_output=True)
    return _head(after).encode() + body.getvalue()


def _first(words: str | Sequence[str]) -> str:
    return words if isinstance(words, str) else words[0]


def _head(catalogue: Catalog) -> str:
    told = (
        f"Language: {catalogue.locale_identifier}",
        "Content-Type: text/plain; charset=UTF-8",
        "Content-Transfer-Encoding: 8bit",
        f"Plural-Forms: {catalogue.plural_forms}",
    )
    return 'msgid ""\nmsgstr ""\n' + "".join(f'"{each}\\n"\n' for each in told) + "\n"


def untranslated(catalogue: Catalog) -> list[str]:
    """Give the English words of each message that has no translation, or not in every form."""
    return [_first(each.id) for each in catalogue if each.id and not all(_forms(each.string))]


def _forms(said: object) -> list[str]:
    return [str(each) for each in said] if isinstance(said, list | tuple) else [str(said or "")]


def update() -> None:
    """Bring every catalogue up to date, and say what is left to be translated."""
    words = found()
    for language in TRANSLATED:
        path_of(language).write_bytes(renewed(language, words, kept(language)))
        left = untranslated(kept(language))
        sys.stdout.write(f"{language}: {len(words)} messages, {len(left)} to be translated\n")
        sys.stdout.writelines(f"  {each}\n" for each in left)


if __name__ == "__main__":
    update()
