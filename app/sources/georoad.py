"""Roads Department of Georgia: notices about the only road from Upper Lars into Georgia.

Written as things happen. No licence is stated; we keep the fact and the link. Oddities:

- A notice names the road in its text only, in Georgian and mostly in English. It names no end: it
  stands until a later one restores the road, to be looked at again after three days.
- `restriction_status` is "1" restricted, "2" restored, "3" in part, and may contradict the text:
  then, and wherever a notice says several things, it is `restricted` and the note has both.
- A restored road is no word that the border is open. So it is none of ours: it ends the notices
  before it, those of trucks alone if it is of trucks alone.
- Times are local without an offset. Notices that were deleted or are not published do not count.
- Nine to a page, newest first. Some earlier pages are asked now and then, for what was written
  before we listened.
"""

import re
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from selectolax.lexbor import LexborHTMLParser

from app.domain.place import BOTH
from app.domain.report import Queue, Report
from app.domain.vocabulary import AccessWord, Method, Mode, OriginKind, Quantity
from app.sources.kit import (
    ASSUMED,
    Parsed,
    Payload,
    Request,
    Scope,
    Source,
    Speaker,
    Unreadable,
    each,
    number,
    word,
)

ADDRESS = "https://api.georoad.gov.ge/api/restrictions"
PAGE = "https://georoad.gov.ge/en/restriction"
TBILISI = ZoneInfo("Asia/Tbilisi")
MOST_PAGES = 4
MODES = (Mode.ANY, Mode.TRUCK)
LOOKED_AT_AGAIN = timedelta(days=3)
OPEN, RESTRICTED, CLOSED = AccessWord.OPEN, AccessWord.RESTRICTED, AccessWord.CLOSED
CODES = {"1": ("restriction", CLOSED), "2": ("restored", OPEN), "3": ("partial", RESTRICTED)}
TEXTS = {OPEN: "restored", RESTRICTED: "partial", CLOSED: "closed"}

# Beginnings of words, in English and in Georgian, where endings follow.
ROAD = re.compile(
    r"\b(larsi|stepantsminda|gudauri|kobi|kazbegi)\b|\b(ლარსი|სტეფანწმინდ|გუდაურ|კობი|ყაზბეგ)",
    re.IGNORECASE,
)
SHUT = re.compile(
    r"\b(closed|closure|prohibit|forbid|ban(s|ned)?\b|suspend|block|stopped)|კრძალ|[აი]კეტ|შეჩერ",
    re.IGNORECASE,
)
RESTORED = re.compile(r"\b(restor|(re)?open|resum|lift)|აღდგ|იხსნ|გახსნ", re.IGNORECASE)
QUALIFIED = re.compile(
    r"\b(except|partial|chains?\b|lanes?\b|alternat|reversib|will be|remain|still|passenger|light"
    r"|cars?\b|but\b|however|night)|მაგრამ|ხოლო|ღამ|გარდა|ნაწილობრივ|ჯაჭვ|ზოლ|რევერს|იქნება|რჩებ|კვლავ|მსუბუქ",
    re.IGNORECASE,
)
HEAVY = re.compile(r"trailer|\b(truck|lorr|heavy)|მისაბმელ|სატვირთო", re.IGNORECASE)
ALL = re.compile(r"\b(all|any|every)\b|ყველა|ნებისმიერ", re.IGNORECASE)
OTHERS = re.compile(r"\b(others?|rest)\b|დანარჩენ|სხვა", re.IGNORECASE)
CRASH = re.compile(r"\b(accident|overturn|collision|crash)|ავარი|გადაბრუნ|შეჯახ", re.IGNORECASE)
SENTENCE_END = re.compile(r"[.;!?]+(?:\s|$)")
SPEAKER = Speaker(
    source="georoad",
    origin="Roads Department of Georgia",
    origin_kind=OriginKind.AUTHORITY,
    method=Method.OFFICIAL,
)


def asks(_scope: Scope, _now: datetime) -> Sequence[Request]:
    """Ask for the newest page."""
    return [_request(1)]


def parse(payload: Payload, _scope: Scope) -> Parsed:
    """Read a page of notices; raises SourceError, also where there is not one."""
    match payload.json():
        case {"items": {"data": [_, *_] as rows}}:
            restored = _restored_later(payload.about)
            now = payload.fetched_at
            parsed = each(rows, lambda row: _report(row, now, restored), show=_shown)
        case _:
            raise Unreadable("no list of notices")
    page = int(payload.about.get("page", MOST_PAGES))
    if page < MOST_PAGES:
        parsed.further.append(_request(page + 1, restored))
    return parsed


