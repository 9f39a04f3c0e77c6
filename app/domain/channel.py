"""Channels and outlets: who writes the messages we read, and what may be kept of them."""

from dataclasses import dataclass
from enum import StrEnum


class ChannelKind(StrEnum):
    """Who writes in a channel; it decides what is kept of a message.

    Of authorities and media the permalink; of travellers neither link nor handle, and the hour.
    """

    AUTHORITY = "authority"
    MEDIUM = "medium"
    TRAVELLERS = "travellers"


@dataclass(frozen=True, slots=True, kw_only=True)
class Channel:
    """A public channel: its handle without `@`, its title, and what it speaks of.

    `place` is a checkpoint or an area, `language` ISO 639-1. `direction` is the way of which it
    speaks where a message does not say (`RU-GE`); empty where it speaks of both.
    """

    handle: str
    title: str
    place: str
    language: str
    kind: ChannelKind
    direction: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Outlet:
    """A publisher of news: its feed (RSS or Atom, https) and its language (ISO 639-1)."""

    id: str
    name: str
    feed: str
    language: str
