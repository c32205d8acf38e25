"""A walk past every page that a resident can meet, in one language, and past every mail. What it
fetches is what is measured.
"""

from dataclasses import dataclass, field
from datetime import timedelta
from functools import partial
from pathlib import Path
from typing import Any
from xml.etree.ElementTree import Element

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.exceptions import HTTPException, default_exceptions
from werkzeug.routing import Rule
from werkzeug.test import TestResponse

from portal.config.settings import REGISTER_DB
from portal.config.values import Bronkeuze
from portal.post.brief import Afzender, schrijf
from portal.services import loket as loket_van
from portal.terugbellen.rijen.mailrij import Mailsoort
from portal.terugbellen.waarden.verzoek import Gesprekstaal
from portal.web.errors import TEXTS
from portal.web.i18n.catalogues import DEFAULT
from portal.web.i18n.environments import environment
from portal.web.i18n.language import KEY as TAAL_VAN_VERZOEK
from rules import Punt
from rules.antwoorden import SOORTEN
from tests.conftest import NU, SLEUTEL, adres, laad, maak_app
from tests.pagina import Boom
from tests.portal.terugbelreis import INVOER, LATER, MAIL, kenmerk_van
from tests.portal.test_officieel import laad_lijst
from tests.portal.test_zelfcheck import niet_bij
from tests.terugbellen.conftest import gegevens

AFZENDER = {
    "afzender": "Gemeente Proefstad",
    "telefoon": "050 123 4567",
    "bereikbaar": "op werkdagen van 9 tot 17 uur",
    "website": "https://proefstad.example",
}
# An example of each uitkomst: postcode, number.
VOORBEELDEN = {
    "binnen": ("9919AH", "12"),
    "grensgeval": ("9951AD", "14"),
    "buiten": ("9712HN", "1"),
}
BESTAND = "publiek.gegevensbestand"  # no page: what is in a file, tests/gegevens says
TYPFOUTEN = (
    "",
    "Kerkstraat " * 30,
    "9951AD 14 9617BN 36",
    "9951 14",
    "14",
    "Bestaatnergensweg 1",
    "1012AB 1",
)
KEUZES = {
    "adres": "9617BN 36",
    "adres onvindbaar": "9951AD 14x",
    "nummer": "9951AD",
    "nummer onvindbaar": "9951AD 15",
}
# What can only be chosen on the page of what was typed.
GETYPT = {
    "tegenspraak": "9951AD 14 Dorpshuisweg",
    "straat": "Kerkstraat",
    "straat bijna": "Kerkstroat 98765",
    "te veel straten": "Groningen",
    "bedoelt": "97l2HN 1",
}
NIETS = "http://127.0.0.1:9"  # a PDOK that is not there


@dataclass
class Wandeling:
    """`gezien`: name -> HTML. `bezocht`: the endpoints on the way, also of redirects and forms."""

    gezien: dict[str, str] = field(default_factory=dict)
    bezocht: set[str] = field(default_factory=set)
    eindpunten: set[str] = field(default_factory=set)


class Bezoeker:
    """A browser in one language. It does not inspect every page: other tests do, and without it the
    walk takes half the time.
    """

    def __init__(self, app: Flask, taal: str, wandeling: Wandeling) -> None:
        self.client, self.app = FlaskClient(app, app.response_class), app
        self.taal, self.voor = taal, "" if taal == DEFAULT else f"/{taal}"
        self.wandeling = wandeling

    def get(self, naam: str, waar: str) -> TestResponse:
        """A path of this site: `/privacy`, or the Location of an answer. Without a name it gets
        that of its route.
        """
        return self._kijk(naam, self.client.get(self._eigen(waar), follow_redirects=True))

    def post(self, naam: str, waar: str, /, **velden: Any) -> TestResponse:
        """Follows the answer to where it leads."""
        return self._kijk(
            naam, self.client.post(self._eigen(waar), data=velden, follow_redirects=True)
        )

    def adres(self, naam: str, *getypt: str) -> TestResponse:
        """Types an address."""
        return self.post(naam, "/adres", adres=" ".join(getypt))

    def _eigen(self, waar: str) -> str:
        return waar if waar.startswith(f"{self.voor}/") or not self.voor else self.voor + waar

    def _kijk(self, naam: str, antwoord: TestResponse) -> TestResponse:
        """A page is named by the beginning of its URL: `/uitkomst binnen` is not an error page."""
        assert antwoord.mimetype == "text/html", naam
        assert antwoord.request.path.startswith(self.voor + naam.partition(" ")[0]), (
            naam,
            antwoord.request.path,
        )
        for stap in (*antwoord.history, antwoord):
            regel = self.regel(stap.request.path, stap.request.method)
            self.wandeling.bezocht.add(regel.endpoint)
        self.wandeling.gezien[naam or regel.rule] = antwoord.text
        return antwoord

    def regel(self, pad: str, methode: str = "GET") -> Rule:
        """The route of a path of this site."""
        kaart = self.app.url_map.bind("")
        regel, _ = kaart.match(
            pad.partition("?")[0].removeprefix(self.voor) or "/", methode, return_rule=True
        )
        return regel


