"""Each mistake in a place is named by file and line, with the way to mend it."""

import math

import pytest

from app.catalog import load
from app.catalog.world import distance, doubt
from tests.catalog.spoilt import NOTICE, PLACE, Overlay, found


def test_what_the_mistakes_are_made_from_is_right(overlay: Overlay) -> None:
    """The place and the notice that the tests below spoil are good as they stand."""
    mistakes = found(overlay(places=PLACE, notices=NOTICE))

    assert mistakes == []


PLACE_MISTAKES = [
    # what is replaced, by what, the whole mistake
    (
        'id = "chernyshevskoye"',
        'id = "Chernyshevskoye 1"',
        "2: 'Chernyshevskoye 1' is no id: use a-z, 0-9 and single hyphens",
    ),
    ('id = "chernyshevskoye"\n', "", '1: id is missing: add id = "a text"'),
    (
        'kind = "checkpoint"',
        'kind = "chekpoint"',
        "3: unknown kind 'chekpoint': did you mean 'checkpoint'?",
    ),
    ("names = {", "name = {", "4: unknown key 'name': did you mean 'names'?"),
    ("{ en = ", "{ fr = ", '4: there is no English name: add en = "..." to names'),
    ("lt = ", "Lt = ", "4: unknown language 'Lt': use the code of ISO 639: en, ru, ka"),
    (
        'lt = "Kybartai"',
        "lt = 4",
        '4: names holds something else than texts: write it as names = { name = "text" }',
    ),
    (
        'foreign_name = "Kybartai"',
        'foreign_name = " "',
        "5: foreign_name is empty: write what it should say",
    ),
    (
        'aliases = ["Kibartai"]',
        'aliases = "Kibartai"',
        '6: aliases is of the wrong type: write it as aliases = ["a", "list"]',
    ),
    (
        '["Kibartai"]',
        '["Kibartai", 7]',
        '6: aliases holds something else than texts: write it as aliases = ["one", "two"]',
    ),
    (
        '"Kibartai"',
        '"Upper Lars"',
        (
            "6: 'Upper Lars' is also a name of 'verkhny-lars': "
            "remove it, or list it in shared_names too"
        ),
    ),
    (
        '["RU", "LT"]',
        '["RU", "LX"]',
        "7: unknown country 'LX': use the two capitals of ISO 3166-1: RU, GE",
    ),
    (
        '["RU", "LT"]',
        '["RU"]',
        '7: a place lies between two countries: write ["RU", "GE"]',
    ),
    (
        '["RU", "LT"]',
        '["LT", "RU"]',
        '7: Russia stands second: write countries = ["RU", "LT"]: side a is the Russian one',
    ),
    (
        "lat = 54.6403, lon = 22.7396",
        "lat = 154.6403, lon = 22.7396",
        "8: lat and lon are swapped: write lat = 22.7396, lon = 154.6403",
    ),
    (
        "lat = 54.6403, lon = 22.7396",
        "lat = 154.6403, lon = 222.7396",
        "8: the position is out of range: lat is -90 to 90, lon is -180 to 180 degrees",
    ),
    ("lat = 54.6403, ", "", "8: lat is missing: add lat = 12.5"),
    (', side = "a" }', " }", '8: side is missing: add side = "a text"'),
    (
        "lon = 22.7396, ",
        "",
        "8: lon is missing: add lon = 12.5",
    ),
    (
        "lon = 22.7396",
        "lon = true",
        "8: lon is of the wrong type: write it as lon = 12.5",
    ),
    (
        'side = "a" }',
        'side = "c" }',
        "8: unknown side 'c': write a or b: whose post it is",
    ),
    (
        "Europe/Vilnius",
        "Europe/Vilnus",
        "9: unknown time zone 'Europe/Vilnus': did you mean 'Europe/Vilnius'?",
    ),
    (
        "Europe/Vilnius",
        "../x",
        "9: unknown time zone '../x': use an IANA name: Asia/Tbilisi",
    ),
    (
        ', b = "Europe/Vilnius"',
        "",
        "9: the zone of side b is missing: its clock makes the days: add b",
    ),
    (
        ', b = "Europe/Vilnius"',
        ', b = "Europe/Vilnius", c = "Asia/Omsk"',
        "9: unknown side 'c': write zones = { a = ..., b = ... }",
    ),
    ('"car", "truck"', '"car", "trukc"', "10: unknown mode 'trukc': did you mean 'truck'?"),
    (
        'modes = ["car", "truck"]\n',
        "",
        '1: a checkpoint needs its modes: add modes = ["car", "truck"]',
    ),
    (
        'aliases = ["Kibartai"]',
        'aliases = ["Kibartai"]\narea = "lithuania"',
        (
            "7: unknown area 'lithuania': write one of fi, fi-lapland, fi-southeast, ge, kz, "
            "kz-kostanay, kz-north, kz-pavlodar, kz-west, mn"
        ),
    ),
    (
        'aliases = ["Kibartai"]',
        'aliases = ["Kibartai"]\narea = "kz-nort"',
        "7: unknown area 'kz-nort': did you mean 'kz-north'?",
    ),
]


