"""Checks of what needs no database: settings, catalogue, migrations."""

from datetime import datetime
from pathlib import Path

from app.catalog import CatalogueError, load
from app.choices import plan_of
from app.cli.checks.finding import Finding, bad, look, ok
from app.domain.notice import Notice
from app.settings import NAMES, Settings, SettingsError
from app.store.migrate import STEPS, revisions

MOST_NAMED = 5


def settings_and_catalogue(chosen: Settings, at: datetime) -> list[Finding]:
    """Look whether the settings can be used, and the catalogue with them."""
    try:
        catalogue = load(chosen.catalog_dir)
    except CatalogueError as error:
        count = len(error.mistakes)
        says = f"has {count} mistakes" if count > 1 else "has a mistake"
        return [_settings(chosen), bad("catalogue", says, "`darial catalog check` lists each")]
    try:
        plan_of(chosen, catalogue)
    except SettingsError as error:
        found = bad("settings", str(error), "mend that setting")
    else:
        found = _settings(chosen)
    due = [notice for notice in catalogue.notices if past_review(notice, at)]
    if due:
        return [found, _due(due)]
    says = f"{len(catalogue.places)} places, {len(catalogue.notices)} notices, version"
    return [found, ok("catalogue", f"{says} {catalogue.version}")]


def past_review(notice: Notice, at: datetime) -> bool:
    """Tell whether a notice stands though somebody should have looked at it again by now."""
    ended = notice.valid_to is not None and notice.valid_to <= at
    return notice.review_at is not None and notice.review_at <= at and not ended


def migrations(folder: Path = STEPS) -> Finding:
    """Look whether the steps that shape the database follow one another."""
    try:
        found = revisions(folder)
    except (OSError, ValueError) as error:
        return bad("migrations", str(error), "install this program anew: its files are not whole")
    return ok("migrations", f"{len(found)} steps, the newest is {found[-1]}")


def _settings(chosen: Settings) -> Finding:
    if chosen.contact is None:
        return look(
            "settings",
            "no contact is set: publishers and readers cannot reach you",
            f"set {NAMES['contact']} to a mail or web address",
        )
    return ok("settings", "can be used")


def _due(due: list[Notice]) -> Finding:
    named = ", ".join(notice.id for notice in due[:MOST_NAMED])
    more = f" and {len(due) - MOST_NAMED} more" if len(due) > MOST_NAMED else ""
    count = "one notice is" if len(due) == 1 else f"{len(due)} notices are"
    return look(
        "catalogue",
        f"{count} past the day of review: {named}{more}",
        "see their links; then give each another day of review, or end it by `darial notice end`",
    )
