"""Connections to a server that wait for an answer for a time only.

A server that is cut off does not say so: packets just stop, and a proxy between goes on taking
what we send. Without an end to its patience, whoever asked would wait for ever.
"""

from collections.abc import Awaitable, Callable
from typing import Any, Self, TypeVar

import psycopg
from psycopg.abc import PQGen
from psycopg.pq import TransactionStatus

CONNECT_S = 3
"""How many seconds a connection may take to be made."""

Result = TypeVar("Result")


class Patient(psycopg.AsyncConnection[Any]):
    """A connection that is dropped where a statement is not answered in time."""

    answer_s: float

    @classmethod
    def within(cls, answer_s: float) -> Callable[..., Awaitable[Self]]:
        """Give what makes connections whose statements may take so many seconds.

        It takes what `AsyncConnection.connect` takes.
        """

        async def connect(*words: Any, **options: Any) -> Self:  # noqa: ANN401 - the driver's own
            made = await cls.connect(*words, **options)
            made.answer_s = answer_s
            return made

        return connect

    async def wait(
        self,
        gen: PQGen[Result],
        interval: float = 0.1,
        timeout: float | None = None,  # noqa: ASYNC109 - the driver's own
    ) -> Result:
        """Wait for an answer; raises OperationalError, with the connection closed, without one."""
        patience = getattr(self, "answer_s", None) if timeout is None else timeout
        try:
            return await super().wait(gen, interval, patience)
        except psycopg.OperationalError:
            if self.pgconn.transaction_status == TransactionStatus.ACTIVE:
                self.pgconn.finish()
            raise
