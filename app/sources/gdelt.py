"""GDELT: news of the world's press that speaks of our crossings, as its index found them.

Terms: free for any use with a citation and a link to gdeltproject.org. The articles belong to their
outlets; of them we keep link and time only. Oddities we rely on:

- One request in five seconds for each address, so ours are six apart; one a corridor, for the last
  24 hours and 75 articles at the most. We ask every quarter of an hour, as often as it is renewed.
- Errors come with status 200 and plain text: unreadable. `{}` means that nothing was found.
- `seendate` is when GDELT saw an article, not when it was written. Languages come as English words.
- A query finds names anywhere in a text, and only the title is told. Where the title names no place
  of ours, the article is about the border that was asked for.
"""

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import urlencode

from app.domain.channel import ChannelKind
from app.domain.contact import without_contacts
from app.domain.naming import Naming
from app.domain.report_check import FIGURE_AHEAD
from app.sources.kit import (
    Parsed,
    Payload,
    Post,
    Refused,
    Request,
    Scope,
    Source,
    Unreadable,
    whole,
)
from app.sources.kit.parsed import ODD, reason_of

ADDRESS = "https://api.gdeltproject.org/api/v2/doc/doc"
CORRIDORS: Mapping[str, tuple[str, ...]] = {
    "ge": ("Верхний Ларс", "Верхнем Ларсе", "Upper Lars", "Verkhny Lars", "ზემო ლარსი"),
    "fi": ("Vaalimaa", "Nuijamaa", "Raja-Jooseppi", "Торфяновка", "Светогорск"),
    "kz": ("Маштаково", "Сагарчин", "Бугристое", "Жайсан", "Қайрақ"),
    "mn": ("Altanbulag", "Алтанбулаг", "Кяхта", "Ташанта", "Kyakhta"),
}
"""The border of each query, and a few of its names that hardly mean anything else."""

LANGUAGES = {
    "English": "en",
    "Finnish": "fi",
    "Georgian": "ka",
    "Kazakh": "kk",
    "Mongolian": "mn",
    "Russian": "ru",
    "Swedish": "sv",
    "Ukrainian": "uk",
}
MOST_ARTICLES = 75
LONGEST_TITLE = 300
WEB = re.compile(r"https?://[^\s/?#@]+(?:[/?#]\S{0,900})?", re.IGNORECASE)


def asks(scope: Scope, _now: datetime) -> Sequence[Request]:
    """Ask once for each border that the catalogue has."""
    return [
        Request(url=f"{ADDRESS}?{_query(names)}", about={"area": area})
        for area, names in CORRIDORS.items()
        if area in scope.places
    ]


def parse(payload: Payload, scope: Scope) -> Parsed:
    """Read the articles that were found; raises SourceError."""
    area = payload.about.get("area", "")
    if area not in scope.places:
        raise Unreadable("it is not known which border was asked for")
    naming, parsed = Naming(scope.places.values()), Parsed()
    for position, article in enumerate(_articles(payload), start=1):
        try:
            parsed.posts += _posts(article, area, naming, payload.fetched_at)
        except ODD as error:
            refused = Refused(row=f"article {position} about {area}", reason=reason_of(error))
            parsed.refused.append(refused)
    return whole(parsed)


def strip(payload: Payload) -> bytes:
    """Give the articles with nothing but what is read of them; raises SourceError."""
    kept = [_kept(article) for article in _articles(payload)]
    return json.dumps({"articles": kept}, ensure_ascii=False).encode()


def _query(names: Sequence[str]) -> str:
    either = " OR ".join(f'"{name}"' for name in names)
    return urlencode(
        {
            "query": f"({either})",
            "mode": "artlist",
            "format": "json",
            "maxrecords": MOST_ARTICLES,
            "timespan": "24h",
            "sort": "datedesc",
        }
    )


def _articles(payload: Payload) -> list[Any]:
    match payload.json():
        case {"articles": list(articles)}:
            return articles[:MOST_ARTICLES]
        case {} as nothing if nothing == {}:
            return []
    raise Unreadable(f"no list of articles; it begins with {payload.shown()}")


def _posts(article: Mapping[str, Any], area: str, naming: Naming, now: datetime) -> Iterator[Post]:
    """Give a post about each place that the title names, else about the border asked for."""
    title, link, at = _title(article), _link(article), _seen_at(article)
    language = LANGUAGES.get(article["language"].strip(), "")
    if at > now + FIGURE_AHEAD:
        raise ValueError("seendate: it lies in the future")
    named = naming.named(title, language)
    for place in named or (area,):
        yield Post(
            identity=f"{link}|{place}",
            published_at=at,
            kind=ChannelKind.MEDIUM,
            language=language,
            place=place,
            permalink=link,
            speaker=ChannelKind.MEDIUM,
            # What names no place of ours is about the border asked for at best: nothing is read.
            text=title if named else "",
        )


def _seen_at(article: Mapping[str, Any]) -> datetime:
    try:
        return datetime.strptime(article["seendate"].strip(), "%Y%m%dT%H%M%SZ").replace(tzinfo=UTC)
    except ValueError as error:
        # Python's own words would show what stands there.
        raise ValueError("seendate: it cannot be read") from error


def _title(article: Mapping[str, Any]) -> str:
    shown = "".join(letter if letter.isprintable() else " " for letter in article["title"])
    return without_contacts(" ".join(shown.split())[:LONGEST_TITLE].strip())


def _link(article: Mapping[str, Any]) -> str:
    link = article["url"]
    if not WEB.fullmatch(link) or not link.isprintable():
        raise ValueError("url: it is no address of the web, or too long")
    return str(link)


def _kept(article: Any) -> dict[str, Any] | None:  # noqa: ANN401 - what is in a list of JSON
    """Give an article as it may be kept; one that cannot be read stays one that cannot."""
    try:
        told = {"url": _link(article), "title": _title(article)}
        return told | {key: article[key].strip()[:40] for key in ("seendate", "language")}
    except ODD:
        return None


SOURCE = Source(
    id="gdelt",
    name="GDELT, index of the world's news",
    url="https://www.gdeltproject.org/",
    every=timedelta(minutes=15),
    licence="free with citation and link; articles belong to their outlets; facts and link only",
    attribution="The GDELT Project, https://www.gdeltproject.org/",
    asks=asks,
    parse=parse,
    strip=strip,
    pause=timedelta(seconds=6),
    largest=1024 * 1024,
)
