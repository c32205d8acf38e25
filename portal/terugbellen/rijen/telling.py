"""The counts that stay when requests are deleted, by Dutch day and uitkomst. No personal data.

Days are counted here, not by SQLite: it does not know when the Dutch clock changes.
"""

from collections.abc import Iterable, Sequence
from dataclasses import astuple, dataclass, fields
from datetime import date, datetime, timedelta
from operator import add
from typing import Self, TypeVar

from portal.clock import from_text, to_text
from portal.storage.connection import Connection
from portal.storage.rows import question_marks

# The day a request was filed, and the uitkomst that came along ("" without an address).
Plek = tuple[date, str]
K = TypeVar("K")


@dataclass(frozen=True, slots=True)
class Aantallen:
    """Some requests, counted: the columns of the table `telling`.

    met_poging: phoned at least once. wacht_minuten: the sum, over those, of the minutes from filing
    to the first attempt.
    """

    verzoeken: int = 0
    met_poging: int = 0
    eerste_keer_gesproken: int = 0
    gesproken: int = 0
    ingetrokken: int = 0
    wacht_minuten: int = 0

    def __add__(self, ander: Self) -> Self:
        return type(self)(*map(add, astuple(self), astuple(ander)))

    @property
    def gemiddeld_uren(self) -> float | None:
        """Hours from filing to the first attempt; None when nobody was phoned yet."""
        return self.wacht_minuten / self.met_poging / 60 if self.met_poging else None


KOLOMMEN = tuple(veld.name for veld in fields(Aantallen))
PER_VERZOEK = """
select v.gemaakt_op, v.uitkomst, v.status,
  (select min(p.op) from poging p where p.verzoek = v.id),
  (select p.resultaat from poging p where p.verzoek = v.id order by p.id limit 1),
  exists (select 1 from poging p where p.verzoek = v.id and p.resultaat = 'gesproken')
from verzoek v
"""


def tel_op(paren: Iterable[tuple[K, Aantallen]]) -> dict[K, Aantallen]:
    """Adds up those of the same day, uitkomst, or both."""
    samen: dict[K, Aantallen] = {}
    for sleutel, aantallen in paren:
        samen[sleutel] = samen.get(sleutel, Aantallen()) + aantallen
    return samen


def van_verzoeken(db: Connection, waar: str, waarden: Sequence[str | int]) -> dict[Plek, Aantallen]:
    """The counts of the requests that are still here and meet this condition."""
    rijen = db.execute(f"{PER_VERZOEK} where {waar}", list(waarden)).fetchall()
    return tel_op(
        (
            (from_text(gemaakt_op).date(), uitkomst),
            Aantallen(
                verzoeken=1,
                met_poging=int(gebeld_op is not None),
                eerste_keer_gesproken=int(eerste == "gesproken"),
                gesproken=int(gesproken),
                ingetrokken=int(status == "ingetrokken"),
                wacht_minuten=_minuten(gemaakt_op, gebeld_op) if gebeld_op else 0,
            ),
        )
        for gemaakt_op, uitkomst, status, gebeld_op, eerste, gesproken in rijen
    )


def _minuten(van: str, tot: str) -> int:
    return int((from_text(tot) - from_text(van)) / timedelta(minutes=1))


def bewaar(db: Connection, verzoek_ids: Sequence[int]) -> None:
    """Adds these requests to the counts, in the transaction that deletes them."""
    vraag = (
        f"insert into telling (dag, uitkomst, {', '.join(KOLOMMEN)})"  # noqa: S608 - our own columns
        f" values (?, ?{', ?' * len(KOLOMMEN)}) on conflict (dag, uitkomst) do update set "
        + ", ".join(f"{kolom} = telling.{kolom} + excluded.{kolom}" for kolom in KOLOMMEN)
    )
    per_plek = van_verzoeken(db, f"v.id in ({question_marks(verzoek_ids)})", verzoek_ids)
    for (dag, uitkomst), aantallen in per_plek.items():
        db.execute(vraag, [dag.isoformat(), uitkomst, *astuple(aantallen)])


def tel_verwijderd(db: Connection, wat: str, aantal: int, waarom: str, nu: datetime) -> None:
    """Writes in the table `verwijderd` how many of what went, and why; nothing when none did."""
    if aantal:
        db.execute(
            "insert into verwijderd (op, wat, aantal, waarom) values (?, ?, ?, ?)",
            [to_text(nu), wat, aantal, waarom],
        )
