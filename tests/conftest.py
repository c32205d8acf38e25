"""An application with the embedded examples, a client that inspects every page, and small
registers.
"""

import gc
import os
import shutil
import signal
import socket
import threading
from collections.abc import Callable, Iterable, Iterator
from datetime import UTC, datetime, timedelta
from functools import cache, partial
from pathlib import Path
from tempfile import TemporaryDirectory
from types import CodeType
from typing import Any, ClassVar
from weakref import finalize

import pytest
from argon2 import PasswordHasher
from flask import Flask
from hypothesis import HealthCheck, settings
from jinja2.bccache import Bucket, BytecodeCache
from werkzeug.routing import Rule

from portal import create_app
from portal.adressen.adres import Adres
from portal.adressen.laden.bouwen import Laadverslag
from portal.adressen.laden.lading import laad_register
from portal.adressen.laden.rij import Rij
from portal.adressen.pdok import Pdok
from portal.adressen.voorbeeld import zorg_voor_register
from portal.config.settings import PORTAL_DB, REGISTER_DB, Settings
from portal.config.values import Bronkeuze
from portal.crypto.vault import Vault
from portal.medewerkers import wachtwoord
from portal.outbound.fetch import Fetcher
from portal.storage.databases.embedded import EmbeddedDatabase
from portal.storage.key_check import check_key
from rules import Punt
from rules.model import NEDERLANDSE_TIJD
from tests.opgeruimd import niets_blijft_achter
from tests.pagina import Inspecteur
from tests.postgres import IS_GEVRAAGD, GeenPostgres, Opslag, cluster, programma

