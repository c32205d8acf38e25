"""A Loket with colleagues, notes and codes in it, and the commands that work on it."""

from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from click.testing import Result

from portal.clock import to_text
from portal.config.settings import Settings
from portal.services import Loket
from portal.terugbellen.waarden.verzoek import Verzoek
from tests.conftest import GEHEIM, NU, SLEUTEL, maak_app
from tests.terugbellen.conftest import gegevens


@pytest.fixture
def maak_loket(tmp_path: Path) -> Callable[..., Loket]:
    """Opens the Loket on the same folder, with other keys if asked."""

    def maak(*sleutels: str) -> Loket:
        return Loket.open(Settings(data=tmp_path, geheim=GEHEIM, sleutel=sleutels or (SLEUTEL,)))

    return maak


@pytest.fixture
def loket(maak_loket: Callable[..., Loket]) -> Loket:
    return maak_loket()


@pytest.fixture
def opdracht(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[..., Result]:
    """A command as the operator gives it, with these keys, at this moment; `antwoord` to what it
    asks.
    """

    def geef(
        *woorden: str,
        sleutel: tuple[str, ...] = (SLEUTEL,),
        nu: datetime = NU,
        antwoord: str = "ja",
    ) -> Result:
        with monkeypatch.context() as m:
            m.setattr("portal.clock.now", lambda: nu)
            runner = maak_app(tmp_path, sleutel=sleutel).test_cli_runner()
            return runner.invoke(args=list(woorden), input=f"{antwoord}\n")

    return geef


def dien_in(loket: Loket, uid: str = "een", nu: datetime = NU, **anders: Any) -> Verzoek:
    return loket.verzoeken.dien_in(
        uid, gegevens(**anders), loket.verzoeken.vrij(nu)[0], taal="nl", nu=nu
    )


def zet_collega(loket: Loket, naam: str = "Anna") -> int:
    with loket.bestand.write() as db:
        db.execute(
            "insert into medewerker (naam, rol, wachtwoord, gemaakt_op) values (?, 'medewerker', "
            "'', ?)",
            [naam, to_text(NU)],
        )
        ((id_,),) = db.execute("select id from medewerker where naam = ?", [naam]).fetchall()
        return int(id_)


def uids(loket: Loket) -> set[str]:
    with loket.bestand.read() as db:
        return {uid for (uid,) in db.execute("select uid from verzoek")}


def tel(loket: Loket, tabel: str) -> int:
    with loket.bestand.read() as db:
        vraag = f"select count(*) from {tabel}"  # noqa: S608 - our own tables
        ((aantal,),) = db.execute(vraag).fetchall()
        return int(aantal)
