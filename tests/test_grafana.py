"""deploy/grafana: what the dashboards ask is answered, and what is mounted and named is there.

There is no Grafana in a test, so the files are held against what they speak of: the API on the
archive, the metrics, the settings, and each other.
"""

import csv
import io
import json
import re
from collections.abc import AsyncIterator, Iterator
from pathlib import Path
from typing import Any

import pytest
import pytest_asyncio
import yaml  # type: ignore[import-untyped]

from app.settings import NAMES
from tests import archived
from tests.long import long
from tests.serving import Service, serving
from tests.test_alerts import exported

FOLDER = Path(__file__).parents[1] / "deploy" / "grafana"
DASHBOARDS = sorted((FOLDER / "dashboards").glob("*.json"))
RANGE = {"from": "2022-09-21T00:00:00.000Z", "to": "2022-09-28T12:00:00.000Z"}
"""What Grafana puts in for the range of time that is looked at."""

OURS = re.compile(r"\bdarial_\w+\b")
THEIRS = {"up", "ALERTS"}
"""Metrics that Prometheus makes itself."""

NAME = re.compile(r"[a-zA-Z_]\w*")
WORDS = re.compile(r'"[^"]*"|\{[^}]*\}|\b(?:count|increase|changes|time|vector|or)\b|\[\w+\]')

pytestmark = pytest.mark.asyncio(loop_scope="module")


def loaded(path: Path) -> Any:  # noqa: ANN401 - any YAML
    """Read a file of YAML."""
    return yaml.safe_load(path.read_text(encoding="utf-8"))


def dashboard(path: Path) -> dict[str, Any]:
    """Read a dashboard."""
    found: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return found


def panels() -> list[dict[str, Any]]:
    """Give every panel of every dashboard."""
    return [panel for path in DASHBOARDS for panel in dashboard(path)["panels"]]


def targets(kind: str) -> list[dict[str, Any]]:
    """Give every query to a data source of this type."""
    every = (target for panel in panels() for target in panel.get("targets", ()))
    return [target for target in every if target["datasource"]["type"] == kind]


def services() -> dict[str, Any]:
    """Give the services of the compose file."""
    found: dict[str, Any] = loaded(FOLDER / "compose.yaml")["services"]
    return found


def variable(name: str) -> str:
    """Write a variable as queries do."""
    return "${" + name + "}"


def asked(url: str, chosen: dict[str, str]) -> str:
    """Fill in a query's variables, as Grafana does."""
    for name, value in chosen.items():
        url = url.replace(variable(name), value)
    for name, value in RANGE.items():
        url = url.replace(variable(f"__{name}:date:iso"), value)
    assert "$" not in url
    return url


def variables(path: Path) -> Iterator[tuple[str, list[str]]]:
    """Give each variable of a dashboard with what it can be."""
    for each in dashboard(path)["templating"]["list"]:
        values = [option["value"] for option in each["options"]]
        assert each["query"] == ",".join(values)
        assert each["current"]["value"] == values[0]
        yield each["name"], values


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def service(
    archive: Path, tmp_path_factory: pytest.TempPathFactory
) -> AsyncIterator[Service]:
    """Run a service on the archive."""
    url = archived.copied(archive, tmp_path_factory.mktemp("grafana"))
    async with serving(url) as running:
        yield running


INFINITY = targets("yesoreyeram-infinity-datasource")


@pytest.mark.parametrize("target", INFINITY, ids=lambda target: target["url"].partition("?")[0])
async def test_every_query_is_answered(service: Service, target: dict[str, Any]) -> None:
    """Each path and parameter is one of ours, answered in the form that is read, by column."""
    chosen = {name: values[0] for path in DASHBOARDS for name, values in variables(path)}
    response = await service.client.get(asked(target["url"], chosen))

    assert response.status_code == 200, response.text
    assert (target["source"], target["parser"], target["format"]) == ("url", "backend", "table")
    assert f"/{target['type']}" in response.headers["content-type"]
    rows = _rows(target, response.text)
    for column in target["columns"]:
        found = [value for row in rows if (value := _at(row, column["selector"])) not in {None, ""}]
        assert all(_fits(column["type"], value) for value in found), column
        assert all(_has(row, column["selector"]) for row in rows), column


