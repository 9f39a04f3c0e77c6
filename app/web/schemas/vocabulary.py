"""The shape of the vocabulary."""

from pydantic import Field

from app.web.schemas.common import Meta, Shape, told


class Code(Shape):
    """One code, with its label by language (ISO 639-1) and the unit of a quantity."""

    code: str = told("The code, as it stands in answers.")
    labels: dict[str, str] = told("What people read for it, by language; English is always there.")
    unit: str | None = Field(
        default=None, description="The unit of a quantity's figures; null: it is said in words."
    )
    unit_labels: dict[str, str] | None = Field(
        default=None, description="What people read for that unit, by language."
    )


class VocabularyAnswer(Shape):
    """Every code by list."""

    data: dict[str, list[Code]] = told("The codes by the name of their list.")
    meta: Meta = told("What the answer says about itself.")
