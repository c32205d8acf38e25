"""What PostgreSQL does otherwise than the file: its server, its connections, its locks."""

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import psycopg
import pytest

from portal.crypto.vault import Vault
from portal.services import Loket
from portal.storage.counters import STAYS_S
from portal.storage.database import PortalDatabase, StorageUnavailable
from portal.storage.databases import postgres, postgres_schema, postgres_session
from portal.storage.databases.embedded import EmbeddedDatabase
from portal.storage.databases.postgres import PostgresCounters, PostgresDatabase
from portal.storage.databases.postgres_errors import Unsuitable
from portal.storage.jobs import Job
from portal.storage.migrations import STEPS
from portal.storage.rate_limits import EVERYBODY, LIMITS, Counted, RateLimits, TooOften, Tries
from portal.storage.replacement import AlreadyRunning
from portal.storage.tables import TABLES
from tests.conftest import NU, SLEUTEL
from tests.portal.terugbelreis import Reis
from tests.postgres import Cluster, cluster
from tests.terugbellen.conftest import gegevens

EEN_REGEL = "insert into logboek (op, wie, wat, waarop) values ('', '', '', ?)"


def regels(database: PortalDatabase) -> list[str]:
    with database.read() as db:
        return [wat for (wat,) in db.execute("select waarop from logboek order by id").fetchall()]


def schrijf(database: PortalDatabase, wat: str) -> None:
    with database.write() as db:
        db.execute(EEN_REGEL, [wat])


def kap_af(dsn: str) -> None:
    """Ends every other connection, as a server does that stops."""
    with psycopg.connect(dsn, autocommit=True) as db:
        db.execute(
            "select pg_terminate_backend(pid, 5000) from pg_stat_activity"
            " where application_name = 'zelfcheck'"
        )


# The tables ---------------------------------------------------------------------------------------


def test_de_tabellen_zijn_die_van_het_bestand(database: PostgresDatabase, tmp_path: Path) -> None:
    """The same columns in the same order, from the same migrations."""
    bestand = EmbeddedDatabase(tmp_path / "portal.sqlite")
    bestand.prepare()
    with bestand.read() as hier, database.read() as daar:
        van = "select name from sqlite_master where type = 'table' and name not like '%sqlite%'"
        tabellen = {naam for (naam,) in hier.execute(van).fetchall()}
        assert tabellen == TABLES.keys()
        for tabel, orde in TABLES.items():
            leeg = f"select * from {tabel} order by {orde} limit 0"  # noqa: S608 - our own
            kolommen = [[k[0] for k in db.execute(leeg).description] for db in (hier, daar)]
            assert kolommen[0] == kolommen[1], tabel


def test_bijwerken_doet_alleen_wat_nog_moet(server: Cluster) -> None:
    database = PostgresDatabase(server.nieuw())
    assert database.migrate() == [stap.__name__ for stap in STEPS]
    assert database.migrate() == []


def test_een_site_van_een_versie_eerder_draait_op_nieuwere_tabellen(dsn: str) -> None:
    with psycopg.connect(dsn, autocommit=True) as db:
        db.execute("insert into migratie values ('m999_van_later', '')")
        db.execute("alter table verzoek add column van_later bigint not null default 0")
    assert PostgresDatabase(dsn).prepare()


def test_een_site_op_oudere_tabellen_start_niet(dsn: str) -> None:
    with psycopg.connect(dsn, autocommit=True) as db:
        db.execute("delete from migratie where naam like 'm012%'")
    with pytest.raises(Unsuitable, match=r"m012\w+ ontbreekt. Draai: .* opslag bijwerken"):
        PostgresDatabase(dsn).prepare()


def test_een_lege_database_zegt_wat_er_te_doen_is(server: Cluster) -> None:
    with pytest.raises(Unsuitable, match=r"m001.* opslag bijwerken"):
        PostgresDatabase(server.nieuw()).prepare()


