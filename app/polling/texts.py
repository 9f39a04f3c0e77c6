"""Texts: what posts say becomes reports; a post that says nothing we can read stays unread."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime, timedelta
from functools import cached_property

from app.domain.channel import ChannelKind
from app.domain.report import Report
from app.domain.report_check import InvalidReport
from app.domain.vocabulary import CROSSINGS, Bound, Method, OriginKind, Per, Precision
from app.reading.reader import Reader
from app.reading.reading import Said
from app.sources.kit import Parsed, Payload, Post, Refused, Scope, Source

KEY = "#"
"""What stands between a post and which of its reports it is, in an identity."""

UNTOLD = "direction: the text does not tell it, and the channel's entry names none"
"""Why a figure is refused that could be of either way."""

NOWHERE = "place: the text names none"
UNENDING = "observed_from: the text does not tell over what time was counted"

KINDS = {
    ChannelKind.AUTHORITY: OriginKind.AUTHORITY,
    ChannelKind.MEDIUM: OriginKind.MEDIA,
    ChannelKind.TRAVELLERS: OriginKind.EYEWITNESS,
    None: OriginKind.ANONYMOUS_SOURCE,
}
"""What kind of origin speaks in a post; None where it was handed on from nobody we know."""

UNNAMED = {OriginKind.EYEWITNESS: "eyewitness", OriginKind.ANONYMOUS_SOURCE: "unattributed rumour"}
"""What those are called who have no name."""

LENGTHS = (
    (timedelta(0), Precision.HOUR),
    (timedelta(hours=6), Precision.PART_OF_DAY),
    (timedelta(hours=25), Precision.DAY),
    (timedelta(days=6), Precision.DAYS),
    (timedelta(days=8), Precision.WEEK),
)
"""How well a time is known, by the length of what it was said of: up to so much."""


class Texts:
    """Parses payloads and reads their posts; made once for what sources are asked about."""

    def __init__(self, scope: Scope) -> None:
        """Take what sources are asked about; vocabularies are loaded with the first post."""
        self.scope = scope

    @cached_property
    def _reader(self) -> Reader:
        return Reader(self.scope.places.values())

    def parsed(self, source: Source, payload: Payload) -> Parsed:
        """Parse a payload: posts that say something are reports, the others stay posts.

        Raises SourceError.
        """
        found = source.parse(payload, self.scope)
        if found.posts:
            self._read(source, payload.fetched_at, found)
        return found

    def _read(self, source: Source, now: datetime, found: Parsed) -> None:
        reports: dict[str, Report] = {}
        posts, found.posts = found.posts, []
        for post in posts:
            said, refused = self._one(source, now, post)
            reports |= {report.identity: report for report in said}
            found.refused += refused
            (found.read if said else found.posts).append(post)
        found.reports += reports.values()

    def _one(
        self, source: Source, now: datetime, post: Post
    ) -> tuple[Sequence[Report], Sequence[Refused]]:
        """Give what one post says, and what of it cannot be a report."""
        reading = self._reader.read(
            post.text,
            published_at=post.published_at,
            language=post.language,
            place_hint=post.place or None,
        )
        told = [
            said._replace(direction=said.direction or post.direction or None)
            for said in reading.reports
        ]
        reasons = sorted({_why_not(said) for said in told} - {""})
        refused = [Refused(row=_row(post), reason=reason) for reason in reasons]
        reports: list[Report] = []
        for key, said in _named(said for said in told if not _why_not(said)):
            try:
                reports.append(_report(source, now, post, key, said))
            except InvalidReport as error:
                refused.append(Refused(row=_row(post), reason=str(error)))
        return reports, refused


def _row(post: Post) -> str:
    """Name a post where it is refused, without a word of it."""
    return f"a post of {post.published_at:%Y-%m-%dT%H:%MZ} about {post.place}"


def _why_not(said: Said) -> str:
    """Give why something that was read can be no report; empty where it can."""
    if said.place is None:
        return NOWHERE
    if said.direction is None:
        return UNTOLD
    moment = said.observed_to is None or said.observed_to == said.observed_from
    return UNENDING if said.quantity in CROSSINGS and moment else ""


def _named(reports: Iterable[Said]) -> Iterator[tuple[str, Said]]:
    """Name each by what it is about, so that another reading of the same post is its revision."""
    times: Counter[str] = Counter()
    told: set[Said] = set()
    for said in reports:
        # What a text says twice it says once, wherever it stands.
        if (once := said._replace(span=(0, 0), fired="")) in told:
            continue
        told.add(once)
        about = (said.place, said.direction, said.mode, said.quantity, said.subject, said.word)
        key = "|".join(str(each) for each in about if each is not None)
        times[key] += 1
        yield (key if times[key] == 1 else f"{key}|{times[key]}"), said


def _report(source: Source, now: datetime, post: Post, key: str, said: Said) -> Report:
    kind = KINDS[post.speaker]
    figure = said.bound is not None
    return Report(
        place=said.place or "",
        direction=said.direction or "",
        mode=said.mode,
        quantity=said.quantity,
        subject=said.subject,
        value=said.low if said.bound in {Bound.EXACT, Bound.ABOUT} else None,
        low=said.low if said.bound in {Bound.BETWEEN, Bound.AT_LEAST} else None,
        high=said.high if said.bound in {Bound.BETWEEN, Bound.AT_MOST} else None,
        bound=said.bound,
        word=said.word,
        claim=said.claim,
        per=Per.WINDOW if said.quantity in CROSSINGS else None,
        observed_from=said.observed_from,
        observed_to=said.observed_from if figure and said.observed_to is None else said.observed_to,
        published_at=post.published_at,
        recorded_at=now,
        precision=_precision(said),
        source=source.id,
        identity=f"{base_of(post)}{KEY}{key}",
        origin=post.said_by or UNNAMED[kind],
        origin_kind=kind,
        method=Method.OBSERVED if kind is OriginKind.EYEWITNESS else Method.RELAYED,
        publisher=post.said_by,
        url=post.permalink,
        permalink=post.permalink,
        language=post.language,
        span=said.span,
        fired=said.fired,
    )


def base_of(post: Post) -> str:
    """Give what the identities of a post's reports begin with: one for all places it is about."""
    return (post.permalink or post.identity).replace(KEY, "%23")


def _precision(said: Said) -> Precision:
    length = (said.observed_to or said.observed_from) - said.observed_from
    if said.stood:
        return Precision.HOUR  # told of a moment, by who joined so long before
    found = (precision for most, precision in LENGTHS if length <= most)
    return next(found, Precision.MONTH)
