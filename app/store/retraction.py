"""Retractions: rows that name another report and take it back; one that names them undoes it."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import NamedTuple

from sqlalchemy import func, select

from app.domain.act import SOURCE_ROLE, Act, Verb
from app.domain.contact import without_contacts
from app.domain.disclosure import WITHOUT_NOTE
from app.domain.report import Report
from app.store import acts, board
from app.store.columns import PUBLIC_ID, number_of, public_of
from app.store.database import ReadSession, WriteSession
from app.store.inserting import public_number
from app.store.sources import OPERATOR
from app.store.tables import reports

Named = tuple[str, str]
"""Whose retraction it is, and whom it names."""


class Taken(NamedTuple):
    """A stored retraction, and the number of what it takes back."""

    row: Report
    target: int


async def targets(session: ReadSession, retractions: Iterable[Report]) -> Mapping[Named, int]:
    """Give the number of each report that is retracted, whether it is stored yet or not.

    Sixteen hex digits are a public id; anything else is the identity of a row of the same source,
    of which the newest revision is meant.
    """
    found: dict[Named, int] = {}
    for report in retractions:
        name = report.retracts
        if name and (report.source, name) not in found:
            found[report.source, name] = number_of(await _target(session, report, name))
    return found


async def _target(session: ReadSession, report: Report, name: str) -> str:
    if PUBLIC_ID.fullmatch(name):
        return name
    first = replace(report, identity=name, retracts=None, revision=0)
    first_id = select(reports.c.id).where(reports.c.public == first.id).scalar_subquery()
    revision = await session.scalar(
        select(func.max(reports.c.revision)).where(reports.c.first_id == first_id)
    )
    return replace(first, revision=revision or 0).id


async def note(session: WriteSession, taken: Iterable[Taken]) -> None:
    """Note as acts of their sources what these rows, just stored, take back.

    One for each source and reason, at the newest of its rows; the reason is the row's note as far
    as that may be public. It raises no version: what follows from it is published like any news.
    There is none for an operator's rows, whose acts are noted by those who do them; none where a
    retraction is taken back, or where what is named is not stored yet. Should that come later, it
    never counts, so nothing is published of it that an act could correct.
    """
    own = [each for each in taken if each.row.source != OPERATOR]
    stored = await _said(session, {each.target for each in own})
    alike: dict[tuple[str, str], list[Taken]] = defaultdict(list)
    for each in own:
        if each.target in stored:
            alike[each.row.source, _reason(each.row)].append(each)
    for (source, reason), some in alike.items():
        await _note(session, source, reason, some)


def _reason(row: Report) -> str:
    """Give why a row takes another back, without what may not leave."""
    if row.word in WITHOUT_NOTE:
        return ""
    return without_contacts(" ".join(row.note.split()))


async def _said(session: ReadSession, numbers: Iterable[int]) -> frozenset[int]:
    """Give which of these numbers are those of reports that are stored and say something."""
    rows = await session.scalars(
        select(public_number).where(public_number.in_(set(numbers)), reports.c.retracts.is_(None))
    )
    return frozenset(rows)


async def _note(session: WriteSession, source: str, reason: str, taken: Sequence[Taken]) -> None:
    act = Act(
        at=max(each.row.recorded_at for each in taken),
        verb=Verb.RETRACT,
        role=SOURCE_ROLE,
        reason=reason,
        version=await board.version(session),
        told={"source": source},
    )
    about = sorted({public_of(each.target) for each in taken})
    await acts.add_to(session, act, about)
