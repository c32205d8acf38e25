"""The 342 municipalities of the Netherlands: code, name, province.

The facts are those of CBS, "Gemeenten alfabetisch", 1 January 2026 (nothing has changed since
1 January 2023). CBS's own file was not at hand on 24 November 2026; two public lists, made
independently, agree on every municipality:
  names, codes and safety regions (each lies in one province), 2022:
  github.com/minvws/nl-covid19-data-dashboard, gm.ts, updated for Weesp (into Amsterdam) and for
  Brielle, Hellevoetsluis and Westvoorne (since 2023: 1992 Voorne aan Zee);
  names by province, 2023, from CBS and PDOK Gebiedsindelingen.
Names are those of everyday use: only the two called Bergen keep the letters behind them.

Next: Wijdemeren (1696) joins Hilversum (0402) on 1 January 2027, if parliament agrees.
"""

import csv
from functools import cache
from pathlib import Path

BESTAND = Path(__file__).parent / "gemeenten.csv"
PROVINCIES = (
    "Drenthe", "Flevoland", "Fryslân", "Gelderland", "Groningen", "Limburg", "Noord-Brabant",
    "Noord-Holland", "Overijssel", "Utrecht", "Zeeland", "Zuid-Holland",
)  # fmt: skip
_ANDERS = {"friesland": "Fryslân", "fryslan": "Fryslân"}


class ProvincieOnbekend(ValueError):
    """There is no province of this name."""


def naam(code: str) -> str:
    """The municipality with this code (`0014`, four digits as in the BAG); empty when unknown."""
    return _tabel().get(code, ("", ""))[0]


def provincie(code: str) -> str:
    """The province of the municipality with this code; empty when unknown."""
    return _tabel().get(code, ("", ""))[1]


def lees_provincie(tekst: str) -> str:
    """The name as in PROVINCIES, from what somebody typed. Raises ProvincieOnbekend."""
    gezocht = tekst.strip().casefold()
    for bekend in PROVINCIES:
        if gezocht == bekend.casefold() or _ANDERS.get(gezocht) == bekend:
            return bekend
    raise ProvincieOnbekend(tekst)


def gemeenten_van(provincie: str) -> frozenset[str]:
    """The codes of the municipalities of a province, in any case. Raises ProvincieOnbekend."""
    gezocht = lees_provincie(provincie)
    return frozenset(code for code, (_, ligt_in) in _tabel().items() if ligt_in == gezocht)


@cache
def _tabel() -> dict[str, tuple[str, str]]:
    with BESTAND.open(encoding="utf-8", newline="") as bestand:
        return {rij["code"]: (rij["naam"], rij["provincie"]) for rij in csv.DictReader(bestand)}
