"""Channels: which are read, and what the last posts of one would give."""

import re
from pathlib import Path

import pytest

from tests.cli.conftest import Darial
from tests.cli.mirror import Mirror

PAGE = """<html><body><div class="tgme_channel_info">Made</div>{messages}</body></html>"""
MESSAGE = """
<div class="tgme_widget_message" data-post="made_channel/{number}">
 <div class="js-message_text">{text}</div>
 <a class="tgme_widget_message_date" href="https://t.me/made_channel/{number}">
  <time datetime="2026-11-24T1{digit}:37:00+00:00">10:37</time></a>
</div>"""

OWN = """
[[channel]]
handle = "made_channel"
title = "A made channel"
place = "verkhny-lars"
language = "ru"
kind = "authority"
"""


def page(*texts: str) -> bytes:
    """Make the preview of a channel with these posts, the oldest first."""
    messages = (
        MESSAGE.format(number=number, digit=number % 10, text=text)
        for number, text in enumerate(texts)
        if number
    )
    return PAGE.format(messages="".join(messages)).encode()


POSTS = page("", "Очередь 300 машин", "Проезд   закрыт " + "и ещё слова " * 20)


def rows(out: str) -> list[list[str]]:
    """Give the cells of a table, without its header and what comes below it."""
    table = out.partition("\n\n")[0]
    return [re.split(r" {2,}", line) for line in table.splitlines()[1:]]


@pytest.fixture
def listed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """List a made channel in an operator's own catalogue."""
    (tmp_path / "channels.toml").write_text(OWN, encoding="utf-8")
    monkeypatch.setenv("DARIAL_CATALOG_DIR", str(tmp_path))


@pytest.mark.usefixtures("listed")
def test_the_listed_ones_are_shown(darial: Darial) -> None:
    """Those that ship and the operator's own."""
    result = darial("channels")

    assert result.code == 0
    assert ["made_channel", "authority", "verkhny-lars", "ru", "A made channel"] in rows(result.out)


@pytest.mark.parametrize("name", ["made_channel", "@made_channel", "https://t.me/s/made_channel"])
def test_travellers_posts_keep_no_link(darial: Darial, mirror: Mirror, name: str) -> None:
    """A channel nobody has listed is taken for one of travellers; newest first, by the hour."""
    mirror.serve("https://t.me/s/made_channel", POSTS, "text/html")

    result = darial("channels", "try", name)

    assert result.code == 0
    assert mirror.asked == ["/t.me/s/made_channel"]
    newest, before = rows(result.out)
    assert newest[:2] == ["2026-11-24 12:00Z", "not kept"]
    assert newest[2].startswith("Проезд закрыт и ещё слова")
    assert len(newest[2]) <= 60
    assert before[:3] == ["2026-11-24 11:00Z", "not kept", "Очередь 300 машин"]
    assert "never a word of it" in result.out


@pytest.mark.parametrize("kind", ["authority", "medium"])
def test_named_kinds_keep_it(darial: Darial, mirror: Mirror, kind: str) -> None:
    """Of an authority or a newsroom the permalink and the minute stay."""
    mirror.serve("https://t.me/s/made_channel", POSTS, "text/html")

    result = darial("channels", "try", "made_channel", "--kind", kind)

    assert rows(result.out)[0][:2] == ["2026-11-24 12:37Z", "https://t.me/made_channel/2"]


@pytest.mark.usefixtures("listed")
def test_a_listed_channel_has_its_kind(darial: Darial, mirror: Mirror) -> None:
    """Unless another is asked for."""
    mirror.serve("https://t.me/s/made_channel", POSTS, "text/html")

    as_listed = darial("channels", "try", "MADE_channel")
    otherwise = darial("channels", "try", "made_channel", "--kind", "travellers")

    assert "https://t.me/made_channel/2" in as_listed.out
    assert "https://t.me/made_channel/2" not in otherwise.out


def test_a_page_is_read_from_a_file(darial: Darial, mirror: Mirror, tmp_path: Path) -> None:
    """Nobody is asked then."""
    file = tmp_path / "page.html"
    file.write_bytes(POSTS)

    result = darial("channels", "try", "made_channel", "--file", file)

    assert result.code == 0
    assert len(rows(result.out)) == 2
    assert mirror.asked == []


def test_twenty_are_shown(darial: Darial, tmp_path: Path) -> None:
    """The last ones, however many the page has."""
    file = tmp_path / "page.html"
    file.write_bytes(page(*["слово"] * 40))

    assert len(rows(darial("channels", "try", "made_channel", "--file", file).out)) == 20


def test_a_group_cannot_be_read(darial: Darial, mirror: Mirror) -> None:
    """It has no preview, which is told, and is no empty channel."""
    mirror.serve("https://t.me/s/made_group", b"<html><body>join</body></html>", "text/html")

    result = darial("channels", "try", "made_group")

    assert result.code == 1
    assert result.out == ""
    assert "unreadable: " in result.err


@pytest.mark.parametrize("name", ["x", "two words", "https://example.org/made_channel", "a-b-c"])
def test_what_is_no_name_is_refused(darial: Darial, mirror: Mirror, name: str) -> None:
    """Before anybody is asked."""
    result = darial("channels", "try", name)

    assert result.code == 2
    assert "is no name of a channel" in result.err
    assert mirror.asked == []
