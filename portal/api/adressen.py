"""What people type as an address: the address, or what there is to choose from."""

from flask import Response
from flask_babel import lazy_gettext as _l

from portal import services
from portal.adressen.vraag import Straatvraag
from portal.adressen.zoeken import (
    Antwoord,
    Bedoelt,
    Gevonden,
    KiesNummer,
    KiesStraat,
    Kiezen,
    PostcodeOnbekend,
    Rijen,
    StraatOnbekend,
    zoek,
)
from portal.api.blauwdruk import antwoord, bp
from portal.api.oordeelvorm import Vorm, adres_vorm
from portal.api.sleutelplicht import tel
from portal.api.vraag import lees_body, lees_query, van_form, weiger
from portal.web.access import API, access
from portal.zelfcheck.adresform import AdresForm
from portal.zelfcheck.keuze import toon
from portal.zelfcheck.vervolg import waarom_niet

MELDINGEN = {
    "gevonden": _l("Dit adres is gevonden."),
    "kies-adres": _l("Er past meer dan één adres. Kies er een."),
    "kies-nummer": _l("Dit nummer is er niet, of ontbreekt. Kies een nummer."),
    "kies-straat": _l("Er past meer dan één straat. Kies er een."),
    "te-veel": _l("Er passen te veel straten. Typ ook de plaats, of de postcode."),
    "bedoelt-u": _l("Deze postcode bestaat niet. Bedoelt u wat in zoekregels staat?"),
}


@bp.post("/adressen/_zoek")
@access(API)
def zoek_adres() -> Response:
    """By what was typed. Nothing is picked for whoever lives there."""
    tel()
    lees_query()
    form = AdresForm(data=lees_body({"adres": str}, ["adres"]))
    regel = form.lees()
    weiger(van_form(form))
    bron = services.zelfcheck().bron
    try:
        return antwoord(_vorm(zoek(bron, regel))) if regel else antwoord({})
    except (PostcodeOnbekend, StraatOnbekend) as fout:
        zin = waarom_niet(bron, fout, form.getypt)
        return antwoord(_keuze("niet-gevonden", melding=str(zin)))


def _vorm(gevonden: Antwoord) -> Vorm:
    match gevonden:
        case Gevonden(_, rijen):
            return _keuze("gevonden" if len(rijen) == 1 else "kies-adres", adressen=(rijen,))
        case Kiezen(_, opties):
            return _keuze("kies-adres", adressen=opties)
        case KiesNummer(vraag, nummers):
            return _keuze("kies-nummer", nummers=nummers, zoekregels=(toon(vraag),))
        case KiesStraat(()):
            return _keuze("te-veel")
        case KiesStraat(vragen):
            return _keuze("kies-straat", straten=vragen)
        case Bedoelt(vraag):
            return _keuze("bedoelt-u", zoekregels=(toon(vraag),))


def _keuze(
    soort: str,
    *,
    adressen: tuple[Rijen, ...] = (),
    nummers: tuple[int, ...] = (),
    straten: tuple[Straatvraag, ...] = (),
    zoekregels: tuple[str, ...] = (),
    melding: str = "",
) -> Vorm:
    """`zoekregels`: what to search for next; of a street, with the number that was typed."""
    return {
        "soort": soort,
        "melding": melding or str(MELDINGEN[soort]),
        "adressen": [adres_vorm(rij) for rijen in adressen for rij in rijen],
        "nummers": nummers,
        "straten": [
            {
                "straat": vraag.plek.naam,
                "woonplaats": vraag.plek.woonplaats,
                "gemeente": vraag.plek.gemeente,
                "zoekregel": toon(vraag),
            }
            for vraag in straten
        ],
        "zoekregels": zoekregels,
    }
