"""A colleague reads what the caller reads, in their language; all else stays Dutch."""

import re
from collections.abc import Callable

import pytest
from flask import Flask
from werkzeug.test import TestResponse

from portal.crypto.kenmerk import Purpose
from portal.helpdesk.woorden import WOORDEN
from portal.services import Loket, kenmerken
from portal.terugbellen.waarden.verzoek import Gesprekstaal
from portal.web.i18n.catalogues import DEFAULT, LOCALES
from tests.conftest import NU
from tests.helpdesk.test_meekijken import (
    PAGINAS,
    bij_collega,
    maak_code,
    open_adres,
    open_code,
    van_bewoner,
)
from tests.pagina import Boom, Inspecteur, page_van
from tests.portal.test_zelfcheck import naar
from tests.terugbellen.conftest import KERK, gegevens

Als = Callable[[str], Inspecteur]
ANDERE = [taal for taal in LOCALES if taal != DEFAULT]
EEN_VAN_ELK = (
    "binnen",
    "grensgeval door kleine bevingen",
    "buiten",
    "onbekend",
    "pdok",
    "officieel buiten, wij niet",
)


@pytest.fixture
def bewoner(helpdesk: Flask) -> Inspecteur:
    client = helpdesk.test_client()
    assert isinstance(client, Inspecteur)
    return client


def wissel(antwoord: TestResponse) -> str:
    """The link to the same page in the other language. It stands on the page, once."""
    page = page_van(antwoord)
    waar = str((getattr(page, "meekijk", None) or page).wissel)
    assert [a.get("href") for a in Boom(antwoord.text).alle("a")].count(waar) == 1
    return waar


def getoonde_taal(html: str) -> str:
    (taal,) = re.findall(r'<section class="bewonerspagina"[^>]*>\n<div lang="(\w+)">', html)
    return str(taal)


@pytest.mark.parametrize("taal", ANDERE)
@pytest.mark.parametrize("naam", EEN_VAN_ELK)
def test_bewoner_en_collega_zien_dezelfde_bytes_in_elke_taal(
    helpdesk: Flask,
    bewoner: Inspecteur,
    loket: Loket,
    als: Als,
    monkeypatch: pytest.MonkeyPatch,
    naam: str,
    taal: str,
) -> None:
    monkeypatch.setattr(
        "portal.crypto.kenmerk.os.urandom", bytes
    )  # the same content then gives the same kenmerk
    nederlands = PAGINAS[naam][0](helpdesk, bewoner)
    waar = f"/{taal}{nederlands}"
    links, anna = bewoner.get(waar).text, als("Anna")
    code, waar_code = maak_code_in(bewoner, waar)
    assert waar_code.startswith(f"/{taal}/meekijken/")
    antwoord = anna.get(open_code(anna, loket, code))
    rechts = antwoord.text
    assert getoonde_taal(rechts) == taal
    assert van_bewoner(links).startswith("<article")
    assert van_bewoner(links) == bij_collega(rechts)
    in_dutch = anna.get(wissel(antwoord))
    koppen = {Boom.tekst(Boom(html).op_id("doen")) for html in (rechts, in_dutch.text)}
    assert len(koppen) == 2, "the words are theirs"
    assert str(WOORDEN[Gesprekstaal][Gesprekstaal(taal)]) in taalregel(antwoord)
    assert Boom(rechts).tekst(Boom(rechts).op_id("zeggen")) == Boom.tekst(
        Boom(in_dutch.text).op_id("zeggen")
    ), "what is for the colleague is Dutch"

    assert getoonde_taal(in_dutch.text) == DEFAULT
    assert bij_collega(in_dutch.text) == van_bewoner(bewoner.get(nederlands).text)
    terug = anna.get(wissel(in_dutch)).text
    assert bij_collega(terug) == bij_collega(rechts)


def taalregel(antwoord: TestResponse) -> str:
    """The line that says in which language the resident reads."""
    (regel,) = [
        Boom.tekst(p)
        for p in Boom(antwoord.text).een("main").findall("p")
        if page_van(antwoord).wissel in [a.get("href") for a in p.iter("a")]
    ]
    return regel


def maak_code_in(bewoner: Inspecteur, uitkomst: str) -> tuple[str, str]:
    """As maak_code, by the button on the page, which knows its language."""
    (actie,) = [
        f.attrib["action"]
        for f in Boom(bewoner.get(uitkomst).text).alle("form")
        if "maken" in f.attrib["action"]
    ]
    waar = bewoner.post(actie).headers["Location"]
    (code,) = [p for p in Boom(bewoner.get(waar).text).alle("p") if p.get("class") == "code"]
    return Boom.tekst(code), waar


def test_wie_nederlands_leest_geeft_geen_regel_over_taal(
    bewoner: Inspecteur, loket: Loket, als: Als
) -> None:
    anna = als("Anna")
    for waar in (
        open_code(anna, loket, maak_code(bewoner, naar(bewoner, "9951AD", "14"))[0]),
        anna.get(open_adres(anna, loket, "9951AD 14")).location,
    ):
        antwoord = anna.get(waar)
        assert getoonde_taal(antwoord.text) == DEFAULT
        assert page_van(antwoord).leest == DEFAULT
        assert page_van(antwoord).wissel not in [
            a.get("href") for a in Boom(antwoord.text).alle("a")
        ]


def test_een_vergeten_code_is_ook_in_het_nederlands_weg(
    bewoner: Inspecteur, loket: Loket, als: Als
) -> None:
    """The link to see it in Dutch holds the code, not the address."""
    code, waar = maak_code_in(bewoner, f"/en{naar(bewoner, '9951AD', '14')}")
    anna = als("Anna")
    nederlands = wissel(anna.get(open_code(anna, loket, code)))
    assert anna.get(nederlands).status_code == 200
    bewoner.post(waar.replace("/meekijken/", "/meekijken/vergeten/"))
    assert anna.get(nederlands).status_code == 422


def test_bij_een_verzoek_staat_in_welke_taal_de_bewoner_leest_en_meekijken_is_in_die_taal(
    loket: Loket, als: Als
) -> None:
    vak, anna = loket.verzoeken.vrij(NU)[0], als("Anna")
    for uid, taal in (("engels", "en"), ("gewoon", "nl")):
        loket.verzoeken.dien_in(uid, gegevens(), vak, taal=taal, nu=NU)
        antwoord = anna.get(f"/helpdesk/verzoek/{uid}")
        leest = str(WOORDEN[Gesprekstaal][Gesprekstaal.ENGELS]) in antwoord.text
        assert (leest, getoonde_taal(antwoord.text)) == (taal == "en", taal)
        if leest:
            nederlands = anna.get(wissel(antwoord))
            assert getoonde_taal(nederlands.text) == DEFAULT
            assert getoonde_taal(anna.get(wissel(nederlands)).text) == "en"


@pytest.mark.parametrize("leest", ["", "xx", "../en", "EN", "nl"])
def test_een_taal_die_wij_niet_hebben_is_nederlands(helpdesk: Flask, als: Als, leest: str) -> None:
    with helpdesk.test_request_context():
        kenmerk = kenmerken().make(Purpose.UITKOMST, *KERK.delen)
    antwoord = als("Anna").get(
        f"/helpdesk/meekijken/uitkomst/{kenmerk}", query_string={"leest": leest}
    )
    assert antwoord.status_code == 200
    assert getoonde_taal(antwoord.text) == DEFAULT
