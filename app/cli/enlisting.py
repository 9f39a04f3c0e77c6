"""Enlisting: webhooks are added, enabled again, given a new secret and removed."""

import secrets
from dataclasses import replace
from functools import partial
from typing import Annotated

import typer

from app.cli.database import change
from app.cli.fault import PARTLY, UNUSABLE, Fault
from app.cli.setup import catalogue_of, settings
from app.cli.terminal import plain, say, tell
from app.cli.webhook_table import filter_of, host
from app.clock import now
from app.settings import Settings
from app.store import changes, deliveries, webhooks
from app.store.database import ReadSession, WriteSession
from app.store.webhooks import Webhook
from app.webhooks import filtering
from app.webhooks.address import UnfitAddress, checked
from app.webhooks.filtering import UnfitFilter
from app.webhooks.reach import Reach
from app.webhooks.signing import ROTATED, new_secret

MOST = 100
"""How many webhooks there may be."""

Id = Annotated[str, typer.Argument(metavar="ID", help="A webhook, by its id.")]


def add_(
    url: Annotated[str, typer.Argument(metavar="URL", help="Where to send, by https.")],
    words: Annotated[
        list[str] | None,
        typer.Option(
            "--filter",
            metavar="NAME=WORD",
            help=f"Tell only of these; repeatable. Names: {', '.join(filtering.NAMES)}.",
        ),
    ] = None,
) -> None:
    """Have somebody told of each change from now on.

    Several filters of one name are alternatives, those of several names must all fit. It is known
    by its id from then on, and nothing but its host is shown or logged. The secret is shown once.
    """
    chosen = settings()
    webhook = Webhook(
        id=secrets.token_hex(4),
        url=_address(chosen, url),
        filters=_filters(chosen, words or []),
        secret=new_secret(),
        added_at=now(),
        seen=0,
    )
    change(chosen.database_url, partial(_kept, webhook=webhook))
    say(f"Added as webhook {webhook.id}, for {host(webhook)}: {filter_of(webhook)}.")
    _show(webhook.id, webhook.secret)


def enable(
    public: Id,
    skip: Annotated[
        bool, typer.Option("--skip", help="Leave out what happened meanwhile.")
    ] = False,
) -> None:
    """Have a webhook told again that was disabled, and what waits for it sent at once.

    It is told of all that happened meanwhile too, as far as that is kept: thirty days.
    """

    async def enabled(session: WriteSession) -> None:
        await webhook_named(session, public)
        if skip:
            await deliveries.drop(session, public)
            await webhooks.saw(session, public, await changes.newest(session))
        await webhooks.enable(session, public, now())

    change(settings().database_url, enabled)
    say(f"{public} is enabled: a running server goes on within seconds.")


def rotate(public: Id) -> None:
    """Give a webhook a new secret.

    For a day messages are signed with both, so that whoever receives can change in peace.
    """
    secret = new_secret()

    async def rotated(session: WriteSession) -> None:
        webhook = await webhook_named(session, public)
        await webhooks.rotate(session, webhook, secret, now() + ROTATED)

    change(settings().database_url, rotated)
    say(f"{public} has a new secret; the old one signs beside it for a day.")
    _show(public, secret)


def remove(public: Id) -> None:
    """Forget a webhook: its address and secret, what waits for it, and its log."""

    async def removed(session: WriteSession) -> None:
        await webhook_named(session, public)
        await webhooks.remove(session, public)

    change(settings().database_url, removed)
    say(f"{public} is removed, and nothing of it is kept.")


async def webhook_named(session: ReadSession, public: str) -> Webhook:
    """Give a webhook; raises Fault where there is none."""
    found = await webhooks.one(session, public)
    if found is None:
        raise Fault(plain(f"There is no webhook {public[:40]!r}: `darial webhooks` lists."), PARTLY)
    return found


def _address(chosen: Settings, url: str) -> str:
    try:
        return checked(url, Reach(chosen.webhook_networks))
    except UnfitAddress as error:
        raise Fault(f"URL: {error}.", UNUSABLE) from error


def _filters(chosen: Settings, words: list[str]) -> dict[str, tuple[str, ...]]:
    try:
        return filtering.read(words, catalogue_of(chosen))
    except UnfitFilter as error:
        raise Fault(plain(f"--filter: {error}."), UNUSABLE) from error


async def _kept(session: WriteSession, webhook: Webhook) -> None:
    if await webhooks.count(session) >= MOST:
        raise Fault(f"There are {MOST} webhooks, the most there may be: remove one.", UNUSABLE)
    await webhooks.add(session, replace(webhook, seen=await changes.newest(session)))


def _show(public: str, secret: str) -> None:
    say(secret)
    tell(
        "This secret is shown once: whoever receives needs it to check what is signed."
        f"\n`darial webhooks test {public}` tries the way."
    )
