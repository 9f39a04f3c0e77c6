"""A timeline: all that the assessment of a place at many moments needs, read at once."""

from bisect import bisect_left
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from app.board.evidence import assembled, cadences, disclosed, standing_orders, with_areas
from app.board.precision import rounded
from app.board.stand import Stand, stand_of
from app.catalog import Catalogue
from app.domain.assessment import LOOKAHEAD, LOOKBACK, Evidence
from app.domain.disclosure import disclose
from app.domain.history import TOLD, Absences, heard_by, history
from app.domain.report import Queue, Report
from app.domain.vocabulary import Knowledge
from app.store import reports, sources
from app.store.database import ReadSession


@dataclass(frozen=True, slots=True, kw_only=True)
class Timeline:
    """The evidence on a place over time, and when which reports were known not to stand.

    `withdrawn` is empty where what is known now counts.
    """

    evidence: Evidence
    knowledge: Knowledge
    withdrawn: Absences = field(default_factory=dict)

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
    concerned = with_areas(catalogue, places)
    then = knowledge is Knowledge.THEN
    read = _then if then else _now
    said, withdrawn = await read(session, concerned, sorted(set(every)))
    spoken = cadences(await sources.every(session))
    orders = await standing_orders(session, catalogue, places, min(every))
    evidence = assembled(catalogue, places, disclosed(said, catalogue), spoken, orders)
    return {
        place_id: Timeline(evidence=each, knowledge=knowledge, withdrawn=withdrawn)
        for place_id, each in evidence.items()
    }


Read = tuple[Iterable[Report], Absences]
"""What was said, and when which of it did not stand."""


async def _now(
    session: ReadSession, concerned: Collection[str], moments: Sequence[datetime]
) -> Read:
    """Read what bears on moments (rising) by what is known now."""
    since, until = moments[0] - LOOKBACK, moments[-1] + LOOKAHEAD
    near = await reports.around(session, concerned, since=since, until=until, quantities=TOLD)
    last = await reports.latest(session, concerned, before=since)
    return [*last, *near], {}


async def _then(
    session: ReadSession, concerned: Collection[str], moments: Sequence[datetime]
) -> Read:
    """Read what bears on moments (rising) by what was known at each.

    What was the last of a series or strand long before may change while the moments pass: it is
    read for the first of them, and anew for each by which something of that kind was known.
    """
    since, until = moments[0] - LOOKBACK, moments[-1] + LOOKAHEAD
    near = await reports.timeline(session, concerned, since=since, until=until, quantities=TOLD)
    turns = await reports.late_turns(
        session, concerned, ended_before=since, after=moments[0], until=moments[-1]
    )
    asked = {moments[0], *(moments[bisect_left(moments, turn)] for turn in turns)}
    last: dict[str, Report] = {}
    for moment in sorted(asked):
        found = await reports.latest(session, concerned, before=since, known_by=moment)
        last |= {report.id: report for report in found}
    kept = [*near, *await reports.by_public(session, list(last))]
    withdrawn = {each.report.id: each.absences for each in kept if each.absences}
    return [*last.values(), *(each.report for each in near)], withdrawn
