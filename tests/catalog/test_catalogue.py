"""Finding places by id, name and alias in any script; near matches; areas and what is in them."""

import pytest

from app.catalog import Catalogue, load
from app.domain.errors import AmbiguousPlace, UnknownPlace
from app.domain.place import Place
from app.domain.vocabulary import PlaceKind


@pytest.fixture(scope="module")
def catalogue() -> Catalogue:
    """Load the shipped catalogue."""
    return load()


def area(place_id: str, inside: str | None = None) -> Place:
    """Make an area that may lie in another."""
    return Place(
        id=place_id,
        kind=PlaceKind.AREA,
        names={"en": place_id},
        aliases=(),
        countries=("RU", "GE"),
        foreign_name=place_id,
        area=inside,
    )


@pytest.mark.parametrize(
    ("text", "place_id"),
    [
        ("verkhny-lars", "verkhny-lars"),
        ("Upper Lars", "verkhny-lars"),
        ("UPPER-LARS", "verkhny-lars"),
        (" upper lars. ", "verkhny-lars"),
        ("Верхний Ларс", "verkhny-lars"),
        ("верхнии ларс", "verkhny-lars"),
        ("დარიალი (ყაზბეგი)", "verkhny-lars"),
        ("ზემო ლარსი", "verkhny-lars"),
        ("Värtsilä", "niirala"),
        ("vartsila", "niirala"),
        ("Тёплое", "shagan"),
        ("Теплое", "shagan"),
        ("Жәнібек", "zhanybek"),
        ("Арц Суурь", "arts-suuri"),
        ("Suomi (itäraja)", "fi"),
        ("ЗКО", "kz-west"),
    ],
)
def test_find(catalogue: Catalogue, text: str, place_id: str) -> None:
    """A place is found by whatever people call it, however they type it."""
    place = catalogue.find(text)

    assert place.id == place_id


def test_every_id_finds_its_own_place(catalogue: Catalogue) -> None:
    """An id is never taken for somebody else's name."""
    found = {place_id: catalogue.find(place_id).id for place_id in catalogue.places}

    assert all(place_id == place for place_id, place in found.items())


@pytest.mark.parametrize("text", ["Pavlovka", "ПАВЛОВКА"])
def test_shared_name_is_ambiguous(catalogue: Catalogue, text: str) -> None:
    """Two posts are called Pavlovka: both are named, none is chosen."""
    with pytest.raises(AmbiguousPlace) as caught:
        catalogue.find(text)

    assert caught.value.near == ("kosak", "naiza")
    assert "use one of these ids" in str(caught.value)


def test_unknown_name_comes_with_near_ones(catalogue: Catalogue) -> None:
    """A slip in the name is answered with the ids it may have meant."""
    with pytest.raises(UnknownPlace) as caught:
        catalogue.find("Torfjanowka")

    assert caught.value.near == ("vaalimaa",)
    assert str(caught.value) == "no place is called 'Torfjanowka'; near: vaalimaa"


def test_near_match_of_a_shared_name_gives_all(catalogue: Catalogue) -> None:
    """What is near a name of two places is near both."""
    with pytest.raises(UnknownPlace) as caught:
        catalogue.find("Pavlowka")

    assert set(caught.value.near) >= {"kosak", "naiza"}


@pytest.mark.parametrize("text", ["", "??", "zz", "qqqqqqqq", "x" * 10_000])
def test_nonsense_has_no_near_match(catalogue: Catalogue, text: str) -> None:
    """What is near nothing says so, briefly."""
    with pytest.raises(UnknownPlace) as caught:
        catalogue.find(text)

    assert caught.value.near == ()
    assert len(str(caught.value)) < 120


def test_place_takes_ids_only(catalogue: Catalogue) -> None:
    """A name is no id, but helps to find it."""
    assert catalogue.place("vaalimaa").id == "vaalimaa"

    with pytest.raises(UnknownPlace) as caught:
        catalogue.place("Vaalimaa")

    assert caught.value.near == ("vaalimaa",)


@pytest.mark.parametrize(
    ("text", "ids"),
    [
        ("lars", ["verkhny-lars"]),
        ("павл", ["kosak", "kz-pavlodar", "naiza"]),
        ("altanb", ["altanbulag"]),
        ("arts", ["arts-suuri"]),
        ("lar", ["verkhny-lars"]),
        ("orda", ["orda"]),
        ("kz", ["kz", "kz-kostanay", "kz-north"]),
        ("pavl", ["kosak", "kz-pavlodar", "naiza"]),
        ("shar", ["sharbakty", "tes"]),
        ("fi", ["fi"]),
        ("oz", ["taskala", "koyanbai", "kurmangazy"]),
        ("rajajosepi", ["raja-jooseppi"]),
        ("?", []),
        ("qqqqqq", []),
    ],
)
def test_search(catalogue: Catalogue, text: str, ids: list[str]) -> None:
    """A part of a name gives all places that bear it: whole names, beginnings, then parts."""
    found = [place.id for place in catalogue.search(text)]

    assert found[: len(ids)] == ids
    assert ids or not found


def test_areas_nearest_first(catalogue: Catalogue) -> None:
    """A place knows the areas around it; a whole border lies in none."""
    vaalimaa = catalogue.areas_of(catalogue.place("vaalimaa"))
    finland = catalogue.areas_of(catalogue.place("fi"))

    assert vaalimaa == ("fi-southeast", "fi")
    assert finland == ()


def test_areas_that_lie_in_each_other_have_an_end() -> None:
    """A catalogue made by hand may be wrong, but never hangs."""
    wrong = Catalogue(places={"one": area("one", "two"), "two": area("two", "one")})

    areas = wrong.areas_of(wrong.place("one"))

    assert areas == ("two", "one")


def test_area_that_is_not_there_ends_the_chain() -> None:
    """An area we do not know has nothing around it that we know."""
    lonely = Catalogue(places={"one": area("one", "gone")})

    areas = lonely.areas_of(lonely.place("one"))

    assert areas == ("gone",)


def test_checkpoints_in_an_area(catalogue: Catalogue) -> None:
    """An area holds the crossings of the areas in it, and no areas."""
    southeast = [place.id for place in catalogue.checkpoints_in("fi-southeast")]
    finland = [place.id for place in catalogue.checkpoints_in("fi")]
    nothing = catalogue.checkpoints_in("vaalimaa")

    assert southeast == ["imatra", "nuijamaa", "vaalimaa", "vainikkala"]
    assert len(finland) == 9
    assert set(southeast) < set(finland)
    assert nothing == ()


@pytest.mark.parametrize(
    ("region", "number"),
    [("kz-west", 6), ("kz-north", 4), ("kz-kostanay", 6), ("kz-pavlodar", 5), ("kz", 30)],
)
def test_number_of_crossings_in_a_region(catalogue: Catalogue, region: str, number: int) -> None:
    """Each Kazakh region holds as many road posts as its note says."""
    crossings = catalogue.checkpoints_in(region)

    assert len(crossings) == number
