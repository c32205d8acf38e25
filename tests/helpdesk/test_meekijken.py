"""Looking along: both see the same bytes, and what is said beside them is true of that page."""

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest
from flask import Flask
from werkzeug.test import TestResponse

from portal.adressen.invoer import InvoerReden
from portal.adressen.laden.lading import laad_register
from portal.bevingen.later import LATER, schrijf_later
from portal.config.settings import REGISTER_DB
from portal.crypto.codes import CodeReason
from portal.crypto.kenmerk import Purpose
from portal.helpdesk.meekijkpages import FOUTZINNEN, WERKT_NIET
from portal.meekijken.meekijkstore import GELDIG
from portal.services import Loket, kenmerken, zelfcheck
from portal.storage.audit_log import Action
from portal.storage.rate_limits import LIMITS, Counted
from portal.web.errors import WAITS
from portal.zelfcheck.adresform import FOUTZINNEN as FOUTZINNEN_ADRES
from portal.zelfcheck.adresform import STRAAT_ONBEKEND, postcode_onbekend
from portal.zelfcheck.versies import Onderdeel
from rules import Punt
from rules.bevingen import catalogus
from rules.bronnen import BRONNEN
from rules.model import NEDERLANDSE_TIJD
from tests.conftest import AFZENDER, NU, SLEUTEL, TELEFOON, adres, laad, maak_app, rij
from tests.helpdesk.conftest import BESLIST, formulierteken
from tests.pagina import Boom, Inspecteur, page_van, template_van
from tests.portal.test_maat import antwoord, kies_dag
from tests.portal.test_officieel import laad_lijst
from tests.portal.test_zelfcheck import (
    VERBODEN,
    fouten,
    in_veld,
    naar,
    niet_bij,
    nummers,
    opties,
    typ,
)
from tests.teksten import getoonde_stappen, sectie
from tests.terugbellen.conftest import KERK, gegevens

Als = Callable[[str], Inspecteur]
Paar = tuple[str, str, str]
TEMPLATES = Path(__file__).parents[2] / "templates/helpdesk"
OUD = datetime(2028, 1, 3, 9, 5, tzinfo=NEDERLANDSE_TIJD)


@pytest.fixture
def bewoner(helpdesk: Flask) -> Inspecteur:
    client = helpdesk.test_client()
    assert isinstance(client, Inspecteur)
    return client


@pytest.fixture
def vaste_nonce(monkeypatch: pytest.MonkeyPatch) -> None:
    """The same content then gives the same kenmerk: links can be compared byte by byte."""
    monkeypatch.setattr("portal.crypto.kenmerk.os.urandom", bytes)


def maak_code(bewoner: Inspecteur, uitkomst: str) -> tuple[str, str]:
    """The code for this uitkomst, as a resident gets it, and the URL of the page it stands on."""
    kenmerk = uitkomst.rsplit("/", 1)[1]
    waar = bewoner.post(f"/meekijken/maken/{kenmerk}").headers["Location"]
    boom = Boom(bewoner.get(waar).text)
    (code,) = [p for p in boom.alle("p") if p.get("class") == "code"]
    return Boom.tekst(code), waar


def open_code(client: Inspecteur, loket: Loket, code: str) -> str:
    """Where a colleague who types this code is sent."""
    antwoord = client.post(
        "/helpdesk/meekijken/code", data={"code": code, **formulierteken(client, loket)}
    )
    assert antwoord.status_code == 303
    return antwoord.headers["Location"]


def open_adres(client: Inspecteur, loket: Loket, getypt: str) -> str:
    velden = {"adres": getypt, **formulierteken(client, loket)}
    return client.post("/helpdesk/meekijken/adres", data=velden).headers["Location"]


# The same page ------------------------------------------------------------------------------------


def van_bewoner(html: str) -> str:
    """Between the way back, which only a resident has, and the quiet row, which too."""
    binnen = html.partition('id="hulp"')[2].partition("</div>\n")[2]
    return binnen.partition('<div class="rustig')[0].strip()


def bij_collega(html: str) -> str:
    binnen = (
        html.partition('<section class="bewonerspagina"')[2]
        .partition("<div lang=")[2]
        .partition(">\n")[2]
    )
    return binnen.partition('</div>\n</section>\n<div class="naast">')[0].strip()


def zonder_plaats(app: Flask, client: Inspecteur) -> str:
    return niet_bij(typ(client, "9951AD 15").text)


def van_pdok(app: Flask, client: Inspecteur) -> str:
    with app.test_request_context():
        gevonden = adres(7, opgezocht=date(2026, 11, 23))
        return f"/uitkomst/{zelfcheck().verwijzer.uitkomst(gevonden, meer=True)}"


