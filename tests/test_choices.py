"""Choices: settings become the plan of polling, or are refused with the fix."""

from datetime import timedelta
from pathlib import Path

import pytest

from app.catalog import Catalogue, load
from app.choices import chosen_sources, plan_of
from app.settings import Settings, SettingsError
from app.sources import SOURCES
from tests.upstream import write_authority


@pytest.fixture(scope="module")
def catalogue() -> Catalogue:
    """Load the shipped catalogue."""
    return load()


def test_plan_of_plain_settings(catalogue: Catalogue) -> None:
    """Without settings every source that is on is polled, as ourselves, and nobody is told."""
    plan = plan_of(Settings(), catalogue)

    assert plan.sources == tuple(source for source in SOURCES if source.on)
    assert plan.manners.user_agent.startswith("Darial/")
    assert (plan.keep_payloads, plan.keep_polls) == (timedelta(days=30), timedelta(days=90))
    assert (plan.alert_url, plan.heartbeat_url, plan.manners.mirror) == (None, None, None)
    assert plan.scope.places == catalogue.places
    assert plan.scope.channels == catalogue.channels
    assert plan.scope.bases == {}


def test_plan_of_chosen_settings(catalogue: Catalogue, tmp_path: Path) -> None:
    """Each setting reaches its place in the plan."""
    authority = write_authority(tmp_path)
    settings = Settings.model_validate(
        {
            "sources": "zitic, georoad, zitic",
            "contact": "ops@example.org",
            "upstream_mirror": "http://127.0.0.1:9000",
            "open_meteo_url": "http://127.0.0.1:8080",
            "proxies": "zitic=http://127.0.0.1:3128",
            "authorities": f"zitic={authority}",
            "keep_payloads": 0,
        }
    )

    plan = plan_of(settings, catalogue)

    assert [source.id for source in plan.sources] == ["zitic", "georoad"]
    assert plan.manners.user_agent.endswith("(+ops@example.org)")
    assert plan.manners.mirror == "http://127.0.0.1:9000"
    assert plan.manners.proxies == {"zitic": "http://127.0.0.1:3128"}
    assert plan.manners.authorities == {"zitic": authority}
    assert plan.scope.bases == {"open_meteo": "http://127.0.0.1:8080"}
    assert plan.keep_payloads == timedelta(0)


@pytest.mark.parametrize(
    ("setting", "value", "told"),
    [
        ("sources", "zitik", "did you mean zitic?"),
        ("sources", "9999", "there are "),
        ("proxies", "zitik=http://127.0.0.1:1", "did you mean zitic?"),
        ("proxies", "zitic=nowhere", "the proxy's address cannot be used"),
        ("authorities", "zitic=/no/such/file.pem", "/no/such/file.pem cannot be used"),
    ],
)
def test_settings_that_cannot_be_used(
    catalogue: Catalogue, setting: str, value: str, told: str
) -> None:
    """What names no source, or is of no use, is refused with the variable and the fix."""
    settings = Settings.model_validate({setting: value})

    with pytest.raises(SettingsError, match=f"DARIAL_{setting.upper()}") as refused:
        plan_of(settings, catalogue)

    assert told in str(refused.value)


def test_a_source_that_is_off_can_be_chosen() -> None:
    """Being off by default is no more than that."""
    every = Settings.model_validate({"sources": ",".join(source.id for source in SOURCES)})

    assert chosen_sources(every) == SOURCES
