"""What the operator's own proxies say of a visitor: the address, and whether it came by https."""

import logging
from collections.abc import Iterable
from typing import TYPE_CHECKING

from werkzeug.middleware.proxy_fix import ProxyFix

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

FOR, PROTO = "HTTP_X_FORWARDED_FOR", "HTTP_X_FORWARDED_PROTO"

log = logging.getLogger(__name__)


def proxies_layer(inner: "WSGIApplication", *, proxies: int) -> "WSGIApplication":
    """ProxyFix, without what a visitor can do to it. `proxies`: how many of ours are in front.

    It reads `6.6.6.6, "x, 203.0.113.1, 10.0.0.1` as two values, since a quote joins what follows:
    behind two proxies that add to the header, the visitor would be whoever the visitor says.
    """
    fixed, told = ProxyFix(inner, x_for=proxies, x_proto=proxies), False

    def layer(environ: "WSGIEnvironment", start_response: "StartResponse") -> Iterable[bytes]:
        nonlocal told
        for name in {FOR, PROTO} & environ.keys():
            environ[name] = environ[name].replace('"', "")
        named = environ.get(FOR, "").count(",") + 1
        # Everybody now comes from the proxy; where it adds to the header, a visitor names others.
        if environ.get(FOR) and named < proxies and not told:
            told = True
            log.error("PORTAL_PROXIES is %d, maar X-Forwarded-For noemt er %d", proxies, named)
        return fixed(environ, start_response)

    return layer