def geen_woning(app: Flask, client: Inspecteur) -> str:
    laad([adres(1, gebruik="winkelfunctie")], data_van(app) / REGISTER_DB, toch=True)
    return naar(client, "9999ZZ", "1")


def in_gebied(postcode: str, nummer: str) -> Callable[[Flask, Inspecteur], str]:
    def link(app: Flask, client: Inspecteur) -> str:
        laad_lijst(data_van(app))
        return naar(client, postcode, nummer)

    return link


def onbekend_in_gebied(app: Flask, client: Inspecteur) -> str:
    laad_lijst(data_van(app))
    return zonder_plaats(app, client)


def data_van(app: Flask) -> Path:
    with app.app_context():
        return zelfcheck().gebied.pad.parent


def getypt(postcode: str, nummer: str) -> Callable[[Flask, Inspecteur], str]:
    return lambda app, client: naar(client, postcode, nummer)


def met_antwoorden(app: Flask, client: Inspecteur) -> str:
    return antwoord(
        client, naar(client, "9951AD", "14"), rol="huurder", gebouw="vve", vastgelopen="ja"
    )


def andere_dag(app: Flask, client: Inspecteur) -> str:
    return kies_dag(client, met_antwoorden(app, client), "2024-06-01")


# Name -> how to get there, the uitkomst, whether we can count there.
GENUMMERD = ["betekent", "doen", "verder", "meer"]
PAGINAS: dict[str, tuple[Callable[[Flask, Inspecteur], str], str, bool]] = {
    "binnen": (getypt("9919AH", "12"), "binnen", True),
    "grensgeval": (getypt("9951AD", "14"), "grensgeval", True),
    "grensgeval door kleine bevingen": (getypt("9751CN", "2"), "grensgeval", True),
    "buiten": (getypt("9712HN", "1"), "buiten", True),
    "onbekend": (zonder_plaats, "onbekend", False),
    "een van meer": (getypt("9617BN", "36c"), "binnen", True),
    "pdok": (van_pdok, "binnen", True),
    "winkel": (geen_woning, "binnen", True),
    "officieel binnen": (in_gebied("9919AH", "12"), "binnen", True),
    "officieel binnen, wij niet": (in_gebied("9712HN", "1"), "binnen", True),
    "officieel buiten": (in_gebied("9712TS", "2-1"), "buiten", True),
    "officieel buiten, wij niet": (in_gebied("9617BN", "36c"), "buiten", True),
    "onbekend, met een gebied": (onbekend_in_gebied, "onbekend", False),
    "oude regels": (getypt("9951AD", "14"), "grensgeval", True),
    "met antwoorden": (met_antwoorden, "grensgeval", True),
    "een andere dag": (andere_dag, "onbekend", False),
}


@pytest.fixture
def maak_paar(
    helpdesk: Flask,
    bewoner: Inspecteur,
    loket: Loket,
    als: Als,
    monkeypatch: pytest.MonkeyPatch,
    vaste_nonce: None,
) -> Callable[[str], Paar]:
    def maak(naam: str) -> Paar:
        if naam == "oude regels":
            monkeypatch.setattr("portal.clock.now", lambda: OUD)
        link, uitkomst, _ = PAGINAS[naam]
        waar = link(helpdesk, bewoner)
        links = bewoner.get(waar).text
        anna = als("Anna")
        rechts = anna.get(open_code(anna, loket, maak_code(bewoner, waar)[0])).text
        assert f'data-uitkomst="{uitkomst}"' in links
        return naam, links, rechts

    return maak


@pytest.fixture(scope="module")
def paren() -> dict[str, Paar]:
    """Two texts, which nobody changes: only the first test that asks for them makes a site."""
    return {}


@pytest.fixture(params=PAGINAS)
def paar(request: pytest.FixtureRequest, paren: dict[str, Paar]) -> Paar:
    """One page twice: its name, as the resident sees it, as a colleague with the code sees it."""
    naam = request.param
    if naam not in paren:
        paren[naam] = request.getfixturevalue("maak_paar")(naam)
    return paren[naam]


def test_bewoner_en_collega_zien_dezelfde_bytes(paar: Paar) -> None:
    _, links, rechts = paar
    assert van_bewoner(links).startswith(("<article", '<div class="melding">'))
    assert van_bewoner(links).endswith("</div>")
    assert van_bewoner(links) == bij_collega(rechts)


def test_alleen_de_bewoner_krijgt_de_vraag_of_het_duidelijk_was(paar: Paar) -> None:
    _, links, rechts = paar
    assert 'action="/duidelijk/' in links
    assert "duidelijk/" not in rechts


def genummerd(html: str) -> dict[str, str]:
    """The id of each numbered heading -> its number."""
    koppen = [(kop.get("id", ""), span) for kop in Boom(html).alle("h2") for span in kop]
    return {id_: Boom.tekst(span) for id_, span in koppen if span.get("class") == "nr"}


