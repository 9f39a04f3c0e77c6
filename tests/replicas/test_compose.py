"""deploy/replicas: the services fit each other, the image, the settings and what Darial does.

There is no container engine in a test, so what it would do with the file is not tried; nginx and
PostgreSQL are, each with the very file that is mounted.
"""

import re
from typing import Any

import yaml  # type: ignore[import-untyped]

from app.board.budget import LONGEST_S, PATIENCE_S
from app.board.streaming.hub import BEAT_S
from app.cli import COMMANDS
from app.cli.connections.limits import Limits
from app.cli.serve import LONGEST_END_S
from app.settings import NAMES, Role
from app.store.postgresql import CONNECTIONS
from tests.operating import IN_CONTAINER
from tests.replicas.front import FOLDER

ROOT = FOLDER.parents[1]
ROLES = {"web-1": Role.WEB, "web-2": Role.WEB, "poll-1": Role.POLL, "poll-2": Role.POLL}
TO_SPARE = 4
"""Connections that are left for an operator: a command, a dump, and a look."""


def compose() -> dict[str, Any]:
    """Give the compose file."""
    found: dict[str, Any] = yaml.safe_load((FOLDER / "compose.yaml").read_text(encoding="utf-8"))
    return found


def services() -> dict[str, dict[str, Any]]:
    """Give its services."""
    found: dict[str, dict[str, Any]] = compose()["services"]
    return found


def directive(name: str, file: str = "nginx.conf") -> list[str]:
    """Give what follows each directive of this name in a file of nginx, in order."""
    text = re.sub(r"#.*", "", (FOLDER / file).read_text(encoding="utf-8"))
    return [" ".join(each.split()) for each in re.findall(rf"\b{name}\s+([^;{{]+);", text)]


def number(text: str) -> int:
    """Give the first whole number of a text."""
    return int(re.findall(r"\d+", text)[0])


def test_each_process_is_the_image_in_its_role() -> None:
    """All run the command of our image: two answer, two poll, and one has made the database."""
    ours = {name: each for name, each in services().items() if each["image"] == "darial:local"}

    for each in ours.values():
        assert (FOLDER / each["build"] / "Dockerfile").resolve() == ROOT / "Dockerfile"
        assert each["command"][0] == IN_CONTAINER
        assert each["command"][1] in COMMANDS
        assert each["cap_drop"] == ["ALL"]
    assert ours.pop("prepare")["command"][1:] == ["import", "--archive"]
    assert {name: each["command"][1:] for name, each in ours.items()} == {
        name: ["serve", "--role", role] for name, role in ROLES.items()
    }
    for each in ours.values():
        assert each["depends_on"] == {
            "database": {"condition": "service_healthy"},
            "prepare": {"condition": "service_completed_successfully"},
        }


def test_each_comes_back_and_ends_in_order() -> None:
    """What falls is started again; what is told to end has the time that it takes."""
    for name, each in services().items():
        assert each["restart"] == ("no" if name == "prepare" else "unless-stopped")
        assert {"mem_limit", "logging", "stop_grace_period"} <= each.keys()
    graces = {name: number(each["stop_grace_period"]) for name, each in services().items()}

    assert min(graces[name] for name in ROLES) > LONGEST_END_S
    assert graces["proxy"] > number(*directive("worker_shutdown_timeout"))


def test_health_is_asked_of_each() -> None:
    """The database and the proxy have a check of their own, the others that of the image."""
    checks = {
        name: each["healthcheck"] for name, each in services().items() if "healthcheck" in each
    }

    assert checks.keys() == {"database", "prepare", "proxy"}
    assert checks["database"]["test"][1] == "pg_isready"
    assert checks["proxy"]["test"][-1].endswith("/healthz")
    assert checks["prepare"] == {"disable": True}
    assert "HEALTHCHECK" in (ROOT / "Dockerfile").read_text(encoding="utf-8")


def test_only_the_proxy_can_be_reached() -> None:
    """No port of the database or of a replica is published, and neither leads outside."""
    networks = compose()["networks"]
    inner = {name for name, each in networks.items() if each and each.get("internal")}

    assert [name for name, each in services().items() if "ports" in each] == ["proxy"]
    assert {name for name, each in services().items() if set(each["networks"]) <= inner} == {
        "database",
        "prepare",
        "web-1",
        "web-2",
    }
    assert set(services()["proxy"]["networks"]).isdisjoint(services()["database"]["networks"])


def test_every_setting_is_one() -> None:
    """The environment names settings, secrets come from .env, and .env.example has each."""
    text = (FOLDER / "compose.yaml").read_text(encoding="utf-8")
    example = (FOLDER / ".env.example").read_text(encoding="utf-8")
    named = {name for each in ROLES for name in services()[each]["environment"]}

    assert named <= {*NAMES.values(), "DARIAL_SPOOL_DIR"}
    assert set(re.findall(r"\$\{(\w+)", text)) == set(re.findall(r"^(\w+)=", example, re.MULTILINE))
    assert text.count("${POSTGRES_PASSWORD:?") == text.count("${POSTGRES_PASSWORD")
    assert "postgres:18" in text


