"""A postcode far from Groningen says so by itself, also when nobody can look the address up."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from werkzeug.test import TestResponse

from portal.adressen.adres import Adres
from portal.adressen.streek import ligt_ver
from portal.adressen.voorbeeld import voorbeelden
from portal.config.settings import REGISTER_DB
from portal.config.values import Bronkeuze
from portal.zelfcheck.adresform import LIGT_VER, postcode_onbekend
from rules import Punt
from tests.conftest import adres, laad, maak_app
from tests.pagina import Boom, page_van
from tests.pdokserver import PdokServer, pdok_server, stuur
from tests.teksten import deel

AUTO, ALLEEN_REGISTER, ALLEEN_PDOK = Bronkeuze.AUTO, Bronkeuze.REGISTER, Bronkeuze.PDOK
ECHT = (adres(1), adres(3, "A"))  # a register with one postcode, 9999ZZ
VER = str(LIGT_VER)
NU_NIET = "wij kunnen het nu niet opzoeken"
ONBEKEND = str(postcode_onbekend(None, met_pdok=True))
NIET_IN_REGISTER = str(postcode_onbekend(None, met_pdok=False))


@pytest.fixture(scope="module")
def server() -> Iterator[PdokServer]:
    with pdok_server() as draaiend:
        yield draaiend


@pytest.mark.parametrize(
    ("plaatsen", "postcodes", "ver"),
    [
        ("Amsterdam, Almere, Enkhuizen, Texel", "1012 1315 1601 1791", True),
        ("Haarlem, Den Haag, Rotterdam, Utrecht", "2011 2513 3011 3511", True),
        ("Goes, Eindhoven, Maastricht, Arnhem", "4461 5611 6211 6811", True),
        ("Zutphen, Apeldoorn, Deventer, Enschede, Almelo", "7201 7311 7411 7511 7607", True),
        ("Zwolle, Ommen (Lemele), Lelystad, Genemuiden", "8011 8148 8232 8281", True),
        ("Hardenberg, Coevorden, Emmen, Hoogeveen", "7772 7741 7811 7901", False),
        ("Steenwijk, Oosterwolde, Heerenveen, Joure", "8331 8431 8441 8501", False),
        ("Sneek, Terschelling, Leeuwarden, Ameland", "8601 8881 8911 9163", False),
        ("Drachten, Assen, Stadskanaal, Veendam", "9203 9401 9501 9641", False),
        ("Groningen, Leek, Loppersum, Eemshaven", "9712 9351 9919 9979", False),
    ],
)
def test_de_eerste_twee_cijfers_zeggen_of_een_postcode_ver_weg_ligt(
    plaatsen: str, postcodes: str, ver: bool
) -> None:
    assert {ligt_ver(f"{cijfers}AA") for cijfers in postcodes.split()} == {ver}, plaatsen


def test_geen_enkel_voorbeeld_in_de_provincie_ligt_ver_weg() -> None:
    assert [v.naam for v in voorbeelden() if ligt_ver(v.adres.postcode)] == []


def wat_staat_er(antwoord: TestResponse) -> str:
    page, boom = page_van(antwoord), Boom(antwoord.text)
    if page.kan_niet:
        assert antwoord.status_code == 503
        return NU_NIET
    assert antwoord.status_code == 422
    (melding,) = [kader for kader in boom.alle("div") if kader.get("role") == "alert"]
    link = next(melding.iter("a"))
    return boom.tekst(link)


# choice, register, PDOK is well, postcode -> the sentence
ZINNEN: list[tuple[Bronkeuze, tuple[Adres, ...], bool, str, str]] = [
    (AUTO, ECHT, False, "1012 AB", VER),
    (AUTO, ECHT, False, "9712 HN", NU_NIET),
    (AUTO, ECHT, False, "8441 AA", NU_NIET),
    (AUTO, (), False, "1012 AB", VER),
    (AUTO, (), False, "9401 AA", NU_NIET),
    (ALLEEN_PDOK, ECHT, False, "1012 AB", VER),
    (ALLEEN_PDOK, ECHT, False, "9712 HN", NU_NIET),
    # PDOK is well, and does not have it: then it does not exist, here or there.
    (AUTO, ECHT, True, "1012 AB", ONBEKEND),
    (ALLEEN_PDOK, ECHT, True, "1012 AB", ONBEKEND),
    # The register alone: it has this region, so it says nothing of a postcode elsewhere.
    (ALLEEN_REGISTER, ECHT, False, "1012 AB", VER),
    (ALLEEN_REGISTER, ECHT, False, "9712 HN", NIET_IN_REGISTER),
    (ALLEEN_REGISTER, ECHT, False, "7811 AA", NIET_IN_REGISTER),
    (ALLEEN_REGISTER, (), False, "1012 AB", VER),
]


@pytest.mark.parametrize(("keuze", "register", "is_goed", "postcode", "zin"), ZINNEN)
def test_ver_weg_of_nu_niet_op_te_zoeken(
    tmp_path: Path,
    server: PdokServer,
    keuze: Bronkeuze,
    register: tuple[Adres, ...],
    is_goed: bool,
    postcode: str,
    zin: str,
) -> None:
    server.gedrag = None if is_goed else lambda handler: stuur(handler, 500, b"stuk")
    if register:
        laad(register, tmp_path / REGISTER_DB)
    client = maak_app(tmp_path, adresbron=keuze, pdok=server.adres).test_client()
    antwoord = client.post("/adres", data={"adres": f"{postcode} 1"}, follow_redirects=True)
    assert wat_staat_er(antwoord) == zin
    is_nagezocht = zin in (ONBEKEND, NIET_IN_REGISTER) or keuze is ALLEEN_REGISTER
    assert bool(page_van(antwoord).naar_onbekend) == is_nagezocht, "no dead end"


def test_ook_zonder_register_zegt_de_postcode_dat_het_ver_weg_is(tmp_path: Path) -> None:
    (tmp_path / REGISTER_DB).write_bytes(b"geen database")
    client = maak_app(tmp_path).test_client()
    gezegd = {
        postcode: wat_staat_er(
            client.post("/adres", data={"adres": f"{postcode} 1"}, follow_redirects=True)
        )
        for postcode in ("1012AB", "9712HN")
    }
    assert gezegd == {"1012AB": VER, "9712HN": NU_NIET}


def test_een_adres_met_een_plek_buiten_nederland_is_onbekend_en_zegt_waarom(tmp_path: Path) -> None:
    """A register may hold a wrong place: this one is Emden."""
    laad((adres(1, punt=Punt(53.367, 7.206)), adres(2)), tmp_path / REGISTER_DB)
    app = maak_app(tmp_path)
    antwoord = app.test_client().post("/adres", data={"adres": "9999ZZ 1"}, follow_redirects=True)
    page, tekst = page_van(antwoord), Boom.tekst(Boom(antwoord.text).een("main"))
    assert (page.uitkomst, page.grond, page.aantal) == ("onbekend", "niet_in_nederland", None)
    assert deel(app, "gronden/niet_in_nederland") in tekst
    assert "Proefstraat 1" in tekst
