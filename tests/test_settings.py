"""Settings: the defaults, what may be chosen, and what is refused in which words."""

from pathlib import Path

import pytest
from pydantic import ValidationError

from app.settings import NAMES, Role, Settings, SettingsError, read_settings


def test_defaults_serve_on_this_machine_only() -> None:
    """Without any variable Darial listens on loopback, polls, and keeps a local file."""
    settings = read_settings()

    assert settings == Settings(
        host="127.0.0.1",
        port=8000,
        connections=12_000,
        database_url="sqlite+aiosqlite:///darial.db",
        role=Role.ALL,
        polling=True,
        catalog_dir=None,
        sources=(),
        upstream_mirror=None,
        open_meteo_url=None,
        proxies={},
        authorities={},
        keep_payloads=30,
        keep_polls=90,
        spool_dir=None,
        spool_mb=64,
        alert_url=None,
        heartbeat_url=None,
        archive_dir=None,
        contact=None,
    )


def test_each_variable_is_read(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Every field has a variable of its own, named DARIAL_ and the field."""
    monkeypatch.setenv("DARIAL_HOST", "0.0.0.0")  # noqa: S104 - what a container listens on
    monkeypatch.setenv("DARIAL_PORT", "0")
    monkeypatch.setenv("DARIAL_CONNECTIONS", "60000")
    monkeypatch.setenv("DARIAL_DATABASE_URL", "sqlite+aiosqlite:////var/lib/darial/x.db")
    monkeypatch.setenv("DARIAL_ROLE", "web")
    monkeypatch.setenv("DARIAL_POLLING", "false")
    monkeypatch.setenv("DARIAL_CATALOG_DIR", str(tmp_path))
    monkeypatch.setenv("DARIAL_SOURCES", " zitic, georoad ,")
    monkeypatch.setenv("DARIAL_UPSTREAM_MIRROR", "http://127.0.0.1:9000")
    monkeypatch.setenv("DARIAL_OPEN_METEO_URL", "http://[::1]:8080/weather")
    monkeypatch.setenv("DARIAL_PROXIES", "zitic=http://u:p=w@10.0.0.1:3128, georoad=http://b:1")
    monkeypatch.setenv("DARIAL_AUTHORITIES", "zitic = /etc/darial/ca.pem")
    monkeypatch.setenv("DARIAL_KEEP_PAYLOADS", "0")
    monkeypatch.setenv("DARIAL_KEEP_POLLS", "3650")
    monkeypatch.setenv("DARIAL_SPOOL_DIR", str(tmp_path / "spool"))
    monkeypatch.setenv("DARIAL_SPOOL_MB", "0")
    monkeypatch.setenv("DARIAL_ALERT_URL", "https://alerts.example/hook?key=a")
    monkeypatch.setenv("DARIAL_HEARTBEAT_URL", "https://heart.example/1")
    monkeypatch.setenv("DARIAL_WEBHOOK_NETWORKS", "10.1.0.0/16, fd12::/32")
    monkeypatch.setenv("DARIAL_ARCHIVE_DIR", str(tmp_path / "archive"))
    monkeypatch.setenv("DARIAL_CONTACT", " mail@operator.example ")

    settings = read_settings()

    assert settings.model_dump() == {
        "host": "0.0.0.0",  # noqa: S104
        "port": 0,
        "connections": 60_000,
        "database_url": "sqlite+aiosqlite:////var/lib/darial/x.db",
        "role": "web",
        "polling": False,
        "catalog_dir": tmp_path,
        "sources": ("zitic", "georoad"),
        "upstream_mirror": "http://127.0.0.1:9000",
        "open_meteo_url": "http://[::1]:8080/weather",
        "proxies": {"zitic": "http://u:p=w@10.0.0.1:3128", "georoad": "http://b:1"},
        "authorities": {"zitic": "/etc/darial/ca.pem"},
        "keep_payloads": 0,
        "keep_polls": 3650,
        "spool_dir": tmp_path / "spool",
        "spool_mb": 0,
        "alert_url": "https://alerts.example/hook?key=a",
        "heartbeat_url": "https://heart.example/1",
        "webhook_networks": ("10.1.0.0/16", "fd12::/32"),
        "archive_dir": tmp_path / "archive",
        "contact": "mail@operator.example",
    }


@pytest.mark.parametrize(
    ("role", "polling", "may_lead"),
    [("all", True, True), ("poll", True, True), ("web", True, False), ("poll", False, False)],
)
def test_who_may_lead(role: str, may_lead: bool, polling: bool) -> None:  # noqa: FBT001
    """Whoever polls may, by its role and where polling is not switched off."""
    assert Settings(role=Role(role), polling=polling).may_lead is may_lead


@pytest.mark.parametrize("name", NAMES.values())
def test_empty_is_not_set(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """An empty variable, as compose files leave them, means the default."""
    monkeypatch.setenv(name, "")

    assert read_settings() == Settings()


@pytest.mark.parametrize(
    ("name", "value", "fix"),
    [
        ("DARIAL_HOST", "http://127.0.0.1", "an IP address without scheme or port"),
        ("DARIAL_PORT", "eighty", "a whole number from 0 (any free one) to 65535"),
        ("DARIAL_PORT", "65536", "a whole number from 0 (any free one) to 65535"),
        ("DARIAL_CONNECTIONS", "15", "a whole number from 16 to 60000"),
        ("DARIAL_CONNECTIONS", "1e5", "a whole number from 16 to 60000"),
        ("DARIAL_DATABASE_URL", "sqlite:///darial.db", "begins with sqlite+aiosqlite:///"),
        ("DARIAL_DATABASE_URL", "sqlite+aiosqlite://", "begins with sqlite+aiosqlite:///"),
        ("DARIAL_DATABASE_URL", "postgresql://host:5432", "a server's reads postgresql://user:"),
        ("DARIAL_DATABASE_URL", "postgresql://host:port/name", "a server's reads postgresql://"),
        ("DARIAL_DATABASE_URL", "postgresql+asyncpg://host/name", "a server's reads postgresql://"),
        ("DARIAL_ROLE", "leader", "all, web (answers only) or poll"),
        ("DARIAL_POLLING", "maybe", "true or false"),
        ("DARIAL_CATALOG_DIR", "/no/such/folder", "one that exists"),
        ("DARIAL_ARCHIVE_DIR", "/no/such/folder", "that exists or can be made"),
        ("DARIAL_ARCHIVE_DIR", "/dev/null", "that exists or can be made"),
        ("DARIAL_UPSTREAM_MIRROR", "127.0.0.1:9000", "such as http://127.0.0.1:9000"),
        ("DARIAL_UPSTREAM_MIRROR", "http://user:word@relay.example", "the address of a relay"),
        ("DARIAL_OPEN_METEO_URL", "ftp://weather.example", "such as http://127.0.0.1:8080"),
        ("DARIAL_PROXIES", "http://10.0.0.1:3128", "as customs_russia=http://10.0.0.1:3128"),
        ("DARIAL_PROXIES", "zitic=", "as customs_russia=http://10.0.0.1:3128"),
        ("DARIAL_AUTHORITIES", "=/etc/ca.pem", "as zitic=/etc/darial/ca.pem"),
        ("DARIAL_KEEP_PAYLOADS", "-1", "a whole number from 0 (not at all) to 3650"),
        ("DARIAL_KEEP_PAYLOADS", "a month", "a whole number from 0 (not at all) to 3650"),
        ("DARIAL_KEEP_POLLS", "3651", "a whole number from 0 to 3650"),
        ("DARIAL_SPOOL_DIR", "/no/such/folder", "that exists or can be made"),
        ("DARIAL_SPOOL_MB", "64 MB", "a whole number from 0 (no poll waits) to 1000000"),
        ("DARIAL_ALERT_URL", "alerts.example", "beginning with https:// or http://"),
        ("DARIAL_HEARTBEAT_URL", "https://heart.example/a b", "beginning with https:// or http://"),
        ("DARIAL_WEBHOOK_NETWORKS", "10.1.0.1/16", "as 10.1.0.0/16, several with commas"),
        ("DARIAL_WEBHOOK_NETWORKS", "10.1.0.0/16,here", "as 10.1.0.0/16, several with commas"),
        ("DARIAL_CONTACT", "письмо", "in plain ASCII"),
        ("DARIAL_CONTACT", "a\r\nb", "in plain ASCII"),
    ],
)
def test_bad_value_is_answered_with_the_fix(
    name: str, value: str, fix: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A bad value stops the start with one sentence: the variable and what to give."""
    monkeypatch.setenv(name, value)

    with pytest.raises(SettingsError) as refusal:
        read_settings()

    assert str(refusal.value).startswith(f"{name} cannot ")
    assert fix in str(refusal.value)
    assert "\n" not in str(refusal.value)


def test_every_fault_is_told_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """Two bad values and a misspelt name give three sentences, one a line."""
    monkeypatch.setenv("DARIAL_PORT", "x")
    monkeypatch.setenv("DARIAL_POLLING", "x")
    monkeypatch.setenv("DARIAL_PROT", "8000")

    with pytest.raises(SettingsError) as refusal:
        read_settings()

    lines = str(refusal.value).splitlines()
    assert [line.split()[0] for line in lines] == ["DARIAL_PROT", "DARIAL_PORT", "DARIAL_POLLING"]


@pytest.mark.parametrize(
    ("name", "answer"),
    [
        ("DARIAL_PROT", "did you mean DARIAL_PORT?"),
        ("darial_catalogue_dir", "did you mean DARIAL_CATALOG_DIR?"),
        ("DARIAL_XYZZY", "there are DARIAL_HOST, DARIAL_PORT, "),
    ],
)
def test_unknown_name_is_refused(name: str, answer: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """A name that is no setting is refused, with the one that was probably meant."""
    monkeypatch.setenv(name, "1")

    with pytest.raises(SettingsError) as refusal:
        read_settings()

    assert str(refusal.value).startswith(f"{name} is no setting: {answer}")


def test_address_of_the_database_is_never_shown(monkeypatch: pytest.MonkeyPatch) -> None:
    """An address may hold a password: no message, cause or repr repeats it."""
    monkeypatch.setenv("DARIAL_DATABASE_URL", "other://user:hush@host/name")

    with pytest.raises(SettingsError) as refusal:
        read_settings()

    assert "hush" not in f"{refusal.value} {refusal.value.__cause__}"
    assert "sqlite" not in repr(Settings(database_url="sqlite+aiosqlite:///darial.db"))


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("DARIAL_PROXIES", "user:hush@10.0.0.1"),
        ("DARIAL_ALERT_URL", "alerts.example/hush"),
        ("DARIAL_HEARTBEAT_URL", "heart.example/hush"),
    ],
)
def test_addresses_that_may_hold_a_secret_are_never_shown(
    name: str, value: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Proxies, and where messages go, are often secret: no message or repr repeats them."""
    monkeypatch.setenv(name, value)

    with pytest.raises(SettingsError) as refusal:
        read_settings()

    assert str(refusal.value).startswith(f"{name} cannot have this value: give ")
    assert "hush" not in f"{refusal.value} {refusal.value.__cause__}"
    shown = repr(
        Settings(
            proxies={"zitic": "http://u:hush@10.0.0.1"},
            alert_url="https://alerts.example/hush",
            heartbeat_url="https://heart.example/hush",
        )
    )
    assert "hush" not in shown


@pytest.mark.parametrize(
    "address",
    [
        "postgresql://darial:hush@db.example:5432/darial",
        "postgresql+psycopg://darial@[::1]/darial?sslmode=verify-full",
        "postgresql:///darial?host=/run/postgresql",
        "postgresql:///darial?host=a.example&host=b.example&target_session_attrs=read-write",
    ],
)
def test_a_database_may_be_on_a_server(address: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """By name, address or socket, with whatever the driver takes besides."""
    monkeypatch.setenv("DARIAL_DATABASE_URL", address)

    assert read_settings().database_url == address


@pytest.mark.parametrize("where", ["host:port/name", "host:5432", "host/a b"])
def test_a_password_in_an_address_that_is_none_is_not_told(
    where: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Not in the sentence, and not in what led to it."""
    monkeypatch.setenv("DARIAL_DATABASE_URL", f"postgresql://darial:hush@{where}")

    with pytest.raises(SettingsError) as refusal:
        read_settings()

    assert "hush" not in f"{refusal.value} {refusal.value.__cause__!r}"


def test_settings_do_not_change() -> None:
    """Settings are read once and stay as they were."""
    settings = Settings()

    with pytest.raises(ValidationError, match="frozen"):
        settings.port = 1


@pytest.mark.parametrize("field", Settings.model_fields)
def test_every_field_has_a_sentence(field: str) -> None:
    """Each field says in one sentence what it is."""
    description = Settings.model_fields[field].description or ""

    assert description.startswith("The ")
    assert description.endswith(".")
