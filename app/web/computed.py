"""Computed answers: a router whose answers are computed when asked for has them share the budget.

Answers that are remembered under their question (`board.past`) have their turns there.
"""

from collections.abc import AsyncIterator

from fastapi import Depends

from app.web.parts import Here


async def turn(here: Here) -> AsyncIterator[None]:
    """Have a turn of the budget until the answer is made; sending it needs none.

    Raises Busy and TookTooLong.
    """
    async with here.board.budget.turn():
        yield


COMPUTED = Depends(turn, scope="function")
"""What such a router, or route, depends on."""
