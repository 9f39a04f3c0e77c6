"""The framework's side: one FastAPI application, quiet and complete in what it documents."""

from collections.abc import Callable, Iterable
from contextlib import AbstractAsyncContextManager
from typing import Any

from fastapi import APIRouter, Depends, FastAPI
from fastapi.telemetry import TelemetryConfig

from app import __version__
from app.web import openapi
from app.web.catching_up import catch_up
from app.web.refusing import refuse_strangers

DESCRIPTION = """\
Every number comes with an interval (10th, 50th and 90th percentile), its age and the reports
behind it; where there is no number, `no_number` says why. Unknown is never 0. Age a number by the
time that has passed since the answer's `Date`, against `late_at` and `stale_at`. An empty list says
that we heard nothing, not that it is safe. Codes are open: expect words you do not know yet.
Whatever a static mirror holds is answered by its name there too, such as `/v1/status.json`.
Several servers may answer: send the `Darial-Version` of the answer you hold of an address back in a
header of that name, with its `ETag` as `If-None-Match`, and none of them gives you an older one.
"""

TELEMETRY: TelemetryConfig = {
    "tracing": False,
    "metrics": False,
    "logs": False,
    "operation_spans": False,
    "auto_configure": False,
}
"""Nothing is told to anybody: off here, whatever the environment says."""


DESCRIBED: dict[tuple[int, ...], tuple[tuple[APIRouter, ...], dict[str, Any]]] = {}
"""The document by the identities of the routers it describes, which are kept beside it.

It takes a second to make, and is always the same.
"""


class Api(FastAPI):
    """The application behind the door."""

    def __init__(
        self,
        lifespan: Callable[[FastAPI], AbstractAsyncContextManager[None]],
        routers: Iterable[APIRouter],
    ) -> None:
        """Set everything up, with every route of these routers."""
        self._routers = tuple(routers)
        super().__init__(
            title="Darial",
            version=__version__,
            summary="Live border-crossing status, with its sources and its doubts shown",
            description=DESCRIPTION,
            license_info={"name": "Apache-2.0 (code), CC-BY-4.0 (data)"},
            lifespan=lifespan,
            telemetry=TELEMETRY,
            openapi_url=None,  # app/web/docs.py serves it, made once
            docs_url=None,
            redoc_url=None,
            swagger_ui_oauth2_redirect_url=None,
            redirect_slashes=False,
            dependencies=[Depends(refuse_strangers), Depends(catch_up)],
        )
        for router in self._routers:
            self.include_router(router)

    def openapi(self) -> dict[str, Any]:
        """Give the OpenAPI document, completed; it is not to be changed."""
        key = tuple(map(id, self._routers))
        if key not in DESCRIBED:
            DESCRIBED[key] = self._routers, openapi.complete(super().openapi())
        return DESCRIBED[key][1]
