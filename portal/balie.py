"""What a view may call of the callbacks and the helpdesk: the Loket, kenmerken, and how often somebody tried.

Without a Loket (no key) these pages do not exist: 404.
"""

from dataclasses import dataclass

from flask import Flask, abort, current_app, request

from portal import klok
from portal.kenmerk import Kenmerken
from portal.limieten import Soort, netwerk
from portal.loket import Loket

SLEUTEL = "portal.balie"


@dataclass(frozen=True, slots=True)
class Balie:
    """One for each application that has a Loket."""

    loket: Loket
    kenmerken: Kenmerken


def init_app(app: Flask, loket: Loket | None, kenmerken: Kenmerken) -> None:
    """`terugbellen_kan` in every template: whether residents can be phoned back."""
    if loket:
        app.extensions[SLEUTEL] = Balie(loket, kenmerken)
    app.jinja_env.globals["terugbellen_kan"] = loket is not None


def is_open() -> bool:
    """Whether there is a Loket."""
    return SLEUTEL in current_app.extensions


def loket() -> Loket:
    """The Loket of the current application."""
    return _balie().loket


def kenmerken() -> Kenmerken:
    """Makes and reads the kenmerken of forms."""
    return _balie().kenmerken


def tel(soort: Soort) -> None:
    """One more try from this network. Raises TeVaak."""
    wie = netwerk(request.remote_addr or "", loket().eigen_netwerken)
    if wie:
        loket().limieten.tel(soort, wie, klok.nu())


def _balie() -> Balie:
    balie: Balie | None = current_app.extensions.get(SLEUTEL)
    return balie or abort(404)
