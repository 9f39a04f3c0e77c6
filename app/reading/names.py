"""Names: the places that each sentence of a text names, found once for all its findings."""

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from functools import cached_property

from app.domain.vocabulary import CROSSINGS, Quantity
from app.reading.borders import ELSEWHERE
from app.reading.finding import Finding, Scene
from app.reading.part import Part, is_strange_name
from app.reading.sentence import Sentence
from app.reading.signal import OURS
from app.reading.token import NUMBER
from app.reading.where import BETWEEN_NAMES, NAMED, WORDS, counts_ours

EXCEPTED = 4
"""How near to a word of exceptions the place stands that it excepts."""


class Names:
    """The places that a text names, sentence by sentence, found once for all its findings."""

    def __init__(self, parts: Sequence[Part], sentences: Sequence[Sentence]) -> None:
        """Find the names of each sentence, and those before and after it."""
        self._parts, self._sentences = parts, sentences
        self._runs = [_runs(parts, each) for each in sentences]

    def of(self, finding: Finding, scene: Scene) -> list[str] | None:
        """Give the places a finding is about; none where none is named, None where it is not told.

        The names of its clause count where these are one list; else those nearest before it in its
        sentence, all of them where they stand in one list; else those after it; else those of the
        sentences before, if these name one place alone.
        """
        sentence = scene.sentence
        own = self._runs[sentence.at]
        held = [run for run in own if scene.clause.first <= run[0][0] <= scene.clause.last]
        if len(held) == 1:
            return [name for _, name in held[0]]
        if own:
            return self._own(finding, sentence)
        opens = self._parts[sentence.first]
        if finding.quantity is Quantity.ACCESS and opens.means(ELSEWHERE):
            return None  # `the other road, which had been closed, is open`
        told = self._before[sentence.at]
        if told:
            return told if len(set(told)) == 1 else None
        later = self._after[sentence.at]
        apart = later and (self._apart(finding, sentence.at) or finding.quantity is Quantity.ACCESS)
        return [*later] if len(later) <= 1 and not apart else None

    def _own(self, finding: Finding, sentence: Sentence) -> list[str] | None:
        """Give the names in a finding's own sentence that it is about."""
        own = self._runs[sentence.at]
        if len(own) > 1 and finding.quantity not in WORDS and self._figures_first(sentence):
            after = (run for run in own if run[0][0] > finding.last)
            return [name for _, name in next(after, [])] or None
        before = [run for run in own if run[0][0] <= max(finding.first, finding.last)]
        if not before and finding.quantity in CROSSINGS and _counted(sentence, own[0][0][0]):
            return None  # `22 came through it, through Lars only five`
        return [name for _, name in (before[-1] if before else own[0])]

    @cached_property
    def _named(self) -> list[list[str]]:
        return [[name for run in runs for _, name in run] for runs in self._runs]

    @cached_property
    def _naming(self) -> list[int]:
        """Give the sentences that name any place."""
        return [at for at, runs in enumerate(self._runs) if runs]

    @cached_property
    def _before(self) -> list[list[str]]:
        return list(_nearest(self._named))

    @cached_property
    def _after(self) -> list[frozenset[str]]:
        return list(_further(self._named))

    def _figures_first(self, sentence: Sentence) -> bool:
        """Say whether a sentence tells each figure before its place: `60 at Lars, 30 at Salla`."""
        figures = (
            each.first
            for clause in sentence.clauses
            for each in clause.amounts
            if each.unit in OURS
        )
        first = next(figures, sentence.last)
        return first < self._runs[sentence.at][0][0][0]

    def _apart(self, finding: Finding, at: int) -> bool:
        """Say whether the place that is first named later is excepted, or has its own figures."""
        sentence = self._sentences[self._naming[bisect_right(self._naming, at)]]
        if finding.quantity in WORDS:
            return "small.except" in sentence.senses
        return any(counts_ours(clause) for clause in sentence.clauses)


def _counted(sentence: Sentence, at: int) -> bool:
    """Say whether the clause of a sentence in which a name stands has a figure of its own."""
    return any(counts_ours(each) for each in sentence.clauses if each.first <= at <= each.last)


def _nearest(named: Iterable[list[str]]) -> Iterator[list[str]]:
    """Give for each sentence the names of the nearest one before it that names any."""
    told: list[str] = []
    for names in named:
        yield told
        told = names or told


def _further(named: Sequence[list[str]]) -> Iterable[frozenset[str]]:
    """Give for each sentence the names of all after it."""
    later: list[frozenset[str]] = [frozenset()]
    for names in reversed(named[1:]):
        later.append(later[-1].union(names) if len(later[-1]) <= 1 else later[-1])
    return reversed(later[: len(named)])


Runs = list[list[tuple[int, str]]]


def _runs(parts: Sequence[Part], sentence: Sentence) -> Runs:
    """Give the names of places in a sentence, those that stand in one list together."""
    if "noun.place" not in sentence.senses:
        return []
    stretch = enumerate(parts[sentence.first : sentence.last + 1], sentence.first)
    named = [(at, name) for at, part in stretch if (name := _name(part)) is not None]
    if len(named) == 1 and sentence.senses.isdisjoint(("small.of_which", "small.except")):
        return [named]
    return _lists(parts, sentence)


def _lists(parts: Sequence[Part], sentence: Sentence) -> Runs:
    """Give the names of a sentence that has several, or examples."""
    runs: Runs = []
    last, within, examples = -2, False, False
    trains = {"small.except", "noun.train"} <= sentence.senses
    for at in range(sentence.first, sentence.last + 1):
        name = _name(parts[at])
        within = (within or parts[at].folded == "(") and parts[at].folded != ")"
        examples = (examples or parts[at].means("small.of_which")) and not _ends(parts[at])
        name = None if examples or (trains and _excepted(parts, at)) else name
        if name is None:
            # A figure in brackets is one name's own.
            held = (within and parts[at].kind is not NUMBER) or _of_a_list(parts, at)
            last = last if last >= 0 and (held or _goes_on(parts[at])) else -2
            continue
        if last >= 0:
            runs[-1].append((at, name))
        else:
            runs.append([(at, name)])
        last = at
    return runs


def _excepted(parts: Sequence[Part], at: int) -> bool:
    """Say whether a place is but excepted for its trains: `all but the trains of Vainikkala`."""
    near = parts[max(0, at - EXCEPTED) : at + EXCEPTED + 1]
    return any(part.means("small.except") for part in near)


def _of_a_list(parts: Sequence[Part], at: int) -> bool:
    """Say whether a part is a name that we do not know, after a comma of a list of names."""
    return is_strange_name(parts[at]) and parts[at - 1].folded == ","


def _ends(part: Part) -> bool:
    """Say whether a part ends the names that are but examples: `19 ports, including Altanbulag`."""
    return part.kind is NUMBER or part.means("number") or part.folded in {",", ";", ")"}


def _name(part: Part) -> str | None:
    if "noun.place" not in part.senses:
        return None
    return next((sense[len(NAMED) :] for sense in part.senses if sense.startswith(NAMED)), None)


def _goes_on(part: Part) -> bool:
    return part.folded in {",", "(", ")", "/", "-", "–", "—", "«", "»", '"'} or part.means(
        *BETWEEN_NAMES
    )
