"""The shape of an explanation."""

from datetime import datetime
from typing import Annotated

from app.domain.access_rule import AccessRule
from app.domain.voice import Role
from app.web.schemas.common import (
    OF_QUANTITY,
    AccessCode,
    AgreementCode,
    BoundCode,
    ClaimCode,
    Direction,
    KindCode,
    MethodCode,
    ModeCode,
    Note,
    ObservedFrom,
    ObservedTo,
    Origin,
    OriginKindCode,
    PlaceId,
    PublishedAt,
    Publisher,
    QuantityCode,
    Shape,
    SourceId,
    SubjectCode,
    Url,
    known,
    told,
)
from app.web.schemas.number import Number
from app.web.schemas.status import StatusMeta
from app.web.schemas.words import Access, Withheld

RoleCode = Annotated[str, known(Role, means="What it did.")]
RuleCode = Annotated[str, known(AccessRule, means="The rule by which access was decided.")]


class Speaker(Shape):
    """Who said it, and who handed it to us."""

    origin: Origin
    origin_kind: OriginKindCode
    publisher: Publisher
    source: SourceId
    url: Url


class Word(Speaker):
    """One word on whether the crossing is open, and what it did for the answer."""

    report: str | None = told("The id of the report; null for a notice.")
    notice: str | None = told("The id of the standing notice, where it is one.")
    role: RoleCode = told(
        "`used`: it decided; `context`: it holds, but did not; `too_old`: it has ended."
    )
    place: str = told("Of which place or area it was said.")
    direction: Direction
    mode: ModeCode
    subject: SubjectCode
    word: AccessCode
    state: AccessCode = told("What it can set at most, given who says it of whom.")
    claim: ClaimCode | None
    official: bool = told("Whether an authority, customs or an operator states or confirms it.")
    observed_from: ObservedFrom
    observed_to: ObservedTo
    published_at: PublishedAt
    note: Note


class ExplainedAccess(Access):
    """Whether traffic passes, as published, with the rule that decided it."""

    rule: RuleCode
    because_text: str = told("The rule as a sentence, in English.")
    words: list[Word] = told("Every word that applied, the one that decided first.")
    words_left_out: int = told("How many more words there were.")


class Figure(Shape):
    """A figure as it was said: what of `value`, `low` and `high` its bound fills."""

    bound: BoundCode
    value: float | None = told("The figure as it was said; null for a range.", OF_QUANTITY)
    low: float | None = told("The least that was said; null: no such side.", OF_QUANTITY)
    high: float | None = told("The greatest that was said; null: no such side.", OF_QUANTITY)


class Interval(Shape):
    """10th, 50th and 90th percentile."""

    low: float = told("The 10th percentile.", OF_QUANTITY)
    mid: float = told("The 50th percentile.", OF_QUANTITY)
    high: float = told("The 90th percentile.", OF_QUANTITY)


class Voice(Speaker, Figure):
    """One report behind a number: how much it weighs, and what it did."""

    report: str | None = told("The id of the report; null where we derived it.")
    role: RoleCode = told(
        "`used`; `repeat_of` another; `outlier`: others agree against it, or it is a"
        " bound so far off that it tells nothing; `too_old`; `context`: derived from other figures."
    )
    repeat_of: str | None = told("The report that it repeats.")
    weight: float = told("The exponent of its likelihood, 0 to 1.")
    scale: float = told("Its width in nats: 0.1 is about ten per cent.", "nats")
    counts_as: str = told("The independent origin it counts for.")
    named: bool = told("Whether somebody answers for it by name.")
    method: MethodCode
    observed_from: ObservedFrom
    observed_to: ObservedTo
    until: datetime = told("The last moment it can speak of.")
    joined_at: datetime | None = told(
        "When who tells of a wait joined the line, where it is told over the time that it took: it"
        " speaks of that moment. Null otherwise."
    )
    published_at: PublishedAt
    note: Note
    stands: bool = told("Whether it bears the number's agreement, age and origins.")
    differs: bool = told("Whether it contradicts the number beyond its precision.")
    alone: Interval | None = told(
        "What it alone would have said, with full weight; null: too little to tell, or"
        " nothing is given."
    )


class Side(Figure):
    """The voice that says the least or the most, of those used."""

    origin: Origin
    report: str | None = told("The id of its report; null where we derived it.")


