"""A copy of PostgreSQL, put back with its own tools: what was deleted since stays deleted."""

from collections.abc import Callable
from contextlib import closing
from datetime import timedelta
from pathlib import Path

import pytest

from portal.medewerkers.medewerker import Medewerkerrol
from portal.services import Loket
from portal.storage.databases.postgres import PostgresDatabase
from portal.storage.jobs import Job
from tests.conftest import NU
from tests.medewerkers import maak_account, stel_in
from tests.onderhoud.conftest import dien_in, uids
from tests.onderhoud.test_reservekopie import logt_in
from tests.postgres import Cluster
from tests.schaal.test_verhuizen import roep
from tests.terugbellen.conftest import buur

Maak = Callable[..., Loket]


class Beheerder:
    """Makes a copy with pg_dump, and puts it back where the present database was."""

    def __init__(self, server: Cluster, naam: str) -> None:
        self.server, self.naam, self.eerder = server, naam, f"{naam}_eerder"
        self.dsn = server.dsn(naam=naam)
        self._doe("createdb", naam)
        PostgresDatabase(self.dsn).migrate()

    def _doe(self, programma: str, *woorden: str) -> None:
        self.server.doe(programma, "-h", str(self.server.map_), "-U", "postgres", *woorden)

    def maak_kopie(self) -> None:
        self._doe("pg_dump", "--format=custom", f"--file=kopie-{self.naam}", self.naam)

    def zet_terug(self) -> None:
        hernoem = f"alter database {self.naam} rename to {self.eerder}"
        self._doe("psql", "-c", hernoem, "postgres")
        self._doe("createdb", "-T", "template0", self.naam)
        self._doe("pg_restore", f"--dbname={self.naam}", f"kopie-{self.naam}")


@pytest.fixture
def beheerder(server: Cluster, tmp_path: Path) -> Beheerder:
    return Beheerder(server, tmp_path.name)


def test_wat_na_de_kopie_gebeurde_gebeurt_na_het_terugzetten_weer(
    beheerder: Beheerder, maak_loket: Maak, tmp_path: Path
) -> None:
    loket = maak_loket(database=beheerder.dsn)
    blijft = dien_in(loket, "blijft")
    dien_in(loket, "weg", **buur(1))
    carla, toen = maak_account(loket, "Carla", Medewerkerrol.BEHEERDER)
    bert, _ = maak_account(loket, "Bert")
    token = loket.sessies.begin(carla.id, apparaat="proef", nu=NU)
    beheerder.maak_kopie()
    loket.verzoeken.verwijder("weg", nu=NU)
    dien_in(loket, "later", **buur(2))
    nu = stel_in(loket, carla, wachtwoord="negen eenden onder de brug")
    loket.medewerkers.sluit(bert.id, nu=NU, wie="systeem")
    loket.bestand.close()
    beheerder.zet_terug()
    assert uids(loket) == {"blijft", "weg"}, "this is what it is for"
    assert logt_in(loket, "Carla", toen, toen.herstelcodes[0])
    loket.bestand.close()
    uit = roep(tmp_path, "teruggezet", "--eerder", beheerder.eerder, PORTAL_DATABASE=beheerder.dsn)
    assert uit.exit_code == 0, uit.output
    assert uit.output.splitlines()[:3] == [
        "Teruggezet. Terugbelverzoeken: 1.",
        "Opnieuw verwijderd, omdat ze na de kopie verwijderd waren: 1.",
        "Van na de kopie, en er nu niet meer: 1.",
    ]
    assert uids(loket) == {"blijft"}
    assert loket.verzoeken.met_code(blijft.code, "678", NU) == blijft
    assert loket.sessies.lees(token, NU) is None
    assert not logt_in(loket, "Carla", toen, toen.herstelcodes[1])
    assert logt_in(loket, "Carla", nu, nu.herstelcodes[0])
    accounts = {account.medewerker.naam: account for account in loket.medewerkers.alle()}
    assert accounts["Bert"].gesloten_op
    assert loket.bestand.last_run(Job.OPSCHONEN) == NU
    loket.bestand.close()


def test_zonder_de_database_van_hiervoor_krijgt_iedereen_een_nieuw_wachtwoord(
    beheerder: Beheerder, maak_loket: Maak, tmp_path: Path
) -> None:
    loket = maak_loket(database=beheerder.dsn)
    dien_in(loket)
    _, toen = maak_account(loket, "Carla", Medewerkerrol.BEHEERDER)
    nee = roep(tmp_path, "teruggezet", PORTAL_DATABASE=beheerder.dsn, antwoord="nee")
    assert nee.exit_code == 1
    assert logt_in(loket, "Carla", toen, toen.herstelcodes[0]), "nothing was changed by asking"
    ja = roep(tmp_path, "teruggezet", PORTAL_DATABASE=beheerder.dsn, antwoord="ja")
    assert "kunnen nu niet inloggen: Carla." in ja.output
    assert not logt_in(loket, "Carla", toen, toen.herstelcodes[1])
    assert uids(loket) == {"een"}
    loket.bestand.close()


def test_met_een_klok_die_verkeerd_staat_wordt_niets_verwijderd(
    beheerder: Beheerder,
    maak_loket: Maak,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    loket = maak_loket(database=beheerder.dsn)
    dien_in(loket)
    loket.verzoeken.trek_in("een", 1, nu=NU)
    beheerder.maak_kopie()
    loket.bestand.close()
    beheerder.zet_terug()
    woorden = ["teruggezet", "--eerder", beheerder.eerder]
    monkeypatch.setattr("portal.clock.now", lambda: NU + timedelta(days=366))
    uit = roep(tmp_path, *woorden, PORTAL_DATABASE=beheerder.dsn)
    assert uit.exit_code == 1
    assert "De klok staat op 25 november 2027" in uit.output
    assert "Geef dan --toch mee. Er is niets veranderd." in uit.output
    assert uids(loket) == {"een"}
    toch = roep(tmp_path, *woorden, "--toch", PORTAL_DATABASE=beheerder.dsn)
    assert "Terugbelverzoeken: 0." in toch.output
    loket.bestand.close()


def test_een_database_die_er_niet_is_verandert_niets(dsn: str, tmp_path: Path) -> None:
    uit = roep(tmp_path, "teruggezet", "--eerder", "er_is_niets", PORTAL_DATABASE=dsn)
    assert uit.exit_code == 1
    assert "Niet nagelopen: " in uit.output
    with closing(PostgresDatabase(dsn)) as database:
        assert database.last_run(Job.OPSCHONEN) is None
