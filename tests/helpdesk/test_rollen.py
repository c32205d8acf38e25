"""Which page is for whom: every route, every role, every form without its token."""

from collections.abc import Callable

import pytest
from flask import Flask
from werkzeug.exceptions import default_exceptions
from werkzeug.routing import Rule

from portal.config.settings import HELPDESK
from portal.helpdesk.inlogplicht import PAD
from portal.services import Loket
from portal.web.access import BEHEERDER, SUDO, BeheerderOnly
from portal.web.errors import HELPDESK_ERRORS, HELPDESK_TEXTS
from portal.web.requests import StaleForm
from tests.helpdesk.conftest import formulierteken
from tests.opslag import bestand_van
from tests.pagina import Boom, Inspecteur, inspecteer_html, page_van, template_van
from tests.toegang import GESLOTEN, OPEN, toegang, views

BEHEER = (BEHEERDER, SUDO)


def routes(app: Flask, methode: str) -> list[tuple[str, str]]:
    """Endpoint and URL of each route of the helpdesk with this method, filled in with anything."""
    regels: list[Rule] = [
        regel
        for regel in app.url_map.iter_rules()
        if regel.endpoint.startswith("helpdesk.") and methode in (regel.methods or set())
    ]
    with app.test_request_context():
        waarden = [
            {
                naam: 1 if type(omzetter).__name__ == "IntegerConverter" else "x"
                for naam, omzetter in regel._converters.items()
            }
            for regel in regels
        ]
        return [
            (
                regel.endpoint,
                app.url_map.bind("localhost").build(regel.endpoint, waarde, method=methode),
            )
            for regel, waarde in zip(regels, waarden, strict=True)
        ]


@pytest.mark.parametrize("methode", ["GET", "POST"])
@pytest.mark.parametrize("naam", ["niemand", "Anna", "Carla"])
def test_elke_bladzijde_is_er_voor_wie_erbij_mag(
    helpdesk: Flask, als: Callable[[str], Inspecteur], loket: Loket, naam: str, methode: str
) -> None:
    """Nobody is sent to the door, a medewerker to no page of a beheerder, who sees all."""
    als("Anna"), als("Carla")
    gezien = 0
    for endpoint, url in routes(helpdesk, methode):
        client = helpdesk.test_client() if naam == "niemand" else als(naam)
        assert isinstance(client, Inspecteur)
        teken = {} if naam == "niemand" else formulierteken(client, loket)
        antwoord = client.open(url, method=methode, data=teken if methode == "POST" else None)
        naar_de_deur = (antwoord.location or "").startswith(f"{PAD}/inloggen/")
        mag_niet = antwoord.status_code == 403
        if endpoint in views(helpdesk, *OPEN) or endpoint == "helpdesk.uitloggen":
            continue
        gezien += 1
        assert antwoord.headers["Cache-Control"] == "no-store"
        assert naar_de_deur is (naam == "niemand"), endpoint
        assert mag_niet is (naam == "Anna" and toegang(helpdesk)[endpoint] in BEHEER), endpoint
    assert gezien >= 6


@pytest.mark.parametrize("teken", [None, "", "x", "\u00e9"])
def test_een_formulier_zonder_eigen_teken_doet_niets(
    helpdesk: Flask, als: Callable[[str], Inspecteur], teken: str | None
) -> None:
    gezien = set()
    for endpoint, url in routes(helpdesk, "POST"):
        if endpoint in views(helpdesk, *GESLOTEN):
            gezien.add(endpoint)
            client = als("Carla")
            antwoord = client.post(url, data={} if teken is None else {"formulierteken": teken})
            assert antwoord.status_code == 403, endpoint
            assert page_van(antwoord).title == HELPDESK_ERRORS[StaleForm][0], endpoint
            assert client.get(f"{PAD}/mijn-account").status_code == 200, "still logged in"
    assert gezien == {endpoint for endpoint, _ in routes(helpdesk, "POST")} - views(helpdesk, *OPEN)


