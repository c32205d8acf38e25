"""The pages for residents."""

from flask import Flask

from portal.adressen.store import AdresStore
from portal.config import Settings
from portal.gebied.store import GebiedStore
from portal.kenmerk import Kenmerken
from portal.publiek.diensten import Diensten, koppel
from portal.publiek.pages import Contact
from portal.publiek.verwijzing import Verwijzer
from portal.publiek.views import bp


def init_app(app: Flask, settings: Settings, store: AdresStore, gebied: GebiedStore, kenmerken: Kenmerken) -> None:
    """Registers the blueprint, and gives its views and templates what they need."""
    koppel(app, Diensten(store, gebied, Verwijzer(kenmerken)))
    contact = Contact(settings.afzender, settings.telefoon, settings.bereikbaar, settings.website)
    app.jinja_env.globals["contact"] = contact  # on every page; not the settings themselves, which hold the secret
    app.register_blueprint(bp)
