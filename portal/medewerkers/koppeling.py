"""A colleague who comes from the provider: the account is found, or made, and gets the rol of now.

An account belongs to one subject of one issuer. A name or a mail address never leads to an account:
whoever may choose those at the provider could otherwise become somebody else.
"""

from collections.abc import Collection, Iterator, Mapping
from datetime import datetime
from enum import StrEnum
from itertools import count

from portal.clock import to_text
from portal.medewerkers import wachtwoord
from portal.medewerkers.medewerker import (
    MAX_NAAM,
    Account,
    Medewerker,
    Medewerkerrol,
    NaamFout,
    lees_naam,
    naamsleutel,
)
from portal.medewerkers.medewerkerstore import accounts, log_uit, schrijf_log
from portal.oidc.client import Identity
from portal.storage import audit_log
from portal.storage.audit_log import INLOGDIENST, UNKNOWN, Action
from portal.storage.connection import Connection
from portal.storage.database import PortalDatabase
from portal.storage.rows import update

ZONDER_NAAM = "Collega"
ACHTER = 5  # characters for ` (23)`

Groepen = Mapping[Medewerkerrol, Collection[str]]


class Weigering(StrEnum):
    """Why the provider's word is not enough."""

    GEEN_ROL = "geen_rol"
    GESCHORST = "geschorst"
    GESLOTEN = "gesloten"


class GeenToegang(Exception):
    """Known to the provider, and not let in here."""

    def __init__(self, reden: Weigering) -> None:
        super().__init__(reden.value)
        self.reden = reden


class Koppelingen:
    """Safe to share between threads. Every method raises StorageUnavailable."""

    def __init__(self, bestand: PortalDatabase, groepen: Groepen) -> None:
        """`groepen`: what the provider calls those who have a rol."""
        self._bestand, self._groepen = bestand, groepen

    def laat_binnen(
        self, wie: Identity, *, voorbehouden: Collection[str], nu: datetime
    ) -> Medewerker:
        """Who this is, with the rol and the name of now. Raises GeenToegang, and logs it.

        `voorbehouden`: names that nobody has, for the log has them for others.
        """
        with self._bestand.write() as db:
            account, rol = _account(db, wie), self._rol(wie)
            reden = _waarom_niet(account, rol)
            if rol and not reden:
                naam = _vrije_naam(db, wie.name, account, voorbehouden)
                return (
                    _bij(db, account, naam, rol, nu) if account else _nieuw(db, wie, naam, rol, nu)
                )
            _weiger(db, account, rol, nu)
        raise GeenToegang(reden or Weigering.GEEN_ROL)

    def van(self, wie: Identity) -> int | None:
        """Whose account this is, if anybody's."""
        with self._bestand.read() as db:
            account = _account(db, wie)
        return account.medewerker.id if account else None

    def _rol(self, wie: Identity) -> Medewerkerrol | None:
        """The highest that the provider names; None: none that we know."""
        for rol in (Medewerkerrol.BEHEERDER, Medewerkerrol.MEDEWERKER):
            if wie.groups & set(self._groepen[rol]):
                return rol
        return None


def _account(db: Connection, wie: Identity) -> Account | None:
    vraag = "select id from medewerker where uitgever = ? and onderwerp = ?"
    rij = db.execute(vraag, [wie.issuer, wie.subject]).fetchone()
    return next((a for a in accounts(db) if rij and a.medewerker.id == rij[0]), None)


def _waarom_niet(account: Account | None, rol: Medewerkerrol | None) -> Weigering | None:
    if account and account.gesloten_op:
        return Weigering.GESLOTEN
    if account and account.geschorst_op:
        return Weigering.GESCHORST
    return None if rol else Weigering.GEEN_ROL


def _weiger(
    db: Connection, account: Account | None, rol: Medewerkerrol | None, nu: datetime
) -> None:
    """Ends what they still had open here: the provider took their rol away."""
    if account:
        log_uit(db, account.medewerker.id)
    in_log = audit_log.medewerker(account.medewerker.id) if account else UNKNOWN
    daad = Action.INLOGGEN_MISLUKT if rol else Action.INLOGGEN_ZONDER_ROL
    audit_log.write_counted(db, daad, who=in_log, at=nu)


def _nieuw(
    db: Connection, wie: Identity, naam: str, rol: Medewerkerrol, nu: datetime
) -> Medewerker:
    ((id_,),) = db.execute(
        "insert into medewerker (naam, rol, wachtwoord, gemaakt_op, uitgever, onderwerp)"
        " values (?, ?, ?, ?, ?, ?) returning id",
        [naam, rol.value, wachtwoord.NIEMAND, to_text(nu), wie.issuer, wie.subject],
    ).fetchall()
    schrijf_log(db, Action.MEDEWERKER_TOEGEVOEGD, id_, INLOGDIENST, nu)
    return Medewerker(id_, naam, rol)


def _bij(
    db: Connection, account: Account, naam: str, rol: Medewerkerrol, nu: datetime
) -> Medewerker:
    was, is_nu = account.medewerker, Medewerker(account.medewerker.id, naam, rol)
    update(db, "medewerker", was.id, {"naam": naam, "rol": rol.value})
    for veranderd, daad in (
        (was.rol is not rol, Action.ROL_GEWIJZIGD),
        (was.naam != naam, Action.NAAM_GEWIJZIGD),
    ):
        if veranderd:
            schrijf_log(db, daad, was.id, INLOGDIENST, nu)
    return is_nu


def _vrije_naam(
    db: Connection, gevraagd: str, van: Account | None, voorbehouden: Collection[str]
) -> str:
    """The name, or `Anna (2)` when somebody else has it, also somebody whose account is closed."""
    anderen = {a.medewerker.naam for a in accounts(db) if a != van}
    bezet = set(map(naamsleutel, [*anderen, *voorbehouden]))
    return next(naam for naam in _namen(_leesbaar(gevraagd)) if naamsleutel(naam) not in bezet)


def _namen(naam: str) -> Iterator[str]:
    yield naam
    for nummer in count(2):
        yield f"{naam[: MAX_NAAM - ACHTER].rstrip()} ({nummer})"


def _leesbaar(gevraagd: str) -> str:
    """As far as it can be a name here."""
    tekst = "".join(teken if teken.isprintable() else " " for teken in gevraagd)
    try:
        return lees_naam(" ".join(tekst.split())[:MAX_NAAM].rstrip())
    except NaamFout:
        return ZONDER_NAAM
