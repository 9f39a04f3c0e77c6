"""`darial webhooks`: who is told of changes, how each stands, and the ways to change that."""

import json as writer
import secrets
from collections.abc import Awaitable, Callable
from functools import partial
from typing import Annotated, TypeVar

import typer

from app.choices import webhook_manners
from app.cli.database import answer, require, work
from app.cli.fault import PARTLY, UNUSABLE, Fault
from app.cli.setup import catalogue_of, settings
from app.cli.terminal import plain, say, tell
from app.cli.webhook_table import Standing, attempt_fields, attempt_table, fields, filter_of, table
from app.clock import now
from app.settings import Settings
from app.store import changes, deliveries, webhooks
from app.store.database import Database, ReadSession, WriteSession
from app.store.webhooks import Webhook
from app.webhooks import filtering
from app.webhooks.address import UnfitAddress, checked, host_of
from app.webhooks.filtering import UnfitFilter
from app.webhooks.message import trial
from app.webhooks.posting import Outcome, Poster
from app.webhooks.reach import Reach
from app.webhooks.settling import attempt_of
from app.webhooks.signing import ROTATED, new_secret

Answer = TypeVar("Answer")

LIST_EPILOG = """\b
Examples:
  darial webhooks
  darial webhooks --json
  darial webhooks add https://example.org/hook --filter place=verkhny-lars
  darial webhooks log 1a2b3c4d

\b
Exit codes:
  0  shown
  2  wrong usage
  3  settings or database need mending"""

ADD_EPILOG = """\b
Examples:
  darial webhooks add https://example.org/hook
  darial webhooks add https://example.org/hook --filter place=verkhny-lars \\
    --filter mode=car --filter type=status.changed

\b
Exit codes:
  0  added
  2  wrong usage, or an address or filter of no use: nothing was done
  3  settings, catalogue or database need mending: nothing was done"""

ONE_EPILOG = """\b
Example:
  darial webhooks {name} 1a2b3c4d

\b
Exit codes:
  0  done
  1  there is no such webhook: nothing was done
  2  wrong usage
  3  settings or database need mending: nothing was done"""

TEST_EPILOG = """\b
Example:
  darial webhooks test 1a2b3c4d

\b
Exit codes:
  0  the message was taken
  1  it was not, or there is no such webhook
  2  wrong usage
  3  settings or database need mending"""

MOST = 100
"""How many webhooks there may be."""

MOST_ATTEMPTS = deliveries.KEPT_ATTEMPTS

Id = Annotated[str, typer.Argument(metavar="ID", help="A webhook, by its id.")]
Json = Annotated[bool, typer.Option("--json", help="Print it as JSON.")]


def add(darial: typer.Typer) -> None:
    """Add the group and its commands."""
    group = typer.Typer(rich_markup_mode=None)
    group.callback(invoke_without_command=True, epilog=LIST_EPILOG)(webhooks_)
    group.command("add", epilog=ADD_EPILOG)(add_)
    group.command("test", epilog=TEST_EPILOG)(test)
    for name, command in (("log", log), ("enable", enable), ("rotate", rotate), ("remove", remove)):
        group.command(name, epilog=ONE_EPILOG.format(name=name))(command)
    darial.add_typer(group, name="webhooks")


def webhooks_(context: typer.Context, json: Json = False) -> None:
    """Tell somebody of each change: list, add, try and remove them.

    What is sent is thin: that something changed, and the path to look at. It is signed after
    Standard Webhooks 1.0.0, and tried again for three days. A server sends it that polls; it
    notices within seconds what is done here.
    """
    if context.invoked_subcommand is not None:
        return
    chosen = settings()
    standing = answer(chosen.database_url, _standing)
    if json:
        told = [fields(each) for each in standing]
        say(writer.dumps(told, ensure_ascii=False, indent=1))
        return
    say("\n".join(table(standing, now())))
    if not chosen.polling:
        tell("DARIAL_POLLING is false here: a server with these settings sends nothing.")


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
    _write(chosen, partial(_kept, webhook=webhook))
    say(f"Added as webhook {webhook.id}, for {_host(webhook)}: {filter_of(webhook)}.")
    _show(webhook.id, webhook.secret)


