"""The shape of an explanation."""

from datetime import datetime
from typing import Annotated

from pydantic import Field

from app.domain.access_rule import AccessRule
from app.domain.voice import Role
from app.web.schemas.common import (
    AccessCode,
    AgreementCode,
    ClaimCode,
    KindCode,
    MethodCode,
    ModeCode,
    OriginKindCode,
    Shape,
    SubjectCode,
    known,
)
from app.web.schemas.report import BoundCode, QuantityCode
from app.web.schemas.status import Access, Number, StatusMeta, Withheld

RoleCode = Annotated[str, known(Role)]
RuleCode = Annotated[str, known(AccessRule)]


class Speaker(Shape):
    """Who said it, and who handed it to us."""

    origin: str
    origin_kind: OriginKindCode
    publisher: str
    source: str
    url: str


class Word(Speaker):
    """One word on whether the crossing is open, and what it did for the answer."""

    report: str | None = Field(description="The id of the report; null for a notice.")
    notice: str | None = Field(description="The id of the standing notice, where it is one.")
    role: RoleCode = Field(
        description="`used`: it decided; `context`: it holds, but did not; `too_old`: it has ended."
    )
    place: str
    direction: str
    mode: ModeCode
    subject: SubjectCode
    word: AccessCode
    state: AccessCode = Field(description="What it can set at most, given who says it of whom.")
    claim: ClaimCode | None
    official: bool
    observed_from: datetime
    observed_to: datetime | None
    published_at: datetime | None
    note: str


class ExplainedAccess(Access):
    """Whether traffic passes, as published, with the rule that decided it."""

    rule: RuleCode
    because_text: str = Field(description="The rule as a sentence, in English.")
    words: list[Word] = Field(description="Every word that applied, the one that decided first.")
    words_left_out: int


class Figure(Shape):
    """A figure as it was said: what of `value`, `low` and `high` its bound fills."""

    bound: BoundCode
    value: float | None
    low: float | None
    high: float | None


class Interval(Shape):
    """10th, 50th and 90th percentile."""

    low: float
    mid: float
    high: float


class Voice(Speaker, Figure):
    """One report behind a number: how much it weighs, and what it did."""

    report: str | None = Field(description="The id of the report; null where we derived it.")
    role: RoleCode = Field(
        description="`used`; `repeat_of` another; `outlier`: others agree against it, or it is a"
        " bound so far off that it tells nothing; `too_old`; `context`: derived from other figures."
    )
    repeat_of: str | None = Field(description="The report that it repeats.")
    weight: float = Field(description="The exponent of its likelihood, 0 to 1.")
    scale: float = Field(description="Its width in nats: 0.1 is about ten per cent.")
    counts_as: str = Field(description="The independent origin it counts for.")
    named: bool = Field(description="Whether somebody answers for it by name.")
    method: MethodCode
    observed_from: datetime
    observed_to: datetime | None
    until: datetime = Field(description="The last moment it can speak of.")
    published_at: datetime | None
    note: str
    stands: bool = Field(description="Whether it bears the number's agreement, age and origins.")
    differs: bool = Field(description="Whether it contradicts the number beyond its precision.")
    alone: Interval | None = Field(
        description="What it alone would have said, with full weight; null: too little to tell, or"
        " nothing is given."
    )


class Side(Figure):
    """The voice that says the least or the most, of those used."""

    origin: str
    report: str | None


class Disagreement(Shape):
    """How far those whose voices are used lie apart."""

    agreement: AgreementCode | None
    lowest: Side
    highest: Side
    outliers: int


class ExplainedNumber(Number):
    """One number as published, and every voice behind it."""

    quantity: QuantityCode
    moment: datetime | None = Field(
        description="The moment at which the belief stands that gives the number, or the last one;"
        " null where none is given."
    )
    blur: float = Field(description="By how many nats it is widened before it is published.")
    disagreement: Disagreement | None
    voices: list[Voice] = Field(description="Those of most weight first; at most 500.")
    voices_left_out: int


class Beyond(Shape):
    """How a one-sided bound falls off beyond its figure."""

    slack: float
    width: float
    least: dict[str, float]


class Cells(Shape):
    """The cells of one quantity: from where to where, and whether it is told in whole numbers."""

    least: float
    greatest: float
    whole: bool


class Recipe(Shape):
    """All that is needed to compute the numbers again from their voices."""

    cells: int
    zero_apart: float
    walk_per_hour: float
    anything_per_hour: float
    tail: float
    wrong: float
    meaning: float
    beyond: Beyond
    shares: list[float]
    vague: float = Field(
        description="Where the greatest share is more than this times the least, no number is told."
    )
    digits: int
    quantities: dict[str, Cells]
    steps: list[str] = Field(description="How to do it, in English.")


class Explained(Shape):
    """Why each published number of one queue is what it is."""

    place: str
    kind: KindCode
    direction: str
    mode: ModeCode
    at: datetime | None = Field(description="The instant explained; null: what is published now.")
    access: ExplainedAccess
    numbers: list[ExplainedNumber]
    method: Recipe
    withheld: list[Withheld]


class ExplainAnswer(Shape):
    """An explanation of one queue."""

    data: Explained
    meta: StatusMeta
