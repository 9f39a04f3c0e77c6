"""Refusals: what the database itself does not let happen, whichever it is."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest
from sqlalchemy.exc import IntegrityError

from app.store.database import WriteSession


@asynccontextmanager
async def refused(session: WriteSession, words: str) -> AsyncIterator[None]:
    """Expect a rule to be broken by the block; what the transaction did before it stays."""
    with pytest.raises(IntegrityError, match=f"(?i){words}"):
        async with session.begin_nested():
            yield
