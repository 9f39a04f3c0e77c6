"""Labels and vocabulary, held together: every code has words for people in every language."""

from enum import StrEnum

import pytest

from app.catalog import Catalogue, load
from app.catalog.labels import GROUPS
from app.domain import health, vocabulary
from app.domain.access_rule import AccessRule
from app.domain.act import Verb
from app.domain.vocabulary import UNITS, AccessWord, Mode, Quantity
from app.domain.voice import Role

OF_EVIDENCE = (Verb, Role, AccessRule)
ENUMS = [
    *(
        words
        for words in (*vars(vocabulary).values(), *vars(health).values())
        if isinstance(words, type) and issubclass(words, StrEnum) and words is not StrEnum
    ),
    *OF_EVIDENCE,
]
LANGUAGES = ("en", "ru")
"""Languages in which every code has a label."""

IN_PART = ("fi", "ka", "kk", "mn")
"""Languages in which only what explains and corrects has labels so far."""


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


@pytest.mark.parametrize("language", IN_PART)
@pytest.mark.parametrize("words", OF_EVIDENCE, ids=lambda words: words.__name__)
def test_what_explains_and_corrects_has_labels_everywhere(
    catalogue: Catalogue, language: str, words: type[StrEnum]
) -> None:
    """Acts, roles of reports and rules of access are told in every language there is."""
    labels = catalogue.labels[language][_group(words)]

    assert set(labels) == {code.value for code in words}
    assert len(set(labels.values())) == len(labels)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_unit_has_a_label(catalogue: Catalogue, language: str) -> None:
    """Each quantity that carries a figure has its unit in words."""
    units = catalogue.labels[language]["unit"]

    assert set(units) == {quantity.value for quantity in UNITS}


def test_no_table_without_a_list(catalogue: Catalogue) -> None:
    """There is no label for anything that the vocabulary does not know."""
    assert set(catalogue.labels) == {*LANGUAGES, *IN_PART}
    for language in LANGUAGES:
        assert set(catalogue.labels[language]) == set(GROUPS)
    for language in IN_PART:
        assert set(catalogue.labels[language]) == set(map(_group, OF_EVIDENCE))


def test_labels_by_language(catalogue: Catalogue) -> None:
    """A label comes in the language asked for, and in English where there is none."""
    asked = [catalogue.label(AccessWord.CLOSED, language) for language in ("en", "ru", "xx", "fi")]

    assert asked == ["closed", "закрыто", "closed", "closed"]
    assert catalogue.unit(Quantity.QUEUE_KM, "ru") == "км"


def test_code_without_any_label_stands_for_itself() -> None:
    """A catalogue without labels still answers."""
    label = Catalogue(places={}).label(Mode.CAR, "ru")

    assert label == "car"
