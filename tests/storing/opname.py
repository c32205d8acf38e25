"""The site at work, to be watched by strace: `python -m tests.storing.opname FOLDER
[FULL|NORMAL|OFF]`.

It does everything that writes portal.sqlite, and two loads of the register, through the site's own
pages and commands. FOLDER/merk tells, in order with the system calls, what has been committed and
what has been answered: one JSON object each time. The site uses FULL; the others show that a power
cut then does lose something.
"""

import json
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime, timedelta
from functools import partial
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest
from sqlite_utils import Database

from portal import services
from portal.config.settings import PORTAL_DB, REGISTER_DB
from portal.services import Loket
from portal.storage import engine
from portal.storage.connection import Connection
from portal.storage.databases import embedded
from portal.storage.databases.embedded import EmbeddedDatabase
from portal.storage.rate_limits import Counted
from portal.terugbellen.waarden.rooster import STANDAARD
from tests.conftest import NU, SLEUTEL, maak_app, na
from tests.pagina import Inspecteur
from tests.portal.terugbelreis import Reis, zet_rooster

NIEUWE_SLEUTEL = "een-andere-sleutel-van-de-tests-ook-niet-voor-echt"
SLEUTELS = (NIEUWE_SLEUTEL, SLEUTEL)
KOP = "street,number,letter,addition,postcode,town,municipality,lat,lon"


def inhoud(db: Connection) -> str:
    """Every row of every table, as one hash."""
    tabellen = [
        naam
        for (naam,) in db.execute(
            "select name from sqlite_master where type = 'table' order by name"
        )
    ]
    vragen = {tabel: f"select * from [{tabel}]" for tabel in tabellen}  # noqa: S608 - our own tables
    rijen = ((tabel, *rij) for tabel, vraag in vragen.items() for rij in db.execute(vraag))
    return sha256(repr(sorted(map(repr, rijen))).encode()).hexdigest()


def verzoeken(loket: Loket) -> dict[str, list[str]]:
    """By code and three digits: when we phone, and its status."""
    with loket.bestand.read() as db:
        uids = [uid for (uid,) in db.execute("select uid from verzoek").fetchall()]
    alle = [loket.verzoeken.met_uid(uid) for uid in uids]
    return {
        f"{v.code} {v.gegevens.telefoon[-3:]}": [v.tijdvak.sleutel, v.status.value] for v in alle
    }


def register(map_: Path) -> str:
    """The file as a hash; empty when it is not there."""
    pad = map_ / REGISTER_DB
    return sha256(pad.read_bytes()).hexdigest() if pad.exists() else ""


