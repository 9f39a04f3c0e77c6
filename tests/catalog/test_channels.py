"""Channels in the catalogue: what ships, what an operator adds, and what is told of mistakes."""

from pathlib import Path

import pytest

from app.catalog import load
from app.domain.channel import Channel, ChannelKind
from tests.catalog.spoilt import PLACE, Overlay, found

CHANNEL = """\
[[channel]]
handle = "lars_today"
title = "Lars today"
place = "verkhny-lars"
language = "ru"
kind = "travellers"
"""


def written(folder: Path, text: str) -> Path:
    """Give a catalogue folder with this list of channels in it."""
    (folder / "channels.toml").write_text(text, encoding="utf-8")
    return folder


def test_shipped_channels() -> None:
    """The one channel that ships is Kazakhstan's truck queue, an authority about its border."""
    (channel,) = load().channels

    assert channel.handle == "cargoruqsat"
    assert (channel.place, channel.language) == ("kz", "ru")
    assert channel.kind is ChannelKind.AUTHORITY


def test_channel_of_an_operator(tmp_path: Path) -> None:
    """An operator's channel comes after ours, all its facts kept."""
    channels = load(written(tmp_path, CHANNEL)).channels

    assert [channel.handle for channel in channels] == ["cargoruqsat", "lars_today"]
    assert channels[1] == Channel(
        handle="lars_today",
        title="Lars today",
        place="verkhny-lars",
        language="ru",
        kind=ChannelKind.TRAVELLERS,
    )


def test_replaced_channel(tmp_path: Path) -> None:
    """A handle of ours, in whatever case, replaces our entry where it stood."""
    own = CHANNEL.replace("lars_today", "CarGoRuqsat")

    channels = load(written(tmp_path, own)).channels

    assert [(channel.handle, channel.title) for channel in channels] == [
        ("CarGoRuqsat", "Lars today")
    ]


def test_channel_about_a_place_of_the_operator(overlay: Overlay) -> None:
    """A channel may speak of a place that the operator added."""
    own = CHANNEL.replace("verkhny-lars", "chernyshevskoye")

    channels = load(written(overlay(places=PLACE), own)).channels

    assert channels[-1].place == "chernyshevskoye"


def test_version_tells_of_channels(tmp_path: Path) -> None:
    """The catalogue's version moves with its channels."""
    shipped = load().version

    assert load(written(tmp_path, CHANNEL)).version != shipped


@pytest.mark.parametrize(
    ("right", "wrong", "mistake"),
    [
        ('"lars_today"', '"@lars"', "2: '@lars' is no handle: write what follows t.me/"),
        ('"lars_today"', '"lars"', "2: 'lars' is no handle: write what follows t.me/"),
        ('"lars_today"', f'"{"l" * 33}"', f"2: '{'l' * 33}' is no handle"),
        ('handle = "lars_today"\n', "", '1: handle is missing: add handle = "a text"'),
        ('"Lars today"', '" "', "3: title is empty: write what it should say"),
        ('"verkhny-lars"', '"verkhni-lars"', "4: unknown place 'verkhni-lars': did you mean"),
        ('"ru"', '"rus"', "5: unknown language 'rus': use the two letters of ISO 639-1"),
        ('"travellers"', '"traveller"', "6: unknown kind 'traveller': did you mean 'travellers'?"),
        ("title", "titel", "3: unknown key 'titel': did you mean 'title'?"),
        ("[[channel]]", "[[chanel]]", "1: unknown key 'chanel': did you mean 'channel'?"),
        ("[[channel]]", "[[channel", "1: not TOML"),
    ],
)
def test_mistakes(tmp_path: Path, right: str, wrong: str, mistake: str) -> None:
    """Each mistake in a channel is told with its line and the way to mend it."""
    mistakes = found(written(tmp_path, CHANNEL.replace(right, wrong)))

    assert any(told.startswith(f"channels.toml:{mistake}") for told in mistakes), mistakes


def test_channel_listed_twice(tmp_path: Path) -> None:
    """Two entries of one handle are one channel too many, whatever their case."""
    twice = CHANNEL + CHANNEL.replace("lars_today", "LARS_today")

    mistakes = found(written(tmp_path, twice))

    (mistake,) = mistakes
    assert mistake.startswith("channels.toml:8: two channels have the handle 'LARS_today': give")
    assert mistake.endswith(f"the first is at {tmp_path}/channels.toml:1")


def test_list_under_another_name(tmp_path: Path) -> None:
    """A list whose file is misspelt is not passed over in silence."""
    (tmp_path / "channel.toml").write_text(CHANNEL, encoding="utf-8")

    mistakes = found(tmp_path)

    assert mistakes == ["channel.toml:1: files in '.' are not read: did you mean 'channels'?"]
