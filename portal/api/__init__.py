"""The API for programs of others, by the Dutch API Design Rules 2.2: parse, ask, show as JSON.

`openapi.json` describes it, by hand; tests hold every answer against it.
"""

from flask import Flask

# Importing a module of views adds them to the blueprint.
from portal.api import adressen, blauwdruk, lijsten, oordelen, terugbellen  # noqa: F401
from portal.config.settings import Settings


def init_app(app: Flask, settings: Settings) -> None:
    """Registers the blueprint, with the contact of the operator for the description."""
    naam = settings.afzender or "Zelfcheck Duurzaam herstel"
    app.extensions[lijsten.CONTACT] = lijsten.Contactgegevens(
        naam, settings.api_mail, settings.site
    )
    blauwdruk.init_app(app)
