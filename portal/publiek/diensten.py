"""What a view may call: the settings, the register, and the writer of kenmerken."""

from dataclasses import dataclass
from typing import cast

from flask import Flask, current_app

from portal.adressen.store import AdresStore
from portal.config import Settings
from portal.publiek.pages import Contact
from portal.publiek.verwijzing import Verwijzer

SLEUTEL = "portal.publiek"


@dataclass(frozen=True, slots=True)
class Diensten:
    """One set for each application."""

    settings: Settings
    store: AdresStore
    verwijzer: Verwijzer


def koppel(app: Flask, diensten: Diensten) -> None:
    """Makes these the services of the application."""
    app.extensions[SLEUTEL] = diensten
    s = diensten.settings
    app.jinja_env.globals["contact"] = Contact(s.afzender, s.telefoon, s.bereikbaar, s.website)


def diensten() -> Diensten:
    """The services of the current application."""
    return cast(Diensten, current_app.extensions[SLEUTEL])
