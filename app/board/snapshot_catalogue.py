"""The snapshot's catalogue: the names, hours and words that an app shows a snapshot with.

An app fetches it again when `meta.catalogue_version` of a snapshot is another than its own.
"""

from collections.abc import Collection, Mapping

from app.board.document import Document
from app.board.entry import describe_place, describe_vocabulary
from app.board.notation import Fields, encode
from app.board.selection import Filters, chosen
from app.board.snapshot import NUMBERS
from app.board.view import View
from app.domain.vocabulary import Quantity

PLACE = (
    "id", "kind", "names", "foreign_name", "aliases", "countries", "directions", "area", "position",
    "timezone", "modes",
)  # fmt: skip
HOURS = ("modes", "week", "breaks", "season", "clocks", "valid_from", "valid_to",
         "shut_on_holidays")  # fmt: skip
LISTS = (
    "access_word", "agreement", "claim", "coverage", "event_word", "freshness", "method", "mode",
    "no_number", "place_kind", "quantity", "rule_word", "subject",
)  # fmt: skip
"""The lists of codes that a snapshot holds."""
TOLD = (*NUMBERS, Quantity.ACCESS, Quantity.RULE, Quantity.EVENT)
"""The quantities that a snapshot tells of."""
DECIMALS = 4
"""Of a position in degrees: eleven metres. Further digits tell nothing, and do not compress."""


def snapshot_catalogue(
    view: View, filters: Filters, languages: Collection[str] = (), text: str | None = None
) -> Document:
    """Answer the places asked for and the labels, in these languages; none means all there are.

    Areas are among the places unless they are filtered out: a checkpoint names the one it is in.
    """
    places = [
        _place(describe_place(place, view.catalogue), languages)
        for place in chosen(view.catalogue, filters, text)
    ]
    data = {"places": places, "labels": _labels(view, languages)}
    return view.finish(view.envelope(encode(data), ()))


def _place(entry: Fields, languages: Collection[str]) -> Fields:
    sides = [
        {
            "country": side["country"],
            "timezone": side["timezone"],
            "hours": [{name: each[name] for name in HOURS} for each in side["hours"]],
        }
        for side in entry["sides"]
    ]
    told = {name: entry[name] for name in PLACE}
    names = _in(entry["names"], languages)
    return told | {"names": names, "position": _position(entry["position"]), "sides": sides}


def _position(position: Fields | None) -> Fields | None:
    if position is None:
        return None
    return position | {name: round(position[name], DECIMALS) for name in ("lat", "lon")}


def _labels(view: View, languages: Collection[str]) -> Fields:
    """Give labels by list, code and language; of numbers, their units too."""
    vocabulary = describe_vocabulary(view.catalogue)
    quantities = [each for each in vocabulary["quantity"] if each["code"] in TOLD]
    vocabulary["quantity"] = quantities
    told: Fields = {
        name: {each["code"]: _in(each["labels"], languages) for each in vocabulary[name]}
        for name in LISTS
    }
    units = {
        each["code"]: _in(each["unit_labels"], languages)
        for each in quantities
        if each["unit_labels"]
    }
    return told | {"unit": units}


def _in(labels: Mapping[str, str], languages: Collection[str]) -> dict[str, str]:
    """Give labels in some languages; where none of these has it, in English."""
    chosen = {language: labels[language] for language in labels if language in languages}
    return chosen or (dict(labels) if not languages else {"en": labels["en"]})
