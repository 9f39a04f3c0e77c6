"""The catalogue: places, notices, labels, channels and outlets as TOML; the archive of reports."""

from app.catalog.catalogue import Catalogue
from app.catalog.load import check, load
from app.catalog.mistakes import CatalogueError, Mistake

__all__ = ["Catalogue", "CatalogueError", "Mistake", "check", "load"]