def test_de_delen_hebben_een_nummer_om_aan_de_telefoon_te_noemen(
    paar: Paar,
) -> None:
    naam, links, rechts = paar
    verwacht = {id_: str(n) for n, id_ in enumerate(GENUMMERD, start=1)}
    assert genummerd(links) == genummerd(rechts) == verwacht
    geteld = PAGINAS[naam][2]
    for vouw in ("telling", "kaart", "zeker"):
        assert (f'id="{vouw}"' in links) == geteld


def test_het_script_noemt_alleen_delen_die_er_zijn_bij_hun_nummer(
    paar: Paar,
) -> None:
    _, _, rechts = paar
    boom, nummers = Boom(rechts), genummerd(rechts)
    genoemd = [
        a for deel in boom.alle("div") if deel.get("class") == "naast" for a in deel.iter("a")
    ]
    genoemd = [a for a in genoemd if a.attrib["href"].startswith("#")]
    assert len(genoemd) > 5
    for a in genoemd:
        naam, tekst = a.attrib["href"][1:], Boom.tekst(a)
        assert boom.op_id(naam) is not None
        if naam in nummers:
            assert tekst == f"nummer {nummers[naam]}"
        elif naam != "antwoord":
            assert tekst.startswith(f"nummer {nummers['meer']}, ")
            vouw = next(d for d in boom.alle("details") if d[-1].get("id") == naam)
            assert Boom.tekst(vouw[0]) in tekst
    (script,) = [ol for ol in boom.alle("ol") if ol.get("class") == "script"]
    assert [a for a in script.iter("a") if a.attrib["href"] == "#antwoord"]


def naast(html: str) -> str:
    (deel,) = [d for d in Boom(html).alle("div") if d.get("class") == "naast"]
    return Boom.tekst(deel)


def test_wat_er_naast_staat_belooft_niets_en_eindigt_met_de_vraag_of_het_duidelijk_was(
    paar: Paar,
) -> None:
    _, _, rechts = paar
    tekst = naast(rechts)
    assert [woord for woord in VERBODEN if woord in tekst.lower()] == []
    assert BESLIST in tekst
    (script,) = [ol for ol in Boom(rechts).alle("ol") if ol.get("class") == "script"]
    assert "Kunt u in uw eigen woorden zeggen wat u nu gaat doen?" in Boom.tekst(list(script)[-1])


# What only this page has -> what the script then says, and else does not.
ALLEEN_DAN = {
    "winkel": "Dit is geen woning. Zeg dat eerst",
    "oude regels": "Wij keken de regels voor het laatst na op 24 november 2026.",
    "onbekend, met een gebied": "Wij kunnen uw adres daarin niet opzoeken.",
    "een andere dag": "Zullen wij eerst naar de regels van nu gaan?",
    "grensgeval door kleine bevingen": "voor kleine bevingen is het rekenmodel niet gemaakt",
}


def test_het_script_zegt_wat_alleen_bij_deze_pagina_hoort(paar: Paar) -> None:
    naam, _, rechts = paar
    tekst = naast(rechts)
    for alleen_dan, zin in ALLEEN_DAN.items():
        assert (zin in tekst) == (naam == alleen_dan)
    volgens_img = "Dat zegt de gebiedsindeling van het IMG van 1 oktober 2026"
    assert (volgens_img in tekst) == naam.startswith("officieel")
    assert ("Onze berekening komt anders uit" in tekst) == naam.endswith("wij niet")
    geteld = "Volgens onze berekening ligt uw adres" in tekst
    assert geteld == (PAGINAS[naam][1] in ("binnen", "buiten") and not naam.startswith("officieel"))


def test_elk_deel_zegt_waar_het_op_rust(paar: Paar) -> None:
    _, _, rechts = paar
    (lijst,) = [dl for dl in Boom(rechts).alle("dl") if dl.get("class") == "herkomst"]
    namen = {bron.naam for bron in BRONNEN} | {"IMG, gebiedsindeling"}
    assert len(lijst) >= 4
    for deel in lijst:
        bronnen = Boom.tekst(next(deel.iter("dd"))).rstrip(".").split("; ")
        assert bronnen
        for bron in bronnen:
            assert any(bron.startswith(naam) for naam in namen), bron


def test_geen_woord_van_de_helpdesk_belooft_iets() -> None:
    """Whatever the page: every sentence that a colleague may read aloud."""
    teksten = list(TEMPLATES.rglob("*.html"))
    assert len(teksten) > 20
    for pad in teksten:
        assert [
            woord for woord in VERBODEN if woord in pad.read_text(encoding="utf-8").lower()
        ] == [], pad.name


# The code -----------------------------------------------------------------------------------------