class Disagreement(Shape):
    """How far those whose voices are used lie apart."""

    agreement: AgreementCode | None
    lowest: Side = told("The voice that says the least.")
    highest: Side = told("The voice that says the most.")
    outliers: int = told("How many voices are outliers.")


class DailyCycle(Shape):
    """A wave of 24 hours over UTC, in the quantity's unit."""

    cosine: float = told("Its part of the cosine, which is greatest at midnight.")
    sine: float = told("Its part of the sine, which is greatest at six in the morning.")


class ExplainedNumber(Number):
    """One number as published, and every voice behind it."""

    quantity: QuantityCode
    moment: datetime | None = told(
        "The moment at which the belief stands that gives the number, or the last one;"
        " null where none is given."
    )
    blur: float = told("By how many nats it is widened before it is published.", "nats")
    cycle: DailyCycle = told("How it goes through the day; both 0: steadily, as far as was heard.")
    nameless_wrong: float | None = told(
        "The share of nameless figures that is thought wrong, by what named ones let expect;"
        " null: none could be held against a named one."
    )
    disagreement: Disagreement | None = told("How far they lie apart; null: nobody is used.")
    voices: list[Voice] = told("Those of most weight first; at most 500.")
    voices_left_out: int = told("How many more voices there were.")


class Beyond(Shape):
    """How a one-sided bound falls off beyond its figure."""

    slack: float = told("How far beyond nothing falls off.", "nats")
    width: float = told("How fast it falls off then.", "nats")
    least: dict[str, float] = told("What stays at the furthest, by bound.")
    standing: float = told("How fast, per nat, it falls off beyond what somebody stood so far.")


class Moving(Shape):
    """How far a cycle moves a belief."""

    least_moved: float = told("The least line that is moved, of the length counted as short.")
    most_nats: float = told("How far it is moved at most at a time.", "nats")
    lost: float = told("Of what share beyond the ends on it is not moved (0..1).")


class Cells(Shape):
    """The cells of one quantity: from where to where, and whether it is told in whole numbers."""

    least: float = told("The least cell above zero.", OF_QUANTITY)
    greatest: float = told("The greatest cell.", OF_QUANTITY)
    short: float = told("Where an hour adds twice as much as to a long line.", OF_QUANTITY)
    whole: bool = told("Whether its figures are whole numbers.")


class Recipe(Shape):
    """All that is needed to compute the numbers again from their voices."""

    cells: int = told("How many cells there are beside zero's.")
    zero_apart: float = told("How far zero's cell stands below the least one.", "nats")
    walk_per_hour: float = told("The variance that an hour adds to a long line.", "nats^2/h")
    most_walk_per_hour: float = told("The most that an hour adds, however short.", "nats^2/h")
    anything_per_hour: float = told("The share per hour that goes to all cells alike.", "1/h")
    most_moments: int = told("How many moments on either side of it bear on a number at most.")
    cycle: Moving = told("How far the time of day moves a belief.")
    tail: float = told("How heavy the tails of a likelihood are.")
    wrong: float = told("How likely a voice is wrong altogether.")
    meaning: float = told("By how much what figures mean may differ.", "nats")
    beyond: Beyond = told("How a one-sided bound falls off.")
    shares: list[float] = told("Which shares `low`, `mid` and `high` are.")
    vague: float = told(
        "Where the greatest share is more than this times the least, no number is told."
    )
    digits: int = told("To how many significant digits figures are rounded.")
    quantities: dict[str, Cells] = told("The cells of each quantity.")
    steps: list[str] = told("How to do it, in English.")


class Explained(Shape):
    """Why each published number of one queue is what it is."""

    place: PlaceId
    kind: KindCode
    direction: Direction
    mode: ModeCode
    at: datetime | None = told("The instant explained; null: what is published now.")
    access: ExplainedAccess = told("Whether traffic passes, and why we say so.")
    numbers: list[ExplainedNumber] = told("Each number, and the voices behind it.")
    method: Recipe = told("How to compute the numbers again.")
    withheld: list[Withheld] = told("What an operator withholds.")


class ExplainAnswer(Shape):
    """An explanation of one queue."""

    data: Explained = told("The explanation.")
    meta: StatusMeta = told("What the answer says about itself.")
