"""Open Klant 2: its Klantinteracties API, as far as we use it.

Only a number of ours or a uuid of theirs is ever in a URL. What it says of a mistake is kept
without the values: it may quote what a resident typed.
"""

import json
import re
from typing import Any

from portal.doorgeven.balie import Balie
from portal.outbound.fetch import Fetcher, FetchError

SECONDEN = 10.0  # for one answer, all in all
MAX_BYTES = 1_000_000
_NIET_NU = (401, 403, 408, 425, 429)  # about us or about now, not about this request
_VELD = re.compile(r"[\w.]{1,60}")

Rij = dict[str, Any]


class BalieKanNiet(Exception):
    """The desk does not answer well. `status` 0: not at all. `wacht_s`: how long it asks for."""

    def __init__(self, reden: str, status: int = 0, wacht_s: float | None = None) -> None:
        super().__init__(reden)
        self.status, self.wacht_s = status, wacht_s


class BalieWeigert(Exception):
    """It never takes this. Names the fields, without what is in them."""


class BestaatNiet(Exception):
    """The desk has no such thing (any more)."""


class OpenKlant:
    """Each method raises BalieKanNiet and BalieWeigert."""

    def __init__(self, balie: Balie, fetcher: Fetcher | None = None) -> None:
        self._url, self._fetcher = balie.url, fetcher or Fetcher()
        self._koppen = {
            "Authorization": f"Token {balie.token}",
            "Accept": "application/json",
            "Content-Type": "application/json",
        }

    def zoek(self, pad: str, **vraag: str) -> list[Rij]:
        """What there is of this. Not more than one page of it: we look for one."""
        gevonden = self._vraag("GET", f"/{pad}", vraag=vraag).get("results")
        if not isinstance(gevonden, list) or not all(isinstance(rij, dict) for rij in gevonden):
            raise BalieKanNiet("geen bruikbaar antwoord")
        return gevonden

    def lees(self, pad: str, uuid: str) -> Rij:
        """One thing. Raises BestaatNiet."""
        return self._vraag("GET", f"/{pad}/{uuid}")

    def maak(self, pad: str, inhoud: Rij) -> str:
        """Its uuid."""
        return uuid_van(self._vraag("POST", f"/{pad}", inhoud))

    def wijzig(self, pad: str, uuid: str, inhoud: Rij) -> None:
        """Changes these fields. Raises BestaatNiet."""
        self._vraag("PATCH", f"/{pad}/{uuid}", inhoud)

    def wis(self, pad: str, uuid: str) -> None:
        """It is gone, also when it was already."""
        try:
            self._vraag("DELETE", f"/{pad}/{uuid}", antwoordt=False)
        except BestaatNiet:
            return

    def _vraag(
        self,
        hoe: str,
        pad: str,
        inhoud: Rij | None = None,
        *,
        vraag: dict[str, str] | None = None,
        antwoordt: bool = True,
    ) -> Rij:
        tekst = json.dumps(inhoud).encode() if inhoud is not None else b""
        velden, url = tuple((vraag or {}).items()), f"{self._url}{pad}"
        try:
            antwoord = self._fetcher.send(
                hoe, url, tekst, self._koppen, velden, seconds=SECONDEN, max_bytes=MAX_BYTES
            )
            gelezen = json.loads(antwoord) if antwoordt else {}
        except FetchError as fout:
            raise _vertaald(fout, los_ding=pad.count("/") > 1) from fout
        except ValueError as fout:
            raise BalieKanNiet("geen bruikbaar antwoord") from fout
        if not isinstance(gelezen, dict):
            raise BalieKanNiet("geen bruikbaar antwoord")
        return gelezen


def uuid_van(rij: Rij) -> str:
    """Of one thing. Raises BalieKanNiet."""
    uuid = rij.get("uuid")
    if not isinstance(uuid, str) or not re.fullmatch(r"[0-9a-fA-F-]{32,36}", uuid):
        raise BalieKanNiet("geen bruikbaar antwoord")
    return uuid


def _vertaald(fout: FetchError, *, los_ding: bool) -> Exception:
    if fout.status == 404 and los_ding:
        return BestaatNiet()
    if 400 <= fout.status < 500 and fout.status != 404 and fout.status not in _NIET_NU:
        return BalieWeigert(f"{fout}{_velden(fout.body)}")
    return BalieKanNiet(str(fout), fout.status, fout.wait_s)


def _velden(antwoord: bytes) -> str:
    """`: contactnaam.achternaam (max_length)`, as the desk names what is wrong."""
    try:
        mis = json.loads(antwoord)["invalidParams"]
        delen = [(str(p["name"]), str(p["code"])) for p in mis]
    except (ValueError, KeyError, TypeError):
        return ""
    goed = [f"{n} ({c})" for n, c in delen if _VELD.fullmatch(n) and _VELD.fullmatch(c)]
    return f": {', '.join(goed[:10])}" if goed else ""
