"""The log of the running site: on stderr, one JSON object a line, with nothing from a visitor.

gunicorn.conf.py calls `start`; commands (`flask --app wsgi ...`) talk to a person, in sentences
([why](../docs/beslissingen/0031-wat-er-in-het-log-staat.md)). Only our own messages are written
out. A library's message may quote a URL or a sender, so only the place in its code is logged; of an
error only its kind and the lines of code, never its message.
"""

import json
import logging
import re
import sys
import threading
import traceback
import warnings
from datetime import UTC, datetime
from types import TracebackType
from typing import Any, TextIO

from flask import has_request_context, request

from portal.crypto import codes

OURS = ("portal", "rules")
GUNICORN = "gunicorn.error"
# Of one line of code for one view, in one process; journald drops all above 10,000 lines in 30 s.
MAX_PER_MINUTE = 60
MAX_DEPTH = 40  # lines of code of one error, and errors in one chain
CANNOT_FORMAT = "een regel van het log was niet te maken"
EXTRA_FIELDS = ("status", "fout", "plek", "weggelaten")  # what a record may carry besides
NUMBER_KEY = "portal.server.log.request_number"  # in the WSGI environment
METHODS = frozenset({"GET", "HEAD", "POST", "OPTIONS", "PUT", "PATCH", "DELETE"})
SIGNAL_NAME = re.compile(r"SIG[A-Z0-9]{2,8}")  # besides numbers, all that gunicorn may fill in

log = logging.getLogger(__name__)


def start() -> None:
    """From now on all that this process logs or warns of, in any thread, is such a line."""
    handler = StderrHandler(sys.stderr)
    handler.setFormatter(JsonFormatter())
    handler.addFilter(RepeatFilter())
    root, gunicorn = logging.getLogger(), logging.getLogger(GUNICORN)
    root.handlers, gunicorn.handlers, gunicorn.propagate = [handler], [handler], False
    root.setLevel(logging.WARNING)
    for name in OURS:
        ours = logging.getLogger(name)
        ours.handlers = []  # Flask adds one where it finds none: every line would come twice
        ours.setLevel(logging.INFO)
    warnings.showwarning = _log_warning  # type: ignore[assignment]  # it needs fewer arguments
    threading.excepthook = _log_thread
    sys.unraisablehook = _log_unraisable


def trace(error: BaseException | None, tb: TracebackType | None) -> dict[str, object]:
    """What may be known of an error, as `extra` of a record: its kinds and the lines of code."""
    return {"fout": _kinds(error), "plek": _code_lines(tb)}


def request_number() -> str:
    """What the log calls this request, for whoever phones about it; empty when it is not there."""
    number: str = request.environ.get(NUMBER_KEY, "")
    return number


class JsonFormatter(logging.Formatter):
    """From a record to its line."""

    def format(self, record: logging.LogRecord) -> str:
        """ASCII only: no character can end the line, move a cursor or be invalid UTF-8."""
        line: dict[str, object] = {
            "tijd": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "niveau": record.levelname.lower(),
            "waar": record.name,
            **_message(record),
            **_request(),
            **(trace(*record.exc_info[1:]) if record.exc_info else {}),
            **{name: getattr(record, name) for name in EXTRA_FIELDS if hasattr(record, name)},
            "proces": record.process,
        }
        return json.dumps(line)


class StderrHandler(logging.StreamHandler[TextIO]):
    """Where the lines go."""

    def handleError(self, record: logging.LogRecord) -> None:  # noqa: N802 - logging's name
        """Logs that a line cannot be made; logging itself would print what was to be in it."""
        if isinstance(sys.exc_info()[1], OSError):
            return  # stderr itself is gone: there is nowhere to say so
        place = _place(record.pathname, record.lineno)
        line = {"niveau": "error", "waar": __name__, "wat": CANNOT_FORMAT, "bij": place}
        self.stream.write(json.dumps(line) + "\n")


class RepeatFilter(logging.Filter):
    """Passes MAX_PER_MINUTE of the same; the next minute's first counts the rest (`weggelaten`)."""

    def __init__(self) -> None:
        super().__init__()
        self._lock = threading.Lock()
        self._seen: dict[tuple[str, int, str | None], tuple[int, int]] = {}

    def filter(self, record: logging.LogRecord) -> bool:
        """Whether to log this record."""
        view = request.endpoint if has_request_context() else None
        key, minute = (record.pathname, record.lineno, view), int(record.created // 60)
        with self._lock:
            last_minute, count = self._seen.get(key, (minute, 0))
            if last_minute != minute:
                if count > MAX_PER_MINUTE:
                    record.weggelaten = count - MAX_PER_MINUTE
                count = 0
            self._seen[key] = (minute, count + 1)
        return count < MAX_PER_MINUTE


def _message(record: logging.LogRecord) -> dict[str, object]:
    """Our own message, or gunicorn's about its workers; of any other the place in the code."""
    if record.name.split(".")[0] in OURS:
        return {"wat": record.getMessage()}
    if record.name == GUNICORN and record.levelno >= logging.ERROR and isinstance(record.msg, str):
        args = record.args if isinstance(record.args, tuple) else ()
        safe = tuple(
            a if isinstance(a, int) or SIGNAL_NAME.fullmatch(str(a)) else "..." for a in args
        )
        return {"wat": record.msg % safe if safe else record.msg}
    return {"wat": "een bibliotheek meldt iets", "bij": _place(record.pathname, record.lineno)}


def _request() -> dict[str, object]:
    """The request; it gets its number here, so a number on a page can be found in the log."""
    if not has_request_context():
        return {}
    number = f"{codes.new_code()}{codes.new_code()}"[:8]
    return {
        "verzoek": request.environ.setdefault(NUMBER_KEY, number),
        "view": request.endpoint,
        "methode": request.method if request.method in METHODS else "anders",
    }


def _kinds(error: BaseException | None) -> str:
    """The kind, and what it came from: `StorageUnavailable < OperationalError`."""
    kinds: list[str] = []
    while error is not None and len(kinds) < MAX_DEPTH:
        kinds.append(type(error).__name__)
        error = error.__cause__ or (None if error.__suppress_context__ else error.__context__)
    return " < ".join(kinds)


def _code_lines(tb: TracebackType | None) -> list[str]:
    """`portal/publiek/zelfcheck.py:88 uitkomst`, the innermost last."""
    frames = traceback.extract_tb(tb, limit=-MAX_DEPTH)
    return [f"{_place(frame.filename, frame.lineno)} {frame.name}" for frame in frames]


def _place(path: str, line: int | None) -> str:
    return f"{'/'.join(path.split('/')[-3:])}:{line}"


def _log_warning(
    message: Any, category: type[Warning], filename: str, lineno: int, *_rest: Any
) -> None:
    """Logs Python's names, not the text of the warning."""
    log.warning("Python waarschuwt: %s, %s", category.__name__, _place(filename, lineno))


def _log_thread(args: threading.ExceptHookArgs) -> None:
    log.error("een draad is gestopt", extra=trace(args.exc_value, args.exc_traceback))


def _log_unraisable(args: Any) -> None:
    log.error("een fout die niemand kon opvangen", extra=trace(args.exc_value, args.exc_traceback))
