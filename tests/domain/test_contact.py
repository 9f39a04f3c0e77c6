"""Contacts are taken out of a message, and figures, days and hours stay in it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.contact import without_contacts


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("пишите @ivan_lars или ivan.p@mail.example", "пишите … или …"),
        ("тел. +7 (921) 555-35-35, Иван", "тел. …, Иван"),
        ("89215553535", "…"),
        ("8 921 555 35 35 звоните", "… звоните"),
        ("555 12 34 56 Вайбер", "… Вайбер"),
        ("040 123 4567", "…"),
        ("+995.555.123.456", "…"),
        ("см. https://t.me/lars_chat/44?single и t.me/geolars", "см. … и …"),
        ("vk.com/id12345 www.example.org", "… …"),
        ("фура А123ВС15 стоит", "фура … стоит"),
        ("машина а 123 вс: А 123 ВС 777", "машина а 123 вс: …"),
        ("AB-123-CD и 123 ABC 02 и 123abc02", "… и … и …"),
    ],
)
def test_contacts_go(text: str, left: str) -> None:
    """Handles, addresses, numbers of phones and plates leave a gap behind."""
    assert without_contacts(text) == left


@pytest.mark.parametrize(
    "text",
    [
        "очередь около 2300 машин, стоим 20 ч",
        "490 большегрузов, 205 в электронной очереди, за неделю 24 000 автомашин",
        "о 490 тс 15 минут назад",
        "с 05:20 мск 11 января 2026 до особого распоряжения",
        "24.11.2026 12:50 открыли, 2026-11-24 12 00 закрыли",
        "24.11.2026 120 машин",
        "queue of 490 km 20 minutes, 1 322 trucks, 2 800 cars and 11 000 people",
        "50 км/ч и 2.5 км",
        "",
    ],
)
def test_figures_stay(text: str) -> None:
    """What is said of a queue, a day or an hour is left as it is."""
    assert without_contacts(text) == text


@given(st.text(alphabet="@+-(). :/0123456789abАВС", max_size=60))
def test_twice_is_once(text: str) -> None:
    """Cleaning what has been cleaned changes nothing, so that a stripped message stays itself."""
    once = without_contacts(text)

    assert without_contacts(once) == once