def test_van_knop_tot_meekijken(bewoner: Inspecteur, loket: Loket, als: Als) -> None:
    link = naar(bewoner, "9951AD", "14")
    acties = [form.get("action", "") for form in Boom(bewoner.get(link).text).alle("form")]
    assert [actie for actie in acties if actie.startswith("/meekijken/maken/")]
    code, waar = maak_code(bewoner, link)
    assert re.fullmatch(r"[A-Z0-9]{3} [A-Z0-9]{3}", code)
    assert not is_weg(bewoner.get(waar))
    assert "24 december 2026 om 9.05 uur" in bewoner.get(waar).text
    assert code.replace(" ", "") not in waar
    anna = als("Anna")
    antwoord = anna.get(open_code(anna, loket, code.lower().replace(" ", "-")))
    assert "Kerkstraat 14" in antwoord.text
    assert (page_van(antwoord).gemaakt_op, page_van(antwoord).veranderd) == (NU, ())
    klein = [p for p in Boom(antwoord.text).alle("p") if p.get("class") == "klein"]
    assert "24 november 2026 om 9.05 uur" in Boom.tekst(klein[0])
    assert (
        bewoner.get(link).headers["Cache-Control"]
        == bewoner.get(waar).headers["Cache-Control"]
        == "no-store"
    )


def naar_een_code(client: Inspecteur, uitkomst: str) -> list[str]:
    """What is said around each button on the page that makes a code."""
    forms = Boom(client.get(uitkomst).text).alle("form")
    return [Boom.tekst(f) for f in forms if f.attrib["action"].startswith("/meekijken/maken/")]


def test_meekijken_staat_er_alleen_waar_een_nummer_is_om_te_bellen_en_noemt_het(
    bewoner: Inspecteur, tmp_path: Path
) -> None:
    """Who phones the IMG, or nobody, has no use for a code of ours."""
    (zin,) = naar_een_code(bewoner, naar(bewoner, "9951AD", "14"))
    assert AFZENDER in zin
    assert TELEFOON in zin
    zonder = maak_app(tmp_path / "zonder", sleutel=(SLEUTEL,), telefoon="").test_client()
    assert isinstance(zonder, Inspecteur)
    assert naar_een_code(zonder, naar(zonder, "9951AD", "14")) == []


def test_twee_keer_drukken_geeft_twee_codes_en_er_zit_een_grens_aan(bewoner: Inspecteur) -> None:
    link = naar(bewoner, "9951AD", "14")
    grens = LIMITS[Counted.MEEKIJKCODE_MAKEN].times
    codes = {maak_code(bewoner, link)[0] for _ in range(grens)}
    assert len(codes) == grens
    antwoord = bewoner.post(f"/meekijken/maken/{link.rsplit('/', 1)[1]}")
    assert antwoord.status_code == 429
    assert int(antwoord.headers["Retry-After"]) == 55 * 60  # the fixed clock says 9.05
    over = next(woorden for minuten, woorden in WAITS if minuten == 60)
    assert str(over) in page_van(antwoord).advice


def is_weg(antwoord: TestResponse) -> bool:
    """The page of a code, and the code is gone."""
    assert template_van(antwoord) == "publiek/meekijkcode.html"
    return not page_van(antwoord).code


def test_vergeten_werkt_meteen_ook_bij_wie_al_keek(
    bewoner: Inspecteur, loket: Loket, als: Als
) -> None:
    link = naar(bewoner, "9951AD", "14")
    code, waar = maak_code(bewoner, link)
    anna = als("Anna")
    open_pagina = open_code(anna, loket, code)
    antwoord = bewoner.post(waar.replace("/meekijken/", "/meekijken/vergeten/"))
    assert (antwoord.status_code, antwoord.headers["Location"]) == (303, waar)
    vergeten = bewoner.get(waar)
    assert is_weg(vergeten)
    assert code not in vergeten.text
    links = [a.attrib["href"] for a in Boom(vergeten.text).alle("a")]
    terug = [link for link in links if "uitkomst" in link]
    assert "Kerkstraat 14" in bewoner.get(terug[0]).text
    assert "Kerkstraat" not in anna.get(open_pagina).text
    assert fouten(anna.get(open_code(anna, loket, code)).text) == {"code": str(WERKT_NIET)}


@pytest.mark.parametrize(
    ("code", "zin"),
    [
        ("", FOUTZINNEN[CodeReason.EMPTY]),
        ("KFM4X", FOUTZINNEN[CodeReason.LENGTH]),
        ("KFM4XTT", FOUTZINNEN[CodeReason.LENGTH]),
        ("K" * 500, FOUTZINNEN[CodeReason.LENGTH]),
        ("KFM4X0", FOUTZINNEN[CodeReason.CHARACTERS]),
        ("<b>", FOUTZINNEN[CodeReason.CHARACTERS]),
        ("CCCCCC", WERKT_NIET),
    ],
)
def test_een_foute_code_krijgt_een_eigen_zin_en_blijft_staan(
    loket: Loket, als: Als, code: str, zin: object
) -> None:
    anna = als("Anna")
    antwoord = anna.get(open_code(anna, loket, code))
    assert antwoord.status_code == 422
    assert fouten(antwoord.text) == {"code": str(zin)}
    boom = Boom(antwoord.text)
    assert boom.op_id("code").attrib["value"] == code[:41]
    (melding,) = [d for d in boom.alle("div") if d.get("role") == "alert"]
    assert str(zin) in Boom.tekst(melding)
    assert Boom.tekst(boom.een("title")).startswith("Fout:")


