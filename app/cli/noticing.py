"""`darial notice`: the standing notices, and the ways to add one and to end one."""

import re
from datetime import date, datetime
from functools import partial
from typing import Annotated
from zoneinfo import ZoneInfo

import typer

from app.cli.arguments import directions, mode, one_of
from app.cli.asking_once import AS_OPERATOR, Intent, Reason, Role, Yes, needed, refusals, settle
from app.cli.database import answer
from app.cli.fault import UNUSABLE, Fault
from app.cli.moments import Moment, moment
from app.cli.notice_table import document, table
from app.cli.setup import catalogue_of, place_in, settings
from app.cli.terminal import say
from app.cli.words import moment_in
from app.clock import now
from app.correcting import noticing
from app.correcting.acting import Done
from app.correcting.mandate import Mandate
from app.correcting.noticing import Decision, notice_of
from app.domain.days import span_of
from app.domain.report import Queue
from app.domain.vocabulary import (
    OFFICIAL_KINDS,
    AccessWord,
    Mode,
    OriginKind,
    Quantity,
    RuleWord,
    Subject,
)

LIST_EPILOG = """\b
Examples:
  darial notice
  darial notice --json
  darial notice add vaalimaa both any --access closed --from 2026-12-01 ...
  darial notice end vaalimaa-2026-12-01-closed --at 2027-02-01 ...

\b
Exit codes:
  0  shown
  2  wrong usage
  3  settings, catalogue or database need mending"""

ADD_EPILOG = """\b
Examples:
  darial notice add vaalimaa both any --access closed \\
    --from 2026-12-01 --review 2027-02-01 --authority "Finnish Border Guard" \\
    --url https://example.org/decision
  darial notice add lars RU-GE bicycle --rule forbidden \\
    --from 2026-12-01 --until 2026-12-31 \\
    --authority "Border Service" --url https://example.org/x

\b
Exit codes:
  0  added
  1  no place is called that, or you said no: nothing was done
  2  wrong usage, or nobody could be asked: nothing was done
  3  settings, catalogue or database need mending: nothing was done"""

END_EPILOG = """\b
Example:
  darial notice end vaalimaa-2026-12-01-closed --at 2027-02-01 \\
    --reason "reopened by decree 12"

\b
Exit codes:
  0  noted
  1  there is no such notice, or you said no: nothing was done
  2  wrong usage, or nobody could be asked: nothing was done
  3  settings, catalogue or database need mending: nothing was done"""

OPTIONS = {
    "direction": "DIRECTION",
    "word": "--access or --rule",
    "observed_from": "--from",
    "observed_to": "--until",
    "until": "--until or --review",
    "review": "--review",
    "published": "--published",
    "kind": "--kind",
    "authority": "--authority",
    "origin": "--authority",
    "url": "--url",
    "note": "--note",
    "notice": "ID",
    "ends_at": "--at",
    "reason": "--reason",
    "role": "--role",
}

DAY = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
WHEN = "A local day of the place, at its beginning, or a time with its offset"


def add(darial: typer.Typer) -> None:
    """Add the group and its commands."""
    group = typer.Typer(rich_markup_mode=None)
    group.callback(invoke_without_command=True, epilog=LIST_EPILOG)(notice)
    group.command("add", epilog=ADD_EPILOG)(add_)
    group.command("end", epilog=END_EPILOG)(end)
    darial.add_typer(group, name="notice")


def notice(
    context: typer.Context,
    json: Annotated[bool, typer.Option("--json", help="Print it as JSON.")] = False,
) -> None:
    """List, add and end standing notices.

    A notice is what an authority decided: open, closed, or a rule, from when and until when. It
    never ends by age: past its review date it is shown as late, and stands first here. Those of the
    catalogue and those that you added stand together.
    """
    if context.invoked_subcommand is not None:
        return
    chosen = settings()
    catalogue = catalogue_of(chosen)
    at = now()
    found = answer(chosen.database_url, partial(noticing.standing, catalogue=catalogue, at=at))
    say(document(found, at) if json else "\n".join(table(found, catalogue, at)))


def _day(text: str) -> date:
    try:
        if DAY.fullmatch(text):
            return date.fromisoformat(text)
    except ValueError:
        pass  # no such day is refused like what is no day at all
    raise typer.BadParameter(f"{text[:40]!r} is no day: write it as 2026-12-01")


