"""The receipt: an Oordeel as plain numbers and texts, ready for json, from which to replay it."""

from dataclasses import fields, is_dataclass
from datetime import date
from enum import Enum

from rules.model import Oordeel, Trilling

BEWIJSVERSIE = 2  # goes up when a field changes its name or meaning


def bewijs(oordeel: Oordeel) -> dict[str, object]:
    """Every field of the Oordeel under its own name; dates as ISO text, enums as their value."""
    return {"bewijsversie": BEWIJSVERSIE} | {
        veld.name: _plat(getattr(oordeel, veld.name)) for veld in fields(oordeel)
    }


def _plat(waarde: object) -> object:
    if isinstance(waarde, Trilling):
        return {naam: _plat(deel) for naam, deel in waarde._asdict().items()} | {
            "telt_mee": waarde.telt_mee
        }
    if is_dataclass(waarde):
        return {veld.name: _plat(getattr(waarde, veld.name)) for veld in fields(waarde)}
    if isinstance(waarde, tuple):
        return [_plat(deel) for deel in waarde]
    if isinstance(waarde, Enum):
        return waarde.value
    if isinstance(waarde, date):
        return waarde.isoformat()
    return waarde
