"""The mail of two machines: each letter once, also when one loses the lock of the job halfway."""

from collections.abc import Callable, Iterator
from datetime import timedelta
from email.message import EmailMessage
from pathlib import Path

import pytest

from portal import services
from portal.post.mailserver import Lijn
from tests.conftest import NU, SLEUTEL, maak_app
from tests.post.conftest import BUREAU, Site
from tests.post.mailserver import Postbus, mailserver
from tests.schaal.test_postgres import kap_af
from tests.terugbellen.conftest import buur

Machine = Callable[[], Site]


@pytest.fixture
def bus() -> Iterator[Postbus]:
    with mailserver() as bus:
        yield bus


@pytest.fixture(params=["bestand", "postgres"])
def verlies(request: pytest.FixtureRequest, tmp_path: Path) -> tuple[str, Callable[[], None]]:
    """PORTAL_DATABASE, and what takes the lock from who has it."""
    if request.param == "bestand":
        return "", (tmp_path / "mail.slot").unlink
    dsn: str = request.getfixturevalue("dsn")
    return dsn, lambda: kap_af(dsn)


@pytest.fixture
def machine(
    verlies: tuple[str, Callable[[], None]],
    bus: Postbus,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> Machine:
    """One more, on the same database."""

    def maak() -> Site:
        app = maak_app(tmp_path, sleutel=(SLEUTEL,), smtp=bus.adres, database=verlies[0], **BUREAU)
        with app.app_context():
            loket = services.loket()
        return Site(app, loket, lambda nu: monkeypatch.setattr("portal.clock.now", lambda: nu))

    return maak


def test_wie_het_slot_halverwege_verliest_stuurt_niets_wat_de_ander_stuurt(
    machine: Machine,
    verlies: tuple[str, Callable[[], None]],
    bus: Postbus,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """While the mail server takes the first letter, the connection that holds the lock goes. The
    other machine sends what is not begun; who comes back finds it was sent.
    """
    hier, daar = machine(), machine()
    for n in range(4):
        hier.dien_in(f"n{n}", **buur(n), email=f"n{n}@voorbeeld.example")
    echt, gezegd = Lijn.stuur, list[str]()

    def en_weg(lijn: Lijn, brief: EmailMessage, *, van: str, aan: str) -> None:
        if not gezegd:
            gezegd.append("")
            verlies[1]()
            gezegd.append(daar.verstuur(NU + timedelta(seconds=50)).output)
        echt(lijn, brief, van=van, aan=aan)

    monkeypatch.setattr(Lijn, "stuur", en_weg)
    uit = hier.verstuur()
    assert gezegd == ["", "3 verzonden\n"]
    assert (uit.exit_code, uit.output) == (0, "1 verzonden\n")
    aan = [str(mail.brief["To"]) for mail in bus.ontvangen]
    assert sorted(aan) == [f"n{n}@voorbeeld.example" for n in range(4)]
    assert {rij[1:] for rij in hier.rijen()} == {("verzonden", 1, "")}
    for site in (hier, daar):
        site.loket.bestand.close()
