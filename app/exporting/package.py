"""The package: what describes an archive to people and to programs, from what was written of it."""

import json
from collections.abc import Iterable, Sequence
from typing import Any

from sqlalchemy import Row

from app.exporting.cells import Type, written
from app.exporting.columns import KINDS, PACKED, Column, Kind, kind_of
from app.store.archive_folder import FORMAT, INDEX, OURS, SUMS, Filed, Index

LICENCE = {
    "name": "CC-BY-4.0",
    "path": "https://creativecommons.org/licenses/by/4.0/",
    "title": "Creative Commons Attribution 4.0, for our part; each source keeps its own terms",
}

WHAT_IT_IS = (
    "What was reported of border crossings out of Russia, who said it, and what this service"
    " published of it. One file a month, packed with gzip. Only what may be passed on, and only as"
    " far as it may be told: see `left_out`."
)

WHAT_IT_IS_NOT = (
    "The figures are excerpts and estimates of what was reported: no totals of the displaced, no"
    " measure of who needs protection, and no ground to refuse it to anybody. That nothing was"
    " reported does not mean that nothing happened. Where a count is told as a band, such as 10 to"
    " 19, do not work out what is behind it, and do not join these files with others to tell who"
    " was counted. A retraction goes with its figure: a report that is taken back or withheld may"
    " be shown as such, never as standing."
)

NOT_IN_IT = (
    "Not in it: how sources were polled and how they stood, answers that are kept to be read again,"
    " posts nobody has read, pauses, backups."
)


def described(index: Index, sources: Sequence[Row[Any]]) -> bytes:
    """Write datapackage.json (Data Package 1 and 2 of Frictionless)."""
    said = {
        "$schema": "https://datapackage.org/profiles/2.0/datapackage.json",
        "profile": "tabular-data-package",
        "name": "darial-archive",
        "title": "Darial: reports of border crossings, and what was published of them",
        "description": f"{WHAT_IT_IS}\n\n{WHAT_IT_IS_NOT}\n\n{NOT_IN_IT}",
        "created": written(index.written_at),
        "keywords": ["border crossings", "waiting times", "queues", "displacement"],
        "licenses": [LICENCE],
        "sources": [_source(row) for row in sources],
        OURS: {
            "format": FORMAT,
            "digest": index.digest,
            "rows": sum(each.rows for each in index.files),
            "left_out": [
                {"source": each.source, "reports": each.reports, "because": each.because}
                for each in index.left_out
            ],
        },
        "resources": [_resource(each) for each in index.files],
    }
    return _json(said)


def schemas() -> dict[str, bytes]:
    """Write a Table Schema for each kind of file, by its name."""
    return {_schema_name(kind): _json(_schema(kind)) for kind in KINDS.values()}


def sums(files: Iterable[Filed]) -> bytes:
    """Write SHA256SUMS, as `sha256sum --check` reads it."""
    return "".join(f"{each.sha256}  {each.name}\n" for each in files).encode()


HOW_TO_READ_IT = (
    f"`{INDEX}` describes every file and column (Frictionless Data Package), `{SUMS}` is for"
    " `sha256sum --check`. Files are CSV (RFC 4180, UTF-8) with a header; times are UTC, an empty"
    " cell says that nothing was told. A text that begins with one of = + - @ or ' has a ' before"
    " it, which is to be taken off. `darial import DIR` reads it all back."
)

WHAT_CHANGES = (
    "Reports stand in the month in which the interval begins that they speak of. A file of a past"
    " month changes only when something of that month is revised, retracted or first heard of"
    " later, when a source's terms change, or when less may be told. Published figures stand in the"
    " month of their publication."
)

TERMS = (
    "CC BY 4.0 for our part: the collecting, ordering, checking and wording. Each source keeps its"
    " own terms; `sources.csv.gz` names them, with how to attribute them. Pass on with each figure"
    " its origin, its date, its page and its interval."
)


def readme(index: Index) -> bytes:
    """Write the page for people."""
    left = [f"- {each}" for each in index.left_out]
    parts = [
        "# An archive of Darial",
        WHAT_IT_IS,
        HOW_TO_READ_IT,
        WHAT_CHANGES,
        f"## What the figures are not\n\n{WHAT_IT_IS_NOT}",
        f"## Licence\n\n{TERMS}",
        "## What is left out\n\n" + ("\n".join(left) if left else "Nothing."),
        NOT_IN_IT,
    ]
    return ("\n\n".join(parts) + "\n").encode()


def _source(row: Row[Any]) -> dict[str, Any]:
    said = {"title": row.attribution or row.name, "id": row.id, "licence": row.licence}
    return said | ({"path": row.url} if row.url.startswith(("https://", "http://")) else {})


def _resource(filed: Filed) -> dict[str, Any]:
    kind = kind_of(filed.name)
    stem = filed.name.removesuffix(PACKED)
    month = stem.removeprefix(f"{kind.name}-")
    return {
        "name": stem,
        "path": filed.name,
        "title": f"{kind.title}, {month}" if kind.monthly else kind.title,
        "description": kind.about,
        "profile": "tabular-data-resource",
        "type": "table",
        "format": "csv",
        "mediatype": "application/gzip",
        "compression": "gz",
        "encoding": "utf-8",
        "bytes": filed.bytes,
        "hash": f"sha256:{filed.sha256}",
        "schema": _schema_name(kind),
        OURS: {"rows": filed.rows, "content": filed.content, "size": filed.size},
    }


def _schema_name(kind: Kind) -> str:
    return f"{kind.name}.schema.json"


def _schema(kind: Kind) -> dict[str, Any]:
    schema: dict[str, Any] = {
        "fields": [_field(column) for column in kind.columns],
        "missingValues": [""],
        "primaryKey": list(kind.key),
    }
    if kind.refers is not None:
        column, other, named = kind.refers
        schema["foreignKeys"] = [
            {"fields": [column], "reference": {"resource": other, "fields": [named]}}
        ]
    return schema


def _field(column: Column) -> dict[str, Any]:
    field: dict[str, Any] = {
        "name": column.name,
        "type": str(column.type),
        "description": column.about,
    }
    if column.type is Type.BOOLEAN:
        field |= {"trueValues": ["true"], "falseValues": ["false"]}
    return field | ({"constraints": {"required": True}} if column.needed else {})


def _json(said: object) -> bytes:
    return (json.dumps(said, ensure_ascii=False, indent=1) + "\n").encode()
