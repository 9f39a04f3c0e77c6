"""The dictionary as a page: no script, no other host, readable on a phone."""

import re
from collections.abc import Iterable, Iterator, Sequence
from html import escape

from app.web.describing.field import Field, Resource

Section = tuple[str, Sequence[Resource]]
"""An anchor, and the resources that have the very same fields."""

HEAD = """\
<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Darial: data dictionary</title>
<link rel="icon" href="data:,">
<link rel="stylesheet" href="/docs/dictionary.css">
</head>
<body>
<main>
<h1>Data dictionary</h1>
<p>Every field of every answer under <code>/v1</code>, and every column of CSV: what it holds, in
which unit, whether it may be missing, and what it means. The same as data:
<a href="/v1/dictionary.csv">/v1/dictionary.csv</a>. <a href="/docs">/docs</a> tells what can be
asked.</p>
<p>Where a field stands is told by its dotted path: <code>[]</code> is each of a list,
<code>*</code> each name of a map. The unit <em>of the quantity</em> is that of the quantity beside
it, or above it by name. Of fields marked <em>or null</em>, the value may be null or left out; in
CSV that is an empty cell, and a list is written with spaces in between. Codes stand in lists of
<a href="/v1/vocabulary">/v1/vocabulary</a>; they are open, so expect words you do not know yet.
The files of the <a href="/v1/archive/">archive</a> are described in its own
<code>datapackage.json</code>.</p>
"""

FOOT = "</main>\n</body>\n</html>\n"

COLUMNS = ("Field", "Type", "Unit", "Codes", "Meaning")


def page(resources: Iterable[Resource]) -> bytes:
    """Write the page: a table of contents, and a section for each resource."""
    sections = list(_sections(resources))
    return "".join([HEAD, *_contents(sections), *map(_section, sections), FOOT]).encode()


def anchor(path: str) -> str:
    """Give the anchor of a resource: its path in letters, digits and hyphens."""
    return re.sub(r"[^a-z0-9]+", "-", path.lower()).strip("-")


def _sections(resources: Iterable[Resource]) -> Iterator[Section]:
    """Put resources of the very same fields together, where the first of them stands."""
    alike: dict[tuple[Field, ...], list[Resource]] = {}
    for each in resources:
        alike.setdefault(tuple(each.fields), []).append(each)
    for found in alike.values():
        yield anchor(found[0].path), found


def _contents(sections: Iterable[Section]) -> Iterator[str]:
    yield '<nav aria-label="Contents">\n<h2 id="contents">Contents</h2>\n<ul>\n'
    for at, found in sections:
        yield f'<li><a href="#{at}">{_paths(found)}</a> {_prose(found[0].title)}</li>\n'
    yield "</ul>\n</nav>\n"


def _section(section: Section) -> str:
    at, found = section
    heads = "".join(f'<th scope="col">{each}</th>' for each in COLUMNS)
    rows = "".join(_row(at, each) for each in found[0].fields)
    return (
        f'<section aria-labelledby="{at}">\n<h2 id="{at}">{_paths(found)}</h2>\n'
        f'<p>{_prose(found[0].title)} <a href="#contents">Contents</a></p>\n'
        f"<table>\n<thead><tr>{heads}</tr></thead>\n<tbody>\n{rows}</tbody>\n</table>\n</section>\n"
    )


def _paths(found: Iterable[Resource]) -> str:
    return ", ".join(f"<code>{_breakable(each.path)}</code>" for each in found)


def _row(at: str, field: Field) -> str:
    name = f'<code id="{at}.{escape(field.name)}">{_breakable(field.name)}</code>'
    kind = field.type + (" <em>or null</em>" if field.nullable else "")
    codes = ", ".join(f'<a href="/v1/vocabulary">{each}</a>' for each in field.codes)
    cells = (kind, escape(field.unit), codes, _prose(field.meaning))
    told = zip(COLUMNS[1:], cells, strict=True)
    rest = "".join(f'<td data-is="{is_}">{cell}</td>' for is_, cell in told)
    return f'<tr><th scope="row">{name}</th>{rest}</tr>\n'


def _breakable(path: str) -> str:
    """Let a long path break behind its dots and strokes."""
    return re.sub(r"([./_])", r"\1<wbr>", escape(path))


def _prose(text: str) -> str:
    """Write a sentence, what stands between backticks as code."""
    return re.sub(r"`([^`]+)`", r"<code>\1</code>", escape(text))
