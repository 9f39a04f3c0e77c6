"""What a reader may ask of a page: what a form sends, empty where nothing was chosen."""

from typing import Annotated, Literal

from pydantic import Field, StringConstraints

from app.domain.vocabulary import Mode
from app.web.moments import When
from app.web.page.front import RUSSIA
from app.web.page.front import Asked as FrontFilters
from app.web.queries import Asked

Text = Annotated[str, StringConstraints(max_length=80)]
CountryOrAll = Annotated[str, StringConstraints(pattern=r"^([A-Z]{2})?$")]


class PageAsked(Asked):
    """What may be asked of every page about crossings."""

    as_of: Annotated[
        When | Literal[""],
        Field(description="A past moment with its offset from UTC, or a bare date: its end there."),
    ] = ""

    @property
    def moment(self) -> When | None:
        """Give the past moment asked for; None for now."""
        return None if self.as_of == "" else self.as_of


class FrontAsked(PageAsked):
    """What a reader may ask of the front."""

    q: Annotated[Text, Field(description="A part of any name of a crossing.")] = ""
    country: Annotated[CountryOrAll, Field(description="The country across (ISO 3166).")] = ""
    mode: Annotated[Mode | Literal[""], Field(description="How one crosses.")] = ""
    leaving: Annotated[
        Literal["RU", ""], Field(description="`RU` for the way out of Russia; empty: into it.")
    ] = "RU"

    @property
    def filters(self) -> FrontFilters:
        """Give what the front is to show."""
        return FrontFilters(
            out=self.leaving == RUSSIA,
            country=self.country,
            mode=Mode(self.mode) if self.mode else None,
            text=self.q.strip(),
        )
