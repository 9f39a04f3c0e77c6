"""A row: one queue's status as the JSON object that readers get, and its finished bytes.

The names are those of the interface. Times are absolute and in UTC, so that nothing in a row
changes unless something published changes.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from urllib.parse import urlencode

from app.board.notation import Fields, encode, instant, instant_if_any
from app.domain.place import Place
from app.domain.report import Queue, Series
from app.domain.status import (
    Access,
    Condition,
    Estimate,
    Event,
    LastFigure,
    LastHeard,
    LastMeasurement,
    LastWord,
    Measurement,
    Rule,
    Status,
    Withheld,
)
from app.domain.traffic import TRAFFIC
from app.domain.vocabulary import (
    QUEUE_QUANTITIES,
    AccessWord,
    Coverage,
    PlaceKind,
    Quantity,
)

UNTOLD = frozenset({Coverage.NONE, Coverage.AREA})
"""Coverage that says nothing of the queue itself: shown where access is known, or on demand."""


@dataclass(frozen=True, slots=True, eq=False, weakref_slot=True)
class Row:
    """One queue as published: its status, its JSON object and bytes, and its version.

    `ids` are the published ids of what it tells. `version` is the board's that last told of this
    queue: the same in every process.
    """

    place: Place
    status: Status
    ids: Mapping[Series, str]
    fields: Fields
    json: bytes
    version: int

    @property
    def shown(self) -> bool:
        """Say whether it is shown to who names no place: a checkpoint we know something of.

        What is withheld is known, and shown as such.
        """
        known = self.status.access.state is not AccessWord.UNKNOWN or bool(self.status.withheld)
        told = self.status.coverage not in UNTOLD
        return self.place.kind is PlaceKind.CHECKPOINT and (told or known)


def row(
    status: Status,
    place: Place,
    ids: Mapping[Series, str],
    version: int,
    when: Mapping[str, str] = MappingProxyType({}),
) -> Row:
    """Finish one status, disclosed and rounded, into a row.

    `ids` are its published ids, `when` is how a past moment was asked for, by names of a query.
    """
    fields = describe(status, place, ids) | {"evidence": evidence(status.queue, when)}
    return Row(
        place=place, status=status, ids=ids, fields=fields, json=encode(fields), version=version
    )


def describe(status: Status, place: Place, ids: Mapping[Series, str]) -> Fields:
    """Give the JSON object of one status, but for the address of its evidence."""
    queue = status.queue
    numbers = {quantity.value: _estimate(status, quantity, ids) for quantity in QUEUE_QUANTITIES}
    measured = {each.quantity: _measurement(each) for each in status.traffic}
    return {
        "place": queue.place,
        "kind": place.kind,
        "direction": queue.direction,
        "mode": queue.mode,
        "coverage": status.coverage,
        "access": _access(status.access),
        **numbers,
        **{quantity.value: measured.get(quantity) for quantity in TRAFFIC},
        "rules": [_rule(each) for each in status.rules],
        "events": [_event(each) for each in status.events],
        "last_heard": [_last_heard(each) for each in status.last_heard],
        "weather": [_condition(each) for each in status.weather],
        "withheld": [_withheld(each) for each in status.withheld],
        "heard_at": instant_if_any(status.heard_at),
        "sources": list(status.sources),
    }


def evidence(queue: Queue, when: Mapping[str, str]) -> str:
    """Give the address of what explains a queue: each report behind it, and what it did."""
    return f"/v1/explain?{urlencode({**queue._asdict(), **when})}"


def _estimate(status: Status, quantity: Quantity, ids: Mapping[Series, str]) -> Fields | None:
    estimate = status.estimates.get(quantity)
    if estimate is None:
        return None
    series = Series(status.queue, quantity, estimate.subject)
    return _number(estimate) | {"published_id": ids.get(series)}


def _number(estimate: Estimate) -> Fields:
    return {
        "subject": estimate.subject,
        "low": estimate.low,
        "mid": estimate.mid,
        "high": estimate.high,
        "method": estimate.method,
        "observed_to": instant_if_any(estimate.observed_to),
        "freshness": estimate.freshness,
        "late_at": instant_if_any(estimate.late_at),
        "stale_at": instant_if_any(estimate.stale_at),
        "agreement": estimate.agreement,
        "origins": estimate.origins,
        "no_number": estimate.no_number,
        "last": _last_figure(estimate.last),
    }


def _last_figure(last: LastFigure | None) -> Fields | None:
    if last is None:
        return None
    return {
        "low": last.low,
        "mid": last.mid,
        "high": last.high,
        "observed_to": instant(last.observed_to),
    }


def _measurement(measured: Measurement) -> Fields:
    return {
        "subject": measured.subject,
        "low": measured.low,
        "mid": measured.mid,
        "high": measured.high,
        "bound": measured.bound,
        "per": measured.per,
        "method": measured.method,
        "observed_from": instant(measured.observed_from),
        "observed_to": instant(measured.observed_to),
        "freshness": measured.freshness,
        "late_at": instant_if_any(measured.late_at),
        "stale_at": instant_if_any(measured.stale_at),
        "no_number": measured.no_number,
        "last": _last_measurement(measured.last),
        "origin": measured.origin,
        "url": measured.url,
        "source": measured.source,
    }


def _last_measurement(last: LastMeasurement | None) -> Fields | None:
    if last is None:
        return None
    return {
        "low": last.low,
        "mid": last.mid,
        "high": last.high,
        "observed_from": instant(last.observed_from),
        "observed_to": instant(last.observed_to),
    }


def _access(access: Access) -> Fields:
    return {
        "state": access.state,
        "since": instant_if_any(access.since),
        "until": instant_if_any(access.until),
        "freshness": access.freshness,
        "late_at": instant_if_any(access.late_at),
        "stale_at": instant_if_any(access.stale_at),
        "review_at": instant_if_any(access.review_at),
        "claim": access.claim,
        "origin": access.origin,
        "origin_kind": access.origin_kind,
        "url": access.url,
        "place": access.place,
        "agreement": access.agreement,
        "because": access.because,
        "last": _last_word(access.last),
    }


def _last_word(last: LastWord | None) -> Fields | None:
    if last is None:
        return None
    return {
        "state": last.state,
        "observed_from": instant(last.observed_from),
        "observed_to": instant_if_any(last.observed_to),
        "origin": last.origin,
        "url": last.url,
    }


def _rule(rule: Rule) -> Fields:
    return {
        "mode": rule.mode,
        "subject": rule.subject,
        "word": rule.word,
        "claim": rule.claim,
        "observed_from": instant(rule.observed_from),
        "until": instant_if_any(rule.until),
        "freshness": rule.freshness,
        "late_at": instant_if_any(rule.late_at),
        "stale_at": instant_if_any(rule.stale_at),
        "review_at": instant_if_any(rule.review_at),
        "agreement": rule.agreement,
        "origin": rule.origin,
        "origin_kind": rule.origin_kind,
        "place": rule.place,
        "url": rule.url,
        "note": rule.note,
    }


def _event(event: Event) -> Fields:
    return {
        "word": event.word,
        "mode": event.mode,
        "claim": event.claim,
        "observed_from": instant(event.observed_from),
        "observed_to": instant_if_any(event.observed_to),
        "last_heard": instant(event.last_heard),
        "freshness": event.freshness,
        "origin": event.origin,
        "origin_kind": event.origin_kind,
        "origins": event.origins,
        "place": event.place,
        "url": event.url,
        "note": event.note,
    }


def _last_heard(hazard: LastHeard) -> Fields:
    told = {"word": hazard.word, "mode": hazard.mode, "claim": hazard.claim}
    return told | {"last_heard": instant(hazard.last_heard)}


def _withheld(withheld: Withheld) -> Fields:
    return {
        "quantity": withheld.quantity,
        "until": instant(withheld.until),
        "reason": withheld.reason,
        "id": withheld.id,
    }


def _condition(condition: Condition) -> Fields:
    return {
        "quantity": condition.quantity,
        "word": condition.word,
        "low": condition.low,
        "high": condition.high,
        "observed_to": instant(condition.observed_to),
        "freshness": condition.freshness,
        "late_at": instant_if_any(condition.late_at),
        "stale_at": instant_if_any(condition.stale_at),
        "origin": condition.origin,
        "url": condition.url,
    }
