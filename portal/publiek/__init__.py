"""The pages for residents."""

from flask import Flask

from portal.config.settings import Settings
from portal.publiek import (
    duidelijk as duidelijk,  # importing them adds their views to the blueprint
)
from portal.publiek import informatie as informatie
from portal.publiek import maat as maat
from portal.publiek import machines as machines
from portal.publiek import meekijkcode as meekijkcode
from portal.publiek import terugbellen as terugbellen
from portal.publiek.pages import Contact
from portal.publiek.zelfcheck import bp


def init_app(app: Flask, settings: Settings) -> None:
    """Registers the blueprint, and gives every page the contact of the operator."""
    contact = Contact(settings.afzender, settings.telefoon, settings.bereikbaar, settings.website)
    app.jinja_env.globals["contact"] = (
        contact  # on every page; not the settings themselves, which hold the secret
    )
    machines.init_app(app, settings)
    app.register_blueprint(bp)
