"""The question under an uitkomst, whether it was clear: one press is one more, of nobody."""

import sqlite3
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from ipaddress import ip_network
from pathlib import Path

import pytest

from portal.cijfers.duidelijk import Duidelijk, DuidelijkRij, DuidelijkStore
from portal.cijfers.periode import Periode
from portal.config.settings import PORTAL_DB, RATE_LIMITS_DB
from portal.storage.database import StorageUnavailable
from portal.storage.databases.embedded import EmbeddedDatabase
from portal.storage.rate_limits import LIMITS, Counted
from tests import opslag
from tests.conftest import SLEUTEL, maak_app
from tests.pagina import Boom, Inspecteur, page_van, template_van
from tests.portal.terugbelreis import Reis, kenmerk_van, tekst
from tests.portal.test_zelfcheck import VERBODEN, naar
from tests.teksten import links

BEDANKT = "publiek/bedankt.html"
WAT_WIJ_TELLEN = "per maand, per uitkomst en per taal"  # a promise, so held to its words
NOVEMBER, DECEMBER = (Periode.maand(date(2026, maand, 1)) for maand in (11, 12))
KERK, MARKT = ("9951AD", "14"), ("9712HN", "1")  # a grensgeval, and buiten


def druk(client: Inspecteur, uitkomst: str, antwoord: str | None) -> str:
    """Presses a button under this uitkomst: where that leads."""
    velden = {} if antwoord is None else {"antwoord": antwoord}
    gegeven = client.post(uitkomst.replace("/uitkomst/", "/duidelijk/"), data=velden)
    assert gegeven.status_code == 303
    return gegeven.headers["Location"]


def test_elk_antwoord_telt_bij_zijn_uitkomst(reis: Reis) -> None:
    for adres, antwoorden in ((KERK, ["ja", "ja", "nee"]), (MARKT, ["beetje"])):
        for antwoord in antwoorden:
            druk(reis.client, naar(reis.client, *adres), antwoord)
    assert reis.loket.duidelijk.van(NOVEMBER) == (
        DuidelijkRij("buiten", "nl", ja=0, beetje=1, nee=0),
        DuidelijkRij("grensgeval", "nl", ja=2, beetje=0, nee=1),
    )
    assert reis.loket.duidelijk.van(DECEMBER) == ()


def test_de_taal_waarin_iemand_las_telt_apart(reis: Reis) -> None:
    for taal in ("en", "gos", "en"):
        waar = druk(reis.client, f"/{taal}{naar(reis.client, *KERK)}", "nee")
        assert waar.startswith(f"/{taal}/duidelijk/")
        bedankt = reis.client.get(waar)
        assert f'<html lang="{taal}">' in bedankt.text
        assert f"/{taal}/terugbellen/van/" in bedankt.text
    assert reis.loket.duidelijk.van(NOVEMBER) == (
        DuidelijkRij("grensgeval", "en", 0, 0, 2),
        DuidelijkRij("grensgeval", "gos", 0, 0, 1),
    )


@pytest.mark.parametrize(("antwoord", "praten"), [("ja", False), ("beetje", True), ("nee", True)])
def test_wie_antwoordt_leest_dank_u_wel_en_kan_terug(
    reis: Reis, antwoord: str, praten: bool
) -> None:
    uitkomst = naar(reis.client, *KERK)
    knoppen = {
        b.get("value"): Boom.tekst(b) for b in Boom(reis.client.get(uitkomst).text).alle("button")
    }
    assert {een.value for een in Duidelijk} <= set(knoppen)
    bedankt = reis.client.get(druk(reis.client, uitkomst, antwoord))
    assert (template_van(bedankt), page_van(bedankt).geteld) == (BEDANKT, True)
    main = Boom(bedankt.text).een("main")
    assert bool(links(main, "/terugbellen/van/")) == page_van(bedankt).niet_duidelijk == praten
    assert bedankt.headers["Cache-Control"] == "no-store"
    assert not [woord for woord in VERBODEN if woord in bedankt.text.lower()]
    assert uitkomst in [a.get("href") for a in Boom(bedankt.text).alle("a")]