def test_het_teken_van_een_ander_werkt_niet(als: Callable[[str], Inspecteur], loket: Loket) -> None:
    anna = als("Anna")
    assert anna.post(f"{PAD}/uitloggen", data=formulierteken(als("Bert"), loket)).status_code == 403


def test_een_medewerker_ziet_op_de_bladzijde_van_een_beheerder_het_menu(
    als: Callable[[str], Inspecteur],
) -> None:
    boom = Boom(als("Anna").get(f"{PAD}/accounts").text)
    assert boom.tekst(boom.een("h1")) == HELPDESK_ERRORS[BeheerderOnly][0]
    menu = [link.get("href") for link in boom.een("nav").iter("a")]
    assert f"{PAD}/" in menu
    assert f"{PAD}/accounts" not in menu
    assert f"{PAD}/uitloggen" in [form.get("action") for form in boom.alle("form")]


def test_wat_alleen_een_beheerder_doet_staat_in_het_menu_onder_een_woord(
    als: Callable[[str], Inspecteur],
) -> None:
    carla = als("Carla")
    for pad, open_ in ((f"{PAD}/agenda", False), (f"{PAD}/logboek", True)):
        groep = Boom(carla.get(pad).text).een("nav").find("details")
        assert groep is not None
        assert ("open" in groep.attrib) is open_
        links = {link.get("href") for link in groep.iter("a")}
        assert f"{PAD}/logboek" in links
        anna = als("Anna")
        assert {anna.get(str(link)).status_code for link in links} == {403}
    assert Boom(als("Anna").get(f"{PAD}/agenda").text).een("nav").find("details") is None


@pytest.mark.parametrize(
    ("url", "naam"), [(f"{HELPDESK}/bestaat-niet", "Anna"), (f"{HELPDESK}/accounts/99", "Carla")]
)
def test_een_fout_van_de_helpdesk_vraagt_een_collega_niet_om_een_adres(
    als: Callable[[str], Inspecteur], url: str, naam: str
) -> None:
    antwoord = als(naam).get(url)
    assert antwoord.status_code == 404
    assert "postcode" not in antwoord.text
    (terug,) = [a.get("href") for a in Boom(antwoord.text).een("main").iter("a")]
    assert terug == f"{PAD}/"


@pytest.mark.parametrize("status", sorted(HELPDESK_TEXTS))
def test_elke_storing_heeft_een_bladzijde_in_de_helpdesk(helpdesk: Flask, status: int) -> None:
    with helpdesk.test_request_context(f"{PAD}/accounts"):
        antwoord = helpdesk.make_response(
            helpdesk.handle_user_exception(default_exceptions[status]())
        )
    boom = inspecteer_html(antwoord.get_data(as_text=True))
    assert antwoord.status_code == status
    assert boom.tekst(boom.een("h1")) == str(HELPDESK_TEXTS[status][0])
    assert "postcode" not in boom.tekst(boom.een("main"))


@pytest.mark.bestand
def test_een_kapot_bestand_is_een_bladzijde_die_dat_zegt(
    als: Callable[[str], Inspecteur], loket: Loket
) -> None:
    client = als("Anna")
    loket.bestand.close()
    bestand_van(loket).path.write_bytes(b"kapot" * 4000)
    antwoord = client.get(f"{PAD}/mijn-account")
    assert antwoord.status_code == 503
    assert template_van(antwoord) == "helpdesk/fout.html"
    assert page_van(antwoord).title == HELPDESK_TEXTS[503][0]


def test_een_fout_bij_bewoners_blijft_van_bewoners(als: Callable[[str], Inspecteur]) -> None:
    assert template_van(als("Anna").get("/helpdeskx")) == "publiek/fout.html"


def test_zonder_sleutel_is_er_geen_helpdesk(
    client: Inspecteur, tmp_path_factory: pytest.TempPathFactory
) -> None:
    from tests.conftest import maak_app

    zonder = maak_app(tmp_path_factory.mktemp("zonder")).test_client()
    antwoord = zonder.get(f"{PAD}/inloggen")
    assert antwoord.status_code == 404
    assert template_van(antwoord) == "publiek/fout.html"
    assert client.get(f"{PAD}/inloggen").status_code == 200
