"""Retracting: reports are taken back by rows that name them, in public and with the reason.

What was said stays where it is, and what was published of it too; from now on it counts for
nothing.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from app.correcting import own
from app.correcting.acting import Done
from app.correcting.mandate import Mandate
from app.correcting.refusal import NothingFound, Refused
from app.domain.act import Verb
from app.store import acts, reports, sources, withdrawal
from app.store.columns import PUBLIC_ID
from app.store.database import ReadSession, WriteSession
from app.store.kept import Kept
from app.store.withdrawal import Span, places_of

MOST_IDS = 1_000
"""How many reports one act may name one by one."""

MOST_ROWS = 100_000
"""How many reports of one source one act may take back."""


@dataclass(frozen=True, slots=True)
class _Chosen:
    """What is to be taken back, and what of the reports named is left as it is, and why."""

    rows: list[Kept]
    left: tuple[str, ...]


async def retract(
    session: WriteSession, at: datetime, *, named: Sequence[str] | Span, mandate: Mandate
) -> Done:
    """Take back the reports of these ids, or what one source handed over.

    Those that do not count any more are told and left. Raises Refused where one of them is none, is
    a retraction, or there are too many; NothingFound where none is left to take back.
    """
    chosen = await (_of(session, named) if isinstance(named, Span) else _named(session, named))
    if not chosen.rows:
        raise NothingFound("; ".join(["there is nothing to take back", *chosen.left]))
    act = await acts.begin(
        session,
        Verb.RETRACT,
        at=at,
        role=mandate.role,
        reason=mandate.reason,
        told=_told(named, chosen.rows),
    )
    await own.register(session, at)
    taken = [each.report for each in chosen.rows]
    await reports.add(session, [own.retraction_of(each, act) for each in taken])
    await acts.add(session, act, [each.id for each in taken])
    return Done(
        act=act,
        places=places_of(chosen.rows),
        report=taken[0].id if len(taken) == 1 else None,
        count=len(taken),
        left=chosen.left,
    )


def _told(named: Sequence[str] | Span, rows: Sequence[Kept]) -> dict[str, str | int]:
    told: dict[str, str | int] = {"reports": len(rows)}
    if isinstance(named, Span):
        told |= {"source": named.source, "since": f"{named.since.astimezone(UTC).isoformat()}"}
        return told if named.place is None else told | {"place": named.place}
    if len(rows) > 1:
        return told
    (only,) = rows
    return told | {
        "report": only.report.id,
        "place": only.report.place,
        "direction": only.report.direction,
        "mode": str(only.report.mode),
        "quantity": str(only.report.quantity),
    }


async def _of(session: ReadSession, span: Span) -> _Chosen:
    if await sources.one(session, span.source) is None:
        known = ", ".join(each.id for each in await sources.every(session))
        raise Refused(
            f"{span.source[:60]!r} is no source that said anything: {known} did", "source"
        )
    rows = await withdrawal.handed_over(session, span, MOST_ROWS + 1)
    if len(rows) > MOST_ROWS:
        raise Refused(
            f"there are more than {MOST_ROWS:,} reports: name a later moment, or one place", "since"
        )
    standing = [each for each in rows if each.withdrawn_at is None]
    gone = len(rows) - len(standing)
    left = (f"{gone:,} of them were taken back or revised before",) if gone else ()
    return _Chosen(standing, left)


async def _named(session: ReadSession, named: Sequence[str]) -> _Chosen:
    ids = list(dict.fromkeys(each.lower() for each in named))
    if len(ids) > MOST_IDS:
        raise Refused(f"{len(ids):,} ids are too many: name at most {MOST_IDS:,}", "ids")
    found = await withdrawal.several(session, [each for each in ids if PUBLIC_ID.fullmatch(each)])
    for each in ids:
        if each not in found:
            raise await _unknown(session, each)
        if found[each].report.retracts:
            raise await _a_retraction(session, found[each])
    rows = [found[each] for each in ids]
    return _Chosen(
        [each for each in rows if each.withdrawn_at is None],
        tuple(_why_left(each) for each in rows if each.withdrawn_at is not None),
    )


def _why_left(kept: Kept) -> str:
    if kept.retracted_by is not None:
        why = f" ({kept.reason})" if kept.reason else ""
        return f"{kept.report.id} was taken back already{why}"
    return f"{kept.report.id} was revised: {kept.superseded_by} stands in its place"


async def _unknown(session: ReadSession, public: str) -> Refused:
    if not PUBLIC_ID.fullmatch(public):
        return Refused(f"{public[:40]!r} is no id: a report's has 16 digits of 0-9 and a-f", "ids")
    if await acts.one(session, public) is not None:
        return Refused(f"{public} is an act, no report: `darial undo {public}` undoes it", "ids")
    return NothingFound(f"there is no report {public}", "ids")


async def _a_retraction(session: ReadSession, kept: Kept) -> Refused:
    """Say how to undo what took a report back: by its act, or else by storing the report anew."""
    taken = kept.report.retracts or ""
    behind = [each for each in await acts.about(session, taken) if each.verb is Verb.RETRACT]
    act = next((each.id for each in behind if kept.report.identity.startswith(each.id)), None)
    fix = f"`darial undo {act}` gives {taken} back" if act else f"its source took {taken} back"
    return Refused(f"{kept.report.id} is itself a retraction: {fix}", "ids")
