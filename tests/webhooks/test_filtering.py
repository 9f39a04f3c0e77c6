"""Filtering: the words of /v1/status and the kind of change, as written and as met by changes."""

from typing import Any

import pytest

from app.domain.change import Change, ChangeKind
from app.webhooks.filtering import MOST_WORDS, UnfitFilter, Wanting, read
from tests.archived import NOW
from tests.webhooks.office import BUSES, CARS, LARS, TRUCKS, catalogue, changed

AREA = changed(("ge", "RU-GE", "any"))
BOTH = changed((LARS, "both", "any"))
EVENT = changed((LARS, "both", "any"), kind=ChangeKind.EVENT, key="x")
CORRECTION = Change(version=1, at=NOW, kind=ChangeKind.CORRECTION, places=(LARS,), key="0" * 16)
ELSEWHERE = Change(version=1, at=NOW, kind=ChangeKind.CORRECTION, places=("ge",), key="1" * 16)
NOWHERE = Change(version=1, at=NOW, kind=ChangeKind.CORRECTION, places=(), key="2" * 16)

ALL = {
    "cars": changed(CARS),
    "trucks": changed(TRUCKS),
    "buses": changed(BUSES),
    "back": changed((LARS, "GE-RU", "car")),
    "area": AREA,
    "both": BOTH,
    "event": EVENT,
    "correction": CORRECTION,
}


def wanted(**filters: Any) -> set[str]:  # noqa: ANN401 - words by name
    """Give which of all changes such filters leave."""
    wanting = Wanting(filters, catalogue())
    return {name for name, change in ALL.items() if wanting.wants(change)}


@pytest.mark.parametrize(
    ("filters", "left"),
    [
        ({}, {"cars", "trucks", "buses", "back", "both", "event", "correction"}),
        ({"place": [LARS]}, {"cars", "trucks", "back", "both", "event", "correction"}),
        ({"place": ["vaalimaa"]}, {"buses"}),
        ({"place": ["ge"]}, {"area"}),
        ({"place": [LARS], "mode": ["car"]}, {"cars", "back", "event", "correction"}),
        ({"mode": ["car", "bus"]}, {"cars", "buses", "back", "event", "correction"}),
        ({"country": ["FI"]}, {"buses"}),
        ({"direction": ["RU-GE"]}, {"cars", "trucks", "event", "correction"}),
        ({"direction": ["both"]}, {"both", "event", "correction"}),
        ({"leaving": ["GE"]}, {"back", "event", "correction"}),
        ({"entering": ["FI", "RU"]}, {"buses", "back", "event", "correction"}),
        ({"country": ["GE"]}, {"cars", "trucks", "back", "both", "event", "correction"}),
        ({"kind": ["area"]}, {"area"}),
        ({"type": ["event.heard"]}, {"event"}),
        ({"type": ["correction.made"], "place": [LARS]}, {"correction"}),
        ({"type": ["status.changed"], "place": ["vaalimaa"], "mode": ["car"]}, set()),
    ],
)
def test_what_is_left(filters: dict[str, Any], left: set[str]) -> None:
    """Words of one name are alternatives, those of several must all fit, as in /v1/status."""
    assert wanted(**filters) == left


def test_corrections_elsewhere() -> None:
    """An area's is of the area alone; one without a place is for who wants everything."""
    everything, georgia = Wanting({}, catalogue()), Wanting({"country": ["GE"]}, catalogue())
    lars, area = (Wanting({"place": [each]}, catalogue()) for each in (LARS, "ge"))

    each_wants = [(one.wants(ELSEWHERE), one.wants(NOWHERE)) for one in (everything, georgia)]
    assert each_wants == [(True, True), (True, False)]
    assert (lars.wants(ELSEWHERE), area.wants(ELSEWHERE)) == (False, True)


def test_a_place_that_is_known_no_more() -> None:
    """Its changes are wanted by nobody, and nothing breaks."""
    gone = changed(("gone", "RU-GE", "car"))

    assert not Wanting({}, catalogue()).wants(gone)
    assert wanted(place=["gone"]) == set()


def test_filters_are_read_as_people_write_them() -> None:
    """A place by any of its names; each name with all its words, each once."""
    texts = ["place=Верхний Ларс", "place=lars", "mode=car", "mode=bus", "type=event.heard"]

    assert read(texts, catalogue()) == {
        "place": (LARS,),
        "mode": ("bus", "car"),
        "type": ("event.heard",),
    }


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("place", "is no filter: write it as place="),
        ("place=", "is no filter: write it as place="),
        ("plac=lars", "'plac' is no name of a filter; near: place"),
        ("quantity=access", "is no name of a filter; there are"),
        ("place=verkhny-larz", "near: verkhny-lars"),
        ("country=XX", "'XX' is no country; there are FI, GE"),
        ("direction=RU-G", "is no direction; near: RU-G"),
        ("mode=caar", "'caar' is no mode; near: car"),
        ("type=status", "near: status.changed"),
        ("kind=checkpoints", "near: checkpoint"),
    ],
)
def test_a_slip_is_answered_with_what_was_meant(text: str, told: str) -> None:
    """Each bad filter is refused with what is wrong and what there is."""
    with pytest.raises(UnfitFilter, match=told):
        read([text], catalogue())


def test_filters_are_bounded() -> None:
    """Nobody stores a list without end."""
    with pytest.raises(UnfitFilter, match="at most 200"):
        read(["mode=car"] * (MOST_WORDS + 1), catalogue())
