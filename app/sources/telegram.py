"""Telegram: public channels of the catalogue, through the preview that each has on the web.

No licence on the posts and Telegram's terms of service: we keep where and when, never a text.
Groups, and whatever is behind a login, are not read. Oddities we rely on:

- A page has about 20 messages; `data-post` is channel and number. Other `time` elements are lengths
  of videos: only the one in the link to the message tells when it was posted.
- The text may stand in itself twice, and a message it answers has a text too: the innermost counts,
  and what is quoted does not. A photo without words is a message all the same, with an empty text.
- A group's address leads to a page without messages: unreadable, never "no news". A day without
  posts still shows the old ones. Notes of the service ("channel created") are no messages.
- A message handed on from another channel names it with a link; one of a person without. Where that
  channel is one of ours which is named, it has spoken, however often it is handed on; else nobody
  we know has. A hash of the channel is kept.
- Contacts and number plates are cut from every text. What is kept of a page is built anew from what
  we read of it. Of travellers that is no link, handle or number, and times to the hour; a hash of
  the message's number stands for it, which hides it from the eye but not from whoever computes it.
"""

import re
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from hashlib import blake2b
from html import escape

from selectolax.lexbor import LexborNode

from app.domain.channel import Channel, ChannelKind
from app.domain.contact import without_contacts
from app.domain.report_check import FIGURE_AHEAD
from app.sources.kit import (
    Parsed,
    Payload,
    Post,
    Refused,
    Request,
    Scope,
    Source,
    Unreadable,
    whole,
)
from app.sources.kit.parsed import ODD, reason_of

PREVIEW = "https://t.me/s/"
MESSAGE = ".tgme_widget_message[data-post]"
NOTE = "service_message"
TIME = ".tgme_widget_message_date time[datetime]"
TEXT = ".js-message_text:not(.js-message_reply_text *):not(:has(.js-message_text))"
FORWARDED = ".tgme_widget_message_forwarded_from_name"
FROM = "data-from"
HEAD = '<html><div class="tgme_channel_info"></div>'
"""How a kept page begins: with what stands on every preview and on no page of a group."""

MOST_MESSAGES = 100
LONGEST_TEXT = 4096
NUMBER = re.compile(r"[1-9][0-9]{0,11}")
LINK = re.compile(r"https://t\.me/(?P<handle>[A-Za-z0-9_]{5,32})(?:/[0-9]+)?")
HASH = re.compile(r"[0-9a-f]{32}")
NAMED = frozenset({ChannelKind.AUTHORITY, ChannelKind.MEDIUM})
"""The kinds of channels whose messages keep their name, link and minute."""


def asks(scope: Scope, _now: datetime) -> Sequence[Request]:
    """Ask for the preview of each channel."""
    return [
        Request(
            url=PREVIEW + channel.handle,
            about={"channel": _name(channel), "kind": channel.kind},
            shown="" if channel.kind in NAMED else f"a channel of travellers at {channel.place}",
        )
        for channel in scope.channels
    ]


def parse(payload: Payload, scope: Scope) -> Parsed:
    """Read the messages of a page; raises SourceError."""
    channel = _channel(payload, scope)
    parsed = Parsed()
    for position, message in enumerate(_messages(payload), start=1):
        try:
            parsed.posts.append(_post(message, channel, _speaker(message, channel, scope), payload))
        except ODD as error:
            refused = Refused(row=f"message {position} of the page", reason=reason_of(error))
            parsed.refused.append(refused)
    return whole(parsed)


def strip(payload: Payload) -> bytes:
    """Give a page with nothing but what is read of each message; raises SourceError."""
    name = payload.about.get("channel", "")
    named = payload.about.get("kind") in NAMED
    kept = (_kept(message, name, named=named) for message in _messages(payload))
    page = f"{HEAD}{''.join(kept)}</html>"
    return page.encode(payload.charset or "utf-8", "xmlcharrefreplace")


def _name(channel: Channel) -> str:
    """Give what a channel is called in what we keep: its handle, or a hash of it."""
    return channel.handle if channel.kind in NAMED else _hash(channel.handle.casefold())


def _hash(text: str) -> str:
    return blake2b(text.encode(), digest_size=16).hexdigest()


def _channel(payload: Payload, scope: Scope) -> Channel:
    for channel in scope.channels:
        if payload.about.get("channel") in {channel.handle, _name(channel)}:
            return channel
    raise Unreadable("the channel that was asked for is not in the catalogue")


