"""Choices: from the operator's settings to what polling, sending and the archive work by."""

from collections.abc import Iterable
from datetime import timedelta
from difflib import get_close_matches
from pathlib import Path

import app
from app.catalog import Catalogue
from app.polling.client import Manners, check_way, user_agent
from app.polling.plan import Plan
from app.settings import NAMES, Settings, SettingsError
from app.sources import SOURCES
from app.sources.kit import Scope, Source
from app.store.address import is_postgresql
from app.store.handed_out import HandedOut
from app.store.spool import MEBIBYTE, Spool
from app.store.sqlite import file_of
from app.webhooks.posting import Manners as WebhookManners


def plan_of(settings: Settings, catalogue: Catalogue) -> Plan:
    """Give the plan.

    Raises SettingsError where a setting names a source that is none, or a proxy or file of no use.
    """
    manners = manners_of(settings)
    _check_ways(manners)
    return Plan(
        sources=chosen_sources(settings),
        manners=manners,
        scope=scope_of(settings, catalogue),
        keep_payloads=timedelta(days=settings.keep_payloads),
        keep_polls=timedelta(days=settings.keep_polls),
        alert_url=settings.alert_url,
        heartbeat_url=settings.heartbeat_url,
    )


def webhook_manners(settings: Settings) -> WebhookManners:
    """Give how messages are sent to webhooks."""
    return WebhookManners(
        user_agent=user_agent(app.__version__, settings.contact),
        networks=settings.webhook_networks,
    )


def archive_of(settings: Settings) -> HandedOut:
    """Give the archive's folder.

    Unless another is chosen it is beside the database, or where we are if that is on a server.
    """
    folder = settings.archive_dir or _beside(settings.database_url, "archive")
    return HandedOut(folder, renewed=settings.polling)


def spool_of(settings: Settings) -> Spool:
    """Give where polls wait while the database is away; beside it as the archive is."""
    folder = settings.spool_dir or _beside(settings.database_url, "spool")
    return Spool(folder.absolute(), settings.spool_mb * MEBIBYTE)


def _beside(url: str, what: str) -> Path:
    if is_postgresql(url):
        return Path(f"darial-{what}").absolute()
    database = file_of(url).path
    return database.with_name(f"{database.stem}-{what}")


def chosen_sources(settings: Settings) -> tuple[Source, ...]:
    """Give the sources that the operator has chosen, or those that are on by default."""
    if not settings.sources:
        return tuple(source for source in SOURCES if source.on)
    return _named("sources", settings.sources)


def manners_of(settings: Settings) -> Manners:
    """Give how sources are asked."""
    return Manners(
        user_agent=user_agent(app.__version__, settings.contact),
        mirror=settings.upstream_mirror,
        proxies=settings.proxies,
        authorities={name: Path(file) for name, file in settings.authorities.items()},
    )


def _check_ways(manners: Manners) -> None:
    for field, chosen in (("proxies", manners.proxies), ("authorities", manners.authorities)):
        for source in _named(field, chosen):
            try:
                check_way(manners, source.id)
            except ValueError as error:
                raise SettingsError(f"{NAMES[field]} cannot be used: {error}.") from error


def scope_of(settings: Settings, catalogue: Catalogue) -> Scope:
    """Give what sources are asked about."""
    own = {"open_meteo": settings.open_meteo_url}
    return Scope(
        places=catalogue.places,
        channels=catalogue.channels,
        outlets=catalogue.outlets,
        bases={name: base for name, base in own.items() if base is not None},
    )


def _named(field: str, names: Iterable[str]) -> tuple[Source, ...]:
    known = {source.id: source for source in SOURCES}
    for name in names:
        if name not in known:
            near = get_close_matches(name, known, n=1)
            hint = f"did you mean {near[0]}?" if near else f"there are {', '.join(known)}."
            raise SettingsError(f"{NAMES[field]} names {name[:40]!r}, which is no source: {hint}")
    return tuple(known[name] for name in dict.fromkeys(names))
