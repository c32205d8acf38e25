"""A request to be phoned by a program: the rules of the form, once for each press, and followed."""

from pathlib import Path
from threading import Thread
from typing import Any

import pytest

from portal import services
from portal.afnemers.afnemer import Recht
from portal.config.settings import API
from portal.config.values import Bronkeuze
from portal.services import Loket
from portal.storage.audit_log import SYSTEM, Action, program
from portal.storage.rate_limits import LIMITS, Counted
from portal.terugbellen.formulieren.mijnverzoekform import BELLEN, ONBEKEND, ZINNEN
from portal.terugbellen.formulieren.terugbelform import AL_DRIE
from portal.terugbellen.waarden.verzoek import Via
from tests.api.conftest import BEL, ID, Programma
from tests.conftest import NU, SLEUTEL, maak_app
from tests.pagina import Inspecteur


def waar(antwoord: Any) -> list[str]:
    """Where the errors are."""
    return [
        fout["location"].get("pointer") or fout["location"].get("name")
        for fout in antwoord.get_json()["errors"]
    ]


def test_een_verzoek_wordt_ingediend_en_is_te_volgen(programma: Programma, loket: Loket) -> None:
    vrij = programma.get("/tijdvakken").get_json()["tijdvakken"]
    assert BEL["tijdvak"] in [vak["tijdvak"] for vak in vrij]
    antwoord = programma.bel(nummeraanduidingId=ID, antwoorden={"rol": "huurder"})
    assert antwoord.status_code == 201
    nieuw = antwoord.get_json()
    verzoek = loket.verzoeken.met_uid(nieuw["id"])
    assert nieuw["afspraakcode"] == verzoek.code
    assert verzoek.code not in antwoord.location
    assert verzoek.via is Via.BEWONER
    assert verzoek.gegevens.adres
    assert verzoek.gegevens.adres.regel_1 == "Proefstraat 12"
    assert verzoek.gegevens.adres.uitkomst == "binnen"
    assert verzoek.gegevens.naam == BEL["naam"]
    pad = antwoord.location.removeprefix(API)
    stand = programma.get(pad).get_json()
    assert stand["status"] == "open"
    assert stand["tijdvak"]["begin"] == "2026-11-26T08:00:00Z"
    assert "afspraakcode" not in stand
    loket.verzoeken.trek_in(verzoek.uid, verzoek.versie, nu=NU)
    assert programma.get(pad).get_json()["status"] == "ingetrokken"
    loket.verzoeken.verwijder(verzoek.uid, nu=NU)
    assert programma.get(pad).status_code == 410


def test_het_logboek_noemt_het_programma_en_niets_van_de_bewoner(
    programma: Programma, loket: Loket
) -> None:
    uid = programma.bel(druk="06-12345678").get_json()["id"]
    (regel,) = loket.logboek.read(9, actions=(Action.VERZOEK_INGEDIEND,))
    assert (regel.who, regel.about) == (program("Gemeente Proef"), uid)
    assert "12345678" not in uid


def test_een_keer_drukken_is_een_verzoek(programma: Programma, loket: Loket) -> None:
    eerste, tweede = programma.bel(), programma.bel()
    assert eerste.get_json() == tweede.get_json()
    assert programma.bel(druk="twee", telefoon="06 87654321").get_json() != eerste.get_json()
    ander = programma.bel(telefoon="06 87654321")
    assert ander.status_code == 409, "or it would get somebody else's code"
    assert "afspraakcode" not in ander.get_json()
    loket.verzoeken.verwijder(eerste.get_json()["id"], nu=NU)
    assert programma.bel().status_code == 410


def test_ook_als_het_tijdvak_vol_raakt_krijgt_de_tweede_druk_het_eerste_antwoord(
    programma: Programma,
) -> None:
    eerste = programma.bel()
    for n in range(3):
        assert programma.bel(druk=f"d{n}", telefoon=f"06 8765432{n}").status_code == 201
    vol = programma.bel(druk="vol", telefoon="06 11223344")
    assert vol.status_code == 400
    assert waar(vol) == ["/tijdvak"]
    assert programma.bel().get_json() == eerste.get_json()


def test_twee_programmas_met_dezelfde_druk_zijn_twee_verzoeken(
    programma: Programma, loket: Loket, zonder_sleutel: Inspecteur
) -> None:
    ander = Programma(
        zonder_sleutel, loket.afnemers.maak("Dorp", [Recht.TERUGBELLEN], nu=NU, wie=SYSTEM)
    )
    een, twee = programma.bel(), ander.bel()
    assert een.get_json()["id"] != twee.get_json()["id"]
    assert ander.get(een.location.removeprefix(API)).status_code == 404


