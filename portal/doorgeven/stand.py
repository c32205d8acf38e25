"""How handing on goes, for whoever watches: what waits, since when, what was refused and why."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from portal.clock import elapsed, from_text, to_text
from portal.doorgeven.doorgave import Doorgavestatus
from portal.storage.database import PortalDatabase

LAAT = timedelta(minutes=15)
_TELLING = """
select count(*) filter (where d.status = 'wacht' or d.verzoek is null),
  count(*) filter (where d.status = 'staat' and d.verzoek is not null),
  count(*) filter (where d.status = 'verwerkt' and d.verzoek is not null),
  count(*) filter (where d.status = 'verdwenen' and d.verzoek is not null),
  min(d.gemaakt_op) filter (where d.status = 'wacht'),
  coalesce(max(d.fout) filter (where d.status = 'wacht' or d.verzoek is null), '')
  from doorgave d
"""
_GEWEIGERD = """
select coalesce(d.nummer, ''), d.fout, v.uid from doorgave d join verzoek v on v.id = d.verzoek
  where d.status = 'geweigerd' order by d.id
"""
_LEVERINGEN = """
select count(*) filter (where status = 'wacht'), count(*) filter (where status = 'mislukt'),
  min(gebeurd_op) filter (where status = 'wacht') from levering
"""


_ELDERS = "select count(*) from verzoek where status = 'open' and elders = 1"


@dataclass(frozen=True, slots=True)
class Doorgeefstand:
    """How many wait, stand there, are done there, were deleted there; and what was refused: its
    number there, why, and the uid of the request. `fout`: why what waits did not go yet, if tried.

    `elders`: open requests that the desk phones. `berichten` and `berichten_mislukt`: of the
    webhook. The moments are those of what waits longest.
    """

    wacht: int
    staat: int
    verwerkt: int
    verdwenen: int
    wacht_sinds: datetime | None
    fout: str
    geweigerd: tuple[tuple[str, str, str], ...]
    elders: int
    berichten: int
    berichten_mislukt: int
    berichten_sinds: datetime | None

    def is_laat(self, nu: datetime) -> bool:
        """Whether something waits so long that somebody should look."""
        return self.wacht_sinds is not None and elapsed(self.wacht_sinds, nu) > LAAT

    def berichten_zijn_laat(self, nu: datetime) -> bool:
        """The same of the webhook."""
        return self.berichten_sinds is not None and elapsed(self.berichten_sinds, nu) > LAAT


def lees_stand(bestand: PortalDatabase) -> Doorgeefstand:
    """As it is now. Raises StorageUnavailable."""
    with bestand.read() as db:
        ((wacht, staat, verwerkt, verdwenen, sinds, fout),) = db.execute(_TELLING).fetchall()
        geweigerd = tuple((n, waarom, uid) for n, waarom, uid in db.execute(_GEWEIGERD).fetchall())
        ((berichten, mislukt, bericht_sinds),) = db.execute(_LEVERINGEN).fetchall()
        ((elders,),) = db.execute(_ELDERS).fetchall()
    return Doorgeefstand(
        wacht=wacht,
        staat=staat,
        verwerkt=verwerkt,
        verdwenen=verdwenen,
        wacht_sinds=from_text(sinds) if sinds else None,
        fout=fout,
        geweigerd=geweigerd,
        elders=elders,
        berichten=berichten,
        berichten_mislukt=mislukt,
        berichten_sinds=from_text(bericht_sinds) if bericht_sinds else None,
    )


def van_verzoek(bestand: PortalDatabase, verzoek_id: int) -> Doorgavestatus | None:
    """How far this request is; None when it goes nowhere. Raises StorageUnavailable."""
    with bestand.read() as db:
        rij = db.execute("select status from doorgave where verzoek = ?", [verzoek_id]).fetchone()
    return Doorgavestatus(rij[0]) if rij else None


def opnieuw(bestand: PortalDatabase, nu: datetime) -> int:
    """Hands on anew what was refused or deleted there; how many. Raises StorageUnavailable."""
    with bestand.write() as db:
        rijen = db.execute(
            "update doorgave set status = 'wacht', pogingen = 1, haperingen = 0, volgende_op = ?,"
            " fout = '' where status in ('geweigerd', 'verdwenen') and verzoek is not null"
            " returning id",
            [to_text(nu)],
        ).fetchall()
    return len(rijen)


def terugnemen(bestand: PortalDatabase) -> int:
    """Every request is ours to phone again; how many were not. Raises StorageUnavailable."""
    with bestand.write() as db:
        rijen = db.execute(
            "update verzoek set elders = 0, versie = versie + 1 where elders = 1 returning id"
        ).fetchall()
    return len(rijen)
