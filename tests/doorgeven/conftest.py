"""The site with a desk of its own to hand requests on to, and the command that does it."""

import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from click.testing import Result
from flask import Flask

from portal.config.handover import Eigenaar
from portal.services import Loket
from portal.services import loket as loket_van
from portal.terugbellen.waarden.verzoek import Verzoek
from tests.conftest import NU, SLEUTEL, maak_app
from tests.openklant import TOKEN, Balie, openklant
from tests.terugbellen.conftest import buur, gegevens

NAAM = "Gemeente Proefstad"


@dataclass
class Site:
    """An application that hands on. `op`: the moment that it is now."""

    app: Flask
    loket: Loket
    op: Callable[[datetime], None]
    geslapen: list[float]

    def opdracht(self, *woorden: str) -> Result:
        return self.app.test_cli_runner().invoke(args=["doorgeven", *woorden])

    def verstuur(self, nu: datetime = NU) -> Result:
        self.op(nu)
        uit = self.opdracht("versturen")
        assert uit.exception is None or isinstance(uit.exception, SystemExit), uit.exception
        return uit

    def dien_in(self, uid: str = "een", vak: int = 0, **anders: Any) -> Verzoek:
        vrij = self.loket.verzoeken.vrij(NU)[vak]
        return self.loket.verzoeken.dien_in(uid, gegevens(**anders), vrij, taal="nl", nu=NU)

    def dien_er_in(self, aantal: int) -> list[Verzoek]:
        """By neighbours, one after the other."""
        vrij = self.loket.verzoeken.vrij(NU)
        return [
            self.loket.verzoeken.dien_in(
                f"buur-{n}", gegevens(naam=f"Buur {n}", **buur(n)), vrij[n], taal="nl", nu=NU
            )
            for n in range(aantal)
        ]

    def rijen(self, kolommen: str = "status, fout") -> list[Any]:
        with self.loket.bestand.read() as db:
            return list(db.execute(f"select {kolommen} from doorgave order by id"))  # noqa: S608


@pytest.fixture
def balie(tmp_path: Path) -> Iterator[Balie]:
    with openklant(tmp_path / "openklant.sqlite") as balie:
        yield balie


@pytest.fixture
def maak_site(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[..., Site]:
    geslapen: list[float] = []
    monkeypatch.setattr("portal.doorgeven.versturen.sleep", geslapen.append)
    # The pauses take no time, and count all the same.
    monkeypatch.setattr("portal.clock.monotonic", lambda: time.monotonic() + sum(geslapen))

    def maak(url: str, **anders: Any) -> Site:
        klant = {
            "klant": url,
            "klant_token": TOKEN,
            "klant_naam": NAAM,
            "klant_actor": "grp:Terugbellen",
            "klant_eigenaar": Eigenaar.ZIJ,
        }
        data = tmp_path / "data"
        data.mkdir(exist_ok=True)
        app = maak_app(data, **{"sleutel": (SLEUTEL,), **klant, **anders})
        with app.app_context():
            loket = loket_van()
        return Site(
            app, loket, lambda nu: monkeypatch.setattr("portal.clock.now", lambda: nu), geslapen
        )

    return maak


@pytest.fixture
def site(maak_site: Callable[..., Site], balie: Balie) -> Site:
    return maak_site(balie.url)
