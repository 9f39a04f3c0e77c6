"""Labels and vocabulary, held together: every code has words for people in every language."""

import unicodedata
from enum import StrEnum

import pytest

from app.catalog import Catalogue, load
from app.catalog.labels import GROUPS, MODULES
from app.domain.vocabulary import UNITS, AccessWord, Mode, Quantity

ENUMS = [
    words
    for module in MODULES
    for words in vars(module).values()
    if isinstance(words, type)
    and issubclass(words, StrEnum)
    and words.__module__ == module.__name__
]
LANGUAGES = ("en", "fi", "ka", "kk", "mn", "ru")
"""Languages in which every code has a label."""

SCRIPTS = {
    "en": "LATIN", "fi": "LATIN", "ka": "GEORGIAN", "kk": "CYRILLIC", "mn": "CYRILLIC",
    "ru": "CYRILLIC",
}  # fmt: skip
"""The letters each language is written in, as Unicode names them."""

DEGREES = "°C"
"""Written in Latin letters everywhere."""


@pytest.fixture(scope="module")
def catalogue() -> Catalogue:
    """Load the shipped catalogue."""
    return load()


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("words", ENUMS, ids=lambda words: words.__name__)
def test_every_code_has_a_label(catalogue: Catalogue, language: str, words: type[StrEnum]) -> None:
    """Each list of codes and its table of labels hold the same codes, none without words."""
    labels = catalogue.labels[language][_group(words)]

    assert set(labels) == {code.value for code in words}
    assert all(label.strip() == label != "" for label in labels.values())


def _group(words: type[StrEnum]) -> str:
    return "".join(f"_{c.lower()}" if c.isupper() else c for c in words.__name__).strip("_")


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("words", ENUMS, ids=lambda words: words.__name__)
def test_no_two_codes_of_a_list_read_alike(
    catalogue: Catalogue, language: str, words: type[StrEnum]
) -> None:
    """Whoever reads a label can tell which code of its list is meant."""
    labels = catalogue.labels[language][_group(words)]

    assert len(set(labels.values())) == len(labels)


@pytest.mark.parametrize("language", LANGUAGES)
def test_labels_are_in_the_letters_of_their_language(catalogue: Catalogue, language: str) -> None:
    """No label was left in another language, and no letter only looks like the right one."""
    labels = [label for words in catalogue.labels[language].values() for label in words.values()]

    strange = [label for label in labels if label != DEGREES and not _is_in(label, language)]

    assert strange == []


def _is_in(label: str, language: str) -> bool:
    letters = filter(str.isalpha, label)
    return all(unicodedata.name(letter).startswith(SCRIPTS[language]) for letter in letters)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_unit_has_a_label(catalogue: Catalogue, language: str) -> None:
    """Each quantity that carries a figure has its unit in words."""
    units = catalogue.labels[language]["unit"]

    assert set(units) == {quantity.value for quantity in UNITS}


def test_no_table_without_a_list(catalogue: Catalogue) -> None:
    """There is no label for anything that the vocabulary does not know."""
    assert set(catalogue.labels) == set(LANGUAGES)
    for language in LANGUAGES:
        assert set(catalogue.labels[language]) == set(GROUPS)
    assert {_group(words) for words in ENUMS} == set(GROUPS) - {"unit"}


def test_labels_by_language(catalogue: Catalogue) -> None:
    """A label comes in the language asked for, and in English where there is none."""
    asked = [catalogue.label(AccessWord.CLOSED, language) for language in ("en", "ru", "xx", "fi")]

    assert asked == ["closed", "закрыто", "closed", "suljettu"]
    assert catalogue.unit(Quantity.QUEUE_KM, "ru") == "км"


def test_code_without_any_label_stands_for_itself() -> None:
    """A catalogue without labels still answers."""
    label = Catalogue(places={}).label(Mode.CAR, "ru")

    assert label == "car"