def loop(taal: str, data: Path) -> Wandeling:
    """Past all pages of sites that show this language. `data`: an empty folder."""
    wandeling = Wandeling()
    with pytest.MonkeyPatch.context() as mp:
        mp.setattr("portal.clock.now", lambda: NU)
        app = _app(data / "gewoon", sleutel=(SLEUTEL,), **MAIL, **AFZENDER)
        wandeling.eindpunten = eindpunten(app)
        wie = Bezoeker(app, taal, wandeling)
        _losse_paginas(wie)
        _zelfcheck(wie)
        _terugbellen(wie, mp)
        _op_maat(wie)
        _verder(wie)
        _fouten(wie)
        _andere_sites(data, taal, wandeling, mp)
        wandeling.gezien |= _mails(app, taal)
    return wandeling


def eindpunten(app: Flask) -> set[str]:
    """The pages for residents."""
    return {
        regel.endpoint
        for regel in app.url_map.iter_rules()
        if regel.endpoint.startswith("publiek.")
        and "GET" in (regel.methods or ())
        and not regel.rule.endswith((".ics", ".txt"))
        and regel.endpoint != BESTAND
    }


def _app(data: Path, **instellingen: Any) -> Flask:
    data.mkdir(exist_ok=True)
    return maak_app(data, **instellingen)


def _losse_paginas(wie: Bezoeker) -> None:
    """Every page without a kenmerk in its URL: a new page is measured without further work."""
    for regel in sorted(wie.app.url_map.iter_rules(), key=str):
        if regel.endpoint in wie.wandeling.eindpunten and not regel.arguments:
            wie.get("", regel.rule)


def _zelfcheck(wie: Bezoeker) -> None:
    for n, getypt in enumerate(TYPFOUTEN, 1):
        wie.adres(f"/adres fout {n}", getypt)
    for uitkomst, voorbeeld in VOORBEELDEN.items():
        wie.adres(f"/uitkomst {uitkomst}", *voorbeeld)
    for naam, getypt in KEUZES.items():
        wie.adres(f"/kies {naam}", getypt)
    for naam, getypt in GETYPT.items():
        wie.adres(f"/adres {naam}", getypt)
    wie.get("/uitkomst onbekend", niet_bij(wie.wandeling.gezien["/kies adres"]))


