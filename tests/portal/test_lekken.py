"""Whatever goes wrong: what somebody told us is readable in no log, no file and not on stderr."""

import logging
from collections.abc import Callable
from pathlib import Path

import pytest

from portal.helpdesk.inlogplicht import COOKIE, PAD
from portal.storage.engine import SqliteError
from tests.medewerkers import maak_account
from tests.portal.terugbelreis import LATER, MAIL, Reis

MERKEN = (
    "Merkelijn",
    "merkelijn@post.example",
    "612345678",
    "12345678",
    "Merkwaardige opmerking",
    "9951AD 14",
    "Kerkstraat 14",
)
VELDEN = {
    "naam": "Merkelijn",
    "email": "merkelijn@post.example",
    "opmerking": "Merkwaardige opmerking",
    "met_adres": "y",
}
STORINGEN: dict[str, Exception] = {
    "500": RuntimeError("Merkelijn 0612345678"),
    "503": SqliteError("disk I/O error"),
}


@pytest.fixture
def reis(maak_reis: Callable[..., Reis]) -> Reis:
    return maak_reis(**MAIL)


def begin(reis: Reis) -> str:
    """A form with the address of Kerkstraat 14."""
    antwoord = reis.client.post("/adres", data={"adres": "9951AD 14"}, follow_redirects=True)
    return reis.begin(f"/terugbellen/van/{antwoord.request.path.rsplit('/', 1)[1]}")


def helpdesk(reis: Reis, pad: str, **velden: str) -> int:
    """A form of the helpdesk, sent by a colleague: the status."""
    sessies, client = reis.loket.sessies, reis.client.application.test_client()
    wie = next((a.medewerker for a in reis.loket.medewerkers.alle()), None)
    if wie is None:
        wie, _ = maak_account(reis.loket, "Anna")
    token = sessies.begin(wie.id, apparaat="proef", nu=reis.nu)
    client.set_cookie(COOKIE, token)
    velden["formulierteken"] = sessies.formulierteken(token)
    return client.post(f"{PAD}/{pad}", data=velden, follow_redirects=True).status_code


@pytest.mark.bestand
@pytest.mark.parametrize("status", STORINGEN)
def test_een_storing_zegt_niets_over_wie_of_waar(
    reis: Reis,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
    capfd: pytest.CaptureFixture[str],
    status: str,
) -> None:
    caplog.set_level(logging.DEBUG)
    nakijken = reis.vul_in(begin(reis), **VELDEN).location
    reis.wacht(seconds=30)
    reis.client.post(nakijken)
    verzoek, mijn = reis.verzoek(), reis.open()
    assert verzoek.gegevens.adres
    nog_een = reis.vul_in(begin(reis), **VELDEN).location
    reis.wacht(seconds=30)

    def stuk(*_args: object, **_anders: object) -> None:
        raise STORINGEN[status]

    for wat in ("verzoekrij.schrijf", "verzoekrij.wijzig", "notities.lees", "zoeken.zoek"):
        monkeypatch.setattr(f"portal.terugbellen.{wat}", stuk)
    gegeven = [
        reis.client.post(nog_een).status_code,
        reis.client.post(f"{mijn}/verplaatsen", data={"versie": "1", "tijdvak": LATER}).status_code,
        helpdesk(reis, f"verzoek/{verzoek.uid}/notitie", tekst="Merkwaardige opmerking"),
        helpdesk(reis, "zoeken", zoek="Merkelijn"),
        helpdesk(reis, "zoeken", zoek="9951AD 14"),
    ]
    assert gegeven == [int(status)] * len(gegeven)
    for _ in range(25):
        reis.open(verzoek.code, "111")
    gezegd = caplog.text + "".join(capfd.readouterr())
    assert gezegd
    for merk in (*MERKEN, verzoek.code):
        assert merk not in gezegd
    bestanden = list(tmp_path.rglob("portal.sqlite*"))
    assert bestanden
    for pad in bestanden:
        assert not any(merk.encode() in pad.read_bytes() for merk in (*MERKEN, verzoek.code))
