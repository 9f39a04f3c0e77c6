"""News: what is to be told of the rows that changed, written once for all who ask alike."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from app.board.changing import event_key
from app.board.notation import Fields, encode
from app.board.row import Row
from app.board.selection import CHOSEN, Filters, Gone, concerns, narrowed_to, wanted
from app.board.streaming.reader import Batch
from app.board.streaming.wire import GONE, event, event_of
from app.catalog import Catalogue
from app.domain.change import Change, ChangeKind
from app.domain.place import BOTH
from app.domain.report import Queue
from app.domain.vocabulary import PlaceKind, Quantity

Rows = Mapping[Queue, Row]


@dataclass(frozen=True, kw_only=True)
class News:
    """What changed: the rows `before` (those that are no more or tell otherwise) and `after`.

    `changes` are what was told of it; a row that changed without, while the database is away, is
    told of without an id. Of several changes of one queue the last counts: only what it is like
    now is told.
    """

    catalogue: Catalogue
    before: Rows
    after: Rows
    changes: Sequence[Change]

    def batch(self, filters: Filters) -> Batch | None:
        """Write what these filters leave, in the order of telling; None where that is nothing."""
        told = [each for each in self._told(filters) if each]
        return Batch(b"".join(told), len(told)) if told else None

    def _told(self, filters: Filters) -> Iterator[bytes]:
        for change in self.changes:
            if change.kind is not ChangeKind.STATUS:
                yield self._once(change, filters)
            elif self._last[change.queue] is not change:
                continue
            elif change.queue in self.after:
                yield self._status(change.queue, change.id, filters)
            else:
                yield self._gone(change, filters)
        for queue in self._unlogged:
            yield self._status(queue, "", filters)

    @cached_property
    def _last(self) -> Mapping[Queue, Change]:
        """Give the last change of each queue."""
        return {each.queue: each for each in self.changes if each.kind is ChangeKind.STATUS}

    @cached_property
    def _unlogged(self) -> Sequence[Queue]:
        """Give the queues that tell otherwise and that no change names."""
        rows = self.after.items()
        return [
            queue
            for queue, row in rows
            if row is not self.before.get(queue) and queue not in self._last
        ]

    def _once(self, change: Change, filters: Filters) -> bytes:
        if change.kind is ChangeKind.CORRECTION:
            return self._correction(change, filters)
        return self._event(change, filters)

    def _status(self, queue: Queue, change: str, filters: Filters) -> bytes:
        """Write a queue's row as it is now; nothing where it is not asked for."""
        row = self.after[queue]
        if not concerns(row, filters):
            return b""
        data = row.json
        if filters.quantity or filters.subject:
            cut = narrowed_to(row.fields, filters)
            if self._was_so(queue, row, cut, filters):
                return b""
            data = encode(cut)
        told = b'{"data":%s,"meta":{"version":%d}}' % (data, row.version)
        return event_of(ChangeKind.STATUS, told, change)

    def _gone(self, change: Change, filters: Filters) -> bytes:
        """Write that a queue has no row any more, so that nobody goes on showing the last one."""
        queue, place = change.queue, self.catalogue.places.get(change.queue.place)
        if place is None or not concerns(Gone(place, queue, change.version), filters):
            return b""
        return _told_of(change, queue._asdict(), GONE)

    def _was_so(self, queue: Queue, row: Row, cut: Fields, filters: Filters) -> bool:
        """Say whether the parts asked for were the same before: what else changed is no news."""
        old = self.before.get(queue)
        if old is None or old is row:
            return False
        was = narrowed_to(old.fields, filters)
        return all(was[name] == cut[name] for name in cut.keys() & CHOSEN)

    def _event(self, change: Change, filters: Filters) -> bytes:
        """Write an event that is heard of for the first time, as a row of its place tells it."""
        if filters.quantity and Quantity.EVENT not in filters.quantity:
            return b""
        for row in self._rows_of(change):
            for each in row.fields["events"] if concerns(row, filters) else ():
                if (each["mode"], event_key(each["word"], each["claim"])) == _what(change):
                    told = {"place": change.places[0], "direction": change.direction}
                    return _told_of(change, told | {"event": each})
        return b""

    def _rows_of(self, change: Change) -> Iterator[Row]:
        for queue, row in self.after.items():
            if queue.place == change.places[0] and change.direction in {queue.direction, BOTH}:
                yield row

    def _correction(self, change: Change, filters: Filters) -> bytes:
        """Write that something was put right, and where that is told in full."""
        if filters.any and not any(self._in(place, filters) for place in change.places):
            return b""
        told = {"id": change.key, "places": list(change.places)}
        return _told_of(change, told | {"url": f"/v1/corrections/{change.key}"})

    def _in(self, place: str, filters: Filters) -> bool:
        found = self.catalogue.places.get(place)
        return found is not None and wanted(found, filters, tuple(PlaceKind))


def _what(change: Change) -> tuple[str | None, str]:
    return change.mode, change.key


def _told_of(change: Change, data: Fields, name: str | None = None) -> bytes:
    told = {"data": data, "meta": {"version": change.version}}
    return event(name or change.kind, told, change.id)
