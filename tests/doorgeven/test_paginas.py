"""What a resident and a colleague see of a request that stands at another desk."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from portal import clock
from portal.config.handover import Eigenaar
from portal.helpdesk.inlogplicht import COOKIE, PAD
from portal.medewerkers.medewerker import Medewerkerrol
from portal.post.postrij import Postrij
from portal.terugbellen.overzichten.lijsten import Wachtrijlijst
from portal.terugbellen.rijen.mailrij import Mailsoort
from tests.conftest import NU
from tests.doorgeven.conftest import NAAM, Site
from tests.medewerkers import maak_account
from tests.openklant import Balie, Gedrag
from tests.pagina import Inspecteur

Maak = Callable[..., Site]


def log_in(site: Site, naam: str, rol: Medewerkerrol) -> Inspecteur:
    wie, _ = maak_account(site.loket, naam, rol, clock.now())
    client = site.app.test_client()
    assert isinstance(client, Inspecteur)
    token = site.loket.sessies.begin(wie.id, apparaat="proef", nu=clock.now())
    site.loket.sessies.bevestig(token, clock.now())
    client.set_cookie(COOKIE, token)
    return client


def stuur(client: Inspecteur, site: Site, pad: str, **velden: Any) -> str:
    cookie = client.get_cookie(COOKIE)
    assert cookie
    velden["formulierteken"] = site.loket.sessies.formulierteken(cookie.value)
    antwoord = client.post(f"{PAD}{pad}", data=velden)
    assert antwoord.status_code == 303
    return client.get(antwoord.location).text


@pytest.fixture
def anna(site: Site) -> Inspecteur:
    return log_in(site, "Anna", Medewerkerrol.MEDEWERKER)


@pytest.fixture
def carla(site: Site) -> Inspecteur:
    return log_in(site, "Carla", Medewerkerrol.BEHEERDER)


def mijn_verzoek(site: Site, code: str) -> str:
    client = site.app.test_client()
    antwoord = client.post("/mijn-verzoek", data={"code": code, "drie": "678"})
    return client.get(antwoord.location).text


def test_de_bewoner_leest_bij_wie_het_staat_en_kan_het_daar_veranderen(
    site: Site, balie: Balie
) -> None:
    verzoek = site.dien_in()
    zin = f"Uw verzoek staat bij {NAAM}."
    assert zin not in mijn_verzoek(site, verzoek.code), "not before it is there"
    site.verstuur()
    html = mijn_verzoek(site, verzoek.code)
    assert zin in html
    assert "Een andere tijd kiezen" in html
    assert "belt u op <strong>" not in html.replace(f"{NAAM}. Zij bellen u op <strong>", "")
    assert f"gesprek staat bij {NAAM}" not in html


def test_wij_herinneren_niemand_aan_een_gesprek_dat_een_ander_voert(site: Site) -> None:
    rij = Postrij(site.loket.bestand, site.loket.kluis)
    assert rij.klopt_nog(Mailsoort.HERINNERING, site.dien_in(), NU)
    site.verstuur()
    verzoek = site.loket.verzoeken.met_uid("een")
    assert not rij.klopt_nog(Mailsoort.HERINNERING, verzoek, NU)
    assert rij.klopt_nog(Mailsoort.VERPLAATST, verzoek, NU)


def test_voor_de_knop_staat_aan_wie_wij_het_doorgeven(site: Site) -> None:
    client = site.app.test_client()
    privacy = client.get("/privacy").text
    assert f"Wij geven aan {NAAM} door" in privacy
    assert "aan niemand anders" not in privacy


def test_zonder_balie_noemt_geen_pagina_een_andere_balie(maak_site: Maak) -> None:
    site = maak_site("", klant_naam="")
    carla = log_in(site, "Carla", Medewerkerrol.BEHEERDER)
    assert "aan niemand anders" in carla.get("/privacy").text
    for pad in ("/", "/lijst/open", "/logboek"):
        html = carla.get(f"{PAD}{pad}").text
        assert "andere balie" not in html.replace("Doorgegeven aan de andere balie", "")
        assert "/doorgeven" not in html
    assert carla.get(f"{PAD}/doorgeven").status_code == 404


def test_een_collega_leest_het_en_kan_er_niets_aan_veranderen(site: Site, anna: Inspecteur) -> None:
    site.dien_in()
    site.verstuur()
    html = anna.get(f"{PAD}/verzoek/een").text
    assert f"Dit verzoek staat bij {NAAM}. Zij bellen de bewoner." in html
    assert "Geertje Proefpersoon" in html
    assert "Bel en pak" not in html
    assert "Sluit het verzoek" not in html
    versie = site.loket.verzoeken.met_uid("een").versie
    for daad, velden in (
        ("pakken", {}),
        ("sluiten", {"reden": "dubbel"}),
        ("verplaatsen", {"tijdvak": site.loket.verzoeken.vrij(NU)[3].sleutel}),
        ("intrekken", {}),
        ("gesprek", {"doe": "gesproken", "tekst": "x"}),
    ):
        fout = stuur(anna, site, f"/verzoek/een/{daad}", versie=versie, **velden)
        assert "dit verzoek staat bij een andere balie" in fout, daad
    assert site.loket.verzoeken.met_uid("een").versie == versie


def test_wissen_kan_een_collega_altijd(site: Site, anna: Inspecteur, balie: Balie) -> None:
    verzoek = site.dien_in()
    site.verstuur()
    stuur(anna, site, "/verzoek/een/verwijderen", code=verzoek.code)
    site.verstuur()
    assert balie.bestand.alle("klantcontacten") == []


def test_wat_elders_staat_is_voor_ons_geen_werk(site: Site, anna: Inspecteur) -> None:
    site.dien_in()
    assert "Geertje Proefpersoon" in anna.get(PAD, follow_redirects=True).text
    site.verstuur()
    assert "Geertje Proefpersoon" not in anna.get(PAD, follow_redirects=True).text
    tel = site.loket.overzicht.tel(wie=1, nu=NU)
    assert (tel[Wachtrijlijst.ELDERS], tel[Wachtrijlijst.OPEN]) == (1, 0)
    lijst = anna.get(f"{PAD}/lijst/elders").text
    assert "bij een andere balie" in lijst
    assert "van niemand" not in lijst


def test_wat_wij_zelf_bellen_blijft_werk_en_toont_hoe_het_daar_staat(
    maak_site: Maak, balie: Balie
) -> None:
    site = maak_site(balie.url, klant_eigenaar=Eigenaar.WIJ)
    anna = log_in(site, "Anna", Medewerkerrol.MEDEWERKER)
    verzoek = site.dien_in()
    site.verstuur()
    html = anna.get(f"{PAD}/verzoek/een").text
    assert "Doorgeven: doorgegeven." in html
    assert "Bel en pak" in html
    assert "staat bij" not in mijn_verzoek(site, verzoek.code)
    versie = site.loket.verzoeken.met_uid("een").versie
    stuur(anna, site, "/verzoek/een/sluiten", versie=versie, reden="dubbel")
    site.verstuur()
    (taak,) = balie.bestand.alle("internetaken")
    assert taak["status"] == "verwerkt"


def test_een_balie_die_lang_weg_is_staat_hardop_in_de_wachtrij_en_bij_de_beheerder(
    site: Site, balie: Balie, anna: Inspecteur, carla: Inspecteur
) -> None:
    balie.gedrag = Gedrag(alles=503)
    site.dien_in()
    site.verstuur()
    zin = f"Doorgeven aan {NAAM} lukt niet, sinds"
    assert zin not in anna.get(f"{PAD}/").text
    site.op(NU + timedelta(minutes=20))
    assert zin in anna.get(f"{PAD}/").text
    assert "Het laatste antwoord: antwoord met status 503." in carla.get(f"{PAD}/doorgeven").text


def test_een_beheerder_ziet_wat_geweigerd_is_en_geeft_het_opnieuw_door(
    site: Site, balie: Balie, anna: Inspecteur, carla: Inspecteur
) -> None:
    balie.gedrag = Gedrag(alles=400)
    site.dien_in()
    site.verstuur()
    assert f"Niet aangenomen door {NAAM}: 1." in anna.get(f"{PAD}/").text
    html = carla.get(f"{PAD}/doorgeven").text
    assert "antwoord met status 400" in html
    assert "Geertje" not in html
    balie.gedrag = Gedrag()
    assert "binnen een minuut opnieuw" in stuur(carla, site, "/doorgeven/opnieuw")
    assert site.verstuur().output == "1 doorgegeven\n"


def test_de_pagina_is_er_alleen_voor_een_beheerder(site: Site, anna: Inspecteur) -> None:
    assert anna.get(f"{PAD}/doorgeven").status_code == 403
    assert "/doorgeven" not in anna.get(f"{PAD}/").text
