"""Weather and traffic: what was measured or told at the place, each with its age."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from app.domain.place import Place
from app.domain.traffic import TRAFFIC
from app.domain.vocabulary import Bound, Freshness, NoNumber, Per, Quantity
from app.web.page.figures import Fields, measured
from app.web.page.place.said import Speaker, Time, shown, speaker_of, time_of, way_of
from app.web.page.speech import Speech, aware


@dataclass(frozen=True, slots=True, kw_only=True)
class Measured:
    """One measurement: of what, how much or why not, over which time, and who says so."""

    quantity: str
    about: str
    text: str
    last: str
    over: str
    speaker: Speaker | None
    time: Time
    ageing: str


def weather_of(
    rows: Sequence[Fields], place: Place, speech: Speech, now: datetime
) -> Iterator[Measured]:
    """Give the weather at the place, as it was last told."""
    for row in rows:
        for told in row["weather"]:
            quantity = Quantity(told["quantity"])
            text = (
                speech.label("weather_word", told["word"])
                if told["word"]
                else _between(told, quantity, speech)
            )
            yield Measured(
                quantity=speech.label("quantity", quantity),
                about="",
                text=text,
                last="",
                over="",
                speaker=speaker_of(told, speech),
                time=time_of(told["observed_to"], speech, now, place, ends=True),
                ageing=_ageing(told, speech),
            )


def traffic_of(
    rows: Sequence[Fields], place: Place, speech: Speech, now: datetime
) -> Iterator[Measured]:
    """Give how many crossed, and how fast the road to the post moves, where anybody told."""
    for row in rows:
        for quantity in TRAFFIC:
            told = row[quantity]
            if told is not None:
                yield Measured(
                    quantity=speech.label("quantity", quantity),
                    about=_about(row, speech),
                    text=_number(told, quantity, speech),
                    last=_last(told, quantity, speech),
                    over=_over(told, place, speech),
                    speaker=speaker_of(told, speech),
                    time=time_of(told["observed_to"], speech, now, place, ends=True),
                    ageing=_ageing(told, speech),
                )


def _about(row: Fields, speech: Speech) -> str:
    return f"{way_of(row['direction'], speech)}, {speech.label('mode', row['mode'])}"


def _number(told: Fields, quantity: Quantity, speech: Speech) -> str:
    if told["no_number"]:
        return speech.label("no_number", told["no_number"])
    text = said(told, told["mid"], quantity, speech)
    return text or speech.label("no_number", NoNumber.UNKNOWN)


def said(told: Fields, value: float | None, quantity: Quantity, speech: Speech) -> str:
    """Write a figure as it was meant: `about 40 h`, `at least 3,000 vehicles`; empty for none."""
    low, high, bound = told["low"], told["high"], told["bound"]
    if value is None and (low is None) == (high is None):
        return _between(told, quantity, speech) if low is not None else ""
    figure = next(each for each in (value, low, high) if each is not None)
    text = measured(figure, figure, quantity, speech)
    if bound in {Bound.ABOUT, Bound.AT_LEAST, Bound.AT_MOST}:
        return f"{speech.label('bound', bound)} {text}"
    return text


def _between(told: Fields, quantity: Quantity, speech: Speech) -> str:
    low, high = told["low"], told["high"]
    given = [each for each in (low, high) if each is not None]
    if not given:
        return speech.label("no_number", NoNumber.UNKNOWN)
    return measured(given[0], given[-1], quantity, speech)


def _last(told: Fields, quantity: Quantity, speech: Speech) -> str:
    last = told["last"]
    if last is None:
        return ""
    return said({**last, "bound": told["bound"]}, last["mid"], quantity, speech)


def _over(told: Fields, place: Place, speech: Speech) -> str:
    """Say over which time it was counted."""
    begun = shown(aware(told["observed_from"]), speech, place)
    ended = shown(aware(told["observed_to"]), speech, place, ends=True)
    over = f"{begun} – {ended}" if begun != ended else ended
    return f"{over} ({speech.label('per', Per.DAY)})" if told["per"] == Per.DAY else over


def _ageing(told: Fields, speech: Speech) -> str:
    late = told["freshness"] not in {None, Freshness.FRESH}
    return speech.label("freshness", told["freshness"]) if late else ""
