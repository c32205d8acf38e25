"""The rule through the years: 2023, 2024 and 2026, each value in words with its source.

The periods are half-open: `vanaf` belongs to a version, `tot` does not. A date before the first one
raises. The newest has no published end. The scheme is evaluated after a year, so `beoordeel` says
so when nobody has checked these values for a year (criterium regels_nagekeken).
"""

from datetime import date

from rules.bronnen import (
    AMENDEMENT_MULDER,
    BRIEF,
    IMG_PILOT,
    STCRT_2023,
    STCRT_2025,
    SWECO,
    TIJDELIJKE_WET,
)
from rules.model import Merk, Regelversie, Waarde

NAGEKEKEN = date(2026, 11, 24)  # the day these values were last checked against their sources

DREMPEL_PROEF = Waarde(
    "minimaal €\u00a015.000 erkende aardbevingsschade in totaal,"
    " waarvan een deel nog niet is afgehandeld",
    15_000,
    Merk.REGEL,
    STCRT_2023,
    NAGEKEKEN,
)
MAXIMUM_PROEF = Waarde(
    "€\u00a0125.000 per adres, in bijzondere gevallen meer",
    125_000,
    Merk.REGEL,
    STCRT_2023,
    NAGEKEKEN,
)

REGELVERSIES: tuple[Regelversie, ...] = (
    Regelversie(
        code="2023",
        naam="Proef 2023",
        vanaf=date(2023, 6, 8),
        tot=date(2024, 3, 1),
        gebied=Waarde(
            "omgeving Appingedam, Ten Boer en Loppersum", None, Merk.REGEL, STCRT_2023, NAGEKEKEN
        ),
        schade=DREMPEL_PROEF,
        maximum=MAXIMUM_PROEF,
        lopend=None,
        rijksmonument_zonder_maximum=False,
        grondslag=(TIJDELIJKE_WET, AMENDEMENT_MULDER),
        gebied_berekenbaar=False,  # no list of addresses and no boundary is known to us
        gecontroleerd=NAGEKEKEN,
    ),
    Regelversie(
        code="2024",
        naam="Uitbreiding vanaf maart 2024",
        # The IMG says "vanaf maart 2024"; the first of the month is our reading.
        vanaf=date(2024, 3, 1),
        tot=date(2026, 1, 1),
        gebied=Waarde(
            "stap voor stap groter, dicht bij het werkgebied van de NCG",
            None,
            Merk.REGEL,
            IMG_PILOT,
            NAGEKEKEN,
        ),
        schade=DREMPEL_PROEF,
        maximum=MAXIMUM_PROEF,
        lopend=None,
        rijksmonument_zonder_maximum=False,
        grondslag=(TIJDELIJKE_WET, AMENDEMENT_MULDER),
        gebied_berekenbaar=False,  # it grew in steps; which address came in when is not known to us
        gecontroleerd=NAGEKEKEN,
    ),
    Regelversie(
        code="2026",
        naam="De regels vanaf 1 januari 2026",
        vanaf=date(2026, 1, 1),
        tot=None,
        gebied=Waarde(
            "adressen met minimaal vier bevingen van 5 mm/s in de periode tot 1 januari 2026",
            None,
            Merk.REGEL,
            BRIEF,
            NAGEKEKEN,
        ),
        schade=Waarde(
            "minimaal €\u00a05.000 schade die samenhangt met het gebrek dat hersteld wordt",
            5_000,
            Merk.REGEL,
            STCRT_2025,
            NAGEKEKEN,
        ),
        maximum=Waarde(
            "de WOZ-waarde van het adres, en nooit meer dan €\u00a0500.000."
            " Voor een Rijksmonument geldt dit maximum niet",
            500_000,
            Merk.REGEL,
            STCRT_2025,
            NAGEKEKEN,
        ),
        lopend=Waarde(
            "een dossier uit de proef gaat gewoon door, met het hogere maximum",
            None,
            Merk.REGEL,
            BRIEF,
            NAGEKEKEN,
        ),
        rijksmonument_zonder_maximum=True,
        grondslag=(TIJDELIJKE_WET, AMENDEMENT_MULDER, SWECO),
        gebied_berekenbaar=True,
        gecontroleerd=NAGEKEKEN,
    ),
)


class GeenRegelversie(LookupError):
    """No rule was in force on this date, as far as we know."""

    def __init__(self, peildatum: date) -> None:
        super().__init__(f"op {peildatum.isoformat()} gold geen regel die wij kennen")


def vind_regelversie(peildatum: date) -> Regelversie:
    """The version in force on peildatum. Raises GeenRegelversie when there is none."""
    for versie in REGELVERSIES:
        if versie.geldt_op(peildatum):
            return versie
    raise GeenRegelversie(peildatum)
