"""What most commands begin with: the settings and the catalogue."""

from collections.abc import Iterator
from contextlib import contextmanager

from app.catalog import Catalogue, CatalogueError, load
from app.cli.fault import PARTLY, Fault
from app.domain.errors import AmbiguousPlace, UnknownPlace
from app.domain.place import Place
from app.settings import Settings, SettingsError, read_settings


def settings() -> Settings:
    """Read the settings; raises Fault with a sentence for each thing to mend."""
    try:
        return read_settings()
    except SettingsError as error:
        raise Fault(str(error)) from error


def catalogue_of(chosen: Settings) -> Catalogue:
    """Load the catalogue; raises Fault with every mistake, by file and line."""
    with whole_catalogue():
        return load(chosen.catalog_dir)


@contextmanager
def usable_settings() -> Iterator[None]:
    """Turn what shows only where a setting is used into a Fault."""
    try:
        yield
    except SettingsError as error:
        raise Fault(str(error)) from error


@contextmanager
def whole_catalogue() -> Iterator[None]:
    """Turn the mistakes of a catalogue into a Fault that lists them."""
    try:
        yield
    except CatalogueError as error:
        count = len(error.mistakes)
        mistakes = "one mistake" if count == 1 else f"{count} mistakes"
        raise Fault(f"{error}\nThe catalogue has {mistakes}: mend each line named.") from error


def place_in(catalogue: Catalogue, text: str) -> Place:
    """Find a place by id, name or alias; raises Fault with near matches."""
    try:
        return catalogue.find(text)
    except (UnknownPlace, AmbiguousPlace) as error:
        hint = "" if error.near else "; `darial places` lists all"
        raise Fault(f"{error.detail[0].upper()}{error.detail[1:]}{hint}.", PARTLY) from error
