"""Reports: what a text has told so far, each once, and nothing that it then tells to be over."""

from collections.abc import Sequence

from app.domain.vocabulary import AccessWord, Mode
from app.reading.reading import Said


class Reports:
    """The reports of a text, while it is read."""

    def __init__(self) -> None:
        """Begin with none."""
        self._told: list[Said] = []
        self._words: set[Said] = set()
        self._was_closed: list[Said] = []

    def add(self, said: Sequence[Said], *, was: bool) -> None:
        """Add what has been told; `was`: in the past, so that it ends where more is told of it."""
        if any(each.word == AccessWord.OPEN for each in said):
            self._told = [each for each in self._told if not self._ended(each, said)]
        if was:
            self._was_closed.extend(each for each in said if each.word == AccessWord.CLOSED)
        self._told.extend(each for each in said if not self._again(each))

    def all(self) -> tuple[Said, ...]:
        """Give them in the order in which they were told."""
        return tuple(dict.fromkeys(self._told))

    def _again(self, said: Said) -> bool:
        """Say whether a word has been told before: `the road is open, the post works as usual`.

        Wherever and however it stood; this one is added.
        """
        if said.word is None:
            return False
        same = said._replace(span=(0, 0), fired="", claim=None)
        told = same in self._words
        self._words.add(same)
        return told

    def _ended(self, closed: Said, opened: Sequence[Said]) -> bool:
        """Say whether what was closed has opened since: `was closed at noon. ... It is open`."""
        if closed not in self._was_closed:
            return False
        return any(
            each.place == closed.place and each.mode in {Mode.ANY, closed.mode} for each in opened
        )