def add_(  # noqa: PLR0913, PLR0917 - one parameter for each word of the command
    place: Annotated[
        str, typer.Argument(metavar="PLACE", help="An id, a name or an alias, in any language.")
    ],
    direction: Annotated[
        str, typer.Argument(metavar="DIRECTION", help="RU-GE, in the order of travel; or both.")
    ],
    crossed_by: Annotated[
        Mode,
        typer.Argument(parser=mode, metavar="MODE", help="How one crosses: car, foot; or any."),
    ],
    since: Annotated[
        Moment, typer.Option("--from", parser=moment, metavar="TIME", help=f"{WHEN}.")
    ],
    authority: Annotated[str, typer.Option(metavar="TEXT", help="Who decided it.")],
    url: Annotated[str, typer.Option(metavar="URL", help="Where the decision can be read.")],
    access: Annotated[
        AccessWord | None,
        typer.Option(parser=one_of(AccessWord), metavar="WORD", help=f"{', '.join(AccessWord)}."),
    ] = None,
    rule: Annotated[
        RuleWord | None,
        typer.Option(parser=one_of(RuleWord), metavar="WORD", help=f"{', '.join(RuleWord)}."),
    ] = None,
    subject: Annotated[
        Subject,
        typer.Option(
            parser=one_of(Subject), metavar="SUBJECT", help="Whom it is about, such as men."
        ),
    ] = Subject.EVERYBODY,
    until: Annotated[
        Moment | None,
        typer.Option(
            parser=moment,
            metavar="TIME",
            help="A local day, to its end, or a time with its offset.",
        ),
    ] = None,
    review: Annotated[
        date | None,
        typer.Option(
            parser=_day, metavar="DAY", help="Without an end: when to look whether it still holds."
        ),
    ] = None,
    kind: Annotated[
        OriginKind,
        typer.Option(
            parser=one_of(OriginKind), metavar="KIND", help=f"{', '.join(sorted(OFFICIAL_KINDS))}."
        ),
    ] = OriginKind.AUTHORITY,
    published: Annotated[
        date | None,
        typer.Option(parser=_day, metavar="DAY", help="When it was published; else just now."),
    ] = None,
    note: Annotated[str, typer.Option(metavar="TEXT", help="What else it says; public.")] = "",
    reason: Reason = "",
    role: Role = AS_OPERATOR,
    yes: Yes = False,
) -> None:
    """Add what an authority decided, until it is ended.

    Give --access or --rule. An end, or a day to look again, must be there, so that nothing stands
    for ever unlooked at. What it changes is shown first, and you are asked once.
    """
    chosen = settings()
    catalogue = catalogue_of(chosen)
    found = place_in(catalogue, place)
    (way,) = directions(direction, [found])
    quantity, word = _word(access, rule)
    at = now()
    decision = Decision(
        queue=Queue(found.id, way, crossed_by),
        quantity=quantity,
        word=word,
        subject=subject,
        since=since.begins("--from", found.zone, at),
        until=until.ends("--until", found.zone, at) if until else None,
        review_at=span_of(review, found.zone)[0] if review else None,
        published_at=_known(published, found.zone, at) if published else None,
        authority=authority,
        authority_kind=kind,
        url=url,
        note=note,
    )
    with refusals(OPTIONS):
        notice_of(decision, at)
        mandate = Mandate(role=role, reason=reason)
    intent = Intent(
        catalogue=catalogue,
        deed=partial(noticing.add, catalogue=catalogue, decision=decision, mandate=mandate),
        question="Add this notice?",
        outcome=lambda done: f"Added as notice {done.act.told['notice']}.",
        options=OPTIONS,
    )
    settle(chosen, intent, yes=yes)


def _word(access: AccessWord | None, rule: RuleWord | None) -> tuple[Quantity, str]:
    if (access is None) == (rule is None):
        raise Fault("Give one of --access, --rule: a notice says one thing.", UNUSABLE)
    if access is not None:
        return Quantity.ACCESS, access
    return Quantity.RULE, str(rule)


def _known(day: date, zone: ZoneInfo, at: datetime) -> datetime:
    """Give when a day's publication was known: at its end, or today at this moment."""
    begins, ends = span_of(day, zone)
    return ends if begins > at else min(ends, at)


def end(
    name: Annotated[str, typer.Argument(metavar="ID", help="A notice (`darial notice`).")],
    at: Annotated[Moment, typer.Option(parser=moment, metavar="TIME", help=f"{WHEN}.")],
    reason: Reason,
    role: Role = AS_OPERATOR,
    yes: Yes = False,
) -> None:
    """Say when a standing notice ends, or ended.

    Also one of the catalogue. Of several ends the one told last counts. One that was wrong from the
    beginning is undone (`darial undo`), not ended.
    """
    chosen = settings()
    catalogue = catalogue_of(chosen)
    with refusals(OPTIONS):
        mandate = Mandate(role=role, reason=needed(reason))
    held = answer(chosen.database_url, partial(noticing.standing, catalogue=catalogue, at=now()))
    place = next((each.place for each in held if each.id == name), None)
    zone = catalogue.place(place).zone if place else ZoneInfo("UTC")
    ends_at = at.begins("--at", zone, now())

    def outcome(_done: Done) -> str:
        return f"{name} ends {moment_in(ends_at, zone)} there ({ends_at:%Y-%m-%d %H:%MZ})."

    intent = Intent(
        catalogue=catalogue,
        deed=partial(
            noticing.end, catalogue=catalogue, notice=name, ends_at=ends_at, mandate=mandate
        ),
        question="End it then?",
        outcome=outcome,
        options=OPTIONS,
    )
    settle(chosen, intent, yes=yes)
