"""Naming: which places a text names, in its own language, and which words only look like it."""

import pytest

from app.catalog import load
from app.domain.naming import Naming

NAMING = Naming(load().places.values())


@pytest.mark.parametrize(
    ("language", "text", "places"),
    [
        ("ru", "На Верхнем Ларсе стоят 2300 машин", ("verkhny-lars",)),
        ("ru", "ВЕРХНИЙ ЛАРС ЗАКРЫТ", ("verkhny-lars",)),
        ("ru", "Очередь у КПП «Ларс» выросла", ("verkhny-lars",)),
        ("ru", "Пункт пропуска Маштаково и переход в Озинках, граница", ("syrym", "taskala")),
        ("ru", "Через Торфяновку закрыта дорога", ("vaalimaa",)),
        ("en", "Traffic at Larsi is closed by an avalanche", ("verkhny-lars",)),
        ("en", "Upper Lars: what travellers say", ("verkhny-lars",)),
        ("en", "Finland's Raja-Jooseppi stays shut", ("raja-jooseppi",)),
        ("ka", "ლარსის საბაჟო დაკეტილია", ("verkhny-lars",)),
        ("ka", "ზემო ლარსთან მანქანები დგას", ("verkhny-lars",)),
        ("fi", "Vaalimaalla rajanylityspaikka on kiinni", ("vaalimaa",)),
        ("fi", "Vartiuksen raja-asema", ("vartius",)),
        (
            "fi",
            "Vartiuksessa, Raja-Joosepissa ja Vaalimaan rajalla",
            ("vartius", "raja-jooseppi", "vaalimaa"),
        ),
        (
            "fi",
            "Nuijamaalta Imatralle kulkee tie, Niiralaan raja",
            ("nuijamaa", "imatra", "niirala"),
        ),
        ("de", "Die Grenze bei Vaalimaa, Schlangen vor Lars", ("vaalimaa", "verkhny-lars")),
        ("uk", "Черга перед Ларсом, кордон у Маштаковому", ("verkhny-lars", "syrym")),
        ("kk", "Шекарадағы Сырымда кезек", ("syrym",)),
        ("mn", "Алтанбулагт боомт хаагдлаа", ("altanbulag",)),
        ("mn", "Алтанбулгийн боомтоор машин нэвтэрлээ", ("altanbulag",)),
        ("mn", "Кяхтын боомт нээлттэй", ("altanbulag",)),
        ("mn", "Ташантад дараалал үүслээ, боомт", ("tsagaannuur",)),
        ("mn", "Арц Суурийн боомтод", ("arts-suuri",)),
        ("mn", "Эрээнцавын боомт", ("ereentsav",)),
        ("kk", "«Жайсаң» бекетінде кезек", ("zhaisan",)),
        ("kk", "Озинкидегі өткізу бекеті", ("taskala",)),
        ("kk", "Маштаковода жүк көліктерінің кезегі, шекара", ("syrym",)),
        ("ka", "დარიალის გამშვებ პუნქტზე რიგია", ("verkhny-lars",)),
        ("ka", "ყაზბეგთან საზღვარზე", ("verkhny-lars",)),
        ("ru", "Очереди на границе России с Казахстаном", ("kz",)),
        ("en", "Queues grow between Russia and Mongolia", ("mn",)),
    ],
)
def test_named(language: str, text: str, places: tuple[str, ...]) -> None:
    """A place is found under each of its names, with the endings of the language."""
    assert NAMING.named(text, language) == places


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "Lars von Trier opens a festival"),
        ("en", "Darial is a gorge, and a poem"),
        ("en", "Salla and her sister sing"),
        ("fi", "Salla voitti palkinnon"),
        ("fi", "Lapset Venäjän rajanylityspaikalla"),
        ("uk", "Ларсен на кордоні"),
        ("en", "Lars, a painter of long ago, lived far from all of this and never saw a road"),
        ("ru", "Светлый день для города Орска"),
        ("ru", "светлый пункт пропуска"),
        ("ru", "Ларсен на границе"),
        ("ru", "ТЭС у границы остановлена"),
        ("ru", "Очередь в Павловке на границе"),
        ("kk", "ауыл жолы мен шекара"),
        ("en", "Georgia and Russia trade more"),
        ("en", "Georgia opens a crossing to Turkey"),
        ("ru", "Очередь за билетами в Грузию"),
        ("en", "South Ossetia's road to Russia is a checkpoint"),
        ("en", ""),
    ],
)
def test_not_named(language: str, text: str) -> None:
    """A word that is a name elsewhere, a bare country, or a shared name is no place of ours."""
    assert NAMING.named(text, language) == ()


def test_each_place_once_in_order() -> None:
    """Several places are told in the order of the text, each once; areas only without them."""
    text = "Vaalimaa border, Nuijamaa border, then Vaalimaa's queue: Russia and Finland"

    assert NAMING.named(text, "en") == ("vaalimaa", "nuijamaa")


def test_long_texts_are_read_so_far() -> None:
    """A text is read for its first 600 words."""
    assert NAMING.named("so " * 598 + "Upper Lars", "en") == ("verkhny-lars",)
    assert NAMING.named("so " * 599 + "Upper Lars", "en") == ()


def test_unknown_language_takes_names_as_they_are() -> None:
    """In a language whose endings we do not know, names count as we write them."""
    assert NAMING.named("Верхний Ларс", "") == ("verkhny-lars",)
    assert NAMING.named("Верхнем Ларсе", "") == ()
