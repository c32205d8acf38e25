"""A VerzoekStore on a file of its own, and a request that asks nothing special."""

from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from portal.config.settings import Settings
from portal.services import Loket
from portal.terugbellen.rijen.mailrij import bewijzen
from portal.terugbellen.waarden.verzoek import Gegevens, MeeAdres, Onderwerp
from tests.conftest import GEHEIM, NU, SLEUTEL

KERK = MeeAdres(
    "Kerkstraat 14", "9951 AD Winsum", "grensgeval", ("9951AD", 14, "", "", "Kerkstraat")
)


def gegevens(**anders: Any) -> Gegevens:
    """Of nobody who exists."""
    vast: dict[str, Any] = {
        "naam": "Geertje Proefpersoon",
        "telefoon": "+31612345678",
        "email": "geertje@voorbeeld.example",
        "onderwerpen": (Onderwerp.UITKOMST,),
        "opmerking": "Mijn klok staat stil.",
        "adres": KERK,
    }
    return Gegevens(**{**vast, **anders})


def buur(n: int) -> dict[str, Any]:
    """What a neighbour has of their own: at most three may ask with one number or one address."""
    return {"telefoon": f"+31612{n:03}678", "adres": None}


def bevestig_email(loket: Loket, uid: str, nu: datetime = NU) -> None:
    """As the reader of its mail does."""
    loket.verzoeken.bevestig_email(bewijzen(loket.kluis, uid)[0], nu=nu)


@pytest.fixture
def maak_loket(tmp_path: Path) -> Callable[..., Loket]:
    """Opens the Loket on the same folder, with other settings if wanted."""

    def maak(**anders: Any) -> Loket:
        return Loket.open(
            Settings(**{"data": tmp_path, "geheim": GEHEIM, "sleutel": (SLEUTEL,), **anders})
        )

    return maak


@pytest.fixture
def loket(maak_loket: Callable[..., Loket]) -> Loket:
    return maak_loket()


ANNA, BERT, CARLA, DIRK = 1, 2, 3, 4


@pytest.fixture
def met_collegas(maak_loket: Callable[..., Loket]) -> Loket:
    """With four colleagues; the account of Dirk is closed."""
    loket = maak_loket()
    with loket.bestand.write() as db:
        for naam, gesloten_op in (
            ("Anna", None),
            ("Bert", None),
            ("Carla", None),
            ("Dirk", "2026-06-01T00:00:00Z"),
        ):
            db.execute(
                "insert into medewerker (naam, rol, wachtwoord, gemaakt_op, gesloten_op)"
                " values (?, 'medewerker', '', '2026-01-01T00:00:00Z', ?)",
                [naam, gesloten_op],
            )
    return loket
