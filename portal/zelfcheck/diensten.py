"""What a view may call: addresses, the area of the IMG, kenmerken, and the quakes of after the venster."""

from dataclasses import dataclass
from datetime import date
from typing import cast

from flask import Flask, current_app

from portal.adressen.bron import Adresbron
from portal.adressen.store import RegisterInfo
from portal.bevingen.later import LatereBevingen
from portal.errors import meld_geen_antwoord
from portal.gebied.store import GebiedOnleesbaar, GebiedStore
from portal.zelfcheck.verwijzing import Verwijzer

SLEUTEL = "portal.zelfcheck"


@dataclass(frozen=True, slots=True)
class Diensten:
    """One set for each application."""

    bron: Adresbron
    gebied: GebiedStore
    verwijzer: Verwijzer
    later: LatereBevingen


def koppel(app: Flask, diensten: Diensten) -> None:
    """Makes these the services of the application."""
    app.extensions[SLEUTEL] = diensten


def diensten() -> Diensten:
    """The services of the current application."""
    return cast(Diensten, current_app.extensions[SLEUTEL])


def geladen() -> tuple[RegisterInfo | None, date | None]:
    """The register, None when it cannot be used; and the day of the IMG's area, None without one.

    An area that cannot be read makes the register useless too: no address gets an answer.
    """
    zaak = diensten()
    try:
        gebied = zaak.gebied.info()
    except GebiedOnleesbaar as fout:
        meld_geen_antwoord(fout)
        return None, None
    return zaak.bron.info(), gebied.datum if gebied else None
