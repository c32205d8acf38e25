"""A PostgreSQL for the tests about it. On a machine that has none, they say so."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from portal import services
from portal.config.settings import Settings
from portal.services import Loket
from portal.storage.databases.postgres import PostgresDatabase
from tests.conftest import GEHEIM, SLEUTEL, maak_app
from tests.pagina import Inspecteur
from tests.portal.terugbelreis import Reis
from tests.postgres import Cluster, GeenPostgres, cluster

GEEN = "geen PostgreSQL op deze machine; op Debian: apt install postgresql"


@pytest.fixture(scope="module")
def server() -> Iterator[Cluster]:
    """For the tests of one module."""
    try:
        with cluster() as draaiend:
            yield draaiend
    except GeenPostgres:
        pytest.skip(GEEN)


@pytest.fixture
def dsn(server: Cluster) -> str:
    """Of tables that are up to date and empty."""
    nieuw = server.nieuw()
    PostgresDatabase(nieuw).migrate()
    return nieuw


@pytest.fixture
def database(dsn: str) -> Iterator[PostgresDatabase]:
    gemaakt = PostgresDatabase(dsn)
    yield gemaakt
    gemaakt.close()


@pytest.fixture
def maak_loket(tmp_path: Path) -> Callable[..., Loket]:
    """Opens the Loket, on the file or where `database` says."""

    def maak(**anders: Any) -> Loket:
        vast = {"data": tmp_path, "geheim": GEHEIM, "sleutel": (SLEUTEL,)}
        return Loket.open(Settings(**{**vast, **anders}))

    return maak


@pytest.fixture
def maak_reis(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[str], Reis]:
    """A resident before the site on this database."""

    def maak(dsn: str) -> Reis:
        app = maak_app(tmp_path, sleutel=(SLEUTEL,), database=dsn)
        client = app.test_client()
        assert isinstance(client, Inspecteur)
        with app.app_context():
            return Reis(client, services.loket(), monkeypatch)

    return maak
