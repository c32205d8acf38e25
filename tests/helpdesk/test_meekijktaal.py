"""A colleague reads what the caller reads, in the caller's language; what is for the colleague stays Dutch."""

import re
from collections.abc import Callable

import pytest
from flask import Flask

from portal.services import Loket, zelfcheck
from portal.web.i18n.catalogues import DEFAULT, LOCALES, translations
from tests.conftest import NU
from tests.helpdesk.conftest import formulierteken
from tests.helpdesk.test_meekijken import (
    PAGINAS,
    bij_collega,
    maak_code,
    open_adres,
    open_code,
    van_bewoner,
)
from tests.pagina import Boom, Inspecteur
from tests.portal.test_zelfcheck import naar
from tests.terugbellen.conftest import KERK, gegevens

Als = Callable[[str], Inspecteur]
ANDERE = [taal for taal in LOCALES if taal != DEFAULT]
WOORD = {"en": "Engels", "gos": "Gronings"}
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


def link_met(html: str, begin: str) -> str:
    """Where the one link goes whose words begin like this."""
    (href,) = [a.attrib["href"] for a in Boom(html).alle("a") if Boom.tekst(a).startswith(begin)]
    return href


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
    rechts = anna.get(open_code(anna, loket, code)).text
    assert getoonde_taal(rechts) == taal
    assert van_bewoner(links).startswith("<article")
    assert van_bewoner(links) == bij_collega(rechts)
    assert translations(taal).gettext("Wat kunt u vandaag doen?") in bij_collega(rechts)
    assert f"De bewoner leest dit in het {WOORD[taal]}." in rechts
    assert "Wat u kunt zeggen" in rechts, "what is for the colleague is Dutch"

    in_dutch = anna.get(link_met(rechts, "Bekijk het in het Nederlands")).text
    assert getoonde_taal(in_dutch) == DEFAULT
    assert bij_collega(in_dutch) == van_bewoner(bewoner.get(nederlands).text)
    terug = anna.get(link_met(in_dutch, "Bekijk het zoals de bewoner het leest")).text
    assert bij_collega(terug) == bij_collega(rechts)


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
        anna.get(open_adres(anna, loket, "9951AD", "14")).location,
    ):
        html = anna.get(waar).text
        assert getoonde_taal(html) == DEFAULT
        assert "De bewoner leest dit in het" not in html


def test_een_vergeten_code_is_ook_in_het_nederlands_weg(
    bewoner: Inspecteur, loket: Loket, als: Als
) -> None:
    """The link to see it in Dutch holds the code, not the address."""
    code, waar = maak_code_in(bewoner, f"/en{naar(bewoner, '9951AD', '14')}")
    anna = als("Anna")
    nederlands = link_met(
        anna.get(open_code(anna, loket, code)).text, "Bekijk het in het Nederlands"
    )
    bewoner.post(waar.replace("/meekijken/", "/meekijken/vergeten/"))
    assert anna.get(nederlands).status_code == 422


def test_bij_een_verzoek_staat_in_welke_taal_de_bewoner_leest_en_meekijken_is_in_die_taal(
    loket: Loket, als: Als
) -> None:
    vak, anna = loket.verzoeken.vrij(NU)[0], als("Anna")
    teken = formulierteken(anna, loket)
    for uid, taal in (("engels", "en"), ("gewoon", "nl")):
        loket.verzoeken.dien_in(uid, gegevens(), vak, taal=taal, nu=NU)
        leest = "Leest de site in het Engels" in anna.get(f"/helpdesk/verzoek/{uid}").text
        html = anna.get(
            anna.post(f"/helpdesk/meekijken/verzoek/{uid}", data=teken).headers["Location"]
        ).text
        assert (leest, getoonde_taal(html)) == (taal == "en", taal)
        if leest:
            nederlands = anna.get(link_met(html, "Bekijk het in het Nederlands")).text
            assert getoonde_taal(nederlands) == DEFAULT
            assert link_met(nederlands, "Terug naar het verzoek") == f"/helpdesk/verzoek/{uid}"


@pytest.mark.parametrize("leest", ["", "xx", "../en", "EN", "nl"])
def test_een_taal_die_wij_niet_hebben_is_nederlands(helpdesk: Flask, als: Als, leest: str) -> None:
    with helpdesk.test_request_context():
        kenmerk = zelfcheck().verwijzer._kenmerken.make("uitkomst", *KERK.delen)  # type: ignore[arg-type]
    antwoord = als("Anna").get(
        f"/helpdesk/meekijken/uitkomst/{kenmerk}", query_string={"leest": leest}
    )
    assert antwoord.status_code == 200
    assert getoonde_taal(antwoord.text) == DEFAULT