def _terugbellen(wie: Bezoeker, mp: pytest.MonkeyPatch) -> None:
    uitkomst = kenmerk_van(wie.adres("/uitkomst binnen", *VOORBEELDEN["binnen"]).request.path)
    formulier = wie.get("/terugbellen van uitkomst", f"/terugbellen/van/{uitkomst}").request.path
    wie.post("/terugbellen fout", formulier, telefoon="nummer", email="geen")
    nakijken = wie.post(
        "/terugbellen nakijken",
        formulier,
        **INVOER,
        email="g@post.example",
        ander_naam="Opa",
        ander_relatie="mijn opa",
    ).request.path
    wie.post("/terugbellen te snel", nakijken)
    mp.setattr("portal.clock.now", lambda: NU + timedelta(minutes=1))
    wie.post("/terugbellen klaar", nakijken)
    with wie.app.app_context(), loket_van().bestand.read() as db:
        (uid,) = db.execute("select uid from verzoek").fetchone()
    with wie.app.app_context():
        code = loket_van().verzoeken.met_uid(uid).code
    wie.post("/mijn-verzoek fout", "/mijn-verzoek", code="KFM 4X", drie="67")
    wie.post("/mijn-verzoek onbekend", "/mijn-verzoek", code="KFM 4XT", drie="678")
    wie.get("/mijn-verzoek verlopen", "/mijn-verzoek?verlopen")
    wie.get("/mijn-verzoek mail", "/mijn-verzoek?mail=bewijs")
    wie.get("/mijn-verzoek bevestigd", "/mijn-verzoek?bevestigd")
    mijn = wie.post("/mijn-verzoek open", "/mijn-verzoek", code=code, drie="678").request.path
    wie.post("/mijn-verzoek kies", f"{mijn}/verplaatsen", versie=1)
    wie.post("/mijn-verzoek verplaatst", f"{mijn}/verplaatsen", versie=1, tijdvak=LATER)
    wie.post("/mijn-verzoek veranderd", f"{mijn}/intrekken", versie=1)
    wie.get("/mijn-verzoek gegevens", f"{mijn}/gegevens")
    wie.post("/mijn-verzoek gegevens fout", f"{mijn}/gegevens", naam="", versie=1)
    wie.get("/mijn-verzoek verwijderen", f"{mijn}/verwijderen")
    wie.post("/mijn-verzoek ingetrokken", f"{mijn}/intrekken", versie=2)
    wie.post("/mijn-verzoek weg", f"{mijn}/verwijderen")
    code_ = wie.post("/meekijken", f"/meekijken/maken/{uitkomst}").request.path
    wie.post("/meekijken vergeten", code_.replace("/meekijken/", "/meekijken/vergeten/"))
    wie.post("/duidelijk nee", f"/duidelijk/{uitkomst}", antwoord="nee")
    wie.get("/duidelijk niet geteld", f"/duidelijk/{uitkomst}?niet_geteld")
    mp.setattr("portal.clock.now", lambda: NU)


def _op_maat(wie: Bezoeker) -> None:
    """The answers of two people who are each other's opposite, and the rules of another day."""
    for uitkomst, voorbeeld in VOORBEELDEN.items():
        kenmerk = kenmerk_van(wie.adres(f"/uitkomst {uitkomst}", *voorbeeld).request.path)
        for rol, gebouw, anders in (("huurder", "bedrijf", "ja"), ("eigenaar", "woning", "nee")):
            antwoorden = dict.fromkeys(SOORTEN, anders) | {"rol": rol, "gebouw": gebouw}
            wie.get(f"/stappen {uitkomst}", f"/stappen/{kenmerk}")
            verder = f"/stappen/{kenmerk}"
            if uitkomst != "buiten":  # there, all questions are on one page
                eerst = wie.post(f"/stappen {uitkomst} {rol}", verder, **antwoorden)
                verder = eerst.request.full_path
            wie.post(f"/mijn-stappen {uitkomst} {rol}", verder, **antwoorden)
        wie.post("/stappen fout", f"/stappen/{kenmerk}")
        for dag in ("2023-07-01", "2024-07-01", "2026-01-01", "2030-01-01"):
            wie.post(f"/uitkomst {uitkomst} {dag}", f"/eerder/{kenmerk}", dag=dag)
    wie.post("/eerder fout", f"/eerder/{kenmerk}", dag="2020-01-01")


def _verder(wie: Bezoeker) -> None:
    """Through every link and every form to where the walk has not been yet, so that a new page is
    measured without further work.
    """
    wachtrij = list(wie.wandeling.gezien.values())
    while wachtrij:
        boom = Boom(wachtrij.pop())
        stappen: list[tuple[str, str, dict[str, str]]] = []
        stappen += [
            (a.get("href", "").partition("#")[0], "GET", {})
            for a in boom.alle("a")
            if not a.get("hreflang")
        ]
        stappen += [(f.get("action", ""), "POST", _zoals_het_is(f)) for f in boom.alle("form")]
        for waar, methode, velden in stappen:
            if not waar.startswith(f"{wie.voor}/") or waar.partition("?")[0].endswith(".ics"):
                continue
            if wie.regel(waar, methode).endpoint in {*wie.wandeling.bezocht, BESTAND}:
                continue
            antwoord = wie.get("", waar) if methode == "GET" else wie.post("", waar, **velden)
            wachtrij.append(antwoord.text)