def _rows(target: dict[str, Any], text: str) -> list[dict[str, Any]]:
    if target["type"] == "csv":
        assert target["root_selector"] == ""
        return list(csv.DictReader(io.StringIO(text)))
    rows: list[dict[str, Any]] = json.loads(text)[target["root_selector"]]
    assert rows
    return rows


def _at(row: Any, selector: str) -> Any:  # noqa: ANN401 - any JSON
    for name in selector.split("."):
        row = row.get(name) if isinstance(row, dict) else None
    return row


def _has(row: dict[str, Any], selector: str) -> bool:
    """Say whether a row has a column; one inside a part that is null counts as there."""
    first, _, rest = selector.partition(".")
    inside = row.get(first, "missing")
    return first in row and (not rest or inside is None or _has(inside, rest))


def _fits(kind: str, value: object) -> bool:
    if kind == "timestamp":
        return bool(re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ", str(value)))
    if kind == "number":
        return bool(re.fullmatch(r"-?\d+(\.\d+)?", str(value)))
    return kind == "string" and isinstance(value, str)


async def test_a_chart_has_points(service: Service) -> None:
    """The charts of the height of September 2022 draw a band: low, mid and high of most points."""
    chosen = {"place": "verkhny-lars", "direction": "RU-GE", "mode": "car", "step": "1d"}
    charts = [target for target in INFINITY if target["type"] == "csv"]

    for target in charts:
        response = await service.client.get(asked(target["url"], chosen))
        rows = _rows(target, response.text)
        assert len([row for row in rows if row["low"] and row["mid"] and row["high"]]) >= 3
    assert len(charts) == 2


@long
async def test_every_choice_is_one_of_ours(service: Service) -> None:
    """Whatever can be chosen above a dashboard is answered by the API."""
    for path in DASHBOARDS:
        every = dict(variables(path))
        for name, values in every.items():
            for value in values:
                chosen = {each: options[0] for each, options in every.items()} | {name: value}
                for target in INFINITY:
                    if variable(name) in target["url"]:
                        response = await service.client.get(asked(target["url"], chosen))
                        assert response.status_code == 200, (name, value, response.text)


async def test_every_metric_is_there(bare_url: str) -> None:
    """Each name in a query to Prometheus is one that /metrics tells, or that it makes itself."""
    there = await exported(bare_url)
    expressions = [target["expr"] for target in targets("prometheus")]

    assert expressions
    for expression in expressions:
        named = set(NAME.findall(WORDS.sub(" ", expression)))
        assert named
        assert named <= there | THEIRS, expression


async def test_every_panel_reads_a_data_source_that_is_provided() -> None:
    """Each panel and query names one of the two by id and type; panels have ids of their own."""
    provided = loaded(FOLDER / "provisioning" / "datasources" / "darial.yaml")["datasources"]
    known = {(each["type"], each["uid"]) for each in provided}

    for panel in panels():
        if panel["type"] == "text":
            continue
        sources = [panel["datasource"], *(each["datasource"] for each in panel["targets"])]
        assert {(each["type"], each["uid"]) for each in sources} <= known
    for path in DASHBOARDS:
        found = dashboard(path)
        ids = [panel["id"] for panel in found["panels"]]
        assert len(set(ids)) == len(ids)
        assert found["uid"] == f"darial-{path.stem}"
        assert all(panel["gridPos"]["x"] + panel["gridPos"]["w"] <= 24 for panel in found["panels"])


async def test_what_overrides_is_a_column() -> None:
    """Each override names a column of its panel."""
    for panel in panels():
        columns = {
            column["text"]
            for each in panel.get("targets", ())
            for column in each.get("columns", ())
        }
        named = panel.get("fieldConfig", {}).get("overrides", ())
        assert {each["matcher"]["options"] for each in named} <= columns


async def test_the_services_find_each_other() -> None:
    """Addresses of data sources and scraped targets are services of the file, at their ports."""
    data = loaded(FOLDER / "provisioning" / "datasources" / "darial.yaml")["datasources"]
    (job,) = loaded(FOLDER / "prometheus.yml")["scrape_configs"]
    dockerfile = (FOLDER.parents[1] / "Dockerfile").read_text(encoding="utf-8")
    ports = {"darial": 8000, "prometheus": 9090, "grafana": 3000}
    told = [each["url"] for each in data] + [f"http://{job['static_configs'][0]['targets'][0]}"]

    assert "EXPOSE 8000\n" in dockerfile
    assert services().keys() == ports.keys()
    assert told == ["http://darial:8000", "http://prometheus:9090", "http://darial:8000"]
    assert data[0]["jsonData"]["allowedHosts"] == [data[0]["url"]]
    assert (job["job_name"], job["metrics_path"]) == ("darial", "/metrics")
    for name, each in services().items():
        assert each.get("ports", []) in ([], [f"127.0.0.1:{ports[name]}:{ports[name]}"])


async def test_what_is_mounted_is_there_and_named() -> None:
    """Each file and folder that is mounted exists, where what reads it looks for it."""
    (rules,) = loaded(FOLDER / "prometheus.yml")["rule_files"]
    (provider,) = loaded(FOLDER / "provisioning" / "dashboards" / "darial.yaml")["providers"]
    mounted = {
        inside: (FOLDER / outside).resolve()
        for each in services().values()
        for outside, inside, *_ in (volume.split(":") for volume in each["volumes"])
        if outside.startswith(".")
    }
    config = services()["prometheus"]["command"][0].partition("=")[2]
    provisioning = services()["grafana"]["environment"]["GF_PATHS_PROVISIONING"]

    assert mounted == {
        config: FOLDER / "prometheus.yml",
        rules: FOLDER.parent / "prometheus" / "alerts.yml",
        provisioning: FOLDER / "provisioning",
        provider["options"]["path"]: FOLDER / "dashboards",
    }
    assert all(path.exists() for path in mounted.values())
    assert "/var/lib/darial" in services()["darial"]["volumes"][0]


async def test_the_service_gets_settings_that_there_are() -> None:
    """Each variable of ours is a setting."""
    assert set(services()["darial"]["environment"]) <= set(NAMES.values())


async def test_images_are_pinned() -> None:
    """Each image that is not ours has a full version, and so has the plugin."""
    images = [each["image"] for name, each in services().items() if name != "darial"]
    plugin = services()["grafana"]["environment"]["GF_PLUGINS_PREINSTALL_SYNC"]

    assert all(re.search(r":v?\d+\.\d+\.\d+$", image) for image in images)
    assert re.fullmatch(r"yesoreyeram-infinity-datasource@\d+\.\d+\.\d+", plugin)


async def test_nothing_of_a_reader_is_told_to_anybody() -> None:
    """Nobody gets in without a name unless the operator says so, and Grafana reports nothing."""
    chosen = services()["grafana"]["environment"]

    assert chosen["GF_AUTH_ANONYMOUS_ENABLED"] == "${GRAFANA_ANONYMOUS:-false}"
    assert chosen["GF_SECURITY_ADMIN_PASSWORD"].startswith("${GRAFANA_PASSWORD:?")
    off = {
        "GF_ANALYTICS_REPORTING_ENABLED",
        "GF_ANALYTICS_CHECK_FOR_UPDATES",
        "GF_ANALYTICS_CHECK_FOR_PLUGIN_UPDATES",
        "GF_ANALYTICS_FEEDBACK_LINKS_ENABLED",
        "GF_NEWS_NEWS_FEED_ENABLED",
        "GF_SNAPSHOTS_EXTERNAL_ENABLED",
        "GF_SERVER_ROUTER_LOGGING",
        "GF_USERS_ALLOW_SIGN_UP",
    }
    assert {chosen[name] for name in off} == {"false"}
    assert chosen["GF_SECURITY_DISABLE_GRAVATAR"] == "true"
