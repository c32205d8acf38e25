"""The notes with a request, encrypted, each at a place of its own. In the caller's transaction."""

from datetime import datetime

from portal.clock import from_text, to_text
from portal.crypto.vault import Cipher, Vault
from portal.storage.connection import Connection
from portal.storage.rows import update
from portal.terugbellen.rijen import verzoeksleutel
from portal.terugbellen.waarden.behandeling import Notitie
from portal.terugbellen.waarden.verzoek import Verzoek


class NotitieVervangen(Exception):
    """Somebody wrote a newer version of this note meanwhile, or it is of another request."""


def plek(uid: str, notitie_id: int) -> str:
    """Where a note stands, for the kluis."""
    return f"notitie:{uid}:{notitie_id}"


def lees(db: Connection, kluis: Vault, verzoek: Verzoek) -> tuple[Notitie, ...]:
    """The notes, the newest first, each with its older versions. Raises VaultError."""
    rijen = db.execute(
        "select n.id, n.op, m.naam, n.tekst, n.vervangt from notitie n"
        " join medewerker m on m.id = n.medewerker where n.verzoek = ? order by n.id",
        [verzoek.id],
    )
    sleutel = verzoeksleutel.van(db, kluis, verzoek.id, verzoek.uid)
    stand: dict[int, Notitie] = {}
    for id_, op, naam, gesloten, vervangt in rijen.fetchall():
        tekst = sleutel.decrypt(gesloten, plek(verzoek.uid, id_)).decode()
        vorige = stand.pop(vervangt, None)
        eerder = (vorige, *vorige.eerder) if vorige else ()
        stand[id_] = Notitie(id_, from_text(op), naam, tekst, eerder)
    return tuple(reversed(stand.values()))


def schrijf(
    db: Connection,
    kluis: Vault,
    verzoek: Verzoek,
    tekst: str,
    *,
    wie: int,
    nu: datetime,
    vervangt: int | None = None,
) -> None:
    """Writes a note, or a newer version of one."""
    # Its id is part of where the note stands, and is known once there is a row.
    ((id_,),) = db.execute(
        "insert into notitie (verzoek, op, medewerker, tekst, vervangt)"
        " values (?, ?, ?, ?, ?) returning id",
        [verzoek.id, to_text(nu), wie, b"", vervangt],
    ).fetchall()
    sleutel = verzoeksleutel.van(db, kluis, verzoek.id, verzoek.uid)
    gesloten = sleutel.encrypt(tekst.encode(), plek(verzoek.uid, id_))
    update(db, "notitie", id_, {"tekst": gesloten})


def opnieuw(
    db: Connection, verzoek: Verzoek, oud: Cipher, nieuw: Cipher
) -> list[tuple[int, bytes]]:
    """Each note of this request (its id, and its text) with another key. Raises VaultError."""
    rijen = db.execute("select id, tekst from notitie where verzoek = ?", [verzoek.id]).fetchall()
    plekken = ((id_, tekst, plek(verzoek.uid, id_)) for id_, tekst in rijen)
    return [(id_, nieuw.encrypt(oud.decrypt(tekst, p), p)) for id_, tekst, p in plekken]
