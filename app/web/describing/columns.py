"""The columns of every CSV under /v1: each as the field it is made of, or in words of its own."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace

from app.board import corrections, course, entry, flow, reason_lines, report, roster, tidy
from app.web.describing.field import Field, Resource
from app.web.describing.own_columns import OWN

COLUMNS = ("resource", "field", "type", "unit", "nullable", "codes", "meaning")
"""The columns of the dictionary itself in CSV."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """A CSV: its columns, and where the JSON `beside` it has the fields of a line.

    `always` are paths to what each line has, `kinds` those to what it is one of, `perhaps` those to
    what some lines have.
    """

    columns: tuple[str, ...]
    beside: str = ""
    always: tuple[str, ...] = ("data[]",)
    kinds: tuple[str, ...] = ()
    perhaps: tuple[str, ...] = ()


HISTORY = Table(columns=course.COLUMNS, beside="/v1/history", always=("data[]", "data[].points[]"))

TABLES: Mapping[str, Table] = {
    "/v1/status.csv": Table(
        columns=tidy.COLUMNS,
        beside="/v1/status",
        kinds=(
            *(f"data[].{each}" for each in ("wait_minutes", "crossings_vehicles", "access")),
            *(f"data[].{each}[]" for each in ("rules", "events", "last_heard", "weather")),
        ),
    ),
    "/v1/explain.csv": Table(
        columns=reason_lines.COLUMNS,
        beside="/v1/explain",
        always=("data",),
        kinds=("data.numbers[].voices[]", "data.access.words[]"),
    ),
    "/v1/places.csv": Table(
        columns=entry.PLACE_COLUMNS, beside="/v1/places", perhaps=("data[].position",)
    ),
    "/v1/history.csv": HISTORY,
    "/v1/places/{place}/history.csv": HISTORY,
    "/v1/flows.csv": Table(
        columns=flow.COLUMNS,
        beside="/v1/flows",
        kinds=("data[].days[]", "data[].windows[]"),
        perhaps=("data[].days[].week",),
    ),
    "/v1/reports.csv": Table(columns=report.COLUMNS, beside="/v1/reports"),
    "/v1/events.csv": Table(columns=report.COLUMNS, beside="/v1/events"),
    "/v1/corrections.csv": Table(
        columns=corrections.COLUMNS, beside="/v1/corrections", perhaps=("data[].withheld",)
    ),
    "/v1/sources.csv": Table(columns=roster.COLUMNS, beside="/v1/sources"),
    "/v1/vocabulary.csv": Table(
        columns=entry.VOCABULARY_COLUMNS, beside="/v1/vocabulary", always=("data.*[]",)
    ),
    "/v1/dictionary.csv": Table(columns=COLUMNS),
}
"""Each CSV by its path."""

UNKNOWN = Field(name="", type="", meaning="")
"""A column that nobody described; a test fails where there is one."""


def tables(titles: Mapping[str, str], answers: Iterable[Resource]) -> Iterator[Resource]:
    """Give each CSV with its columns; `titles` are by path, `answers` what JSON holds."""
    told = {each.path: {field.name: field for field in each.fields} for each in answers}
    for path, table in TABLES.items():
        fields = told.get(table.beside, {})
        columns = [_column(path, table, name, fields) for name in table.columns]
        yield Resource(path=path, title=titles[path], fields=tuple(columns))


def _column(path: str, table: Table, name: str, fields: Mapping[str, Field]) -> Field:
    own = OWN.get(path, {}).get(name)
    if own is not None:
        return replace(own, name=name)
    found, sure = _of_json(table, name, fields)
    empty = found.nullable or not sure or found.type.startswith("list of")
    return replace(found, name=name, nullable=empty)


def _of_json(table: Table, name: str, fields: Mapping[str, Field]) -> tuple[Field, bool]:
    """Give the field that a column is made of, and whether each line has it."""
    always = _at(table.always, name, fields)
    if always:
        return always[0], True
    kinds = _at(table.kinds, name, fields)
    if kinds:
        every = len(kinds) == len(table.kinds)
        return kinds[0], every and not any(each.nullable for each in kinds)
    perhaps = _at(table.perhaps, name, fields)
    return (perhaps or [UNKNOWN])[0], False


def _at(paths: Iterable[str], name: str, fields: Mapping[str, Field]) -> list[Field]:
    found = (fields.get(f"{path}.{name}") for path in paths)
    return [each for each in found if each is not None and "object" not in each.type]