@pytest.mark.parametrize(
    ("hoe", "zin"),
    [
        (["--encoding=SQL_ASCII", "--locale=C"], "SQL_ASCII"),
        (["--encoding=UTF8", "--locale-provider=icu", "--icu-locale=nl"], "nodig is UTF8 en C"),
    ],
)
def test_een_database_die_anders_sorteert_wordt_geweigerd(
    server: Cluster, hoe: list[str], zin: str
) -> None:
    naam = f"anders{len(zin)}"
    server.doe("createdb", "-h", str(server.map_), "-U", "postgres", "-T", "template0", *hoe, naam)
    for doe in (PostgresDatabase.prepare, PostgresDatabase.migrate):
        with pytest.raises(Unsuitable, match=zin):
            doe(PostgresDatabase(server.dsn(naam=naam)))


def test_een_te_oude_versie_wordt_geweigerd(dsn: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(postgres_schema, "MIN_VERSION", 99)
    with pytest.raises(Unsuitable, match="minimaal 99 is nodig"):
        PostgresDatabase(dsn).prepare()


def test_een_nul_in_een_tekst_is_geen_fout(database: PostgresDatabase) -> None:
    """PostgreSQL has no text with one in it; anybody can type one in an address."""
    schrijf(database, "a\0b")
    assert regels(database) == ["a\ufffdb"]


# Transactions -------------------------------------------------------------------------------------


def test_er_schrijft_er_een_tegelijk(dsn: str) -> None:
    """Each reads what stands there and writes one more: who does so at once, loses one."""
    sites = [PostgresDatabase(dsn) for _ in range(2)]

    def doe(n: int) -> None:
        with sites[n % 2].write() as db:
            ((aantal,),) = db.execute("select count(*) from logboek").fetchall()
            db.execute(EEN_REGEL, [str(aantal)])

    with ThreadPoolExecutor(6) as samen:
        list(samen.map(doe, range(60)))
    assert regels(sites[0]) == [str(n) for n in range(60)]


def test_wie_leest_ziet_een_stand_en_wacht_niet(dsn: str) -> None:
    een, ander = PostgresDatabase(dsn), PostgresDatabase(dsn)
    with een.read() as db:
        assert db.execute("select count(*) from logboek").fetchone() == (0,)
        schrijf(ander, "intussen")
        assert db.execute("select count(*) from logboek").fetchone() == (0,)
    assert regels(een) == ["intussen"]


def test_wie_leest_kan_niet_schrijven(database: PostgresDatabase) -> None:
    with pytest.raises(StorageUnavailable), database.read() as db:
        db.execute(EEN_REGEL, ["kan niet"])
    assert regels(database) == []


def test_wat_misgaat_laat_niets_achter(database: PostgresDatabase) -> None:
    def breekt_af(sql: str) -> None:
        with database.write() as db:
            db.execute(EEN_REGEL, ["weg"])
            db.execute(sql)
            raise KeyError

    with pytest.raises(KeyError):
        breekt_af("select 1")
    with pytest.raises(StorageUnavailable, match=r"^UndefinedTable \(42P01\)$"):
        breekt_af("select geheim_woord from nergens")
    schrijf(database, "er")
    assert regels(database) == ["er"]


def test_wie_te_lang_wacht_hoort_dat_het_nu_niet_kan(
    dsn: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(postgres_session, "LIMITS", "set lock_timeout = '50ms'")
    houdt, wacht = PostgresDatabase(dsn), PostgresDatabase(dsn)
    with houdt.write(), pytest.raises(StorageUnavailable, match=r"^lang bezet$"):
        schrijf(wacht, "nooit")
    schrijf(wacht, "nu wel")
    assert regels(wacht) == ["nu wel"]


def test_een_opdracht_die_te_lang_duurt_houdt_op(dsn: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(postgres_session, "LIMITS", "set statement_timeout = '50ms'")
    database = PostgresDatabase(dsn)
    with pytest.raises(StorageUnavailable, match="57014"), database.read() as db:
        db.execute("select pg_sleep(60)")
    assert regels(database) == []


# A server that goes ------------------------------------------------------------------------------


def test_een_verbinding_die_afbrak_kost_niemand_iets(database: PostgresDatabase, dsn: str) -> None:
    schrijf(database, "eerst")
    kap_af(dsn)
    assert regels(database) == ["eerst"]
    kap_af(dsn)
    schrijf(database, "daarna")
    assert regels(database) == ["eerst", "daarna"]


def test_wat_halverwege_afbreekt_is_er_niet(database: PostgresDatabase, dsn: str) -> None:
    def schrijf_half() -> None:
        with database.write() as db:
            db.execute(EEN_REGEL, ["half"])
            kap_af(dsn)
            db.execute(EEN_REGEL, ["half"])

    with pytest.raises(StorageUnavailable) as fout:
        schrijf_half()
    assert fout.value.is_lost
    assert regels(database) == []


def test_een_server_die_niet_meer_schrijft_wordt_verlaten(server: Cluster) -> None:
    """As a primary that was made a standby: its connections stay, and stayed for three days."""
    dsn = server.nieuw()
    database = PostgresDatabase(dsn)
    database.migrate()
    schrijf(database, "eerst")
    verbinding = database._local.session
    with psycopg.connect(dsn, autocommit=True) as db:
        pid = verbinding.info.backend_pid
        verbinding.execute("set default_transaction_read_only = on")
        with pytest.raises(StorageUnavailable, match="25006") as fout:
            schrijf(database, "kan niet")
        assert fout.value.is_lost
        schrijf(database, "op een andere")
        levend = db.execute("select pid from pg_stat_activity").fetchall()
    assert database._local.session.info.backend_pid != pid
    assert (pid,) not in levend
    assert regels(database) == ["eerst", "op een andere"]


def test_zonder_reservemachine_die_bevestigt_is_er_niets_toegezegd(
    dsn: str,
    server: Cluster,
    maak_loket: Callable[..., Loket],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """PostgreSQL itself says that all is well, and warns. Nor is who finds that it was done already
    told so: for a commit that wrote nothing PostgreSQL does not wait. The site does start.
    """
    maak_loket(database=dsn)
    with psycopg.connect(dsn, autocommit=True) as db:
        db.execute("alter system set synchronous_standby_names = 'niemand'")
        db.execute("select pg_reload_conf()")
        monkeypatch.setattr(postgres_session, "LIMITS", "set synchronous_commit = on")
        monkeypatch.setattr(postgres_session, "COMMIT_SECONDS", 0.1)
        try:
            database = PostgresDatabase(dsn)
            with pytest.raises(StorageUnavailable, match="reservemachine bevestigt niet"):
                schrijf(database, "niet bevestigd")
            with (
                pytest.raises(StorageUnavailable, match="reservemachine bevestigt niet"),
                database.write() as schrijver,
            ):
                assert schrijver.execute("select waarop from logboek").fetchall()
            maak_loket(database=dsn)
        finally:
            db.execute("alter system reset synchronous_standby_names")
            db.execute("select pg_reload_conf()")


def test_wie_indient_terwijl_de_verbinding_breekt_heeft_een_gesprek(
    dsn: str, maak_reis: Callable[[str], Reis], monkeypatch: pytest.MonkeyPatch
) -> None:
    """The commit was done and its answer lost: the second try finds the same request."""
    reis = maak_reis(dsn)
    nakijken = reis.vul_in().location
    reis.wacht(seconds=30)
    echt, keren = postgres_session.Session.commit_on_standby, []

    def en_weg(sessie: postgres_session.Session) -> None:
        echt(sessie)
        keren.append(sessie)
        if len(keren) == 1:
            sessie.close()
            raise psycopg.OperationalError("server closed the connection unexpectedly")

    monkeypatch.setattr(postgres_session.Session, "commit_on_standby", en_weg)
    klaar = reis.client.post(nakijken)
    assert "/klaar/" in klaar.location
    assert reis.verzoek().code in reis.client.get(klaar.location).text.replace(" ", "")
    assert len(keren) > 1


def test_wie_leest_terwijl_de_verbinding_breekt_krijgt_zijn_pagina(
    dsn: str, maak_reis: Callable[[str], Reis]
) -> None:
    reis = maak_reis(dsn)
    klaar = reis.dien_in()
    echt, keer = reis.loket.verzoeken._een, iter([kap_af])

    def breekt(db: object, waar: str, waarden: list[object]) -> object:
        for kap in keer:
            kap(dsn)
        return echt(db, waar, waarden)  # type: ignore[arg-type]

    reis.loket.verzoeken._een = breekt  # type: ignore[method-assign,assignment]
    assert reis.client.get(klaar).status_code == 200
    assert next(keer, None) is None


def test_zonder_server_gaat_de_zelfcheck_door_en_komt_de_rest_terug(
    maak_reis: Callable[[str], Reis], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(postgres, "RETRY_S", 0.0)
    with cluster() as eigen:
        dsn = eigen.met_tabellen()
        maak_reis(dsn)
        eigen.stop("fast")  # with SNEL, a power cut would lose what was told
        reis = maak_reis(dsn)
        assert reis.client.get("/").status_code == 200
        weg = reis.client.get(reis.begin())
        assert weg.status_code == 503
        assert "050 123 45 67" in weg.text
        assert "PostgreSQL:" in reis.client.get("/gezond/klaar").text
        eigen.start()
        reis.wacht(seconds=1)
        monkeypatch.setattr("portal.clock.monotonic", lambda: 1e9 + STAYS_S)
        assert "/klaar/" in reis.dien_in()
        assert reis.client.get("/gezond/klaar").text == "klaar\n"


def test_een_server_die_niet_antwoordt_kost_niet_elke_pagina_zijn_tijd() -> None:
    """Once a second somebody tries; the others hear at once that it cannot be."""
    database = PostgresDatabase("postgresql://127.0.0.1:9/er_is_niets")
    redenen = set()
    for _ in range(3):
        with pytest.raises(StorageUnavailable) as fout, database.read():
            pass
        redenen.add(str(fout.value))
    assert len(redenen) == 1
    assert "127.0.0.1" in redenen.pop()


# Counted once -------------------------------------------------------------------------------------


def limieten(dsn: str) -> RateLimits:
    """As one machine has them."""
    return RateLimits(PostgresCounters(PostgresDatabase(dsn)), Vault((SLEUTEL,)))


def test_twee_machines_tellen_samen(dsn: str) -> None:
    hier, daar = limieten(dsn), limieten(dsn)
    grens = LIMITS[Counted.INLOGGEN_NAAM].times
    for n in range(grens):
        (hier, daar)[n % 2].count(Counted.INLOGGEN_NAAM, "anna", NU)
    for machine in (hier, daar):
        assert machine.is_reached(Counted.INLOGGEN_NAAM, "anna", NU)
        with pytest.raises(TooOften):
            machine.count(Counted.INLOGGEN_NAAM, "anna", NU)
    hier.clear(Counted.INLOGGEN_NAAM, "anna", NU)
    assert not daar.is_reached(Counted.INLOGGEN_NAAM, "anna", NU)


def test_tegelijk_geteld_gaat_er_geen_verloren(dsn: str) -> None:
    machines = [limieten(dsn) for _ in range(2)]

    def tel(n: int) -> None:
        machines[n % 2].count(Counted.MIJN_VERZOEK_OVERAL, EVERYBODY, NU)

    with ThreadPoolExecutor(4) as samen:
        list(samen.map(tel, range(200)))
    key = machines[0]._entry(Tries(Counted.MIJN_VERZOEK_OVERAL, EVERYBODY), NU).key
    assert machines[1].counters.read(key) == 200


def test_zonder_server_telt_elke_worker_voor_zich() -> None:
    alleen = limieten("postgresql://127.0.0.1:9/er_is_niets")
    for _ in range(LIMITS[Counted.INLOGGEN_NAAM].times):
        alleen.count(Counted.INLOGGEN_NAAM, "anna", NU)
    with pytest.raises(TooOften):
        alleen.count(Counted.INLOGGEN_NAAM, "anna", NU)
    assert "127.0.0.1" in alleen.counters.problem()


def test_een_taak_draait_op_een_machine_tegelijk(dsn: str) -> None:
    hier, daar = PostgresDatabase(dsn), PostgresDatabase(dsn)
    with hier.only_us(Job.MAIL):
        with pytest.raises(AlreadyRunning), daar.only_us(Job.MAIL):
            pass
        with daar.only_us(Job.OPSCHONEN):
            pass
    with daar.only_us(Job.MAIL):
        pass


def test_een_taak_die_klaar_is_houdt_niemand_op_ook_als_de_server_dat_laat_merkt(
    dsn: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    nog_open: list[postgres_session.Session] = []
    with monkeypatch.context() as laat:
        laat.setattr(postgres_session.Session, "close", lambda sessie: nog_open.append(sessie))
        for _ in range(2):
            with PostgresDatabase(dsn).only_us(Job.MAIL):
                pass
    assert len(nog_open) == 2
    for sessie in nog_open:
        sessie.close()


def test_wanneer_een_taak_draaide_weten_beide_machines(dsn: str) -> None:
    hier, daar = PostgresDatabase(dsn), PostgresDatabase(dsn)
    assert daar.last_run(Job.MAIL) is None
    for moment in (NU, NU.replace(hour=11)):
        hier.record(Job.MAIL, moment)
        assert daar.last_run(Job.MAIL) == moment


def test_een_sessie_en_een_formulier_gelden_op_beide_machines(
    dsn: str, maak_loket: Callable[..., Loket]
) -> None:
    hier, daar = maak_loket(database=dsn), maak_loket(database=dsn)
    with hier.bestand.write() as db:
        db.execute(
            "insert into medewerker (naam, rol, wachtwoord, totp, gemaakt_op)"
            " values ('Anna', 'medewerker', '', ?, '2026-01-01T00:00:00Z')",
            [b"geheim"],
        )
    token = hier.sessies.begin(1, apparaat="hier", nu=NU)
    assert daar.sessies.lees(token, NU)
    vak = hier.verzoeken.vrij(NU)[0]
    een = hier.verzoeken.dien_in("een", gegevens(), vak, taal="nl", nu=NU)
    assert daar.verzoeken.dien_in("een", gegevens(), vak, taal="nl", nu=NU) == een
    daar.sessies.eindig(token, NU)
    assert hier.sessies.lees(token, NU) is None


def test_geen_plaats_te_veel_over_twee_machines(dsn: str, maak_loket: Callable[..., Loket]) -> None:
    machines = [maak_loket(database=dsn) for _ in range(2)]
    vak = machines[0].verzoeken.vrij(NU)[0]
    over = next(s.totaal for s in machines[0].verzoeken.aanbod(NU) if s.tijdvak == vak)
    gelukt, klaar = [], threading.Barrier(6)

    def vraag(n: int) -> None:
        klaar.wait()
        for m in range(over):
            wie = gegevens(telefoon=f"+3161{n}{m:02}2345", adres=None)
            try:
                machines[n % 2].verzoeken.dien_in(f"{n}-{m}", wie, vak, taal="nl", nu=NU)
            except Exception as fout:  # noqa: BLE001 - it is full, and nothing else
                assert type(fout).__name__ == "TijdvakKanNiet"
            else:
                gelukt.append((n, m))

    with ThreadPoolExecutor(6) as samen:
        list(samen.map(vraag, range(6)))
    assert len(gelukt) == over