def test(public: Id) -> None:
    """Send one message that only tries the way, and show what came back.

    It is of the type darial.test, and signed as all others. It changes nothing: a disabled webhook
    stays so.
    """
    chosen = settings()
    webhook = answer(chosen.database_url, partial(_one, public=public))
    outcome = work(chosen.database_url, lambda database: _tried(database, chosen, webhook))
    said = plain(f"{_host(webhook)}: {outcome.told}, after {outcome.seconds:.2f} s.")
    if not outcome.taken:
        raise Fault(f"{said} A message is taken by a status from 200 to 299.", PARTLY)
    say(said)


def log(
    public: Id,
    limit: Annotated[
        int,
        typer.Option(min=1, max=MOST_ATTEMPTS, metavar="N", help="At most so many, the newest."),
    ] = 50,
    json: Json = False,
) -> None:
    """Show the last attempts at a webhook: when, which message, how long, what came back."""

    async def asked(session: ReadSession) -> tuple[deliveries.Attempt, ...]:
        await _one(session, public)
        return await deliveries.attempts(session, public, limit)

    found = answer(settings().database_url, asked)
    if json:
        told = [attempt_fields(each) for each in found]
        say(writer.dumps(told, ensure_ascii=False, indent=1))
    else:
        say("\n".join(attempt_table(found)) if found else "Nothing was sent to it yet.")


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
        await _one(session, public)
        if skip:
            await deliveries.drop(session, public)
            await webhooks.saw(session, public, await changes.newest(session))
        await webhooks.enable(session, public, now())

    _write(settings(), enabled)
    say(f"{public} is enabled: a running server goes on within seconds.")


def rotate(public: Id) -> None:
    """Give a webhook a new secret.

    For a day messages are signed with both, so that whoever receives can change in peace.
    """
    secret = new_secret()

    async def rotated(session: WriteSession) -> None:
        webhook = await _one(session, public)
        await webhooks.rotate(session, webhook, secret, now() + ROTATED)

    _write(settings(), rotated)
    say(f"{public} has a new secret; the old one signs beside it for a day.")
    _show(public, secret)


def remove(public: Id) -> None:
    """Forget a webhook: its address and secret, what waits for it, and its log."""

    async def removed(session: WriteSession) -> None:
        await _one(session, public)
        await webhooks.remove(session, public)

    _write(settings(), removed)
    say(f"{public} is removed, and nothing of it is kept.")


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
    await webhooks.add(session, webhook)
    await webhooks.saw(session, webhook.id, await changes.newest(session))


async def _one(session: ReadSession, public: str) -> Webhook:
    """Give a webhook; raises Fault where there is none."""
    found = await webhooks.one(session, public)
    if found is None:
        raise Fault(plain(f"There is no webhook {public[:40]!r}: `darial webhooks` lists."), PARTLY)
    return found


async def _standing(session: ReadSession) -> list[Standing]:
    return [
        Standing(webhook, await deliveries.waiting(session, webhook.id))
        for webhook in await webhooks.every(session)
    ]


async def _tried(database: Database, chosen: Settings, webhook: Webhook) -> Outcome:
    at, message = now(), trial(secrets.token_hex(8), now())
    async with Poster(webhook_manners(chosen), now=now) as poster:
        outcome = await poster.post(webhook, message)
    async with database.writing() as session:
        await deliveries.note(session, attempt_of(webhook.id, message.id, at, outcome))
    return outcome


def _write(chosen: Settings, do: Callable[[WriteSession], Awaitable[Answer]]) -> Answer:
    async def written(database: Database) -> Answer:
        async with database.writing() as session:
            return await do(session)

    require(chosen.database_url)
    return work(chosen.database_url, written)


def _host(webhook: Webhook) -> str:
    return plain(host_of(webhook.url))


def _show(public: str, secret: str) -> None:
    say(secret)
    tell(
        "This secret is shown once: whoever receives needs it to check what is signed."
        f"\n`darial webhooks test {public}` tries the way."
    )
