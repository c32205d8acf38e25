"""What a colleague does with a request: look, take, hand over, phone, write, close, reopen.

Every deed is one transaction with its line in the log. Whoever acts on an older versie is told so:
of two who take a request at once, one reads who has it. A note conflicts with nothing.
"""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from portal.clock import around, to_text
from portal.crypto.vault import Vault
from portal.storage import audit_log
from portal.storage.audit_log import Action
from portal.storage.connection import Connection
from portal.storage.database import PortalDatabase
from portal.storage.rows import update
from portal.terugbellen import vastleggen
from portal.terugbellen.overzichten import dossier
from portal.terugbellen.rijen import (
    concept,
    misgeraden,
    notities,
    roosterstore,
    verzoekrij,
    weektelling,
)
from portal.terugbellen.rijen.bezetting import TijdvakKanNiet, is_vrij
from portal.terugbellen.rijen.mailrij import Mailsoort
from portal.terugbellen.rijen.notities import NotitieVervangen
from portal.terugbellen.verzoekstore import Veranderd, VerzoekStore
from portal.terugbellen.waarden.behandeling import Dossier, Gesprek, Kijker
from portal.terugbellen.waarden.tijdvakken import Tijdvak
from portal.terugbellen.waarden.verzoek import Sluitreden, Status, Verzoek

_ZELFDE_BLIK = "logboek where waarop = ? and wie = ? and wat = ?"
_ZELFDE_POGING = "poging where verzoek = ? and resultaat = ? and medewerker = ?"
OVERGEDRAGEN = "Overgedragen: "  # so begins the note that says why
HERLADEN = timedelta(minutes=1)  # the same deed within this time: a page loaded, a form sent twice


class CollegaKanNiet(Exception):
    """Nobody with this id has an account now."""


