"""A call is written down: whether it may be, and whether it ends the request.

In the caller's transaction.
"""

from datetime import datetime

from portal.clock import to_text
from portal.crypto.vault import Vault
from portal.storage import audit_log
from portal.storage.audit_log import Action
from portal.storage.connection import Connection
from portal.terugbellen.overzichten import dossier
from portal.terugbellen.rijen import verzoekrij, weektelling
from portal.terugbellen.rijen.weektelling import Telsoort
from portal.terugbellen.waarden.behandeling import (
    MAX_VERGEEFS,
    SLUIT,
    VERGEEFS,
    Gesprek,
    Resultaat,
    tel_vergeefs,
)
from portal.terugbellen.waarden.verzoek import Sluitreden, Status, Verzoek

# A promise of another desk is not ours to break.
NIETS_BELOOFD = frozenset({Sluitreden.DUBBEL, Sluitreden.GEEN_VRAAG, Sluitreden.ELDERS})


class GenoegGeprobeerd(Exception):
    """The last of MAX_VERGEEFS calls ends the request: no next one can be planned."""


class BuitenTijdvak(Exception):
    """The tijdvak has not begun, and the colleague did not say to know that."""


def reden(db: Connection, verzoek: Verzoek, gesprek: Gesprek, nu: datetime) -> Sluitreden | None:
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


def schrijf(db: Connection, verzoek: Verzoek, gesprek: Gesprek, *, wie: int, nu: datetime) -> None:
    """Writes the call down; who phones has the request, if nobody had."""
    buiten = not verzoek.tijdvak.begin <= nu < verzoek.tijdvak.eind
    verwezen = " ".join(gesprek.verwezen)
    db.execute(
        "insert into poging (verzoek, op, medewerker, resultaat, ronde, buiten, verwezen)"
        " select id, ?, ?, ?, ronde, ?, ? from verzoek where id = ?",
        [to_text(nu), wie, gesprek.resultaat.value, buiten, verwezen, verzoek.id],
    )
    verzoekrij.wijzig(db, verzoek, medewerker=verzoek.medewerker or wie)


def sluit(
    db: Connection, kluis: Vault, verzoek: Verzoek, reden: Sluitreden, door: str, nu: datetime
) -> None:
    """Closes it, and counts why; with its line in the log. `door`: who, as the log names them."""
    if reden not in NIETS_BELOOFD:
        weektelling.breek(db, [verzoek.id], nu)
    weektelling.tel(db, Telsoort.GESLOTEN, reden.value, nu)
    dicht = {"status": Status.GESLOTEN.value, "sluitreden": reden.value, "gesloten_op": nu}
    verzoekrij.sluit(db, kluis, verzoek, **dicht)
    audit_log.write(db, Action.VERZOEK_GESLOTEN, who=door, at=nu, about=verzoek.uid)
