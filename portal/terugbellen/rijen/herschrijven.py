"""Requests that are written again: with another key, or since an older version of the site did."""

from contextlib import suppress

from portal.crypto.vault import Vault, VaultError
from portal.storage.connection import Connection
from portal.storage.database import PortalDatabase
from portal.storage.rows import update
from portal.terugbellen.rijen import concept, notities, verzoekrij, verzoeksleutel, zoeken

STAPEL = 100  # in one transaction: a resident who files something waits some tens of ms


def herschrijf(db: Connection, kluis: Vault, id_: int) -> None:
    """Gives it a fresh key, and writes all of it again. No change of the request: same versie.

    Raises VaultError; then nothing was written.
    """
    for verzoek in verzoekrij.lees(db, kluis, "id = ?", [id_]):
        oud = verzoeksleutel.van(db, kluis, id_, verzoek.uid)
        opgeslagen = verzoeksleutel.nieuw(kluis, verzoek.uid)
        nieuw = verzoeksleutel.open_(kluis, opgeslagen, verzoek.uid)
        teksten = {
            "notitie": notities.opnieuw(db, verzoek, oud, nieuw),
            "concept": concept.opnieuw(db, verzoek, oud, nieuw),
        }
        kolommen = verzoekrij.versleuteld(kluis, nieuw, verzoek.uid, verzoek.gegevens, verzoek.code)
        update(db, "verzoek", id_, kolommen)
        for tabel, rijen in teksten.items():
            for rij, tekst in rijen:
                update(db, tabel, rij, {"tekst": tekst})
        verzoeksleutel.zet(db, id_, opgeslagen)
        zoeken.zet(db, kluis, id_, verzoek.gegevens, verzoek.code)


def werk_bij(bestand: PortalDatabase, kluis: Vault) -> None:
    """Gives each request of an earlier version a key of its own, and the words to search by.

    At every start, also that of a command: what an older site still filed is found soon. A request
    that none of our keys opens waits for its key. Raises StorageUnavailable.
    """
    vraag = f"select id from verzoek where zoekversie < ? or {verzoeksleutel.VAN_VERZOEK} is null"  # noqa: S608 - our own
    with bestand.read() as db:
        ids = [id_ for (id_,) in db.execute(vraag, [zoeken.VERSIE])]
    for begin in range(0, len(ids), STAPEL):
        with bestand.write() as db:
            for id_ in ids[begin : begin + STAPEL]:
                with suppress(VaultError):
                    herschrijf(db, kluis, id_)