def test_een_verlopen_code_zegt_hetzelfde_als_een_onbekende(
    bewoner: Inspecteur, loket: Loket, als: Als, monkeypatch: pytest.MonkeyPatch
) -> None:
    code, waar = maak_code(bewoner, naar(bewoner, "9951AD", "14"))
    monkeypatch.setattr("portal.clock.now", lambda: NU + GELDIG)
    anna = als("Anna")
    assert fouten(anna.get(open_code(anna, loket, code)).text) == {"code": str(WERKT_NIET)}
    assert is_weg(bewoner.get(waar))


def test_raden_houdt_op_per_collega_en_goede_codes_tellen_niet(
    bewoner: Inspecteur, loket: Loket, als: Als, monkeypatch: pytest.MonkeyPatch
) -> None:
    code, _ = maak_code(bewoner, naar(bewoner, "9951AD", "14"))
    anna, bert = als("Anna"), als("Bert")
    grens = LIMITS[Counted.MEEKIJKCODE_RADEN]
    for _ in range(grens.times * 2):
        open_code(anna, loket, code)
    for _ in range(grens.times):
        open_code(anna, loket, "CCCCCC")
    for poging in ("CCCCCC", code):
        antwoord = anna.post(
            "/helpdesk/meekijken/code", data={"code": poging, **formulierteken(anna, loket)}
        )
        assert antwoord.status_code == 429
    assert bert.get(open_code(bert, loket, code)).status_code == 200
    monkeypatch.setattr("portal.clock.now", lambda: NU + timedelta(seconds=grens.seconds))
    assert anna.get(open_code(anna, loket, code)).status_code == 200


def test_openen_en_niets_anders_staat_in_het_logboek(
    bewoner: Inspecteur, loket: Loket, als: Als
) -> None:
    code, waar = maak_code(bewoner, naar(bewoner, "9951AD", "14"))
    anna = als("Anna")
    naar_pagina = open_code(anna, loket, code)
    anna.get(naar_pagina)
    open_code(anna, loket, "CCCCCC")
    bewoner.get(waar)
    with loket.bestand.read() as db:
        wat_en_waarop = db.execute(
            "select wat, waarop from logboek where waarop not in ('', '1')"
        ).fetchall()
    ((wat, waarop),) = wat_en_waarop
    assert wat == "meekijkcode_geopend"
    assert code.replace(" ", "") not in waarop


def test_de_link_van_een_collega_opent_geen_code(
    bewoner: Inspecteur, loket: Loket, als: Als
) -> None:
    """Or it would be open to somebody of whom the log does not say so."""
    code, _ = maak_code(bewoner, naar(bewoner, "9951AD", "14"))
    anna, bert = als("Anna"), als("Bert")
    link = open_code(anna, loket, code)
    assert anna.get(link).status_code == 200
    assert bert.get(link).status_code == 404


# What changed since -------------------------------------------------------------------------------


def nieuw_register(data: Path) -> None:
    adressen = [rij(adres(1)), rij(adres(2))]
    laad_register(adressen, data / REGISTER_DB, bron="proef", nu=NU + timedelta(days=1), toch=True)


BEVING_LATER = replace(catalogus()[-1], event_id="later", tijd_utc=NU.astimezone(UTC))
VERANDERD: dict[str, tuple[Callable[[Path], object], list[Onderdeel]]] = {
    "niets": (lambda data: None, []),
    "register": (nieuw_register, [Onderdeel.ADRESSEN]),
    "bevingen": (
        lambda data: schrijf_later(data / LATER, [BEVING_LATER]),
        [Onderdeel.BEVINGEN],
    ),
    "gebied": (
        lambda data: laad_lijst(data, "postcode;huisnummer;toevoeging\n9999ZZ;2;\n"),
        [Onderdeel.UITKOMST, Onderdeel.GEBIED],
    ),
}


