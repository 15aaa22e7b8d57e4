"""Logs: one line per use case with ids, readable on a desk, JSON in production, without personal data.

Code logs with the standard library and `extra={ids}`. What slips in all the same is blotted out here: runs of eight
digits (a DNI) and e-mail addresses, in messages, values and tracebacks.
"""

import logging
import re
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar

import structlog
from structlog.typing import EventDict, Processor, WrappedLogger

_DNI = re.compile(r"(?<!\d)\d{8}(?!\d)")
_ONLY_WARNINGS: ContextVar[bool] = ContextVar("only_warnings", default=False)
_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029]")
_EMAIL = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+")


class PortalLog(logging.Handler):
    """Writes to whatever standard error is at the moment of writing."""

    def emit(self, record: logging.LogRecord) -> None:
        """Write one line."""
        if _ONLY_WARNINGS.get() and record.levelno < logging.WARNING:
            return
        try:
            sys.stderr.write(f"{self.format(record)}\n")
            sys.stderr.flush()
        except OSError:
            self.handleError(record)


def set_up_logs(*, as_json: bool) -> None:
    """Send every log line through one handler. It may be called again: the handler is replaced, not added."""
    handler = PortalLog()
    handler.setFormatter(_formatter(as_json=as_json))
    root = logging.getLogger()
    root.handlers[:] = [other for other in root.handlers if not isinstance(other, PortalLog)]
    root.addHandler(handler)
    logging.getLogger("contest_portal").setLevel(logging.INFO)


@contextmanager
def only_warnings() -> Iterator[None]:
    """Leave out the line per use case, where one command or a trial runs hundreds of them; other threads go on."""
    token = _ONLY_WARNINGS.set(True)
    try:
        yield
    finally:
        _ONLY_WARNINGS.reset(token)


def bind_request(request_id: str) -> None:
    """Give every line from here to `forget_request` the same request id."""
    structlog.contextvars.clear_contextvars()
    structlog.contextvars.bind_contextvars(request_id=request_id)


def forget_request() -> None:
    """End the request's lines."""
    structlog.contextvars.clear_contextvars()


def blot(text: str) -> str:
    """Blot out DNI numbers and e-mail addresses."""
    return _EMAIL.sub("[correo]", _DNI.sub("[dni]", text))


def _formatter(*, as_json: bool) -> logging.Formatter:
    shape: Processor = (
        structlog.processors.JSONRenderer(ensure_ascii=False, sort_keys=True)
        if as_json
        else structlog.dev.ConsoleRenderer(
            colors=False, exception_formatter=structlog.dev.plain_traceback, pad_event_to=0
        )
    )
    return structlog.stdlib.ProcessorFormatter(
        foreign_pre_chain=[
            structlog.contextvars.merge_contextvars,
            structlog.stdlib.add_log_level,
            structlog.stdlib.add_logger_name,
            structlog.stdlib.ExtraAdder(),
            structlog.processors.TimeStamper(fmt="iso", utc=True),
        ],
        processors=[
            structlog.stdlib.ProcessorFormatter.remove_processors_meta,
            structlog.processors.format_exc_info,
            _blot_all,
            shape,
        ],
    )


def _blot_all(_logger: WrappedLogger, _method: str, event: EventDict) -> EventDict:
    """Blot out every value but the request's id: random hexadecimal digits may look like a DNI."""
    return {key: value if key == "request_id" else _blotted(value, key) for key, value in event.items()}


def _blotted(value: object, key: str = "") -> object:
    """Blot out persons; what would begin another line, or move about on a screen, is written as its number."""
    if isinstance(value, str):
        blotted = blot(value)
        return blotted if key == "exception" else _CONTROL.sub(lambda found: repr(found[0])[1:-1], blotted)
    if isinstance(value, Mapping):
        return {key: _blotted(item) for key, item in value.items()}
    if isinstance(value, list | tuple | set | frozenset):
        return [_blotted(item) for item in value]
    return value
