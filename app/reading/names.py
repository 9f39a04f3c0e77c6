"""Names: the places that each sentence of a text names, found once for all its findings."""

from collections.abc import Iterable, Iterator, Sequence

from app.domain.vocabulary import WORDS, Quantity
from app.reading.finding import Finding, Scene
from app.reading.part import Part
from app.reading.sentence import Sentence
from app.reading.signal import OURS
from app.reading.token import NUMBER
from app.reading.where import BETWEEN_NAMES, NAMED


class Names:
    """The places that a text names, sentence by sentence, found once for all its findings."""

    def __init__(self, parts: Sequence[Part], sentences: Sequence[Sentence]) -> None:
        """Find the names of each sentence, and those before and after it."""
        self._sentences = sentences
        self._runs = [_runs(parts, each) for each in sentences]
        self._elsewhere = [parts[each.first].means("elsewhere.place") for each in sentences]
        named = [[name for run in runs for _, name in run] for runs in self._runs]
        self._before = list(_nearest(named))
        self._after = list(_further(named))

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
            before = [run for run in own if run[0][0] <= max(finding.first, finding.last)]
            return [name for _, name in (before[-1] if before else own[0])]
        if self._elsewhere[sentence.at] and finding.quantity is Quantity.ACCESS:
            return None  # `the other road, which had been closed, is open`
        told = self._before[sentence.at]
        if told:
            return told if len(set(told)) == 1 else None
        later = self._after[sentence.at]
        figured = finding.quantity not in WORDS and self._figured(sentence.at)
        return [*later] if len(later) <= 1 and not figured else None

    def _figured(self, at: int) -> bool:
        """Say whether the place that is first named after a sentence has figures of its own."""
        named = next((each for each in range(at + 1, len(self._runs)) if self._runs[each]), None)
        if named is None:
            return False
        return any(each.unit in OURS for c in self._sentences[named].clauses for each in c.amounts)


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


def _runs(parts: Sequence[Part], sentence: Sentence) -> list[list[tuple[int, str]]]:
    """Give the names of places in a sentence, those that stand in one list together."""
    runs: list[list[tuple[int, str]]] = []
    if "noun.place" not in sentence.senses:
        return runs
    last, within, examples = -2, False, False
    for at in range(sentence.first, sentence.last + 1):
        name = _name(parts[at])
        within = (within or parts[at].folded == "(") and parts[at].folded != ")"
        examples = (examples or parts[at].means("small.of_which")) and not _ends(parts[at])
        name = None if examples else name
        if name is None:
            held = within and parts[at].kind is not NUMBER  # a figure in brackets is one name's own
            last = last if last >= 0 and (held or _goes_on(parts[at])) else -2
            continue
        if last >= 0:
            runs[-1].append((at, name))
        else:
            runs.append([(at, name)])
        last = at
    return runs


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
