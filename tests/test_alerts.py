"""The alert rules that are shipped: whole, on metrics that there are, with a way to mend."""

import re
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
import yaml  # type: ignore[import-untyped]
from prometheus_client.parser import text_string_to_metric_families

from app.store import feeds, polls, sources
from app.store.spool import Size
from tests.archived import NOW
from tests.serving import live, serving
from tests.web.test_sources import DOWN, LAST

FILE = Path(__file__).parents[1] / "deploy" / "prometheus" / "alerts.yml"
METRIC = re.compile(r"\bdarial_\w+\b")
DURATION = re.compile(r"[1-9]\d*[smhd]")


def rules() -> list[dict[str, Any]]:
    """Give every rule of the file."""
    groups = yaml.safe_load(FILE.read_text(encoding="utf-8"))["groups"]
    return [rule for group in groups for rule in group["rules"]]


async def exported(url: str) -> set[str]:
    """Give the names of all metrics of a service that knows everything it can know."""
    async with serving(url) as service:
        async with service.parts.database.writing() as session:
            await sources.register(session, live("loops", NOW, timedelta(minutes=5)))
            await feeds.save(session, DOWN)
            await polls.add(session, LAST)
        service.api.state.parts = replace(
            service.parts, clock_offset_s=lambda: 0.5, spooled=lambda: Size(1, 4096)
        )
        text = (await service.client.get("/metrics")).text
    families = text_string_to_metric_families(text)
    return {sample.name for family in families for sample in family.samples}


async def test_every_metric_is_there(bare_url: str) -> None:
    """A rule that names a metric we do not tell would never wake anybody."""
    named = {name for rule in rules() for name in METRIC.findall(rule["expr"])}

    there = await exported(bare_url)

    assert named
    assert named <= there


@pytest.mark.parametrize("rule", rules(), ids=lambda rule: rule["alert"])
def test_every_rule_is_whole(rule: dict[str, Any]) -> None:
    """Each rule has a condition, how long it must hold, how grave it is, and what to do."""
    assert rule.keys() == {"alert", "expr", "for", "labels", "annotations"}
    assert re.fullmatch(r"Darial[A-Z]\w+", rule["alert"])
    assert DURATION.fullmatch(rule["for"])
    assert rule["labels"]["severity"] in {"critical", "warning", "info"}
    assert rule["annotations"].keys() == {"summary", "description"}


def test_what_is_watched() -> None:
    """Somebody is told of each kind of trouble, once by its name."""
    names = [rule["alert"] for rule in rules()]

    assert len(set(names)) == len(names)
    assert {
        "DarialGone",
        "DarialNotReady",
        "DarialClockOff",
        "DarialSourceDown",
        "DarialSourceSilent",
        "DarialRowsRefused",
    } <= set(names)
