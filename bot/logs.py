"""Structured logs on standard error: one JSON object a line, or plain lines where a person is watching.

No case text, no tokens and no e-mail addresses: events carry ids and codes, errors their type and the places
they came through. An error's own words are left out, because a database's may quote what somebody wrote.
"""

import logging
import re
import sys
import threading
import traceback
from collections.abc import MutableMapping
from contextlib import AbstractContextManager
from types import TracebackType
from typing import Any
from uuid import uuid4

import structlog
from structlog.typing import Processor

# Each looks from the start of a word alone: from every sign of a word, a long one would stop the service for minutes.
_ADDRESS = re.compile(r"(?<![^\s@<>\"'])[^\s@<>\"']++@[^\s@<>\"']+\.[^\s@<>\"']+")
_TOKEN = re.compile(
    r"Bearer\s+\S+|(?<![\w-])(?P<before>(?>[\w-]*?\b(?=eyJ)))eyJ[\w-]++\.[\w-]*+\.[\w-]*+", re.IGNORECASE
)
# A name and a password before a host; what opens a file or stands for a secret in an address or a form.
_IN_A_URL = re.compile(r"(://)[^/\s@]+@")
_IN_A_QUERY = re.compile(r"\b(tempauth|sig|access_token|client_secret|password)=[^&\s\"']+", re.IGNORECASE)
LONGEST_TEXT = 2_000
_LIBRARIES_SAY_LESS = ("aiohttp.access", "alembic", "apscheduler", "msrest", "urllib3")


def set_up_logs(*, console: bool | None = None) -> None:
    """Send every log line of the service and its libraries to standard error.

    Args:
        console: plain lines instead of JSON; by default where standard error is a terminal.
    """
    plain = sys.stderr.isatty() if console is None else console
    renderer: Processor = structlog.dev.ConsoleRenderer(colors=False) if plain else structlog.processors.JSONRenderer()
    steps: list[Processor] = [
        structlog.contextvars.merge_contextvars,
        structlog.processors.add_log_level,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        places_of_error,
        without_secrets,
    ]
    structlog.configure(
        processors=[*steps, renderer],
        wrapper_class=structlog.make_filtering_bound_logger(logging.INFO),
        logger_factory=structlog.WriteLoggerFactory(file=sys.stderr),
    )
    _send_libraries_through(steps, renderer)
    # Python's own would write an error's words, and they may be somebody's. Whoever has put another there knows why.
    if sys.excepthook is sys.__excepthook__:
        sys.excepthook = _end
    if threading.excepthook is threading.__excepthook__:
        threading.excepthook = lambda args: _end(args.exc_type, args.exc_value, args.exc_traceback)


def _end(kind: type[BaseException], error: BaseException | None, trace: TracebackType | None) -> None:
    """Note the error that ends a process, or one of its threads, as any other."""
    if issubclass(kind, KeyboardInterrupt):
        sys.__excepthook__(kind, error or kind(), trace)
        return
    structlog.get_logger(__name__).critical("ended_by_an_error", exc_info=error)


def _send_libraries_through(steps: list[Processor], renderer: Processor) -> None:
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            foreign_pre_chain=[structlog.contextvars.merge_contextvars, structlog.stdlib.add_logger_name],
            processors=[
                structlog.stdlib.ProcessorFormatter.remove_processors_meta,
                *steps[1:],
                renderer,
            ],
        )
    )
    logging.basicConfig(level=logging.INFO, handlers=[handler], force=True)
    for library in _LIBRARIES_SAY_LESS:
        logging.getLogger(library).setLevel(logging.WARNING)


def places_of_error(_logger: Any, _method: str, event: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
    """Put an error's type and the places it came through in place of its words."""
    given = event.pop("exc_info", None)
    error = sys.exc_info()[1] if given is True else given[1] if isinstance(given, tuple) else given
    if isinstance(error, BaseException):
        event["error"] = type(error).__name__
        event["places"] = [
            f"{frame.filename}:{frame.lineno} {frame.name}" for frame in traceback.extract_tb(error.__traceback__)
        ]
        if error.__cause__ is not None:
            event["cause"] = type(error.__cause__).__name__
    return event


def without_secrets(_logger: Any, _method: str, event: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
    """Take e-mail addresses, tokens and what opens an address out of every text of a line: a net, should habit fail.

    What is left of a text over 2,000 signs is cut: nobody fills the log with one line.
    """
    for key, value in event.items():
        if isinstance(value, str):
            text = _netted(value)
            event[key] = text if len(text) <= LONGEST_TEXT else f"{text[:LONGEST_TEXT]}… ({len(text)} signs)"
    return event


def _netted(text: str) -> str:
    if not ("@" in text or "=" in text or "ey" in text or "earer" in text):
        return text
    text = _IN_A_QUERY.sub(r"\1=[secret]", _IN_A_URL.sub(r"\1[secret]@", text))
    return _TOKEN.sub(r"\g<before>[token]", _ADDRESS.sub("[address]", text))


def one_turn() -> AbstractContextManager[None]:
    """Give every line of a turn the same fresh id, `turn`, by which a person's report finds its lines."""
    return structlog.contextvars.bound_contextvars(turn=uuid4().hex[:12])


def turn_id() -> str:
    """The id of the turn under way; empty outside one."""
    return str(structlog.contextvars.get_contextvars().get("turn", ""))
