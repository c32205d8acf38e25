"""The accounts: add, suspend, close, change. Who somebody is, `herkenning` tells.

Every change is one transaction, with its line in the log. At least one beheerder always stays.
"""

from collections.abc import Iterable
from datetime import datetime

from portal.clock import from_text, to_text
from portal.medewerkers import tweedefactor, wachtwoord
from portal.medewerkers.medewerker import (
    Account,
    Medewerker,
    Medewerkerrol,
    NaamFout,
    NaamReden,
    gelijkend,
    lees_naam,
    naamsleutel,
)
from portal.storage import audit_log
from portal.storage.audit_log import Action, medewerker
from portal.storage.connection import Connection
from portal.storage.database import PortalDatabase
from portal.storage.rows import update


class GeenMedewerker(Exception):
    """No open account has this id or name."""


class VanInlogdienst(Exception):
    """Password, second factor and rol of this account are not ours: the provider's."""


class LaatsteBeheerder(Exception):
    """Without this beheerder nobody could open an account any more."""


def plek_totp(id_: int) -> str:
    """Where the secret of a second factor stands, for the kluis."""
    return f"totp:{id_}"


class MedewerkerStore:
    """Safe to share between threads. Every method raises StorageUnavailable.

    One with an id raises GeenMedewerker as well. `wie`: who does it, as the log names them.
    """

    def __init__(self, bestand: PortalDatabase) -> None:
        self._bestand = bestand

    def alle(self) -> tuple[Account, ...]:
        """Every account by name, closed ones last."""
        with self._bestand.read() as db:
            return accounts(db)

    def een(self, id_: int) -> Account:
        """An account, also a closed one."""
        with self._bestand.read() as db:
            return _een(db, id_)

    def met_naam(self, naam: str) -> Medewerker:
        """The colleague of this name whose account is not closed. Raises GeenMedewerker."""
        for account in self.alle():
            zelfde = naamsleutel(account.medewerker.naam) == naamsleutel(naam)
            if zelfde and not account.gesloten_op:
                return account.medewerker
        raise GeenMedewerker

    def voeg_toe(self, naam: str, rol: Medewerkerrol, *, nu: datetime, wie: str) -> Medewerker:
        """Adds an account, with which nobody can log in yet (`uitnodiging`). Raises NaamFout."""
        naam = lees_naam(naam)
        with self._bestand.write() as db:
            if gelijkend(naam) in {gelijkend(a.medewerker.naam) for a in accounts(db)}:
                raise NaamFout(NaamReden.BEZET)
            ((id_,),) = db.execute(
                "insert into medewerker (naam, rol, wachtwoord, gemaakt_op)"
                " values (?, ?, ?, ?) returning id",
                [naam, rol.value, wachtwoord.NIEMAND, to_text(nu)],
            ).fetchall()
            schrijf_log(db, Action.MEDEWERKER_TOEGEVOEGD, id_, wie, nu)
        return Medewerker(id_, naam, rol)

    def kies_wachtwoord(self, id_: int, nieuw: str, *, sessie: str, nu: datetime) -> None:
        """A password of their own choice. Ends every session but this. Raises WachtwoordFout."""
        wachtwoord.keur(nieuw, self.een(id_).medewerker.naam)
        hash_ = wachtwoord.maak_hash(nieuw)
        with self._bestand.write() as db:
            eis_open(db, id_)
            update(db, "medewerker", id_, {"wachtwoord": hash_})
            log_uit(db, id_, behalve=sessie)
            schrijf_log(db, Action.WACHTWOORD_GEWIJZIGD, id_, medewerker(id_), nu)

    def nieuwe_herstelcodes(self, id_: int, *, nu: datetime) -> tuple[str, ...]:
        """Replaces them: the old ones no longer work."""
        codes = tweedefactor.maak_herstelcodes()
        with self._bestand.write() as db:
            eis_open(db, id_)
            zet_herstelcodes(db, id_, codes)
            schrijf_log(db, Action.TWEEDE_FACTOR_GEWIJZIGD, id_, medewerker(id_), nu)
        return codes

    def wijzig_rol(self, id_: int, rol: Medewerkerrol, *, nu: datetime, wie: str) -> None:
        """Changes the rol, from the next page on. Raises LaatsteBeheerder, VanInlogdienst."""
        with self._bestand.write() as db:
            nu_nog = eis_eigen(db, id_)
            if nu_nog.rol is rol:
                return
            _er_blijft_een_beheerder(db, nu_nog)
            update(db, "medewerker", id_, {"rol": rol.value})
            schrijf_log(db, Action.ROL_GEWIJZIGD, id_, wie, nu)

    def schors(self, id_: int, *, nu: datetime, wie: str) -> None:
        """Nobody logs in with it until `laat_toe`; its open requests are nobody's now.

        Password and second factor stay as they are. Raises LaatsteBeheerder.
        """
        with self._bestand.write() as db:
            if _eis_niet_gesloten(db, id_).geschorst_op:
                return
            _er_blijft_een_beheerder(db, eis_open(db, id_))
            update(db, "medewerker", id_, {"geschorst_op": to_text(nu)})
            log_uit(db, id_)
            schrijf_log(db, Action.MEDEWERKER_GESCHORST, id_, wie, nu)
            laat_verzoeken_los(db, id_, nu=nu, wie=wie)

    def laat_toe(self, id_: int, *, nu: datetime, wie: str) -> None:
        """Its owner may log in again, with what they had."""
        with self._bestand.write() as db:
            if not _eis_niet_gesloten(db, id_).geschorst_op:
                return
            update(db, "medewerker", id_, {"geschorst_op": None})
            schrijf_log(db, Action.MEDEWERKER_TOEGELATEN, id_, wie, nu)

    def sluit(self, id_: int, *, nu: datetime, wie: str) -> int:
        """Closes it; how many open requests are nobody's now. Raises LaatsteBeheerder."""
        with self._bestand.write() as db:
            _er_blijft_een_beheerder(db, _eis_niet_gesloten(db, id_).medewerker)
            update(db, "medewerker", id_, {"gesloten_op": to_text(nu), "totp": None})
            db.execute("delete from herstelcode where medewerker = ?", [id_])
            log_uit(db, id_)
            schrijf_log(db, Action.MEDEWERKER_GESLOTEN, id_, wie, nu)
            return laat_verzoeken_los(db, id_, nu=nu, wie=wie)


