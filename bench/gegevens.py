"""Data of the real size: a register of the province, requests to be phoned that are there already, addresses to ask for.

The register is made up and seeded, unless a real one is given. It knows the stores of the site, and nothing of HTTP.
"""

import csv
import random
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import timedelta
from itertools import count
from pathlib import Path

from bench.server import GEHEIM, SLEUTEL
from portal import klok
from portal.adressen.adres import Adres
from portal.adressen.bestand import lees_bestand
from portal.adressen.laden import laad_register
from portal.adressen.store import AdresStore
from portal.config import Settings
from portal.loket import Loket
from portal.terugbellen import roosterstore
from portal.terugbellen.rooster import STANDAARD, Dagrooster
from portal.terugbellen.verzoek import Gegevens
from portal.vervangen import kladmap
from rules import Uitkomst, beoordeel

ADRESSEN, VERZOEKEN = 330_000, 3_000
PER_SOORT = 500  # addresses of each uitkomst, and of each other kind of typing
PLAATSEN = 5_000  # in each tijdvak: room for everybody
LETTERS = "ABCDEFGHJKLMNPRSTUVWXZ"
SOORTEN = (Uitkomst.BINNEN, Uitkomst.GRENSGEVAL, Uitkomst.BUITEN)
Velden = dict[str, str]
_nummers = count(10_000_000)


def nieuw_nummer() -> str:
    """A mobile number that nobody got before in this run."""
    return f"06{next(_nummers)}"


@dataclass(frozen=True, slots=True)
class Invoer:
    """What can be typed: with one answer, by uitkomst and as they come (`mix`); with a choice; with an error in it."""

    per_soort: dict[Uitkomst, list[Velden]]
    mix: list[Velden]
    kies: list[Velden]
    fout: list[Velden]


def maak_csv(pad: Path) -> None:
    """Streets of some 18 addresses with a postcode of their own; at one number in thirty there are more addresses."""
    gooi = random.Random(2026)
    postcodes = [f"{c}{a}{b}" for c in range(9300, 10_000) for a in LETTERS for b in LETTERS]
    gooi.shuffle(postcodes)
    with pad.open("w", encoding="utf-8", newline="") as bestand:
        schrijver = csv.writer(bestand)
        schrijver.writerow(["straat", "huisnummer", "huisletter", "toevoeging", "postcode", "woonplaats", "lat", "lon"])
        rijen = (rij for postcode in postcodes for rij in _straat(gooi, postcode))
        schrijver.writerows(rij for rij, _ in zip(rijen, range(ADRESSEN), strict=False))


def _straat(gooi: random.Random, postcode: str) -> Iterator[tuple[str, ...]]:
    lat, lon = gooi.uniform(53.0, 53.5), gooi.uniform(6.2, 7.2)
    for nummer in range(1, 2 * gooi.randrange(8, 28), 2):
        kans = gooi.random()
        letters = ["", "a", "b"] if kans < 0.03 else [gooi.choice("abcAB")] if kans < 0.08 else [""]
        toevoeging = str(gooi.randrange(1, 20)) if kans > 0.95 else ""
        for letter in letters:
            plek = f"{lat + nummer * 1e-5:.6f}", f"{lon:.6f}"
            yield f"Straat {postcode}", str(nummer), letter, toevoeging, postcode, f"Plaats {postcode[:3]}", *plek


def laad(data: Path, bron: Path | None) -> int:
    """Loads this register, or the one that is made up; how many addresses it has."""
    if bron is None:
        bron = data / "verzonnen.csv"
        maak_csv(bron)
    doel = data / "adressen.sqlite"
    rijen = lees_bestand(bron, klad=kladmap(doel), peildag=klok.vandaag())
    return laad_register(rijen, doel, bron="meting", nu=klok.nu()).aantal


def open_loket(data: Path) -> Loket:
    return Loket.open(Settings(data=data, geheim=GEHEIM, sleutel=(SLEUTEL,)))


def vul_portaal(data: Path) -> None:
    """Opening hours with room for everybody, and requests of the past sixty days, filed as a resident would."""
    loket, gooi, nu = open_loket(data), random.Random(7), klok.nu()
    dagen = tuple(dag and Dagrooster(dag.van, dag.tot, PLAATSEN) for dag in STANDAARD.dagen)
    with loket.bestand.schrijf() as db:
        roosterstore.bewaar(db, replace(STANDAARD, dagen=dagen), medewerker=None, nu=nu)
    for dag in range(60, 0, -1):
        toen = klok.later(nu, timedelta(days=-dag))
        vakken = loket.verzoeken.vrij(toen)
        for n in range(VERZOEKEN // 60):
            gegevens = Gegevens(naam="Proefpersoon", telefoon=f"+31{nieuw_nummer()[1:]}", opmerking="x" * 100)
            vak, uid = gooi.choice(vakken), f"eerder-{dag}-{n}"
            verzoek = loket.verzoeken.dien_in(uid, gegevens, vak, taal="nl", nu=toen)
            if vak.eind < nu:  # what is past is closed
                loket.verzoeken.trek_in(uid, verzoek.versie, nu=toen)
    loket.bestand.sluit()


def kies_invoer(data: Path) -> Invoer:
    """Addresses of the register that stands there, by what the rules say of them today."""
    gooi, vandaag = random.Random(8), klok.vandaag()
    alle = list(AdresStore(data / "adressen.sqlite").alle())
    aantal = Counter((a.postcode, a.huisnummer) for a in alle)
    gooi.shuffle(alle)
    alleen = [a for a in alle if aantal[a.postcode, a.huisnummer] == 1]
    meer = [a for a in alle if aantal[a.postcode, a.huisnummer] > 1]
    per_soort: dict[Uitkomst, list[Velden]] = {soort: [] for soort in SOORTEN}
    for adres in alleen:
        lijst = per_soort[beoordeel(adres.punt, peildatum=vandaag).uitkomst]
        if len(lijst) < PER_SOORT:
            lijst.append(_velden(adres))
        if all(len(lijst) == PER_SOORT for lijst in per_soort.values()):
            break
    return Invoer(
        per_soort,
        mix=[_velden(a) for a in alleen[:PER_SOORT]],
        kies=[_velden(a) | {"toevoeging": ""} for a in meer[:PER_SOORT]],
        fout=[_velden(a) | {"huisnummer": "99999"} for a in alleen[:PER_SOORT]],
    )


def _velden(adres: Adres) -> Velden:
    return {"postcode": adres.postcode, "huisnummer": str(adres.huisnummer), "toevoeging": adres.achter}
