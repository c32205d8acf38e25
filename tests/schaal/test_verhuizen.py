"""From the file to PostgreSQL and back: everything, the same, or nothing."""

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import pytest
from click.testing import Result
from flask import Flask

from portal.cli import opslag as opdrachten
from portal.config.settings import PORTAL_DB
from portal.onderhoud.reservekopie import BEWAARD, vergeten
from portal.onderhoud.verhuizing import VerhuisFout, naar_bestand, naar_postgres
from portal.services import Loket
from portal.storage.database import StorageUnavailable
from portal.storage.databases.embedded import EmbeddedDatabase
from portal.storage.databases.postgres import PostgresDatabase
from portal.storage.databases.postgres_errors import Unsuitable
from portal.storage.databases.postgres_session import Session
from portal.storage.tables import TABLES
from portal.terugbellen.waarden.behandeling import Gesprek, Resultaat
from tests import opslag
from tests.conftest import NU, SLEUTEL
from tests.postgres import Cluster
from tests.terugbellen.conftest import buur, gegevens

Maak = Callable[..., Loket]


def vul(loket: Loket) -> None:
    """Something in most tables: colleagues, requests, a call, a note with a newer version."""
    with loket.bestand.write() as db:
        db.execute(
            "insert into medewerker (naam, rol, wachtwoord, totp, gemaakt_op)"
            " values ('Ánna', 'beheerder', 'x', ?, '2026-01-01T00:00:00Z')",
            [b"\x00\xff"],
        )
    vak = loket.verzoeken.vrij(NU)[0]
    for n in range(3):
        loket.verzoeken.dien_in(f"v{n}", gegevens(**buur(n)), vak, taal="nl", nu=NU)
    loket.behandelen.noteer("v0", "eerst", wie=1, nu=NU)
    loket.behandelen.noteer("v0", "later", wie=1, nu=NU, vervangt=1)
    gesprek = Gesprek(Resultaat.GEEN_GEHOOR, buiten_mag=True)
    loket.behandelen.leg_vast("v0", loket.verzoeken.met_uid("v0").versie, gesprek, wie=1, nu=NU)
    loket.sessies.begin(1, apparaat="hier", nu=NU)
    loket.verzoeken.verwijder("v2", nu=NU)


def stand(loket: Loket) -> dict[str, list[dict[str, Any]]]:
    with loket.bestand.read() as db:
        alles = opslag.inhoud(db)
    return {tabel: alles[tabel] for tabel in TABLES}


@pytest.fixture
def leeg(server: Cluster) -> str:
    """Not even tables."""
    return server.nieuw()


@pytest.fixture
def gevuld(maak_loket: Maak) -> Loket:
    loket = maak_loket()
    vul(loket)
    loket.bestand.close()
    return loket


def naar(dsn: str) -> PostgresDatabase:
    return PostgresDatabase(dsn, to_move=True)


def bestand(map_: Path) -> EmbeddedDatabase:
    return EmbeddedDatabase(map_ / PORTAL_DB)


def test_heen_en_terug_is_alles_hetzelfde(
    gevuld: Loket, leeg: str, maak_loket: Maak, tmp_path: Path
) -> None:
    voor = stand(gevuld)
    standen = naar_postgres(bestand(tmp_path), naar(leeg), NU)
    assert {tabel: s.rijen for tabel, s in standen.items()} == {t: len(r) for t, r in voor.items()}
    daar = maak_loket(database=leeg)
    assert stand(daar) == voor
    code = daar.verzoeken.met_uid("v1").code
    assert daar.verzoeken.met_code(code, "678", NU).uid == "v1"
    daar.bestand.close()
    terug = naar_bestand(naar(leeg), bestand(tmp_path))
    assert terug == standen
    assert stand(maak_loket()) == voor


def test_wat_daarna_komt_krijgt_het_volgende_nummer(
    gevuld: Loket, leeg: str, maak_loket: Maak, tmp_path: Path
) -> None:
    naar_postgres(bestand(tmp_path), naar(leeg), NU)
    daar = maak_loket(database=leeg)
    vak = daar.verzoeken.vrij(NU)[0]
    nieuw = daar.verzoeken.dien_in("v9", gegevens(**buur(9)), vak, taal="nl", nu=NU)
    assert nieuw.id == 3, "v2, of which nothing is left, was the third"
    daar.behandelen.noteer("v9", "ook", wie=1, nu=NU)


def test_een_site_op_het_oude_bestand_kan_niets_meer_bewaren(
    gevuld: Loket, leeg: str, tmp_path: Path
) -> None:
    naar_postgres(bestand(tmp_path), naar(leeg), NU)
    with pytest.raises(StorageUnavailable), gevuld.bestand.write():
        pass
    (opzij,) = tmp_path.glob(f"{PORTAL_DB}.verhuisd-*[0-9]")
    oud = EmbeddedDatabase(opzij)
    with oud.read() as db:
        assert opslag.tel(db, "verzoek") == 2, "whole, until it goes"
    oud.close()
    assert vergeten(tmp_path / PORTAL_DB, NU) == []
    assert opzij in vergeten(tmp_path / PORTAL_DB, NU + BEWAARD * 2)


