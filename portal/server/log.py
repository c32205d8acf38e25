"""The log of the running site: on stderr, one JSON object a line, with nothing in it that a visitor sent.

`begin` is called by gunicorn.conf.py; commands (`flask --app wsgi ...`) talk to a person and keep plain sentences
([why](../docs/beslissingen/0031-wat-er-in-het-log-staat.md)). Only our own words are written out. What a library says may quote a
URL or a sender, so of it stands where in its code it was said; of an error its kind and the lines of code, never its message.
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
MAX_PER_MINUTE = 60  # of one line of code for one view, in one process; journald drops all above 10,000 lines in 30 s
MAX_DEPTH = 40  # lines of code of one error
NIET_GELUKT = "een regel van het log was niet te maken"
ERBIJ = ("status", "fout", "plek", "weggelaten")  # what a record may carry besides
NUMMER = "portal.server.log.request_number"  # in the environment of a request
METHODEN = frozenset({"GET", "HEAD", "POST", "OPTIONS", "PUT", "PATCH", "DELETE"})
ONSCHULDIG = re.compile(r"SIG[A-Z0-9]{2,8}")  # what gunicorn may fill in, besides numbers

log = logging.getLogger(__name__)


def start() -> None:
    """From now on everything this process logs or warns of, from whatever thread, is such a line."""
    uitgang = StderrHandler(sys.stderr)
    uitgang.setFormatter(JsonFormatter())
    uitgang.addFilter(Repeats())
    wortel, gunicorn = logging.getLogger(), logging.getLogger(GUNICORN)
    wortel.handlers, gunicorn.handlers, gunicorn.propagate = [uitgang], [uitgang], False
    wortel.setLevel(logging.WARNING)
    for naam in OURS:
        eigen = logging.getLogger(naam)
        eigen.handlers = []  # Flask adds one where it finds none: everything would be said twice
        eigen.setLevel(logging.INFO)
    warnings.showwarning = _meld_waarschuwing  # type: ignore[assignment]  # its other arguments are not needed
    threading.excepthook = _meld_draad
    sys.unraisablehook = _meld_onopvangbaar


def trace(fout: BaseException | None, plek: TracebackType | None) -> dict[str, object]:
    """Of an error what may be known, as `extra` of a record: the kind, and the lines of code. Whatever formats it, no more."""
    return {"fout": _soorten(fout), "plek": _regels(plek)}


def request_number() -> str:
    """What the log calls this request, for who phones about it; empty when the log says nothing of it."""
    gegeven: str = request.environ.get(NUMMER, "")
    return gegeven


class JsonFormatter(logging.Formatter):
    """From a record to its line."""

    def format(self, record: logging.LogRecord) -> str:
        """ASCII alone: no sign in it can end the line, move a cursor or be no UTF-8."""
        regel: dict[str, object] = {
            "tijd": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "niveau": record.levelname.lower(),
            "waar": record.name,
            **_gezegd(record),
            **_verzoek(),
            **(trace(*record.exc_info[1:]) if record.exc_info else {}),
            **{naam: getattr(record, naam) for naam in ERBIJ if hasattr(record, naam)},
            "proces": record.process,
        }
        return json.dumps(regel)


class StderrHandler(logging.StreamHandler[TextIO]):
    """Where the lines go."""

    def handleError(self, record: logging.LogRecord) -> None:  # noqa: N802 - logging's name
        """A line that cannot be made. By itself logging then prints what should have been in it."""
        if isinstance(sys.exc_info()[1], OSError):
            return  # the way out itself is gone: there is nowhere to say so
        bij = f"{_kort(record.pathname)}:{record.lineno}"
        self.stream.write(
            json.dumps({"niveau": "error", "waar": __name__, "wat": NIET_GELUKT, "bij": bij}) + "\n"
        )


class Repeats(logging.Filter):
    """Lets through MAX_PER_MINUUT of the same; the next minute's first says how many were left out (`weggelaten`)."""

    def __init__(self) -> None:
        super().__init__()
        self._slot = threading.Lock()
        self._stand: dict[tuple[str, int, str | None], tuple[int, int]] = {}

    def filter(self, record: logging.LogRecord) -> bool:
        """Called for every record."""
        view = request.endpoint if has_request_context() else None
        plek, minuut = (record.pathname, record.lineno, view), int(record.created // 60)
        with self._slot:
            toen, aantal = self._stand.get(plek, (minuut, 0))
            if toen != minuut:
                if aantal > MAX_PER_MINUTE:
                    record.weggelaten = aantal - MAX_PER_MINUTE
                aantal = 0
            self._stand[plek] = (minuut, aantal + 1)
        return aantal < MAX_PER_MINUTE


def _gezegd(record: logging.LogRecord) -> dict[str, object]:
    """Our own words; those of gunicorn about its workers; of any other the place where it was said."""
    if record.name.split(".")[0] in OURS:
        return {"wat": record.getMessage()}
    if record.name == GUNICORN and record.levelno >= logging.ERROR and isinstance(record.msg, str):
        args = record.args if isinstance(record.args, tuple) else ()
        veilig = tuple(
            a if isinstance(a, int) or ONSCHULDIG.fullmatch(str(a)) else "..." for a in args
        )
        return {"wat": record.msg % veilig if veilig else record.msg}
    return {"wat": "een bibliotheek meldt iets", "bij": f"{_kort(record.pathname)}:{record.lineno}"}


def _verzoek() -> dict[str, object]:
    """Which request this is about. It gets its number here: a page that names one can be found in the log."""
    if not has_request_context():
        return {}
    return {
        "verzoek": request.environ.setdefault(NUMMER, f"{codes.new_code()}{codes.new_code()}"[:8]),
        "view": request.endpoint,
        "methode": request.method if request.method in METHODEN else "anders",
    }


def _soorten(fout: BaseException | None) -> str:
    """The kind, and what it came from: `OpslagKanNiet < OperationalError`."""
    soorten: list[str] = []
    while fout is not None and len(soorten) < MAX_DEPTH:
        soorten.append(type(fout).__name__)
        fout = fout.__cause__ or (None if fout.__suppress_context__ else fout.__context__)
    return " < ".join(soorten)


def _regels(plek: TracebackType | None) -> list[str]:
    """`portal/publiek/zelfcheck.py:88 uitkomst`, the innermost last."""
    return [
        f"{_kort(f.filename)}:{f.lineno} {f.name}"
        for f in traceback.extract_tb(plek, limit=-MAX_DEPTH)
    ]


def _kort(pad: str) -> str:
    return "/".join(pad.split("/")[-3:])


def _meld_waarschuwing(
    message: Any, category: type[Warning], filename: str, lineno: int, *_rest: Any
) -> None:
    """The names are Python's; its text is nobody's business."""
    log.warning("Python waarschuwt: %s, %s:%d", category.__name__, _kort(filename), lineno)


def _meld_draad(args: threading.ExceptHookArgs) -> None:
    log.error("een draad is gestopt", extra=trace(args.exc_value, args.exc_traceback))


def _meld_onopvangbaar(args: Any) -> None:
    log.error("een fout die niemand kon opvangen", extra=trace(args.exc_value, args.exc_traceback))
