"""Noticing: an operator adds what an authority decided, and says when a decision ends."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from difflib import get_close_matches

from app.catalog import Catalogue
from app.correcting.acting import Done
from app.correcting.mandate import Mandate, check_public
from app.correcting.refusal import NothingFound, Refused
from app.correcting.reporting import check_link
from app.domain.act import Verb
from app.domain.notice import Notice, report_of
from app.domain.place import BOTH
from app.domain.report import Queue, check_against
from app.domain.vocabulary import (
    OFFICIAL_KINDS,
    Knowledge,
    Mode,
    OriginKind,
    Quantity,
    Subject,
)
from app.store import acts, notices
from app.store.database import ReadSession, WriteSession

DECIDED = (Quantity.ACCESS, Quantity.RULE)
"""What a notice can be about."""

LONGEST_REVIEW = timedelta(days=400)
"""How far ahead a decision without an end may be left unlooked at."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """What an authority decided: a word on access or a rule, from when, until when, with its link.

    Without `until` it stands until further notice and needs `review_at`. `published_at` None means
    that it became public at the moment of the act.
    """

    queue: Queue
    quantity: Quantity
    word: str
    subject: Subject
    since: datetime
    until: datetime | None
    review_at: datetime | None
    published_at: datetime | None
    authority: str
    authority_kind: OriginKind
    url: str
    note: str = ""


async def add(
    session: WriteSession,
    at: datetime,
    *,
    catalogue: Catalogue,
    decision: Decision,
    mandate: Mandate,
) -> Done:
    """Add a notice. Raises Refused, and InvalidReport, for what no notice can say."""
    orders = await notices.orders(session)
    known = {each.id for each in (*catalogue.notices, *orders.added)}
    notice = replace(notice_of(decision, at), id=_free(_named(decision, catalogue), known))
    check_against(report_of(notice), catalogue.place(notice.place), at)
    act = await acts.begin(
        session,
        Verb.NOTICE_ADD,
        at=at,
        role=mandate.role,
        reason=mandate.reason,
        told=_told(notice),
    )
    await notices.add(session, await acts.add(session, act), notice)
    return Done(act=act, places=frozenset({notice.place}), begins_at=notice.valid_from)


async def end(  # noqa: PLR0913 - what is ended, when and why, each named
    session: WriteSession,
    at: datetime,
    *,
    catalogue: Catalogue,
    notice: str,
    ends_at: datetime,
    mandate: Mandate,
) -> Done:
    """Give a standing notice an end. Raises Refused where it has that end, or never held by then.

    Raises NothingFound, with near matches, where there is no such notice.
    """
    found = await _standing(session, catalogue, notice)
    if ends_at <= found.valid_from:
        raise Refused(
            f"is not after {found.valid_from.isoformat()}, when {notice} begins: one that was wrong"
            " from the beginning is undone (`darial undo`), or mended in the catalogue",
            "ends_at",
        )
    if found.valid_to == ends_at:
        raise Refused(f"is when {notice} ends already", "ends_at")
    act = await acts.begin(
        session,
        Verb.NOTICE_END,
        at=at,
        role=mandate.role,
        reason=mandate.reason,
        told=_told(found) | {"until": ends_at.astimezone(UTC).isoformat()},
    )
    await notices.end(session, await acts.add(session, act), notice, ends_at)
    turns = [each for each in (ends_at, found.valid_to) if each is not None]
    return Done(act=act, places=frozenset({found.place}), begins_at=min(turns))


async def standing(session: ReadSession, catalogue: Catalogue, at: datetime) -> tuple[Notice, ...]:
    """Give the notices that stand or are to come, those past their review first, then by place."""
    versions = notices.versions(catalogue.notices, await notices.orders(session))
    held = [
        each
        for each in versions
        if each.stands(at, Knowledge.NOW) and (each.valid_to is None or each.valid_to > at)
    ]
    return tuple(sorted(held, key=lambda each: (not is_overdue(each, at), each.place, each.id)))


def is_overdue(notice: Notice, at: datetime) -> bool:
    """Tell whether a notice should have been looked at again by now."""
    due = notice.review_at
    return due is not None and due <= at and (notice.valid_to is None or notice.valid_to > at)


def notice_of(decision: Decision, at: datetime) -> Notice:
    """Give the notice that a decision amounts to, told at a moment; its id is still to be found.

    Raises Refused and InvalidReport.
    """
    _check(decision, at)
    queue = decision.queue
    notice = Notice(
        id="new",
        place=queue.place,
        direction=queue.direction,
        mode=queue.mode,
        quantity=decision.quantity,
        word=decision.word,
        subject=decision.subject,
        valid_from=decision.since,
        valid_to=decision.until,
        review_at=decision.review_at,
        published_at=decision.published_at or at,
        authority=decision.authority,
        authority_kind=decision.authority_kind,
        url=decision.url,
        note=decision.note,
        recorded_at=at,
    )
    report_of(notice)
    return notice


def _check(decision: Decision, at: datetime) -> None:
    for fault in _faults(decision, at):
        raise fault
    check_public("authority", decision.authority)
    check_public("note", decision.note)
    check_link(decision.url)


def _faults(decision: Decision, at: datetime) -> Iterator[Refused]:
    until, review_at = decision.until, decision.review_at
    if decision.authority_kind not in OFFICIAL_KINDS:
        kinds = ", ".join(sorted(OFFICIAL_KINDS))
        yield Refused(f"{decision.authority_kind} decides nothing: write one of {kinds}", "kind")
    if until is None and review_at is None:
        yield Refused("give the end, or the day to look again whether it still holds", "until")
    if until is not None and until <= decision.since:
        yield Refused("is not after the beginning: exchange the two", "until")
    if review_at is not None and not at < review_at <= at + LONGEST_REVIEW:
        yield Refused(f"is not within the {LONGEST_REVIEW.days} days to come", "review")
    if decision.published_at is not None and decision.published_at > at:
        yield Refused("lies ahead: leave it out for what has just been published", "published")


def _named(decision: Decision, catalogue: Catalogue) -> str:
    """Give a notice's name as the catalogue writes them: place, day, word, and what narrows it."""
    queue = decision.queue
    day = decision.since.astimezone(catalogue.place(queue.place).zone).date()
    whom = "" if decision.subject is Subject.EVERYBODY else decision.subject.replace("_", "-")
    mode = "" if queue.mode is Mode.ANY else queue.mode
    way = "" if queue.direction == BOTH else queue.direction.lower()
    return "-".join(filter(None, (queue.place, day.isoformat(), decision.word, whom, mode, way)))