def test_alle_fouten_staan_er_tegelijk(programma: Programma) -> None:
    antwoord = programma.bel(
        naam="", telefoon="0900 1234", tijdvak="x", inspreken=None, email="a@b.nl",
        onderwerpen=["uitkomst", "weer"], gesprekstaal="fr", anderNaam="Jan",
        adres="Nergensweg 1", opmerking="x" * 301,
    )  # fmt: skip
    assert antwoord.status_code == 400
    assert set(waar(antwoord)) == {
        "/naam", "/telefoon", "/tijdvak", "/inspreken", "/email", "/onderwerpen",
        "/gesprekstaal", "/anderRelatie", "/adres", "/opmerking",
    }  # fmt: skip
    assert waar(programma.bel(antwoorden={"rol": "huurder"})) == ["/antwoorden"]
    assert waar(programma.bel(adres="9999ZZ 12a", nummeraanduidingId=ID)) == ["/adres"]
    assert waar(programma.bel(website="x")) == ["/website"]
    assert waar(programma.bel(druk="", naam="", inspreken="ja", onderwerpen="schade", tel="x")) == [
        "/inspreken", "/onderwerpen", "/tel", "Idempotency-Key", "/naam",
    ]  # fmt: skip
    assert waar(programma.bel(druk="")) == ["Idempotency-Key"]
    assert waar(programma.bel(druk="x" * 256)) == ["Idempotency-Key"]


def test_ook_bij_een_tweede_druk_staan_alle_fouten_er_tegelijk(programma: Programma) -> None:
    assert programma.bel().status_code == 201
    assert waar(programma.bel(inspreken="ja", naam="")) == ["/inspreken", "/naam"]


def test_een_adres_dat_nu_niet_op_te_zoeken_is_houdt_een_gesprek_niet_tegen(
    tmp_path: Path,
) -> None:
    """PDOK is not there. First what the program can mend; then what it can do without."""
    app = maak_app(
        tmp_path, sleutel=(SLEUTEL,), adresbron=Bronkeuze.PDOK, pdok="http://127.0.0.1:9"
    )
    client = app.test_client()
    assert isinstance(client, Inspecteur)
    with app.app_context():
        sleutel = services.loket().afnemers.maak("Dorp", [*Recht], nu=NU, wie=SYSTEM)
    programma = Programma(client, sleutel)
    assert waar(programma.bel(adres="9712HN 1", telefoon="06 12")) == ["/telefoon"]
    nu_niet = programma.bel(adres="9712HN 1")
    assert nu_niet.status_code == 503
    assert "zonder adres" in nu_niet.get_json()["detail"]
    assert programma.bel().status_code == 201


def test_er_staan_er_hooguit_drie_open_op_een_nummer(programma: Programma) -> None:
    for n, vak in enumerate(("26T08", "26T10", "26T12")):
        assert programma.bel(druk=str(n), tijdvak=f"2026-11-{vak}:00Z").status_code == 201
    vierde = programma.bel(druk="4", tijdvak="2026-11-27T08:00Z")
    assert vierde.status_code == 409
    assert vierde.get_json()["detail"] == str(AL_DRIE["nummer"])


def test_zonder_afzender_laat_niemand_zich_bellen(tmp_path: Path) -> None:
    app = maak_app(tmp_path, sleutel=(SLEUTEL,), afzender="")
    client = app.test_client()
    assert isinstance(client, Inspecteur)
    with app.app_context():
        sleutel = services.loket().afnemers.maak("Dorp", [*Recht], nu=NU, wie=SYSTEM)
    programma = Programma(client, sleutel)
    assert programma.bel().status_code == 404
    assert programma.get("/tijdvakken").status_code == 404


def test_met_code_en_cijfers_en_met_raden_zoals_op_de_site(
    programma: Programma, loket: Loket
) -> None:
    code = programma.bel().get_json()["afspraakcode"]
    for cijfers in ("678", "06 12345678"):
        antwoord = programma.post("/terugbelverzoeken/_zoek", {"code": code, "cijfers": cijfers})
        assert antwoord.get_json()["status"] == "open"
        assert code not in antwoord.text
    leeg = programma.post("/terugbelverzoeken/_zoek", {})
    assert waar(leeg) == ["/code", "/cijfers"]
    anders = programma.post("/terugbelverzoeken/_zoek", {"afspraakcode": code})
    assert waar(anders) == ["/afspraakcode", "/code", "/cijfers"]
    statussen = []
    for _ in range(LIMITS[Counted.MIJN_VERZOEK_HIER_MINUUT].times + 1):
        fout = programma.post("/terugbelverzoeken/_zoek", {"code": code, "cijfers": "111"})
        statussen.append(fout.status_code)
    assert statussen == [404] * (len(statussen) - 1) + [429]
    assert int(fout.headers["Retry-After"]) > 0
    assert str(ZINNEN[ONBEKEND]) != str(ZINNEN[BELLEN])


def test_een_programma_dient_hooguit_zoveel_in_een_uur_in(
    programma: Programma, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(LIMITS, Counted.API_VERZOEK, LIMITS[Counted.API_VERZOEK]._replace(times=2))
    keren = [programma.bel(druk=f"d{n}").status_code for n in range(3)]
    assert keren == [201, 201, 429]
    assert programma.bel(druk="d0").status_code == 201, "the same press files nothing"


def test_dezelfde_druk_tegelijk_is_een_verzoek(programma: Programma, loket: Loket) -> None:
    antwoorden: list[int] = []
    draden = [
        Thread(target=lambda: antwoorden.append(programma.bel().status_code)) for _ in range(6)
    ]
    for draad in draden:
        draad.start()
    for draad in draden:
        draad.join()
    assert antwoorden == [201] * 6
    assert len(loket.logboek.read(99, actions=(Action.VERZOEK_INGEDIEND,))) == 1
