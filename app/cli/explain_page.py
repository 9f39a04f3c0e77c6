"""The page of an explanation: why it is open or not, and each number with those who speak."""

from collections.abc import Iterator, Sequence

from app.board.attribution import credits_for
from app.board.explain import Answer
from app.cli.access import access_lines
from app.cli.asked import Asked
from app.cli.page import PAST
from app.cli.sayings import withheld_lines
from app.cli.speakers import days, named, said, speaker_lines
from app.cli.terminal import bold, faint, plain, wrapped
from app.cli.words import clocks, country, day, last_day, name_of, spread, way
from app.domain.access_rule import SENTENCES
from app.domain.explanation import Word
from app.domain.notice import SOURCE as NOTICES
from app.domain.status import Estimate
from app.domain.vocabulary import AccessWord, Agreement, NoNumber
from app.domain.voice import Role
from app.domain.weighing import Number

MOST_WORDS = 8
"""How many words on access are shown beside the one that decided."""

AGREE = {
    Agreement.SINGLE: "nobody answers for it by name",
    Agreement.AGREE: "they agree",
    Agreement.DIFFER: "they differ",
}

HOW_TO_READ = (
    "A weight of 1 is a whole voice; one origin has one, however often it is repeated. What a"
    " report alone would have said is what we would publish had nobody else spoken."
)


DOUBTED = 0.2
DOUBT = "of the nameless figures are thought wrong, by what named ones let expect; all weigh less."
"""From which share on it is said that travellers are doubted, and how."""


def page(asked: Asked, told: Answer) -> Iterator[str]:
    """Write the page."""
    status, explanation = told.row.status, told.explanation
    yield bold(f"{name_of(asked.place)}, {asked.label(status.queue.mode)}")
    yield bold(way(status.queue.direction))
    yield from wrapped(clocks(asked.at, asked.place))
    if asked.past:
        yield from map(bold, wrapped(PAST[asked.knowledge]))
    yield ""
    yield from access_lines(asked, [status])
    yield from wrapped(f"Rule: {SENTENCES[explanation.rule]}", 2)
    yield from _words(asked, explanation.words, explanation.words_left_out)
    yield from withheld_lines(asked, [status])
    for number in explanation.numbers:
        yield ""
        yield from _number(asked, told, number)
    yield ""
    yield from _foot(asked, told)


def _words(asked: Asked, words: Sequence[Word], left_out: int) -> Iterator[str]:
    """Say what else was said of access: the word that decided stands above already."""
    beside = [word for word in words if word.role is not Role.USED]
    for word in beside[:MOST_WORDS]:
        role = "besides" if word.role is Role.CONTEXT else "no longer"
        yield from wrapped(plain(f"{role}: {_word(asked, word)}"), 4)
        yield faint(f"      {_where(word)}")
    more = len(beside[MOST_WORDS:]) + left_out
    if more:
        yield f"    and {more:,} more; --json lists them"


def _word(asked: Asked, word: Word) -> str:
    report = word.report
    state = asked.label(AccessWord(report.word or ""))
    if word.ends is None:
        when = f"from {day(report.observed_from, asked.zone)} on"
    else:
        when = days(report.observed_from, word.ends, asked.zone)
    return f"{state}, says {named(asked, report)}, {when}"


def _where(word: Word) -> str:
    report = word.report
    which = f"notice {report.identity}" if report.source == NOTICES else report.id
    return f"{which} {report.url}".strip()


def _number(asked: Asked, told: Answer, number: Number) -> Iterator[str]:
    headline = f"{asked.label(number.quantity)}: {_figure(asked, number.estimate)}"
    first, *more = wrapped(f"{headline}{_published(told, number)}.", 2)
    yield from (bold(first), *map(bold, more))
    if number.estimate.origins:
        yield from wrapped(_agreement(asked, number), 2)
    if (number.wrong or 0.0) >= DOUBTED:
        yield from wrapped(f"{number.wrong:.0%} {DOUBT}", 2)
    yield from speaker_lines(asked, number)


def _figure(asked: Asked, estimate: Estimate) -> str:
    if estimate.mid is not None:
        return spread(estimate, estimate.quantity)
    reason = f"no figure, {asked.label(estimate.no_number or NoNumber.UNKNOWN)}"
    if estimate.last is None:
        return reason
    last = spread(estimate.last, estimate.quantity)
    return f"{reason}; the last was {last} of {last_day(estimate.last.observed_to, asked.zone)}"


def _published(told: Answer, number: Number) -> str:
    fields = told.row.fields[number.quantity]
    published = fields["published_id"] if fields else None
    return f", published as {published}" if published else ""


def _agreement(asked: Asked, number: Number) -> str:
    """Say how many origins speak, whether they agree, and between what their figures lie."""
    count, lowest, highest = number.estimate.origins, number.lowest, number.highest
    if count == 1:
        return "One origin speaks."
    told = f"{count} origins speak, and {AGREE[number.estimate.agreement or Agreement.SINGLE]}"
    if lowest is None or highest is None or lowest is highest:
        return f"{told}."
    sides = (
        f"{said(asked, each.report, number.quantity)} ({each.report.origin})"
        for each in (lowest, highest)
    )
    return plain(f"{told}; their figures go from {' to '.join(sides)}.")


def _foot(asked: Asked, told: Answer) -> Iterator[str]:
    names = [credit["name"] for credit in credits_for(told.explanation.sources, told.view.sources)]
    behind = f"From: {'; '.join(names)}. " if names else ""
    clock = f"Times are those of {country(asked.place.countries[1])}. "
    yield from map(faint, wrapped(f"{behind}{clock}{HOW_TO_READ}", hang=0))
