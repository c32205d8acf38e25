"""The open requests for one phone number or one address: a resident may have MAX_OPEN of each.

Everything here runs in the caller's transaction. Rows that cannot be read are left out.
"""

from collections.abc import Sequence

from portal.crypto.vault import Vault
from portal.storage.connection import Connection
from portal.storage.rows import question_marks
from portal.terugbellen.rijen import verzoekrij, zoeken
from portal.terugbellen.waarden.verzoek import Gegevens, MeeAdres, Verzoek

MAX_OPEN = 3


class AlDrie(Exception):
    """A resident asks for one more than MAX_OPEN; `waarop` is `nummer` or `adres`."""

    def __init__(self, waarop: str) -> None:
        super().__init__(waarop)
        self.waarop = waarop


def op_nummer(db: Connection, kluis: Vault, telefoon: str) -> list[Verzoek]:
    """Those for this phone number."""
    return _open(db, kluis, *verzoekrij.met_hash("telefoon", kluis, telefoon))


def controleer(
    db: Connection, kluis: Vault, gegevens: Gegevens, zelfde_nummer: Sequence[Verzoek]
) -> None:
    """Raises AlDrie. `zelfde_nummer`: what `op_nummer` gave."""
    if len(zelfde_nummer) >= MAX_OPEN:
        raise AlDrie("nummer")
    if gegevens.adres and len(_op_adres(db, kluis, gegevens.adres)) >= MAX_OPEN:
        raise AlDrie("adres")


def _op_adres(db: Connection, kluis: Vault, adres: MeeAdres) -> list[Verzoek]:
    """What has a hash is postcode and number: forty flats may share those, so each is read."""
    postcode, nummer, *_ = adres.delen
    ids = tuple(zoeken.zoek(db, kluis, zoeken.Zoeksoort.ADRES, f"{postcode}{nummer}"))
    daar = _open(db, kluis, f"id in ({question_marks(ids)})", ids) if ids else []
    return [v for v in daar if v.gegevens.adres and _regels(v.gegevens.adres) == _regels(adres)]


def _regels(adres: MeeAdres) -> tuple[str, str]:
    return adres.regel_1, adres.regel_2  # `delen` holds the answers as well


def _open(db: Connection, kluis: Vault, waar: str, waarden: Sequence[bytes | int]) -> list[Verzoek]:
    return verzoekrij.lees_leesbare(db, kluis, f"status = 'open' and {waar}", waarden)[0]
