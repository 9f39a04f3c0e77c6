"""`darial channels`: which public channels are read, and what one of them would give."""

import asyncio
import re
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Annotated

import typer

from app.catalog import Catalogue
from app.cli.fault import PARTLY
from app.cli.payload_file import payload_in
from app.cli.planning import planned, source_named
from app.cli.polled import said
from app.cli.setup import catalogue_of, settings
from app.cli.terminal import bold, columns, complain, plain, say
from app.clock import now
from app.domain.channel import Channel, ChannelKind
from app.domain.report import Report
from app.polling.judging import GOOD
from app.polling.plan import Plan
from app.polling.texts import KEY, base_of
from app.polling.trying import Tried, try_payload, try_source
from app.sources.kit import Post, Request, Source

EPILOG = """\b
Examples:
  darial channels
  darial channels try a_channel
  darial channels try a_channel --kind authority

\b
Exit codes:
  0  listed
  2  wrong usage
  3  settings or catalogue need mending"""

TRY_EPILOG = """\b
Examples:
  darial channels try a_channel
  darial channels try https://t.me/a_channel --kind medium
  darial channels try a_channel --file page.html

\b
Exit codes:
  0    shown
  1    there is no such channel, or it cannot be read
  2    wrong usage, or the file cannot be read
  3    settings or catalogue need mending
  130  ended by Ctrl-C"""

NAME = re.compile(r"(?:https://)?(?:t\.me/(?:s/)?)?@?(?P<handle>[A-Za-z][A-Za-z0-9_]{2,31})")

MOST_POSTS = 20
LONGEST_TEXT = 60

HEADER = ("CHANNEL", "KIND", "PLACE", "LANGUAGE", "TITLE")
POSTS = ("PUBLISHED", "PERMALINK", "BEGINS", "GIVES")

UNREAD = "nothing that we read"
KEPT = (
    "Of each one only what it gives, its time and, unless travellers write there, its permalink is"
    " kept, and never a word of it. `darial read --explain` shows how a text is read."
)


def add(darial: typer.Typer) -> None:
    """Add the group and its command."""
    group = typer.Typer(rich_markup_mode=None)
    group.callback(invoke_without_command=True, epilog=EPILOG)(channels)
    group.command("try", epilog=TRY_EPILOG)(try_)
    darial.add_typer(group, name="channels")


def channels(context: typer.Context) -> None:
    """List the channels that are read, or try one.

    They stand in the catalogue (channels.toml), and in that of DARIAL_CATALOG_DIR.
    """
    if context.invoked_subcommand is not None:
        return
    listed = catalogue_of(settings()).channels
    if not listed:
        say("No channel is listed: channels.toml in the folder of DARIAL_CATALOG_DIR takes some.")
        return
    header, *lines = columns([HEADER, *map(_row, listed)])
    say("\n".join([bold(header), *lines]))


def _handle(text: str) -> str:
    found = NAME.fullmatch(text)
    if found is None:
        raise typer.BadParameter(f"{text[:80]!r} is no name of a channel, such as mchs_official")
    return found["handle"]


def try_(
    name: Annotated[
        str,
        typer.Argument(parser=_handle, metavar="NAME", help="Its name, with or without t.me/."),
    ],
    file: Annotated[
        Path | None,
        typer.Option(metavar="PAGE", help="Ask nobody: read this page of t.me/s/NAME."),
    ] = None,
    kind: Annotated[
        ChannelKind | None,
        typer.Option(help="Who writes there; else as the catalogue says, or travellers."),
    ] = None,
) -> None:
    """Show what the last posts of a public channel would give, and store nothing.

    It need not be listed. Of authorities and media the permalink would be kept; of travellers
    neither link nor name, and the hour only.
    """
    chosen = settings()
    catalogue = catalogue_of(chosen)
    channel = _channel(catalogue, name, kind)
    plan = planned(chosen, catalogue)
    plan = replace(plan, scope=replace(plan.scope, channels=(channel,)))
    tried = _tried(source_named("telegram"), plan, catalogue, file)
    for line in _lines(tried):
        say(line)
    if tried.verdict.outcome not in GOOD:
        complain(plain(f"{tried.verdict.outcome}: {tried.verdict.error}"))
        raise typer.Exit(PARTLY)


def _channel(catalogue: Catalogue, handle: str, kind: ChannelKind | None) -> Channel:
    """Give the channel as it is listed, or as one of which nobody has said what it is about."""
    for channel in catalogue.channels:
        if channel.handle.casefold() == handle.casefold():
            return replace(channel, kind=kind or channel.kind)
    return Channel(
        handle=handle,
        title=handle,
        place="",
        language="ru",
        kind=kind or ChannelKind.TRAVELLERS,
    )


def _tried(source: Source, plan: Plan, catalogue: Catalogue, file: Path | None) -> Tried:
    if file is None:
        return asyncio.run(try_source(source, plan, catalogue, now))
    at = now()
    first = next(iter(source.asks(plan.scope, at)), Request(url=source.url))
    return try_payload(source, payload_in(file, source, at, first, {}), plan, catalogue)


def _lines(tried: Tried) -> list[str]:
    posts = (*tried.gathered.read, *tried.gathered.posts)
    newest = sorted(posts, key=lambda post: post.published_at, reverse=True)[:MOST_POSTS]
    if not newest:
        return []
    header, *lines = columns([POSTS, *(_post(post, tried.verdict.reports) for post in newest)])
    return [bold(header), *lines, "", KEPT]


def _row(channel: Channel) -> tuple[str, ...]:
    return (channel.handle, channel.kind, channel.place, channel.language, channel.title)


def _post(post: Post, reports: Sequence[Report]) -> tuple[str, ...]:
    given = [
        f"{each.place} {each.direction} {each.mode} {each.quantity} {said(each)}"
        for each in reports
        if each.identity.startswith(f"{base_of(post)}{KEY}")
    ]
    return (
        f"{post.published_at:%Y-%m-%d %H:%MZ}",
        post.permalink or "not kept",
        plain(" ".join(post.text.split()))[:LONGEST_TEXT],
        "; ".join(given) or UNREAD,
    )
