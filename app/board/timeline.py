"""A timeline: all that the assessment of a place at many moments needs, read at once."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from app.board.evidence import assembled, cadences, standing_orders, with_areas
from app.board.precision import rounded
from app.board.stand import Stand, stand_of
from app.catalog import Catalogue
from app.domain.assessment import LOOKAHEAD, LOOKBACK, Evidence
from app.domain.disclosure import disclose
from app.domain.history import TOLD, heard_by, history
from app.domain.report import Queue
from app.domain.vocabulary import Knowledge
from app.store import reports, sources
from app.store.database import ReadSession
from app.store.kept import Kept


@dataclass(frozen=True, slots=True, kw_only=True)
class Timeline:
    """The evidence on a place over time, and from when on which reports were known not to stand.

    `withdrawn` goes by the reports' ids; it is empty where what is known now counts.
    """

    evidence: Evidence
    knowledge: Knowledge
    withdrawn: Mapping[str, datetime] = field(default_factory=dict)

    def stands(self, queue: Queue, moments: Iterable[datetime]) -> list[Stand]:
        """Give how a queue stood at each moment (rising), as it may leave.

        A status that stands on is disclosed and rounded once, and so is one stand.
        """
        found = history(queue, self.evidence, moments, self.knowledge, self.withdrawn)
        once = {id(status): status for status in found}
        kind = self.evidence.place.kind
        ready = {each: stand_of(rounded(disclose(status, kind))) for each, status in once.items()}
        return [ready[id(status)] for status in found]

    def heard(self, queue: Queue, moment: datetime) -> bool:
        """Tell whether there was such a queue by a moment, as far as was known then.

        By what is known now there was, always; so there was in a place without usual queues.
        """
        if self.knowledge is Knowledge.NOW or not self.evidence.place.modes:
            return True
        return heard_by(queue, self.evidence, moment)


async def timelines(
    session: ReadSession,
    catalogue: Catalogue,
    moments: Mapping[str, Sequence[datetime]],
    knowledge: Knowledge,
) -> dict[str, Timeline]:
    """Read what the assessment of each place at its moments needs; of none where there are none."""
    every = [moment for each in moments.values() for moment in each]
    places = [place_id for place_id, each in moments.items() if each]
    if not every:
        return {}
    since, until = min(every) - LOOKBACK, max(every) + LOOKAHEAD
    concerned = with_areas(catalogue, places)
    near = await reports.timeline(session, concerned, since=since, until=until, quantities=TOLD)
    then = knowledge is Knowledge.THEN
    last = await reports.latest(
        session, concerned, before=since, known_by=min(every) if then else None
    )
    said = [kept.report for kept in near if then or kept.withdrawn_at is None]
    spoken = cadences(await sources.every(session))
    orders = await standing_orders(session, catalogue, places, min(every))
    evidence = assembled(catalogue, places, [*last, *said], spoken, orders)
    withdrawn = _withdrawn(near) if then else {}
    return {
        place_id: Timeline(evidence=each, knowledge=knowledge, withdrawn=withdrawn)
        for place_id, each in evidence.items()
    }


def _withdrawn(near: Collection[Kept]) -> dict[str, datetime]:
    return {kept.report.id: kept.withdrawn_at for kept in near if kept.withdrawn_at is not None}
