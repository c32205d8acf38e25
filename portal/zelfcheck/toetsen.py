"""Many addresses at once, for a back office or a check of an area: a CSV with addresses in, with their uitkomst out.

The same look-up and the same rules as the page for one address. Nothing is guessed: a row that does not fit exactly one address
gets `onbekend` and the reason. What the IMG's own area says has `officieel_binnen` or `officieel_buiten` as its reason.
"""

from datetime import date
from pathlib import Path

from portal.adressen.invoer import lees_huisnummer, lees_postcode
from portal.adressen.laden.csvbron import KOLOMMEN
from portal.adressen.register import AdresStore
from portal.adressen.zoeken import per_adres
from portal.gebied.gebiedstore import GebiedStore
from rules import Uitkomst, beoordeel
from rules.csvrun import CsvFout, Rekenaar, Velden, verrijk_csv

NIEUWE_KOLOMMEN = (
    "uitkomst",
    "aantal",
    "aantal_laag",
    "aantal_hoog",
    "marge_mm_s",
    "gevonden_adres",
    "reden",
)
ONBEKEND = (Uitkomst.ONBEKEND.value, "", "", "", "", "")


def toets_csv(
    store: AdresStore, gebied: GebiedStore, pad_in: Path, pad_uit: Path, peildatum: date
) -> dict[str, int]:
    """Writes pad_uit and returns how often each uitkomst came out. Raises CsvFout, RegisterOntbreekt, GebiedOnleesbaar."""

    def maak_rekenaar(kop: list[str]) -> Rekenaar:
        namen = {naam.strip().lower(): plek for plek, naam in enumerate(kop)}
        plek = {
            ons: next((namen[naam] for naam in KOLOMMEN[ons] if naam in namen), None)
            for ons in ("postcode", "huisnummer", "huisletter", "toevoeging")
        }
        if plek["postcode"] is None or plek["huisnummer"] is None:
            raise CsvFout("de eerste regel noemt geen kolommen postcode en huisnummer")

        def nieuwe_velden(rij: list[str]) -> Velden:
            postcode, nummer, letter, toevoeging = (
                "" if p is None else rij[p] for p in plek.values()
            )
            return _toets(store, gebied, postcode, nummer, letter + toevoeging, peildatum)

        return nieuwe_velden

    return verrijk_csv(pad_in, pad_uit, NIEUWE_KOLOMMEN, maak_rekenaar, ONBEKEND)


def _toets(
    store: AdresStore, gebied: GebiedStore, postcode: str, nummer: str, achter: str, peildatum: date
) -> Velden:
    """The new fields of one address. Raises ValueError with the reason when there is not exactly one."""
    gezocht, (huisnummer, achter) = lees_postcode(postcode), lees_huisnummer(nummer, achter)
    passend = [
        rijen
        for rijen in per_adres(store.op_nummer(gezocht, huisnummer))
        if rijen[0].achter == achter
    ]
    if len(passend) != 1:
        raise ValueError(
            "meer dan één adres past" if passend else "adres staat niet in het register"
        )
    oordelen = [
        beoordeel(rij.punt, peildatum=peildatum, officieel=gebied.officieel(rij))
        for rij in passend[0]
    ]
    if len({oordeel.uitkomst for oordeel in oordelen}) > 1:
        raise ValueError(
            "het register heeft dit adres op meer dan één plek, met een andere uitkomst"
        )
    oordeel, adres = oordelen[0], passend[0][0]
    tellingen = (oordeel.aantal, oordeel.aantal_laag, oordeel.aantal_hoog)
    # How far the beving that makes the count full (the fourth) lies above the drempel; empty where so few were felt.
    marge = (
        f"{oordeel.beslissend.snelheid_mm_s - oordeel.drempel_mm_s:.2f}"
        if oordeel.beslissend
        else ""
    )
    return (
        oordeel.uitkomst.value,
        *tellingen,
        marge,
        f"{adres.regel_1}, {adres.regel_2}",
        oordeel.grond.value,
    )
