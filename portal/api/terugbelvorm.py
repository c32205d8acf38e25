"""A request to be phoned as a program gets it: where it stands, and nothing of who it is."""

from datetime import datetime, timedelta
from typing import Any

from portal.clock import to_text
from portal.terugbellen.waarden.tijdvakken import Tijdvak
from portal.terugbellen.waarden.verzoek import Verzoek


def stand_vorm(verzoek: Verzoek, bewaardagen: int) -> dict[str, Any]:
    """Moments in UTC. `bewaardTot`: the day on which it is deleted, once it is closed."""
    dicht = verzoek.gesloten_op
    tot = (dicht + timedelta(days=bewaardagen)).date() if dicht else None
    return {
        "id": verzoek.uid,
        "status": verzoek.status,
        "sluitreden": verzoek.sluitreden,
        "tijdvak": tijdvak_vorm(verzoek.tijdvak),
        "gemaaktOp": to_text(verzoek.gemaakt_op),
        "geslotenOp": _moment(dicht),
        "bewaardTot": tot and tot.isoformat(),
    }


def tijdvak_vorm(tijdvak: Tijdvak) -> dict[str, Any]:
    """`tijdvak`: what to send to choose it."""
    return {
        "tijdvak": tijdvak.sleutel,
        "begin": to_text(tijdvak.begin),
        "eind": to_text(tijdvak.eind),
    }


def _moment(moment: datetime | None) -> str | None:
    return to_text(moment) if moment else None
