"""The self-check itself: what was typed, where it leads, what the answer is. For residents, and for a colleague beside them.

It knows no route: it gives kenmerken and values, and whoever uses it makes links and pages of them.
"""

from flask import Flask

from portal.adressen.bron import Adresbron
from portal.bevingen.later import LATER, LatereBevingen
from portal.config import Settings
from portal.gebied.store import GebiedStore
from portal.kenmerk import Kenmerken
from portal.zelfcheck.diensten import Diensten, koppel
from portal.zelfcheck.verwijzing import Verwijzer


def init_app(app: Flask, settings: Settings, bron: Adresbron, gebied: GebiedStore, kenmerken: Kenmerken) -> None:
    """Gives the application what its views ask."""
    koppel(app, Diensten(bron, gebied, Verwijzer(kenmerken), LatereBevingen(settings.data / LATER)))
