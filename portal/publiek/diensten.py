"""What a view may call: the look-up of addresses, the writer of kenmerken, the quakes of after the venster."""

from dataclasses import dataclass
from typing import cast

from flask import Flask, current_app

from portal.adressen.bron import Adresbron
from portal.bevingen.later import LatereBevingen
from portal.publiek.verwijzing import Verwijzer

SLEUTEL = "portal.publiek"


@dataclass(frozen=True, slots=True)
class Diensten:
    """One set for each application."""

    bron: Adresbron
    verwijzer: Verwijzer
    later: LatereBevingen


def koppel(app: Flask, diensten: Diensten) -> None:
    """Makes these the services of the application."""
    app.extensions[SLEUTEL] = diensten


def diensten() -> Diensten:
    """The services of the current application."""
    return cast(Diensten, current_app.extensions[SLEUTEL])