def accounts(db: Connection) -> tuple[Account, ...]:
    """Every account; a few dozen at most. Python compares the names: it knows the capital of é."""
    rijen = db.execute(
        "select id, naam, rol, totp is not null,"
        " (select count(*) from herstelcode where medewerker = id), onderwerp is not null,"
        " gemaakt_op, gesloten_op, geschorst_op,"
        " (select max(op) from logboek where wat = 'ingelogd' and wie = 'medewerker:' || m.id)"
        " from medewerker m"
    ).fetchall()
    alle = (
        Account(
            Medewerker(id_, naam, Medewerkerrol(rol)),
            bool(totp),
            codes,
            bool(dienst),
            from_text(gemaakt_op),
            *(from_text(op) if op else None for op in momenten),
        )
        for id_, naam, rol, totp, codes, dienst, gemaakt_op, *momenten in rijen
    )
    return tuple(sorted(alle, key=lambda a: (bool(a.gesloten_op), naamsleutel(a.medewerker.naam))))


def _een(db: Connection, id_: int) -> Account:
    for account in accounts(db):
        if account.medewerker.id == id_:
            return account
    raise GeenMedewerker


# In the transaction of the caller, also for `uitnodiging`.


def eis_open(db: Connection, id_: int) -> Medewerker:
    """Who has this account. Raises GeenMedewerker when it is closed or suspended."""
    account = _een(db, id_)
    if not account.is_open:
        raise GeenMedewerker
    return account.medewerker


def eis_eigen(db: Connection, id_: int) -> Medewerker:
    """The same, of an account whose password is ours. Raises VanInlogdienst."""
    if _een(db, id_).van_inlogdienst:
        raise VanInlogdienst
    return eis_open(db, id_)


def _eis_niet_gesloten(db: Connection, id_: int) -> Account:
    account = _een(db, id_)
    if account.gesloten_op:
        raise GeenMedewerker
    return account


def _er_blijft_een_beheerder(db: Connection, wie_niet_meer: Medewerker) -> None:
    """Who has yet to set up the account is no beheerder to count on, nor is one of the provider.

    So there is always somebody who can log in while the provider is away.
    """
    if _een(db, wie_niet_meer.id).van_inlogdienst:
        return
    anderen = {a.medewerker for a in accounts(db) if a.tweede_factor and a.is_open}
    anderen.discard(wie_niet_meer)
    if wie_niet_meer.is_beheerder and not any(ander.is_beheerder for ander in anderen):
        raise LaatsteBeheerder


def zet_herstelcodes(db: Connection, id_: int, codes: Iterable[str]) -> None:
    """In the place of those that were."""
    db.execute("delete from herstelcode where medewerker = ?", [id_])
    db.executemany(
        "insert into herstelcode (medewerker, hash) values (?, ?)",
        [(id_, tweedefactor.herstelhash(code)) for code in codes],
    )


def schrijf_log(db: Connection, daad: Action, id_: int, wie: str, nu: datetime) -> None:
    """A line about this account."""
    audit_log.write(db, daad, who=wie, at=nu, about=str(id_))


def log_uit(db: Connection, id_: int, behalve: str = "") -> None:
    """Ends their sessions, except the one with this Sessie.sleutel."""
    db.execute(
        "delete from sessie where medewerker = ? and hash <> ?", [id_, bytes.fromhex(behalve)]
    )


def laat_verzoeken_los(db: Connection, id_: int, *, nu: datetime, wie: str) -> int:
    """Makes this colleague's open requests nobody's, and returns how many.

    In the transaction that closes or suspends the account: who waits to be phoned never waits for
    somebody who cannot log in.
    """
    rijen = db.execute(
        "update verzoek set medewerker = null, versie = versie + 1"
        " where medewerker = ? and status = 'open' returning uid",
        [id_],
    ).fetchall()
    for (uid,) in rijen:
        audit_log.write(db, Action.VERZOEK_LOSGELATEN, who=wie, at=nu, about=uid)
    return len(rijen)
