"""Standing notices: what an authority decided, held in the catalogue and assessed like reports."""

from dataclasses import dataclass
from datetime import datetime

from app.domain.report import Report
from app.domain.vocabulary import (
    Claim,
    Knowledge,
    Method,
    Mode,
    OriginKind,
    Precision,
    Quantity,
    Subject,
)

SOURCE = "notices"
"""The source id of what comes from the catalogue's notices."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Notice:
    """One decision: a word on access or a rule, from when, until when, by whom, with its link.

    Without `valid_to` it stands until its `review_at`, after which it is shown as late; it never
    ends by age. Where `end_announced` is false, `valid_to` is how it turned out, and was not known
    before. `recorded_at` is when an operator told us (None: it comes with the catalogue), and
    `withdrawn_at` when this version was taken back: undone, or given another end.
    """

    id: str
    place: str
    direction: str
    mode: Mode
    quantity: Quantity
    word: str
    subject: Subject
    valid_from: datetime
    valid_to: datetime | None
    review_at: datetime | None
    published_at: datetime
    authority: str
    authority_kind: OriginKind
    url: str
    note: str = ""
    end_announced: bool = True
    recorded_at: datetime | None = None
    withdrawn_at: datetime | None = None

    def stands(self, at: datetime, knowledge: Knowledge) -> bool:
        """Tell whether this version is the one that counts, as known at a moment or as known now.

        Publication counts beside this, as for any word.
        """
        if knowledge is Knowledge.NOW:
            return self.withdrawn_at is None
        told = self.recorded_at is None or self.recorded_at <= at
        return told and (self.withdrawn_at is None or at < self.withdrawn_at)


def report_of(notice: Notice) -> Report:
    """Say a notice as the report it amounts to.

    A day of publication counts from its end on; who told us before that knew it before.
    """
    told = notice.recorded_at or notice.published_at
    published = min(notice.published_at, told)
    return Report(
        place=notice.place,
        direction=notice.direction,
        mode=notice.mode,
        quantity=notice.quantity,
        subject=notice.subject,
        word=notice.word,
        claim=Claim.STATED,
        observed_from=notice.valid_from,
        observed_to=notice.valid_to,
        published_at=published,
        recorded_at=published,
        precision=Precision.HOUR,
        source=SOURCE,
        identity=notice.id,
        origin=notice.authority,
        origin_kind=notice.authority_kind,
        method=Method.OFFICIAL,
        url=notice.url,
        note=notice.note,
        review_at=notice.review_at,
        archived=not notice.end_announced,
    )
