"""Compares an area of the IMG with our calculation, so that somebody looks before it counts."""

import csv
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from portal.adressen.adres import Adres
from portal.adressen.laden.rij import BestandFout
from portal.adressen.register import AdresStore, RegisterInfo
from portal.gebied.gebied import Adreslijst, Gebied, Gebiedsoort, Lijstregel, sleutel
from portal.gebied.gebiedstore import GebiedStore
from rules import Antwoord, Uitkomst
from rules.beoordeel import Feiten, bepaal_uitkomst, standaard_kerngebied
from rules.regelversies import vind_regelversie

ONBEKEND = "onbekend"  # the register does not say which gemeente
Tellingen = defaultdict[tuple[str, Antwoord], Counter[Uitkomst]]
# Passes the addresses on, of which there are so many, and shows progress.
Stappen = Callable[[Iterable[Adres], int], Iterable[Adres]]


@dataclass(slots=True)
class Gebiedscontrole:
    """How the area differs from the calculation, in addresses of the register.

    telling: per gemeente and answer of the area, how many addresses have which calculated uitkomst.
    zonder_antwoord: how many addresses a list cannot know. niet_gevonden: the rows of a list that
    fit no address. verslag: the file that holds those.
    """

    gebied: Gebied
    register: RegisterInfo
    telling: Tellingen = field(default_factory=lambda: defaultdict(Counter))
    zonder_antwoord: int = 0
    niet_gevonden: list[Lijstregel] = field(default_factory=list)
    verslag: Path | None = None

    def schrijf_verslag(self, pad: Path) -> None:
        """Writes the rows that were not found; without any, an older report goes away."""
        if not self.niet_gevonden:
            pad.unlink(missing_ok=True)
            return
        rijen = ((regel.nummer, ",".join(regel.velden)) for regel in self.niet_gevonden)
        with pad.open("w", encoding="utf-8", newline="") as bestand:
            csv.writer(bestand).writerows([("regel", "rij"), *rijen])
        self.verslag = pad


def vergelijk(
    gebied: Gebied, store: GebiedStore, register: AdresStore, peildatum: date, stappen: Stappen
) -> Gebiedscontrole:
    """Looks every address of the register up in the new file as the site will, and calculates it.

    Raises BestandFout when area and register do not fit together at all; RegisterOntbreekt,
    GebiedOnleesbaar.
    """
    controle = Gebiedscontrole(gebied, register.info())
    gekozen, kerngebied = standaard_kerngebied()
    versie = vind_regelversie(peildatum)
    gezien = set()
    for adres in stappen(register.alle(), controle.register.aantal):
        officieel = store.officieel(adres)
        if officieel is None:
            controle.zonder_antwoord += 1
            continue
        telling = kerngebied.tel(adres.punt)
        berekend, _ = bepaal_uitkomst(Feiten(adres.punt, versie, telling, gekozen.aantal_nodig))
        wie = adres.gemeente or ONBEKEND, officieel.antwoord
        controle.telling[wie][berekend] += 1
        if isinstance(gebied, Adreslijst) and officieel.antwoord is Antwoord.JA:
            gezien.add(sleutel(gebied.soort, adres))
    if isinstance(gebied, Adreslijst):
        controle.niet_gevonden = [r for s, r in gebied.regels.items() if s not in gezien]
        if gebied.soort is Gebiedsoort.NUMMERS and not controle.telling:
            raise BestandFout(
                "het adresregister heeft geen nummeraanduiding_id's. Laad een register dat ze wel"
                " heeft, of haal die kolom uit de lijst en geef postcode en huisnummer"
            )
    if not any(antwoord is Antwoord.JA for _, antwoord in controle.telling):
        raise BestandFout(
            "geen enkel adres uit het adresregister ligt in dit gebied;"
            " kijk of dit het goede bestand is"
        )
    return controle