def _zoals_het_is(formulier: Element) -> dict[str, str]:
    """What a form sends when somebody presses its first button and types nothing."""
    knop = next((b for b in formulier.iter("button") if b.get("name")), None)
    velden = [
        *(i for i in formulier.iter("input") if i.get("type") == "hidden"),
        *([] if knop is None else [knop]),
    ]
    return {str(veld.get("name")): veld.get("value", "") for veld in velden}


def _fouten(wie: Bezoeker) -> None:
    for status in TEXTS:
        taal = {
            "SCRIPT_NAME": wie.voor,
            TAAL_VAN_VERZOEK: wie.taal,
        }  # as the layer of languages leaves it
        with wie.app.test_request_context("/", environ_overrides=taal):
            soort: type[HTTPException] = default_exceptions[status]
            antwoord = wie.app.make_response(wie.app.handle_http_exception(soort()))
            wie.wandeling.gezien[f"fout {status}"] = antwoord.get_data(as_text=True)


def _mails(app: Flask, taal: str) -> dict[str, str]:
    """The HTML of each kind of mail; the text has the same words."""
    van = Afzender("Gemeente Proefstad", "helpdesk@post.example", "https://zelfcheck.example")
    with app.app_context():
        verzoeken = loket_van().verzoeken
        wat = gegevens(gesprekstaal=Gesprekstaal(taal))
        verzoek = verzoeken.dien_in("mail", wat, verzoeken.vrij(NU)[0], taal=taal, nu=NU)
        teksten = {}
        for soort in Mailsoort:
            deel = schrijf(
                partial(environment, app), verzoek, soort, van, "bewijs", nummer=1, nu=NU
            ).get_body(("html",))
            assert deel
            teksten[f"mail {soort.value}"] = str(deel.get_content())
    return teksten


def _andere_sites(data: Path, taal: str, wandeling: Wandeling, mp: pytest.MonkeyPatch) -> None:
    """What a page says when the operator gave nothing, nothing can be looked up, or the IMG has its
    own area.
    """
    kaal = Bezoeker(_app(data / "kaal"), taal, wandeling)
    for waar in ("/", "/over", "/privacy"):
        kaal.get(f"{waar} zonder sleutel", waar)
    kaal.adres("/uitkomst zonder sleutel", *VOORBEELDEN["buiten"])
    mp.setattr("portal.clock.now", lambda: NU.replace(year=2028))
    kaal.adres("/uitkomst oude regels", *VOORBEELDEN["grensgeval"])
    mp.setattr("portal.clock.now", lambda: NU)

    pdok = Bezoeker(
        _app(data / "pdok", adresbron=Bronkeuze.PDOK, pdok=NIETS, **AFZENDER), taal, wandeling
    )
    for waar in ("/", "/over", "/privacy"):
        pdok.get(f"{waar} met PDOK", waar)
    pdok.adres("/adres kan niet", *VOORBEELDEN["buiten"])

    eigen = data / "register"
    eigen.mkdir()
    laad(
        [
            adres(1, gebruik="winkelfunctie, kantoorfunctie"),
            adres(2, punt=Punt(53.0, 6.5)),
            *(adres(3, x) for x in "ABCDEFG"),
        ],
        eigen / REGISTER_DB,
        toch=True,
    )
    register = Bezoeker(_app(eigen), taal, wandeling)
    register.get("/ met register", "/")
    register.adres("/adres fout register", "1012AB", "1")
    register.adres("/uitkomst geen woning", "9999ZZ", "1")
    register.adres("/uitkomst ver weg", "9999ZZ", "2")
    register.adres("/kies lijst", "9999ZZ", "3")

    met_gebied = Bezoeker(_app(data / "gebied", **AFZENDER), taal, wandeling)
    laad_lijst(data / "gebied")
    for waar in ("/", "/over"):
        met_gebied.get(f"{waar} met gebied", waar)
    for naam, invoer in {
        **VOORBEELDEN,
        "grens": ("9951JH", "4a"),
        "eruit": ("9617BN", "36c"),
    }.items():
        met_gebied.adres(f"/uitkomst officieel {naam}", *invoer)
    geen_nummer = met_gebied.adres("/kies nummer gebied", "9951AD", "99")
    met_gebied.get("/uitkomst officieel onbekend", niet_bij(geen_nummer.text))
