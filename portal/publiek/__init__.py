"""The pages for residents."""

from flask import Flask

from portal.adressen.bron import Adresbron
from portal.bevingen.later import LATER, LatereBevingen
from portal.config import Settings
from portal.gebied.store import GebiedStore
from portal.kenmerk import Kenmerken
from portal.loket import Loket
from portal.publiek import informatie
from portal.publiek.diensten import Diensten, koppel
from portal.publiek.pages import Contact
from portal.publiek.verwijzing import Verwijzer


def init_app(
    app: Flask, settings: Settings, bron: Adresbron, gebied: GebiedStore, kenmerken: Kenmerken, loket: Loket | None
) -> None:
    """Registers the blueprint, and gives its views and templates what they need."""
    koppel(app, Diensten(bron, gebied, Verwijzer(kenmerken), LatereBevingen(settings.data / LATER), loket))
    contact = Contact(settings.afzender, settings.telefoon, settings.bereikbaar, settings.website)
    app.jinja_env.globals["contact"] = contact  # on every page; not the settings themselves, which hold the secret
    app.register_blueprint(informatie.bp)
