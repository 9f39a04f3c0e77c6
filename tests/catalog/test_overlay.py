"""An operator's own catalogue laid over ours: it adds and replaces by id."""

import re

from app.catalog import load
from app.domain.vocabulary import Mode
from tests.catalog.spoilt import NOTICE, PLACE, Overlay

LARS = """\
[[place]]
id = "verkhny-lars"
kind = "checkpoint"
names = { en = "Lars, ours" }
foreign_name = "Dariali"
aliases = ["Oberer Lars"]
countries = ["RU", "GE"]
area = "ge"
zones = { a = "Europe/Moscow", b = "Asia/Tbilisi" }
modes = ["car"]
"""


def test_new_place(overlay: Overlay) -> None:
    """A place of the operator's stands beside ours, all its facts kept."""
    catalogue = load(overlay(places=PLACE))

    place = catalogue.find("kibartai")
    assert place.id == "chernyshevskoye"
    assert place.names["lt"] == "Kybartai"
    assert place.modes == (Mode.CAR, Mode.TRUCK)
    assert len(catalogue.places) == 60


def test_replaced_place(overlay: Overlay) -> None:
    """A place with an id of ours replaces ours whole, its names too."""
    catalogue = load(overlay(places=LARS))

    assert catalogue.find("Oberer Lars").names == {"en": "Lars, ours"}
    assert "Upper Lars" not in catalogue.place("verkhny-lars").aliases
    assert len(catalogue.places) == 59


def test_notice_for_a_new_place(overlay: Overlay) -> None:
    """A notice may speak of a place that the operator added."""
    notice = NOTICE.replace("verkhny-lars", "chernyshevskoye").replace("RU-GE", "LT-RU")

    catalogue = load(overlay(places=PLACE, notices=notice))

    assert catalogue.notices[-1].direction == "LT-RU"


def test_replaced_notice(overlay: Overlay) -> None:
    """An operator ends a notice of ours by writing it again with an end."""
    ours = load().notices
    standing = next(notice for notice in ours if notice.id == "vaalimaa-2025-04-16-closed")
    ended = (
        NOTICE.replace("own-1", standing.id)
        .replace("verkhny-lars", "vaalimaa")
        .replace("RU-GE", "both")
    )

    catalogue = load(overlay(notices=ended))

    (notice,) = (each for each in catalogue.notices if each.id == standing.id)
    assert notice.valid_to is not None
    assert len(catalogue.notices) == len(ours)


def test_labels_word_by_word(overlay: Overlay) -> None:
    """A label of the operator's replaces ours; the others stay."""
    catalogue = load(overlay(labels='[mode]\ncar = "automobile"\n'))

    assert catalogue.label(Mode.CAR) == "automobile"
    assert catalogue.label(Mode.BUS) == "bus"


def test_empty_overlay_changes_nothing(overlay: Overlay) -> None:
    """An empty folder is an overlay like any other."""
    plain = load()

    catalogue = load(overlay())

    assert catalogue == plain


def test_version_names_the_content(overlay: Overlay) -> None:
    """The version is 12 hex digits, moves with what is said, and not with comments or order."""
    shipped = load().version

    with_place = load(overlay(places=PLACE)).version
    with_comment = load(overlay(places=f"# ours\n\n{PLACE}")).version
    with_change = load(overlay(places=PLACE.replace("08:00-20:00", "08:00-21:00"))).version

    assert re.fullmatch(r"[0-9a-f]{12}", shipped)
    assert with_place == with_comment
    assert len({shipped, with_place, with_change}) == 3


def test_version_is_the_same_in_any_order(overlay: Overlay) -> None:
    """Two files in one folder give the version of one file with both."""
    other = PLACE.replace("chernyshevskoye", "nida").replace("Chernyshevskoye", "Nida")
    other = other.replace("Kybartai", "Nida Post").replace("Kibartai", "Nidden")
    other = other.replace("Чернышевское", "Нида")

    one_way = load(overlay(places=PLACE + other)).version
    the_other_way = load(overlay(places=other + PLACE)).version

    assert one_way == the_other_way


def test_hours_are_read_whole(overlay: Overlay) -> None:
    """Every key of an hours entry arrives in the place."""
    rich = PLACE.replace(
        'daily = ["08:00-20:00"]',
        'valid_to = 2030-12-31\nmodes = ["truck"]\nbreaks = ["12:00-13:00", "01:00-02:00"]\n'
        'week = { mon-wed = ["22:00-30:00", "08:00-09:00"], sun = ["00:00-24:00"] }\n'
        'season = { first = "11-15", last = "02-29" }\nclocks = "summer"\nshut_on_holidays = true',
    )

    (hours,) = load(overlay(places=rich)).place("chernyshevskoye").hours

    night = ((480, 540), (1320, 1800))
    assert hours.week == (night, night, night, (), (), (), ((0, 1440),))
    assert hours.breaks == ((60, 120), (720, 780))
    assert hours.modes == (Mode.TRUCK,)
    assert hours.season == ((11, 15), (2, 29))
    assert (str(hours.valid_from), str(hours.valid_to)) == ("2024-01-01", "2030-12-31")
    assert (hours.clocks, hours.shut_on_holidays, hours.always) == ("summer", True, False)


def test_daily_hours_hold_on_seven_days(overlay: Overlay) -> None:
    """`daily` stands for each day of a week; left out, the rest has its plain meaning."""
    (hours,) = load(overlay(places=PLACE)).place("chernyshevskoye").hours

    assert hours.week == (((480, 1200),),) * 7
    assert (hours.breaks, hours.modes, hours.season) == ((), (), None)
    assert (hours.clocks, hours.shut_on_holidays) == (None, False)


def test_whole_degrees(overlay: Overlay) -> None:
    """A position without decimals is a position."""
    whole = PLACE.replace("lat = 54.6403, lon = 22.7396", "lat = 54, lon = 23")

    position = load(overlay(places=whole)).place("chernyshevskoye").position

    assert position is not None
    assert (position.lat, position.lon) == (54.0, 23.0)
