"""The site with a mail server of its own, and the command that sends."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from click.testing import Result
from flask import Flask

from portal.services import Loket
from portal.services import loket as loket_van
from portal.terugbellen.rijen import roosterstore
from portal.terugbellen.rijen.mailrij import Mailsoort
from portal.terugbellen.waarden.behandeling import Gesprek, Resultaat, Verwezen
from portal.terugbellen.waarden.rooster import STANDAARD
from portal.terugbellen.waarden.verzoek import Verzoek
from tests.conftest import NU, SLEUTEL, maak_app
from tests.medewerkers import maak_account
from tests.post.mailserver import Ontvangen, Postbus, mailserver
from tests.terugbellen.conftest import bevestig_email, gegevens

MAIL = Path(__file__).parents[2] / "templates/mail"
EenVan = Callable[..., tuple[Verzoek, Ontvangen]]
BUREAU = {
    "mailafzender": "zelfcheck@gemeente.example",
    "site": "https://zelfcheck.example",
    "afzender": "Gemeente Proefstad",
    "telefoon": "050 1234000",
    "bereikbaar": "op werkdagen van 9 tot 17 uur",
}


def kop(soort: Mailsoort) -> str:
    """The subject of a mail of this kind, in Dutch: the first text of its template."""
    regels = (MAIL / f"{soort}.txt").read_text(encoding="utf-8").splitlines()
    (tekst,) = re.findall(r'_\("(.*)"\)', regels[0])
    return str(tekst)


@dataclass
class Site:
    """An application and its mail. `op`: the moment that it is now."""

    app: Flask
    loket: Loket
    op: Callable[[datetime], None]

    def opdracht(self, *woorden: str) -> Result:
        return self.app.test_cli_runner().invoke(args=list(woorden))

    def verstuur(self, nu: datetime = NU) -> Result:
        self.op(nu)
        return self.opdracht("mail", "versturen")

    def dien_in(self, uid: str = "een", vak: int = 0, nu: datetime = NU, **anders: Any) -> Verzoek:
        """By somebody who says at once that the address is theirs."""
        self.dien_in_zonder_meer(uid, vak, nu, **anders)
        bevestig_email(self.loket, uid, nu)
        return self.loket.verzoeken.met_uid(uid)

    def dien_in_zonder_meer(
        self, uid: str = "een", vak: int = 0, nu: datetime = NU, **anders: Any
    ) -> Verzoek:
        """By somebody who never reads the mail."""
        vrij = self.loket.verzoeken.vrij(nu)[vak]
        return self.loket.verzoeken.dien_in(uid, gegevens(**anders), vrij, taal="nl", nu=nu)

    def rijen(self) -> list[tuple[str, str, int, str]]:
        with self.loket.bestand.read() as db:
            return list(db.execute("select soort, status, pogingen, fout from mail order by id"))


@pytest.fixture
def bus() -> Iterator[Postbus]:
    with mailserver() as bus:
        yield bus


@pytest.fixture
def maak_site(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[..., Site]:
    def maak(smtp: str, **anders: Any) -> Site:
        app = maak_app(tmp_path, sleutel=(SLEUTEL,), smtp=smtp, **{**BUREAU, **anders})
        with app.app_context():
            loket = loket_van()
        return Site(app, loket, lambda nu: monkeypatch.setattr("portal.clock.now", lambda: nu))

    return maak


@pytest.fixture
def site(maak_site: Callable[..., Site], bus: Postbus) -> Site:
    return maak_site(bus.adres)


@pytest.fixture
def een_van(site: Site, bus: Postbus) -> EenVan:
    """The request and the last mail of this kind."""

    def maak(soort: Mailsoort, **anders: Any) -> tuple[Verzoek, Ontvangen]:
        verzoek = site.dien_in(**anders)
        if soort is Mailsoort.NA_GESPREK:
            wie, _ = maak_account(site.loket, "Anna", nu=NU)
            gesprek = Gesprek(
                Resultaat.GESPROKEN, verwezen=tuple(Verwezen), buiten_mag=True, mail=True
            )
            site.loket.behandelen.leg_vast("een", 1, gesprek, wie=wie.id, nu=NU)
        elif soort is not Mailsoort.BEVESTIGING:
            with site.loket.bestand.write() as db:
                site.loket.verzoeken.mail(db, verzoek, soort, NU)
        if soort is Mailsoort.PAST_NIET:
            gesloten = replace(STANDAARD, gesloten={verzoek.tijdvak.dag: "studiedag"})
            with site.loket.bestand.write() as db:
                roosterstore.bewaar(db, gesloten, medewerker=None, nu=NU)
        if soort is Mailsoort.INGETROKKEN:
            verzoek = site.loket.verzoeken.trek_in("een", 1, nu=NU)
        assert site.verstuur().exit_code == 0
        return verzoek, bus.ontvangen[-1]

    return maak
