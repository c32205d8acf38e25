"""What we remember of somebody whom we sent to the provider to log in: in their browser, encrypted.

So nothing piles up here, another machine can go on with it, and who has not this cookie cannot use
what comes back. There is one for each tab. `Lax`, because the way back begins at another site.
"""

import json
from base64 import urlsafe_b64decode, urlsafe_b64encode
from dataclasses import dataclass
from datetime import timedelta

from flask import request
from werkzeug.wrappers import Response

from portal import clock, services
from portal.crypto.vault import VaultError
from portal.oidc.client import Login

COOKIE = "__Host-inlog-"  # and the first signs of the state
STATE_TEKENS = 8
DUUR = timedelta(minutes=10)  # long enough to find a phone for the second factor
MAX_TABS = (
    3  # the oldest is forgotten: with the longest URL each has 2 kB of the 8 that may be sent
)
PLEK = "inlogaanvraag"  # for the kluis


@dataclass(frozen=True, slots=True)
class Inlogaanvraag:
    """`begonnen`: in s since 1970. `verder`: our own page to go to afterwards.

    `sessie`: the Sessie.sleutel of who is to show again who they are; empty: who logs in.
    """

    login: Login
    begonnen: int
    verder: str
    sessie: str


def onthoud(antwoord: Response, aanvraag: Inlogaanvraag) -> None:
    """With this answer."""
    login = aanvraag.login
    delen = [login.state, login.nonce, login.verifier, aanvraag.begonnen, aanvraag.verder]
    dicht = services.loket().kluis.encrypt(json.dumps([*delen, aanvraag.sessie]).encode(), PLEK)
    antwoord.set_cookie(
        _naam(login.state),
        urlsafe_b64encode(dicht).decode(),
        max_age=int(DUUR.total_seconds()),
        secure=True,
        httponly=True,
        samesite="Lax",
    )
    al_open = [naam for naam in request.cookies if naam.startswith(COOKIE)]
    for naam in al_open[: max(0, len(al_open) - MAX_TABS + 1)]:
        _wis(antwoord, naam)


def lees(state: str) -> Inlogaanvraag | None:
    """What this browser was sent away with; None when it was not, or is too late."""
    try:
        dicht = urlsafe_b64decode(request.cookies.get(_naam(state), ""))
        delen = json.loads(services.loket().kluis.decrypt(dicht, PLEK))
        hoort_bij, nonce, verifier, begonnen, verder, sessie = delen
    except (VaultError, ValueError, TypeError):
        return None
    duurt = clock.now().timestamp() - begonnen
    if hoort_bij != state or not -1 <= duurt <= DUUR.total_seconds():
        return None
    return Inlogaanvraag(Login(state, nonce, verifier), begonnen, verder, sessie)


def vergeet(antwoord: Response, state: str) -> None:
    """It has come back: it works once."""
    _wis(antwoord, _naam(state))


def _wis(antwoord: Response, naam: str) -> None:
    antwoord.delete_cookie(naam, secure=True, httponly=True, samesite="Lax")


def _naam(state: str) -> str:
    return f"{COOKIE}{state[:STATE_TEKENS]}"
