"""The gunicorn worker: a thread worker that loses no visitor at a restart and repeats no request.

It leans on three methods of gunicorn's ThreadWorker; tests/storing/test_werker.py and
tests/portal/test_beveiliging.py start the real server and fail when another version of gunicorn no
longer calls them. Slow senders are not its business: nginx hands over a request only when it is
whole ([why](../../docs/beslissingen/0030-koppen-cookies-en-hosts.md)).
"""

import logging
import signal
from contextlib import suppress
from typing import Any

from gunicorn.http.errors import LimitRequestHeaders, LimitRequestLine, ParseException
from gunicorn.workers.gthread import ThreadWorker

from portal.server.headers import HEADERS
from portal.server.log import trace

log = logging.getLogger(__name__)

# The first that fits: the others are kinds of ParseException.
STATUS = {
    LimitRequestLine: "414 URI Too Long",
    LimitRequestHeaders: "431 Request Header Fields Too Large",
    ParseException: "400 Bad Request",
}
BODY = "Dit verzoek begrijpen wij niet. / We do not understand this request.\n"


class Worker(ThreadWorker):  # type: ignore[misc]  # gunicorn has no types
    """Hears a stop from its start, then closes the door at once; answers nonsense with HEADERS."""

    def init_signals(self) -> None:
        """Lets in the SIGTERM that gunicorn.conf.py holds back until this worker handles signals.

        An earlier one would reach the master's handlers, inherited at the fork, or nobody: the
        worker then served for 20 seconds more, without a master (found on a busy machine).
        """
        super().init_signals()
        signal.pthread_sigmask(signal.SIG_UNBLOCK, {signal.SIGTERM})

    def set_accept_enabled(self, enabled: bool) -> None:
        """On a stop: takes in whoever waits at the door, then closes it.

        A later visitor is refused and goes to another instance. gunicorn closes it only when the
        last visitor has gone: whoever came in between waited up to two seconds, for nothing.
        """
        super().set_accept_enabled(enabled)
        if enabled or self.alive:
            return
        for listener in self.sockets:
            for _ in range(self.cfg.backlog):  # no more can wait; a crowd keeps coming
                before = self.nr_conns
                self.accept(listener)
                if self.nr_conns == before:
                    break
            listener.close()

    def handle_error(self, req: Any, client: Any, addr: Any, exc: Any) -> None:
        """Answers a request that is not HTTP or too long, and an error outside Flask.

        gunicorn repeats the request in its answer and its log: it may hold a kenmerk.
        """
        status = next((text for kind, text in STATUS.items() if isinstance(exc, kind)), "")
        if not status:
            status = "500 Internal Server Error"
            log.error(
                "fout buiten Flask: %s", type(exc).__name__, extra=trace(exc, exc.__traceback__)
            )
        headers = {
            "Connection": "close",
            "Content-Type": "text/plain; charset=utf-8",
            "Content-Length": str(len(BODY)),
            "Cache-Control": "no-store",
            **HEADERS,
        }
        head = "".join(f"{name}: {value}\r\n" for name, value in headers.items())
        with suppress(OSError):  # nobody is there to read it
            client.sendall(f"HTTP/1.1 {status}\r\n{head}\r\n{BODY}".encode())