def test_op_wat_verhuisd_is_start_geen_site(
    gevuld: Loket, leeg: str, maak_loket: Maak, tmp_path: Path
) -> None:
    naar_postgres(bestand(tmp_path), naar(leeg), NU)
    naar_bestand(naar(leeg), bestand(tmp_path))
    with pytest.raises(Unsuitable, match="verhuisd naar een bestand"):
        maak_loket(database=leeg)
    maak_loket()
    naar_postgres(bestand(tmp_path), naar(leeg), NU.replace(hour=12))
    assert maak_loket(database=leeg).verzoeken.met_uid("v0")


def test_waar_al_iets_staat_komt_niets_bij(
    gevuld: Loket, leeg: str, maak_loket: Maak, tmp_path: Path
) -> None:
    PostgresDatabase(leeg).migrate()
    daar = maak_loket(database=leeg)
    voor, hier = stand(daar), stand(gevuld)
    with pytest.raises(VerhuisFout, match="daar staat al iets"):
        naar_postgres(bestand(tmp_path), naar(leeg), NU)
    assert stand(daar) == voor
    assert stand(gevuld) == hier


@pytest.mark.parametrize("hoe", ["afgebroken", "anders"])
def test_halverwege_afgebroken_of_niet_hetzelfde_is_niets_en_kan_opnieuw(
    gevuld: Loket, leeg: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, hoe: str
) -> None:
    echt = Session.executemany

    def stuk(sessie: Session, sql: str, rijen: Sequence[Sequence[Any]]) -> None:
        if sql.startswith("insert into notitie"):
            if hoe == "afgebroken":
                raise KeyboardInterrupt
            rijen = rijen[:-1]
        echt(sessie, sql, rijen)

    hier = stand(gevuld)
    with monkeypatch.context() as even:
        even.setattr(Session, "executemany", stuk)
        with pytest.raises((VerhuisFout, KeyboardInterrupt)):
            naar_postgres(bestand(tmp_path), naar(leeg), NU)
    assert stand(gevuld) == hier
    naar_postgres(bestand(tmp_path), naar(leeg), NU)
    with PostgresDatabase(leeg).read() as db:
        assert opslag.tel(db, "notitie") == 2


def test_intussen_kan_niemand_schrijven(
    gevuld: Loket, leeg: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    echt = Session.executemany
    geprobeerd: list[str] = []

    def en_schrijf(sessie: Session, sql: str, rijen: Sequence[Sequence[Any]]) -> None:
        if not geprobeerd:
            monkeypatch.setattr("portal.storage.database.WAIT_SECONDS", 0.05)
            with pytest.raises(StorageUnavailable, match="lang bezet"), gevuld.bestand.write():
                pass
            geprobeerd.append(sql)
        echt(sessie, sql, rijen)

    monkeypatch.setattr(Session, "executemany", en_schrijf)
    naar_postgres(bestand(tmp_path), naar(leeg), NU)
    assert geprobeerd


# The commands -------------------------------------------------------------------------------------


def roep(map_: Path, *woorden: str, antwoord: str = "", **omgeving: str) -> Result:
    """A command as the operator gives it; `antwoord` to what it asks."""
    app = Flask("proef")
    vast = {"FLASK_RUN_FROM_CLI": "true", "PORTAL_DATA": str(map_), "PORTAL_SLEUTEL": SLEUTEL}
    app.cli.add_command(opdrachten.groep({**vast, **omgeving}))
    return app.test_cli_runner().invoke(args=["opslag", *woorden], input=antwoord)


def test_de_opdrachten_zeggen_wat_zij_deden(gevuld: Loket, leeg: str, tmp_path: Path) -> None:
    bij = roep(tmp_path, "bijwerken", PORTAL_DATABASE=leeg)
    assert "Bijgewerkt: m001_terugbellen_en_helpdesk," in bij.output
    assert roep(tmp_path, "bijwerken", PORTAL_DATABASE=leeg).output == "De tabellen waren al bij.\n"
    heen = roep(tmp_path, "verhuis", "naar-postgres", PORTAL_DATABASE=leeg)
    assert heen.exit_code == 0, heen.output
    assert "verzoek             2 rijen, gelijk" in heen.output
    weer = roep(tmp_path, "verhuis", "naar-postgres", PORTAL_DATABASE=leeg)
    assert weer.exit_code == 1
    assert "portal.sqlite is er niet. Er is niets veranderd." in weer.output
    assert roep(tmp_path, "verhuis", "naar-bestand", PORTAL_DATABASE=leeg).exit_code == 0


def test_zonder_postgres_zeggen_zij_wat_er_ontbreekt(tmp_path: Path) -> None:
    for woorden in (["bijwerken"], ["verhuis", "naar-bestand"]):
        gezegd = roep(tmp_path, *woorden)
        assert gezegd.exit_code == 1
        assert "PORTAL_DATABASE is leeg" in gezegd.output


def test_terug_gaat_het_niet_zolang_er_een_site_draait(
    gevuld: Loket, leeg: str, maak_loket: Maak, tmp_path: Path
) -> None:
    naar_postgres(bestand(tmp_path), naar(leeg), NU)
    site = maak_loket(database=leeg)
    site.verzoeken.vrij(NU)
    gezegd = roep(tmp_path, "verhuis", "naar-bestand", PORTAL_DATABASE=leeg)
    assert "er draait nog een site op PostgreSQL" in gezegd.output
    site.bestand.close()
