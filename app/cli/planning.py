"""What commands about live sources begin with: which source, and how it is asked."""

import asyncio
import sys
from difflib import get_close_matches

from app.catalog import Catalogue
from app.choices import chosen_sources, plan_of
from app.cli.fault import UNUSABLE, Fault
from app.cli.terminal import faint, on_terminal, tell
from app.cli.words import length
from app.clock import now
from app.polling.client import Client
from app.polling.plan import Plan
from app.polling.registering import asked_hosts
from app.settings import Settings, SettingsError
from app.sources import SOURCES
from app.sources.kit import Source


def source_named(text: str) -> Source:
    """Find a source by its id, chosen or not; raises Fault with near matches."""
    known = {source.id: source for source in SOURCES}
    if text in known:
        return known[text]
    near = get_close_matches(text[:80], known, n=1)
    hint = f"did you mean {near[0]}?" if near else f"there are {', '.join(known)}."
    raise Fault(f"{text[:40]!r} is no source: {hint}", UNUSABLE)


def planned(chosen: Settings, catalogue: Catalogue) -> Plan:
    """Give how sources are asked; raises Fault where a setting names a source that is none."""
    try:
        return plan_of(chosen, catalogue)
    except SettingsError as error:
        raise Fault(str(error)) from error


def chosen_ids(chosen: Settings) -> frozenset[str]:
    """Give the sources that the settings have polled; raises Fault as `planned` does."""
    try:
        return frozenset(source.id for source in chosen_sources(chosen))
    except SettingsError as error:
        raise Fault(str(error)) from error


def require_way(source: Source, plan: Plan) -> None:
    """Raise Fault where a source's own proxy or file of authorities is of no use."""
    if source.id not in plan.manners.proxies and source.id not in plan.manners.authorities:
        return
    try:
        asyncio.run(_opened(source, plan))
    except ValueError as error:
        raise Fault(f"{error}: mend DARIAL_PROXIES or DARIAL_AUTHORITIES.") from error


async def _opened(source: Source, plan: Plan) -> None:
    async with Client(plan.manners, (source,), now=now):
        pass


def tell_asking(source: Source, plan: Plan) -> None:
    """Tell whoever looks at a terminal whom we ask, and that it may take its time."""
    if on_terminal(sys.stderr):
        hosts = ", ".join(asked_hosts(source, plan.scope, now())[:3])
        tell(faint(f"Asking {hosts}, {length(source.pause)} between two requests ..."))
