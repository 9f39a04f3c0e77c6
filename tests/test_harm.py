"""Harm: nothing promises or steers, nothing leads to a person, docs/harm.md names what is there."""

import ast
import re
import tomllib
from collections.abc import Iterable, Iterator
from datetime import timedelta
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from app.domain.vocabulary import Claim, Mode, Quantity
from tests.archived import NOW
from tests.domain.made import TRAVELLER, at, figure, word
from tests.serving import Service, serving

ROOT = Path(__file__).parent.parent
HARM = ROOT / "docs" / "harm.md"
LABELS = ROOT / "app" / "catalog" / "labels"
LANGUAGES = ("en", "fi", "ka", "kk", "mn", "ru")
LONGEST = 150

STEERING = re.compile(
    r"\bsafe(?:ly|r|st)?\b|\bin safety\b|\brecommend"
    r"|\bbest (?:crossing|post|border|route|way|time|moment)"
    r"|\b(?:go|leave|cross|drive|hurry) now\b|\byou should (?:go|leave|cross|take|wait|drive)"
    r"|\bno (?:danger|risk)\b|\b(?:risk|danger)[- ]free\b|\bharmless\b|\bguarantee"
    r"|безопас|рекоменд|советуем|лучш\w+ (?:пункт|переход|время|дорог)|выезжайте|не опасно"
    r"|turvalli|turvassa|suosit|paras (?:raja|aika|reitti)|lähde nyt|vaaraton"
    r"|უსაფრთხ|რეკომენდ|გირჩევთ|საუკეთესო"
    r"|қауіпсіз|ұсынамыз|ұсынылады|кеңес береміз|ең жақсы"
    r"|аюулгүй|зөвлөж|зөвлөмж|хамгийн сайн",
    re.IGNORECASE,
)
"""What promises that nothing can happen, or tells people where and when to go, in six languages."""

ALLOWED = (
    "not that it is safe",
    "never that it is safe",
    "could be read as safe",
    "not read as safe",
    "does not make it safe",
    "nothing made them safe",
    "to hide a hazard would be to call a place safe",
    'no empty list says "safe"',
    "names no best crossing",
    '"nothing heard" shown as "safe"',
    '"go now", a best crossing, a route',
    "That is safe at any time: what was not committed",
    "safe to repeat",
)
"""Sentences that deny it or refuse it, and two that speak of the program alone."""

ROOMS = ("cli", "web", "board", "mirroring")
PAGES = ("README.md", "SECURITY.md", "DATA_LICENSE.md")
CSP = "default-src"

SECRETS = re.compile(r"ivan_lars|t\.example|5553535|555-35-35|A123BC|:17:|17:03", re.IGNORECASE)
ODD = NOW - timedelta(minutes=43) + timedelta(seconds=3)
"""Seventeen minutes and three seconds past an hour."""

ANSWERS = (
    "/v1/status?place=verkhny-lars",
    "/v1/status.csv?place=verkhny-lars",
    "/v1/status.txt?place=verkhny-lars",
    "/v1/places/verkhny-lars",
    "/v1/reports?place=verkhny-lars",
    "/v1/reports.csv?place=verkhny-lars",
    "/v1/reports?recorded_from=2026-11-01T00:00:00Z",
    "/v1/events?place=verkhny-lars",
    "/v1/events?place=syrym",
    "/v1/events.csv?place=verkhny-lars",
    "/v1/accuracy",
    "/v1/history?place=verkhny-lars&step=raw",
    "/v1/history.csv?place=verkhny-lars&step=raw",
    "/v1/history?place=verkhny-lars&step=raw&knowledge=published",
    "/v1/explain?place=verkhny-lars&direction=RU-GE&mode=car",
    "/v1/feeds/access.atom?place=verkhny-lars",
    "/v1/feeds/events.atom?place=verkhny-lars",
    "/v1/feeds/corrections.atom",
)
"""Where what a traveller told comes out."""


@pytest.fixture
def url(bare_url: str) -> str:
    """Give the address of a database in which nothing was ever reported."""
    return bare_url


def steering(texts: Iterable[str]) -> list[str]:
    """Give the texts that promise or steer, and deny nothing."""
    found = []
    for text in texts:
        rest = " ".join(text.split())
        for allowed in ALLOWED:
            rest = rest.replace(allowed, "")
        if STEERING.search(rest):
            found.append(text)
    return found


def labels(language: str) -> Iterator[str]:
    """Give every label of one language."""
    groups = tomllib.loads((LABELS / f"{language}.toml").read_text(encoding="utf-8"))
    for group in groups.values():
        yield from group.values()


@cache
def literals(room: str) -> tuple[str, ...]:
    """Give every text written in the code of a room, descriptions of the interface included."""
    files = sorted((ROOT / "app" / room).rglob("*.py"))
    nodes = (node for file in files for node in ast.walk(ast.parse(file.read_bytes())))
    texts = (node.value for node in nodes if isinstance(node, ast.Constant))
    return tuple(text for text in texts if isinstance(text, str) and CSP not in text)


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_label_promises_or_steers(language: str) -> None:
    """No code is put into words that call a place safe or send anybody anywhere."""
    assert steering(labels(language)) == []


def test_every_language_is_looked_at() -> None:
    """There are no labels in a language whose promises this test does not know."""
    assert {file.stem for file in LABELS.glob("*.toml")} == set(LANGUAGES)


@pytest.mark.parametrize("room", ROOMS)
def test_no_sentence_promises_or_steers(room: str) -> None:
    """Nothing that the command, the interface or the board may say promises or steers."""
    found = steering(literals(room))

    assert not found, "say it otherwise, or add what denies it to ALLOWED"


