"""Taking in: what another database of ours held, row by row, with all that was counted there.

Unlike what sources say (app/store/adding.py), revisions are numbered already and times are kept. A
table that is empty gets the very numbers of its rows, one that is not goes on with its own.
"""

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from typing import Any

from sqlalchemy import Column, Table, func, insert, select

from app.domain.report import Report
from app.store import sources
from app.store.act_tables import act_places, act_reports, acts, notice_ends, notices, withholdings
from app.store.acts import values_of as act_values
from app.store.carried import Carried, CarriedAct, CarriedFigure, Contradiction, Ordered
from app.store.columns import number_of
from app.store.counting import go_on_counting
from app.store.database import WriteSession
from app.store.inserting import PUBLIC, insert_numbered, one_of, public_number
from app.store.inserting import insert as insert_new
from app.store.kept import one
from app.store.published import values_of as published_values
from app.store.row import SAID, SAID_COLUMNS, Values, values_of
from app.store.series import key_of, series_key, series_numbers, strand_key, strand_numbers
from app.store.sources import Source
from app.store.tables import published, reports

MOST_NAMED = 10_000
"""How many ids one question names: every SQLite takes 32,766."""

Alike = Callable[[Report, Report], bool]
FirstIds = Mapping[str, int]
Held = Mapping[int, tuple[int, Any]]
"""Of reports that are here, by the numbers of their ids: revision, and what they say."""


