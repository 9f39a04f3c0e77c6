"""Pages: all that a person opens of a copy, in every language, written where they must be."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import partial
from importlib.resources import files
from urllib.parse import parse_qsl

from app.board.threads import in_thread
from app.web.page.answering import Told
from app.web.page.copying.lasting import Lasting
from app.web.page.copying.spot import FOLDER, CopiedSpot, file_of
from app.web.page.copying.subjects import Subject, newest_correction, subjects_of
from app.web.page.messages import ENGLISH, LANGUAGES
from app.web.page.speech import NAMES, Speech, sentence
from app.web.page.writing import Copy, Seen, filled_in
from app.web.parts import Basis

FIRST = "index.html"
"""The file that is opened first: it asks for the language, as no server does it by itself."""

ICON = "icon.svg"

TITLE = sentence("What it is like at the border")


@dataclass(frozen=True, slots=True)
class _Written:
    """What was written of a subject: from what, as of when, and the files."""

    basis: object
    made: datetime
    files: Mapping[str, bytes]


@dataclass(slots=True, kw_only=True)
class Copying:
    """Writes the page as files, again and again: what would say the same stays for `lasting`.

    `server` is the base address that leads to what no file answers; empty for none.
    """

    here: Basis
    server: str
    lasting: timedelta
    _written: dict[str, _Written] = field(default_factory=dict, init=False)

    async def pages(self, made: datetime, expires: datetime) -> dict[str, bytes]:
        """Give each file by its path within the mirror, as of a moment, to count until the other.

        Each page says both. One of a place of which nothing changed may be of an earlier moment,
        and then counts as long as it says. Raises StoreError where the database cannot be read.
        """
        copy = Copy(made=made, expires=expires)
        seen = Seen(view=self.here.board.held(), now=made, present=made, past=None, copy=copy)
        corrected = await newest_correction(self.here)
        found = {FIRST: self._first(seen, copy), f"{FOLDER}{ICON}": _icon()}
        for subject in subjects_of(self.here, seen, self.server, corrected):
            found |= await self._files(subject, seen, copy)
        return found

    async def _files(self, subject: Subject, seen: Seen, copy: Copy) -> Mapping[str, bytes]:
        name = subject.spot.address(ENGLISH)
        known = self._written.get(name)
        if known is None or not self._stands(known, subject, copy):
            told = await subject.reading(seen)
            files = await in_thread(partial(self._in_all, subject, seen, told, copy))
            known = self._written[name] = _Written(subject.basis, copy.made, files)
        return known.files

    def _stands(self, known: _Written, subject: Subject, copy: Copy) -> bool:
        same = subject.basis is not None and known.basis == subject.basis
        return same and copy.made < known.made + self.lasting

    def _in_all(self, subject: Subject, seen: Seen, told: Told, copy: Copy) -> dict[str, bytes]:
        """Write a page in every language."""
        spot = subject.spot
        found = {}
        for language in LANGUAGES:
            speech = Lasting(language, self.here.catalogue.labels, copy.expires)
            file = file_of(language, spot.path, parse_qsl(spot.query))
            body = filled_in(subject.template, speech, spot, seen, told(speech))
            found[f"{FOLDER}{file}"] = body
        return found

    def _first(self, seen: Seen, copy: Copy) -> bytes:
        """Write the page that asks for the language."""
        labels = self.here.catalogue.labels
        spot = CopiedSpot(path="", root=FOLDER, server=self.server)
        speech = Lasting(ENGLISH, labels, copy.expires)
        said = [Speech(each, labels).say(TITLE) for each in LANGUAGES]
        told = [
            (each, NAMES[each], words, spot.page(each))
            for each, words in zip(LANGUAGES, said, strict=True)
        ]
        return filled_in("languages.html", speech, spot, seen, {"languages": told})


def media_type(path: str) -> str:
    """Give the media type of a file of the page, by its path."""
    return "image/svg+xml" if path.endswith(".svg") else "text/html"


def _icon() -> bytes:
    return (files("app.web.page") / "static" / ICON).read_bytes()
