"""How gunicorn serves the site. It reads this file from the folder it is started in."""

import atexit
import os
import re
import shutil
import signal
import sys
import tempfile
from pathlib import Path

from gunicorn.glogging import Logger

bind = f"127.0.0.1:{os.environ.get('PORT', '8000')}"
workers = 2
worker_class = "portal.server.worker.Worker"  # gthread, with lossless restarts
threads = 4
keepalive = 5
# The application is made once, before the workers. A wrong setting then ends the start with one
# message; otherwise each worker dies at import and is started again, twenty times a second.
preload_app = True
timeout = 30
graceful_timeout = 20
# Nobody uses it, and all gunicorns of one user share it: two on one machine take it from each other
# and log errors.
control_socket_disable = True
# No access log: a URL holds a kenmerk. No warnings: every malformed request gives one.
accesslog = None
loglevel = "error"
# The maximum; the kenmerk of a form holds all that was typed (portal.crypto.kenmerk.MAX_LENGTH).
limit_request_line = 4094
limit_request_fields = 60
limit_request_field_size = 4096
# Only ProxyFix (portal/__init__.py) believes a proxy, for as many proxies as the operator named. By
# default gunicorn believes whoever comes from this machine, and takes a visitor's header
# SCRIPT_NAME or PATH_INFO for its own.
forwarded_allow_ips = ""
forwarder_headers = ""

# Where each worker counts (portal/server/metrics.py): a fresh folder for this gunicorn alone, gone
# when it ends, or else at the next start. Its name holds our process id: a reload finds the same
# folder, and one from outside, with the counts of another run, is not used.
COUNTS = "PROMETHEUS_MULTIPROC_DIR"
master = os.getpid()


def is_left_over(folder):
    """Of a gunicorn of ours that was killed; in a container each has the same process id."""
    found = re.fullmatch(r"zelfcheck-metingen-([0-9]+)-\w+", folder.name)
    if not found or folder.lstat().st_uid != os.geteuid():
        return False
    try:
        os.kill(int(found[1]), 0)
    except OSError:
        return True
    return int(found[1]) == master


if not Path(os.environ.get(COUNTS, "")).name.startswith(f"zelfcheck-metingen-{master}-"):
    for old in filter(is_left_over, Path(tempfile.gettempdir()).glob("zelfcheck-metingen-*")):
        shutil.rmtree(old, ignore_errors=True)  # another start may be doing the same
    folder = os.environ[COUNTS] = tempfile.mkdtemp(prefix=f"zelfcheck-metingen-{master}-")
    # Each worker inherits this; only the master itself does it.
    atexit.register(lambda path, pid: os.getpid() == pid and shutil.rmtree(path), folder, master)


class logger_class(Logger):  # noqa: N801 - the name gunicorn looks for
    """One JSON object a line, for gunicorn itself and for the site."""

    def setup(self, cfg):
        """Called at the start and at a reload."""
        super().setup(cfg)
        from portal.server.log import start  # only now is our folder on the path

        start()


def on_starting(server):
    """Runs before the door opens and the workers split off.

    Otherwise the first visitors of each worker wait half a second together, and each worker keeps
    what it made for itself.
    """
    from portal import clock
    from portal.services import report
    from portal.terugbellen.waarden.rooster import feestdagen
    from portal.web.i18n.environments import compile_pages

    compile_pages(server.app.wsgi())
    feestdagen(clock.today().year)  # loads the holidays of every country: 0.1 s
    report(server.app.wsgi())
    # No worker gets a SIGTERM before it can handle one (portal/server/worker.py). The master hears
    # it again at once.
    stop = {signal.SIGTERM}
    os.register_at_fork(
        before=lambda: signal.pthread_sigmask(signal.SIG_BLOCK, stop),
        after_in_parent=lambda: signal.pthread_sigmask(signal.SIG_UNBLOCK, stop),
    )


def when_ready(server):
    """Runs when the door is there, given by the operator or by systemd, and nobody serves yet."""
    from portal.config.settings import Settings
    from portal.web.installation import CannotStart, check_door

    places = [listener.sock.getsockname() for listener in server.LISTENERS]
    try:
        check_door(places, Settings.from_env(os.environ).proxies)
    except CannotStart as error:
        sys.exit(str(error))


def post_worker_init(worker):
    """Runs in each worker: a thread does not go through a fork."""
    from portal.web.monitoring import watch

    watch(worker.app.wsgi())
