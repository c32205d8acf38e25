"""What a lead of the helpdesk writes: standard sentences, topics on offer, hard questions.

Each change is kept, with who made it and when. Nobody's data stand in it.
"""

import json
from dataclasses import asdict, dataclass
from datetime import datetime

from portal.clock import from_text, to_text
from portal.storage import audit_log
from portal.storage.audit_log import Action
from portal.storage.database import PortalDatabase
from portal.terugbellen.waarden.verzoek import Onderwerp

MAX_ZIN, MAX_ZINNEN = 200, 30
MAX_VRAAG, MAX_ANTWOORD, MAX_BRON, MAX_VRAGEN = 200, 1000, 200, 10


class TekstenVeranderd(Exception):
    """Somebody else changed them since this beheerder saw them."""


@dataclass(frozen=True, slots=True)
class EigenVraag:
    """A hard question of the helpdesk's own, with what to say and where it comes from."""

    vraag: str
    antwoord: str
    bron: str


@dataclass(frozen=True, slots=True)
class EigenTeksten:
    """`zinnen`: the standard sentences; None: ours. `zonder`: topics that residents do not choose
    from.
    """

    zinnen: tuple[str, ...] | None = None
    zonder: tuple[Onderwerp, ...] = ()
    vragen: tuple[EigenVraag, ...] = ()


@dataclass(frozen=True, slots=True)
class Tekststand:
    """The texts of now. `id` names this version; 0 is nobody's. `op` in Dutch time."""

    id: int
    teksten: EigenTeksten
    op: datetime | None
    door: str


class TekstStore:
    """Safe to share between threads. Every method raises StorageUnavailable."""

    def __init__(self, bestand: PortalDatabase) -> None:
        self._bestand = bestand

    def stand(self) -> Tekststand:
        """The texts of now."""
        with self._bestand.read() as db:
            rij = db.execute(
                "select t.id, t.waarde, t.op, m.naam from eigentekst t"
                " join medewerker m on m.id = t.medewerker order by t.id desc limit 1"
            ).fetchone()
        if rij is None:
            return Tekststand(0, EigenTeksten(), None, "")
        id_, waarde, op, door = rij
        return Tekststand(id_, _uit_json(waarde), from_text(op), door)

    def bewaar(self, teksten: EigenTeksten, basis: int, *, wie: int, nu: datetime) -> None:
        """From now on these; nothing when they are the same. Raises TekstenVeranderd.

        `basis`: the id of the version that they were made from.
        """
        stand = self.stand()
        if teksten == stand.teksten:
            return
        with self._bestand.write() as db:
            ((laatste,),) = db.execute("select coalesce(max(id), 0) from eigentekst").fetchall()
            if laatste != basis:
                raise TekstenVeranderd
            db.execute(
                "insert into eigentekst (waarde, op, medewerker) values (?, ?, ?)",
                [json.dumps(asdict(teksten), ensure_ascii=False), to_text(nu), wie],
            )
            door = audit_log.medewerker(wie)
            audit_log.write(db, Action.TEKSTEN_GEWIJZIGD, who=door, at=nu)


def _uit_json(waarde: str) -> EigenTeksten:
    inhoud = json.loads(waarde)
    zinnen = inhoud["zinnen"]
    return EigenTeksten(
        None if zinnen is None else tuple(zinnen),
        tuple(map(Onderwerp, inhoud["zonder"])),
        tuple(EigenVraag(**vraag) for vraag in inhoud["vragen"]),
    )
