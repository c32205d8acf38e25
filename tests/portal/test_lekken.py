"""Whatever goes wrong: what somebody told us is readable in no log, no file and not on stderr. And
when all went well, nothing of it stays in memory.
"""

import gc
import logging
import secrets
from collections.abc import Callable
from pathlib import Path
from string import ascii_lowercase

import pytest

from portal.config.settings import REGISTER_DB
from portal.helpdesk.inlogplicht import COOKIE, PAD
from portal.storage.engine import SqliteError
from tests.conftest import adres, laad
from tests.medewerkers import maak_account
from tests.pagina import _GEZIEN, _ontleed
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
        monkeypatch.setattr(f"portal.terugbellen.rijen.{wat}", stuk)
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


def in_het_geheugen(merken: list[str]) -> list[str]:
    """What of this stands in a text that some object of this process still has."""
    _ontleed.cache_clear()  # of the tests themselves
    _GEZIEN.clear()
    gc.collect()
    gevonden = set()
    for houder in gc.get_objects():
        if houder is merken:
            continue
        for deel in gc.get_referents(houder):
            if isinstance(deel, str):
                gevonden |= {merk for merk in merken if merk in deel}
            elif isinstance(deel, bytes):
                gevonden |= {merk for merk in merken if merk.encode() in deel}
    return sorted(gevonden)


def loop(reis: Reis, merken: list[str]) -> None:
    """Every page with an address or a request, seen by a resident and by a colleague."""
    straat, naam, mail, opmerking = merken
    uitkomst = reis.client.post("/adres", data={"adres": f"{straat} 4321 Proefdorp"}).location
    for _ in range(2):
        reis.client.get(uitkomst)
    kenmerk = uitkomst.rpartition("/")[2]
    for pad in ("stappen", "bevingen", "eerder"):
        reis.client.get(f"/{pad}/{kenmerk}")
    invoer = {"naam": naam, "email": f"{mail}@post.example", "opmerking": opmerking}
    nakijken = reis.vul_in(reis.begin(f"/terugbellen/van/{kenmerk}"), met_adres="y", **invoer)
    reis.client.get(nakijken.location)
    reis.wacht(seconds=30)
    reis.client.get(reis.client.post(nakijken.location).location)
    assert reis.verzoek().gegevens.adres, "it came along"
    reis.client.get(reis.open())
    uid = reis.verzoek().uid
    assert helpdesk(reis, f"verzoek/{uid}/notitie", tekst=opmerking) == 200
    assert helpdesk(reis, "zoeken", zoek=naam) == 200
    merken.append(reis.verzoek().code)


def test_van_een_adres_of_een_verzoek_blijft_niets_in_het_geheugen_van_de_site(
    maak_reis: Callable[..., Reis], tmp_path: Path
) -> None:
    # No digits: it must be found as a street.
    straat = "Q" + "".join(secrets.choice(ascii_lowercase) for _ in range(8)) + "straat"
    laad([adres(4321, straat=straat)], tmp_path / REGISTER_DB)
    reis = maak_reis(**MAIL)
    merken = [straat, *(f"q{secrets.token_hex(6)}" for _ in range(3))]
    loop(reis, merken)
    bewaard = [merken[0]]
    assert in_het_geheugen(merken) == [merken[0]], "that it would be found, and no more"
    bewaard.clear()
    assert in_het_geheugen(merken) == []
