"""Telegram's previews: a real page, two made ones, and what is kept of each kind of channel."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from app.domain.channel import Channel, ChannelKind
from app.sources.kit import Payload, Post, Scope, SourceError, Unreadable
from app.sources.telegram import SOURCE, asks, parse, strip
from tests.sources.made_payloads import FETCHED_AT, RECORDINGS, made_payload

AUTHORITY = Channel(
    handle="Lars_Official",
    title="Made channel of an authority",
    place="verkhny-lars",
    language="ru",
    kind=ChannelKind.AUTHORITY,
)
TRAVELLERS = replace(AUTHORITY, handle="lars_made_road", kind=ChannelKind.TRAVELLERS)
SCOPE = Scope(places={}, channels=(AUTHORITY, TRAVELLERS))
PREVIEW = RECORDINGS / "telegram" / "preview.html"
MESSAGES = [
    ("telegram/435", "2026-04-09T07:01:44+00:00", 326, "AI Text"),
    ("telegram/436", "2026-04-09T07:02:04+00:00", 192, "10+ Fea"),
    ("telegram/437", "2026-04-09T07:02:22+00:00", 235, "Live an"),
    ("telegram/438", "2026-04-09T07:02:39+00:00", 226, "Managed"),
    ("telegram/439", "2026-04-09T07:02:48+00:00", 226, "For all"),
    ("telegram/440", "2026-05-14T16:08:06+00:00", 156, "Guest B"),
    ("telegram/441", "2026-05-14T16:08:31+00:00", 203, "Bot-to-"),
    ("telegram/442", "2026-05-14T16:08:52+00:00", 173, "Chat Au"),
    ("telegram/443", "2026-05-14T16:09:19+00:00", 214, "Custom "),
    ("telegram/444", "2026-05-14T16:09:39+00:00", 169, "Expande"),
    ("telegram/445", "2026-05-14T16:09:50+00:00", 207, "For all"),
    ("telegram/446", "2026-06-18T14:34:18+00:00", 169, "Watch A"),
    ("telegram/447", "2026-06-18T14:35:36+00:00", 188, "Rich Te"),
    ("telegram/448", "2026-06-18T14:35:57+00:00", 155, "AI Admi"),
    ("telegram/449", "2026-06-18T14:36:06+00:00", 170, "For all"),
    ("telegram/450", "2026-07-19T17:57:15+00:00", 223, "⭐"),
    ("telegram/451", "2026-07-19T17:57:29+00:00", 193, "Telegra"),
    ("telegram/452", "2026-07-19T17:57:31+00:00", 163, "Ephemer"),
    ("telegram/453", "2026-07-19T17:58:17+00:00", 201, "350 Mil"),
    ("telegram/454", "2026-07-19T17:58:20+00:00", 96, "For all"),
]
"""Of the recorded page: channel and number, time, characters bar line ends and links, beginning."""


def page(*messages: str, channel: Channel = AUTHORITY) -> Payload:
    """Give a preview with these messages."""
    html = f'<html><div class="tgme_channel_info"></div>{"".join(messages)}</html>'
    (request,) = asks(Scope(places={}, channels=(channel,)), FETCHED_AT)
    about = dict(request.about)
    return Payload(body=html.encode(), fetched_at=FETCHED_AT, url="https://t.me/", about=about)


def message(number: object, at: str = "2026-11-24T11:00:00+00:00", text: str = "слово") -> str:
    """Give the markup of one message of the authority."""
    return (
        f'<div class="tgme_widget_message" data-post="Lars_Official/{number}">'
        f'<div class="js-message_text">{text}</div>'
        f'<a class="tgme_widget_message_date"><time datetime="{at}"></time></a></div>'
    )


def posts(payload: Payload) -> list[Post]:
    """Give the posts of a page that has no message to refuse."""
    parsed = parse(payload, SCOPE)
    assert parsed.refused == []
    return parsed.posts


@pytest.fixture(scope="module")
def recorded() -> Payload:
    """Give the recorded page, or skip."""
    if not PREVIEW.exists():
        pytest.skip("the recorded preview is not on this machine")
    return Payload(
        body=PREVIEW.read_bytes(),
        fetched_at=datetime(2026, 8, 21, tzinfo=UTC),
        url="https://t.me/s/telegram",
        about={"channel": "telegram", "kind": "medium"},
        charset="utf-8",
    )


def test_recorded_page(recorded: Payload) -> None:
    """All twenty messages of a real page are read: number, time, and the text without the rest."""
    channel = replace(AUTHORITY, handle="telegram", kind=ChannelKind.MEDIUM, language="en")

    parsed = parse(recorded, Scope(places={}, channels=(channel,)))

    assert parsed.refused == []
    read = [(post.identity, post.published_at) for post in parsed.posts]
    assert read == [(name, datetime.fromisoformat(at)) for name, at, _, _ in MESSAGES]
    assert [post.permalink for post in parsed.posts] == [
        f"https://t.me/{name}" for name, _, _, _ in MESSAGES
    ]
    for post, (_, _, length, beginning) in zip(parsed.posts, MESSAGES, strict=True):
        assert post.text.startswith(beginning)
        assert len(post.text.replace("\n", "")) == length
        assert "VIEW IN TELEGRAM" not in post.text
        assert "views" not in post.text


def test_recorded_page_as_kept(recorded: Payload) -> None:
    """What is kept of the real page gives the same posts, in a tenth of the room."""
    channel = replace(AUTHORITY, handle="telegram", kind=ChannelKind.MEDIUM, language="en")
    scope = Scope(places={}, channels=(channel,))

    body = strip(recorded)

    kept = replace(recorded, body=body)
    assert parse(kept, scope).posts == parse(recorded, scope).posts
    assert len(body) * 10 < len(recorded.body)


def test_message_of_an_authority() -> None:
    """Of an authority's message the link and the minute are kept; the quoted words are not its."""
    first, second = posts(made_payload("telegram", "authority.html"))

    assert first == Post(
        identity="Lars_Official/184",
        published_at=datetime(2026, 11, 24, 10, 7, 41, tzinfo=UTC),
        kind=ChannelKind.AUTHORITY,
        language="ru",
        place="verkhny-lars",
        permalink="https://t.me/Lars_Official/184",
        speaker=ChannelKind.AUTHORITY,
        said_by="Made channel of an authority",
        text="Движение открыто с 12:50.\n✅ Сбор $5, очередь 490 машин\n\nСправки: …, …, здесь",
    )
    assert second.text == ""
    assert second.published_at == datetime(2026, 11, 24, 11, 30, tzinfo=UTC)


