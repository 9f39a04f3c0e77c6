"""Reports: adding them, and giving them back."""

from app.store.adding import Added, Adding, add
from app.store.evidence import around, crossings, late_turns, latest, timeline
from app.store.kept import Kept, by_public, one
from app.store.order import BadCursor
from app.store.page import Page, page
from app.store.revising import told_later
from app.store.wanted import Wanted

__all__ = [
    "Added",
    "Adding",
    "BadCursor",
    "Kept",
    "Page",
    "Wanted",
    "add",
    "around",
    "by_public",
    "crossings",
    "late_turns",
    "latest",
    "one",
    "page",
    "timeline",
    "told_later",
]
