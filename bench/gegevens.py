"""Data of realistic size: a register of the province, requests to be phoned that are already there,
and addresses to ask for. It is made up from a seed, unless a real register is given.
"""

import csv
import random
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import timedelta
from itertools import count, islice
from pathlib import Path

from bench.server import GEHEIM, SLEUTEL
from portal import clock
from portal.adressen.adres import Adres
from portal.adressen.laden.bestand import lees_bestand
from portal.adressen.laden.lading import laad_register
from portal.adressen.register import AdresStore
from portal.config.settings import Settings
from portal.services import Loket
from portal.storage.replacement import scratch_folder
from portal.terugbellen.rijen import roosterstore
from portal.terugbellen.waarden.rooster import STANDAARD, Dagrooster
from portal.terugbellen.waarden.verzoek import Gegevens
from rules import Uitkomst, beoordeel

ADRESSEN, VERZOEKEN, DAGEN = 330_000, 3_000, 60
INVOER = 5_000  # addresses of each kind of typing: a whole run files 10,000, at most three of each
PLAATSEN = 5_000  # in each tijdvak: room for everybody
LETTERS = "ABCDEFGHJKLMNPRSTUVWXZ"
KOP = (
    "straat", "huisnummer", "huisletter", "toevoeging", "postcode", "woonplaats", "lat", "lon",
    "nummeraanduiding_id",
)  # fmt: skip
Velden = dict[str, str]
_nummers = count(10_000_000)


def nieuw_nummer() -> str:
    """A mobile number that nobody had before in this run."""
    return f"06{next(_nummers)}"


@dataclass(frozen=True, slots=True)
class Invoer:
    """What can be typed. `soorten`: one of each uitkomst; `mix`: as they come, with one answer;
    `kies`: with a choice; `fout`: with an error in it.
    """

    soorten: dict[Uitkomst, Velden]
    mix: list[Velden]
    kies: list[Velden]
    fout: list[Velden]


def maak_csv(pad: Path, aantal: int) -> None:
    """Streets of some 18 addresses with a postcode each; one number in thirty has several
    addresses.
    """
    gooi = random.Random(2026)
    postcodes = [f"{c}{a}{b}" for c in range(9300, 10_000) for a in LETTERS for b in LETTERS]
    gooi.shuffle(postcodes)
    with pad.open("w", encoding="utf-8", newline="") as bestand:
        schrijver = csv.writer(bestand)
        schrijver.writerow(KOP)
        rijen = (rij for postcode in postcodes for rij in _straat(gooi, postcode))
        for n, rij in enumerate(islice(rijen, aantal)):
            schrijver.writerow((*rij, f"0014200{n:09}"))


def _straat(gooi: random.Random, postcode: str) -> Iterator[tuple[str, ...]]:
    straat, plaats = f"Straat {postcode}", f"Plaats {postcode[:3]}"
    lat, lon = gooi.uniform(53.0, 53.5), gooi.uniform(6.2, 7.2)
    for nummer in range(1, 2 * gooi.randrange(8, 28), 2):
        kans, plek = gooi.random(), (f"{lat + nummer * 1e-5:.6f}", f"{lon:.6f}")
        letters = ["", "a", "b"] if kans < 0.03 else [gooi.choice("abcAB")] if kans < 0.08 else [""]
        toevoeging = str(gooi.randrange(1, 20)) if kans > 0.95 else ""
        for letter in letters:
            yield straat, str(nummer), letter, toevoeging, postcode, plaats, *plek


def laad(data: Path, bron: Path | None, aantal: int) -> int:
    """Loads this register, or one that is made up. Returns how many addresses it has."""
    if bron is None:
        bron = data / "verzonnen.csv"
        maak_csv(bron, aantal)
    doel = data / "adressen.sqlite"
    rijen = lees_bestand(bron, klad=scratch_folder(doel), peildag=clock.today())
    return laad_register(rijen, doel, bron="meting", nu=clock.now()).aantal


def open_loket(data: Path) -> Loket:
    return Loket.open(Settings(data=data, geheim=GEHEIM, sleutel=(SLEUTEL,)))


def open_ruim_loket(data: Path) -> Loket:
    """With opening hours that have room for everybody."""
    loket = open_loket(data)
    dagen = tuple(dag and Dagrooster(dag.van, dag.tot, PLAATSEN) for dag in STANDAARD.dagen)
    with loket.bestand.write() as db:
        roosterstore.bewaar(db, replace(STANDAARD, dagen=dagen), medewerker=None, nu=clock.now())
    return loket


def vul_portaal(data: Path) -> int:
    """Requests of the past sixty days: how many."""
    loket, gooi, nu = open_ruim_loket(data), random.Random(7), clock.now()
    for n in range(VERZOEKEN):
        dag = DAGEN - n * DAGEN // VERZOEKEN
        toen, nummer = clock.later(nu, timedelta(days=-dag)), nieuw_nummer()
        if n % (VERZOEKEN // DAGEN) == 0:
            vakken = loket.verzoeken.vrij(toen)
        vak, uid = gooi.choice(vakken), f"eerder-{n}"
        gegevens = Gegevens("Proefpersoon", f"+31{nummer[1:]}", opmerking="x" * 100)
        verzoek = loket.verzoeken.dien_in(uid, gegevens, vak, taal="nl", nu=toen)
        if vak.eind < nu:  # what is past is closed
            loket.verzoeken.trek_in(uid, verzoek.versie, nu=toen)
    loket.bestand.close()
    return VERZOEKEN


def kies_invoer(data: Path) -> Invoer:
    """Addresses from the register that is there."""
    gooi, vandaag = random.Random(8), clock.today()
    alle = list(AdresStore(data / "adressen.sqlite").alle())
    aantal = Counter((adres.postcode, adres.huisnummer) for adres in alle)
    gooi.shuffle(alle)
    alleen = [adres for adres in alle if aantal[adres.postcode, adres.huisnummer] == 1]
    meer = [adres for adres in alle if aantal[adres.postcode, adres.huisnummer] > 1]
    soorten: dict[Uitkomst, Velden] = {}
    for adres in alleen:
        soorten.setdefault(beoordeel(adres.punt, peildatum=vandaag).uitkomst, _velden(adres))
        if len(soorten) == 3:  # an address always has one of three; `onbekend` is without a place
            break
    mix = [_velden(adres) for adres in alleen[:INVOER]]
    return Invoer(
        soorten,
        mix,
        kies=[{"adres": f"{adres.postcode} {adres.huisnummer}"} for adres in meer[:INVOER]],
        fout=[{"adres": adres.postcode[:4]} for adres in alleen[:INVOER]],
    )


def _velden(adres: Adres) -> Velden:
    return {"adres": f"{adres.regel_1}, {adres.regel_2}"}
