"""The shape of the vocabulary."""

from app.web.schemas.common import Meta, Shape


class Code(Shape):
    """One code, with its label by language (ISO 639-1) and the unit of a quantity."""

    code: str
    labels: dict[str, str]
    unit: str | None = None
    unit_labels: dict[str, str] | None = None


class VocabularyAnswer(Shape):
    """Every code by list."""

    data: dict[str, list[Code]]
    meta: Meta
