"""The feed of events: what was said in words, each with how it stands and what became of it."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from app.board.citation import moment, queue_name
from app.board.feed.atom import MOST_ENTRIES, Entry, Link
from app.board.feed.rights import Told
from app.board.feed.text import address, quoted
from app.board.notation import Fields
from app.board.report import describe_report
from app.board.view import View
from app.catalog import Catalogue
from app.domain.vocabulary import WORDS, Claim, Subject
from app.store import reports, withdrawal
from app.store.database import ReadSession
from app.store.kept import Kept
from app.store.reports import Wanted

DEEPEST = 4
"""How far a chain is followed: from a report's retraction, or from what takes that one back."""

DOUBTS: Mapping[Claim, str] = {
    Claim.RUMOUR: "A rumour is told as it was heard; nothing here confirms it.",
    Claim.DENIED: "A denial is the speech of whoever denies; what others say stands beside it.",
}
"""What is to be borne in mind where a statement stands so."""


@dataclass(frozen=True, slots=True)
class _Statement:
    """A statement in words, as it may leave, and when something about it was last stored."""

    fields: Fields
    updated: str


async def told(session: ReadSession, view: View, places: Sequence[str] | None) -> Told:
    """Give an entry for each statement in words stored or taken back last, and their sources."""
    wanted = Wanted(places=tuple(places or ()), quantities=tuple(WORDS))
    page = await reports.page(session, wanted, limit=MOST_ENTRIES)
    chains = await _chains(session, page.rows)
    statements = _statements(page.rows, chains, view.catalogue)
    entries = [_entry(each, view.catalogue) for each in statements]
    return Told(entries, {each.fields["source"] for each in statements})


async def _chains(session: ReadSession, rows: Iterable[Kept]) -> Mapping[str, Kept]:
    """Give these rows and whatever they take back, by id."""
    found = {row.report.id: row for row in rows}
    for _ in range(DEEPEST):
        named = {row.report.retracts for row in found.values()} - {None, *found}
        if not named:
            break
        found |= await withdrawal.several(session, sorted(each for each in named if each))
    return found


def _statements(
    rows: Iterable[Kept], chains: Mapping[str, Kept], catalogue: Catalogue
) -> list[_Statement]:
    """Give what these rows, the newest first, say or take back; what may not leave is left out.

    What several are about is given once, as of the newest.
    """
    found: dict[str, _Statement] = {}
    for row in rows:
        said, stored = _said(row, chains), describe_report(row, catalogue)
        fields = describe_report(said, catalogue) if said else None
        if fields is None or stored is None:
            continue
        updated = max(stored["recorded_at"], *_turns(fields))
        found.setdefault(fields["id"], _Statement(fields, updated))
    return list(found.values())


def _said(row: Kept, chains: Mapping[str, Kept]) -> Kept | None:
    """Give the statement that a row is, or that it takes back; None where that is not stored."""
    found: Kept | None = row
    for _ in range(DEEPEST):
        if found is None or found.report.retracts is None:
            return found
        found = chains.get(found.report.retracts)
    return None


def _turns(fields: Fields) -> Iterator[str]:
    """Give the moments at which what is told of a statement changed."""
    turns = (fields["recorded_at"], fields["superseded_at"], fields["retracted_at"])
    yield from (each for each in turns if each is not None)


def _entry(statement: _Statement, catalogue: Catalogue) -> Entry:
    fields = statement.fields
    return Entry(
        name=f"report:{fields['id']}",
        title=f"{_became(fields)}{_where(fields, catalogue)}: {_what(fields, catalogue)}",
        updated=datetime.fromisoformat(statement.updated),
        published=datetime.fromisoformat(fields["recorded_at"]),
        content=tuple(_content(fields, catalogue)),
        links=tuple(_links(fields)),
        about=tuple(_about(fields)),
    )


def _became(fields: Fields) -> str:
    if fields["retracted_by"]:
        return "Retracted: "
    return "Replaced by its source: " if fields["superseded_by"] else ""


def _where(fields: Fields, catalogue: Catalogue) -> str:
    return queue_name(catalogue, fields["place"], fields["direction"], fields["mode"])


def _what(fields: Fields, catalogue: Catalogue) -> str:
    """Say what was said, how it stands, and of when: what was stored today may be of last year."""
    word = catalogue.label(WORDS[fields["quantity"]](fields["word"]))
    claim = f"{catalogue.label(fields['claim'])}: " if fields["claim"] else ""
    everybody = fields["subject"] in {Subject.EVERYBODY, Subject.ALL_PEOPLE}
    whom = "" if everybody else f" ({catalogue.label(fields['subject'])})"
    return f"{claim}{word}{whom}, of {moment(fields['observed_from'])}"


def _content(fields: Fields, catalogue: Catalogue) -> Iterator[str]:
    """Say what was said and by whom; what was taken back or replaced is not told again."""
    if fields["retracted_by"]:
        why = f": {quoted(fields['reason'])}" if fields["reason"] else "."
        yield f"Retracted {moment(fields['retracted_at'])}{why}"
        yield "It does not count any more."
    elif fields["superseded_by"]:
        yield f"Its source said it anew; known {moment(fields['superseded_at'])}."
    else:
        yield from _told(fields, catalogue)


def _told(fields: Fields, catalogue: Catalogue) -> Iterator[str]:
    who = f"{quoted(fields['origin'])} ({catalogue.label(fields['origin_kind'])})"
    yield f"Said by {who}, {catalogue.label(fields['method'])}."
    until = fields["observed_to"]
    end = f"until {moment(until)}" if until else "on, without an end told"
    yield f"It speaks of the time from {moment(fields['observed_from'])} {end}."
    if fields["claim"] in DOUBTS:
        yield DOUBTS[fields["claim"]]
    if fields["note"]:
        yield f"Note: {quoted(fields['note'])}"


def _links(fields: Fields) -> Iterator[Link]:
    yield Link(rel="alternate", href=f"../reports/{fields['id']}")
    yield Link(rel="related", href=f"../places/{fields['place']}")
    for other in (fields["retracted_by"], fields["superseded_by"]):
        if other:
            yield Link(rel="related", href=f"../reports/{other}")
    page = None if _became(fields) else address(fields["url"])
    if page is not None:
        yield Link(rel="via", href=page)


def _about(fields: Fields) -> Iterator[str]:
    for name in ("place", "direction", "word", "claim"):
        if fields[name]:
            yield fields[name]
