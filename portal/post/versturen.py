"""Sends the mail that is due. No transaction is open while the mail server is asked."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from email.message import EmailMessage

from portal import clock
from portal.crypto.vault import VaultError
from portal.post.brief import AdresFout
from portal.post.mailserver import Lijn, MailGeweigerd, Mailserver, ServerKanNiet, Uitgesteld
from portal.post.postrij import Post, Postrij
from portal.storage.rate_limits import TooOften
from portal.terugbellen.waarden.verzoek import Verzoek

Schrijver = Callable[[Post, Verzoek], EmailMessage]


@dataclass(slots=True)
class Verslag:
    """How many mails went how. `te_veel`: not sent, to an address that nobody confirmed.

    `server`: why it could not be used; the rest waits for next time.
    """

    verzonden: int = 0
    vervallen: int = 0
    te_veel: int = 0
    later: int = 0
    mislukt: int = 0
    server: str = ""


def verstuur(
    rij: Postrij, server: Mailserver, schrijf: Schrijver, *, van: str, nu: datetime
) -> Verslag:
    """Sends what is due. A server that is down costs no mail a try. Raises StorageUnavailable."""
    verslag = Verslag()
    rij.herinner(nu)
    klaar = rij.te_versturen(nu)
    if not klaar:
        return verslag
    try:
        with server.lijn() as lijn:
            for post in klaar:
                _een(rij, lijn, schrijf, post, verslag, van=van)
    except ServerKanNiet as fout:
        verslag.server = str(fout)
    return verslag


def _een(
    rij: Postrij, lijn: Lijn, schrijf: Schrijver, post: Post, verslag: Verslag, *, van: str
) -> None:
    nu = clock.now()  # of this letter: the one before it may have taken a minute
    if not rij.begin_poging(post, nu):
        return
    try:
        verzoek = rij.verzoek(post)
        if verzoek is None or not rij.klopt_nog(post.soort, verzoek, nu):
            rij.is_vervallen(post)
            verslag.vervallen += 1
            return
        brief = schrijf(post, verzoek)
        lijn.stuur(brief, van=van, aan=verzoek.gegevens.email)
    except TooOften:
        rij.is_vervallen(post)
        verslag.te_veel += 1
    except (MailGeweigerd, AdresFout, VaultError, Uitgesteld, ServerKanNiet) as fout:
        voorgoed = not isinstance(fout, Uitgesteld | ServerKanNiet)
        if rij.is_mislukt(post, str(fout), voorgoed=voorgoed):
            verslag.mislukt += 1
        else:
            verslag.later += 1
        if isinstance(fout, ServerKanNiet):
            raise
    else:
        rij.is_verzonden(post)
        verslag.verzonden += 1