def _free(name: str, taken: set[str]) -> str:
    """Give a name that no notice bears, by a number where it has to be."""
    numbered = (f"{name}-{number}" for number in range(2, len(taken) + 3))
    return next(each for each in (name, *numbered) if each not in taken)


async def _standing(session: ReadSession, catalogue: Catalogue, name: str) -> Notice:
    orders = await notices.orders(session)
    versions = notices.versions(catalogue.notices, orders)
    current = {each.id: each for each in versions if each.withdrawn_at is None}
    if name in current:
        return current[name]
    if any(each.id == name for each in orders.added):
        raise NothingFound(f"{name} was undone, so it needs no end", "notice")
    near = get_close_matches(name[:80], current, n=3)
    hint = f"did you mean {', '.join(near)}?" if near else "`darial notice` lists them"
    raise NothingFound(f"there is no notice {name[:80]!r}: {hint}", "notice")


def _told(notice: Notice) -> dict[str, str | None]:
    return {
        "notice": notice.id,
        "place": notice.place,
        "direction": notice.direction,
        "mode": str(notice.mode),
        "quantity": str(notice.quantity),
        "word": notice.word,
        "from": notice.valid_from.isoformat(),
        "until": notice.valid_to.astimezone(UTC).isoformat() if notice.valid_to else None,
    }
