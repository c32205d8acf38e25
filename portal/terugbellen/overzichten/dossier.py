"""Reads all that colleagues see of one request. In the caller's transaction; writes nothing."""

from datetime import datetime, timedelta

from portal.clock import around, from_text, later, to_text
from portal.crypto.vault import Vault
from portal.storage import audit_log
from portal.storage.connection import Connection
from portal.terugbellen.rijen import concept, misgeraden, notities, verzoekrij
from portal.terugbellen.waarden.behandeling import (
    Collega,
    Dossier,
    Kijker,
    Poging,
    Resultaat,
    Verwezen,
)
from portal.terugbellen.waarden.verzoek import Verzoek

KIJKT_NOG = timedelta(minutes=2)  # after the page was loaded


def lees(db: Connection, kluis: Vault, verzoek: Verzoek, *, wie: int, nu: datetime) -> Dossier:
    """All of it. `wie` is looking, so is not one of the `kijkers`. Raises VaultError."""
    return Dossier(
        verzoek=verzoek,
        pogingen=pogingen(db, verzoek),
        notities=notities.lees(db, kluis, verzoek),
        concept=concept.lees(db, kluis, verzoek, wie),
        kijkers=kijkers(db, verzoek, wie, nu)[0],
        ook_gevraagd=_ook_gevraagd(db, kluis, verzoek),
        collegas=collegas(db),
        log=audit_log.lines_about(db, verzoek.uid),
        code_dicht=misgeraden.is_dicht(db, verzoek),
    )


def collegas(db: Connection) -> tuple[Collega, ...]:
    """Everybody who ever had an account, by name."""
    rijen = db.execute(
        "select id, naam, gesloten_op is null and geschorst_op is null from medewerker"
        " order by naam"
    )
    return tuple(Collega(id_, naam, bool(is_open)) for id_, naam, is_open in rijen.fetchall())


def pogingen(db: Connection, verzoek: Verzoek) -> tuple[Poging, ...]:
    """Every call, the oldest first."""
    rijen = db.execute(
        "select p.op, m.naam, p.resultaat, p.ronde = v.ronde, p.buiten, p.verwezen from poging p"
        " join medewerker m on m.id = p.medewerker join verzoek v on v.id = p.verzoek"
        " where v.id = ? order by p.id",
        [verzoek.id],
    ).fetchall()
    return tuple(
        Poging(
            from_text(op),
            wie,
            Resultaat(wat),
            nu=bool(nu),
            buiten=None if buiten is None else bool(buiten),
            verwezen=tuple(map(Verwezen, verwezen.split())),
        )
        for op, wie, wat, nu, buiten, verwezen in rijen
    )


def zet_kijker(db: Connection, verzoek: Verzoek, wie: int, nu: datetime) -> None:
    """From now on this colleague has it open, for KIJKT_NOG."""
    db.execute(
        "insert into kijker (verzoek, medewerker, op) values (?, ?, ?)"
        " on conflict (verzoek, medewerker) do update set op = excluded.op",
        [verzoek.id, wie, to_text(nu)],
    )


def kijkers(
    db: Connection, verzoek: Verzoek, wie: int, nu: datetime
) -> tuple[tuple[Kijker, ...], bool]:
    """The others who have it open, the last first; and whether `wie` said so less than half of
    KIJKT_NOG ago.
    """
    rijen = db.execute(
        "select m.naam, k.op, m.id from kijker k join medewerker m on m.id = k.medewerker"
        " where k.verzoek = ? and k.op > ? and k.op < ? order by k.op desc",
        [verzoek.id, *map(to_text, around(nu, KIJKT_NOG))],
    ).fetchall()
    grens = to_text(later(nu, -KIJKT_NOG / 2))
    is_net = any(id_ == wie and op > grens for _, op, id_ in rijen)
    return tuple(Kijker(naam, from_text(op)) for naam, op, id_ in rijen if id_ != wie), is_net


def _ook_gevraagd(db: Connection, kluis: Vault, verzoek: Verzoek) -> tuple[Verzoek, ...]:
    waar, hashes = verzoekrij.met_hash("telefoon", kluis, verzoek.gegevens.telefoon)
    waar = f"{waar} and id <> ?"
    return tuple(verzoekrij.lees_leesbare(db, kluis, waar, [*hashes, verzoek.id])[0])
