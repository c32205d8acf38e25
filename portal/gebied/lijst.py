"""Reads an area that is a CSV of addresses: nummeraanduiding_id, or postcode and huisnummer, or a
whole address in one column.

The list is the whole area: an address that is not on it is outside. So one unreadable row refuses
the file; left out, it would tell somebody "buiten".
"""

from itertools import islice
from pathlib import Path

from portal.adressen.adresregel import lees_adresregel
from portal.adressen.invoer import lees_huisnummer, lees_postcode
from portal.adressen.laden.csvbron import HEEL_ADRES, KOLOMMEN, kolommen_van, open_csv
from portal.adressen.laden.rij import BestandFout
from portal.adressen.vraag import Zoekvraag
from portal.gebied.gebied import Adreslijst, Gebiedsoort, Lijstregel, Sleutel, adres_sleutel

NUMMER = "nummeraanduiding_id"
ADRES = ("postcode", "huisnummer", "huisletter", "toevoeging")
MAX_REGELS = 1_000_000  # the province has 330,000 addresses; all of it stands in memory
GENOEMD = 5  # how many unreadable rows a message names


def lees_lijst(pad: Path) -> Adreslijst:
    """A column nummeraanduiding_id takes precedence over the others. Raises BestandFout."""
    with open_csv(pad) as (kop, lezer, _):
        soort, plek = _vind_kolommen(kop, pad)
        gevuld = (Lijstregel(lezer.line_num + 1, velden) for velden in lezer if velden)
        rijen = list(islice(gevuld, MAX_REGELS + 1))
        if len(rijen) > MAX_REGELS:
            raise BestandFout(f"{pad.name} heeft meer dan {MAX_REGELS} regels")
    regels: dict[Sleutel, Lijstregel] = {}
    onleesbaar = []
    for regel in rijen:
        try:
            regels[_lees_sleutel(soort, regel.velden, plek, len(kop))] = regel
        except ValueError as fout:  # an InvoerFout too: its reason reads as words
            onleesbaar.append(f"regel {regel.nummer}: {str(fout).replace('_', ' ')}")
    if onleesbaar:
        raise BestandFout(
            f"{pad.name}: onleesbare regels: {len(onleesbaar)} ({'; '.join(onleesbaar[:GENOEMD])})."
            " De lijst is het hele gebied, dus er mag geen regel ontbreken."
            " Verbeter ze, of haal ze zelf weg"
        )
    if not regels:
        raise BestandFout(f"{pad.name}: er staat geen enkel adres in")
    return Adreslijst(soort, regels)


def _vind_kolommen(kop: list[str], pad: Path) -> tuple[Gebiedsoort, list[int | None]]:
    namen = kolommen_van(kop, pad)
    if NUMMER in namen:
        return Gebiedsoort.NUMMERS, [namen[NUMMER]]
    plek = [next((namen[naam] for naam in KOLOMMEN[ons] if naam in namen), None) for ons in ADRES]
    if plek[0] is not None and plek[1] is not None:
        return Gebiedsoort.ADRESSEN, plek
    if HEEL_ADRES in namen:
        return Gebiedsoort.ADRESSEN, [namen[HEEL_ADRES]]
    raise BestandFout(
        f"{pad.name} is geen GeoJSON of GeoPackage, en voor een lijst mist een kolom {NUMMER},"
        f" of postcode en huisnummer, of {HEEL_ADRES}. De eerste regel is: {','.join(kop)[:100]}"
    )


def _lees_sleutel(
    soort: Gebiedsoort, velden: list[str], plek: list[int | None], breedte: int
) -> Sleutel:
    """Raises ValueError with the reason."""
    if len(velden) != breedte:
        raise ValueError(f"{len(velden)} velden in plaats van {breedte}")
    gezocht = ["" if p is None else velden[p].strip() for p in plek]
    if soort is Gebiedsoort.NUMMERS:
        return (_lees_nummer(gezocht[0]),)
    if len(gezocht) == 1:
        return adres_sleutel(_lees_heel(gezocht[0]))
    postcode, nummer, letter, toevoeging = gezocht
    vraag = Zoekvraag(lees_postcode(postcode), *lees_huisnummer(nummer, letter + toevoeging))
    return adres_sleutel(vraag)


def _lees_heel(tekst: str) -> Zoekvraag:
    """An address in one column. Only one that can be read in one way: nobody is there to choose."""
    regel = lees_adresregel(tekst)
    eerste, *andere = regel.lezingen
    if not regel.postcode or not eerste.huisnummer:
        raise ValueError("geen postcode met een huisnummer")
    if any(lezing.huisnummer == eerste.huisnummer for lezing in andere):  # 12 Ee, or 12-EE
        raise ValueError("op meer dan één manier te lezen; zet postcode en nummer apart")
    return Zoekvraag(regel.postcode, eerste.huisnummer, eerste.achter)


def _lees_nummer(tekst: str) -> int:
    """Spreadsheets drop leading zeros; every id of the city of Groningen (0014) has two."""
    vol = tekst.zfill(16)
    if not (len(vol) == 16 and vol.isascii() and vol.isdecimal()):
        raise ValueError("het nummer heeft geen 16 cijfers")
    if vol[4:6] != "20":
        raise ValueError("geen nummeraanduiding, want het vijfde en zesde cijfer zijn niet 20")
    return int(vol)
