"""Publishing: what statuses tell, what of it is new, and the ledger of what was published last."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime

from app.domain.report import Series
from app.domain.status import METHOD_VERSION, Access, Estimate, Status
from app.domain.vocabulary import Quantity, Subject
from app.store import board, published
from app.store.database import ReadSession, WriteSession
from app.store.published import Belief, Published


def beliefs(status: Status) -> Iterator[tuple[Series, Belief]]:
    """Give what a status tells of each series: access, and each number or why there is none."""
    yield Series(status.queue, Quantity.ACCESS, Subject.EVERYBODY), _word(status.access)
    for quantity, estimate in status.estimates.items():
        yield Series(status.queue, quantity, estimate.subject), _number(estimate)


class Ledger:
    """What was published last of each series."""

    def __init__(self, last: Iterable[Published] = ()) -> None:
        """Begin with what the store says was published last."""
        self._last = {each.series: each for each in last}

    def new(self, statuses: Iterable[Status]) -> dict[Series, Belief]:
        """Give what these statuses tell otherwise than it was published last."""
        return {
            series: belief
            for status in statuses
            for series, belief in beliefs(status)
            if not self._stands(series, belief)
        }

    def ids_of(self, status: Status) -> dict[Series, str]:
        """Give the published ids of what a status tells; what is not published has none."""
        return {
            series: self._last[series].id
            for series, belief in beliefs(status)
            if self._stands(series, belief)
        }

    def version_of(self, status: Status) -> int:
        """Give the version that last published anything of what a status tells; 0: none did."""
        last = (self._last.get(series) for series, _ in beliefs(status))
        return max((each.version for each in last if each is not None), default=0)

    def take(self, written: Iterable[Published]) -> None:
        """Note what has been published."""
        self._last |= {each.series: each for each in written}

    def follow(self, found: Iterable[Published]) -> None:
        """Note what others have published: of each series what they published last.

        What is taken in from an archive was published long before it is kept.
        """
        for each in found:
            last = self._last.get(each.series)
            if last is None or each.published_at >= last.published_at:
                self._last[each.series] = each

    def _stands(self, series: Series, belief: Belief) -> bool:
        last = self._last.get(series)
        return last is not None and last.belief == belief


async def read(session: ReadSession) -> Ledger:
    """Give the ledger as the store has it."""
    return Ledger(await published.latest(session))


async def write(
    session: WriteSession, new: Mapping[Series, Belief], now: datetime, catalogue_version: str
) -> tuple[int, list[Published]]:
    """Raise the board's version and publish what is new under it; gives both."""
    version = await board.raise_version(session)
    written = [
        Published(
            series=series,
            belief=belief,
            version=version,
            published_at=now,
            method_version=METHOD_VERSION,
            catalogue_version=catalogue_version,
        )
        for series, belief in new.items()
    ]
    await published.add(session, written)
    return version, written


def _number(estimate: Estimate) -> Belief:
    return Belief(
        low=estimate.low,
        mid=estimate.mid,
        high=estimate.high,
        no_number=estimate.no_number,
        observed_to=estimate.observed_to,
        freshness=estimate.freshness,
        agreement=estimate.agreement,
        origins=estimate.origins,
    )


def _word(access: Access) -> Belief:
    return Belief(
        word=access.state,
        no_number=access.because,
        freshness=access.freshness,
        agreement=access.agreement,
    )
