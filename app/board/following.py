"""Following: what is stored, as far as it was read, and which places have something new for us.

What others published, said or did since is read by the marks it left, so that a board follows in
the time of what changed, not of all it holds. Only where those marks are gone, as after a restore,
it is all read anew.
"""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime, timedelta

from app.board.changing import Changing
from app.board.evidence import cadences
from app.board.gathered import Gathered
from app.board.holding import Holding, concerned, due, heard_from
from app.board.publishing import Ledger, read
from app.catalog import Catalogue
from app.domain.assessment import Evidence
from app.domain.change import Change
from app.domain.freshness import Cadences
from app.domain.status import METHOD_VERSION, Status
from app.store import bearing, marks, news, published, sources, turns
from app.store.database import ReadSession
from app.store.evidence import Numbered
from app.store.marks import Marks
from app.store.published import Published

MOST_SINCE = 20_000
"""How many changes or figures may have come since we looked, before all is read anew."""

MOST_HEARD = 5_000
"""How many reports may have come since we looked, before their places are read anew."""

AHEAD = timedelta(minutes=15)
"""How far the clock of another board may be ahead of ours, and still be gone by."""

YIELDED = timedelta(minutes=1)
"""How long we leave publishing to a program that reckons otherwise, while both run."""


class Following:
    """What was read: the ledger, the changes, how far; and the places that `waiting` names.

    Those are to be assessed by what was gathered since; they wait until they were shown.
    """

    def __init__(self, catalogue: Catalogue) -> None:
        """Begin with nothing: the first `read` has every place wait."""
        self.version = 0
        self.ledger = Ledger()
        self.changing = Changing()
        self.waiting: set[str] = set()
        self.sources: tuple[sources.Source, ...] = ()
        self._catalogue = catalogue
        self._gathered = Gathered(catalogue)
        self._marks: Marks | None = None
        self._down: frozenset[str] = frozenset()
        self._cadences: Cadences = {}
        self._yields_until: datetime | None = None
        self._aged_at: datetime | None = None

    async def read(
        self,
        session: ReadSession,
        held: Mapping[str, Holding],
        touched: Collection[str],
        now: datetime,
    ) -> None:
        """Take up what came since the last time, and have the places wait that it is about.

        Where it fails halfway, nothing is lost: the next time goes on from there.
        """
        found, new = await marks.read(session), list[Numbered]()
        if self._marks is None or not await self._goes_on(session, self._marks, found):
            self.changing = Changing()
            self.ledger = await read(session)
            await self.changing.read(session)
            self._gathered.forget_all()
            self.waiting |= self._catalogue.places.keys()
        elif found != self._marks:
            new = await self._read_since(session, self._marks, found, now)
        self.waiting |= concerned(touched, self._catalogue)
        self.sources = await sources.every(session)
        kept = cadences(self.sources)
        self.waiting |= heard_from(
            held, {name for name, _ in kept.items() ^ self._cadences.items()}
        )
        # Taken up once and at once with how far it goes, so that nothing is there twice.
        self._gathered.take(new)
        self._marks, self.version, self._cadences = found, found.version, kept

    async def evidence(self, session: ReadSession, at: datetime) -> dict[str, Evidence]:
        """Give the evidence on each place that waits, at a moment; what was not read yet is read.

        In the session of `read` and `read_turns`, so that all is of one state.
        """
        await self._gathered.read(session, self.waiting, at)
        return self._gathered.evidence(self.waiting, at, self._cadences, self._down)

    def published(self, version: int, written: Sequence[Published], told: Sequence[Change]) -> None:
        """Note what we published ourselves."""
        self.version = version
        self.ledger.take(written)
        self.changing.take(told)

    async def read_turns(
        self, session: ReadSession, held: Mapping[str, Holding], now: datetime
    ) -> None:
        """Have the places wait that time has changed, or the health of a source."""
        down = await turns.down_at(session, now)
        self.waiting |= due(held, now) | heard_from(held, down ^ self._down)
        self._down = down

    def moment(self, now: datetime) -> datetime:
        """Give the moment to assess by: ours, or one that is a little ahead and was gone by before.

        That is another board's, or ours of while we waited. What it has withheld by age would be
        there again otherwise.
        """
        known = [each for each in (self.changing.at, self._aged_at) if each is not None]
        latest = max(known, default=now)
        return latest if now < latest <= now + AHEAD else now

    def aged(self, now: datetime) -> datetime:
        """Note that time has gone on in memory, and give the moment it has come to."""
        self._aged_at = self.moment(now)
        return self._aged_at

    def version_of(self, status: Status) -> int:
        """Give the version that told of a queue last; one of long ago stands in the ledger."""
        return self.changing.versions.get(status.queue) or self.ledger.version_of(status)

    def yields(self, now: datetime) -> bool:
        """Say whether another program publishes, by another method or catalogue: then we do not.

        Else both would publish against each other for as long as both run.
        """
        return self._yields_until is not None and now < self._yields_until

    async def _goes_on(self, session: ReadSession, before: Marks, found: Marks) -> bool:
        few = max(
            found.change.number - before.change.number,
            found.published.number - before.published.number,
        )
        stands = found == before or await marks.stand(session, before)
        return stands and found.version >= before.version and few <= MOST_SINCE

    async def _read_since(
        self, session: ReadSession, before: Marks, found: Marks, now: datetime
    ) -> list[Numbered]:
        """Read what came since, and give the reports that are to be taken up."""
        new, places, changed = list[Numbered](), set[str](), set[str]()
        if found.report != before.report:
            new, changed = await self._heard(session, before.report.number, found.report.number)
            places |= {each.report.place for each in new}
        if found.act != before.act:
            changed |= await news.places_acted_on(session, before.act.number)
            self._gathered.forget_orders()
        self._gathered.forget(changed)
        told = await self.changing.read(session)
        places |= changed | {place for each in told for place in each.places}
        self.waiting |= concerned(places, self._catalogue)
        if found.published != before.published:
            figures = await published.since(session, before.published.number)
            self.ledger.follow(figures)
            if any(self._strange(each) for each in figures):
                self._yields_until = now + YIELDED
        return new

    async def _heard(
        self, session: ReadSession, before: int, last: int
    ) -> tuple[list[Numbered], set[str]]:
        """Give the reports that came, and the places that are to be read anew."""
        if last - before > MOST_HEARD:
            return [], set(await news.places_since(session, before))
        found = await bearing.stored_since(session, before)
        changed = await news.places_since(session, before) if found.changes else ()
        return found.new, set(changed)

    def _strange(self, figure: Published) -> bool:
        ours = (METHOD_VERSION, self._catalogue.version)
        return (figure.method_version, figure.catalogue_version) != ours
