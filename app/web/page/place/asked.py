"""What a reader may ask of a crossing's page: the moment, the queue explained, and its history."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Annotated, Literal

from pydantic import Field, StringConstraints

from app.domain.history import Step
from app.domain.vocabulary import QUEUE_QUANTITIES, Mode, Quantity
from app.web.page.asked import PageAsked
from app.web.queries import quantities_in

Range = Literal["24h", "7d", "30d", "all"]

USUAL: Range = "30d"
"""By local days: it is drawn at once, however far back it is asked of."""

RANGES: Mapping[Range, tuple[timedelta, Step]] = {
    "24h": (timedelta(days=1), Step.HOUR),
    "7d": (timedelta(days=7), Step.HOUR),
    "30d": (timedelta(days=30), Step.DAY),
    "all": (timedelta(days=400), Step.DAY),
}
"""How far back a chart goes, and in which steps."""

_IN_QUEUES, _AS_IN_QUEUES = quantities_in(QUEUE_QUANTITIES)
Way = Annotated[str, StringConstraints(pattern=r"^([A-Z]{2}-[A-Z]{2}|both)?$")]


class CrossingAsked(PageAsked):
    """What a reader may ask of the page of a crossing."""

    direction: Annotated[Way, Field(description="The direction that is explained.")] = ""
    mode: Annotated[Mode | Literal[""], Field(description="The way of crossing explained.")] = ""
    quantity: Annotated[
        Annotated[Quantity, _IN_QUEUES, _AS_IN_QUEUES] | Literal[""],
        Field(description="Which number's history is drawn."),
    ] = ""
    range: Annotated[Range, Field(description="How far back the history goes.")] = USUAL