@pytest.mark.parametrize("wat", VERANDERD)
def test_wat_er_sinds_de_code_veranderd_is_staat_erbij(
    helpdesk: Flask, bewoner: Inspecteur, loket: Loket, als: Als, wat: str
) -> None:
    data = data_van(helpdesk)
    laad([adres(1), adres(2)], data / REGISTER_DB, toch=True)
    code, _ = maak_code(bewoner, naar(bewoner, "9999ZZ", "1"))
    verander, onderdelen = VERANDERD[wat]
    verander(data)
    anna = als("Anna")
    antwoord = anna.get(open_code(anna, loket, code))
    assert list(page_van(antwoord).veranderd) == onderdelen
    regels = [li for d in naast_de_pagina(antwoord) for li in d.iter("li") if Boom.tekst(li)]
    assert len(regels) == len(onderdelen)


def naast_de_pagina(antwoord: TestResponse) -> list[ElementTree.Element]:
    """The notices of the colleague alone, above the page of the resident."""
    main = Boom(antwoord.text).een("main")
    return [deel for deel in main.findall("div") if deel.get("class") == "melding"]


def test_andere_regels_zijn_ook_een_verandering(loket: Loket, als: Als) -> None:
    toen = {"regels": "die van toen"}
    code = loket.meekijken.maak(KERK.delen, taal="nl", versies=toen, nu=NU)
    anna = als("Anna")
    antwoord = anna.get(open_code(anna, loket, code))
    assert page_van(antwoord).veranderd == (Onderdeel.REGELS,)
    assert naast_de_pagina(antwoord)


# By address, and from a request -------------------------------------------------------------------


def test_met_een_adres_zonder_code(loket: Loket, als: Als) -> None:
    anna = als("Anna")
    antwoord = anna.get(open_adres(anna, loket, "9951 ad 14"), follow_redirects=True)
    assert "Kerkstraat 14" in antwoord.text
    assert page_van(antwoord).gemaakt_op is None
    assert re.fullmatch(r"/helpdesk/meekijken/uitkomst/[\w-]{50,}", antwoord.request.path)


def test_kiezen_is_een_lijst_van_links_en_niet_erbij_ook(loket: Loket, als: Als) -> None:
    anna = als("Anna")
    kies = anna.get(open_adres(anna, loket, "9617BN 36"), follow_redirects=True)
    keuzes = {woorden: kenmerk for kenmerk, woorden in opties(kies.text)}
    assert len(keuzes) == 7
    assert in_veld(kies.text) == "9617BN 36"
    gekozen = anna.get(f"/helpdesk/meekijken/uitkomst/{keuzes['Dorpshuisweg 36C']}").text
    assert "Dorpshuisweg 36C" in gekozen
    (ander,) = links_naar(gekozen, "/helpdesk/meekijken/kies/")
    assert "Dorpshuisweg 36B" in anna.get(ander).text
    assert niet_bij(kies.text).startswith("/helpdesk/meekijken/uitkomst/")
    assert 'data-uitkomst="onbekend"' in anna.get(niet_bij(kies.text)).text


@pytest.mark.parametrize("typen", ["9951JH", "9951JH 98765", "Hamrik 98765 Winsum"])
def test_een_nummer_dat_er_niet_is_of_ontbreekt_wordt_met_een_knop_gekozen(
    loket: Loket, als: Als, typen: str
) -> None:
    anna = als("Anna")
    antwoord = anna.get(open_adres(anna, loket, typen), follow_redirects=True)
    assert template_van(antwoord) == "helpdesk/meekijken_keuze.html"
    assert "4" in nummers(antwoord.text)
    assert "9951" not in antwoord.request.path
    hier = Boom(antwoord.text).een("main").find(".//form")
    assert hier is not None
    velden = {"nummer": "4", **formulierteken(anna, loket)}
    gekozen = anna.post(hier.attrib["action"], data=velden)
    assert gekozen.status_code == 303
    assert gekozen.headers["Location"].startswith("/helpdesk/meekijken/kies/")
    keuze = anna.get(gekozen.headers["Location"])
    assert "Hamrik 4A" in " ".join(woorden for _, woorden in opties(keuze.text))
    if typen == "9951JH 98765":
        assert 'data-uitkomst="onbekend"' in anna.get(niet_bij(antwoord.text)).text
    else:
        assert niet_bij(antwoord.text) == "/staat-er-niet-bij"


def test_een_straat_van_een_beller_wordt_gekozen(loket: Loket, als: Als) -> None:
    anna = als("Anna")
    antwoord = anna.get(open_adres(anna, loket, "Kerkstraat 14"))
    assert antwoord.status_code == 200
    ((kenmerk, woorden),) = opties(antwoord.text)
    assert woorden == "Kerkstraat 14, 9951 AD Winsum"
    assert "Kerkstraat 14" in anna.get(f"/helpdesk/meekijken/uitkomst/{kenmerk}").text
    assert in_veld(antwoord.text) == "Kerkstraat 14"
    nog_eens = Boom(antwoord.text).alle("form")[-1].attrib["action"]
    velden = {"adres": "9951AD 14", **formulierteken(anna, loket)}
    verder = anna.post(nog_eens, data=velden, follow_redirects=True)
    assert template_van(verder) == "helpdesk/meekijken_uitkomst.html"