def test_message_of_a_traveller() -> None:
    """Of a traveller's message neither link nor handle is kept, and the time to the hour."""
    first, second = posts(made_payload("telegram", "travellers.html"))

    assert first.text == "Стоим 20 часов, прошли 300 м.\nМашина …, пишите … или …"
    assert first.published_at == datetime(2026, 11, 24, 11, tzinfo=UTC)
    assert (first.permalink, second.permalink) == ("", "")
    assert "lars_made_road" not in repr([first, second])
    assert "7001" not in repr([first, second])
    assert first.identity != second.identity


def test_kept_page_of_travellers() -> None:
    """What is kept of travellers gives the same posts and holds nothing that leads to anybody."""
    payload = made_payload("telegram", "travellers.html")

    kept = replace(payload, body=strip(payload))

    assert parse(kept, SCOPE) == parse(payload, SCOPE)
    assert strip(kept) == kept.body
    text = kept.body.decode()
    for trace in ("made_ivan", "Выдуманн", "7001", "lars_made_road", "921", "jpg", "11:59", "А123"):
        assert trace not in text


def test_kept_page_without_its_kind() -> None:
    """Where it is not known who writes, no more is kept than of travellers."""
    payload = made_payload("telegram", "authority.html")

    body = strip(replace(payload, about={"channel": "Lars_Official"}))

    assert b"184" not in body
    assert b"10:07" not in body


def test_channel_that_becomes_one_of_travellers() -> None:
    """A kept page of an authority that is called travellers now gives travellers' posts."""
    scope = Scope(places={}, channels=(replace(AUTHORITY, kind=ChannelKind.TRAVELLERS),))
    payload = made_payload("telegram", "authority.html")

    parsed = parse(replace(payload, body=strip(payload)), scope)

    assert {post.permalink for post in parsed.posts} == {""}
    assert parsed.posts[0].published_at == datetime(2026, 11, 24, 10, tzinfo=UTC)


def test_hash_is_no_name_for_an_authority() -> None:
    """A message without its number has no link, so of an authority it is refused."""
    payload = page(message(1).replace("Lars_Official/1", "0" * 32), message(2))

    parsed = parse(payload, SCOPE)

    assert [post.identity for post in parsed.posts] == ["Lars_Official/2"]
    assert parsed.refused[0].reason.endswith("it is no message of this channel")


