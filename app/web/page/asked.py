"""What a reader may ask of a page: what a form sends, empty where nothing was chosen."""

from collections.abc import Iterable
from typing import Annotated, Literal
from urllib.parse import urlencode

from pydantic import BeforeValidator, Field, StringConstraints

from app.domain.vocabulary import Mode
from app.web.moments import When
from app.web.page.front import Asked as FrontFilters
from app.web.queries import Asked

Text = Annotated[str, StringConstraints(max_length=80)]
CountryOrAll = Annotated[str, StringConstraints(pattern=r"^([A-Z]{2})?$")]


class PageAsked(Asked):
    """What may be asked of every page about crossings."""

    as_of: Annotated[
        When | None,
        BeforeValidator(lambda given: given or None),
        Field(description="A past moment with its offset from UTC, or a bare date: its end there."),
    ] = None

    def query(self, given: Iterable[tuple[str, str]]) -> str:
        """Give what of a query belongs to the page: its own parameters, where they say anything."""
        own = type(self).model_fields
        return urlencode([(name, said) for name, said in given if name in own and said])


class MapAsked(PageAsked):
    """What a reader may ask of the map."""

    way: Annotated[Literal["out", "in"], Field(description="Out of Russia, or into it.")] = "out"

    @property
    def filters(self) -> FrontFilters:
        """Give which crossings are shown, and in which direction."""
        return FrontFilters(out=self.way == "out")


class FrontAsked(MapAsked):
    """What a reader may ask of the front."""

    q: Annotated[Text, Field(description="A part of any name of a crossing.")] = ""
    country: Annotated[CountryOrAll, Field(description="The country across (ISO 3166).")] = ""
    mode: Annotated[Mode | Literal[""], Field(description="How one crosses.")] = ""

    @property
    def filters(self) -> FrontFilters:
        """Give what the front is to show."""
        return FrontFilters(
            out=self.way == "out",
            country=self.country,
            mode=Mode(self.mode) if self.mode else None,
            text=self.q.strip(),
        )
