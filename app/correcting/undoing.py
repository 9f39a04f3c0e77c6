"""Undoing: an act is undone by a later one that names it; both stay in the log."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from app.correcting import own
from app.correcting.acting import Done
from app.correcting.mandate import Mandate
from app.correcting.refusal import NothingFound, Refused
from app.correcting.retracting import MOST_ROWS
from app.domain.act import SOURCE_ROLE, UNDOABLE, Act, Verb
from app.domain.report import Report
from app.store import acts, reports, withdrawal
from app.store.columns import PUBLIC_ID
from app.store.database import ReadSession, WriteSession
from app.store.kept import Kept

INSTEAD: Mapping[Verb, str] = {
    Verb.UNDO: "an undo is not undone: do what it undid anew",
    Verb.PAUSE: "`darial sources resume` ends a pause",
    Verb.RESUME: "`darial sources pause` pauses a source again",
    Verb.BACKUP: "a backup changes nothing",
    Verb.RESTORE: "restore the database that was there before: `darial restore`",
}
"""What to do about acts that cannot be undone."""

TURNS: Mapping[Verb, str] = {Verb.NOTICE_ADD: "from", Verb.NOTICE_END: "until"}
"""Where an act about a notice tells when it takes effect."""


async def undo(
    session: WriteSession,
    at: datetime,
    *,
    public: str,
    mandate: Mandate,
) -> Done:
    """Undo the act of this id.

    What is published is then as if it had never been done, but for what came since. Raises Refused
    for what cannot be undone, NothingFound where there is no such act.
    """
    undone = await sought(session, public)
    rows = await _rows(session, undone)
    act = await acts.begin(
        session,
        Verb.UNDO,
        at=at,
        role=mandate.role,
        reason=mandate.reason,
        undoes=undone.id,
        told={**_told(undone), "verb": str(undone.verb)},
    )
    if rows:
        await reports.add(session, [own.retraction_of(each, act) for each in rows])
    about = await acts.reports_of(session, undone.id, MOST_ROWS)
    await acts.add(session, act, about)
    return Done(
        act=act,
        places=frozenset(each.place for each in rows) or frozenset({undone.told["place"]}),
        report=about[0] if len(about) == 1 else None,
        count=len(about),
        begins_at=_begins_at(undone),
    )


def _begins_at(undone: Act) -> datetime | None:
    """Give when what is undone would have changed something first, if it is about a notice."""
    said = undone.told.get(TURNS.get(undone.verb, ""))
    return datetime.fromisoformat(said) if said else None


def _told(undone: Act) -> Mapping[str, Any]:
    return {name: each for name, each in undone.told.items() if name != "verb"}


async def sought(session: ReadSession, public: str | None) -> Act:
    """Give the act of this id; without one, the newest that can be undone and was not.

    Raises Refused for one that cannot be undone, NothingFound where there is none.
    """
    if public is None:
        newest = await acts.newest(session, UNDOABLE)
        if newest is None:
            raise NothingFound("no act is left that could be undone: `darial log` lists all")
        return newest
    found = await acts.one(session, public) if PUBLIC_ID.fullmatch(public) else None
    if found is None:
        raise await _unknown(session, public)
    why_not = _why_not(found)
    if why_not:
        raise Refused(f"{public} {why_not}", "id")
    return found


def _why_not(act: Act) -> str:
    """Say why an act cannot be undone; nothing where it can."""
    if act.verb not in UNDOABLE:
        return f"is of the kind {act.verb}: {INSTEAD[act.verb]}"
    if act.role == SOURCE_ROLE:
        return "is a publisher's own: only its source can say it anew"
    return f"was undone already, by {act.undone_by}" if act.undone_by else ""


async def _unknown(session: ReadSession, public: str) -> Refused:
    if not PUBLIC_ID.fullmatch(public):
        return Refused(f"{public[:40]!r} is no id: an act's has 16 digits of 0-9 and a-f", "id")
    behind = await acts.about(session, public)
    if behind:
        return Refused(f"{public} is a report, no act: {_last(behind[-1])}", "id")
    if public in await withdrawal.several(session, [public]):
        return Refused(
            f"{public} is a report, no act: `darial retract {public}` takes it back", "id"
        )
    return NothingFound(f"there is no act {public}: `darial log` lists all", "id")


def _last(act: Act) -> str:
    """Say what can be done about the last act that was about a report."""
    if act.role == SOURCE_ROLE:
        return "its source took it back, and only its source can say it anew"
    return f"`darial undo {act.id}` undoes the last act about it"


async def _rows(session: ReadSession, undone: Act) -> list[Report]:
    """Give the rows that are to be taken back so that an act is undone."""
    if undone.verb not in {Verb.REPORT, Verb.RETRACT}:
        return []
    about = await acts.reports_of(session, undone.id, MOST_ROWS)
    found = await withdrawal.several(session, about)
    if undone.verb is Verb.RETRACT:
        rows = [own.retraction_of(found[each].report, undone).id for each in about]
        retractions = await withdrawal.several(session, rows)
        return [retractions[each].report for each in rows]
    return [await _own(session, found[each]) for each in about]


async def _own(session: ReadSession, kept: Kept) -> Report:
    """Give the report that an act added, unless it was taken back since."""
    if kept.retracted_by is None:
        return kept.report
    behind = await acts.about(session, kept.report.id)
    act = next((each.id for each in behind if each.verb is Verb.RETRACT and not each.undone_by), "")
    raise Refused(
        f"its report {kept.report.id} was taken back already{act and f', by {act}'}", "id"
    )
