"""Numbers: digits, words, multipliers, ranges and units, as one amount."""

import pytest

from app.domain.vocabulary import Bound
from app.reading.amount import Amount, amounts
from app.reading.gloss import Glossary
from app.reading.lexicon import lexicon
from app.reading.part import parts
from app.reading.token import pieces


def _amounts(text: str, language: str) -> list[Amount]:
    return list(amounts(parts(pieces(text), Glossary(lexicon(language)))))


@pytest.mark.parametrize(
    ("language", "text", "value"),
    [
        ("en", "24 000 cars", 24_000),
        ("en", "24\u202f000 cars", 24_000),
        ("en", "24\u00a0000 cars", 24_000),
        ("en", "24,000 cars", 24_000),
        ("en", "24.000 cars", 24_000),
        ("en", "24'000 cars", 24_000),
        ("en", "1,405,552 people", 1_405_552),
        ("en", "2.5 thousand cars", 2_500),
        ("en", "0.500 thousand cars", 500),
        ("en", "5k cars", 5_000),
        ("en", "three thousand five hundred cars", 3_500),
        ("en", "twenty-five cars", 25),
        ("en", "two hundred and fifty cars", 250),
        ("en", "two and a half thousand cars", 2_500),
        ("en", "three dozen cars", 36),
        ("en", "a thousand cars", 1_000),
        ("ru", "10 тыс. 804 человека", 10_804),
        ("ka", "სამოცდათხუთმეტი მანქანა", 75),
        ("ka", "ოთხმოცდაცხრამეტი კაცი", 99),
        ("ka", "ორასორმოცდაათი მანქანა", 250),
        ("ka", "ორას ორმოცდაათ მანქანას", 250),
        ("ka", "ორი ათას ხუთასი მანქანა", 2_500),
        ("ka", "300-ს მანქანას", 300),
        ("kk", "екі мың үш жүз елу көлік", 2_350),
        ("kk", "бір жарым мың адам", 1_500),
        ("kk", "қырық бес көлік", 45),
        ("kk", "400-і көлік", 400),
        ("mn", "хоёр түмэн гурван мянган машин", 23_000),
        ("mn", "гурван зуун тавин машин", 350),
        ("mn", "хорин таван машин", 25),
        ("mn", "хоёр хагас мянган машин", 2_500),
        ("ru", "24тыс 300 машин", 24_300),
        ("ru", "2,5 тыс машин", 2_500),
        ("ru", "полторы тысячи машин", 1_500),
        ("ru", "две с половиной тысячи машин", 2_500),
        ("ru", "тысяча двести машин", 1_200),
        ("ru", "сто двадцать тысяч человек", 120_000),
        ("ru", "пятеро человек", 5),
        ("ru", "двух сотен машин", 200),
        ("ru", "1 млн 200 тыс. человек", 1_200_000),
        ("ru", "25-ти машин", 25),
    ],
)
def test_forms_of_numbers(language: str, text: str, value: float) -> None:
    """A number counts the same however it is written."""
    (amount,) = _amounts(text, language)

    assert (amount.low, amount.high) == (value, value)


@pytest.mark.parametrize(
    ("language", "text", "low", "high"),
    [
        ("en", "300-400 cars", 300, 400),
        ("en", "300 – 400 cars", 300, 400),
        ("en", "2-3 thousand cars", 2_000, 3_000),
        ("en", "from 300 to 400 cars", 300, 400),
        ("en", "between 3,000 and 4,000 cars", 3_000, 4_000),
        ("ru", "от 2 до 3 тысяч машин", 2_000, 3_000),
        ("ru", "два-три километра", 2, 3),
        ("ru", "от 5 часов до 7 часов", 300, 420),
        ("ru", "часа три-четыре", 180, 240),
        ("ru", "двадцать-тридцать машин", 20, 30),
    ],
)
def test_ranges(language: str, text: str, low: float, high: float) -> None:
    """Both ends have the unit and the multiplier that are said once."""
    (amount,) = _amounts(text, language)

    assert (amount.low, amount.high, amount.bound) == (low, high, Bound.BETWEEN)


@pytest.mark.parametrize(
    ("language", "text", "bound"),
    [
        ("en", "about 300 cars", Bound.ABOUT),
        ("en", "300 or so", Bound.ABOUT),
        ("en", "~300 cars", Bound.ABOUT),
        ("en", "more than 300 cars", Bound.AT_LEAST),
        ("en", "300+ cars", Bound.AT_LEAST),
        ("en", ">300 cars", Bound.AT_LEAST),
        ("en", "up to 300 cars", Bound.AT_MOST),
        ("en", "fewer than 300 cars", Bound.AT_MOST),
        ("ru", "порядка 300 машин", Bound.ABOUT),
        ("ru", "300 с лишним машин", Bound.AT_LEAST),
        ("ru", "не менее 300 машин", Bound.AT_LEAST),
        ("ru", "не более 300 машин", Bound.AT_MOST),
        ("ru", "до 300 машин", Bound.AT_MOST),
    ],
)
def test_bounds(language: str, text: str, bound: Bound) -> None:
    """A word before or after a number bounds it: on one side, the other is open."""
    (amount,) = _amounts(text, language)

    assert amount.bound is bound
    assert amount.low == (None if bound is Bound.AT_MOST else 300)
    assert amount.high == (None if bound is Bound.AT_LEAST else 300)


@pytest.mark.parametrize(
    ("language", "text", "minutes"),
    [
        ("en", "2h 30m", 150),
        ("en", "two hours and thirty minutes", 150),
        ("en", "an hour and a half", 90),
        ("en", "half an hour", 30),
        ("en", "a 5-hour queue", 300),
        ("en", "three-hour", 180),
        ("en", "two days", 2_880),
        ("ru", "полтора часа", 90),
        ("ru", "полчаса", 30),
        ("ru", "3 ч 20 мин", 200),
        ("ru", "два с половиной часа", 150),
        ("ru", "трехчасовая", 180),
        ("ru", "2 дня и 4 часа", 3_120),
        ("ru", "двое суток", 2_880),
        ("ru", "3-х часов", 180),
        ("ru", "12-ти часов", 720),
    ],
)
def test_durations(language: str, text: str, minutes: float) -> None:
    """A duration is told in minutes."""
    (amount,) = _amounts(text, language)

    assert (amount.unit, amount.low, amount.high) == ("minutes", minutes, minutes)


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "several cars"),
        ("en", "dozens of cars"),
        ("en", "hundreds of cars"),
        ("ru", "несколько машин"),
        ("ru", "десятки машин"),
        ("ru", "тысячи машин"),
        ("ru", "к границе"),
        ("en", "9" * 40),
        ("en", "000 180 cars"),
        ("en", "0'500 cars"),
    ],
)
def test_vague_amounts_are_none(language: str, text: str) -> None:
    """What has no figure gets none."""
    assert _amounts(text, language) == []
