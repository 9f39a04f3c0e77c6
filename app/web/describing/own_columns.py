"""What columns of CSV mean that no field of the same name tells, or not of every line."""

from collections.abc import Mapping
from typing import Any

from app.board.entry import NAMED_IN
from app.web.describing.field import Field
from app.web.schemas.common import OF_QUANTITY

MOMENT = "date-time"


def _sure(kind: str, meaning: str, **more: Any) -> Field:  # noqa: ANN401 - what else a field has
    return Field(name="", type=kind, meaning=meaning, **more)


def _text(meaning: str, *codes: str) -> Field:
    return _sure("string", meaning, nullable=True, codes=codes)


def _figure(meaning: str, unit: str = OF_QUANTITY) -> Field:
    return _sure("number", meaning, nullable=True, unit=unit)


def _moment(meaning: str) -> Field:
    return _sure(MOMENT, meaning, nullable=True)


UNIT = _text("The unit of the line's figures; empty for what is said in words.")

STATUS = {
    "quantity": _sure("string", "What the line tells, each with one unit.", codes=("quantity",)),
    "subject": _text(
        "Who is counted, or whom it concerns; empty for access, events and the weather.", "subject"
    ),
    "unit": UNIT,
    "low": _figure(
        "The 10th percentile of what we believe; of a measurement and the weather the least it"
        " allows; empty: no number, or no such side."
    ),
    "mid": _figure(
        "The 50th percentile of what we believe; of a measurement the figure itself; empty: no"
        " number, or only bounds were said."
    ),
    "high": _figure(
        "The 90th percentile of what we believe; of a measurement and the weather the greatest it"
        " allows; empty: no number, or no such side."
    ),
    "word": _text(
        "The state of access, or the word of a rule, an event or the weather.",
        "access_word", "rule_word", "event_word", "weather_word",
    ),
    "said_of": _text(
        "Of which place or area a rule or event was said; of access, the area whose word decided."
    ),
    "said_of_mode": _text("For which mode a rule or an event was said.", "mode"),
    "method": _text(
        "How those who bear most of a number came to know; of a measurement, how its origin did.",
        "method",
    ),
    "observed_from": _moment(
        "When what it speaks of begins; of access since when it is so; empty: nobody says."
    ),
    "observed_to": _moment(
        "The newest moment that a number rests on, or when what is told ends; of access and rules"
        " until when they hold; empty: nobody says."
    ),
    "no_number": _text(
        "Why there is no number; of access why it is not told from a word.", "no_number"
    ),
    "withheld_until": _moment(
        "Where it is withheld, until when; of several orders the one that reaches furthest."
    ),
    "withheld_reason": _text("Where it is withheld, why, in the operator's words."),
    "last_word": _text("The last word on access there was, too old to stand.", "access_word"),
    "last_low": _figure("The low of the last figure there was, too old to stand."),
    "last_mid": _figure("The mid of the last figure there was, too old to stand."),
    "last_high": _figure("The high of the last figure there was, too old to stand."),
    "last_observed_from": _moment("When what that last figure or word spoke of began."),
    "last_observed_to": _moment("The newest moment that this last figure or word rested on."),
}  # fmt: skip

EXPLAIN = {
    "quantity": _sure(
        "string", "The number it bears on, or `access`, each with one unit.", codes=("quantity",)
    ),
    "unit": UNIT,
    "said_of": _text("Of which place or area a word on access was said."),
    "said_of_direction": _text("Of which direction a word on access was said."),
    "said_of_mode": _text("Of which mode a word on access was said.", "mode"),
    "subject": _sure("string", "Who is counted, or whom it concerns.", codes=("subject",)),
    "report": _text("The id of the report; empty for a notice and for what we derived."),
    "role": _sure(
        "string",
        "What it did. Of a number: `used`, `repeat_of` another, `outlier`, `too_old` or `context`."
        " Of access: `used`, it decided; `context`, it holds but did not; `too_old`, it has ended.",
        codes=("role",),
    ),
    "alone_low": _figure("The 10th percentile of what it alone would have said."),
    "alone_mid": _figure("The 50th percentile of what it alone would have said."),
    "alone_high": _figure("The 90th percentile of what it alone would have said."),
}

PLACES = {
    **{
        f"name_{language}": _text(f"The name of the place in {language} (ISO 639-1).")
        for language in NAMED_IN
    },
    "aliases": _text("Further names that find it; `; ` lies between."),
    "side": _text("Whose post the position is; empty for an area.", "side"),
    "external_ids": _sure(
        "list of string",
        "What it is called in registers of others: the register, `:` and the number or name.",
        nullable=True,
    ),
}

FLOWS = {
    "per_day_value": _figure("Of a window, its figure per 24 hours, derived by us."),
    "per_day_low": _figure("Of a window, the least per 24 hours; empty: no lower bound."),
    "per_day_high": _figure("Of a window, the greatest per 24 hours; empty: no upper bound."),
    "week_factor": _figure(
        "Of a day, its figure over that of the same weekday one week before, by the same origin;"
        " empty: nothing to compare with.",
        unit="",
    ),
    "week_before": _sure("date", "The day a week before.", nullable=True),
    "week_reports": _sure(
        "list of string", "The ids of the reports behind that comparison.", nullable=True
    ),
    "reports": _sure(
        "list of string",
        "The ids of the reports behind the figure; empty for a sum of hours: those that may be told"
        " are in /v1/history, raw.",
        nullable=True,
    ),
    "url": _text("The page of the first of those reports; empty where there is none to tell."),
}

CORRECTIONS = {
    "published_count": _sure(
        "integer", "How many published figures may have rested on those reports in all."
    ),
}

VOCABULARY = {
    "list": _sure("string", "The name of the list, as in the `codes` of this dictionary."),
    "language": _sure("string", "The language of the label (ISO 639-1)."),
    "label": _sure("string", "What people read for the code in that language."),
    "unit_label": _text("What people read for that unit in that language."),
}

DICTIONARY = {
    "resource": _sure("string", "The path that answers so, or the media type of problems."),
    "field": _sure(
        "string",
        "A column, or the dotted path of a field: `[]` is each of a list, `*` each name of a map.",
    ),
    "type": _sure(
        "string", "What it holds, in the words of JSON Schema; `date-time` is a moment in UTC."
    ),
    "unit": _text("The unit of its figures; `of the quantity`: the one of the quantity beside it."),
    "nullable": _sure("boolean", "Whether it may be null or left out or, in CSV, empty."),
    "codes": _sure(
        "list of string",
        "The lists of /v1/vocabulary that its words stand in; they are open.",
        nullable=True,
    ),
    "meaning": _sure("string", "What it means, in English."),
}

OWN: Mapping[str, Mapping[str, Field]] = {
    "/v1/status.csv": STATUS,
    "/v1/explain.csv": EXPLAIN,
    "/v1/places.csv": PLACES,
    "/v1/flows.csv": FLOWS,
    "/v1/corrections.csv": CORRECTIONS,
    "/v1/vocabulary.csv": VOCABULARY,
    "/v1/dictionary.csv": DICTIONARY,
}
"""By the path of the CSV and the name of the column."""
