"""Logs: one line for each change, for the operator, and nothing about who reads."""

import logging
import sys
from collections.abc import MutableMapping
from typing import Any, TextIO

import structlog
from structlog.typing import EventDict, Processor

# What would tell who asks, or what for. It is dropped whoever logs it.
ABOUT_READERS = frozenset(
    {
        "client", "client_addr", "cookies", "forwarded", "headers", "query", "query_string",
        "referer", "remote_addr", "request", "scope", "user_agent", "x_forwarded_for",
    }
)  # fmt: skip
# These tell of each step they take; we want to hear of trouble only.
TALKATIVE = ("aiosqlite", "alembic", "httpcore", "httpx", "websockets")
# They warn of what is as it should be: each poll that is due while the last one still runs, each
# connection that is closed since its server does not answer.
ONLY_ERRORS = ("apscheduler", "psycopg")


def configure(*, json: bool, level: str = "INFO", stream: TextIO | None = None) -> None:
    """Send every log, ours and the libraries', to one stream in one form."""
    stream = stream or sys.stderr
    shared: list[Processor] = [
        structlog.stdlib.add_logger_name,
        structlog.stdlib.add_log_level,
        structlog.stdlib.ExtraAdder(),
        structlog.processors.TimeStamper(fmt="%Y-%m-%dT%H:%M:%SZ", utc=True),
        structlog.processors.StackInfoRenderer(),
        _without_readers,
    ]
    handler = logging.StreamHandler(stream)
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            foreign_pre_chain=shared,
            processors=[
                structlog.stdlib.ProcessorFormatter.remove_processors_meta,
                *(_as_json() if json else _as_text(colors=stream.isatty())),
            ],
        )
    )
    logging.basicConfig(handlers=[handler], level=level, force=True)
    _tame_libraries()
    structlog.configure(
        processors=[
            structlog.stdlib.filter_by_level,
            *shared,
            structlog.stdlib.ProcessorFormatter.wrap_for_formatter,
        ],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
    )


def _as_json() -> list[Processor]:
    return [
        structlog.processors.format_exc_info,
        structlog.processors.JSONRenderer(ensure_ascii=False, default=str),
    ]


def _as_text(*, colors: bool) -> list[Processor]:
    return [
        _on_one_line,
        structlog.dev.ConsoleRenderer(
            colors=colors,
            pad_event_to=0,
            pad_level=False,
            repr_native_str=True,
            # The other formatters show local variables, and a request is one.
            exception_formatter=structlog.dev.plain_traceback,
        ),
    ]


def _tame_libraries() -> None:
    for name in TALKATIVE:
        logging.getLogger(name).setLevel(logging.WARNING)
    for name in ONLY_ERRORS:
        logging.getLogger(name).setLevel(logging.ERROR)
    for name in ("uvicorn", "uvicorn.error", "uvicorn.asgi"):
        logger = logging.getLogger(name)
        logger.handlers.clear()
        logger.propagate = True
        logger.addFilter(_names_no_client)
    access = logging.getLogger("uvicorn.access")
    access.handlers.clear()
    access.propagate = False
    access.disabled = True


def _names_no_client(record: logging.LogRecord) -> bool:
    # Where uvicorn speaks of one connection, its line begins with the client's address.
    return not (isinstance(record.msg, str) and record.msg.startswith("%s"))


def _without_readers(_logger: object, _method: str, event: EventDict) -> MutableMapping[str, Any]:
    for key in ABOUT_READERS.intersection(event):
        del event[key]
    event.pop("color_message", None)  # uvicorn's copy of its message, for a terminal
    return event


def _on_one_line(_logger: object, _method: str, event: EventDict) -> MutableMapping[str, Any]:
    text = str(event.get("event", ""))
    event["event"] = "".join(each if each.isprintable() else repr(each)[1:-1] for each in text)
    return event
