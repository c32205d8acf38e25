"""Reads all that colleagues see of one request. In the caller's transaction; writes nothing."""

from datetime import datetime, timedelta

from sqlite_utils import Database

from portal.clock import from_text, later, to_text
from portal.crypto.vault import Vault
from portal.storage import audit_log
from portal.terugbellen import misgeraden, verzoekrij
from portal.terugbellen.behandeling import Collega, Dossier, Kijker, Notitie, Poging, Resultaat
from portal.terugbellen.verzoek import Verzoek

KIJKT_NOG = timedelta(minutes=2)  # after the page was loaded


def notitieplek(uid: str, notitie_id: int) -> str:
    """Where a note stands, for the kluis."""
    return f"notitie:{uid}:{notitie_id}"


def lees(db: Database, kluis: Vault, verzoek: Verzoek, *, wie: int, nu: datetime) -> Dossier:
    """All of it. `wie` is looking, so is not one of the `kijkers`. Raises VaultError."""
    return Dossier(
        verzoek=verzoek,
        pogingen=pogingen(db, verzoek),
        notities=notities(db, kluis, verzoek),
        kijkers=_kijkers(db, verzoek, wie, nu),
        ook_gevraagd=_ook_gevraagd(db, kluis, verzoek),
        collegas=collegas(db),
        log=audit_log.lines_about(db, verzoek.uid),
        code_dicht=misgeraden.is_dicht(db, verzoek),
    )


def collegas(db: Database) -> tuple[Collega, ...]:
    """Everybody who ever had an account, by name."""
    rijen = db.execute("select id, naam, gesloten_op is null from medewerker order by naam")
    return tuple(Collega(id_, naam, bool(is_open)) for id_, naam, is_open in rijen.fetchall())


def pogingen(db: Database, verzoek: Verzoek) -> tuple[Poging, ...]:
    """Every call, the oldest first."""
    rijen = db.execute(
        "select p.op, m.naam, p.resultaat, p.ronde = v.ronde from poging p"
        " join medewerker m on m.id = p.medewerker join verzoek v on v.id = p.verzoek"
        " where v.id = ? order by p.id",
        [verzoek.id],
    ).fetchall()
    return tuple(Poging(from_text(op), wie, Resultaat(wat), bool(nu)) for op, wie, wat, nu in rijen)


def notities(db: Database, kluis: Vault, verzoek: Verzoek) -> tuple[Notitie, ...]:
    """The notes, the newest first, each with its older versions."""
    rijen = db.execute(
        "select n.id, n.op, m.naam, n.tekst, n.vervangt from notitie n"
        " join medewerker m on m.id = n.medewerker where n.verzoek = ? order by n.id",
        [verzoek.id],
    )
    stand: dict[int, Notitie] = {}
    for id_, op, naam, gesloten, vervangt in rijen.fetchall():
        tekst = kluis.decrypt(gesloten, notitieplek(verzoek.uid, id_)).decode()
        vorige = stand.pop(vervangt, None)
        eerder = (vorige, *vorige.eerder) if vorige else ()
        stand[id_] = Notitie(id_, from_text(op), naam, tekst, eerder)
    return tuple(reversed(stand.values()))


def _kijkers(db: Database, verzoek: Verzoek, wie: int, nu: datetime) -> tuple[Kijker, ...]:
    rijen = db.execute(
        "select m.naam, k.op from kijker k join medewerker m on m.id = k.medewerker"
        " where k.verzoek = ? and k.medewerker <> ? and k.op > ? order by k.op desc",
        [verzoek.id, wie, to_text(later(nu, -KIJKT_NOG))],
    ).fetchall()
    return tuple(Kijker(naam, from_text(op)) for naam, op in rijen)


def _ook_gevraagd(db: Database, kluis: Vault, verzoek: Verzoek) -> tuple[Verzoek, ...]:
    waar, hashes = verzoekrij.met_hash("telefoon", kluis, verzoek.gegevens.telefoon)
    waar = f"{waar} and id <> ?"
    return tuple(verzoekrij.lees_leesbare(db, kluis, waar, [*hashes, verzoek.id])[0])