@pytest.mark.parametrize(("old", "new", "mistake"), PLACE_MISTAKES)
def test_mistakes_in_a_place(overlay: Overlay, old: str, new: str, mistake: str) -> None:
    """One slip in a place is found in its line, and the mend is named."""
    assert old in PLACE

    mistakes = found(overlay(places=PLACE.replace(old, new)))

    assert f"places/own.toml:{mistake}" in mistakes


@pytest.mark.parametrize("key", ["id", "kind", "names", "foreign_name", "countries", "zones"])
def test_keys_that_every_place_needs(overlay: Overlay, key: str) -> None:
    """A place without one of its keys is told which."""
    lines = [line for line in PLACE.splitlines() if not line.startswith(f"{key} =")]

    mistakes = found(overlay(places="\n".join(lines)))

    assert any(
        each.startswith(f"places/own.toml:1: {key} is missing: add {key} = ") for each in mistakes
    )


@pytest.mark.parametrize(
    ("position", "mistakes"),
    [
        ("lat = 42.7, lon = 44.6", []),
        ("lat = 43.6, lon = 44.6", []),
        ("lat = 44.6, lon = 42.7", ["lat and lon are swapped: write lat = 42.7, lon = 44.6"]),
        (
            "lat = 42.0, lon = 49.0",
            ["the position is 215 km from the border: correct lat and lon, or countries"],
        ),
        (
            "lat = nan, lon = inf",
            ["the position is out of range: lat is -90 to 90, lon is -180 to 180 degrees"],
        ),
    ],
    ids=["at the border", "not far from it", "swapped", "far away", "nowhere"],
)
def test_coordinates_of_a_known_border(
    overlay: Overlay, position: str, mistakes: list[str]
) -> None:
    """At a border we know, a post elsewhere or the wrong way round is a slip."""
    lars = PLACE.replace('"RU", "LT"', '"RU", "GE"')

    noted = found(overlay(places=lars.replace("lat = 54.6403, lon = 22.7396", position)))

    assert noted == [f"places/own.toml:8: {mistake}" for mistake in mistakes]


def test_area_may_have_its_middle_far_from_the_border(overlay: Overlay) -> None:
    """The position of an area is no post's."""
    area = PLACE.replace('"RU", "LT"', '"RU", "GE"').replace("checkpoint", "area")

    assert found(overlay(places=area)) == []


def test_every_post_of_ours_would_be_missed_the_wrong_way_round() -> None:
    """Each shipped position stands at its border, and is told when its numbers are exchanged."""
    posts = [place for place in load().places.values() if place.position]

    trouble = {
        place.id: doubt(place.countries, place.position.lon, place.position.lat)
        for place in posts
        if place.position and abs(place.position.lat - place.position.lon) > 1
    }

    assert len(posts) == 49
    assert {what and what[0] for what in trouble.values()} == {"lat and lon are swapped"}


def test_distance_to_a_border() -> None:
    """A degree of latitude north of a point of the border is 111 km, at its very end too."""
    north, beyond = distance(("RU", "GE"), 44.5, 41.0), distance(("RU", "GE"), 43.4, 39.0)

    assert north == pytest.approx(111, abs=3)
    assert beyond == pytest.approx(111.2 * math.cos(math.radians(43.4)), abs=0.1)
    assert distance(("RU", "LT"), 0, 0) == 0
    assert distance(("RU", "LT"), 90.1, 0) == math.inf


def test_two_places_with_one_id(overlay: Overlay) -> None:
    """The second place of one id is found, and the first is named."""
    mistakes = found(overlay(places=PLACE + "\n" + PLACE))

    assert len(mistakes) == 1
    assert mistakes[0].startswith(
        (
            "places/own.toml:19: two places have the id 'chernyshevskoye': "
            "give one of them another id; the first is at "
        ),
    )
    assert mistakes[0].endswith("places/own.toml:1")


def test_area_in_itself(overlay: Overlay) -> None:
    """Areas that lie in one another are found, without looking for the end for ever."""
    area = (
        '[[place]]\nid = "{0}"\nkind = "area"\nnames = {{ en = "{0}" }}\nforeign_name = "{0}"\n'
        'countries = ["RU", "LT"]\nzones = {{ b = "Europe/Vilnius" }}\narea = "{1}"\n'
    )
    text = area.format("lt-one", "lt-two") + area.format("lt-two", "lt-one")

    mistakes = found(overlay(places=text))

    assert mistakes == [
        "places/own.toml:8: 'lt-one' lies in itself: name the larger area, or none",
        "places/own.toml:16: 'lt-two' lies in itself: name the larger area, or none",
    ]


def test_checkpoint_is_no_area(overlay: Overlay) -> None:
    """A place cannot lie in a checkpoint."""
    mistakes = found(overlay(places=PLACE.replace("modes", 'area = "vaalimaa"\nmodes', 1)))

    assert "places/own.toml:10: unknown area 'vaalimaa'" in mistakes[0]


def test_shared_name_may_be_declared(overlay: Overlay) -> None:
    """A name that another place bears too is allowed where it is said to be shared."""
    shared = 'aliases = ["LARS"]\nshared_names = ["Lars"]'

    mistakes = found(overlay(places=PLACE.replace('aliases = ["Kibartai"]', shared)))

    assert mistakes == []
