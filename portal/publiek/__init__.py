"""The pages for residents."""

from flask import Flask

from portal.config.handover import Eigenaar
from portal.config.settings import Settings

# Importing a module of views adds them to the blueprint.
from portal.publiek import (  # noqa: F401
    duidelijk,
    gegevens,
    informatie,
    maat,
    machines,
    meekijkcode,
    mijngegevens,
    mijnverzoek,
    terugbellen,
)
from portal.publiek.pages import Contact
from portal.publiek.zelfcheck import bp


def init_app(app: Flask, settings: Settings) -> None:
    """Registers the blueprint, and gives every page the contact of the operator."""
    # Not the settings themselves: they hold the secret.
    app.jinja_env.globals["contact"] = Contact(
        settings.afzender,
        settings.telefoon,
        settings.bereikbaar,
        settings.website,
        settings.privacy,
        settings.bericht,
        settings.klant_naam if settings.klant else "",
        settings.klant_eigenaar is Eigenaar.ZIJ,
        settings.api_mail,
    )
    machines.init_app(app, settings)
    app.register_blueprint(bp)