def links_naar(html: str, begin: str) -> list[str]:
    """Where the links go whose URL begins like this."""
    links = [a.attrib["href"] for a in Boom(html).alle("a")]
    return [link for link in links if link.startswith(begin)]


@pytest.mark.parametrize(
    ("typen", "zin", "verder"),
    [
        ("9951", FOUTZINNEN_ADRES[InvoerReden.POSTCODE_ALLEEN_CIJFERS], False),
        ("", FOUTZINNEN_ADRES[InvoerReden.ADRES_LEEG], False),
        ("Bestaatnergensweg 1", STRAAT_ONBEKEND, False),
        ("9401AB", None, False),
        ("9401AB 1", None, True),
    ],
)
def test_een_fout_adres_krijgt_de_zinnen_van_de_zelfcheck(
    loket: Loket, als: Als, typen: str, zin: Any, verder: bool
) -> None:
    anna = als("Anna")
    antwoord = anna.get(open_adres(anna, loket, typen))
    assert antwoord.status_code == 422
    if zin is None:
        with anna.application.app_context():
            zin = postcode_onbekend(zelfcheck().bron.info(), met_pdok=False)
    assert fouten(antwoord.text) == {"adres": str(zin)}
    assert in_veld(antwoord.text) == typen, "what was typed is kept"
    links = [
        a.attrib["href"] for a in Boom(antwoord.text).alle("a") if "/uitkomst/" in a.attrib["href"]
    ]
    assert bool(links) == verder
    assert all('data-uitkomst="onbekend"' in anna.get(link).text for link in links)


def test_zonder_register_zegt_meekijken_dat_ook(helpdesk: Flask, loket: Loket, als: Als) -> None:
    (data_van(helpdesk) / REGISTER_DB).unlink()
    anna = als("Anna")
    antwoord = anna.get(open_adres(anna, loket, "9951AD 14"))
    assert antwoord.status_code == 503
    assert template_van(antwoord) == "helpdesk/meekijken.html"
    assert page_van(antwoord).kan_niet
    assert [d for d in Boom(antwoord.text).alle("div") if d.get("role") == "alert"]


def test_een_adres_dat_dubbel_werd_of_verdween(
    helpdesk: Flask, bewoner: Inspecteur, loket: Loket, als: Als
) -> None:
    """What was one address when the code was made must be chosen now; what is gone is onbekend."""
    register = data_van(helpdesk) / REGISTER_DB
    laad([adres(1)], register, toch=True)
    link = naar(bewoner, "9999ZZ", "1")
    code, _ = maak_code(bewoner, link)
    anna = als("Anna")
    laad([adres(1), adres(1, punt=Punt(53.0, 6.5))], register, toch=True)
    kies = anna.get(open_code(anna, loket, code)).headers["Location"]
    assert kies.startswith("/helpdesk/meekijken/kies/")
    assert "gebouw 2 van 2" in anna.get(kies).text
    antwoord = bewoner.post(f"/meekijken/maken/{link.rsplit('/', 1)[1]}")
    assert antwoord.headers["Location"].startswith("/kies/"), (
        "the resident chooses first, then makes a code"
    )
    laad([adres(3)], register, toch=True)
    ander_nummer = anna.get(kies)
    assert nummers(ander_nummer.text) == ["3"]
    assert 'data-uitkomst="onbekend"' in anna.get(niet_bij(ander_nummer.text)).text
    assert 'data-uitkomst="onbekend"' in anna.get(open_code(anna, loket, code)).text


def test_een_terugbelafspraak_is_een_druk_verder_met_dit_adres(loket: Loket, als: Als) -> None:
    anna = als("Anna")
    antwoord = anna.get(open_adres(anna, loket, "9951AD 14"), follow_redirects=True)
    (link,) = links_naar(antwoord.text, "/helpdesk/nieuw?adres=")
    assert in_veld(anna.get(link).text) == "9951 AD 14"


# Who may not --------------------------------------------------------------------------------------


def test_zonder_sleutel_is_er_geen_meekijken(tmp_path: Path) -> None:
    client = maak_app(tmp_path).test_client()
    assert isinstance(client, Inspecteur)
    link = naar(client, "9951AD", "14")
    assert "meekijkcode" not in client.get(link).text
    assert client.post(f"/meekijken/maken/{link.rsplit('/', 1)[1]}").status_code == 404
    for waar in ("/meekijken/x", "/helpdesk/meekijken"):
        assert client.get(waar).status_code == 404


