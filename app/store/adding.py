"""Adding reports: what is new is stored, a repeat is not, a correction is stored as a revision.

A row is known by its source and identity. The same row again changes nothing; the same row with
other content is stored beside the earlier one and supersedes it, so a feed that corrects a figure
and takes the correction back leaves three rows, of which the last counts.
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from app.domain.report import Report
from app.store import news, retraction, sources
from app.store.database import WriteSession
from app.store.fault import UnknownSource
from app.store.inserting import PUBLIC, firsts, insert, stored_by
from app.store.retraction import Taken
from app.store.revising import RETRACTS, Pair, parted, revise
from app.store.row import Values, values_of
from app.store.series import series_key, series_numbers, strand_key, strand_numbers

BATCH = 4000
"""How many rows are stored together."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Added:
    """How many reports were new, repeated or revised, and of which places more is known now."""

    new: int = 0
    repeated: int = 0
    revised: int = 0
    places: frozenset[str] = frozenset()

    def __add__(self, other: "Added") -> "Added":
        """Sum up what two additions did."""
        return Added(
            new=self.new + other.new,
            repeated=self.repeated + other.repeated,
            revised=self.revised + other.revised,
            places=self.places | other.places,
        )


async def add(session: WriteSession, reports: Sequence[Report]) -> Added:
    """Store reports; their revisions are numbered here, whatever number they bring.

    A retraction names the public id of a report, or the identity of a row of its own source; an
    empty name is none. A revision of a live row becomes known when it is recorded, whatever it says
    of its publication. What a source takes back of what is stored is noted as an act of its own
    (`retraction.note`).
    Raises UnknownSource, with nothing stored, for a source that was never registered.
    """
    return await Adding(session).add(reports)


class Adding:
    """Adds batch after batch in one transaction, and remembers the numbers it has looked up."""

    def __init__(self, session: WriteSession) -> None:
        """Begin with nothing remembered."""
        self._session = session
        self._series = series_numbers(session)
        self._strands = strand_numbers(session)
        self._sources: set[str] = set()

    async def add(self, reports: Sequence[Report]) -> Added:
        """Store any number of reports, as `add` does."""
        await self._check_sources({report.source for report in reports})
        added = Added()
        for batch in _batches(reports):
            added += await self._add(batch)
        return added

    async def _check_sources(self, named: set[str]) -> None:
        if named <= self._sources:
            return
        self._sources |= await sources.registered(self._session, named)
        if unknown := named - self._sources:
            raise UnknownSource(f"never registered: {', '.join(sorted(unknown))}")

    async def _add(self, reports: Sequence[Report]) -> Added:
        rows = await self._rows(reports)
        newest = await news.newest(self._session)
        if await insert(self._session, firsts(rows)) == len(rows):
            return await self._account(reports, _taken(reports, rows), newest, revised=False)
        there = await stored_by(self._session, newest, {row[PUBLIC] for row in rows})
        new, known = parted(map(Pair, reports, rows), there)
        revised = await revise(self._session, known)
        kept = [*new, *revised]
        said = [pair.report for pair in kept]
        taken = _taken(said, [pair.values for pair in kept])
        added = await self._account(said, taken, newest, revised=bool(revised))
        repeated = len(known) - len(revised)
        return replace(added, new=len(new), revised=len(revised), repeated=repeated)

    async def _account(
        self, kept: Sequence[Report], taken: Sequence[Taken], newest: int, *, revised: bool
    ) -> Added:
        """Count along what was stored after the row `newest`, and tell it, as if all were new."""
        for source, brought in Counter(report.source for report in kept).items():
            last = max(report.recorded_at for report in kept if report.source == source)
            await sources.count(self._session, source, brought, last)
        places = frozenset(report.place for report in kept)
        if taken or revised:
            places = await news.places_since(self._session, newest)
        if taken:
            await retraction.note(self._session, taken)
        return Added(new=len(kept), places=places)

    async def _rows(self, reports: Sequence[Report]) -> list[Values]:
        """Give each report's row, with series and strands never heard of before made first."""
        series = await self._series.of([series_key(report) for report in reports])
        spoken = list(map(strand_key, reports, series))
        strands = iter(await self._strands.of([key for key in spoken if key is not None]))
        targets = await retraction.targets(self._session, reports)
        return [
            values_of(
                report,
                series_id,
                None if strand is None else next(strands),
                retracts=targets.get((report.source, report.retracts or "")) if targets else None,
            )
            for report, series_id, strand in zip(reports, series, spoken, strict=True)
        ]


def _batches(reports: Sequence[Report]) -> Iterator[Sequence[Report]]:
    for group in _groups(reports):
        for start in range(0, len(group), BATCH):
            yield group[start : start + BATCH]


def _groups(reports: Sequence[Report]) -> Iterator[Sequence[Report]]:
    """Put retractions last: what they name may stand in the same file."""
    if not any(report.revision or report.retracts for report in reports):
        yield reports
        return
    unnumbered = [replace(report, revision=0) for report in reports]
    yield [report for report in unnumbered if not report.retracts]
    yield [report for report in unnumbered if report.retracts]


def _taken(reports: Sequence[Report], rows: Sequence[Values]) -> list[Taken]:
    """Give what stored rows take back."""
    targets = ((report, row[RETRACTS]) for report, row in zip(reports, rows, strict=True))
    return [Taken(report, target) for report, target in targets if target is not None]
