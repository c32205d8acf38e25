"""How often somebody may try to log in, such that nobody can lock a colleague out. Knows no account.

Failures are counted, for a name that exists or not. On a computer where this colleague logged in before, only those on that
computer: what others try there or elsewhere does not count. On any other computer:

    from this network, for this name       3 in a minute                 slows down who guesses on
    from this network, for any name       50 in a quarter of an hour     somebody tries many names
    from this network, for this name       5 in a quarter of an hour     a colleague elsewhere is not hurt
    for this name, from anywhere           50 in an hour                 many computers try one name; a known one is not hurt

A try is counted before the password is looked at, so that a hundred at once are a hundred; a good one is taken off again.
Who must wait, must wait with the right password too. The helpdesk's own network is counted like any other.
"""

import secrets

from flask import request
from werkzeug.wrappers import Response

from portal import clock, services
from portal.crypto.kenmerk import KenmerkError, Purpose, our_content
from portal.medewerkers.medewerker import naamsleutel
from portal.storage.rate_limits import Counted, network

COOKIE = "__Host-apparaat"
EEN_JAAR = 365 * 24 * 3600
MAX_NAMEN = 5  # colleagues who share a computer; the kenmerk must fit in MAX_TEKENS


def tel(naam: str, *, keer: int = 1) -> None:
    """One more try, or with `keer=-1` one that was good after all. Raises TeVaak."""
    services.loket().limieten.count_all(_tellers(naamsleutel(naam)), clock.now(), times=keer)


def onthoud_apparaat(antwoord: Response, naam: str) -> None:
    """From now on this computer has counters of its own for this name. It gives no access to anything."""
    apparaat, namen = _apparaat()
    ook = [ander for ander in namen if ander != naamsleutel(naam)][: MAX_NAMEN - 1]
    inhoud = services.kenmerken().make(
        Purpose.APPARAAT, apparaat or secrets.token_urlsafe(9), naamsleutel(naam), *ook
    )
    antwoord.set_cookie(
        COOKIE, inhoud, max_age=EEN_JAAR, secure=True, httponly=True, samesite="Strict"
    )


def _tellers(naam: str) -> list[tuple[Counted, str]]:
    apparaat, namen = _apparaat()
    if naam in namen:
        hier = f"{naam}|{apparaat}"
        return [(Counted.INLOGGEN_KORT, hier), (Counted.INLOGGEN_NAAM, hier)]
    net = network(request.remote_addr or "", ())
    hier = f"{naam}|{net}"
    elders = [
        (Counted.INLOGGEN, net),
        (Counted.INLOGGEN_NAAM, hier),
        (Counted.INLOGGEN_OVERAL, naam),
    ]
    return [
        (Counted.INLOGGEN_KORT, hier),
        *elders,
    ]  # first: what is refused within the minute does not count for the rest


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
