"""Spoken: the language that stands first in the path of a page."""

from typing import Annotated

from fastapi import Depends
from starlette.exceptions import HTTPException

from app.web.page.messages import LANGUAGES


def spoken(language: str) -> str:
    """Give the language of a path; for any other first word there is no such path."""
    if language not in LANGUAGES:
        raise HTTPException(404)
    return language


Language = Annotated[str, Depends(spoken)]
"""The language of a page, for a route below `/{language}/`."""
