"""Structured logs: one JSON line an event, ids only, never people's words or addresses."""

import json
import logging
import sys
from time import perf_counter
from typing import Any

from flask import Flask, g, request

from cocreate.settings import Settings

_log = logging.getLogger("cocreate.request")
_STANDARD = frozenset(vars(logging.makeLogRecord({}))) | {"message", "asctime", "taskName"}


class JsonFormatter(logging.Formatter):
    """Time, level, logger, event, and the fields given with `extra=`."""

    def format(self, record: logging.LogRecord) -> str:
        line: dict[str, Any] = {
            "at": self.formatTime(record, "%Y-%m-%dT%H:%M:%S%z"),
            "level": record.levelname,
            "logger": record.name,
            "event": record.getMessage(),
        }
        line |= {k: v for k, v in vars(record).items() if k not in _STANDARD and isinstance(v, (str, int, float, bool))}
        if record.exc_info:
            line["trace"] = self.formatException(record.exc_info)
        return json.dumps(line, ensure_ascii=False)


def init_app(app: Flask, settings: Settings) -> None:
    """Send everything of ours to standard error."""
    root = logging.getLogger("cocreate")
    root.setLevel(settings.log_level)
    if not root.handlers:
        handler = logging.StreamHandler(sys.stderr)
        handler.setFormatter(JsonFormatter())
        root.addHandler(handler)
    root.propagate = settings.testing
    app.before_request(_note_start)
    app.after_request(_note_end)


def _note_start() -> None:
    g.started = perf_counter()


def _note_end(response: Any) -> Any:
    """One line a page: which, how it went, how long. The endpoint, never the address: some carry a seat's secret."""
    if request.endpoint != "static" and "started" in g:
        told = {
            "endpoint": request.endpoint or "none",
            "method": request.method,
            "status": response.status_code,
            "milliseconds": round(1000 * (perf_counter() - g.started), 1),
        }
        _log.info("request", extra=told)
    return response
