"""What a view may call: one set of services for each application.

A view asks here and hands on as arguments what code below it needs; nothing below a view asks for itself.
Without a Loket (no key) the pages that need one do not exist: 404.
"""

from dataclasses import dataclass

from flask import Flask, abort, current_app, request

from portal import klok
from portal.kenmerk import Kenmerken
from portal.limieten import Soort, netwerk
from portal.loket import Loket
from portal.web.access import View
from portal.zelfcheck.diensten import Diensten

KEY = "portal.services"


@dataclass(frozen=True, slots=True)
class Services:
    """The self-check, kenmerken, and the Loket where there is one."""

    zelfcheck: Diensten
    kenmerken: Kenmerken
    loket: Loket | None


def init_app(app: Flask, services: Services) -> None:
    """`terugbellen_kan` in every template: whether residents can be phoned back."""
    app.extensions[KEY] = services
    app.jinja_env.globals["terugbellen_kan"] = services.loket is not None
    app.before_request(_only_with_loket)


def needs_loket(view: View) -> View:
    """Declares a view that is not there on a site without a Loket: 404."""
    view.needs_loket = True  # type: ignore[attr-defined]  # functions take attributes; their type does not say so
    return view


def zelfcheck() -> Diensten:
    """What the self-check works with."""
    return _services().zelfcheck


def kenmerken() -> Kenmerken:
    """Makes and reads the kenmerken of forms."""
    return _services().kenmerken


def heeft_loket() -> bool:
    """Whether there is a Loket."""
    return _services().loket is not None


def loket() -> Loket:
    """The Loket, or 404."""
    return _services().loket or abort(404)


def tel(soort: Soort) -> None:
    """One more try from this network. Raises TeVaak."""
    wie = netwerk(request.remote_addr or "", loket().eigen_netwerken)
    if wie:
        loket().limieten.tel(soort, wie, klok.nu())


def _only_with_loket() -> None:
    view = current_app.view_functions.get(request.endpoint or "")
    if getattr(view, "needs_loket", False) and not heeft_loket():
        abort(404)


def _services() -> Services:
    services: Services = current_app.extensions[KEY]
    return services
