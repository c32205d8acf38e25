"""What a view may call: the register, the area of the IMG, and the writer of kenmerken."""

from dataclasses import dataclass
from datetime import date
from typing import cast

from flask import Flask, current_app

from portal.adressen.store import AdresStore, RegisterInfo, RegisterOntbreekt
from portal.errors import meld_bestand
from portal.gebied.store import GebiedOnleesbaar, GebiedStore
from portal.publiek.verwijzing import Verwijzer

SLEUTEL = "portal.publiek"


@dataclass(frozen=True, slots=True)
class Diensten:
    """One set for each application."""

    store: AdresStore
    gebied: GebiedStore
    verwijzer: Verwijzer


def koppel(app: Flask, diensten: Diensten) -> None:
    """Makes these the services of the application."""
    app.extensions[SLEUTEL] = diensten


def diensten() -> Diensten:
    """The services of the current application."""
    return cast(Diensten, current_app.extensions[SLEUTEL])


def geladen() -> tuple[RegisterInfo | None, date | None]:
    """The register, None when no address gets an answer now; and the day of the IMG's area, None without one."""
    try:
        gebied = diensten().gebied.info()
        return diensten().store.info(), gebied.datum if gebied else None
    except (RegisterOntbreekt, GebiedOnleesbaar) as fout:
        meld_bestand(fout)
        return None, None
