"""How gunicorn serves the site. Read by itself from the folder it is started in."""

import atexit
import os
import shutil
import signal
import tempfile
from pathlib import Path

from gunicorn.glogging import Logger

bind = f"127.0.0.1:{os.environ.get('PORT', '8000')}"
workers = 2
worker_class = "portal.server.worker.Worker"  # gthread, which gives up on slow senders
threads = 4
keepalive = 5
# The application is made once, before the workers. A wrong setting then ends the start with one message; without this the
# workers die at import and are started again, twenty times a second.
preload_app = True
timeout = 30
graceful_timeout = 20
# Nobody uses it, and it is one for all gunicorns of a user: two on one machine take it from each other and log errors.
control_socket_disable = True
# No access log: a URL holds a kenmerk. And no warnings: there is one for each malformed request.
accesslog = None
loglevel = "error"
limit_request_line = 4094  # the most it can; the kenmerk of a form holds all that was typed (portal.crypto.kenmerk.MAX_LENGTH)
limit_request_fields = 60
limit_request_field_size = 4096
# Nobody but portal.security believes what a proxy says, for as many proxies as the operator named. By itself gunicorn believes
# whoever comes from this machine, and takes a header SCRIPT_NAME or PATH_INFO of a visitor for its own.
forwarded_allow_ips = ""
forwarder_headers = ""

# Where each worker counts (portal/server/metrics.py): a fresh folder for this gunicorn alone, gone when it ends. Its name holds our
# number: a reload finds the same one, and a folder that comes from outside, with counts of another run, is not taken.
METINGEN = "PROMETHEUS_MULTIPROC_DIR"
master = os.getpid()
if not Path(os.environ.get(METINGEN, "")).name.startswith(f"zelfcheck-metingen-{master}-"):
    metingen = os.environ[METINGEN] = tempfile.mkdtemp(prefix=f"zelfcheck-metingen-{master}-")
    # Each worker inherits this; only the master itself does it.
    atexit.register(lambda map_, wij: os.getpid() == wij and shutil.rmtree(map_), metingen, master)


class logger_class(Logger):  # noqa: N801 - the name gunicorn looks for
    """One JSON object a line, for gunicorn itself and for the site."""

    def setup(self, cfg):
        """Called at the start and at a reload."""
        super().setup(cfg)
        from portal.server.log import start  # only now is our folder on the path

        start()


def on_starting(server):
    """Before the door opens and the workers split off. Else the first visitor of each waits 0.6 s, and each uses 14 MB more."""
    from portal.web.i18n.environments import compile_pages

    compile_pages(server.app.wsgi())
    # A worker is born deaf to a stop, until it can do something with it (portal/server/worker.py). The master hears again at once.
    stop = {signal.SIGTERM}
    os.register_at_fork(
        before=lambda: signal.pthread_sigmask(signal.SIG_BLOCK, stop),
        after_in_parent=lambda: signal.pthread_sigmask(signal.SIG_UNBLOCK, stop),
    )
