"""The requests: file, find by code, move, withdraw, delete.

Every change is one transaction, with its line in the log. A tijdvak never gets more requests than
its rooster allows: places are counted in the transaction that takes one.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from portal.clock import later
from portal.crypto.vault import Vault
from portal.storage import audit_log
from portal.storage.audit_log import BEWONER, Action
from portal.storage.connection import Connection
from portal.storage.database import PortalDatabase
from portal.storage.rows import update
from portal.terugbellen.rijen import (
    bezetting,
    daden,
    doorgaverij,
    mailrij,
    misgeraden,
    openstaand,
    toeloop,
    verzoekrij,
)
from portal.terugbellen.rijen.bezetting import TijdvakKanNiet, Vakstand
from portal.terugbellen.rijen.mailrij import Mailsoort
from portal.terugbellen.rijen.weektelling import breek
from portal.terugbellen.waarden.tijdvakken import Tijdvak
from portal.terugbellen.waarden.verzoek import Gegevens, Status, Verzoek

STIL = timedelta(days=1)  # asking again and again for a number must not fill its owner's mailbox


class VerzoekNietGevonden(Exception):
    """No request has this uid, or this code with these digits: nobody learns which was wrong."""


class Veranderd(Exception):
    """Somebody else changed the request meanwhile; `verzoek` is how it stands now."""

    def __init__(self, verzoek: Verzoek) -> None:
        super().__init__("veranderd")
        self.verzoek = verzoek


class NietOpen(Exception):
    """The request has been closed or withdrawn."""


class VerzoekStore:
    """Safe to share between threads. Every method raises StorageUnavailable.

    One with a uid raises VerzoekNietGevonden; one with a versie Veranderd and NietOpen as well.
    """

    def __init__(
        self, bestand: PortalDatabase, kluis: Vault, *, met_mail: bool, doorgeven: bool = False
    ) -> None:
        """`met_mail`: we write to who gave an address. `doorgeven`: another desk gets it too."""
        self._bestand, self._kluis = bestand, kluis
        self.met_mail, self._doorgeven = met_mail, doorgeven

    def vrij(self, nu: datetime, *, wie: str = BEWONER) -> tuple[Tijdvak, ...]:
        """The tijdvakken that a resident, or this colleague, can ask for now."""
        return tuple(s.tijdvak for s in self.aanbod(nu, wie=wie) if s.plaats.is_voor(wie))

    def vrij_op(self, sleutel: str, nu: datetime) -> tuple[Tijdvak, ...]:
        """The tijdvak with this sleutel, if it can be asked for now; else none."""
        return tuple(tijdvak for tijdvak in self.vrij(nu) if tijdvak.sleutel == sleutel)

    def aanbod(self, nu: datetime, *, wie: str = BEWONER) -> tuple[Vakstand, ...]:
        """The tijdvakken of the coming days, in order, each with what it has left."""
        with self._bestand.read() as db:
            return bezetting.aanbod(db, nu, wie)

    def keuze(self, uid: str, sleutel: str, nu: datetime, *, wie: str = BEWONER) -> Tijdvak:
        """The one chosen: free, or its own (the button pressed twice); for a colleague also a full
        one, which `verplaats` may refuse. Raises TijdvakKanNiet.
        """
        aanbod = self.aanbod(nu, wie=wie)
        mag = (s.tijdvak for s in aanbod if s.plaats.is_voor(wie) or wie != BEWONER)
        for tijdvak in (*mag, self.met_uid(uid).tijdvak):
            if tijdvak.sleutel == sleutel:
                return tijdvak
        raise TijdvakKanNiet

    def is_ingediend(self, uid: str) -> bool:
        """Whether this form was filed, also when its request has been deleted since."""
        with self._bestand.read() as db:
            return daden.is_ingediend(db, uid)

    def dien_in(
        self,
        uid: str,
        gegevens: Gegevens,
        tijdvak: Tijdvak | str,
        *,
        taal: str,
        nu: datetime,
        wie: str = BEWONER,
        toch: bool = False,
    ) -> Verzoek:
        """Files the request. `uid` was made with the form, so sending that twice files one request.

        `tijdvak` may be its sleutel; `toch`: also a full one, for a colleague. Raises
        TijdvakKanNiet, AlDrie (a resident only), or VerzoekNietGevonden for a form whose request
        was deleted; then nothing was stored.
        """
        with self._bestand.write() as db:
            if daden.is_ingediend(db, uid):
                return self.een(db, uid)
            tijdvak = bezetting.neem_plaats(db, tijdvak, nu, wie, uid, ook_vol=toch)
            zelfde_nummer = openstaand.op_nummer(db, self._kluis, gegevens.telefoon)
            if audit_log.is_resident(wie):
                openstaand.controleer(db, self._kluis, gegevens, zelfde_nummer)
            code = verzoekrij.nieuwe_code(db, self._kluis)
            verzoek = verzoekrij.schrijf(
                db, self._kluis, gegevens, tijdvak, uid=uid, code=code, taal=taal, nu=nu, wie=wie
            )
            audit_log.write(db, Action.VERZOEK_INGEDIEND, who=wie, at=nu, about=uid)
            toeloop.meld(db, nu)
            if self._doorgeven:
                doorgaverij.zet(db, verzoek.id, nu)
            self.mail(db, verzoek, Mailsoort.BEVESTIGING, nu)
            ook_gevraagd, sinds = Mailsoort.OOK_GEVRAAGD, later(nu, -STIL)
            for ander in zelfde_nummer:
                if not mailrij.is_gezet(db, ander.id, ook_gevraagd, sinds):
                    self.mail(db, ander, ook_gevraagd, nu)
            return verzoek

    def met_code(self, code: str, cijfers: str, nu: datetime) -> Verzoek:
        """By code and phone number: its last three digits, or all of it.

        Raises VerzoekNietGevonden, AlleenBellen.
        """
        try:
            with self._bestand.read() as db:
                misgeraden.controleer(db, self._kluis, code)
                return self._een(db, *verzoekrij.met_toegang(self._kluis, code, cijfers))
        except VerzoekNietGevonden:
            misgeraden.tel(self._bestand, self._kluis, code, nu)
            raise

    def met_uid(self, uid: str) -> Verzoek:
        """The request."""
        with self._bestand.read() as db:
            return self.een(db, uid)

    def verplaats(
        self,
        uid: str,
        versie: int,
        tijdvak: Tijdvak,
        *,
        nu: datetime,
        wie: str = BEWONER,
        toch: bool = False,
    ) -> Verzoek:
        """Moves it; nothing if it is there already. Raises TijdvakKanNiet, TeVaak."""
        with self._bestand.write() as db:
            verzoek = self.een(db, uid)
            if verzoek.status is Status.OPEN and verzoek.tijdvak == tijdvak:
                return verzoek
            verzoek = self.open_versie(db, uid, versie)
            if wie == BEWONER:
                daden.controleer_vaak(db, uid, Action.VERZOEK_VERPLAATST, nu)
            return self.zet_in(db, verzoek, tijdvak, nu=nu, wie=wie, toch=toch)

    def bevestig_email(self, bewijs: str, *, nu: datetime) -> None:
        """From now on it gets all mail. Raises VerzoekNietGevonden for no `bewijs` of ours."""
        verzoek = self.met_uid(mailrij.lees_bewijs(self._kluis, bewijs))
        if not verzoek.email_bevestigd:
            with self._bestand.write() as db:
                update(db, "verzoek", verzoek.id, {"email_bevestigd": True})
                audit_log.write(db, Action.EMAIL_BEVESTIGD, who=BEWONER, at=nu, about=verzoek.uid)

    def trek_in(self, uid: str, versie: int, *, nu: datetime, wie: str = BEWONER) -> Verzoek:
        """Withdraws it, so that we do not phone; does nothing if it is withdrawn already."""
        with self._bestand.write() as db:
            verzoek = self.een(db, uid)
            if verzoek.status is Status.INGETROKKEN:
                return verzoek
            verzoek = self.open_versie(db, uid, versie)
            breek(db, [verzoek.id], nu)
            dicht = {"status": Status.INGETROKKEN.value, "gesloten_op": nu}
            verzoekrij.sluit(db, self._kluis, verzoek, **dicht)
            audit_log.write(db, Action.VERZOEK_INGETROKKEN, who=wie, at=nu, about=uid)
            self.mail(db, verzoek, Mailsoort.INGETROKKEN, nu)
            return self.een(db, uid)

    def verwijder(
        self, uid: str, *, nu: datetime, wie: str = BEWONER, waarom: str = "gevraagd"
    ) -> None:
        """Deletes all of it, notes and attempts too; a line without personal data stays.

        With the code, a colleague who looked could do it as the resident: see `daden.merk_inzage`.
        """
        with self._bestand.write() as db:
            verzoek = self.een(db, uid)
            verzoekrij.verwijder(db, {verzoek.id: uid}, wie=wie, nu=nu, waarom=waarom)
            if wie == BEWONER:
                daden.merk_inzage(db, uid, nu)

    # In the caller's transaction, for what the helpdesk does with a request (`behandelen`).

    def een(self, db: Connection, uid: str) -> Verzoek:
        """The request."""
        return self._een(db, "uid = ?", [uid])

    def open_versie(self, db: Connection, uid: str, versie: int) -> Verzoek:
        """The open request, if nobody changed it since this versie."""
        verzoek = self.een(db, uid)
        if verzoek.versie != versie:
            raise Veranderd(verzoek)
        if verzoek.status is not Status.OPEN:
            raise NietOpen
        return verzoek

    def zet_in(
        self,
        db: Connection,
        verzoek: Verzoek,
        tijdvak: Tijdvak,
        *,
        nu: datetime,
        wie: str,
        toch: bool = False,
    ) -> Verzoek:
        """Moves a request; with `toch` or voorrang also into a full one. Raises TijdvakKanNiet."""
        ook_vol = toch or bezetting.voorrang(db, verzoek, nu)
        bezetting.neem_plaats(db, tijdvak, nu, wie, verzoek.uid, ook_vol=ook_vol)
        breek(db, [verzoek.id], nu)
        verzoekrij.wijzig(db, verzoek, begin=tijdvak.begin, eind=tijdvak.eind)
        audit_log.write(db, Action.VERZOEK_VERPLAATST, who=wie, at=nu, about=verzoek.uid)
        self.mail(db, verzoek, Mailsoort.VERPLAATST, nu)
        return self.een(db, verzoek.uid)

    def mail(self, db: Connection, verzoek: Verzoek, soort: Mailsoort, nu: datetime) -> None:
        """Queues a mail, if the resident gave an address and the operator a mail server."""
        if self.met_mail and verzoek.gegevens.email:
            mailrij.zet(db, verzoek.id, soort, nu)

    def _een(self, db: Connection, waar: str, waarden: Sequence[Any]) -> Verzoek:
        if gevonden := verzoekrij.lees(db, self._kluis, waar, waarden):
            return gevonden[0]
        raise VerzoekNietGevonden
