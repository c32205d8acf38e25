"""The worker of gunicorn, with four things that its own does not do: give up on slow senders, answer nonsense with our
headers, close the door at once when it stops, and hear that it must stop from its first moment on.

Knows no Flask: what is here never reaches the application. It leans on seven methods of gunicorn's ThreadWorker; a test starts
the real server and fails when another version of gunicorn no longer calls them.
"""

import logging
import signal
import socket
from contextlib import suppress
from typing import Any

from gunicorn.http.errors import LimitRequestHeaders, LimitRequestLine, ParseException
from gunicorn.workers.gthread import ThreadWorker

from portal import clock
from portal.server.headers import HEADERS
from portal.server.log import trace

log = logging.getLogger(__name__)

# How long one request, headers and body together, may take to arrive, its time in our queue included. The proxy before us sends
# it at once; a form of 16 kB takes 3 s over a line of 48 kbit/s.
RECEIVE_SECONDS = 10.0
NONSENS = "Dit verzoek begrijpen wij niet. / We do not understand this request.\n"


class Worker(ThreadWorker):  # type: ignore[misc]  # gunicorn has no types
    """Eight places for all visitors (2 workers, 4 threads): who sends a byte now and then would keep one for ever.

    The clock runs from the moment that a connection joins the queue. So however many slow ones stand there, they are gone before
    a visitor behind them has waited longer than BINNEN_SECONDEN.
    """

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._sinds: dict[Any, float] = {}

    def init_signals(self) -> None:
        """From here on this worker hears signals itself. A stop that came earlier has waited until now (gunicorn.conf.py).

        Else it ended up with the handler of the master that it was born with, or nowhere: it served for 20 seconds more,
        nobody above it (found on a busy machine).
        """
        super().init_signals()
        signal.pthread_sigmask(signal.SIG_UNBLOCK, {signal.SIGTERM})

    def set_accept_enabled(self, enabled: bool) -> None:
        """When we stop: take who waits at the door, then close it. Whoever comes next is refused and goes to another instance.

        gunicorn leaves it ajar until the last visitor is gone: who knocked in between waited up to two seconds, for nothing.
        """
        super().set_accept_enabled(enabled)
        if enabled or self.alive:
            return
        for deur in self.sockets:
            for _ in range(self.cfg.backlog):  # so many can wait there; a crowd goes on coming
                binnen = self.nr_conns
                self.accept(deur)
                if binnen == self.nr_conns:
                    break
            deur.close()

    def enqueue_req(self, conn: Any) -> None:
        """A connection that is new, or has something to say again."""
        self._sinds[conn] = clock.monotonic()
        super().enqueue_req(conn)

    def handle(self, conn: Any) -> Any:
        """One request, in a thread."""
        try:
            return super().handle(conn)
        finally:
            del self._sinds[conn]

    def murder_pending(self) -> None:
        """Called about each second. Of who is too slow we close the half that we read.

        What has come in already is still read, so a visitor who only waited in the queue is answered.
        """
        super().murder_pending()
        grens = clock.monotonic() - RECEIVE_SECONDS
        for conn in [conn for conn, sinds in list(self._sinds.items()) if sinds < grens]:
            conn.is_half_dicht = True
            with suppress(OSError):  # gone in the meantime
                conn.sock.shutdown(socket.SHUT_RD)

    def handle_request(self, req: Any, conn: Any) -> Any:
        """Of who waited so long that we closed the half that we read, the answer says that this was the last one.

        Else the visitor sends the next request to nobody (found under a load of 26 on two cores: a restart lost some).
        """
        if getattr(conn, "is_half_dicht", False):
            req.force_close()
        return super().handle_request(req, conn)

    def handle_error(self, req: Any, client: Any, addr: Any, exc: Any) -> None:
        """A request that is no HTTP, or too long, or an error outside Flask.

        gunicorn repeats the request in the answer and in the log: it may hold a kenmerk.
        """
        status = "400 Bad Request"
        if isinstance(exc, LimitRequestLine):
            status = "414 URI Too Long"
        elif isinstance(exc, LimitRequestHeaders):
            status = "431 Request Header Fields Too Large"
        elif not isinstance(exc, ParseException):
            status = "500 Internal Server Error"
            log.error(
                "fout buiten Flask: %s", type(exc).__name__, extra=trace(exc, exc.__traceback__)
            )
        koppen = {
            "Connection": "close",
            "Content-Type": "text/plain; charset=utf-8",
            "Content-Length": str(len(NONSENS)),
            "Cache-Control": "no-store",
            **HEADERS,
        }
        kop = "".join(f"{naam}: {waarde}\r\n" for naam, waarde in koppen.items())
        try:
            client.sendall(f"HTTP/1.1 {status}\r\n{kop}\r\n{NONSENS}".encode())
        except OSError:
            self.log.debug("nobody is there to read the answer")