@pytest.mark.parametrize(
    "page", [*PAGES, *(f"docs/{each.name}" for each in HARM.parent.glob("*.*"))]
)
def test_no_page_promises_or_steers(page: str) -> None:
    """The pages we hand out promise nothing either."""
    text = (ROOT / page).read_text(encoding="utf-8")
    found = steering(re.split(r"(?<=[.!?:|])\s|\n\n|\n- ", text))

    assert not found, "say it otherwise, or add what denies it to ALLOWED"


@pytest.mark.parametrize(
    "text",
    [
        "Vaalimaa is safe today.",
        "The best crossing is Syrym",
        "Go now: the road is free",
        "We recommend the night",
        "Здесь безопасно",
        "Рекомендуем выехать ночью",
        "Tie on turvallinen",
        "უსაფრთხო გზა",
        "Жол қауіпсіз",
        "Аюулгүй зам",
        "An empty list says that it is safe",
    ],
)
def test_a_promise_is_seen(text: str) -> None:
    """Whatever would promise or steer is found, in each language."""
    assert steering([text]) == [text]


async def test_an_empty_list_says_what_was_heard(url: str) -> None:
    """Where no event is listed, the answer has a place for when anything was heard, and by whom."""
    async with serving(url) as service:
        events = (await service.client.get("/v1/events?place=syrym")).json()
        status = (await service.client.get("/v1/status?place=syrym")).json()
        await service.store(figure(300, place="syrym", direction="RU-KZ", recorded_at=NOW))
        await service.look()
        later = (await service.client.get("/v1/events?place=syrym")).json()

    assert events["data"] == later["data"] == []
    nobody, somebody = events["meta"]["heard"], later["meta"]["heard"]
    assert (nobody["newest_at"], nobody["sources"]) == (None, 0)
    assert somebody["newest_at"] is not None
    assert status["data"]
    assert all(row["events"] == [] and "heard_at" in row for row in status["data"])
    assert all(row["last_heard"] == [] for row in status["data"])


async def test_no_answer_leads_to_a_traveller(url: str) -> None:
    """No handle, phone, plate, link or minute of a traveller comes out, whatever is asked."""
    told: dict[str, Any] = {
        **TRAVELLER,
        **at(ODD),
        "place": "verkhny-lars",
        "origin": "@ivan_lars",
        "source": "hotline",
        "url": "https://t.example/lars_chat/42",
        "permalink": "https://t.example/lars_chat/42",
        "note": "Ivan @ivan_lars, +7 921 555-35-35, car A123BC15, t.example/ivan_lars",
        "published_at": ODD,
        "recorded_at": ODD,
    }
    said = [
        figure(900, **told | {"quantity": Quantity.WAIT_MINUTES}, mode=Mode.CAR),
        word("draft_summons", **told | {"quantity": Quantity.EVENT}, claim=Claim.STATED),
        word("allowed", **told | {"quantity": Quantity.RULE, "mode": Mode.BICYCLE}),
        word("restricted", **told),
        figure(120, **told | {"quantity": Quantity.CROSSINGS_VEHICLES, "mode": Mode.TRUCK}),
        figure(4, **told | {"quantity": Quantity.CROSSINGS_VEHICLES}),
    ]
    async with serving(url) as service:
        await service.store(*said)
        await service.look()
        answers = {path: await body(service, path) for path in ANSWERS}
        corrected = await service.client.get("/v1/corrections")
        *told_of, hidden = [await service.client.get(f"/v1/reports/{each.id}") for each in said]

    assert "draft_summons" in answers[ANSWERS[0]]
    assert "2026-11-24T11:00:00Z" in answers["/v1/reports?place=verkhny-lars"]
    found = {path: SECRETS.findall(text) for path, text in answers.items()}
    assert {path: each for path, each in found.items() if each} == {}
    assert {each.status_code for each in told_of} == {200}
    assert not SECRETS.search("".join(each.text for each in told_of))
    assert not SECRETS.search(corrected.text)
    assert hidden.status_code == 404


async def body(service: Service, path: str) -> str:
    """Give the text of a good answer, with its headers."""
    answer = await service.client.get(path)
    assert answer.status_code == 200, path
    return answer.text + str({k: v for k, v in answer.headers.items() if k != "date"})


def named() -> list[tuple[str, str | None]]:
    """Give each file that docs/harm.md names, with the function, class or constant in it."""
    text = HARM.read_text(encoding="utf-8")
    return re.findall(r"`((?:app|tests)/[\w/]+\.py)(?:: (\w+))?`", text)


@pytest.mark.parametrize(("file", "name"), named())
def test_what_the_rules_name_is_there(file: str, name: str) -> None:
    """Each rule is held by what it says it is held by."""
    tree = ast.parse((ROOT / file).read_bytes())

    assert not name or name in set(_defined(tree))


def _defined(tree: ast.Module) -> Iterator[str]:
    for node in tree.body:
        match node:
            case ast.FunctionDef(name=name) | ast.AsyncFunctionDef(name=name):
                yield name
            case ast.ClassDef(name=name):
                yield name
            case ast.Assign(targets=[ast.Name(id=name)]):
                yield name
            case _:
                continue


def test_every_rule_names_what_holds_it() -> None:
    """No rule stands on good will alone, and the page stays short enough to be read."""
    text = HARM.read_text(encoding="utf-8")
    table = text[text.index("|---|---|") : text.index("### What that costs")]
    rows = re.findall(r"^\| (?!-)(.+?) \| (.+) \|$", table, re.MULTILINE)

    assert len(rows) > len(LANGUAGES)
    assert all(re.search(r"\.py: \w+`", holds) for _, holds in rows)
    assert len(text.splitlines()) <= LONGEST
