"""What the pages about logging in, accounts and the log show, as frozen values. Knows no Flask."""

from dataclasses import dataclass

from portal.helpdesk.accountforms import (
    HerstelcodesForm,
    InlogForm,
    NieuwAccountForm,
    RolForm,
    SluitForm,
    ToegangForm,
    WachtwoordForm,
)
from portal.helpdesk.logboekform import LogboekForm
from portal.helpdesk.logregel import LogRegel
from portal.medewerkers.medewerker import Account, Medewerker
from portal.medewerkers.sessies import Sessie


@dataclass(frozen=True, slots=True)
class InlogPage:
    """The form to log in. `reden`: an Inlogreden; `wacht_minuten`: how long nobody may try, 0 when one may."""

    form: InlogForm
    hier: str
    reden: str
    wacht_minuten: int


@dataclass(frozen=True, slots=True)
class MijnAccountPage:
    """One's own account. `deze`: the Sessie.sleutel of this session; `gedaan`: what has just been done, or empty."""

    medewerker: Medewerker
    account: Account
    wachtwoord: WachtwoordForm
    herstelcodes: HerstelcodesForm
    sessies: tuple[Sessie, ...]
    deze: str
    inloggen: tuple[LogRegel, ...]
    gedaan: str
    is_fout: bool


@dataclass(frozen=True, slots=True)
class UitgiftePage:
    """What somebody logs in with, shown once; what did not change is empty. `qr`: an <svg>. `verlopen`: nothing any more."""

    verlopen: bool
    naam: str = ""
    van_mij: bool = False
    wachtwoord: str = ""
    geheim: str = ""
    qr: str = ""
    herstelcodes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class AccountsPage:
    """Every account, and the form for a new one."""

    accounts: tuple[Account, ...]
    form: NieuwAccountForm
    is_fout: bool


@dataclass(frozen=True, slots=True)
class AccountPage:
    """One account and what can be done with it. `gedaan`: what has just been done, or empty."""

    account: Account
    rol: RolForm
    toegang: ToegangForm
    sluiten: SluitForm
    gedaan: str
    is_fout: bool


@dataclass(frozen=True, slots=True)
class LogboekPage:
    """A piece of the log. `ouder`: the URL of the piece before it, or empty. `is_gefilterd`: not everything is asked for."""

    form: LogboekForm
    regels: tuple[LogRegel, ...]
    ouder: str
    is_gefilterd: bool
    is_fout: bool