@pytest.mark.parametrize(
    "html",
    [
        '<div class="tgme_channel_info"></div>',
        message(1),
        '<div class="tgme_page"><div class="tgme_page_title">A group</div></div>',
    ],
    ids=["no messages", "no head", "group"],
)
def test_page_without_a_preview(html: str) -> None:
    """A page without messages, or without a channel's head, is unreadable and never quiet."""
    payload = replace(page(), body=f"{html}</html>".encode())

    with pytest.raises(Unreadable, match="no preview"):
        parse(payload, SCOPE)
    with pytest.raises(SourceError):
        strip(payload)


def test_channel_with_nothing_but_notes() -> None:
    """A channel in which only the service has spoken is read, and has no posts."""
    note = message(1).replace("tgme_widget_message", "tgme_widget_message service_message", 1)

    assert posts(page(note)) == []


@pytest.mark.parametrize(
    ("bad", "reason"),
    [
        (message(1, at="2026-11-24T11:00:00"), "its time has no offset"),
        (message(1, at="yesterday"), "its time cannot be read"),
        (message(1, at="0001-01-01T00:00:00+14:00"), "OverflowError"),
        (message(1, at="2026-11-24T12:10:01+00:00"), "the time lies in the future"),
        (message(1).replace("time datetime", "time data-was"), "it has no time"),
        (message(1).replace("Lars_Official", "other_one"), "it is no message of this channel"),
        (message("1?single"), "it is no message of this channel"),
        (message("0"), "it is no message of this channel"),
    ],
)
def test_message_that_is_refused(bad: str, reason: str) -> None:
    """A message without a time or of another channel is refused by itself, the others stay."""
    parsed = parse(page(bad, message(2)), SCOPE)

    assert [post.identity for post in parsed.posts] == ["Lars_Official/2"]
    (refused,) = parsed.refused
    assert refused.row == "message 1 of the page"
    assert reason in refused.reason


def test_page_of_refused_messages() -> None:
    """Where no message can be read, the page is unreadable; what is kept of it is so too."""
    payload = page(message(1, at=""), message(2, at="12:00"))

    with pytest.raises(Unreadable, match="all 2 rows"):
        parse(payload, SCOPE)
    with pytest.raises(Unreadable, match="all 2 rows"):
        parse(replace(payload, body=strip(payload)), SCOPE)


@pytest.mark.parametrize(
    "around",
    [
        '<a><div class="js-message_reply_text"><div class="js-message_text">old</div></div></a>{}',
        '<div class="js-message_text">old {}</div>',
    ],
    ids=["quoted", "nested"],
)
def test_innermost_text_counts(around: str) -> None:
    """Of texts in texts the innermost is the message's, unless it is what the message quotes."""
    inner = '<div class="js-message_text">new</div>'
    nested = message(1).replace('<div class="js-message_text">слово</div>', around.format(inner))

    (post,) = posts(page(nested))

    assert post.text == "new"


def test_text_is_bounded_and_plain() -> None:
    """A text ends at 4096 characters, and holds nothing that cannot be seen."""
    (post,) = posts(page(message(1, text="\u200bа \u202e&lt;b&gt;" + "о" * 5000)))

    assert post.text.startswith("а <b>о")
    assert len(post.text) == 4096


def test_only_so_many_messages() -> None:
    """A page with far more messages than one holds gives the newest hundred."""
    many = [message(number) for number in range(1, 151)]

    assert [post.identity for post in posts(page(*many))] == [
        f"Lars_Official/{number}" for number in range(51, 151)
    ]


def test_what_is_asked() -> None:
    """Each channel is asked for once, by its handle; without channels nothing is asked."""
    requests = asks(SCOPE, FETCHED_AT)

    assert [request.url for request in requests] == [
        "https://t.me/s/Lars_Official",
        "https://t.me/s/lars_made_road",
    ]
    assert requests[0].about == {"channel": "Lars_Official", "kind": "authority"}
    assert requests[1].about["kind"] == "travellers"
    assert "lars_made_road" not in {*requests[1].about.values(), requests[1].shown}
    assert asks(Scope(places={}), FETCHED_AT) == []
    assert timedelta(minutes=5) == SOURCE.every


def test_channel_that_was_taken_off_the_list() -> None:
    """A page of a channel that the catalogue no longer names is not read."""
    with pytest.raises(Unreadable, match="not in the catalogue"):
        parse(made_payload("telegram", "travellers.html"), Scope(places={}))