def _messages(payload: Payload) -> list[LexborNode]:
    page = payload.html()
    messages = page.css(MESSAGE)
    if not messages or page.css_first(".tgme_channel_info") is None:
        raise Unreadable("no preview: a group, or the markup changed")
    newest = messages[-MOST_MESSAGES:]
    return [each for each in newest if NOTE not in (each.attributes.get("class") or "").split()]


def _speaker(message: LexborNode, channel: Channel, scope: Scope) -> Channel | None:
    """Give the channel that speaks in a message: the first one of all that handed it on.

    None where that is nobody of ours, or a person.
    """
    origin = message.css_first(FORWARDED)
    if origin is None:
        return channel
    name = _origin(origin)
    known = (each for each in scope.channels if each.kind in NAMED)
    return next((each for each in known if _hash(each.handle.casefold()) == name), None)


def _origin(origin: LexborNode) -> str:
    """Give a hash of the channel that a message was handed on from; empty for a person."""
    kept = origin.attributes.get(FROM) or ""
    if HASH.fullmatch(kept):
        return kept
    link = LINK.fullmatch(origin.attributes.get("href") or "")
    return _hash(link["handle"].casefold()) if link else ""


def _post(message: LexborNode, channel: Channel, speaker: Channel | None, payload: Payload) -> Post:
    named = channel.kind in NAMED
    identity = _identity(message, _name(channel), named=named)
    at = _time(message, named=named)
    if at > payload.fetched_at + FIGURE_AHEAD:
        raise ValueError("the time lies in the future")
    return Post(
        identity=identity,
        published_at=at,
        kind=channel.kind,
        language=channel.language,
        place=channel.place,
        permalink=f"https://t.me/{identity}" if named else "",
        speaker=speaker.kind if speaker else None,
        said_by=speaker.title if speaker and speaker.kind in NAMED else "",
        direction=channel.direction,
        text=_text(message),
    )


def _identity(message: LexborNode, name: str, *, named: bool) -> str:
    """Give channel and number, or a hash of them; what was stripped has that hash already."""
    written = message.attributes.get("data-post") or ""
    if not named and HASH.fullmatch(written):
        return written
    channel, _, number = written.partition("/")
    called = channel.casefold() if named else _hash(channel.casefold())
    if called != name.casefold() or not NUMBER.fullmatch(number):
        raise ValueError("it is no message of this channel")
    if named:
        return f"{name}/{number}"
    return _hash(f"{channel.casefold()}/{number}")


def _time(message: LexborNode, *, named: bool) -> datetime:
    time = message.css_first(TIME)
    if time is None:
        raise ValueError("it has no time")
    try:
        at = datetime.fromisoformat(time.attributes.get("datetime") or "")
    except ValueError as error:
        # Python's own words would show what stands there.
        raise ValueError("its time cannot be read") from error
    if at.tzinfo is None:
        raise ValueError("its time has no offset")
    at = at.astimezone(UTC)
    return at if named else at.replace(minute=0, second=0, microsecond=0)


def _text(message: LexborNode) -> str:
    """Give the words of a message, line by line, without contacts."""
    node = message.css_first(TEXT)
    if node is None:
        return ""
    for end in node.css("br"):
        end.replace_with("\n")
    shown = "".join(letter for letter in node.text() if letter.isprintable() or letter.isspace())
    lines = (" ".join(line.split()) for line in shown.split("\n"))
    tidy = re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip()
    return without_contacts(tidy[:LONGEST_TEXT].strip())


def _kept(message: LexborNode, name: str, *, named: bool) -> str:
    """Write a message anew; one that cannot be read stays one that cannot."""
    try:
        identity, time = _identity(message, name, named=named), _time(message, named=named)
    except ODD:
        return '<div class="tgme_widget_message" data-post=""></div>'
    text = escape(_text(message)).replace("\n", "<br>")
    origin = message.css_first(FORWARDED)
    handed_on = (
        "" if origin is None else f'<b class="{FORWARDED[1:]}" {FROM}="{_origin(origin)}"></b>'
    )
    return (
        f'<div class="tgme_widget_message" data-post="{identity}">{handed_on}'
        f'<div class="js-message_text">{text}</div>'
        f'<a class="tgme_widget_message_date"><time datetime="{time.isoformat()}"></time></a></div>'
    )


SOURCE = Source(
    id="telegram",
    name="Public Telegram channels",
    url="https://t.me/",
    every=timedelta(minutes=5),
    licence="none stated, Telegram's terms of service; facts, time and link only",
    attribution="the channels named in each link, through t.me",
    asks=asks,
    parse=parse,
    media=("text/html",),
    strip=strip,
    pause=timedelta(seconds=2),
    most=100,
    largest=2 * 1024 * 1024,
)
