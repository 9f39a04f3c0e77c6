"""What commands about live sources begin with: which source, and how it is asked."""

import sys
from difflib import get_close_matches

from app.catalog import Catalogue
from app.choices import chosen_sources, plan_of
from app.cli.fault import UNUSABLE, Fault
from app.cli.setup import usable_settings
from app.cli.terminal import faint, on_terminal, tell
from app.cli.words import length
from app.clock import now
from app.polling.plan import Plan
from app.polling.registering import asked_hosts
from app.settings import Settings
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
    """Give how sources are asked; raises Fault where a setting of theirs cannot be used."""
    with usable_settings():
        return plan_of(chosen, catalogue)


def chosen_ids(chosen: Settings) -> frozenset[str]:
    """Give the sources that the settings have polled; raises Fault as `planned` does."""
    with usable_settings():
        return frozenset(source.id for source in chosen_sources(chosen))


def tell_asking(source: Source, plan: Plan) -> None:
    """Tell whoever looks at a terminal whom we ask, and that it may take its time."""
    if on_terminal(sys.stderr):
        hosts = ", ".join(asked_hosts(source, plan.scope, now())[:3])
        tell(faint(f"Asking {hosts}, {length(source.pause)} between two requests ..."))
