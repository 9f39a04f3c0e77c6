"""The shape of accuracy."""

from datetime import datetime
from typing import Annotated

from app.domain.accuracy import FEW, FEWEST, Amount
from app.domain.trial import LeftOut
from app.domain.vocabulary import Mode, NoNumber, Quantity
from app.web.schemas.common import Meta, Shape, VersionOfMethod, known, told

NATS = "ln"

AmountCode = Annotated[
    str,
    known(
        Amount,
        means="How many figures the means rest on: `none`; `too_few`, under"
        f" {FEWEST}, so that all means are null; `few`, under {FEW}; or `enough`.",
    ),
]
ReasonCode = Annotated[
    str,
    known(
        NoNumber,
        LeftOut,
        means="Why figures were held against nothing: the reason we gave for having no number; or"
        " that nothing had been published yet, that the figure was known before its interval had"
        " ended, that we had said zero, that no other figure had been told which a plain answer"
        " could be, or that more of the queue ended within the hour than are counted.",
    ),
]
AnyQuantity = Annotated[
    str | None, known(Quantity, means="What was told; null: all quantities together.")
]
AnyMode = Annotated[
    str | None,
    known(Mode, means="How one crosses; null: all modes together, of which `any` is one."),
]


class ErrorsShape(Shape):
    """How far off one kind of answer was; null where the figures are none or too few."""

    mean: float | None = told("The mean of |ln(said / figure)|, each at most ln 3.", NATS)
    median: float | None = told("Their median: half of all were off by less.", NATS)
    factor: float | None = told("The median as a factor: 1.2 is off by a fifth, either way.", "1")


class LeftOutShape(Shape):
    """Figures that were held against nothing."""

    reason: ReasonCode
    figures: int = told("How many of them.")


class MethodShape(Shape):
    """A method of making numbers, whose beliefs were tried."""

    method_version: VersionOfMethod
    compared: int = told("How many figures were held against beliefs of this method.")
    since: datetime = told("When the interval of the first of them ended.")


class AccuracyEntry(Shape):
    """How far off we were in one window, of one quantity and mode."""

    quantity: AnyQuantity
    mode: AnyMode
    days: int = told("The window: so many days of 24 hours, up to `meta.until`.", "d")
    figures: int = told(
        "How many sharper figures ended in it, and came to be known: counted ones, those of"
        " authorities, and waits of who was there and crossed. Repeats, zeros, mere bounds,"
        " and what was corrected or retracted are none."
    )
    compared: int = told("How many of them were held against what we had published by then.")
    amount: AmountCode
    left_out: list[LeftOutShape] = told("The others, by reason.")
    ours: ErrorsShape = told("How far off the middle of what we had published was.")
    inside: float | None = told(
        "The share of figures that our interval of 80% held, their own precision allowed for; null"
        " where they are none or too few.",
        "1",
    )
    latest: ErrorsShape = told("How far off the last figure heard would have been.")
    median24: ErrorsShape = told("How far off the median of the last 24 hours would have been.")
    methods: list[MethodShape] = told(
        "The methods that the numbers compared were made by, as they followed; more than one: it"
        " changed in the window."
    )
    in_words: str = told("The same in an English sentence or two.")


class AccuracyMeta(Meta):
    """What an answer about accuracy says about itself."""

    until: datetime = told("When every window ends: the last full hour.")
    reports_of_a_series: int = told(
        "How many reports of one series are read at most, the newest; at most 6,000, and fewer"
        " where many series spoke."
    )
    figures_of_an_hour: int = told(
        "How many figures of one series are counted that end within one hour, at most."
    )
    series_cut: int = told("How many series had more reports than are read, so that older go.")


class AccuracyAnswer(Shape):
    """How far off we were, by quantity and mode, over three windows."""

    data: list[AccuracyEntry] = told("All modes first, then each mode; all quantities last.")
    meta: AccuracyMeta = told("What the answer says about itself.")
