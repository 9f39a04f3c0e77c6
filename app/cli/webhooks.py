"""`darial webhooks`: who is told of changes, how each stands, and whether the way leads there."""

import json as writer
import secrets
from functools import partial
from typing import Annotated

import typer

from app.choices import webhook_manners
from app.cli.database import answer, work
from app.cli.enlisting import Id, add_, enable, remove, rotate, webhook_named
from app.cli.fault import PARTLY, Fault
from app.cli.setup import settings
from app.cli.terminal import plain, say, tell
from app.cli.webhook_table import Standing, attempt_fields, attempt_table, fields, host, table
from app.clock import now
from app.settings import Settings
from app.store import deliveries, webhooks
from app.store.database import Database, ReadSession
from app.store.webhooks import Webhook
from app.webhooks.message import trial
from app.webhooks.posting import Outcome, Poster
from app.webhooks.settling import attempt_of

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


def test(public: Id) -> None:
    """Send one message that only tries the way, and show what came back.

    It is of the type darial.test, and signed as all others. It changes nothing: a disabled webhook
    stays so.
    """
    chosen = settings()
    webhook = answer(chosen.database_url, partial(webhook_named, public=public))
    outcome = work(chosen.database_url, lambda database: _tried(database, chosen, webhook))
    said = plain(f"{host(webhook)}: {outcome.told}, after {outcome.seconds:.2f} s.")
    if not outcome.taken:
        raise Fault(f"{said} A message is taken by a status from 200 to 299.", PARTLY)
    say(said)


def log(
    public: Id,
    limit: Annotated[
        int,
        typer.Option(
            min=1,
            max=deliveries.KEPT_ATTEMPTS,
            metavar="N",
            help="At most so many, the newest.",
        ),
    ] = 50,
    json: Json = False,
) -> None:
    """Show the last attempts at a webhook: when, which message, how long, what came back."""

    async def asked(session: ReadSession) -> tuple[deliveries.Attempt, ...]:
        await webhook_named(session, public)
        return await deliveries.attempts(session, public, limit)

    found = answer(settings().database_url, asked)
    if json:
        told = [attempt_fields(each) for each in found]
        say(writer.dumps(told, ensure_ascii=False, indent=1))
    else:
        say("\n".join(attempt_table(found)) if found else "Nothing was sent to it yet.")


async def _standing(session: ReadSession) -> list[Standing]:
    return [
        Standing(webhook, await deliveries.waiting(session, webhook.id))
        for webhook in await webhooks.every(session)
    ]


async def _tried(database: Database, chosen: Settings, webhook: Webhook) -> Outcome:
    at = now()
    message = trial(secrets.token_hex(8), at)
    async with Poster(webhook_manners(chosen), now=now) as poster:
        outcome = await poster.post(webhook, message)
    async with database.writing() as session:
        await deliveries.note(session, attempt_of(webhook.id, message.id, at, outcome))
    return outcome
