"""What the page with the answer rests on, to see later what changed since."""

from enum import StrEnum

from portal.zelfcheck.diensten import Diensten
from portal.zelfcheck.uitkomstpage import UitkomstPage
from rules.bevingen import catalogus, som


class Onderdeel(StrEnum):
    """What can change between two looks at the same address."""

    UITKOMST = "uitkomst"
    REGELS = "regels"
    BEVINGEN = "bevingen"
    ADRESSEN = "adressen"
    GEBIED = "gebied"


def versies_van(diensten: Diensten, page: UitkomstPage) -> dict[str, str]:
    """By Onderdeel, as texts to compare; empty for what the page does not use."""
    van_register, versie = page.register if page.opgezocht is None else None, page.regelversie
    return {
        Onderdeel.UITKOMST.value: page.uitkomst,
        Onderdeel.REGELS.value: f"{versie.naam} {versie.gecontroleerd.isoformat()}",
        Onderdeel.BEVINGEN.value: som((*catalogus(), *diensten.later.bevingen()))[:16],
        Onderdeel.ADRESSEN.value: van_register.geladen_op.isoformat() if van_register else "",
        Onderdeel.GEBIED.value: page.gebied_datum.isoformat() if page.gebied_datum else "",
    }
