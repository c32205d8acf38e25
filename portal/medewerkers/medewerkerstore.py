"""The accounts: add, close, change. Who somebody is, `herkenning` tells.

Every change is one transaction, with its line in the log. At least one beheerder always stays.
"""

from collections.abc import Iterable
from datetime import datetime

from sqlite_utils import Database

from portal.clock import from_text, to_text
from portal.crypto.vault import Vault
from portal.medewerkers import tweedefactor, wachtwoord
from portal.medewerkers.medewerker import (
    Account,
    Medewerker,
    Medewerkerrol,
    NaamFout,
    NaamReden,
    lees_naam,
    naamsleutel,
)
from portal.medewerkers.uitgifte import Uitgifte
from portal.storage import audit_log
from portal.storage.audit_log import Action, medewerker
from portal.storage.database import PortalDatabase
from portal.storage.rows import update


class GeenMedewerker(Exception):
    """No open account has this id or name."""


class LaatsteBeheerder(Exception):
    """Without this beheerder nobody could open an account any more."""


def plek_totp(id_: int) -> str:
    """Where the secret of a second factor stands, for the kluis."""
    return f"totp:{id_}"


class MedewerkerStore:
    """Safe to share between threads. Every method raises StorageUnavailable.

    One with an id raises GeenMedewerker as well. `wie`: who does it, as the log names them.
    """

    def __init__(self, bestand: PortalDatabase, kluis: Vault) -> None:
        self._bestand, self._kluis = bestand, kluis

    def alle(self) -> tuple[Account, ...]:
        """Every account by name, closed ones last."""
        with self._bestand.read() as db:
            return _lees(db)

    def een(self, id_: int) -> Account:
        """An account, open or closed."""
        with self._bestand.read() as db:
            return _een(db, id_)

    def met_naam(self, naam: str) -> Medewerker:
        """The colleague of this name with an open account. Raises GeenMedewerker."""
        for account in self.alle():
            zelfde = naamsleutel(account.medewerker.naam) == naamsleutel(naam)
            if zelfde and not account.gesloten_op:
                return account.medewerker
        raise GeenMedewerker

    def voeg_toe(
        self, naam: str, rol: Medewerkerrol, *, tweede_factor: bool = True, nu: datetime, wie: str
    ) -> tuple[Medewerker, Uitgifte]:
        """Adds an account; also returns what its owner logs in with. Raises NaamFout."""
        naam, uitgifte = lees_naam(naam), Uitgifte.maak(tweede_factor=tweede_factor)
        hash_ = wachtwoord.maak_hash(uitgifte.wachtwoord)
        with self._bestand.write() as db:
            if naamsleutel(naam) in {naamsleutel(account.medewerker.naam) for account in _lees(db)}:
                raise NaamFout(NaamReden.BEZET)
            ((id_,),) = db.execute(
                "insert into medewerker (naam, rol, wachtwoord, gemaakt_op)"
                " values (?, ?, ?, ?) returning id",
                [naam, rol.value, hash_, to_text(nu)],
            ).fetchall()
            self._zet_tweede_factor(db, id_, uitgifte)
            _log(db, Action.MEDEWERKER_TOEGEVOEGD, id_, wie, nu)
        return Medewerker(id_, naam, rol), uitgifte

    def geef_uit(
        self, id_: int, *, tweede_factor: bool, nu: datetime, wie: str, behalve: str = ""
    ) -> Uitgifte:
        """A new password and, if wanted, a new second factor. Logs the colleague out everywhere.

        `behalve`: the Sessie.sleutel of whoever does it, so that a beheerder who does it to her own
        account still sees the result.
        """
        uitgifte = Uitgifte.maak(tweede_factor=tweede_factor)
        hash_ = wachtwoord.maak_hash(uitgifte.wachtwoord)
        with self._bestand.write() as db:
            _zet_wachtwoord(db, id_, hash_, behalve=behalve, nu=nu, wie=wie)
            if tweede_factor:
                self._zet_tweede_factor(db, id_, uitgifte)
                _log(db, Action.TWEEDE_FACTOR_GEWIJZIGD, id_, wie, nu)
        return uitgifte

    def kies_wachtwoord(self, id_: int, nieuw: str, *, sessie: str, nu: datetime) -> None:
        """A password of their own choice. Ends every session but this. Raises WachtwoordFout."""
        wachtwoord.keur(nieuw, self.een(id_).medewerker.naam)
        hash_ = wachtwoord.maak_hash(nieuw)
        with self._bestand.write() as db:
            _zet_wachtwoord(db, id_, hash_, behalve=sessie, nu=nu, wie=medewerker(id_))

    def nieuwe_herstelcodes(self, id_: int, *, nu: datetime) -> Uitgifte:
        """Replaces them: the old ones no longer work."""
        uitgifte = Uitgifte(herstelcodes=tweedefactor.maak_herstelcodes())
        with self._bestand.write() as db:
            _open(db, id_)
            _zet_herstelcodes(db, id_, uitgifte.herstelcodes)
            _log(db, Action.TWEEDE_FACTOR_GEWIJZIGD, id_, medewerker(id_), nu)
        return uitgifte

    def wijzig_rol(self, id_: int, rol: Medewerkerrol, *, nu: datetime, wie: str) -> None:
        """Changes the rol, from the next page on. Raises LaatsteBeheerder."""
        with self._bestand.write() as db:
            nu_nog = _open(db, id_)
            if nu_nog.rol is rol:
                return
            _er_blijft_een_beheerder(db, nu_nog)
            update(db, "medewerker", id_, {"rol": rol.value})
            _log(db, Action.ROL_GEWIJZIGD, id_, wie, nu)

    def sluit(self, id_: int, *, nu: datetime, wie: str) -> int:
        """Closes it; how many open requests are nobody's now. Raises LaatsteBeheerder."""
        with self._bestand.write() as db:
            _er_blijft_een_beheerder(db, _open(db, id_))
            update(db, "medewerker", id_, {"gesloten_op": to_text(nu), "totp": None})
            db.execute("delete from herstelcode where medewerker = ?", [id_])
            _log_uit(db, id_)
            _log(db, Action.MEDEWERKER_GESLOTEN, id_, wie, nu)
            return laat_verzoeken_los(db, id_, nu=nu, wie=wie)

    def _zet_tweede_factor(self, db: Database, id_: int, uitgifte: Uitgifte) -> None:
        if uitgifte.geheim:
            totp = self._kluis.encrypt(uitgifte.geheim.encode(), plek_totp(id_))
            update(db, "medewerker", id_, {"totp": totp, "totp_laatst": 0})
            _zet_herstelcodes(db, id_, uitgifte.herstelcodes)


