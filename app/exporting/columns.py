"""Columns: what stands in each kind of file, in order, with a sentence for each."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from app.exporting.cells import Type

PACKED = ".csv.gz"


class Column(NamedTuple):
    """One column: its name, what its cells hold, what they say; `needed` ones are never empty."""

    name: str
    type: Type
    about: str
    needed: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Kind:
    """One kind of file: `monthly` ones are a file for each month, the others one file.

    `key` are the columns that name a row, `refers` tells (column, kind, its column) what one names.
    """

    name: str
    title: str
    about: str
    columns: Sequence[Column]
    key: Sequence[str]
    monthly: bool = False
    refers: tuple[str, str, str] | None = None

    @property
    def names(self) -> list[str]:
        """Give the names of its columns."""
        return [column.name for column in self.columns]

    def file(self, month: object = None) -> str:
        """Give the name of its one file, or of that of a month: `reports-2022-09.csv.gz`."""
        return f"{self.name}{PACKED}" if month is None else f"{self.name}-{month}{PACKED}"


def _text(name: str, about: str) -> Column:
    return Column(name, Type.TEXT, about)


def _text_or_none(name: str, about: str) -> Column:
    return Column(name, Type.TEXT, about, needed=False)


def _moment(name: str, about: str) -> Column:
    return Column(name, Type.MOMENT, about)


def _moment_or_none(name: str, about: str) -> Column:
    return Column(name, Type.MOMENT, about, needed=False)


def _number_or_none(name: str, about: str) -> Column:
    return Column(name, Type.NUMBER, about, needed=False)


def _integer(name: str, about: str) -> Column:
    return Column(name, Type.INTEGER, about)


def _integer_or_none(name: str, about: str) -> Column:
    return Column(name, Type.INTEGER, about, needed=False)


NUMBER = _integer("number", "The place in the order of storing; gaps are rows that are left out.")
ID = _text("id", "The permanent id: 16 hexadecimal digits.")
UNIT = _text_or_none("unit", "The unit of value, low, mid and high; empty for words.")
ACT = _text("act", "The act that says it, by its id.")

SERIES = (
    _text("place", "The checkpoint or area, by its id in Darial's catalogue (/v1/places)."),
    _text("direction", "The two countries in the order of travel, or `both`."),
    _text("mode", "The way of crossing; `any`: not said, or all together."),
    _text("quantity", "What is told."),
    _text("subject", "Who is counted, or to whom it applies."),
)
"""The key of a number or word."""

SOURCES = Kind(
    name="sources",
    title="Who handed over the reports",
    about="Each source of the reports in this archive, with its terms. Name it with its figures.",
    key=("id",),
    columns=(
        _text("id", "Its id, as in `source` of a report."),
        _text("name", "Its name."),
        _text("kind", "How its reports come: live, archive, import or operator."),
        _text_or_none("licence", "Its licence or terms; empty where none are stated."),
        _text("attribution", "How it is to be named."),
        _text_or_none("url", "Its page."),
        _integer_or_none("cadence_seconds", "How often it speaks (s); empty where it is not live."),
        Column(
            "redistribute",
            Type.BOOLEAN,
            "Whether its rows may be passed on. Of a source with `false` there are only retractions"
            " of what others said: a retraction goes with its figure.",
        ),
        _moment("added_at", "When it was first noted."),
    ),
)

REPORTS = Kind(
    name="reports",
    title="Reports",
    about="What was said, row by row as it was stored, by the month (UTC) in which the interval"
    " begins that it speaks of. Rows are never changed: a revision is a later row that names its"
    " `first`, a retraction one that names in `retracts` what it takes back. A report that is"
    " named so does not stand any more; a retraction that is retracted itself takes nothing back.",
    key=("id",),
    monthly=True,
    refers=("source", "sources", "id"),
    columns=(
        NUMBER,
        ID,
        _text_or_none("first", "The first revision, by its id; empty in the first itself."),
        *SERIES,
        UNIT,
        _number_or_none("value", "The figure, in `unit`."),
        _number_or_none("low", "The least it may be, in `unit`."),
        _number_or_none("high", "The greatest it may be, in `unit`."),
        _text_or_none("bound", "How the figure was meant: exact, about, between, at_least ..."),
        _text_or_none("per", "The time that a rate is for, where the figure was told as a rate."),
        _text_or_none("word", "The word on access, a rule or an event."),
        _text_or_none("claim", "How the word stands: rumour, stated, confirmed, denied ..."),
        _moment("observed_from", "Where the interval begins that it speaks of."),
        _moment_or_none("observed_to", "Where that ends; empty: no end was stated."),
        _text("precision", "How precisely that is known."),
        _text("origin", "Who said it in the first place."),
        _text("origin_kind", "What kind of speaker that is."),
        _text("method", "How it came to be known: counted, official, observed, relayed ..."),
        _text("source", "Who handed it to us."),
        _text_or_none("publisher", "Who published it."),
        _moment_or_none("published_at", "When it was made public."),
        _moment("recorded_at", "When we stored it; of a traveller's word, its hour."),
        _moment("known_at", "From when on it counts as known."),
        _moment_or_none("review_at", "When a standing word should be looked at again."),
        _text_or_none("url", "The page on which it was found."),
        _text_or_none("permalink", "The lasting address of that very message."),
        _text_or_none("language", "The language of that page."),
        _text_or_none("note", "A remark; of a retraction, its reason."),
        Column("archived", Type.BOOLEAN, "Whether it was collected after the event."),
        _integer("revision", "0 for the first, then 1, 2 ..."),
        _text_or_none("retracts", "What this row takes back, by its id."),
        _text_or_none(
            "identity",
            "What tells the row from others of its source; empty where it could lead to a person.",
        ),
        _integer_or_none("span_from", "Where in a message it was read: the first character."),
        _integer_or_none("span_to", "The same: past the last character."),
        _text_or_none("fired", "The rule by which it was read."),
        _text_or_none("poll", "The poll that brought it."),
        _text_or_none("time_basis", "What its times rest on."),
    ),
)

PUBLISHED = Kind(
    name="published",
    title="Published figures",
    about="Each figure and word on access as this service published it, by the month (UTC) in which"
    " it did. Nothing published is ever rewritten; acts.csv.gz says what was put right since.",
    key=("id",),
    monthly=True,
    columns=(
        NUMBER,
        ID,
        *SERIES,
        UNIT,
        _integer("version", "The board's version that published it first."),
        _moment("published_at", "When it was published; it stood until the next of its series."),
        _text("method_version", "The version of the method that made it."),
        _text("catalogue_version", "The version of the catalogue it was made with."),
        _number_or_none("low", "The 10th percentile of what was believed, in `unit`."),
        _number_or_none("mid", "The 50th percentile, in `unit`."),
        _number_or_none("high", "The 90th percentile, in `unit`."),
        _text_or_none("word", "The word on access."),
        _text_or_none("no_number", "Why there was none; unknown is never 0."),
        _moment_or_none("observed_to", "Until when the newest report behind it had looked."),
        _text_or_none("freshness", "How old that was: fresh, late or stale."),
        _text_or_none("agreement", "Whether its origins agreed: single, agree or differ."),
        _integer("origins", "How many origins stood behind it."),
    ),
)

ACTS = Kind(
    name="acts",
    title="Acts",
    about="What operators, and sources of their own accord, put right: each act with its reason,"
    " in public. What was undone is named by a later act.",
    key=("id",),
    columns=(
        NUMBER,
        ID,
        _moment("at", "When it was done."),
        _text("verb", "What was done: report, retract, withhold, notice_add, notice_end, undo."),
        _text("role", "Who did it, as a role; `source` is a publisher's own word."),
        _text_or_none("reason", "Why."),
        _integer("version", "The board's version that it raised; a source's own raises none."),
        _text_or_none("undoes", "The act that it undoes, by its id."),
        _text("told", "What it was about, as a JSON object of texts and numbers."),
        _text_or_none("places", "The places it is about, with spaces in between."),
    ),
)

ACT_REPORTS = Kind(
    name="act-reports",
    title="Reports of acts",
    about="Which reports each act stored, or took back or gave back.",
    key=("act", "report"),
    refers=("act", "acts", "id"),
    columns=(ACT, _text("report", "The report, by its id; it may be one that is left out here.")),
)

WITHHOLDINGS = Kind(
    name="withholdings",
    title="Withheld",
    about="What an act withholds, from its time on. A figure that is withheld is not to be put back"
    " from an older copy while it is.",
    key=("act",),
    refers=("act", "acts", "id"),
    columns=(
        ACT,
        *SERIES[:3],
        _text_or_none("quantity", "What is withheld; empty: access and every number."),
        _moment("until", "Until when, unless the act is undone before."),
    ),
)

NOTICES = Kind(
    name="notices",
    title="Standing notices",
    about="What authorities decided, as operators noted it beside the notices of the catalogue.",
    key=("act",),
    refers=("act", "acts", "id"),
    columns=(
        ACT,
        _text("notice", "The notice's id."),
        *SERIES,
        _text("word", "The word on access, a rule or an event."),
        _moment("valid_from", "From when it holds."),
        _moment_or_none("valid_to", "Until when; empty: no end was stated."),
        _moment_or_none("review_at", "When it should be looked at again."),
        _moment("published_at", "When it was made public."),
        _text("authority", "Who decided it."),
        _text("authority_kind", "What kind of speaker that is."),
        _text_or_none("url", "The page that says so."),
        _text_or_none("note", "A remark."),
    ),
)

NOTICE_ENDS = Kind(
    name="notice-ends",
    title="Ends of standing notices",
    about="Ends that operators gave to standing notices, their own or the catalogue's.",
    key=("act",),
    refers=("act", "acts", "id"),
    columns=(
        ACT,
        _text("notice", "The notice's id."),
        _moment("ends_at", "When it ends, unless the act is undone."),
    ),
)

MONTHLY = (REPORTS, PUBLISHED)
SINGLE = (SOURCES, ACTS, ACT_REPORTS, WITHHOLDINGS, NOTICES, NOTICE_ENDS)
"""The kinds of one file each, in the order in which they are taken in."""

KINDS: Mapping[str, Kind] = {kind.name: kind for kind in (*SINGLE, *MONTHLY)}


def kind_of(file: str) -> Kind:
    """Give the kind of a file by its name, which is one that an archive's file can have."""
    stem = file.removesuffix(PACKED)
    return KINDS[stem] if stem in KINDS else KINDS[stem.split("-", 1)[0]]
