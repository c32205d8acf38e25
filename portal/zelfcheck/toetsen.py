"""Many addresses at once, for a back office: a CSV with addresses in, with each uitkomst out.

The look-up and the rules are those of the page for one address. Nothing is guessed: a row that
does not fit exactly one address gets `onbekend` and the reason. Where the IMG's own area decides,
the reason is `officieel_binnen` or `officieel_buiten`.
"""

from collections.abc import Callable
from datetime import date
from pathlib import Path

from portal.adressen.adres import Adres
from portal.adressen.adresregel import lees_adresregel
from portal.adressen.bron import Adresbron
from portal.adressen.invoer import lees_huisnummer, lees_postcode
from portal.adressen.laden.csvbron import HEEL_ADRES, KOLOMMEN, kolommen_van
from portal.adressen.laden.herken import herken
from portal.adressen.register import AdresStore
from portal.adressen.vraag import Zoekvraag
from portal.adressen.zoeken import Gevonden, KiesNummer, Kiezen, Rijen, per_adres, zoek
from portal.config.values import Bronkeuze
from portal.gebied.gebiedstore import GebiedStore
from rules import Oordeel, Uitkomst, beoordeel
from rules.csvrun import CsvFout, Rekenaar, Velden, verrijk_csv

TELLINGEN = ("aantal", "aantal_laag", "aantal_hoog")
NIEUWE_KOLOMMEN = ("uitkomst", *TELLINGEN, "marge_mm_s", "gevonden_adres", "reden")
NIET_GEVONDEN = "adres staat niet in het register"
ONBEKEND = (Uitkomst.ONBEKEND.value, "", "", "", "", "")


def toets_csv(
    store: AdresStore, gebied: GebiedStore, pad_in: Path, pad_uit: Path, peildatum: date
) -> dict[str, int]:
    """Writes pad_uit and returns how often each uitkomst came out.

    Raises CsvFout, BestandFout, RegisterOntbreekt, GebiedOnleesbaar.
    """
    herken(pad_in)
    bron = Adresbron(store, None, Bronkeuze.REGISTER)

    def maak_rekenaar(kop: list[str]) -> Rekenaar:
        zoek_op = _kolommen(kolommen_van(kop, pad_in))
        return lambda rij: _toets(gebied, zoek_op(bron, rij), peildatum)

    return verrijk_csv(pad_in, pad_uit, NIEUWE_KOLOMMEN, maak_rekenaar, ONBEKEND)


def _kolommen(namen: dict[str, int]) -> Callable[[Adresbron, list[str]], Rijen]:
    """How a row is looked up: by its postcode and number, or by a whole address in one column."""
    plek = {
        ons: next((namen[naam] for naam in KOLOMMEN[ons] if naam in namen), None)
        for ons in ("postcode", "huisnummer", "huisletter", "toevoeging")
    }
    if plek["postcode"] is not None and plek["huisnummer"] is not None:
        return lambda bron, rij: _op_nummer(
            bron, *("" if p is None else rij[p] for p in plek.values())
        )
    if (adres := namen.get(HEEL_ADRES)) is not None:
        return lambda bron, rij: _op_regel(bron, rij[adres])
    raise CsvFout("de eerste regel noemt geen kolommen postcode en huisnummer, en geen adres")


def _op_nummer(bron: Adresbron, postcode: str, nummer: str, *achter: str) -> Rijen:
    vraag = Zoekvraag(lees_postcode(postcode), *lees_huisnummer(nummer, "".join(achter)))
    opties = per_adres(bron.voor(vraag.plek).op_nummer(vraag.plek, vraag.huisnummer))
    return _een(opties, vraag.achter)


def _op_regel(bron: Adresbron, tekst: str) -> Rijen:
    try:
        antwoord = zoek(bron, lees_adresregel(tekst))
    except LookupError as fout:
        raise ValueError(NIET_GEVONDEN) from fout
    match antwoord:
        case Gevonden(_, rijen):
            return rijen
        case Kiezen((vraag,), opties, precies=True):
            return _een(opties, vraag.achter)
        case KiesNummer():
            raise ValueError("dit huisnummer staat niet in het register")
    raise ValueError("het adres staat er niet precies zo in, of er past meer dan één")


def _een(opties: tuple[Rijen, ...], achter: str) -> Rijen:
    """The one with exactly this after its number. Raises ValueError with the reason."""
    passend = [rijen for rijen in opties if rijen[0].achter == achter]
    if len(passend) != 1:
        raise ValueError("meer dan één adres past" if passend else NIET_GEVONDEN)
    return passend[0]


def _toets(gebied: GebiedStore, rijen: Rijen, peildatum: date) -> Velden:
    """The new fields of one row. Raises ValueError, with the reason, unless one uitkomst fits."""
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
