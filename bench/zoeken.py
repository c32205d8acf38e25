"""Where typed addresses lead: `python -m bench.zoeken REGISTER.sqlite [--aantal 1000] [--zaad 1]`.

Random rows of a register, spelled as people write them: a whole address on one line or on three,
or street, number and place; a fifth of them with one typing error in the street or the place. None
of these rules is known to the search. A typing error in a bare postcode and number is not made:
nothing can tell it from another address. Each spelling leads to its address, to a choice that holds
it, to a miss, or to another address. With the CPU of each search.
"""

import argparse
import random
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

from portal.adressen.adres import Adres
from portal.adressen.adresregel import lees_adresregel
from portal.adressen.bron import Adresbron
from portal.adressen.gelijkenis import Gelijkenis
from portal.adressen.invoer import InvoerFout, toon_postcode
from portal.adressen.register import AdresStore, lees_postcode_getal
from portal.adressen.vraag import Straat
from portal.adressen.zoeken import Antwoord, Bedoelt, Gevonden, KiesNummer, KiesStraat, Kiezen, zoek
from portal.config.values import Bronkeuze
from portal.storage.engine import open_immutable

LETTERS = "abcdefghijklmnoprstuvwz"
KORT = {
    "straat": ("str", "str."), "laan": ("ln",), "plein": ("pl",), "Burgemeester": ("Burg.",),
    "van der": ("v.d.", "vd"), "van de": ("v.d.",), "Dokter": ("Dr.",), "Professor": ("Prof.",),
}  # fmt: skip
GOED, KEUZE, MIS, FOUT = "het adres", "een keuze met het adres erbij", "niet gevonden", "een ander"


def _nummer(adres: Adres, gooi: random.Random) -> str:
    letter = gooi.choice((adres.huisletter, adres.huisletter.lower()))
    voor_letter = gooi.choice(("", " ", "-")) if letter else ""
    voor_rest = gooi.choice((" ", "-", "/")) if adres.toevoeging else ""
    return f"{adres.huisnummer}{voor_letter}{letter}{voor_rest}{adres.toevoeging}"


def _typefout(tekst: str, gooi: random.Random) -> str:
    """One letter left out, doubled, changed, or changed places with the next."""
    plek = gooi.choice([n for n, teken in enumerate(tekst) if teken.isalpha()])
    voor, teken, na = tekst[:plek], tekst[plek], tekst[plek + 1 :]
    midden = gooi.choice(("", teken * 2, gooi.choice(LETTERS), na[:1] + teken))
    return voor + midden + (na[1:] if midden == na[:1] + teken else na)


def spel(adres: Adres, gooi: random.Random) -> str:
    """One way to write it."""
    straat, plaats, nummer = adres.straat, adres.woonplaats, _nummer(adres, gooi)
    fout = gooi.choice(("straat", "plaats", "", "", "", "", "", "", "", ""))
    if fout == "straat":
        straat = _typefout(straat, gooi)
    elif fout == "plaats":
        plaats = _typefout(plaats, gooi)
    for lang, korte in KORT.items() if gooi.random() < 0.3 else ():
        straat = straat.replace(lang, gooi.choice(korte))
    postcode = gooi.choice((toon_postcode(adres.postcode), adres.postcode))
    vormen = (
        f"{straat} {nummer}, {postcode} {plaats}",
        f"{straat} {nummer}\n{postcode}  {plaats}\nNederland",
        f"{postcode} {plaats}, {straat} {nummer}",
        f"{straat} {nummer} {plaats}",
        f"{plaats}, {straat} {nummer}",
        f"{straat} {nummer}, {plaats}",
    )
    tekst: str = gooi.choice((*vormen, *(() if fout else (f"{postcode} {nummer}",))))
    return tekst.upper() if gooi.random() < 0.05 else gooi.choice((tekst, tekst.lower()))


def beoordeel_antwoord(antwoord: Antwoord, adres: Adres) -> str:
    """What came of it."""
    straat = Straat(adres.straat, adres.woonplaats, adres.gemeente)
    wat: str = MIS
    match antwoord:
        case Gevonden(_, rijen):
            wat = GOED if _is(adres, rijen[0]) else FOUT
        case Kiezen(_, opties):
            wat = KEUZE if any(_is(adres, rijen[0]) for rijen in opties) else MIS
        case KiesNummer(vraag, nummers):
            hier = vraag.plek in (adres.postcode, straat) and adres.huisnummer in nummers
            wat = KEUZE if hier else MIS
        case Bedoelt(vraag):
            wat = KEUZE if vraag.postcode == adres.postcode else MIS
        case KiesStraat(vragen):
            wat = KEUZE if straat in {vraag.plek for vraag in vragen} else MIS
    return wat


def _is(adres: Adres, ander: Adres) -> bool:
    plek = (adres.postcode, adres.huisnummer, adres.sleutel)
    return plek == (ander.postcode, ander.huisnummer, ander.sleutel)


def trek(store: AdresStore, aantal: int, gooi: random.Random) -> Iterator[Adres]:
    """Random addresses, each of another postcode: any postcode from a random one on."""
    with closing(open_immutable(store.pad)) as db:
        laagste, hoogste = db.execute("select min(postcode), max(postcode) from adres").fetchone()
        for vanaf in gooi.sample(range(laagste, hoogste + 1), aantal):
            sql = "select min(postcode) from adres where postcode >= ?"
            (postcode,) = db.execute(sql, (vanaf,)).fetchone()
            yield gooi.choice(store.op_postcode(lees_postcode_getal(postcode)))


def meet(store: AdresStore, aantal: int, zaad: int) -> None:
    gooi, bron = random.Random(zaad), Adresbron(store, None, Bronkeuze.REGISTER)
    store.straten(("x" * 8,), 0, Gelijkenis.DEEL)  # reads the words of the index, once a process
    geteld: Counter[str] = Counter()
    tijden, mis = [], []
    for adres in trek(store, aantal, gooi):
        tekst = spel(adres, gooi)
        begin = time.process_time()
        try:
            wat = beoordeel_antwoord(zoek(bron, lees_adresregel(tekst)), adres)
        except (InvoerFout, LookupError):
            wat = MIS
        tijden.append((time.process_time() - begin) * 1e3)
        geteld[wat] += 1
        if wat in (MIS, FOUT):
            mis.append(f"{wat}: {tekst!r} is {adres.regel_1}, {adres.regel_2}")
    print(*mis, sep="\n")
    print(f"{aantal:,} schrijfwijzen uit {store.info().aantal:,} adressen, zaad {zaad}:")
    for wat in (GOED, KEUZE, MIS, FOUT):
        print(f"  {geteld[wat] / aantal:7.2%}  {wat}")
    tijden.sort()
    helft, p99 = tijden[aantal // 2], tijden[aantal * 99 // 100]
    print(f"Rekentijd van een zoekopdracht: p50 {helft:.2f} ms, p99 {p99:.2f} ms.")


def main() -> None:
    lezer = argparse.ArgumentParser("python -m bench.zoeken")
    lezer.add_argument("register", type=Path, help="een geladen register (adressen.sqlite)")
    lezer.add_argument("--aantal", type=int, default=1_000)
    lezer.add_argument("--zaad", type=int, default=1)
    opties = lezer.parse_args()
    meet(AdresStore(opties.register), opties.aantal, opties.zaad)


if __name__ == "__main__":
    main()
