"""One request on its way to the desk, or standing there, as its row says.

What leads there to a person is encrypted in it.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any, NamedTuple

from portal.clock import from_text
from portal.crypto.vault import Vault, VaultError
from portal.doorgeven.vertaling import Etappe

VAAK = 20  # tries that ended in a 500: it may be this one, so the others go first
KOLOMMEN = (
    "id, verzoek, merk, nummer, sporen, versie, status, pogingen, haperingen, volgende_op, fout"
)


class Doorgavestatus(StrEnum):
    """Where a row stands. VERDWENEN: it stood there, and was deleted there by somebody."""

    WACHT = "wacht"
    STAAT = "staat"
    VERWERKT = "verwerkt"
    GEWEIGERD = "geweigerd"
    VERDWENEN = "verdwenen"


class Spoor(NamedTuple):
    """What a step made there, and a hash of what it last said."""

    uuid: str
    gezegd: str


Sporen = dict[Etappe, Spoor]


@dataclass(frozen=True, slots=True)
class Doorgave:
    """One row. `verzoek_id`: None when the request is deleted. `pogingen`: since it last went well.

    `haperingen`: how many of those got a 500. `versie`: of the request as it stands there;
    `nummer`: empty until the first try.
    """

    id: int
    verzoek_id: int | None
    merk: str
    nummer: str
    sporen: Mapping[Etappe, Spoor]
    versie: int
    status: Doorgavestatus
    pogingen: int
    haperingen: int
    volgende_op: datetime
    fout: str

    @property
    def hapert(self) -> bool:
        """Whether it may be this request, and not the desk."""
        return self.haperingen >= VAAK


def plek(merk: str) -> str:
    """Where the sporen of a row stand, for the kluis."""
    return f"doorgave:{merk}"


def lees(kluis: Vault, rij: Sequence[Any]) -> Doorgave:
    """From the KOLOMMEN of a row. Sporen that no key opens are forgotten: then the next try looks
    at the desk what is there.
    """
    id_, verzoek_id, merk, nummer, gesloten, versie, status, pogingen, *rest = rij
    haperingen, volgende_op, fout = rest
    try:
        tekst = kluis.decrypt(gesloten, plek(merk)) if gesloten else b"{}"
    except VaultError:
        tekst, pogingen = b"{}", max(pogingen, 1)
    return Doorgave(
        id=id_,
        verzoek_id=verzoek_id,
        merk=merk,
        nummer=nummer or "",
        sporen={Etappe(stap): Spoor(*wat) for stap, wat in json.loads(tekst).items()},
        versie=versie,
        status=Doorgavestatus(status),
        pogingen=pogingen,
        haperingen=haperingen,
        volgende_op=from_text(volgende_op),
        fout=fout,
    )
