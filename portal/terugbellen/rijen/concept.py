"""What a colleague is typing about a request and did not keep yet, encrypted.

So that no word is lost when a session ends, a colleague was first, or another page was needed in
between. One for each colleague; in the caller's transaction.

What an ended session brings stands beside what was kept while it lasted: whoever has its cookie
takes away no word.
"""

import json
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from portal.clock import to_text
from portal.crypto.vault import Cipher, Vault
from portal.storage.connection import Connection
from portal.terugbellen.rijen import verzoeksleutel
from portal.terugbellen.waarden.verzoek import Verzoek

NA_EINDE = "na_einde"  # the fields that came when the session had ended


def plek(uid: str, wie: int) -> str:
    """Where a concept stands, for the kluis."""
    return f"concept:{uid}:{wie}"


def lees(db: Connection, kluis: Vault, verzoek: Verzoek, wie: int) -> dict[str, str]:
    """The fields as they were typed; none when there is no concept. Raises VaultError."""
    velden = _velden(db, kluis, verzoek, wie)
    later: dict[str, str] = velden.pop(NA_EINDE, {})
    samen = velden | {naam: waarde for naam, waarde in later.items() if not velden.get(naam)}
    eerst, erbij = velden.get("tekst", ""), later.get("tekst", "")
    if erbij:  # mostly the same text, typed on
        samen["tekst"] = erbij if eerst in erbij else f"{eerst}\n{erbij}"
    return samen


def bewaar(
    db: Connection,
    kluis: Vault,
    verzoek: Verzoek,
    velden: Mapping[str, Any],
    wie: int,
    nu: datetime,
) -> None:
    """In the place of what stood there; nothing typed is nothing kept."""
    wis(db, verzoek, wie)
    if any(velden.values()):
        sleutel = verzoeksleutel.van(db, kluis, verzoek.id, verzoek.uid)
        tekst = json.dumps(dict(velden), ensure_ascii=False).encode()
        db.execute(
            "insert into concept (verzoek, medewerker, tekst, op) values (?, ?, ?, ?)",
            [verzoek.id, wie, sleutel.encrypt(tekst, plek(verzoek.uid, wie)), to_text(nu)],
        )


def vul_aan(
    db: Connection,
    kluis: Vault,
    verzoek: Verzoek,
    velden: Mapping[str, str],
    wie: int,
    nu: datetime,
) -> None:
    """What an ended session brings, in the place of what it brought before."""
    if any(velden.values()):
        eerst = _velden(db, kluis, verzoek, wie)
        bewaar(db, kluis, verzoek, {**eerst, NA_EINDE: velden}, wie, nu)


def wis(db: Connection, verzoek: Verzoek, wie: int) -> None:
    """It was kept for good."""
    db.execute("delete from concept where verzoek = ? and medewerker = ?", [verzoek.id, wie])


def opnieuw(
    db: Connection, verzoek: Verzoek, oud: Cipher, nieuw: Cipher
) -> list[tuple[int, bytes]]:
    """Each concept of this request (its id, and its text) with another key. Raises VaultError."""
    vraag = "select id, medewerker, tekst from concept where verzoek = ?"
    rijen = db.execute(vraag, [verzoek.id]).fetchall()
    plekken = ((id_, tekst, plek(verzoek.uid, wie)) for id_, wie, tekst in rijen)
    return [(id_, nieuw.encrypt(oud.decrypt(tekst, p), p)) for id_, tekst, p in plekken]


def _velden(db: Connection, kluis: Vault, verzoek: Verzoek, wie: int) -> dict[str, Any]:
    rij = db.execute(
        "select tekst from concept where verzoek = ? and medewerker = ?", [verzoek.id, wie]
    ).fetchone()
    if rij is None:
        return {}
    sleutel = verzoeksleutel.van(db, kluis, verzoek.id, verzoek.uid)
    velden: dict[str, Any] = json.loads(sleutel.decrypt(rij[0], plek(verzoek.uid, wie)))
    return velden
