"""How often somebody may try to log in, without a way for others to lock a colleague out.

Only failures count, for a name that exists or not. On a computer where this colleague logged in
before, only failures on that computer count: what others try there or elsewhere does not. On any
other computer:

    this network, this name    3 in a minute               slows down somebody who keeps guessing
    this network, any name     50 in a quarter of an hour  somebody tries many names; what is around
                                                           it counts too (`rate_limits.around`)
    this network, this name    5 in a quarter of an hour   a colleague elsewhere is not hurt
    anywhere, this name        50 in an hour               many computers try one name

A try is counted before the password is checked, so that a hundred at once are a hundred; a good one
is taken off again. Somebody who must wait also waits with the right password. The helpdesk's own
network counts like any other.
"""

import secrets

from flask import request
from werkzeug.wrappers import Response

from portal import clock, services
from portal.crypto.kenmerk import KenmerkError, Purpose, our_content
from portal.medewerkers.medewerker import naamsleutel
from portal.storage.rate_limits import Counted, Tries, around, network

COOKIE = "__Host-apparaat"
EEN_JAAR = 365 * 24 * 3600
MAX_NAMEN = 5  # colleagues who share a computer; the kenmerk must fit in MAX_LENGTH


def tel(naam: str, *, keer: int = 1) -> None:
    """One more try, or with `keer=-1` one that was good after all. Raises TooOften."""
    services.loket().limieten.count_all(_tellers(naamsleutel(naam)), clock.now(), times=keer)


def tel_dienst(*, keer: int = 1) -> None:
    """One more return from the provider, of which only it knows who it is. Raises TooOften."""
    net = network(request.remote_addr or "", ())
    services.loket().limieten.count_all(around(Counted.INLOGGEN, net), clock.now(), times=keer)


def onthoud_apparaat(antwoord: Response, naam: str) -> None:
    """From now on this computer has its own counters for this name. It gives access to nothing."""
    apparaat, namen = _apparaat()
    ook = [ander for ander in namen if ander != naamsleutel(naam)][: MAX_NAMEN - 1]
    inhoud = services.kenmerken().make(
        Purpose.APPARAAT, apparaat or secrets.token_urlsafe(9), naamsleutel(naam), *ook
    )
    antwoord.set_cookie(
        COOKIE, inhoud, max_age=EEN_JAAR, secure=True, httponly=True, samesite="Strict"
    )


def _tellers(naam: str) -> list[Tries]:
    apparaat, namen = _apparaat()
    if naam in namen:
        hier = f"{naam}|{apparaat}"
        return [Tries(Counted.INLOGGEN_KORT, hier), Tries(Counted.INLOGGEN_NAAM, hier)]
    net = network(request.remote_addr or "", ())
    hier = f"{naam}|{net}"
    return [
        # First: a try refused within the minute counts for no other.
        Tries(Counted.INLOGGEN_KORT, hier),
        *around(Counted.INLOGGEN, net),
        Tries(Counted.INLOGGEN_NAAM, hier),
        Tries(Counted.INLOGGEN_OVERAL, naam),
    ]


def _apparaat() -> tuple[str, list[str]]:
    """The computer, and who logged in on it before; nothing when we do not know it."""
    try:
        with our_content():
            apparaat, *namen = map(
                str, services.kenmerken().read(Purpose.APPARAAT, request.cookies.get(COOKIE, ""))
            )
    except KenmerkError:
        return "", []
    return apparaat, namen
