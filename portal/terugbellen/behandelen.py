"""What a colleague does with a request: look, take, hand over, phone, write down, close, reopen. Knows no Flask, no clock.

Every deed is one transaction with its line in the log. Who acts on an older versie is told so: of two who take a request at
once, one has it and the other reads who. A note changes nothing that another could be busy with, and asks no versie.
"""

from datetime import datetime, timedelta

from sqlite_utils import Database

from portal.clock import later, to_text
from portal.crypto.vault import Vault
from portal.storage import audit_log
from portal.storage.audit_log import Action
from portal.storage.database import PortalDatabase
from portal.terugbellen import dossier, verzoekrij
from portal.terugbellen.behandeling import MAX_VERGEEFS, VERGEEFS, Dossier, Resultaat
from portal.terugbellen.bezetting import is_vol
from portal.terugbellen.mailrij import Mailsoort
from portal.terugbellen.tijdvakken import Tijdvak
from portal.terugbellen.verzoek import Sluitreden, Status, Verzoek
from portal.terugbellen.verzoekstore import TijdvakKanNiet, Veranderd, VerzoekStore

HERLADEN = timedelta(
    minutes=1
)  # the same page, note or attempt again within this time: loaded or sent twice


class CollegaKanNiet(Exception):
    """Nobody with this id has an account now."""


class GenoegGeprobeerd(Exception):
    """Nobody was reached MAX_VERGEEFS times already."""


class NotitieVervangen(Exception):
    """Somebody wrote a newer version of this note in the meantime, or it is not of this request."""


