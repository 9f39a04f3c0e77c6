"""The shape of what is said in words: access, rules, events, orders to withhold, the weather."""

from datetime import datetime

from app.web.schemas.common import (
    OF_QUANTITY,
    AccessCode,
    AgreementCode,
    ClaimCode,
    EventCode,
    FreshnessCode,
    LateAt,
    ModeCode,
    NoNumberCode,
    Note,
    ObservedFrom,
    ObservedTo,
    Origin,
    OriginKindCode,
    Origins,
    QuantityCode,
    ReviewAt,
    RuleCode,
    Shape,
    StaleAt,
    SubjectCode,
    Url,
    WeatherCode,
    told,
)


class LastWord(Shape):
    """The last word on access there was, too old to stand."""

    state: AccessCode
    observed_from: ObservedFrom
    observed_to: ObservedTo
    origin: Origin
    url: Url


class ShortAccess(Shape):
    """Whether traffic passes; `because` says why it is shut where no word shut it."""

    state: AccessCode
    since: datetime | None = told("Since when it is so; null: nobody says.")
    until: datetime | None = told("Until when it is so; null: nobody says.")
    freshness: FreshnessCode | None
    late_at: LateAt
    stale_at: StaleAt
    claim: ClaimCode | None
    origin: str | None = told("Whose word decided; null: nobody's.")
    agreement: AgreementCode | None
    because: NoNumberCode | None = told(
        "Why it is not told from a word: `outside_hours`, or `withheld`."
    )
    last: LastWord | None = told("The last word before it became too old; null: there is none.")


class Access(ShortAccess):
    """Whether traffic passes, who said so, since when and until when."""

    review_at: ReviewAt
    origin_kind: OriginKindCode | None
    url: str | None = told("The page it comes from; null or empty where there is none.")
    place: str | None = told("The area whose word decided, where it was an area's.")


class ShortRule(Shape):
    """A rule, for its own mode and group and for nobody else."""

    mode: ModeCode
    subject: SubjectCode
    word: RuleCode
    claim: ClaimCode | None
    observed_from: ObservedFrom
    until: datetime | None = told("Until when it holds; null: it names no end.")
    freshness: FreshnessCode
    late_at: LateAt
    stale_at: StaleAt
    agreement: AgreementCode
    origin: Origin
    note: Note


class Rule(ShortRule):
    """A rule, and where it was said."""

    review_at: ReviewAt
    origin_kind: OriginKindCode
    place: str = told("Of which place or area it was said.")
    url: Url


class ShortEvent(Shape):
    """Something that happened, or is said to have happened, and when it was heard last."""

    word: EventCode
    mode: ModeCode
    claim: ClaimCode | None
    observed_from: ObservedFrom
    last_heard: datetime = told("The newest moment at which anybody spoke of it.")
    freshness: FreshnessCode
    origin: Origin
    origins: Origins


class Event(ShortEvent):
    """Something that happened, or is said to have happened, and where that was said."""

    observed_to: ObservedTo
    origin_kind: OriginKindCode
    place: str = told("Of which place or area it was said.")
    url: Url
    note: Note


class LastHeard(Shape):
    """A hazard that nobody has spoken of for two weeks or longer. That does not make it safe."""

    word: EventCode
    mode: ModeCode
    claim: ClaimCode | None
    last_heard: datetime = told("The newest moment at which anybody spoke of it.")


class Withheld(Shape):
    """What an operator withholds, until when and why. The reports behind it stay."""

    quantity: QuantityCode | None = told(
        "Null: access and every number. A wait is withheld along with `access`."
    )
    until: datetime = told("Until when it is withheld.")
    reason: str = told("Why, in the operator's words.")
    id: str = told("The id of the act in `/v1/corrections`.")


class Condition(Shape):
    """The weather in one respect: a word, or a reading in the quantity's unit."""

    quantity: QuantityCode
    word: WeatherCode | None
    low: float | None = told("The least of the reading; null: no such side.", OF_QUANTITY)
    high: float | None = told("The greatest of the reading; null as `low`.", OF_QUANTITY)
    observed_to: datetime = told("When what it speaks of ends.")
    freshness: FreshnessCode
    late_at: LateAt
    stale_at: StaleAt
    origin: Origin
    url: Url
