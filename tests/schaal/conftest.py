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
from tests.postgres import Cluster, cluster


@pytest.fixture(scope="module")
def server() -> Iterator[Cluster]:
    """For the tests of one module."""
    with cluster() as draaiend:
        yield draaiend


@pytest.fixture
def dsn(server: Cluster) -> str:
    """Of tables that are up to date and empty."""
    return server.met_tabellen()


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
