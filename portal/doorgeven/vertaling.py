"""A terugbelverzoek in the words of Open Klant: what each step sends.

Nothing is longer than Open Klant takes: it is cut, with a sign that it was. The moment has no field
there, so it stands in words in the toelichting and as ISO times in the metadata.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from portal.clock import to_text
from portal.terugbellen.waarden.telefoon import toon_telefoon
from portal.terugbellen.waarden.verzoek import (
    Gegevens,
    Gesprekstaal,
    MeeAdres,
    Onderwerp,
    Status,
    Verzoek,
)
from portal.terugbellen.waarden.weergave import tijdvak as toon_tijdvak

ONDERWERP = "Terugbelverzoek Duurzaam herstel"
HANDELING = "Contact opnemen met betrokkene"
NIET_MEER = "Niet meer bellen: het verzoek is ingetrokken of afgehandeld"
AFGEKAPT = "…"
# ISO 639-2 has no code for Gronings; the toelichting says it.
TALEN = {Gesprekstaal.NEDERLANDS: "nld", Gesprekstaal.GRONINGS: "nld", Gesprekstaal.ENGELS: "eng"}
TAALZIN = {
    Gesprekstaal.GRONINGS: "Praat het liefst Gronings.",
    Gesprekstaal.ENGELS: "Praat Engels.",
}
WAAROVER = {
    Onderwerp.UITKOMST: "de uitkomst van de zelfcheck",
    Onderwerp.VERDER: "hoe het verder gaat",
    Onderwerp.SCHADE: "schade",
    Onderwerp.VERSTERKING: "versterking",
    Onderwerp.DOSSIER: "een dossier dat al loopt",
    Onderwerp.HUUR: "een huurhuis",
    Onderwerp.KLOPT_NIET: "er klopt iets niet",
    Onderwerp.ANDERS: "iets anders",
}
UITKOMSTEN = {
    "binnen": "in het kerngebied",
    "grensgeval": "op de grens",
    "buiten": "niet in het kerngebied",
}
# The parts of a stored address: see `zelfcheck.verwijzing`. Only one of PDOK has its id.
_NUMMERAANDUIDING, _VAN_PDOK = 7, (12, 13)

Inhoud = dict[str, Any]
Uuids = Mapping["Etappe", str]


class Etappe(StrEnum):
    """What is made there, in this order: the next one names the uuid of an earlier one."""

    KLANTCONTACT = "klantcontact"
    BETROKKENE = "betrokkene"
    TELEFOON = "telefoon"
    EMAIL = "email"
    TAAK = "taak"


PADEN = {
    Etappe.KLANTCONTACT: "klantcontacten",
    Etappe.BETROKKENE: "betrokkenen",
    Etappe.TELEFOON: "digitaleadressen",
    Etappe.EMAIL: "digitaleadressen",
    Etappe.TAAK: "internetaken",
}


def kort(tekst: str, lengte: int) -> str:
    """At most so long."""
    return tekst if len(tekst) <= lengte else tekst[: lengte - 1] + AFGEKAPT


@dataclass(frozen=True, slots=True)
class Opdracht:
    """What is to stand there. `nummer`: the referentienummer; `merk`: how we know it is ours."""

    verzoek: Verzoek
    kanaal: str
    nummer: str
    merk: str


def inhoud(stap: Etappe, opdracht: Opdracht, uuids: Uuids) -> Inhoud | None:
    """What this step says, or None when there is nothing to say. The same for the same request."""
    return _INHOUD[stap](opdracht, uuids)


def _klantcontact(opdracht: Opdracht, _uuids: Uuids) -> Inhoud:
    verzoek, gegevens = opdracht.verzoek, opdracht.verzoek.gegevens
    return {
        "referentienummer": opdracht.nummer,
        "kanaal": opdracht.kanaal,
        "onderwerp": ONDERWERP,
        "inhoud": kort(gegevens.opmerking, 1000),
        "taal": TALEN[gegevens.gesprekstaal],
        "vertrouwelijk": False,
        "plaatsgevondenOp": to_text(verzoek.gemaakt_op),
        "metadata": {
            "merk": opdracht.merk,
            "bellenVanaf": to_text(verzoek.tijdvak.begin),
            "bellenTot": to_text(verzoek.tijdvak.eind),
        },
    }


def _betrokkene(opdracht: Opdracht, uuids: Uuids) -> Inhoud:
    gegevens = opdracht.verzoek.gegevens
    return {
        "hadKlantcontact": {"uuid": uuids[Etappe.KLANTCONTACT]},
        "wasPartij": None,
        "rol": "klant",
        "initiator": True,
        "contactnaam": {"achternaam": kort(gegevens.ander_naam or gegevens.naam, 200)},
        "bezoekadres": _bezoekadres(gegevens.adres) if gegevens.adres else None,
    }


def _bezoekadres(adres: MeeAdres) -> Inhoud:
    if len(adres.delen) in _VAN_PDOK:
        return {"nummeraanduidingId": str(adres.delen[_NUMMERAANDUIDING])}
    return {"adresregel1": kort(adres.regel_1, 80), "adresregel2": kort(adres.regel_2, 80)}


def _telefoon(opdracht: Opdracht, uuids: Uuids) -> Inhoud:
    return {
        "adres": opdracht.verzoek.gegevens.telefoon,
        "soortDigitaalAdres": "telefoonnummer",
        "omschrijving": "Telefoonnummer",
        "verstrektDoorBetrokkene": {"uuid": uuids[Etappe.BETROKKENE]},
        "verstrektDoorPartij": None,
    }


def _email(opdracht: Opdracht, uuids: Uuids) -> Inhoud | None:
    email = opdracht.verzoek.gegevens.email
    if not email or len(email) > 80:  # a mail address that is cut is another one
        return None
    eigen = {"adres": email, "soortDigitaalAdres": "email", "omschrijving": "E-mail"}
    return _telefoon(opdracht, uuids) | eigen


def _taak(opdracht: Opdracht, uuids: Uuids) -> Inhoud:
    is_open = opdracht.verzoek.status is Status.OPEN
    return {
        "referentienummer": opdracht.nummer,
        "gevraagdeHandeling": HANDELING if is_open else NIET_MEER,
        "aanleidinggevendKlantcontact": {"uuid": uuids[Etappe.KLANTCONTACT]},
        "toelichting": kort(toelichting(opdracht.verzoek), 1000),
        "status": "te_verwerken" if is_open else "verwerkt",
    }


_INHOUD: dict[Etappe, Callable[[Opdracht, Uuids], Inhoud | None]] = {
    Etappe.KLANTCONTACT: _klantcontact,
    Etappe.BETROKKENE: _betrokkene,
    Etappe.TELEFOON: _telefoon,
    Etappe.EMAIL: _email,
    Etappe.TAAK: _taak,
}


def toelichting(verzoek: Verzoek) -> str:
    """What whoever phones must know, in sentences; what matters most first."""
    gegevens, wanneer = verzoek.gegevens, toon_tijdvak(verzoek.tijdvak)
    if verzoek.status is not Status.OPEN:
        wie = "de bewoner" if verzoek.status is Status.INGETROKKEN else "onze helpdesk"
        return f"Niet meer bellen: {wie} sloot dit verzoek. Afgesproken was {wanneer}."
    zinnen = (f"Bel op {wanneer}.", *_over_wie(gegevens), *_hoe(gegevens), *_waarover(gegevens))
    return " ".join(zinnen)


def _over_wie(gegevens: Gegevens) -> tuple[str, ...]:
    nummer = f"Telefoon: {toon_telefoon(gegevens.telefoon)}."
    if not gegevens.ander_naam:
        return (nummer,)
    relatie = f" ({gegevens.ander_relatie})" if gegevens.ander_relatie else ""
    return (
        f"Vraag naar {gegevens.ander_naam}{relatie}; {gegevens.naam} vroeg om dit gesprek.",
        nummer,
    )


def _hoe(gegevens: Gegevens) -> tuple[str, ...]:
    inspreken = "Inspreken mag." if gegevens.inspreken else "Niet inspreken."
    wensen = {
        "Wil liever een bericht dan een gesprek.": gegevens.tekst,
        "Praat graag wat langzamer.": gegevens.rustig,
    }
    taal = TAALZIN.get(gegevens.gesprekstaal, "")
    return (*filter(None, (inspreken, taal)), *(zin for zin, wil in wensen.items() if wil))


def _waarover(gegevens: Gegevens) -> tuple[str, ...]:
    zinnen = []
    if gegevens.onderwerpen:
        zinnen.append(f"Waarover: {', '.join(WAAROVER[o] for o in gegevens.onderwerpen)}.")
    if adres := gegevens.adres:
        toen = UITKOMSTEN.get(adres.uitkomst, "onbekend")
        zinnen.append(f"Adres: {adres.regel_1}, {adres.regel_2}; uitkomst toen: {toen}.")
    return tuple(zinnen)