def _restored_later(about: Mapping[str, str]) -> dict[Mode, datetime]:
    """Give when the road was restored next after what this page tells, by the pages before it."""
    return {mode: datetime.fromisoformat(about[mode]) for mode in MODES if mode in about}


def _request(page: int, restored: Mapping[Mode, datetime] | None = None) -> Request:
    return Request(
        url=f"{ADDRESS}?page={page}",
        headers={"Accept": "application/json", "locale": "en"},
        about={
            "page": str(page),
            **{mode: at.isoformat() for mode, at in (restored or {}).items()},
        },
        keep=None if page == 1 else timedelta(hours=6),
    )


def _report(row: Mapping[str, Any], now: datetime, restored: dict[Mode, datetime]) -> Report | None:
    """Read a notice, newest first; one that restores the road is only noted in `restored`."""
    everything, judged = _texts(row["translates"])
    if row.get("deleted_at") or str(row["status"]) != "1" or not ROAD.search(everything):
        return None
    notice = int(number(row["id"]))
    told, by_code = CODES[str(row["restriction_status"])]
    sayings = {saying for part in SENTENCE_END.split(judged) if (saying := _saying(part))}
    said = _decided(by_code, sayings)
    at = datetime.strptime(row["publish_date"], "%Y-%m-%d %H:%M:%S").replace(tzinfo=TBILISI)
    mode = _mode(judged, sayings)
    if said is OPEN:
        restored[mode] = at
        return None
    return word(
        SPEAKER,
        Queue("verkhny-lars", BOTH, mode),
        Quantity.ACCESS,
        said,
        observed_from=at,
        observed_to=_end(at, mode, restored),
        recorded_at=now,
        published_at=at,
        review_at=at + LOOKED_AT_AGAIN,
        identity=str(notice),
        url=f"{PAGE}/{notice}",
        note=_note(told, by_code, sayings),
        time_basis=ASSUMED,
    )


def _end(at: datetime, mode: Mode, restored: Mapping[Mode, datetime]) -> datetime | None:
    """Give when a notice was ended: by the next later one that restored the road for its mode."""
    ends = [restored[each] for each in {mode, Mode.ANY} & restored.keys()]
    return min((end for end in ends if end > at), default=None)


def _texts(translates: Sequence[Mapping[str, Any]]) -> tuple[str, str]:
    """Give a notice's whole text, and that which is judged: the English, if it is complete."""
    plain = {
        one["language"]: f"{one['title'] or ''}. {_plain(one['content'])}" for one in translates
    }
    complete = any(one["language"] == "en" and one["content"] for one in translates)
    everything = " ".join(plain.values())
    return everything, plain["en"] if complete else everything


def _plain(content: str | None) -> str:
    return LexborHTMLParser(content or "").text(separator=" ")


def _saying(sentence: str) -> AccessWord | None:
    """Give what one sentence says of the road; what it lifts for some or in part is restricted."""
    shut, restored = SHUT.search(sentence), RESTORED.search(sentence)
    if not (shut or restored):
        return None
    if QUALIFIED.search(sentence) or (shut and restored and HEAVY.search(sentence)):
        return RESTRICTED
    return OPEN if restored else CLOSED


def _decided(by_code: AccessWord, sayings: set[AccessWord]) -> AccessWord:
    """Give the code's word where the text says the same and nothing else."""
    silent = not sayings and by_code is OPEN
    return by_code if silent or sayings == {by_code} else RESTRICTED


def _mode(text: str, sayings: set[AccessWord]) -> Mode:
    """Give trucks where a notice says one thing, of heavy vehicles alone, and not of a crash."""
    everyone = ALL.search(text) and not OTHERS.search(text)
    alone = HEAVY.search(text) and not everyone and not CRASH.search(text)
    return Mode.TRUCK if alone and len(sayings) <= 1 else Mode.ANY


def _note(told: str, by_code: AccessWord, sayings: set[AccessWord]) -> str:
    """Name both where the text does not say just what the code says."""
    if sayings == {by_code}:
        return ""
    text = " and ".join(sorted(TEXTS[saying] for saying in sayings))
    return f"code says {told}, text says {text or 'neither'}"


def _shown(row: Mapping[str, Any]) -> str:
    return f"notice {row['id']}"


SOURCE = Source(
    id="georoad",
    name="Roads Department of Georgia, traffic restrictions",
    url="https://georoad.gov.ge/en/restrictions",
    every=timedelta(minutes=5),
    licence="government notices, no licence stated",
    attribution="Roads Department of Georgia, georoad.gov.ge",
    asks=asks,
    parse=parse,
    most=MOST_PAGES,
    largest=2 * 1024 * 1024,
)