class Behandelen:
    """Safe to share between threads. `wie`: the id of the colleague. Each raises OpslagKanNiet, KluisFout, NietGevonden."""

    def __init__(self, bestand: PortalDatabase, kluis: Vault, verzoeken: VerzoekStore) -> None:
        self._bestand, self._kluis, self._verzoeken = bestand, kluis, verzoeken

    def bekijk(self, uid: str, *, wie: int, nu: datetime) -> Dossier:
        """All of a request. That it was looked at is logged, and colleagues see it for two minutes."""
        with self._bestand.write() as db:
            verzoek = self._verzoeken.een(db, uid)
            db.execute(
                "insert into kijker (verzoek, medewerker, op) values (?, ?, ?)"
                " on conflict (verzoek, medewerker) do update set op = excluded.op",
                [verzoek.id, wie, to_text(nu)],
            )
            if not _keek_net(db, uid, wie, nu):
                audit_log.write(
                    db, Action.VERZOEK_BEKEKEN, who=audit_log.medewerker(wie), at=nu, about=uid
                )
            return dossier.lees(db, self._kluis, verzoek, wie=wie, nu=nu)

    def pak(self, uid: str, versie: int, *, wie: int, nu: datetime) -> None:
        """Mine now, also when it was somebody else's. Raises Veranderd, NietOpen."""
        self._geef(uid, versie, wie, Action.VERZOEK_GEPAKT, wie=wie, nu=nu)

    def laat_los(self, uid: str, versie: int, *, wie: int, nu: datetime) -> None:
        """Nobody's. Raises Veranderd, NietOpen."""
        self._geef(uid, versie, None, Action.VERZOEK_LOSGELATEN, wie=wie, nu=nu)

    def draag_over(self, uid: str, versie: int, naar: int, *, wie: int, nu: datetime) -> None:
        """Of another colleague. Raises CollegaKanNiet, Veranderd, NietOpen."""
        self._geef(uid, versie, naar, Action.VERZOEK_OVERGEDRAGEN, wie=wie, nu=nu)

    def poging(
        self,
        uid: str,
        versie: int,
        resultaat: Resultaat,
        *,
        wie: int,
        nu: datetime,
        opnieuw: Tijdvak | None = None,
    ) -> None:
        """Phoned. A request of nobody becomes of who phoned. `opnieuw`: the tijdvak to phone in again, None for this one.

        The same again at once, of the versie before it, is a form sent twice.
        Raises GenoegGeprobeerd, TijdvakKanNiet, Veranderd, NietOpen.
        """
        with self._bestand.write() as db:
            verzoek = self._verzoeken.een(db, uid)
            if verzoek.versie > versie and _belde_net(db, verzoek, resultaat, wie, nu):
                return
            verzoek = self._verzoeken.open_versie(db, uid, versie)
            if resultaat in VERGEEFS and _vergeefs(db, verzoek) >= MAX_VERGEEFS:
                raise GenoegGeprobeerd
            db.execute(
                "insert into poging (verzoek, op, medewerker, resultaat, ronde)"
                " select id, ?, ?, ?, ronde from verzoek where id = ?",
                [to_text(nu), wie, resultaat.value, verzoek.id],
            )
            verzoekrij.wijzig(db, verzoek, medewerker=verzoek.medewerker or wie)
            audit_log.write(db, Action.POGING, who=audit_log.medewerker(wie), at=nu, about=uid)
            if opnieuw and opnieuw != verzoek.tijdvak:
                self._verzoeken.zet_in(db, verzoek, opnieuw, nu=nu, wie=audit_log.medewerker(wie))

    def noteer(
        self, uid: str, tekst: str, *, wie: int, nu: datetime, vervangt: int | None = None
    ) -> None:
        """A note, or a newer version of one. The last note again, by the same colleague at once, is a form sent twice.

        Raises NotitieVervangen.
        """
        with self._bestand.write() as db:
            verzoek = self._verzoeken.een(db, uid)
            notities = dossier.notities(db, self._kluis, verzoek)
            if (
                notities
                and notities[0].tekst == tekst
                and _schreef_net(db, notities[0].id, wie, nu)
            ):
                return
            if vervangt is not None and vervangt not in {notitie.id for notitie in notities}:
                raise NotitieVervangen
            # its id is part of where it stands; nobody else writes during this transaction
            ((id_,),) = db.execute("select coalesce(max(id), 0) + 1 from notitie").fetchall()
            gesloten = self._kluis.encrypt(tekst.encode(), dossier.notitieplek(uid, id_))
            db.execute(
                "insert into notitie (id, verzoek, op, medewerker, tekst, vervangt) values (?, ?, ?, ?, ?, ?)",
                [id_, verzoek.id, to_text(nu), wie, gesloten, vervangt],
            )
            audit_log.write(db, Action.NOTITIE, who=audit_log.medewerker(wie), at=nu, about=uid)

    def sluit(self, uid: str, versie: int, reden: Sluitreden, *, wie: int, nu: datetime) -> None:
        """Done; nothing when it was closed for this reason already. Raises Veranderd, NietOpen."""
        with self._bestand.write() as db:
            if self._verzoeken.een(db, uid).sluitreden is reden:
                return
            verzoek = self._verzoeken.open_versie(db, uid, versie)
            verzoekrij.wijzig(
                db, verzoek, status=Status.GESLOTEN.value, sluitreden=reden.value, gesloten_op=nu
            )
            audit_log.write(
                db, Action.VERZOEK_GESLOTEN, who=audit_log.medewerker(wie), at=nu, about=uid
            )

    def heropen(
        self, uid: str, versie: int, tijdvak: Tijdvak | None, *, wie: int, nu: datetime
    ) -> None:
        """Open again, of who reopens it; attempts are counted anew. None keeps the tijdvak, also when that is past.

        Nothing when it is so already.

        Raises TijdvakKanNiet, also when the old tijdvak is still to come and has no place any more; Veranderd.
        """
        with self._bestand.write() as db:
            verzoek = self._verzoeken.een(db, uid)
            if (
                verzoek.status is Status.OPEN
                and verzoek.medewerker == wie
                and tijdvak in (None, verzoek.tijdvak)
            ):
                return
            if verzoek.versie != versie or verzoek.status is Status.OPEN:
                raise Veranderd(verzoek)
            verplaatst = tijdvak is not None and tijdvak != verzoek.tijdvak
            if tijdvak and verplaatst:  # before it is open, so that it does not count itself
                self._verzoeken.zet_in(db, verzoek, tijdvak, nu=nu, wie=audit_log.medewerker(wie))
            elif verzoek.tijdvak.eind > nu and is_vol(db, verzoek.tijdvak):
                raise TijdvakKanNiet
            verzoekrij.wijzig(
                db,
                verzoek,
                status=Status.OPEN.value,
                sluitreden="",
                gesloten_op=None,
                medewerker=wie,
            )
            db.execute("update verzoek set ronde = ronde + 1 where id = ?", [verzoek.id])
            audit_log.write(
                db, Action.VERZOEK_HEROPEND, who=audit_log.medewerker(wie), at=nu, about=uid
            )
            if not verplaatst:
                self._verzoeken.mail(db, verzoek, Mailsoort.BEVESTIGING, nu)

    def _geef(
        self, uid: str, versie: int, aan: int | None, daad: Action, *, wie: int, nu: datetime
    ) -> None:
        """Nothing when it is so already, of whatever versie: the button was pressed twice."""
        with self._bestand.write() as db:
            verzoek = self._verzoeken.een(db, uid)
            if verzoek.status is Status.OPEN and verzoek.medewerker == aan:
                return
            verzoek = self._verzoeken.open_versie(db, uid, versie)
            if aan is not None and aan not in {
                collega.id for collega in dossier.collegas(db) if collega.open
            }:
                raise CollegaKanNiet
            verzoekrij.wijzig(db, verzoek, medewerker=aan)
            audit_log.write(db, daad, who=audit_log.medewerker(wie), at=nu, about=uid)


def _keek_net(db: Database, uid: str, wie: int, nu: datetime) -> bool:
    rij = db.execute(
        "select 1 from logboek where waarop = ? and wie = ? and wat = ? and op > ?",
        [
            uid,
            audit_log.medewerker(wie),
            Action.VERZOEK_BEKEKEN.value,
            to_text(later(nu, -HERLADEN)),
        ],
    ).fetchone()
    return rij is not None


def _belde_net(
    db: Database, verzoek: Verzoek, resultaat: Resultaat, wie: int, nu: datetime
) -> bool:
    vraag = "select 1 from poging where verzoek = ? and resultaat = ? and medewerker = ? and op > ?"
    return (
        db.execute(
            vraag, [verzoek.id, resultaat.value, wie, to_text(later(nu, -HERLADEN))]
        ).fetchone()
        is not None
    )


def _schreef_net(db: Database, notitie_id: int, wie: int, nu: datetime) -> bool:
    vraag = "select 1 from notitie where id = ? and medewerker = ? and op > ?"
    return (
        db.execute(vraag, [notitie_id, wie, to_text(later(nu, -HERLADEN))]).fetchone() is not None
    )


def _vergeefs(db: Database, verzoek: Verzoek) -> int:
    return sum(p.nu and p.resultaat in VERGEEFS for p in dossier.pogingen(db, verzoek))
