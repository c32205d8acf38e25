"""The site, with one address more: there a worker gives back to the system what it no longer uses. For measuring memory alone.

What was once needed and is free again stays with the process; a leak would fill that first, unseen. glibc alone can do this.
It must know nothing of the site but its entrance: `gunicorn bench.ruim:app`.
"""

import ctypes
import gc
import os
from collections.abc import Iterable
from typing import TYPE_CHECKING

from bench.server import RUIM_PAD
from wsgi import app as site

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIEnvironment

_libc = ctypes.CDLL("libc.so.6")


def app(omgeving: "WSGIEnvironment", begin: "StartResponse") -> Iterable[bytes]:
    """Answers RUIM_PAD with the number of its process."""
    if omgeving["PATH_INFO"] != RUIM_PAD:
        return site(omgeving, begin)
    gc.collect()
    _libc.malloc_trim(0)
    nummer = str(os.getpid()).encode()
    begin("200 OK", [("Content-Length", str(len(nummer)))])
    return [nummer]
