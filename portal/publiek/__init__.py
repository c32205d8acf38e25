"""The pages for residents."""

from flask import Flask

from portal.adressen.store import AdresStore
from portal.config import Settings
from portal.kenmerk import Kenmerken
from portal.publiek.diensten import Diensten, koppel
from portal.publiek.verwijzing import Verwijzer
from portal.publiek.views import bp


def init_app(app: Flask, settings: Settings, store: AdresStore, kenmerken: Kenmerken) -> None:
    """Registers the blueprint and gives its views what they need."""
    koppel(app, Diensten(settings, store, Verwijzer(kenmerken)))
    app.register_blueprint(bp)