class Behandelen:
    """Safe to share between threads. `wie`: the id of the colleague.

    Every method raises StorageUnavailable, VaultError and VerzoekNietGevonden; one with a versie
    Veranderd and NietOpen as well.
    """

    def __init__(self, bestand: PortalDatabase, kluis: Vault, verzoeken: VerzoekStore) -> None:
        self._bestand, self._kluis, self._verzoeken = bestand, kluis, verzoeken

    def bekijk(self, uid: str, *, wie: int, nu: datetime) -> Dossier:
        """All of a request. Logs the look, and at who else has this number: anybody can type it."""
        with self._bestand.write() as db:
            verzoek = self._verzoeken.een(db, uid)
            dossier.zet_kijker(db, verzoek, wie, nu)
            if verzoek.overgedragen and verzoek.medewerker == wie:
                update(db, "verzoek", verzoek.id, {"overgedragen": False})
            keek = [uid, audit_log.medewerker(wie), Action.VERZOEK_BEKEKEN.value]
            if not _is_net(db, _ZELFDE_BLIK, keek, nu):
                _log(db, Action.VERZOEK_BEKEKEN, uid, wie, nu)
            alles = dossier.lees(db, self._kluis, verzoek, wie=wie, nu=nu)
            if ook := len(alles.ook_gevraagd):
                _log(db, Action.LIJST_BEKEKEN, f"zelfde nummer als {uid[:8]}: {ook}", wie, nu)
            return alles

    def kijk(self, uid: str, *, wie: int, nu: datetime) -> tuple[Verzoek, tuple[Kijker, ...]]:
        """The request, and who else has it open; whoever asks still has."""
        with self._bestand.read() as db:
            verzoek = self._verzoeken.een(db, uid)
            kijkers, is_net = dossier.kijkers(db, verzoek, wie, nu)
        if not is_net:
            with self._bestand.write() as db:
                dossier.zet_kijker(db, verzoek, wie, nu)
        return verzoek, kijkers

    def pak(self, uid: str, versie: int, *, wie: int, nu: datetime) -> None:
        """Mine from now on, also if it was somebody else's."""
        self._geef(uid, versie, wie, Action.VERZOEK_GEPAKT, wie=wie, nu=nu)

    def laat_los(self, uid: str, versie: int, *, wie: int, nu: datetime) -> None:
        """Nobody's from now on."""
        self._geef(uid, versie, None, Action.VERZOEK_LOSGELATEN, wie=wie, nu=nu)

    def draag_over(
        self, uid: str, versie: int, naar: int | None, waarom: str, *, wie: int, nu: datetime
    ) -> None:
        """Gives it to a colleague, or to nobody, with a note of why. Raises CollegaKanNiet."""
        daad = Action.VERZOEK_OVERGEDRAGEN
        self._geef(uid, versie, naar, daad, wie=wie, nu=nu, notitie=f"{OVERGEDRAGEN}{waarom}")

    def leg_vast(
        self, uid: str, versie: int, gesprek: Gesprek, *, wie: int, nu: datetime
    ) -> Verzoek:
        """Writes down a call with its note, and plans the next one or closes the request.

        What is nobody's becomes the caller's. The same result again at once, of the versie before,
        is a form sent twice and does nothing. Returns how it stands now. Raises BuitenTijdvak,
        GenoegGeprobeerd, TijdvakKanNiet.
        """
        with self._bestand.write() as db:
            verzoek = self._verzoeken.een(db, uid)
            belde = [verzoek.id, gesprek.resultaat.value, wie]
            if verzoek.versie > versie and _is_net(db, _ZELFDE_POGING, belde, nu):
                return verzoek
            verzoek = self._verzoeken.open_versie(db, uid, versie)
            reden = vastleggen.reden(db, verzoek, gesprek, nu)
            weektelling.tel_gesprek(
                db, verzoek, gesprek.resultaat.value, sluit=reden is not None, nu=nu
            )
            vastleggen.schrijf(db, verzoek, gesprek, wie=wie, nu=nu)
            _log(db, Action.POGING, uid, wie, nu)
            if gesprek.notitie:
                notities.schrijf(db, self._kluis, verzoek, gesprek.notitie, wie=wie, nu=nu)
                _log(db, Action.NOTITIE, uid, wie, nu)
            concept.wis(db, verzoek, wie)
            if reden:
                vastleggen.sluit(db, self._kluis, verzoek, reden, audit_log.medewerker(wie), nu)
                if reden is Sluitreden.GESPROKEN and gesprek.mail and verzoek.email_bevestigd:
                    self._verzoeken.mail(db, verzoek, Mailsoort.NA_GESPREK, nu)
            elif (vak := gesprek.opnieuw) and vak != verzoek.tijdvak:
                self._verzoeken.zet_in(db, verzoek, vak, nu=nu, wie=audit_log.medewerker(wie))
            return self._verzoeken.een(db, uid)

    def bewaar_concept(
        self, uid: str, velden: Mapping[str, str], wie: int, nu: datetime, *, na_einde: bool = False
    ) -> None:
        """Keeps what is being typed until the call is written down. `na_einde`: of the session."""
        zet = concept.vul_aan if na_einde else concept.bewaar
        with self._bestand.write() as db:
            zet(db, self._kluis, self._verzoeken.een(db, uid), velden, wie, nu)

    def noteer(
        self, uid: str, tekst: str, *, wie: int, nu: datetime, vervangt: int | None = None
    ) -> None:
        """Writes a note, or a newer version of one. Raises NotitieVervangen.

        The last note again, by the same colleague at once, is a form sent twice and does nothing.
        """
        with self._bestand.write() as db:
            verzoek = self._verzoeken.een(db, uid)
            concept.wis(db, verzoek, wie)
            stand = notities.lees(db, self._kluis, verzoek)
            if stand and stand[0].tekst == tekst:
                schreef = [stand[0].id, wie]
                if _is_net(db, "notitie where id = ? and medewerker = ?", schreef, nu):
                    return
            if vervangt is not None and vervangt not in {notitie.id for notitie in stand}:
                raise NotitieVervangen
            notities.schrijf(db, self._kluis, verzoek, tekst, wie=wie, nu=nu, vervangt=vervangt)
            _log(db, Action.NOTITIE, uid, wie, nu)

    def sluit(self, uid: str, versie: int, reden: Sluitreden, *, wie: int, nu: datetime) -> None:
        """Closes it; does nothing if it was closed for this reason already."""
        with self._bestand.write() as db:
            if self._verzoeken.een(db, uid).sluitreden is reden:
                return
            verzoek = self._verzoeken.open_versie(db, uid, versie)
            vastleggen.sluit(db, self._kluis, verzoek, reden, audit_log.medewerker(wie), nu)

    def heropen(
        self,
        uid: str,
        versie: int,
        tijdvak: Tijdvak | None,
        *,
        wie: int,
        nu: datetime,
        toch: bool = False,
    ) -> None:
        """Opens it again, for the colleague who does it; attempts are counted anew.

        None keeps the tijdvak, also one that is past. Does nothing when it is so already.
        `toch`: also a full one. Raises TijdvakKanNiet, also when the old tijdvak is still to come
        but full.
        """
        with self._bestand.write() as db:
            verzoek = self._verzoeken.een(db, uid)
            is_open = verzoek.status is Status.OPEN
            verplaatst = tijdvak not in (None, verzoek.tijdvak)
            if is_open and verzoek.medewerker == wie and not verplaatst:
                return
            if verzoek.versie != versie or is_open:
                raise Veranderd(verzoek)
            if tijdvak and verplaatst:  # before it is open, so that it does not count itself
                door = audit_log.medewerker(wie)
                self._verzoeken.zet_in(db, verzoek, tijdvak, nu=nu, wie=door, toch=toch)
            elif verzoek.tijdvak.eind > nu and not is_vrij(
                db, roosterstore.lees(db), verzoek.tijdvak
            ):
                raise TijdvakKanNiet
            weer = {"status": Status.OPEN.value, "sluitreden": "", "gesloten_op": None}
            verzoekrij.wijzig(db, verzoek, **weer, medewerker=wie, overgedragen=False)
            db.execute("update verzoek set ronde = ronde + 1 where id = ?", [verzoek.id])
            _log(db, Action.VERZOEK_HEROPEND, uid, wie, nu)
            if not verplaatst:
                self._verzoeken.mail(db, verzoek, Mailsoort.BEVESTIGING, nu)

    def heropen_code(self, uid: str, versie: int, *, wie: int, nu: datetime) -> Verzoek:
        """Counts wrong digits anew, also of a closed request; nothing when the code works."""
        with self._bestand.write() as db:
            verzoek = self._verzoeken.een(db, uid)
            if not misgeraden.is_dicht(db, verzoek):
                return verzoek
            if verzoek.versie != versie:
                raise Veranderd(verzoek)
            verzoekrij.wijzig(db, verzoek, misgeraden=0)
            _log(db, Action.VERZOEK_CODE_HEROPEND, uid, wie, nu)
            return verzoek

    def _geef(
        self,
        uid: str,
        versie: int,
        aan: int | None,
        daad: Action,
        *,
        wie: int,
        nu: datetime,
        notitie: str = "",
    ) -> None:
        """Does nothing when it is so already, whatever the versie: the button was pressed twice."""
        with self._bestand.write() as db:
            verzoek = self._verzoeken.een(db, uid)
            if verzoek.status is Status.OPEN and verzoek.medewerker == aan:
                return
            verzoek = self._verzoeken.open_versie(db, uid, versie)
            if aan is not None and aan not in {c.id for c in dossier.collegas(db) if c.open}:
                raise CollegaKanNiet
            verzoekrij.wijzig(db, verzoek, medewerker=aan, overgedragen=aan not in (None, wie))
            _log(db, daad, uid, wie, nu)
            if notitie:
                notities.schrijf(db, self._kluis, verzoek, notitie, wie=wie, nu=nu)
                _log(db, Action.NOTITIE, uid, wie, nu)


def _is_net(db: Connection, rijen: str, waarden: list[Any], nu: datetime) -> bool:
    """Whether one of these rows was written less than HERLADEN ago."""
    vraag = f"select 1 from {rijen} and op > ? and op < ?"  # noqa: S608 - our own
    grenzen = map(to_text, around(nu, HERLADEN))
    return db.execute(vraag, [*waarden, *grenzen]).fetchone() is not None


def _log(db: Connection, daad: Action, over: str, wie: int, nu: datetime) -> None:
    audit_log.write(db, daad, who=audit_log.medewerker(wie), at=nu, about=over)
