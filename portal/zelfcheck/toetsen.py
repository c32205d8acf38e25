"""Many addresses at once, for a back office: a CSV with addresses in, with each uitkomst out.

The look-up and the rules are those of the page for one address. Nothing is guessed: a row that
does not fit exactly one address gets `onbekend` and the reason. Where the IMG's own area decides,
the reason is `officieel_binnen` or `officieel_buiten`.
"""

from datetime import date
from pathlib import Path

from portal.adressen.adres import Adres
from portal.adressen.invoer import lees_huisnummer, lees_postcode
from portal.adressen.laden.csvbron import KOLOMMEN, kolommen_van
from portal.adressen.laden.herken import herken
from portal.adressen.register import AdresStore
from portal.adressen.zoeken import per_adres
from portal.gebied.gebiedstore import GebiedStore
from rules import Oordeel, Uitkomst, beoordeel
from rules.csvrun import CsvFout, Rekenaar, Velden, verrijk_csv

TELLINGEN = ("aantal", "aantal_laag", "aantal_hoog")
NIEUWE_KOLOMMEN = ("uitkomst", *TELLINGEN, "marge_mm_s", "gevonden_adres", "reden")
ONBEKEND = (Uitkomst.ONBEKEND.value, "", "", "", "", "")


def toets_csv(
    store: AdresStore, gebied: GebiedStore, pad_in: Path, pad_uit: Path, peildatum: date
) -> dict[str, int]:
    """Writes pad_uit and returns how often each uitkomst came out.

    Raises CsvFout, BestandFout, RegisterOntbreekt, GebiedOnleesbaar.
    """
    herken(pad_in)

    def maak_rekenaar(kop: list[str]) -> Rekenaar:
        namen = kolommen_van(kop, pad_in)
        plek = {
            ons: next((namen[naam] for naam in KOLOMMEN[ons] if naam in namen), None)
            for ons in ("postcode", "huisnummer", "huisletter", "toevoeging")
        }
        if plek["postcode"] is None or plek["huisnummer"] is None:
            raise CsvFout("de eerste regel noemt geen kolommen postcode en huisnummer")

        def nieuwe_velden(rij: list[str]) -> Velden:
            postcode, nummer, *achter = ("" if p is None else rij[p] for p in plek.values())
            return _toets(store, gebied, postcode, nummer, "".join(achter), peildatum)

        return nieuwe_velden

    return verrijk_csv(pad_in, pad_uit, NIEUWE_KOLOMMEN, maak_rekenaar, ONBEKEND)


def _toets(
    store: AdresStore, gebied: GebiedStore, postcode: str, nummer: str, achter: str, peildatum: date
) -> Velden:
    """The new fields of one row. Raises ValueError, with the reason, unless one address fits."""
    gezocht, (huisnummer, achter) = lees_postcode(postcode), lees_huisnummer(nummer, achter)
    op_nummer = per_adres(store.op_nummer(gezocht, huisnummer))
    passend = [rijen for rijen in op_nummer if rijen[0].achter == achter]
    if len(passend) != 1:
        reden = "meer dan één adres past" if passend else "adres staat niet in het register"
        raise ValueError(reden)
    (rijen,) = passend
    oordelen = [
        beoordeel(rij.punt, peildatum=peildatum, officieel=gebied.officieel(rij)) for rij in rijen
    ]
    if len({oordeel.uitkomst for oordeel in oordelen}) > 1:
        reden = "het register heeft dit adres op meer dan één plek, met een andere uitkomst"
        raise ValueError(reden)
    return _velden(rijen[0], oordelen[0])


def _velden(adres: Adres, oordeel: Oordeel) -> Velden:
    """`marge_mm_s`: how far the fourth beving lies above the drempel; empty without a fourth."""
    vierde, tellingen = oordeel.beslissend, (getattr(oordeel, naam) for naam in TELLINGEN)
    marge = f"{vierde.snelheid_mm_s - oordeel.drempel_mm_s:.2f}" if vierde else ""
    gevonden = f"{adres.regel_1}, {adres.regel_2}"
    return (oordeel.uitkomst.value, *tellingen, marge, gevonden, oordeel.grond.value)
