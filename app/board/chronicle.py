"""A chronicle: the answer about a time, by whoever's knowledge it is asked for."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from app.board.course import Course, tidy
from app.board.document import Document
from app.board.history import Asking, assessed, read
from app.board.notation import encode
from app.board.row import Row
from app.board.threads import in_thread
from app.board.told import as_published, reported
from app.board.view import Form, View
from app.catalog import Catalogue
from app.domain.history import KnownBy, Step
from app.domain.vocabulary import Knowledge
from app.store import sources
from app.store.database import Database, ReadSession


@dataclass(frozen=True, slots=True, kw_only=True)
class Chronicler:
    """What a chronicle is made from: the store, the catalogue, and the board's rows for credits."""

    database: Database
    catalogue: Catalogue
    rows: Sequence[Row]
    contact: str | None

    async def answer(
        self, form: Form, asking: Asking, known_by: KnownBy, further: Mapping[str, Any]
    ) -> Document:
        """Answer about a time; `further` is said in `meta`. Raises InvalidQuery for too much."""
        async with self.database.reading() as session:
            known = await sources.every(session)
            if known_by is KnownBy.PUBLISHED:
                courses = await as_published(session, self.catalogue, asking, self.rows)
            elif asking.step is Step.RAW:
                knowledge = Knowledge(known_by)
                courses = await reported(session, self.catalogue, asking, knowledge)
            else:
                courses = await self._assessed(session, asking, Knowledge(known_by))
        view = View(
            catalogue=self.catalogue,
            sources=known,
            contact=self.contact,
            published=False,
            further=further,
        )
        return await in_thread(_document, form, view, courses)

    async def _assessed(
        self, session: ReadSession, asking: Asking, knowledge: Knowledge
    ) -> list[Course]:
        histories = await read(session, self.catalogue, asking, knowledge)
        return await assessed(histories, asking)


def _document(form: Form, view: View, courses: Sequence[Course]) -> Document:
    if form is Form.CSV:
        return view.finish(tidy(courses), form)
    credited = {source for course in courses for source in course.sources}
    return view.finish(view.envelope(encode([course.fields for course in courses]), credited))
