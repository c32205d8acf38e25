"""What is refused, and what tries to get round a rule, gains nothing, and is in the log without a
person.
"""

import logging
from io import BytesIO

import pytest

from portal.terugbellen.waarden.verzoek import Status, Via
from tests.portal.terugbelreis import Reis

ELDERS = {"Sec-Fetch-Site": "cross-site"}
CHUNKED = {"Transfer-Encoding": "chunked"}


def test_elke_weigering_staat_in_het_log(reis: Reis, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.INFO, logger="portal")
    reis.client.post("/mijn-verzoek", headers=ELDERS, data={"code": "Merkelijn 1"})
    reis.client.post("/adres", headers=CHUNKED, input_stream=BytesIO(b"adres=Merkelijn"))
    reis.client.post("/adres", data={"adres": "Merkelijn" * 2000})
    assert [(r.getMessage(), vars(r)["status"]) for r in caplog.records] == [
        ("geweigerd: Forbidden", 403),
        ("geweigerd: LengthRequired", 411),
        ("geweigerd: RequestEntityTooLarge", 413),
    ]
    assert "Merkelijn" not in caplog.text


def test_elke_grens_die_iemand_bereikt_staat_in_het_log(
    reis: Reis, caplog: pytest.LogCaptureFixture
) -> None:
    """Also where a page says so in words, and answers the POST itself with a redirect."""
    caplog.set_level(logging.INFO, logger="portal")
    reis.dien_in()
    code = reis.verzoek().code
    for _ in range(6):
        reis.open(code, "000")
    assert caplog.messages == ["te vaak: mijn_verzoek_hier_minuut"]
    for _ in range(4):
        reis.client.post("/helpdesk/inloggen", data={"naam": "Merkelijn"})
    assert caplog.messages[1:] == ["te vaak: inloggen_kort"]
    assert not any(geheim in caplog.text for geheim in ("Merkelijn", code, "127.0.0.1"))


def test_wie_een_veld_twee_keer_stuurt_krijgt_een_keer_antwoord_op_het_eerste(reis: Reis) -> None:
    """What is counted is what is looked up: a good code behind a wrong one opens nothing."""
    reis.dien_in()
    goed = reis.verzoek().code
    velden = {"code": ["CCCCCC", goed], "drie": ["678", "678"]}
    assert "/opnieuw/" in reis.client.post("/mijn-verzoek", data=velden).location
    velden = {"code": [goed, "CCCCCC"], "drie": ["678", "000"]}
    assert "/opnieuw/" not in reis.client.post("/mijn-verzoek", data=velden).location


def test_een_veld_dat_niet_op_het_formulier_staat_bepaalt_niets(reis: Reis) -> None:
    reis.dien_in(
        uid="AAAAAAAAAAAAAAAAAAAAAA",
        code="CCCCCC",
        status="gesloten",
        via="helpdesk",
        versie="9",
        medewerker="1",
        email_bevestigd="1",
        gemaakt_op="2000-01-01T00:00:00Z",
        eerder="x",
        adres="9951AD 14",
    )
    verzoek = reis.verzoek()
    assert verzoek.uid != "AAAAAAAAAAAAAAAAAAAAAA"
    assert verzoek.code != "CCCCCC"
    assert (verzoek.status, verzoek.via, verzoek.versie) == (Status.OPEN, Via.BEWONER, 1)
    assert (verzoek.medewerker, verzoek.email_bevestigd) == (None, False)
    assert verzoek.gemaakt_op.year == reis.nu.year
    assert (verzoek.gegevens.eerder, verzoek.gegevens.adres) == ((), None)
