"""The data dictionary: every field and column has a meaning, as a page and as CSV."""

import csv
import io
import re
from html.parser import HTMLParser

import pytest

from app.catalog.labels import GROUPS, UNIT
from app.exporting.columns import MONTHLY, SINGLE
from app.web.describing.columns import TABLES
from app.web.describing.field import Field
from app.web.describing.own_columns import OWN
from app.web.describing.page import anchor
from app.web.dictionary import described
from app.web.schemas.common import OF_QUANTITY
from tests.serving import Service
from tests.web import examples
from tests.web.releasing import present

pytestmark = pytest.mark.asyncio(loop_scope="module")

TOLD = {each.path: {field.name: field for field in each.fields} for each in described(present())}
"""Each field by its resource and name."""

JSON_ALONE = {path: fields for path, fields in TOLD.items() if not path.endswith(".csv")}

EVERY = [(path, field) for path, fields in TOLD.items() for field in fields.values()]


class Page(HTMLParser):
    """What a page asks for, leads to and marks, read as browsers do."""

    def __init__(self, text: str) -> None:
        """Read it."""
        super().__init__()
        self.tags: list[str] = []
        self.asked: list[str] = []
        self.links: list[str] = []
        self.anchors: list[str] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Take note of a tag."""
        told = dict(attrs)
        self.tags.append(tag)
        self.anchors += [told["id"] or ""] if "id" in told else []
        if "href" in told:
            (self.asked if tag == "link" else self.links).append(told["href"] or "")
        assert not {"style", "src"} & told.keys(), "its policy would refuse it"


async def lines(service: Service) -> list[dict[str, str]]:
    """Give the lines of the dictionary."""
    answer = await service.client.get("/v1/dictionary.csv")
    assert answer.headers["content-type"] == "text/csv; charset=utf-8"
    return list(csv.DictReader(io.StringIO(answer.text, newline=""), strict=True))


async def page(service: Service) -> Page:
    """Give the page."""
    return Page((await service.client.get("/docs/dictionary")).raise_for_status().text)


async def test_every_field_and_column_has_a_meaning() -> None:
    """No field of an answer and no column of a CSV is left without a sentence and a type.

    A field is described in its shape, a column that is no such field in `own_columns.py`.
    """
    without = [(path, each.name) for path, each in EVERY if not (each.meaning and each.type)]

    assert without == []


async def test_every_answer_is_told() -> None:
    """Each path that answers in JSON or CSV is there, and so is the problem."""
    forms = {
        path: next(iter(item["get"]["responses"]["200"]["content"]))
        for path, item in present()["paths"].items()
    }
    told = {path for path, form in forms.items() if "json" in form or form.startswith("text/csv")}

    assert TOLD.keys() == told | {"application/problem+json"}


async def test_no_field_of_a_shape_is_left_out() -> None:
    """Whatever name a shape has is told somewhere, however deep it lies."""
    shapes = present()["components"]["schemas"].values()
    told = {name.rpartition(".")[2] for fields in JSON_ALONE.values() for name in fields}

    assert {name for shape in shapes for name in shape.get("properties", ())} == told


@pytest.mark.parametrize("path", TABLES)
async def test_columns_are_those_that_are_answered(service: Service, path: str) -> None:
    """The columns told of a CSV are those of its header, in order."""
    answer = await service.client.get(examples.ASKED[path])

    header = next(csv.reader(io.StringIO(answer.raise_for_status().text, newline="")))
    assert list(TOLD[path]) == header
    assert OWN.get(path, {}).keys() <= set(header), "a column that is gone is described"


@pytest.mark.parametrize("path", TABLES)
async def test_what_may_not_be_empty_is_not(service: Service, path: str) -> None:
    """No cell is empty whose column is not told to be, but for texts that may be empty."""
    answer = await service.client.get(examples.ASKED[path].replace("limit=1", "limit=60"))
    needed = {name for name, each in TOLD[path].items() if not each.nullable}

    for line in csv.DictReader(io.StringIO(answer.text, newline="")):
        empty = {name for name in needed if not line[name]}
        assert {name for name in empty if TOLD[path][name].type != "string"} == set(), line


async def test_every_file_of_the_archive_describes_its_columns() -> None:
    """The CSV of the archive is described in its own package, column by column."""
    assert all(column.about for kind in (*MONTHLY, *SINGLE) for column in kind.columns)


async def test_codes_are_lists_of_the_vocabulary(service: Service) -> None:
    """Each list named is one that /v1/vocabulary answers."""
    lists = (await service.client.get("/v1/vocabulary")).json()["data"].keys()

    assert {code for _, each in EVERY for code in each.codes} <= lists
    assert lists <= GROUPS.keys() - {UNIT}


async def test_figures_of_a_quantity_have_its_unit() -> None:
    """Percentiles and what was said are in the unit of their quantity; a cadence is in seconds."""
    for path, each in EVERY:
        if each.type == "number" and re.search(r"(^|[._])(low|mid|high)$", each.name):
            assert each.unit == OF_QUANTITY, (path, each.name)
    assert TOLD["/v1/sources.csv"]["cadence_s"].unit == "s"


async def test_a_field_is_told_whole() -> None:
    """A field that may be null keeps what its one type says: its lists and its meaning."""
    status = TOLD["/v1/status"]

    assert status["data[].wait_minutes.freshness"] == Field(
        name="data[].wait_minutes.freshness",
        type="string",
        meaning="How old it is, measured against what it promises.",
        nullable=True,
        codes=("freshness",),
    )
    assert status["data[].events[].last_heard"].type == "date-time"
    assert TOLD["/v1/vocabulary"]["data.*[].labels"].type == "map of string"
    assert TOLD["/v1/places"]["data[].modes"].codes == ("mode",)
    assert TOLD["/v1/flows"]["meta.from"].type == "date-time or date"


async def test_columns_are_empty_where_no_line_of_that_kind_has_them() -> None:
    """A column is sure only where every kind of line has it."""
    explain = TOLD["/v1/explain.csv"]

    assert not explain["origin"].nullable
    assert explain["weight"].nullable
    assert TOLD["/v1/corrections.csv"]["place"].nullable
    assert not TOLD["/v1/flows.csv"]["from"].nullable


async def test_the_same_as_data(service: Service) -> None:
    """The CSV has a line for each field, with all that is known of it."""
    told = await lines(service)

    assert [(line["resource"], line["field"]) for line in told] == [
        (path, each.name) for path, each in EVERY
    ]
    for line, (_, each) in zip(told, EVERY, strict=True):
        assert line["meaning"] == each.meaning
        assert line["codes"] == " ".join(each.codes)
        assert line["nullable"] == str(each.nullable).lower()


async def test_the_page_asks_nobody_else(service: Service) -> None:
    """The page has no script, one stylesheet of ours, and a policy that lets nothing else in."""
    answer = await service.client.get("/docs/dictionary")
    read = Page(answer.text)

    assert answer.headers["content-type"] == "text/html; charset=utf-8"
    assert "script" not in read.tags
    assert read.asked == ["data:,", "/docs/dictionary.css"]
    assert all(each.startswith(("#", "/")) and "//" not in each for each in read.links)
    policy = answer.headers["content-security-policy"]
    assert policy.startswith("default-src 'none'; style-src 'self';")
    assert "unsafe" not in policy
    assert "http" not in policy


async def test_its_style_asks_nobody(service: Service) -> None:
    """The stylesheet is ours and names no other file."""
    answer = await service.client.get("/docs/dictionary.css")

    assert answer.headers["content-type"] == "text/css; charset=utf-8"
    assert not re.search(r"url\(|@import|//", answer.text)


async def test_the_page_leads_everywhere(service: Service) -> None:
    """Each entry of the contents has its heading, each anchor is there once, each link leads on."""
    read = await page(service)

    assert len(read.anchors) == len(set(read.anchors))
    assert {each[1:] for each in read.links if each.startswith("#")} <= set(read.anchors)
    assert {"v1-status", "v1-status-csv", "v1-status.data[].access.state"} <= set(read.anchors)
    for link in {each for each in read.links if each.startswith("/")}:
        assert (await service.client.get(link)).status_code == 200, link


async def test_the_page_holds_every_field(service: Service) -> None:
    """Each field stands in a section; resources of the very same fields share one."""
    anchors = set((await page(service)).anchors)
    shared = {tuple(fields.values()): path for path, fields in reversed(list(TOLD.items()))}

    for fields, path in shared.items():
        assert {f"{anchor(path)}.{each.name}" for each in fields} <= anchors, path


async def test_it_is_unchanged_in_each_coding(service: Service) -> None:
    """The page keeps its ETag, in each coding, and its policy also where nothing changed."""
    for coding in ("identity", "gzip", "br"):
        headers = {"accept-encoding": coding}
        first = await service.client.get("/docs/dictionary", headers=headers)
        headers |= {"if-none-match": first.headers["etag"]}
        again = await service.client.get("/docs/dictionary", headers=headers)

        assert again.status_code == 304
        assert again.headers["content-security-policy"] == first.headers["content-security-policy"]


async def test_the_documentation_leads_to_it(service: Service) -> None:
    """Whoever reads /docs finds the dictionary."""
    assert 'href="/docs/dictionary"' in (await service.client.get("/docs")).text
