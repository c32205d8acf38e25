"""Who asks: a program with a key, or anybody from a network; and how much more they may ask."""

from flask import Flask, abort, g, request

from portal import clock, services
from portal.afnemers.afnemer import Afnemer, Recht
from portal.storage.audit_log import program
from portal.storage.rate_limits import ROOM_WITH_KEY, Counted, Standing, TooOften, Tries
from portal.web.access import CLIENT, Access, guard
from portal.web.problem import Problem

BEARER = "Bearer "
VRAAGT_SLEUTEL = {"WWW-Authenticate": 'Bearer realm="api"'}


def bewaak(app: Flask) -> None:
    """Closes the views that need a key."""
    guard(app, _alleen_met_sleutel, CLIENT)


def afnemer() -> Afnemer:
    """Who asks, in a view that needs a key."""
    wie: Afnemer = g.afnemer
    return wie


def in_log() -> str:
    """The same, as the log names them."""
    return program(afnemer().naam)


def tel(keer: int = 1) -> None:
    """So many more questions. Raises TooOften, and Problem for a key that does not work."""
    wie = _wie_vraagt()
    if not services.heeft_loket():
        return
    mag_meer = wie is not None and Recht.LEZEN in wie.rechten
    teller = program(wie.naam) if wie else services.from_network()
    if teller and keer:
        neem(Tries(Counted.API_VRAAG, teller, ROOM_WITH_KEY if mag_meer else 1), keer)


def neem(van: Tries, keer: int) -> None:
    """Counts it, and remembers for the headers what is left. Raises TooOften."""
    stand = services.loket().limieten.take(van, clock.now(), times=keer)
    g.stand = stand._replace(left=max(stand.left, 0))
    if stand.left < 0:
        raise TooOften(van.counted, stand.seconds)


def stand() -> Standing | None:
    """What is left after this question, or None when it is not counted."""
    over: Standing | None = g.get("stand")
    return over


def _alleen_met_sleutel(_level: Access) -> None:
    if request.method == "OPTIONS":
        return
    if not services.heeft_loket():
        abort(404)
    wie = _wie_vraagt()
    if wie is None:
        raise Problem(401, headers=VRAAGT_SLEUTEL)
    if Recht.TERUGBELLEN not in wie.rechten:
        raise Problem(403)
    g.afnemer = wie


def _wie_vraagt() -> Afnemer | None:
    """None without a key. Raises Problem (401) for one that does not work."""
    gegeven = request.headers.get("Authorization", "")
    sleutel = gegeven.removeprefix(BEARER) if gegeven.startswith(BEARER) else ""
    sleutel = sleutel.strip() or request.headers.get("API-Key", "")
    if not sleutel:
        return None
    wie = services.loket().afnemers.met_sleutel(sleutel) if services.heeft_loket() else None
    if wie is None:
        raise Problem(401, headers=VRAAGT_SLEUTEL)
    return wie
