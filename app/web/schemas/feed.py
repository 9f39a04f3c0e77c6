"""The shape of the list of feeds."""

from pydantic import Field

from app.web.schemas.common import Meta, Shape


class FeedEntry(Shape):
    """One feed there is."""

    id: str
    path: str
    title: str
    about: str
    filters: list[str] = Field(description="The parameters that it takes, each repeatable.")


class FeedsAnswer(Shape):
    """Every feed."""

    data: list[FeedEntry]
    meta: Meta