@pytest.mark.bestand
def test_er_wordt_niets_anders_bewaard_dan_het_aantal(reis: Reis, tmp_path: Path) -> None:
    uitkomst = naar(reis.client, *KERK)
    with reis.loket.bestand.read() as db:
        voor = opslag.inhoud(db)
    bedankt = reis.client.get(druk(reis.client, uitkomst, "ja"))
    assert not bedankt.headers.getlist("Set-Cookie")
    with reis.loket.bestand.read() as db:
        na = opslag.inhoud(db)
    erbij = {tabel: rijen for tabel, rijen in na.items() if rijen != voor[tabel]}
    rij = {
        "maand": "2026-11",
        "uitkomst": "grensgeval",
        "taal": "nl",
        "antwoord": "ja",
        "aantal": 1,
    }
    assert erbij == {"duidelijk": [rij]}
    with sqlite3.connect(tmp_path / RATE_LIMITS_DB) as limieten:
        tellers = limieten.execute("select wie, tot, stand from teller").fetchall()
    limieten.close()
    assert [stand for _, _, stand in tellers] == [1, 1, 1], (
        "the network, the one around it and the link, each a keyed hash"
    )
    merken = [b"127.0.0.1", b"9951AD", b"Kerkstraat", kenmerk_van(uitkomst).encode()]
    bestanden = [pad for db in (PORTAL_DB, RATE_LIMITS_DB) for pad in tmp_path.glob(f"{db}*")]
    assert len(bestanden) >= 2
    for pad in bestanden:
        assert not [merk for merk in merken if merk in pad.read_bytes()], pad.name


def test_twee_keer_drukken_telt_een_keer_en_het_eerste_antwoord_telt(reis: Reis) -> None:
    uitkomst = naar(reis.client, *KERK)
    for antwoord in ("nee", "nee", "ja"):
        assert page_van(reis.client.get(druk(reis.client, uitkomst, antwoord))).geteld
    assert reis.loket.duidelijk.van(NOVEMBER) == (DuidelijkRij("grensgeval", "nl", 0, 0, 1),)


def test_een_netwerk_kan_de_telling_niet_volstoppen_en_leest_dat_eerlijk(reis: Reis) -> None:
    grens = LIMITS[Counted.DUIDELIJK].times
    gezegd = [druk(reis.client, naar(reis.client, *KERK), "nee") for _ in range(grens + 2)]
    assert reis.loket.duidelijk.van(NOVEMBER) == (DuidelijkRij("grensgeval", "nl", 0, 0, grens),)
    goed, te_vaak = (reis.client.get(waar) for waar in (gezegd[0], gezegd[-1]))
    assert (goed.status_code, te_vaak.status_code) == (200, 200)
    assert (page_van(goed).geteld, page_van(te_vaak).geteld) == (True, False)
    alineas = [{Boom.tekst(p) for p in Boom(een.text).alle("p")} for een in (goed, te_vaak)]
    assert alineas[0] - alineas[1], "who is not counted does not read that the answer helps"
    assert alineas[1] - alineas[0]
    reis.wacht(hours=1)
    assert "niet_geteld" not in druk(reis.client, naar(reis.client, *KERK), "nee")


