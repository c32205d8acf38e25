"""A call is written down: whether it may be, and whether it ends the request.

In the caller's transaction.
"""

from datetime import datetime

from sqlite_utils import Database

from portal.clock import to_text
from portal.terugbellen import dossier, verzoekrij
from portal.terugbellen.behandeling import (
    MAX_VERGEEFS,
    SLUIT,
    VERGEEFS,
    Gesprek,
    Resultaat,
    tel_vergeefs,
)
from portal.terugbellen.verzoek import Sluitreden, Verzoek


class GenoegGeprobeerd(Exception):
    """The last of MAX_VERGEEFS calls ends the request: no next one can be planned."""


class BuitenTijdvak(Exception):
    """The tijdvak has not begun, and the colleague did not say to know that."""


def reden(db: Database, verzoek: Verzoek, gesprek: Gesprek, nu: datetime) -> Sluitreden | None:
    """Why this call ends the request, or None. Raises BuitenTijdvak, GenoegGeprobeerd."""
    te_vroeg = nu < verzoek.tijdvak.begin and gesprek.resultaat is not Resultaat.BERICHT
    if te_vroeg and not gesprek.buiten_mag:
        raise BuitenTijdvak
    keren = [(p.op, p.resultaat) for p in dossier.pogingen(db, verzoek) if p.nu]
    if reden := SLUIT.get(gesprek.resultaat):
        return reden
    if gesprek.resultaat not in VERGEEFS:
        return None
    if tel_vergeefs([*keren, (nu, gesprek.resultaat)]) < MAX_VERGEEFS:
        return None
    if gesprek.opnieuw:
        raise GenoegGeprobeerd
    return Sluitreden.NIET_BEREIKT


def schrijf(db: Database, verzoek: Verzoek, gesprek: Gesprek, *, wie: int, nu: datetime) -> None:
    """Writes the call down; who phones has the request, if nobody had."""
    buiten = not verzoek.tijdvak.begin <= nu < verzoek.tijdvak.eind
    verwezen = " ".join(gesprek.verwezen)
    db.execute(
        "insert into poging (verzoek, op, medewerker, resultaat, ronde, buiten, verwezen)"
        " select id, ?, ?, ?, ronde, ?, ? from verzoek where id = ?",
        [to_text(nu), wie, gesprek.resultaat.value, buiten, verwezen, verzoek.id],
    )
    verzoekrij.wijzig(db, verzoek, medewerker=verzoek.medewerker or wie)
