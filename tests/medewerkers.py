"""Accounts that are set up, as a colleague does with the link, so that tests can log in."""

from datetime import datetime, timedelta
from typing import NamedTuple

import pyotp

from portal.medewerkers.medewerker import Medewerker, Medewerkerrol
from portal.medewerkers.tweedefactor import maak_geheim
from portal.services import Loket
from portal.storage.audit_log import SYSTEM
from tests.conftest import NU

WACHTWOORD = "zeven ganzen boven het wad"


class Inlog(NamedTuple):
    """What the owner of an account logs in with."""

    wachtwoord: str
    geheim: str
    herstelcodes: tuple[str, ...]

    def code(self, op: datetime = NU) -> str:
        """What the app shows at this moment."""
        return pyotp.TOTP(self.geheim).at(op)


def maak_account(
    loket: Loket, naam: str, rol: Medewerkerrol = Medewerkerrol.MEDEWERKER, nu: datetime = NU
) -> tuple[Medewerker, Inlog]:
    """An account, and what its owner logs in with."""
    wie = loket.medewerkers.voeg_toe(naam, rol, nu=nu, wie=SYSTEM)
    return wie, stel_in(loket, wie, nu)


def stel_in(
    loket: Loket, wie: Medewerker, nu: datetime = NU, wachtwoord: str = WACHTWOORD
) -> Inlog:
    """The owner opens a new link and sets up the account, two minutes ago: no code of now is used
    up.
    """
    toen = nu - timedelta(minutes=2)
    token = loket.uitnodigingen.geef(wie.id, nu=toen, wie=SYSTEM)
    geheim = maak_geheim()
    code = pyotp.TOTP(geheim).at(toen)
    _, codes = loket.uitnodigingen.stel_in(token, wachtwoord, geheim, code, nu=toen)
    return Inlog(wachtwoord, geheim, codes)