def test_een_eigen_netwerk_heeft_geen_grens(
    maak_reis: Callable[..., Reis], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(LIMITS, Counted.DUIDELIJK, LIMITS[Counted.DUIDELIJK]._replace(times=1))
    reis = maak_reis(eigen_netwerken=(ip_network("127.0.0.0/8"),))
    for _ in range(3):
        druk(reis.client, naar(reis.client, *KERK), "ja")
    assert reis.loket.duidelijk.van(NOVEMBER)[0].ja == 3


@pytest.mark.bestand
def test_wat_niet_bewaard_kan_worden_geeft_geen_foutpagina_en_kan_daarna_weer(
    reis: Reis, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    uitkomst = naar(reis.client, *KERK)

    def vol(*_args: object, **_anders: object) -> None:
        raise StorageUnavailable("database or disk is full")

    with monkeypatch.context() as even:
        even.setattr(DuidelijkStore, "tel", vol)
        assert not page_van(reis.client.get(druk(reis.client, uitkomst, "ja"))).geteld
    assert caplog.messages == ["portal.sqlite: database or disk is full"]
    assert page_van(reis.client.get(druk(reis.client, uitkomst, "ja"))).geteld
    assert reis.loket.duidelijk.van(NOVEMBER)[0].ja == 1


@pytest.mark.parametrize("antwoord", [None, "", "JA", "misschien", "ja' or 1=1"])
def test_wie_geen_knop_van_ons_drukt_ziet_de_vraag_weer(reis: Reis, antwoord: str | None) -> None:
    uitkomst = naar(reis.client, *KERK)
    assert druk(reis.client, uitkomst, antwoord) == f"{uitkomst}#duidelijk"
    Boom(reis.client.get(uitkomst).text).op_id("duidelijk")
    assert reis.loket.duidelijk.van(NOVEMBER) == ()


def test_van_een_andere_site_en_met_een_verzonnen_link_telt_niets(reis: Reis) -> None:
    hier = naar(reis.client, *KERK).replace("/uitkomst/", "/duidelijk/")
    for headers in ({"Sec-Fetch-Site": "cross-site"}, {"Origin": "https://elders.example"}):
        assert reis.client.post(hier, data={"antwoord": "ja"}, headers=headers).status_code == 403
    for methode in (reis.client.get, reis.client.post):
        assert methode(f"{hier[:-4]}xxxx", data={"antwoord": "ja"}).status_code == 404
    assert reis.client.get(hier).status_code == 200
    assert reis.loket.duidelijk.van(NOVEMBER) == ()


def test_zonder_sleutel_wordt_er_niets_gevraagd(tmp_path: Path) -> None:
    client = maak_app(tmp_path).test_client()
    assert isinstance(client, Inspecteur)
    uitkomst = naar(client, *KERK)
    assert 'id="duidelijk"' not in client.get(uitkomst).text
    assert WAT_WIJ_TELLEN not in client.get("/privacy").text
    hier = uitkomst.replace("/uitkomst/", "/duidelijk/")
    assert client.post(hier, data={"antwoord": "ja"}).status_code == 404
    assert client.get(hier).status_code == 404
    assert [pad.name for pad in tmp_path.iterdir()] == ["adressen.sqlite"]


def test_de_privacypagina_zegt_wat_wij_tellen(reis: Reis) -> None:
    assert WAT_WIJ_TELLEN in tekst(reis.client.get("/privacy"))


@pytest.mark.bestand
def test_veel_antwoorden_tegelijk_tellen_allemaal(reis: Reis, tmp_path: Path) -> None:
    """Each with a file of its own, as each worker has."""

    def antwoord(_n: int) -> None:
        DuidelijkStore(EmbeddedDatabase(tmp_path / PORTAL_DB)).tel(
            Duidelijk.JA, uitkomst="binnen", taal="gos", nu=reis.nu
        )

    with ThreadPoolExecutor(8) as draden:
        list(draden.map(antwoord, range(80)))
    assert reis.loket.duidelijk.van(NOVEMBER) == (DuidelijkRij("binnen", "gos", 80, 0, 0),)


@pytest.mark.bestand
def test_een_bestand_van_voor_deze_vraag_krijgt_de_tabel_erbij(tmp_path: Path) -> None:
    maak_app(tmp_path, sleutel=(SLEUTEL,))
    with sqlite3.connect(tmp_path / PORTAL_DB) as db:
        db.execute("drop table duidelijk")
        assert db.execute("delete from _sqlite_migrations where name like 'm002%'").rowcount == 1
    db.close()
    maak_app(tmp_path, sleutel=(SLEUTEL,))
    with sqlite3.connect(tmp_path / PORTAL_DB) as db:
        assert db.execute("select count(*) from duidelijk").fetchone() == (0,)
    db.close()
