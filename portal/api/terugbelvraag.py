"""A request to be phoned, as a program sends it: JSON to the form of the site, and its errors back.

The form has the rules and the sentences; here is only which member is which field.
"""

from base64 import urlsafe_b64encode
from datetime import datetime
from typing import Any

from flask import request
from flask_babel import lazy_gettext as _l

from portal.api.oordeelvraag import PLAATSEN, lees_keuzes, lees_plaats
from portal.api.vraag import kameel
from portal.crypto.vault import Vault
from portal.terugbellen.formulieren.belform import JA
from portal.terugbellen.formulieren.terugbelform import NEE, TerugbelForm
from portal.terugbellen.waarden.verzoek import Gesprekstaal, MeeAdres, Onderwerp
from portal.web.problem import Flaw, Problem
from portal.zelfcheck.beoordeeld import Doorverwijzing
from portal.zelfcheck.diensten import Diensten
from portal.zelfcheck.meeadres import mee_adres
from rules import Punt

TEKSTEN = (
    "naam", "telefoon", "tijdvak", "email", "opmerking", "gesprekstaal", "ander_naam",
    "ander_relatie",
)  # fmt: skip
JA_NEE = ("inspreken", "rustig", "tekst")
WAAR = {naam: soort for naam, soort in PLAATSEN.items() if soort is str}
VORM = {
    **{kameel(naam): str for naam in TEKSTEN},
    **dict.fromkeys(JA_NEE, bool),
    "onderwerpen": list,
    "antwoorden": dict,
    **WAAR,
}
KOP = "Idempotency-Key"
MAX_KOP = 255
GEEN_KOP = _l("Stuur een eigen, unieke tekst mee. Zo komt een verzoek maar één keer binnen.")
GEEN_ONDERWERP = _l("Dit onderwerp kennen wij niet.")
GEEN_MAIL = _l("Deze site stuurt geen mail. Laat dit weg.")
EEN_ADRES = _l("Stuur adres of nummeraanduidingId, niet allebei.")
LATER_OF_ZONDER = _l(
    "Wij kunnen dit adres nu niet opzoeken. Stuur het verzoek later nog eens, of zonder adres."
)
GEEN_ADRES = _l("Stuur bij antwoorden ook het adres mee.")


def lees_uids(kluis: Vault, afnemer_id: int) -> tuple[tuple[str, ...], list[Flaw]]:
    """What the request of this Idempotency-Key is called, under each of our keys, the newest first;
    or what is wrong with it.

    Only its keyed hash: a program may take somebody's number for it.
    """
    kop = request.headers.get(KOP, "")
    if not 1 <= len(kop) <= MAX_KOP:
        return (), [Flaw("header", KOP, "ontbreekt", GEEN_KOP)]
    hashes = kluis.hashes("idempotentie", f"{afnemer_id}|{kop}")
    return tuple(urlsafe_b64encode(hash_).rstrip(b"=").decode() for hash_ in hashes), []


def maak_form(body: dict[str, Any]) -> TerugbelForm:
    """With what was sent in its fields."""
    data: dict[str, Any] = {naam: body.get(kameel(naam), "") for naam in (*TEKSTEN, *JA_NEE)}
    data["gesprekstaal"] = data["gesprekstaal"] or Gesprekstaal.NEDERLANDS.value
    data["inspreken"] = {True: JA, False: NEE}.get(body.get("inspreken", ""), "")
    return TerugbelForm(data=data | {"onderwerpen": body.get("onderwerpen", [])})


def nog_meer_fouten(body: dict[str, Any], *, met_mail: bool) -> list[Flaw]:
    """What a page does not let anybody fill in, and so its form does not check."""
    fouten = []
    if any(onderwerp not in [*Onderwerp] for onderwerp in body.get("onderwerpen", [])):
        fouten.append(Flaw("body", "/onderwerpen", "keuze", GEEN_ONDERWERP))
    if body.get("email") and not met_mail:
        fouten.append(Flaw("body", "/email", "kan-niet", GEEN_MAIL))
    if "antwoorden" in body and not _heeft_adres(body):
        fouten.append(Flaw("body", "/antwoorden", "adres", GEEN_ADRES))
    return fouten


def lees_adres(
    diensten: Diensten, body: dict[str, Any], nu: datetime
) -> tuple[MeeAdres | None, list[Flaw]]:
    """The address that goes along, with its uitkomst of today; or what is wrong with it.

    Raises Problem (503), and OpzoekenKanNiet, GebiedOnleesbaar.
    """
    if not _heeft_adres(body):
        return None, []
    if all(naam in body for naam in WAAR):
        return None, [Flaw("body", "/adres", "dubbel", EEN_ADRES)]
    vraag = {naam: body[naam] for naam in (*WAAR, "antwoorden") if naam in body}
    try:
        keuzes, rijen = lees_keuzes(vraag), lees_plaats(diensten.bron, vraag)
    except Problem as probleem:
        if probleem.code == 503:
            raise Problem(503, LATER_OF_ZONDER) from probleem
        return None, list(probleem.flaws) or [Flaw("body", "/adres", "adres", probleem.detail)]
    assert not isinstance(rijen, Punt)  # noqa: S101 - WAAR has no place
    kenmerk = diensten.verwijzer.uitkomst(rijen[0], met_punt=True)
    mee = mee_adres(diensten, diensten.verwijzer.met_keuzes(kenmerk, keuzes), nu)
    if isinstance(mee, Doorverwijzing):
        raise Problem(503)  # the register was replaced just now
    return mee, []


def _heeft_adres(body: dict[str, Any]) -> bool:
    return any(naam in body for naam in WAAR)
