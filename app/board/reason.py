"""Reasons as readers get them: each voice behind a number, each word on access."""

from dataclasses import replace
from datetime import datetime

from app.board.notation import Fields, instant, instant_if_any
from app.board.precision import figure, whole
from app.board.recipe import recipe
from app.board.row import Row
from app.board.row import describe as describe_status
from app.domain.access_rule import SENTENCES
from app.domain.derivation import SOURCE as DERIVED
from app.domain.explanation import Explanation, Word
from app.domain.notice import SOURCE as NOTICES
from app.domain.report import Report
from app.domain.standing import is_official, state_of
from app.domain.vocabulary import Quantity
from app.domain.voice import Role, Voice
from app.domain.waiting import joined_at
from app.domain.weighing import Figures, Number, Spoken


def describe(row: Row, explanation: Explanation, at: datetime | None) -> Fields:
    """Give the JSON object of an explanation; `at` is the past moment asked for (None: now)."""
    queue, numbers = row.status.queue, explanation.numbers
    computed = [number.quantity for number in numbers if number.voices]
    return {
        "place": queue.place,
        "kind": row.place.kind,
        "direction": queue.direction,
        "mode": queue.mode,
        "at": instant_if_any(at),
        "access": row.fields["access"] | _access(explanation),
        "numbers": [_number(number, row) for number in numbers],
        "method": recipe(computed),
        "withheld": row.fields["withheld"],
    }


def _access(explanation: Explanation) -> Fields:
    return {
        "rule": explanation.rule,
        "because_text": SENTENCES[explanation.rule],
        "words": [_word(word) for word in explanation.words],
        "words_left_out": explanation.words_left_out,
    }


def _word(word: Word) -> Fields:
    report = word.report
    notice = report.source == NOTICES
    return {
        "report": None if notice else report.id,
        "notice": report.identity if notice else None,
        "role": word.role,
        "place": report.place,
        "direction": report.direction,
        "mode": report.mode,
        "subject": report.subject,
        "word": report.word,
        "state": state_of(report),
        "claim": report.claim,
        "official": is_official(report),
        **_said_by(report),
        "observed_from": instant(report.observed_from),
        "observed_to": instant_if_any(word.ends),
        "published_at": instant_if_any(report.published_at),
        "note": report.note,
    }


def _number(number: Number, row: Row) -> Fields:
    return {
        "quantity": number.quantity,
        **_published(number, row),
        "moment": instant_if_any(number.moment),
        "blur": number.blur,
        "cycle": {"cosine": number.cycle.cosine, "sine": number.cycle.sine},
        "nameless_wrong": number.wrong,
        "disagreement": _disagreement(number),
        "voices": [_voice(spoken, number.quantity) for spoken in number.voices],
        "voices_left_out": number.left_out,
    }


def _published(number: Number, row: Row) -> Fields:
    """Give a number as its row tells it; one that nobody spoke of stands in none."""
    told: Fields | None = row.fields[number.quantity]
    if told is None:
        alone = replace(row.status, estimates={number.quantity: number.estimate})
        told = describe_status(alone, row.place, {})[number.quantity]
    return told


def _disagreement(number: Number) -> Fields | None:
    if number.lowest is None or number.highest is None:
        return None
    outliers = [each for each in number.voices if each.voice.role is Role.OUTLIER]
    return {
        "agreement": number.estimate.agreement,
        "lowest": _side(number.lowest),
        "highest": _side(number.highest),
        "outliers": len(outliers),
    }


def _side(voice: Voice) -> Fields:
    report = voice.report
    return {"origin": report.origin, "report": _id(report), **_figure(report)}


def _voice(spoken: Spoken, quantity: Quantity) -> Fields:
    voice, report = spoken.voice, spoken.voice.report
    return {
        "report": _id(report),
        "role": voice.role,
        "repeat_of": voice.repeat_of,
        "weight": voice.weight,
        "scale": voice.scale,
        **_said_by(report),
        "counts_as": voice.origin,
        "named": voice.named,
        "method": report.method,
        **_figure(report),
        "observed_from": instant(report.observed_from),
        "observed_to": instant_if_any(report.observed_to),
        "until": instant(voice.until),
        "joined_at": instant_if_any(joined_at(report)),
        "published_at": instant_if_any(report.published_at),
        "note": report.note,
        "stands": spoken.stands,
        "differs": spoken.differs,
        "alone": None if spoken.alone is None else _alone(spoken.alone, quantity),
    }


def _said_by(report: Report) -> Fields:
    return {
        "origin": report.origin,
        "origin_kind": report.origin_kind,
        "publisher": report.publisher,
        "source": report.source,
        "url": report.url,
    }


def _figure(report: Report) -> Fields:
    return {
        "bound": report.bound,
        "value": whole(report.value),
        "low": whole(report.low),
        "high": whole(report.high),
    }


def _alone(alone: Figures, quantity: Quantity) -> Fields:
    low, mid, high = (figure(each, quantity) for each in alone)
    return {"low": low, "mid": mid, "high": high}


def _id(report: Report) -> str | None:
    """Give the id under which a report can be read; what we computed ourselves has none."""
    return None if report.source == DERIVED else report.id
