"""Tells the webhook what happened. No transaction is open while it is asked."""

from dataclasses import dataclass
from datetime import datetime

from portal.doorgeven.leveringen import Levering, Leveringen
from portal.doorgeven.voorval import Webhook, bericht, koppen
from portal.outbound.fetch import Fetcher, FetchError

SECONDEN = 10.0  # for one message, all in all


@dataclass(slots=True)
class Leververslag:
    """How many went how. `ontvanger`: why it could not be reached; the rest waits."""

    verzonden: int = 0
    later: int = 0
    mislukt: int = 0
    ontvanger: str = ""


def lever_af(rijen: Leveringen, webhook: Webhook, fetcher: Fetcher, nu: datetime) -> Leververslag:
    """Everything that is due. A receiver that is not there costs one message a try, no more.

    Raises StorageUnavailable.
    """
    verslag = Leververslag()
    rijen.vul_aan(nu)
    for rij in rijen.te_leveren(nu):
        if not _een(rijen, rij, webhook, fetcher, nu, verslag):
            break
    return verslag


def _een(
    rijen: Leveringen,
    rij: Levering,
    webhook: Webhook,
    fetcher: Fetcher,
    nu: datetime,
    verslag: Leververslag,
) -> bool:
    """False when nobody answered."""
    rijen.begin_poging(rij, nu)
    id_, inhoud = bericht(webhook, rij.wat)
    kop = koppen(webhook, id_, inhoud, nu)
    try:
        fetcher.send("POST", webhook.url, inhoud, kop, seconds=SECONDEN, max_bytes=0)
    except FetchError as fout:
        voorgoed = rijen.is_mislukt(rij, str(fout))
        verslag.mislukt += voorgoed
        verslag.later += not voorgoed
        if not fout.status:
            verslag.ontvanger = str(fout)
        return bool(fout.status)
    rijen.is_verzonden(rij, "goed ontvangen")
    verslag.verzonden += 1
    return True