# Hypothesis' time limits would only measure how busy the machine is.
settings.register_profile("gewoon", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("gewoon")

# A shell that starts us in the background makes us, and all that we start, deaf to Ctrl-C.
signal.signal(signal.SIGINT, signal.default_int_handler)

# Random, because the site refuses what looks made up. Only the tests use them, and anybody can read
# them.
GEHEIM = "8kRZ2fWqYtL0vXc7NbHs4JmPdG1aEuQxT6iOoV9gKwM"
SLEUTEL = "Fy3sB7qPzX1nVtC5hJk9RwLd2MgTaUe8ObYxQ4iNcZ0"
AFZENDER = "Steunpunt Proef"  # nobody is phoned by a site with a key and no sender
TELEFOON = "050 123 45 67"  # and nobody looks along where nobody can be phoned
GEHEUGEN, GEHEUGEN_NODIG = Path("/dev/shm"), 4 << 30  # noqa: S108
# Fixtures with which a test opens what residents entrust to us.
OPENT_OPSLAG = {"loket", "maak_loket", "helpdesk", "reis", "maak_reis", "maak_site", "database"}
RUIM_S = 60.0  # only what hangs takes so long
NU = datetime(2026, 11, 24, 9, 5, tzinfo=NEDERLANDSE_TIJD)
# Ten minutes before the clock goes forward an hour, and before it goes back an hour.
WISSEL = [
    datetime(2027, 3, 28, 1, 50, tzinfo=NEDERLANDSE_TIJD),
    datetime(2026, 10, 25, 2, 50, tzinfo=NEDERLANDSE_TIJD),
]


def na(moment: datetime, duur: timedelta) -> datetime:
    """So much later in elapsed time, not by the clock on the wall."""
    return (moment.astimezone(UTC) + duur).astimezone(NEDERLANDSE_TIJD)


class Vertaald(BytecodeCache):
    """Compiles each template once per language in this process. Every application has its own
    environments, and compiling the uitkomst takes most of a second: a third of the time of all
    tests.
    """

    def __init__(self) -> None:
        self._klaar: dict[tuple[object, str, str], CodeType | None] = {}

    def load_bytecode(self, bucket: Bucket) -> None:
        """Takes it from an earlier application."""
        bucket.code = self._klaar.get(self._sleutel(bucket))

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Keeps it for the next one."""
        self._klaar[self._sleutel(bucket)] = bucket.code

    def _sleutel(self, bucket: Bucket) -> tuple[object, str, str]:
        return bucket.environment.globals["taal"], bucket.key, bucket.checksum


VERTAALD = Vertaald()


class Route(Rule):
    """Compiled once in this process. Every application has its own 160 routes, and compiling them
    takes half the time of making one.
    """

    _klaar: ClassVar[dict[object, dict[str, Any]]] = {}

    def compile(self) -> None:
        """What two alike routes have in common, but for the two methods that make their URLs."""
        sleutel = self.rule, self.host, self.subdomain, self.merge_slashes, repr(self.defaults)
        if sleutel not in self._klaar:
            super().compile()
            self._klaar[sleutel] = vars(self) | {
                naam: getattr(self, naam).__func__ for naam in GEBONDEN
            }
        klaar = self._klaar[sleutel]
        vars(self).update({naam: klaar[naam] for naam in GEMAAKT})
        vars(self).update({naam: klaar[naam].__get__(self) for naam in GEBONDEN})


GEMAAKT = ("_parts", "_trace", "_converters", "arguments")
GEBONDEN = ("_build", "_build_unknown")
Flask.url_rule_class = Route


@cache
def _voorbeeldregister() -> bytes:
    """The register that a site makes of its examples, made once: it would cost each site 12 ms."""
    with TemporaryDirectory() as map_:
        zorg_voor_register(Path(map_) / REGISTER_DB, NU)
        return (Path(map_) / REGISTER_DB).read_bytes()


@cache
def _opslag() -> bytes:
    """The portal.sqlite of a site that has just started, made once: eighteen migrations."""
    with TemporaryDirectory() as map_:
        bestand = EmbeddedDatabase(Path(map_) / PORTAL_DB)
        bestand.prepare()
        check_key(bestand, Vault((SLEUTEL,)))
        bestand.clear_deleted()
        bestand.close()
        return (Path(map_) / PORTAL_DB).read_bytes()


def maak_app(data: Path, **anders: Any) -> Flask:
    """Uses only the register, unless told otherwise: no test asks the real PDOK. With a key it also
    has a sender and a phone number.
    """
    if data.is_dir() and not any(data.iterdir()):
        (data / REGISTER_DB).write_bytes(_voorbeeldregister())
        if anders.get("sleutel") == (SLEUTEL,):
            (data / PORTAL_DB).touch(mode=0o600)
            (data / PORTAL_DB).write_bytes(_opslag())
    gewoon = {"data": data, "geheim": GEHEIM, "adresbron": Bronkeuze.REGISTER}
    gewoon |= {"afzender": AFZENDER, "telefoon": TELEFOON} if "sleutel" in anders else {}
    app = create_app(Settings(**{**gewoon, **anders}))
    app.test_client_class = Inspecteur
    app.jinja_env.bytecode_cache = VERTAALD
    return app


def adres(nummer: int, letter: str = "", toevoeging: str = "", **anders: object) -> Adres:
    """An address in a street that does not exist; `anders` replaces fields."""
    velden: dict[str, object] = {
        "straat": "Proefstraat",
        "huisnummer": nummer,
        "huisletter": letter,
        "toevoeging": toevoeging,
        "postcode": "9999ZZ",
        "woonplaats": "Proefdorp",
        "punt": Punt(53.333, 6.75),
    }
    return Adres(**{**velden, **anders})  # type: ignore[arg-type]


def rij(adres: Adres) -> Rij:
    """The row of a source that gives this address."""
    return (
        adres.straat, str(adres.huisnummer), adres.huisletter, adres.toevoeging, adres.postcode,
        adres.woonplaats, str(adres.punt.lat), str(adres.punt.lon), adres.gemeente, "",
        adres.nummeraanduiding_id, adres.gebruik,
    )  # fmt: skip


def laad(adressen: Iterable[Adres], doel: Path, *, toch: bool = False) -> Laadverslag:
    """Loads a register that holds exactly these addresses."""
    return laad_register(map(rij, adressen), doel, bron="proef", nu=NU, toch=toch)


def pytest_configure(config: pytest.Config) -> None:
    """Temporary folders in memory, where there is room: a commit then waits for no disk. What a
    disk does is for tests/storing.

    Without PostgreSQL its tests are no failure: `make` has said what is left out.
    """
    ruim = GEHEUGEN.is_dir() and shutil.disk_usage(GEHEUGEN).free > GEHEUGEN_NODIG
    if ruim and config.option.markexpr != "storing":
        os.environ.setdefault("PYTEST_DEBUG_TEMPROOT", str(GEHEUGEN))
    if IS_GEVRAAGD:
        try:
            programma("initdb")
        except GeenPostgres:
            pytest.exit("geen PostgreSQL op deze machine: overgeslagen", returncode=0)


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """On PostgreSQL only what opens the store: the rules and most pages never do.

    Not tests/schaal, which has a server of its own in each run, nor the processes of tests/browser.
    """
    if not IS_GEVRAAGD:
        return
    mee = [
        item
        for item in items
        if OPENT_OPSLAG & set(getattr(item, "fixturenames", ()))
        and not {"browser", "schaal"} & set(item.path.parts)
    ]
    config.hook.pytest_deselected(items=[item for item in items if item not in set(mee)])
    items[:] = mee
    for item in items:
        if item.get_closest_marker("bestand"):
            item.add_marker(pytest.mark.skip(reason="gaat over het bestand portal.sqlite"))


def pytest_collection_finish() -> None:
    """What exists now stays until the end, so a search for what a test left can skip it."""
    gc.collect()
    gc.freeze()


@pytest.fixture(autouse=True)
def alles_opgeruimd() -> Iterator[None]:
    """By its name the first fixture of a test, so the last to end."""
    with niets_blijft_achter():
        yield


@pytest.fixture(scope="session")
def opslag() -> Iterator[Opslag | None]:
    """A server for all tests of this process; None: each test has a file, as usual."""
    if not IS_GEVRAAGD:
        yield None
        return
    with cluster() as server:
        yield Opslag(server)


@pytest.fixture(autouse=True)
def op_postgres(monkeypatch: pytest.MonkeyPatch, opslag: Opslag | None) -> Iterator[None]:
    """The store in PostgreSQL, when that was asked."""
    if opslag:
        for waar in ("portal.services", "portal.onderhoud.controle.alles"):
            monkeypatch.setattr(f"{waar}.open_database", opslag.open)
    yield
    if opslag:
        opslag.maak_leeg()


@pytest.fixture(autouse=True)
def vaste_klok(monkeypatch: pytest.MonkeyPatch) -> None:
    """It is always the same morning."""
    monkeypatch.setattr("portal.clock.now", lambda: NU)


@pytest.fixture(autouse=True)
def ruime_tijd(monkeypatch: pytest.MonkeyPatch) -> None:
    """The site waits long enough for a disk or a service, however busy the machine is.

    A test about such a limit sets its own. Whether the limit is short enough for people is measured
    in tests/storing.
    """
    for waar in (
        "storage.database.WAIT_SECONDS",
        "storage.writers.WAIT_FOR_TURN_S",
        "storage.engine.BUSY_SECONDS",
        "adressen.pdok.SECONDEN_NUMMERS",
        "post.mailserver.WACHT_SECONDEN",
        "post.mailserver.HOOGUIT_SECONDEN",
    ):
        monkeypatch.setattr(f"portal.{waar}", RUIM_S)
    if IS_GEVRAAGD:
        monkeypatch.setattr("portal.storage.databases.postgres.WAIT_TO_CONNECT_S", RUIM_S)
    monkeypatch.setattr("portal.Pdok", partial(Pdok, seconden=RUIM_S))


@pytest.fixture(autouse=True)
def lichte_hash(monkeypatch: pytest.MonkeyPatch) -> PasswordHasher:
    """argon2 that takes no time: ours takes 30 ms by design, a third of the time of logging in.

    Gives the one of the site. A test about what a hash must cost puts it back: `zware_hash`.
    """
    van_de_site = wachtwoord._HASHER
    licht = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)
    monkeypatch.setattr(wachtwoord, "_HASHER", licht)
    return van_de_site


@pytest.fixture(autouse=True)
def geen_internet(monkeypatch: pytest.MonkeyPatch) -> None:
    """A test that asks another machine fails, whatever the settings say."""
    zoek = socket.getaddrinfo

    def alleen_hier(naam: Any, *args: Any, **kwargs: Any) -> Any:
        ons = ("127.0.0.1", "127.0.0.2", "localhost", b"localhost", None)
        assert naam in ons, "a test asks another machine"
        return zoek(naam, *args, **kwargs)

    monkeypatch.setattr("socket.getaddrinfo", alleen_hier)


@pytest.fixture(autouse=True)
def niemand_wacht_op_antwoord(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Whoever asked a service something hangs up when the test ends, and not when its Fetcher is
    collected: then every such test would collect all of memory, which takes most of a second.
    """
    open_: list[finalize[Any, Any]] = []

    def onthoud(fetcher: Fetcher, *einde: Any) -> None:
        open_.append(finalize(fetcher, *einde))

    monkeypatch.setattr("portal.outbound.fetch.finalize", onthoud)
    yield
    for eind in open_:
        if over := eind.peek():
            over[0]._loop = None  # one that is shared by tests begins again
            eind()
    for draad in threading.enumerate():
        if draad.name == "ophalen":
            draad.join(RUIM_S)


@pytest.fixture(scope="session")
def app(tmp_path_factory: pytest.TempPathFactory) -> Flask:
    """With the embedded examples. Read-only, so shared by all tests."""
    return maak_app(tmp_path_factory.mktemp("data"), sleutel=(SLEUTEL,))


@pytest.fixture
def client(app: Flask) -> Iterator[Inspecteur]:
    with app.test_client() as client:
        assert isinstance(client, Inspecteur)
        yield client


@pytest.fixture
def met_register(tmp_path: Path) -> Callable[..., Inspecteur]:
    """A client of an application whose register holds exactly these addresses."""

    def maak(*adressen: Adres) -> Inspecteur:
        laad(adressen, tmp_path / REGISTER_DB, toch=True)
        client = maak_app(tmp_path).test_client()
        assert isinstance(client, Inspecteur)
        return client

    return maak


@pytest.fixture(scope="session")
def browser() -> Iterator[Any]:
    """A real Chromium, one for each process, shared by two folders of tests. Where there is none,
    those tests say so.
    """
    from playwright.sync_api import expect, sync_playwright

    from tests.browser.conftest import start_chromium

    grens_ms = RUIM_S * 1000
    expect.set_options(timeout=grens_ms)
    with sync_playwright() as playwright:
        browser = start_chromium(playwright)
        if browser is None:
            pytest.skip("geen Chromium op deze machine; op Debian: apt install chromium")
        browser.on("context", lambda context: context.set_default_timeout(grens_ms))
        yield browser
        browser.close()