def _lees(db: Database) -> tuple[Account, ...]:
    """Every account; a few dozen at most. Python compares the names: it knows the capital of é."""
    rijen = db.execute(
        "select id, naam, rol, totp is not null,"
        " (select count(*) from herstelcode where medewerker = id), gemaakt_op, gesloten_op"
        " from medewerker order by gesloten_op is not null, naam collate nocase"
    ).fetchall()
    return tuple(
        Account(
            Medewerker(id_, naam, Medewerkerrol(rol)),
            bool(totp),
            codes,
            from_text(gemaakt_op),
            from_text(gesloten_op) if gesloten_op else None,
        )
        for id_, naam, rol, totp, codes, gemaakt_op, gesloten_op in rijen
    )


def _een(db: Database, id_: int) -> Account:
    for account in _lees(db):
        if account.medewerker.id == id_:
            return account
    raise GeenMedewerker


def _open(db: Database, id_: int) -> Medewerker:
    account = _een(db, id_)
    if account.gesloten_op:
        raise GeenMedewerker
    return account.medewerker


def _er_blijft_een_beheerder(db: Database, wie_niet_meer: Medewerker) -> None:
    beheerders = {
        a.medewerker for a in _lees(db) if a.medewerker.is_beheerder and not a.gesloten_op
    }
    if beheerders == {wie_niet_meer}:
        raise LaatsteBeheerder


def _zet_wachtwoord(
    db: Database, id_: int, hash_: str, *, behalve: str, nu: datetime, wie: str
) -> None:
    _open(db, id_)
    update(db, "medewerker", id_, {"wachtwoord": hash_})
    _log_uit(db, id_, behalve=behalve)
    _log(db, Action.WACHTWOORD_GEWIJZIGD, id_, wie, nu)


def _zet_herstelcodes(db: Database, id_: int, codes: Iterable[str]) -> None:
    db.execute("delete from herstelcode where medewerker = ?", [id_])
    db.conn.executemany(
        "insert into herstelcode (medewerker, hash) values (?, ?)",
        [(id_, tweedefactor.herstelhash(code)) for code in codes],
    )


def _log(db: Database, daad: Action, id_: int, wie: str, nu: datetime) -> None:
    audit_log.write(db, daad, who=wie, at=nu, about=str(id_))


def _log_uit(db: Database, id_: int, behalve: str = "") -> None:
    db.execute("delete from sessie where medewerker = ? and lower(hex(hash)) <> ?", [id_, behalve])


def laat_verzoeken_los(db: Database, id_: int, *, nu: datetime, wie: str) -> int:
    """Makes this colleague's open requests nobody's, and returns how many.

    In the transaction that closes the account: an open request never belongs to somebody who left.
    """
    rijen = db.execute(
        "update verzoek set medewerker = null, versie = versie + 1"
        " where medewerker = ? and status = 'open' returning uid",
        [id_],
    ).fetchall()
    for (uid,) in rijen:
        audit_log.write(db, Action.VERZOEK_LOSGELATEN, who=wie, at=nu, about=uid)
    return len(rijen)
