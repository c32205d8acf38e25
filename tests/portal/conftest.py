"""A site of one's own on which somebody can ask to be phoned back."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from portal import services
from tests.conftest import SLEUTEL, maak_app
from tests.pagina import Inspecteur
from tests.portal.terugbelreis import Reis


@pytest.fixture
def maak_reis(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[..., Reis]:
    def maak(**instellingen: Any) -> Reis:
        app = maak_app(tmp_path, sleutel=(SLEUTEL,), **instellingen)
        client = app.test_client()
        assert isinstance(client, Inspecteur)
        with app.app_context():
            return Reis(client, services.loket(), monkeypatch)

    return maak


@pytest.fixture
def reis(maak_reis: Callable[..., Reis]) -> Reis:
    return maak_reis()