class TakingIn:
    """Takes rows in within one transaction; `new` and `known` count what became of them.

    `alike` tells whether a report that is here and one that is brought, though not the same, are
    told alike. Raises Contradiction.
    """

    def __init__(self, session: WriteSession, alike: Alike) -> None:
        """Begin with nothing taken in."""
        self._session = session
        self._alike = alike
        self._series = series_numbers(session)
        self._strands = strand_numbers(session)
        self._vacant: dict[str, bool] = {}
        self._acts: dict[str, int] = {}
        self.new: Counter[str] = Counter()
        self.known: Counter[str] = Counter()
        self.highest = 0

    async def was_empty(self) -> bool:
        """Tell whether there were neither reports nor published figures nor acts before."""
        return all([await self._is_vacant(table) for table in (reports, published, acts)])

    async def sources(self, brought: Iterable[Source]) -> None:
        """Note the sources that are not known; what is known of others stays."""
        for each in brought:
            if await sources.one(self._session, each.id) is None:
                await sources.register(self._session, each)

    async def reports(self, brought: Sequence[Carried]) -> None:
        """Take in reports, in the order of their numbers."""
        await self._check_sources(brought)
        there = {} if await self._is_vacant(reports) else await self._reports_there(brought)
        await self._take([each for each in brought if each.first is None], {}, there)
        later = [each for each in brought if each.first is not None]
        await self._take(later, await self._firsts(later), there)

    async def _take(self, some: Sequence[Carried], firsts: FirstIds, there: Held) -> None:
        keeping = await self._is_vacant(reports)
        rows = await self._rows(some, firsts)
        new = [
            (each, row)
            for each, row in zip(some, rows, strict=True)
            if not await self._is_known(each, row, there)
        ]
        if keeping:
            await insert_numbered(self._session, [(each.number, *row) for each, row in new])
        else:
            await self._insert([row for _, row in new])
        await self._count([each.report for each, _ in new])
        self._told("reports", len(some), len(new))

    async def require_no_history_of_its_own(self) -> None:
        """Raise Contradiction where figures were published here that were not brought.

        What two services said, each at its time, is not to be told as what one of them said.
        """
        stored = await self._session.scalar(select(func.count()).select_from(published)) or 0
        if self.new["published"] and stored > self.new["published"] + self.known["published"]:
            raise Contradiction(
                "figures were published here that the archive does not hold, and the two histories"
                " are not to be mixed: take it into a database that is not there yet"
            )

    async def published(self, brought: Sequence[CarriedFigure]) -> None:
        """Take in what was published, in the order of its numbers."""
        keeping = await self._is_vacant(published)
        column = published.c.public
        there = set() if keeping else await self._there(column, [x.published.id for x in brought])
        new = [each for each in brought if each.published.id not in there]
        keys = [key_of(each.published.series) for each in new]
        rows = [
            published_values(each.published, series) | ({"id": each.number} if keeping else {})
            for each, series in zip(new, await self._series.of(keys), strict=True)
        ]
        await self._many(published, rows)
        self.highest = max([self.highest, *(each.published.version for each in new)])
        self._told("published", len(brought), len(new))

    async def acts(self, brought: Sequence[CarriedAct]) -> None:
        """Take in acts, each with its places."""
        keeping = await self._is_vacant(acts)
        there = set() if keeping else await self._there(acts.c.public, [x.act.id for x in brought])
        new = [each for each in brought if each.act.id not in there]
        await self._check_undone(new)
        for number, act, places in new:
            self.highest = max(self.highest, act.version)
            values = act_values(act) | ({"id": number} if keeping else {})
            added = insert(acts).values(**values).returning(acts.c.id)
            self._acts[act.id] = (await self._session.scalars(added)).one()
            rows = [{"act_id": self._acts[act.id], "place": place} for place in places]
            await self._many(act_places, rows)
        self._told("acts", len(brought), len(new))

    async def act_reports(self, brought: Sequence[tuple[str, str]]) -> None:
        """Take in which reports acts are about."""
        rows = [
            {"act_id": self._acts[act], "report": report}
            for act, report in brought
            if act in self._acts
        ]
        await self._many(act_reports, rows)

    async def withholdings(self, brought: Sequence[Ordered]) -> None:
        """Take in what acts withhold."""
        await self._many(withholdings, self._ordered(brought))

    async def notices(self, brought: Sequence[Ordered]) -> None:
        """Take in notices that acts added."""
        rows = self._ordered(brought)
        taken = await self._there(notices.c.notice, [row["notice"] for row in rows])
        if taken:
            raise Contradiction(f"another act here added notice {min(taken)!r}")
        await self._many(notices, rows)

    async def notice_ends(self, brought: Sequence[Ordered]) -> None:
        """Take in ends that acts gave to notices."""
        await self._many(notice_ends, self._ordered(brought))

    async def end(self) -> None:
        """Have further rows numbered after those that were taken in."""
        await go_on_counting(self._session)

    def _ordered(self, brought: Sequence[Ordered]) -> list[dict[str, Any]]:
        return [
            {"act_id": self._acts[each.act], **each.values}
            for each in brought
            if each.act in self._acts
        ]

    async def _is_vacant(self, table: Table) -> bool:
        """Tell whether a table was empty before anything was taken in."""
        if table.name not in self._vacant:
            found = await self._session.scalar(select(table.c.id).limit(1))
            self._vacant[table.name] = found is None
        return self._vacant[table.name]

    async def _check_sources(self, brought: Sequence[Carried]) -> None:
        named = {each.report.source for each in brought}
        if missing := named - await sources.registered(self._session, named):
            raise Contradiction(f"reports come of source {min(missing)!r}, which is not listed")

    async def _reports_there(self, brought: Sequence[Carried]) -> Held:
        """Give what is said by those reports that are here, with their revisions."""
        found: dict[int, tuple[int, Any]] = {}
        query = select(public_number, reports.c.revision, *SAID_COLUMNS)
        for some in _parts([each.report.id for each in brought]):
            rows = await self._session.execute(
                query.where(one_of(self._session, reports.c.public, some))
            )
            found |= {row[0]: (row[1], tuple(row[2:])) for row in rows}
        return found

    async def _is_known(self, each: Carried, row: Values, there: Held) -> bool:
        held = there.get(row[PUBLIC])
        if held is None:
            return False
        if held != (each.report.revision, row[SAID]):
            kept = await one(self._session, each.report.id)
            if kept is None or not self._alike(kept.report, each.report):
                raise Contradiction(
                    f"report {each.report.id} is here already and says something else"
                )
        return True

    async def _firsts(self, later: Sequence[Carried]) -> dict[str, int]:
        """Give the numbers of the first revisions that later ones name."""
        found: dict[str, int] = {}
        named = sorted({each.first for each in later if each.first is not None})
        for some in _parts(named):
            rows = await self._session.execute(
                select(reports.c.public, reports.c.id).where(
                    one_of(self._session, reports.c.public, some), reports.c.first_id.is_(None)
                )
            )
            found |= {row[0]: row[1] for row in rows}
        if missing := set(named) - found.keys():
            raise Contradiction(f"report {min(missing)}, the first of its revisions, is not here")
        return found

    async def _rows(self, brought: Sequence[Carried], firsts: FirstIds) -> list[Values]:
        said = [each.report for each in brought]
        series = await self._series.of([series_key(report) for report in said])
        spoken = list(map(strand_key, said, series))
        strands = iter(await self._strands.of([key for key in spoken if key is not None]))
        return [
            values_of(
                report,
                number,
                None if strand is None else next(strands),
                first_id=None if first is None else firsts[first],
                retracts=None if report.retracts is None else number_of(report.retracts),
            )
            for (_, first, report), number, strand in zip(brought, series, spoken, strict=True)
        ]

    async def _insert(self, rows: Sequence[Values]) -> None:
        if await insert_new(self._session, rows) < len(rows):
            raise Contradiction("the archive holds a report twice")

    async def _count(self, said: Sequence[Report]) -> None:
        for source, brought in Counter(report.source for report in said).items():
            last = max(report.recorded_at for report in said if report.source == source)
            await sources.count(self._session, source, brought, last)

    async def _check_undone(self, new: Sequence[CarriedAct]) -> None:
        named = [each.act.undoes for each in new if each.act.undoes is not None]
        undone = await self._there(acts.c.undoes, named)
        if undone or len(set(named)) < len(named):
            raise Contradiction(f"act {min(undone or named)} is undone twice")

    async def _there(self, column: Column[Any], wanted: Collection[str]) -> set[str]:
        """Give which of these are held by a column already."""
        found: set[str] = set()
        for some in _parts(list(wanted)):
            named = one_of(self._session, column, some)
            found |= set(await self._session.scalars(select(column).where(named)))
        return found

    async def _many(self, table: Table, rows: Sequence[Mapping[str, Any]]) -> None:
        if rows:
            await self._session.execute(insert(table), list(rows))

    def _told(self, what: str, brought: int, new: int) -> None:
        self.new[what] += new
        self.known[what] += brought - new


def _parts(wanted: Sequence[str]) -> Iterable[Sequence[str]]:
    return (wanted[start : start + MOST_NAMED] for start in range(0, len(wanted), MOST_NAMED))