def test_een_kenmerk_van_een_ander_doel_wordt_geweigerd(
    bewoner: Inspecteur, loket: Loket, als: Als
) -> None:
    link = naar(bewoner, "9951AD", "14")
    _, waar = maak_code(bewoner, link)
    van_bewoner, van_uitkomst = (pad.rsplit("/", 1)[1] for pad in (waar, link))
    anna = als("Anna")
    for pad in (
        f"code/{van_bewoner}",
        f"code/{van_uitkomst}",
        f"uitkomst/{van_bewoner}",
        f"adres/{van_uitkomst}",
        "kies/x",
    ):
        assert anna.get(f"/helpdesk/meekijken/{pad}").status_code == 404
    assert bewoner.get(f"/meekijken/{van_uitkomst}").status_code == 404
    assert bewoner.post(f"/meekijken/vergeten/{van_uitkomst}").status_code == 404
    assert bewoner.post(f"/meekijken/maken/{van_bewoner}").status_code == 404


def test_een_formulier_zonder_teken_wordt_geweigerd(als: Als) -> None:
    anna = als("Anna")
    for pad in ("code", "adres"):
        assert anna.post(f"/helpdesk/meekijken/{pad}", data={"code": "CCCCCC"}).status_code == 403


def test_geen_pagina_van_het_meekijken_schrijft_bij_het_lezen(
    helpdesk: Flask, bewoner: Inspecteur, loket: Loket, als: Als
) -> None:
    def bestanden() -> dict[str, bytes]:
        return {
            pad.name: pad.read_bytes()
            for pad in data_van(helpdesk).iterdir()
            if not pad.name.endswith("-shm")
        }

    code, waar = maak_code(bewoner, naar(bewoner, "9951AD", "14"))
    anna = als("Anna")
    pagina = open_code(anna, loket, code)
    voor = bestanden()
    for client, pad in ((bewoner, waar), (anna, pagina), (anna, "/helpdesk/meekijken")):
        client.get(pad)
    assert bestanden() == voor


def test_wat_de_bewoner_antwoordde_ziet_de_collega_met_de_code(
    helpdesk: Flask, bewoner: Inspecteur, loket: Loket, als: Als
) -> None:
    anna = als("Anna")
    code, _ = maak_code(bewoner, met_antwoorden(helpdesk, bewoner))
    antwoord = anna.get(open_code(anna, loket, code))
    gegeven = {"rol": "huurder", "gebouw": "vve", "vastgelopen": "ja"}
    assert page_van(antwoord).antwoorden.gegeven == gegeven
    naast = sectie(Boom(antwoord.text), "op-maat")
    (gezegd,) = [p for p in naast.findall("p") if " · " in Boom.tekst(p)]
    assert len(Boom.tekst(gezegd).split(" · ")) == len(gegeven)
    stappen = getoonde_stappen(helpdesk, Boom.tekst(naast))
    assert stappen == {"schrijnend", "huurder", "ander_gebouw"}


SAMEN = {"rol": "eigenaar", "versterking": "ja", "gebouw": "onzin", "kwaad": "x"}


def test_de_zeven_vragen_samen_met_de_beller_geven_wat_daarbij_past(
    loket: Loket, als: Als, helpdesk: Flask
) -> None:
    anna = als("Anna")
    with helpdesk.test_request_context():
        kenmerk = kenmerken().make(Purpose.UITKOMST, *KERK.delen)
    velden = {**formulierteken(anna, loket), **SAMEN, "leest": "en"}
    pagina = anna.post(
        f"/helpdesk/meekijken/antwoorden/{kenmerk}", data=velden, follow_redirects=True
    )
    page = page_van(pagina)
    assert page.antwoorden.gegeven == {"rol": "eigenaar", "versterking": "ja"}
    assert page.op_maat
    assert page.leest == "en"
    assert "eigenaar" not in pagina.request.path


def test_bij_een_verzoek_blijven_de_antwoorden_bewaard_en_staat_dat_in_het_logboek(
    loket: Loket, als: Als
) -> None:
    anna, vak = als("Anna"), loket.verzoeken.vrij(NU)[0]
    loket.verzoeken.dien_in("een", gegevens(), vak, taal="nl", nu=NU)
    hier = page_van(anna.get("/helpdesk/verzoek/een")).meekijk.hier
    velden = {**formulierteken(anna, loket), **SAMEN, "verzoek": "een"}
    pagina = anna.post(f"/helpdesk/meekijken/antwoorden/{hier}", data=velden, follow_redirects=True)
    assert pagina.request.path == "/helpdesk/verzoek/een"
    assert len(page_van(pagina).antwoorden) == 2
    assert page_van(pagina).meekijk.op_maat
    assert loket.logboek.read(9, actions=(Action.VERZOEK_VERBETERD,))
    for uid, status in (("geen", 404), ("een", 303)):
        data = velden | {"verzoek": uid}
        assert anna.post(f"/helpdesk/meekijken/antwoorden/{hier}", data=data).status_code == status