def test_what_is_kept_on_disk_is_where_the_image_has_it() -> None:
    """All share the archive, which only those who poll write; each spool is one's own."""
    volumes = {name: each.get("volumes", []) for name, each in services().items()}
    spools = [services()[name]["environment"]["DARIAL_SPOOL_DIR"] for name in ("poll-1", "poll-2")]

    assert volumes["web-1"] == volumes["web-2"] == ["darial:/var/lib/darial:ro"]
    assert volumes["poll-1"] == volumes["poll-2"] == ["darial:/var/lib/darial"]
    assert "VOLUME /var/lib/darial\n" in (ROOT / "Dockerfile").read_text(encoding="utf-8")
    assert len(set(spools)) == 2
    for name in ROLES:
        chosen = services()[name]["environment"]
        kept = [chosen["DARIAL_ARCHIVE_DIR"], chosen.get("DARIAL_SPOOL_DIR")]
        assert all(each.startswith("/var/lib/darial/") for each in kept if each)


def test_what_is_mounted_is_there() -> None:
    """Each file of ours exists, whichever way TLS is chosen."""
    mounted = [
        each.partition(":/")[0]
        for service in services().values()
        for each in service.get("volumes", [])
        if each.startswith("./")
    ]
    folders = {"./certificates", "./challenges"}
    files = set(mounted) - folders

    assert folders <= set(mounted)
    assert "./${LISTEN:-tls}.conf" in files
    for choice in ("tls", "plain"):
        for each in files:
            assert (FOLDER / each.replace("${LISTEN:-tls}", choice)).is_file(), each
    assert directive("include") == ["replicas.conf", "listen.conf"]


def test_the_proxy_knows_each_replica() -> None:
    """It sends readers to whoever answers, at the port of the image, and to nobody else."""
    servers = directive("server", "replicas.conf")
    (port,) = re.findall(r"^EXPOSE (\d+)$", (ROOT / "Dockerfile").read_text("utf-8"), re.MULTILINE)

    assert [each.split()[0] for each in servers] == [f"web-1:{port}", f"web-2:{port}"]
    assert {" ".join(each.split()[1:]) for each in servers} == {
        "resolve max_fails=3 fail_timeout=5s"
    }


def test_the_proxy_writes_nothing_down() -> None:
    """No log tells of a reader, and the cache lies in memory that it cannot outgrow."""
    proxy = services()["proxy"]
    size = number(next(each for each in proxy["tmpfs"] if each.startswith("/var/cache/nginx")))
    (cache,) = directive("proxy_cache_path")

    assert directive("access_log") == ["off"]
    assert directive("error_log") == ["stderr emerg"]
    assert proxy["read_only"] is True
    for where in (*directive("client_body_temp_path"), *directive("proxy_temp_path"), cache):
        assert where.startswith("/var/cache/nginx/")
    kept, free = (number(re.findall(rf"{name}=(\d+)m", cache)[0]) for name in ("size", "free"))
    assert kept + free < size


def test_the_proxy_obeys_what_answers_say() -> None:
    """Nothing overrules how long an answer may be kept, and for how long it may stand in."""
    text = (FOLDER / "nginx.conf").read_text(encoding="utf-8")

    for overruling in ("proxy_cache_use_stale", "proxy_cache_valid", "proxy_ignore_headers"):
        assert not directive(overruling)
    assert directive("proxy_next_upstream") == ["error timeout invalid_header"]
    assert "remote_addr" not in text
    assert "x_forwarded_for" not in text.lower()


def test_each_answer_may_take_as_long_as_darial_lets_it() -> None:
    """A replica that lets somebody wait is no dead one: with each kind it has all of its time."""
    now, page, computed, stream = (number(each) for each in directive("proxy_read_timeout"))

    assert now < PATIENCE_S < page
    assert computed > PATIENCE_S + LONGEST_S
    assert stream > 2 * BEAT_S


def test_connections_fit_those_of_darial() -> None:
    """An idle one is let go sooner than Darial does; streams are no more than replicas take."""
    (streams,) = {number(each) for each in directive("limit_conn") if "streams" in each}

    assert number(*directive("keepalive_timeout", "replicas.conf")) < Limits().idle_s
    assert streams <= 2 * Limits().streams


def test_the_database_has_room_for_all() -> None:
    """Each process can hold what connections it wants, and an operator comes in besides."""
    text = (FOLDER / "postgresql.conf").read_text(encoding="utf-8")
    most = number(re.findall(r"^max_connections = .*", text, re.MULTILINE)[0])

    assert f"holds {CONNECTIONS} at most, so eight of them fit" in " ".join(text.split())
    assert most - TO_SPARE >= 8 * CONNECTIONS
    assert len(ROLES) <= 8
