"""One table of a catalogue file, read key by key; what is wrong is noted, never raised."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from typing import Any, TypeVar

from app.catalog.lines import Path
from app.catalog.mistakes import Mistake, suggestion

T = TypeVar("T")
Word = TypeVar("Word", bound=StrEnum)

KINDS: Mapping[type, str] = {
    str: '"a text"',
    list: '["a", "list"]',
    dict: '{ a = "table" }',
    bool: "true",
    float: "12.5",
    date: "2026-11-24",
    datetime: "2026-11-24T12:00:00+02:00",
}
"""How a value of each type is written, for the mend."""


@dataclass(frozen=True, slots=True)
class File:
    """A catalogue file: its name as shown, where its keys stand, the mistakes found so far."""

    shown: str
    lines: Mapping[Path, int]
    mistakes: list[Mistake]

    def line(self, path: Path) -> int:
        """Give the line of a value, or of the nearest table around it."""
        while path not in self.lines:
            path = path[:-1]
        return self.lines[path]


@dataclass(frozen=True, slots=True, eq=False)
class Section:
    """A table: each reader asks for its keys; `close` then names those nobody asked for."""

    file: File
    table: Mapping[str, Any]
    path: Path = ()
    asked: set[str] = field(default_factory=set)

    @property
    def where(self) -> str:
        """Give the place of the table as `file:line`."""
        return f"{self.file.shown}:{self.file.line(self.path)}"

    def wrong(self, key: str, what: str, fix: str) -> None:
        """Note a mistake in the line of this key (or of the table, where it has none)."""
        line = self.file.line((*self.path, key))
        self.file.mistakes.append(Mistake(self.file.shown, line, what, fix))

    def close(self) -> None:
        """Note each key that no reader asked for."""
        for key in self.table:
            if key not in self.asked:
                self.wrong(key, f"unknown key {key!r}", suggestion(key, self.asked))

    def value(self, key: str, kind: type[T], *, needed: bool = False) -> T | None:
        """Give a value of exactly this type; None where it is missing or of another type."""
        self.asked.add(key)
        if key not in self.table:
            if needed:
                self.wrong(key, f"{key} is missing", f"add {key} = {KINDS[kind]}")
            return None
        value = self.table[key]
        if type(value) is not kind:
            fix = f"write it as {key} = {KINDS[kind]}"
            self.wrong(key, f"{key} is of the wrong type", fix)
            return None
        return value

    def text(self, key: str, *, needed: bool = False) -> str:
        """Give a text, empty where it is missing."""
        text = self.value(key, str, needed=needed)
        if needed and text is not None and not text.strip():
            self.wrong(key, f"{key} is empty", "write what it should say")
        return text or ""

    def number(self, key: str, *, needed: bool = False) -> float | None:
        """Give a number, whole or not."""
        if type(self.table.get(key)) is int:
            self.asked.add(key)
            return float(self.table[key])
        return self.value(key, float, needed=needed)

    def moment(self, key: str, *, needed: bool = False) -> datetime | None:
        """Give a time with its offset."""
        moment = self.value(key, datetime, needed=needed)
        if moment is not None and moment.tzinfo is None:
            fix = f"add the offset of the place: {key} = {moment.isoformat()}+02:00"
            self.wrong(key, f"{key} has no UTC offset", fix)
            return None
        return moment

    def texts(self, key: str, *, needed: bool = False) -> tuple[str, ...]:
        """Give a list of texts, empty where it is missing."""
        values = self.value(key, list, needed=needed) or []
        if not all(type(value) is str and value.strip() for value in values):
            fix = f'write it as {key} = ["one", "two"]'
            self.wrong(key, f"{key} holds something else than texts", fix)
            return ()
        return tuple(values)

    def pairs(self, key: str, *, needed: bool = False) -> dict[str, str]:
        """Give a table of texts, empty where it is missing."""
        values = self.value(key, dict, needed=needed) or {}
        if not all(type(value) is str and value.strip() for value in values.values()):
            fix = f'write it as {key} = {{ name = "text" }}'
            self.wrong(key, f"{key} holds something else than texts", fix)
            return {}
        return dict(values)

    def word(self, key: str, words: type[Word], default: Word | None = None) -> Word | None:
        """Give one of a list of words; None (or the default) where it is missing."""
        text = self.text(key, needed=default is None)
        return self.known(key, text, words) if text else default

    def words(self, key: str, words: type[Word]) -> tuple[Word, ...]:
        """Give several of a list of words."""
        found = [self.known(key, text, words) for text in self.texts(key)]
        return tuple(word for word in found if word is not None)

    def known(self, key: str, text: str, words: type[Word]) -> Word | None:
        """Give the word that a text stands for, or note that there is none."""
        if text in list(words):
            return words(text)
        self.wrong(key, f"unknown {key.removesuffix('s')} {text!r}", suggestion(text, words))
        return None

    def section(self, key: str, *, needed: bool = False) -> "Section | None":
        """Give the table under a key."""
        table = self.value(key, dict, needed=needed)
        return None if table is None else Section(self.file, table, (*self.path, key))

    def within(self, key: str, number: int) -> "Section":
        """Point at one table of an array, to say what is wrong with it."""
        return Section(self.file, {}, (*self.path, key, number))

    def sections(self, key: str) -> Iterator["Section"]:
        """Give each table of an array of tables."""
        for number, table in enumerate(self.value(key, list) or []):
            if type(table) is dict:
                yield Section(self.file, table, (*self.path, key, number))
            else:
                self.wrong(key, f"{key} is no list of tables", f"write each under [[{key}]]")
