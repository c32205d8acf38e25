"""The rules of Duurzaam herstel as plain Python.

`beoordeel(Punt(lat, lon), peildatum=date)` gives an Oordeel, `gebied_geojson(date)` the area.

Standard library only. No clock, no network, no web framework: the caller says which day it is.
"""

from rules.aannames import AANNAMES, OnbekendeAanname
from rules.antwoorden import Antwoorden
from rules.beoordeel import beoordeel
from rules.bevingen import CatalogusFout
from rules.bewijs import bewijs
from rules.geojson import GeenGebied, gebied_geojson
from rules.model import (
    Antwoord,
    Grond,
    Officieel,
    Oordeel,
    Punt,
    PuntFout,
    Reden,
    Trilling,
    Uitkomst,
)
from rules.regelversies import REGELVERSIES, GeenRegelversie
from rules.versie import VERSIE

__all__ = [
    "AANNAMES",
    "REGELVERSIES",
    "VERSIE",
    "Antwoord",
    "Antwoorden",
    "CatalogusFout",
    "GeenGebied",
    "GeenRegelversie",
    "Grond",
    "Officieel",
    "OnbekendeAanname",
    "Oordeel",
    "Punt",
    "PuntFout",
    "Reden",
    "Trilling",
    "Uitkomst",
    "beoordeel",
    "bewijs",
    "gebied_geojson",
]