class Opname:
    """One morning of the site, and what must be true after each step."""

    def __init__(self, map_: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        self.data, self.kopie = map_ / "schijf" / "data", map_ / "schijf" / "kopie"
        self._merk = os.open(map_ / "merk", os.O_WRONLY | os.O_CREAT | os.O_CLOEXEC)
        self._nu = NU
        self._sleutels: tuple[str, ...] = (SLEUTEL,)
        self._monkeypatch = monkeypatch

    def meld(self, **wat: Any) -> None:
        os.write(self._merk, json.dumps(wat).encode())

    def stap(self, naam: str) -> None:
        """From here on, this step is under way."""
        self.meld(stap=naam)

    def vastgelegd(self) -> None:
        """A commit has returned."""
        kijker = EmbeddedDatabase(self.data / PORTAL_DB)
        with kijker.read() as db:
            self.meld(inhoud=inhoud(db))

    def beantwoord(self, loket: Loket) -> None:
        """Whoever asked for it has the answer."""
        self.meld(verzoeken=verzoeken(loket))

    def opdracht(self, *woorden: str, sleutels: tuple[str, ...] = ()) -> None:
        """An operator's command, as its own process would do it: the file is opened and closed."""
        app = maak_app(self.data, sleutel=sleutels or self._sleutels)
        uitslag = app.test_cli_runner().invoke(args=list(woorden), input="ja\n")
        assert uitslag.exit_code == 0, uitslag.output
        with app.app_context():
            self.beantwoord(services.loket())
            services.loket().bestand.close()

    def reis(self) -> Reis:
        app = maak_app(self.data, sleutel=self._sleutels)
        client = app.test_client()
        assert isinstance(client, Inspecteur)
        with app.app_context():
            return Reis(client, services.loket(), self._monkeypatch)

    def dag(self, aantal: int, begin: datetime) -> None:
        """So many residents, each doing one thing: filing; and one in five moves, cancels or
        deletes a request.
        """
        reis = self.reis()
        reis.nu = begin
        for n in range(aantal):
            self.stap("indienen")
            telefoon = f"06{10_000_000 + n}"
            vak = reis.loket.verzoeken.vrij(reis.nu)[n % 8]
            reis.dien_in(telefoon=telefoon, tijdvak=vak.sleutel, naam=f"Proefpersoon {n}")
            self.beantwoord(reis.loket)
            if n % 5 in (1, 2, 3):
                self._bedenk_zich(reis, n, telefoon)
            reis.wacht(minutes=5)
        self._nu = reis.nu
        reis.loket.bestand.close()

    def _bedenk_zich(self, reis: Reis, n: int, telefoon: str) -> None:
        verzoek = reis.verzoeken()[-1]
        hier = reis.open(verzoek.code, telefoon[-3:])
        ander = reis.loket.verzoeken.vrij(reis.nu)[10].sleutel
        doe = {1: ("verplaatsen", {"tijdvak": ander}), 2: ("intrekken", {}), 3: ("verwijderen", {})}
        wat, velden = doe[n % 5]
        self.stap(wat)
        antwoord = reis.client.post(f"{hier}/{wat}", data={"versie": verzoek.versie, **velden})
        assert antwoord.status_code == 303, antwoord.status
        self.beantwoord(reis.loket)

    def laad(self, naam: str, aantal: int) -> None:
        """Another register, of so many addresses."""
        self.stap("register laden")
        pad = self.kopie / f"{naam}.csv"
        regels = (
            f"Proefstraat,{n},,,9999Z{'ABCDEFGH'[n % 8]},Proefdorp,Proefland,53.333,6.75"
            for n in range(1, aantal)
        )
        pad.write_text("".join(f"{regel}\n" for regel in (KOP, *regels)), encoding="utf-8")
        uitslag = (
            maak_app(self.data, sleutel=self._sleutels)
            .test_cli_runner()
            .invoke(args=["adressen", "laden", str(pad)])
        )
        assert uitslag.exit_code == 0, uitslag.output
        self.meld(register=register(self.data))

    def tel(self) -> None:
        """How often people tried: enough for the counters to be moved out of their -wal along the
        way.
        """
        self.stap("tellen")
        limieten = self.reis().loket.limieten
        for n in range(1200):
            limieten.count(Counted.MIJN_VERZOEK, f"192.0.2.{n}", NU)

    def alles(self) -> None:
        self.stap("beginnen")
        self.kopie.mkdir(parents=True)
        maak_app(self.data, sleutel=self._sleutels)
        self.meld(register=register(self.data))
        reis = self.reis()
        zet_rooster(
            reis.loket, dagen=tuple(dag and replace(dag, aantal=40) for dag in STANDAARD.dagen)
        )
        reis.loket.bestand.close()
        self.dag(20, NU)
        self.stap("reservekopie maken")
        self.opdracht("backup", "maken", str(self.kopie / "kopie.sqlite"))
        self.dag(10, self._nu)
        self.laad("een", 400)
        self.stap("reservekopie terugzetten")
        self.opdracht("backup", "terugzetten", str(self.kopie / "kopie.sqlite"))
        self.dag(5, self._nu)
        self._sleutels = SLEUTELS
        self.stap("sleutel wisselen")
        self.opdracht("sleutel", "wisselen")
        self.dag(5, self._nu)
        self.laad("twee", 420)
        self.stap("opschonen")
        self._monkeypatch.setattr("portal.clock.now", lambda: na(self._nu, timedelta(days=150)))
        self.opdracht("opschonen", "--toch")  # the clock went five months on
        self.tel()
        self.meld(klaar=True)


def _kijk_mee(opname: Opname, monkeypatch: pytest.MonkeyPatch) -> None:
    """Reports each commit to portal.sqlite once it has returned."""
    schrijf, neem_over = EmbeddedDatabase.write, EmbeddedDatabase.take_over

    @contextmanager
    def meld_schrijf(zelf: EmbeddedDatabase) -> Iterator[Connection]:
        with schrijf(zelf) as db:
            yield db
        if zelf.path == opname.data / PORTAL_DB:
            opname.vastgelegd()

    def meld_neem_over(zelf: EmbeddedDatabase, bron: EmbeddedDatabase) -> None:
        neem_over(zelf, bron)
        opname.vastgelegd()

    monkeypatch.setattr(EmbeddedDatabase, "write", meld_schrijf)
    monkeypatch.setattr(EmbeddedDatabase, "take_over", meld_neem_over)


def _open_anders(synchroon: str, pad: Path) -> Database:
    bestand = engine.open_durable(pad)
    bestand.execute(f"PRAGMA synchronous={synchroon}")
    return bestand


def main() -> None:
    map_, synchroon = Path(sys.argv[1]).absolute(), sys.argv[2]
    with pytest.MonkeyPatch.context() as monkeypatch:
        if synchroon != "FULL":
            monkeypatch.setattr(embedded, "open_durable", partial(_open_anders, synchroon))
        opname = Opname(map_, monkeypatch)
        _kijk_mee(opname, monkeypatch)
        opname.alles()


if __name__ == "__main__":
    main()
