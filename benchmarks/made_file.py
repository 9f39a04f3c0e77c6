"""A file of made reports, in the archive's format."""

import csv
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from pathlib import Path

from app.domain.vocabulary import OriginKind, Quantity
from app.store.columns import moment_of
from benchmarks import made
from benchmarks.made import MINUTE, Feed, Said

NOTE = "made for benchmarks"

COLUMNS = (
    "id", "source", "place", "direction", "mode", "quantity", "value", "low", "high", "bound",
    "word", "subject", "claim", "note", "observed_from", "observed_to", "precision",
    "published_on", "publisher", "origin", "origin_kind", "url", "language", "per", "recorded_at",
)  # fmt: skip


def write(file: Path, told: Sequence[Feed], every: Iterable[Said]) -> None:
    """Write reports of these feeds, a row each."""
    constant = [_constant(feed) for feed in told]
    with file.open("w", encoding="utf-8", newline="") as opened:
        writer = csv.DictWriter(opened, COLUMNS, restval="", lineterminator="\n")
        writer.writeheader()
        writer.writerows(
            {**constant[each.feed], **_varying(each, told[each.feed])} for each in every
        )


def _constant(feed: Feed) -> Mapping[str, object]:
    kind = feed.kind
    what = (
        {"word": "open", "claim": "stated"}
        if kind.quantity is Quantity.ACCESS
        else {"bound": "about" if kind.origin_kind is OriginKind.EYEWITNESS else "exact"}
    )
    return what | {
        "source": made.SOURCE,
        "place": feed.place,
        "direction": feed.direction,
        "mode": kind.mode,
        "quantity": kind.quantity,
        "note": NOTE,
        "precision": "day" if kind.span else "hour",
        "publisher": "made publisher",
        "origin": f"made {kind.origin_kind} at {feed.place}",
        "origin_kind": kind.origin_kind,
        "url": f"https://made.example/{feed.place}",
        "language": "en",
        "per": "window" if kind.quantity is Quantity.CROSSINGS_VEHICLES else "",
    }


def _varying(said: Said, feed: Feed) -> Mapping[str, object]:
    return {
        "id": said.identity,
        "value": "" if said.value is None else f"{said.value:.0f}",
        "observed_from": _written(said.ends - feed.kind.span),
        "observed_to": _written(said.ends),
        "recorded_at": _written(said.ends + MINUTE),
    }


@lru_cache(maxsize=4096)
def _written(micros: int) -> str:
    return moment_of(micros).isoformat()
