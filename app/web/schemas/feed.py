"""The shape of the list of feeds."""

from pydantic import Field

from app.web.schemas.common import Meta, Shape, told


class FeedEntry(Shape):
    """One feed there is."""

    id: str = told("Its permanent name.")
    path: str = told("Where it is.")
    title: str = told("What it tells, in a few words.")
    about: str = told("What stands in it, in a sentence.")
    filters: list[str] = Field(description="The parameters that it takes, each repeatable.")


class FeedsAnswer(Shape):
    """Every feed."""

    data: list[FeedEntry] = told("The feeds.")
    meta: Meta = told("What the answer says about itself.")
