"""The self-check from form to uitkomst, over HTTP, with every page inspected by the client."""

import csv
import re
import sqlite3
from collections.abc import Callable
from datetime import datetime
from io import BytesIO
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest
from flask import Flask
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from werkzeug.exceptions import default_exceptions
from werkzeug.test import TestResponse

from portal.adressen.invoer import InvoerReden, Zoekvraag
from portal.adressen.register import RegisterInfo
from portal.adressen.voorbeeld import BESTAND
from portal.publiek.pages import NIET_BIJ
from portal.web.errors import TEXTS
from portal.web.i18n.notation import day, number
from portal.zelfcheck.adresform import FOUTZINNEN, nummer_onbekend, postcode_onbekend
from portal.zelfcheck.bevingenpage import rond_snelheid
from rules import Punt, Reden
from rules.model import NEDERLANDSE_TIJD, Grond
from tests.conftest import GEHEIM, NU, adres, maak_app
from tests.pagina import Boom, Inspecteur, inspecteer_html, page_van
from tests.taal import verboden
from tests.teksten import deel, kaders, links, vouw

VOORBEELDEN = list(csv.DictReader(BESTAND.read_text(encoding="utf-8").splitlines()))
VERBODEN = verboden.VERBODEN["nl"]
SVG = "{http://www.w3.org/2000/svg}"
PROEFVERSIE = RegisterInfo("voorbeelden", is_voorbeeld=True, aantal=1, geladen_op=NU)


def naar(client: Inspecteur, postcode: str, huisnummer: str, toevoeging: str = "") -> str:
    """Where the form leads; fails when it leads nowhere."""
    antwoord = client.post(
        "/adres", data={"postcode": postcode, "huisnummer": huisnummer, "toevoeging": toevoeging}
    )
    assert antwoord.status_code == 303
    waar = antwoord.headers["Location"]
    assert not waar.startswith("/adres"), client.get(waar).text
    return waar


def typ(client: Inspecteur, **velden: str) -> TestResponse:
    """What somebody sees after pressing the button."""
    return client.post("/adres", data=velden, follow_redirects=True)


def hoofd(html: str | Boom) -> tuple[str, str, str]:
    """data-uitkomst, data-aantal and the text of main."""
    boom = Boom(html) if isinstance(html, str) else html
    main = boom.een("main")
    return main.attrib["data-uitkomst"], main.attrib["data-aantal"], boom.tekst(main)


def fouten(html: str) -> dict[str, str]:
    """Field name -> the sentence beside it."""
    boom = Boom(html)
    return {
        veld.attrib["name"]: boom.tekst(boom.op_id(f"{veld.attrib['id']}-fout")).lstrip("! ")
        for veld in boom.alle("input")
        if veld.get("aria-invalid")
    }


# The way through --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("postcode", "huisnummer", "uitkomst", "aantal"),
    [
        ("9919AH", "12", "binnen", "42"),
        ("9951 ad", "14", "grensgeval", "3"),
        ("9712-hn", "1", "buiten", "3"),
    ],
)
def test_van_adres_tot_uitkomst(
    client: Inspecteur, postcode: str, huisnummer: str, uitkomst: str, aantal: str
) -> None:
    antwoord = client.get(naar(client, postcode, huisnummer))
    gevonden, geteld, tekst = hoofd(antwoord.text)
    assert (gevonden, geteld) == (uitkomst, aantal)
    assert f"{postcode[:4]} {postcode[-2:].upper()}" in tekst
    assert "24 november 2026 om 9.05 uur" in tekst


@pytest.mark.parametrize("nummer", ["0", "999", "-1", "x"])
def test_een_voorbeeld_dat_er_niet_is(client: Inspecteur, nummer: str) -> None:
    assert client.get(f"/voorbeelden/{nummer}").status_code == 404


@pytest.fixture(scope="module")
def elk_voorbeeld(app: Flask) -> list[Boom]:
    """The page of every example; first the three to begin with, which come back later."""
    client = app.test_client()
    links = [a.attrib["href"] for a in Boom(client.get("/voorbeelden").text).alle("a")]
    links = [link for link in links if link.startswith("/voorbeelden/")]
    return [Boom(client.get(link, follow_redirects=True).text) for link in links]


def test_elk_voorbeeld_geeft_een_uitkomst_en_alle_uitkomsten_komen_ruim_voor(
    elk_voorbeeld: list[Boom],
) -> None:
    uitkomsten = [boom.een("main").attrib["data-uitkomst"] for boom in elk_voorbeeld]
    om_te_beginnen, uitkomsten = uitkomsten[:3], uitkomsten[3:]
    assert len(set(om_te_beginnen)) == 3
    assert len(uitkomsten) == len(VOORBEELDEN)
    for uitkomst in ("binnen", "grensgeval", "buiten"):
        assert uitkomsten.count(uitkomst) >= 10
    assert "onbekend" not in uitkomsten


@pytest.mark.parametrize("rij", VOORBEELDEN[::7], ids=[r["naam"] for r in VOORBEELDEN[::7]])
def test_een_voorbeeld_is_ook_te_typen(client: Inspecteur, rij: dict[str, str]) -> None:
    waar = naar(client, rij["postcode"], rij["huisnummer"] + rij["huisletter"], rij["toevoeging"])
    assert rij["straat"] in client.get(waar, follow_redirects=True).text.replace("&#39;", "'")


def test_terug_opnieuw_en_delen_werken_omdat_de_link_alles_bevat(
    client: Inspecteur, app: Flask
) -> None:
    """The same link gives the same page, twice and in another browser.

    Two people who type the same get other links. In the page stands its own kenmerk, for who wants
    to be phoned about it.
    """
    een, twee = naar(client, "9951AD", "14"), naar(client, "9951AD", "14")
    assert een != twee
    bezoeken = [(client, een), (client, een), (client, twee), (app.test_client(), een)]
    paginas = {
        wie.get(link).text.replace(link.removeprefix("/uitkomst/"), "") for wie, link in bezoeken
    }
    assert len(paginas) == 1


def test_er_staat_geen_adres_in_een_url(client: Inspecteur) -> None:
    for waar in (naar(client, "9951AD", "14"), naar(client, "9617BN", "36")):
        assert re.fullmatch(r"/(uitkomst|kies)/[A-Za-z0-9_-]{50,160}", waar)
        for stuk in ("9951", "9617", "AD14", "Kerk"):
            assert stuk not in waar


# Choosing ---------------------------------------------------------------------------------------


def opties(html: str) -> list[tuple[str, str]]:
    """(value, words) of each choice, radios or select."""
    boom = Boom(html)
    labels = {label.attrib["for"]: boom.tekst(label) for label in boom.alle("label")}
    radios = [
        (r.attrib["value"], labels[r.attrib["id"]])
        for r in boom.alle("input")
        if r.get("type") == "radio"
    ]
    return radios or [
        (o.attrib["value"], boom.tekst(o)) for o in boom.alle("option") if o.attrib["value"]
    ]


def test_tot_zes_adressen_zijn_knoppen_en_meer_is_een_lijst(
    met_register: Callable[..., Inspecteur],
) -> None:
    client = met_register(
        *(adres(1, toevoeging=str(n)) for n in range(1, 7)),
        *(adres(2, toevoeging=str(n)) for n in range(1, 8)),
    )
    zes, zeven = (client.get(naar(client, "9999ZZ", n)).text for n in ("1", "2"))
    assert (len(Boom(zes).alle("select")), len(opties(zes))) == (0, 6 + 1)
    assert (len(Boom(zeven).alle("select")), len(opties(zeven))) == (1, 7 + 1)
    assert opties(zes)[-1][0] == opties(zeven)[-1][0] == NIET_BIJ


def test_de_keuze_staat_in_gewone_volgorde_en_leidt_naar_dat_adres(
    met_register: Callable[..., Inspecteur],
) -> None:
    client = met_register(
        *(adres(5, toevoeging=t) for t in ("10a", "2", "10")), adres(5, "B"), adres(5)
    )
    waar = naar(client, "9999ZZ", "5")
    keuzes = opties(client.get(waar).text)
    assert [woorden for _, woorden in keuzes[:-1]] == [
        f"Proefstraat {n}" for n in ("5", "5-2", "5-10", "5-10a", "5B")
    ]
    antwoord = client.post(waar, data={"keuze": keuzes[3][0]}, follow_redirects=True)
    assert "Proefstraat 5-10a" in hoofd(antwoord.text)[2]


def test_niets_kiezen_geeft_een_fout_en_de_keuze_blijft(client: Inspecteur) -> None:
    waar = naar(client, "9617BN", "36")
    antwoord = client.post(waar, data={}, follow_redirects=True)
    assert antwoord.status_code == 422
    assert page_van(antwoord).is_fout
    boom = Boom(antwoord.text)
    (melding,) = [d for d in boom.alle("div") if d.get("role") == "alert"]
    assert links(melding, "#") == ["#keuze-1"]
    assert boom.tekst(next(melding.iter("a"))) in boom.tekst(boom.op_id("keuze-fout"))
    assert len(opties(antwoord.text)) == 8


def test_een_keuze_die_wij_niet_gaven_wordt_geweigerd(client: Inspecteur) -> None:
    waar = naar(client, "9617BN", "36")
    for keuze in ("1", "9617BN|36", waar.removeprefix("/kies/"), "x" * 300):
        assert client.post(waar, data={"keuze": keuze}).status_code == 404


def test_mijn_adres_staat_er_niet_bij_is_onbekend_en_geen_nee(client: Inspecteur) -> None:
    antwoord = client.post(
        naar(client, "9617BN", "36"), data={"keuze": "niet_bij"}, follow_redirects=True
    )
    uitkomst, aantal, tekst = hoofd(antwoord.text)
    assert (uitkomst, aantal) == ("onbekend", "")
    assert page_van(antwoord).grond == Grond.GEEN_PLAATS
    assert deel(client.application, "gronden/geen_plaats") in tekst
    assert "0800 4444 111" in tekst


def test_een_toevoeging_die_er_niet_is_laat_zien_wat_er_wel_is(client: Inspecteur) -> None:
    antwoord = client.get(naar(client, "9951AD", "14", "x"))
    gewoon = client.get(naar(client, "9617BN", "36"))
    assert (page_van(antwoord).onvindbaar, page_van(gewoon).onvindbaar) == (True, False)
    intro = [p for p in Boom(antwoord.text).alle("p") if p.get("class") == "intro"]
    assert re.match(r"\w+ 14 X .* 9951 AD\. ", Boom.tekst(intro[0]))
    (adres_, _), (niet_bij, _) = opties(antwoord.text)
    assert hoofd(client.get(f"/uitkomst/{adres_}").text)[0] == "grensgeval"
    assert niet_bij == NIET_BIJ


def test_dubbele_rijen_met_dezelfde_uitkomst_gaan_door(
    met_register: Callable[..., Inspecteur],
) -> None:
    client = met_register(adres(1), adres(1, punt=Punt(53.3331, 6.7501)))
    assert hoofd(client.get(naar(client, "9999ZZ", "1")).text)[0] == "binnen"


def test_dubbele_rijen_met_een_andere_uitkomst_worden_gevraagd(
    met_register: Callable[..., Inspecteur],
) -> None:
    client = met_register(adres(1), adres(1, punt=Punt(53.0, 6.5)))
    waar = naar(client, "9999ZZ", "1")
    assert waar.startswith("/kies/")
    keuzes = opties(client.get(waar).text)
    namen = [naam for _, naam in keuzes[:2]]
    assert [re.findall(r"\d+", naam) for naam in namen] == [["1", "1", "2"], ["1", "2", "2"]]
    assert all(naam.startswith("Proefstraat 1: ") for naam in namen)
    gevonden = [
        hoofd(client.post(waar, data={"keuze": k}, follow_redirects=True).text)[0]
        for k, _ in keuzes[:2]
    ]
    assert gevonden == ["binnen", "buiten"]


def test_een_oude_link_naar_een_adres_dat_nu_dubbel_is_vraagt_welk(
    met_register: Callable[..., Inspecteur],
) -> None:
    link = naar(met_register(adres(1)), "9999ZZ", "1")
    nieuw = met_register(adres(1), adres(1, punt=Punt(53.0, 6.5)))
    assert nieuw.get(link).headers["Location"].startswith("/kies/")


def alle_bevingen(client: Inspecteur, link: str) -> TestResponse:
    """The page behind an uitkomst, reached by its link there."""
    (verder,) = links(Boom(client.get(link).text), "/bevingen/")
    return client.get(verder)


def rijen(tabel: ElementTree.Element) -> list[str]:
    """The words of each row of a table."""
    return [" ".join(map(Boom.tekst, rij)) for rij in list(tabel.iter("tr"))[1:]]


@pytest.mark.parametrize(
    ("postcode", "nummer", "plaatsen"),
    [
        ("9919AH", "12", ["Zeerijp", "Loppersum", "Westeremden", "Loppersum"]),
        ("9712HN", "1", ["Huizinge", "Westerwijtwerd", "Westeremden", "Garmerwolde"]),
    ],
)
def test_bij_de_telling_staan_de_bevingen_die_het_verschil_maken(
    client: Inspecteur, postcode: str, nummer: str, plaatsen: list[str]
) -> None:
    """Of 42 the four strongest; of three also the next one, which is too weak."""
    antwoord = client.get(naar(client, postcode, nummer))
    (tabel,) = vouw(Boom(antwoord.text), "telling").iter("table")
    assert [rij.split(",")[0] for rij in rijen(tabel)] == plaatsen
    langste = [float(r.attrib["width"].rstrip("%")) for r in tabel.iter(f"{SVG}rect")]
    assert langste == sorted(langste, reverse=True)
    grens = {float(lijn.attrib["x1"].rstrip("%")) for lijn in tabel.iter(f"{SVG}line")}
    (grens_op,) = grens
    assert [breed >= grens_op for breed in langste] == [
        beving.reden in (Reden.TELT_MEE, Reden.TELT_NIPT_MEE)
        for beving in page_van(antwoord).balken
    ]


def test_de_uitkomst_noemt_dat_er_meer_adressen_op_het_nummer_zijn(client: Inspecteur) -> None:
    (link,) = links(Boom(client.get(naar(client, "9617BN", "36", "c")).text), "/kies/")
    assert len(opties(client.get(link).text)) == 8


# Typing errors ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("postcode", "huisnummer", "toevoeging", "veld", "zin"),
    [
        ("", "1", "", "postcode", FOUTZINNEN[InvoerReden.POSTCODE_LEEG]),
        ("9951", "1", "", "postcode", FOUTZINNEN[InvoerReden.POSTCODE_ALLEEN_CIJFERS]),
        ("9951A", "1", "", "postcode", FOUTZINNEN[InvoerReden.POSTCODE_LETTERS]),
        ("Winsum", "1", "", "postcode", FOUTZINNEN[InvoerReden.POSTCODE_ONLEESBAAR]),
        ("9951AD", "", "", "huisnummer", FOUTZINNEN[InvoerReden.HUISNUMMER_LEEG]),
        ("9951AD", "kerk", "", "huisnummer", FOUTZINNEN[InvoerReden.HUISNUMMER_ZONDER_CIJFER]),
        ("9951AD", "1234567", "", "huisnummer", FOUTZINNEN[InvoerReden.HUISNUMMER_TE_GROOT]),
        ("9951AD", "14", "om de hoek", "toevoeging", FOUTZINNEN[InvoerReden.TOEVOEGING_ONLEESBAAR]),
        ("9951AD", "15", "", "huisnummer", nummer_onbekend(Zoekvraag("9951AD", 15, ""), (14,))),
        ("1012AB", "1", "", "postcode", postcode_onbekend(PROEFVERSIE, met_pdok=False)),
    ],
)
def test_elke_fout_heeft_zijn_eigen_zin_naast_het_veld_en_bovenaan(
    client: Inspecteur, postcode: str, huisnummer: str, toevoeging: str, veld: str, zin: Any
) -> None:
    invoer = {"postcode": postcode, "huisnummer": huisnummer, "toevoeging": toevoeging}
    antwoord = typ(client, **invoer)
    assert antwoord.status_code == 422
    boom = Boom(antwoord.text)
    assert fouten(antwoord.text) == {veld: str(zin)}
    (melding,) = [d for d in boom.alle("div") if d.get("role") == "alert"]
    assert boom.tekst(next(melding.iter("a"))) == str(zin)
    assert boom.tekst(boom.een("title")).startswith("Fout:")
    assert {naam: boom.op_id(naam).attrib["value"] for naam in invoer} == invoer, (
        "what was typed is kept"
    )


def test_elke_fout_heeft_een_eigen_zin() -> None:
    assert set(FOUTZINNEN) == set(InvoerReden)
    onbekend = [postcode_onbekend(register, met_pdok=False) for register in (None, PROEFVERSIE)]
    zinnen = [*FOUTZINNEN.values(), *onbekend, postcode_onbekend(None, met_pdok=True)]
    assert len(set(map(str, zinnen))) == len(zinnen)


def test_een_onbekende_postcode_in_een_echt_register_noemt_geen_voorbeelden(
    met_register: Callable[..., Inspecteur],
) -> None:
    client = met_register(adres(1))
    antwoord = typ(client, postcode="1012AB", huisnummer="1")
    zin = postcode_onbekend(page_van(antwoord).register, met_pdok=False)
    assert fouten(antwoord.text) == {"postcode": str(zin)}
    assert str(zin) != str(postcode_onbekend(PROEFVERSIE, met_pdok=False))
    assert kaders(Boom(client.get("/").text)) == []


def test_twee_fouten_tegelijk_staan_er_allebei(client: Inspecteur) -> None:
    assert set(fouten(typ(client).text)) == {"postcode", "huisnummer"}


@settings(
    suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=100, deadline=None
)
@given(
    velden=st.dictionaries(
        st.sampled_from(["postcode", "huisnummer", "toevoeging", "keuze", "x"]),
        st.text(max_size=80),
    )
)
def test_geen_enkele_invoer_geeft_een_storing(client: Inspecteur, velden: dict[str, str]) -> None:
    assert client.post("/adres", data=velden, follow_redirects=True).status_code in (200, 422)


@pytest.mark.parametrize(
    ("inhoud", "soort", "status"),
    [
        (b"postcode=%ff%fe&huisnummer=%00", "application/x-www-form-urlencoded", 422),
        (
            b"postcode=9951AD&huisnummer=14" + b"&x=" + b"a" * 20_000,
            "application/x-www-form-urlencoded",
            413,
        ),
        (b"{}", "application/json", 422),
        (b"--x\r\nkapot", "multipart/form-data; boundary=x", 422),
        (b"", "multipart/form-data", 422),
        (
            b"--x\r\nContent-Disposition: form-data; name=a\r\n\r\n1\r\n" * 60 + b"--x--",
            "multipart/form-data; boundary=x",
            413,
        ),
    ],
)
def test_een_kapot_verzoek_krijgt_een_gewone_pagina(
    client: Inspecteur, inhoud: bytes, soort: str, status: int
) -> None:
    antwoord = client.post("/adres", data=inhoud, content_type=soort, follow_redirects=True)
    assert antwoord.status_code == status


# When something is wrong ------------------------------------------------------------------------


@pytest.mark.parametrize("soort", ["uitkomst", "kies"])
def test_een_veranderde_link_geeft_404_met_een_weg_verder(client: Inspecteur, soort: str) -> None:
    goed = naar(client, "9951AD", "14") if soort == "uitkomst" else naar(client, "9617BN", "36")
    kenmerk = goed.rsplit("/", 1)[1]
    ander = "kies" if soort == "uitkomst" else "uitkomst"
    fout = [
        f"/{soort}/{k}"
        for k in (
            kenmerk[:-1],
            kenmerk + "A",
            ("A" if kenmerk[0] != "A" else "B") + kenmerk[1:],
            kenmerk[::-1],
            "x",
            "%00",
            "é" * 20,
            "a" * 3000,
        )
    ]
    for waar in [*fout, f"/{ander}/{kenmerk}", f"/{soort}/", f"/{soort}/{kenmerk}/"]:
        antwoord = client.get(waar)
        assert antwoord.status_code == 404, waar
        assert 'href="/"' in antwoord.text


def test_een_link_die_met_een_ander_geheim_is_gemaakt_werkt_niet(
    client: Inspecteur, tmp_path: Path
) -> None:
    ander = maak_app(tmp_path)
    assert client.application.config is not ander.config
    vreemd = create_met_geheim(tmp_path, GEHEIM + "!")
    assert client.get(naar(vreemd, "9951AD", "14")).status_code == 404


def create_met_geheim(data: Path, geheim: str) -> Inspecteur:
    client = maak_app(data, geheim=geheim).test_client()
    assert isinstance(client, Inspecteur)
    return client


def test_een_adres_dat_uit_het_register_verdween_is_onbekend(
    met_register: Callable[..., Inspecteur], tmp_path: Path
) -> None:
    oud = met_register(adres(1), adres(2), adres(2, "a"))
    link, keuze = naar(oud, "9999ZZ", "1"), naar(oud, "9999ZZ", "2")
    nieuw = met_register(adres(3))
    assert hoofd(nieuw.get(link).text)[:2] == ("onbekend", "")
    assert hoofd(nieuw.get(keuze, follow_redirects=True).text)[:2] == ("onbekend", "")


@pytest.mark.parametrize("kapot", [None, b"geen database"])
def test_zonder_register_zegt_de_site_dat_en_raadt_niets(
    tmp_path: Path, kapot: bytes | None, caplog: pytest.LogCaptureFixture
) -> None:
    app = maak_app(tmp_path)
    client = app.test_client()
    assert isinstance(client, Inspecteur)
    link = naar(client, "9951AD", "14")
    (tmp_path / "adressen.sqlite").unlink()
    if kapot is not None:
        (tmp_path / "adressen.sqlite").write_bytes(kapot)
    (kader,) = kaders(Boom(client.get("/").text))
    assert deel(app, "publiek/later_of_bel") in Boom.tekst(kader)
    antwoord = typ(client, postcode="9951AD", huisnummer="14")
    assert antwoord.status_code == 503
    assert page_van(antwoord).kan_niet
    (kader,) = kaders(Boom(antwoord.text))
    assert kader.get("role") == "alert"
    assert fouten(antwoord.text) == {}, "nothing is wrong with what was typed"
    assert Boom(antwoord.text).op_id("huisnummer").attrib["value"] == "14"
    assert client.get(link).status_code == 503
    assert "data-uitkomst" not in client.get(link).text
    assert "adresregister: adressen.sqlite" in caplog.text, "the operator is told why"


def test_een_storing_geeft_een_pagina_en_een_log_zonder_adres_of_kenmerk(
    app: Flask, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    client = app.test_client()
    link = naar(client, "9951AD", "14")  # type: ignore[arg-type]

    bericht = " ".join(["dit ging mis", "bij Kerkstraat 14"])

    def valt_om(*_: object, **__: object) -> None:
        raise RuntimeError(bericht)

    monkeypatch.setattr("portal.zelfcheck.beoordeeld.beoordeel", valt_om)
    antwoord = client.get(link)
    assert antwoord.status_code == 500
    assert str(TEXTS[500][0]) in antwoord.text
    assert "dit ging mis" not in antwoord.text
    (regel,) = caplog.records
    assert regel.getMessage() == "fout: RuntimeError"
    assert any(
        re.fullmatch(r"\S+/publiek/zelfcheck.py:\d+ uitkomst", plek) for plek in vars(regel)["plek"]
    )
    for geheim in (link, link.rsplit("/", 1)[1], "9951", *bericht.split(" bij ")):
        assert geheim not in caplog.text + str(vars(regel))


@pytest.mark.parametrize(
    ("methode", "waar", "status"),
    [
        ("get", "/bestaat-niet", 404),
        ("put", "/adres", 405),
        ("delete", "/", 405),
        ("post", "/privacy", 405),
        ("get", "/static/x", 404),
    ],
)
def test_foutpaginas_zeggen_wat_u_nu_kunt_doen(
    client: Inspecteur, methode: str, waar: str, status: int
) -> None:
    antwoord = getattr(client, methode)(waar)
    assert antwoord.status_code == status
    assert (page_van(antwoord).title, page_van(antwoord).advice) == tuple(map(str, TEXTS[status]))
    (knop,) = [a for a in Boom(antwoord.text).alle("a") if a.get("class") == "knop"]
    assert knop.get("href") == "/"


def test_een_fout_is_een_gewone_pagina_met_een_link_zonder_wat_er_getypt_is(
    client: Inspecteur,
) -> None:
    """So that Back and reload work: a page that answers a POST asks "resend the form?"."""
    waar = client.post("/adres", data={"postcode": "9951", "huisnummer": "veertien"}).headers[
        "Location"
    ]
    assert re.fullmatch(r"/adres/[A-Za-z0-9_-]+", waar)
    for _ in range(2):
        assert set(fouten(client.get(waar).text)) == {"postcode", "huisnummer"}
    assert "9951" not in waar


def test_wat_intussen_klopt_gaat_vanzelf_door(met_register: Callable[..., Inspecteur]) -> None:
    eerst = met_register(adres(2))
    waar = eerst.post("/adres", data={"postcode": "9999ZZ", "huisnummer": "1"}).headers["Location"]
    nieuw = met_register(adres(1))
    assert hoofd(nieuw.get(waar, follow_redirects=True).text)[0] == "binnen"


def test_wie_zeker_is_van_zijn_adres_komt_bij_onbekend_en_niet_op_een_dood_spoor(
    client: Inspecteur,
) -> None:
    for velden in (
        {"postcode": "1012AB", "huisnummer": "1"},
        {"postcode": "9951AD", "huisnummer": "15"},
    ):
        (link,) = links(Boom(typ(client, **velden).text), "/uitkomst/")
        assert hoofd(client.get(link).text)[:2] == ("onbekend", "")
    fout = typ(client, postcode="99", huisnummer="1")
    assert set(fouten(fout.text)) == {"postcode"}
    assert links(Boom(fout.text), "/uitkomst/") == []


def test_kleine_bevingen_staan_apart_en_heten_niet_bijna(client: Inspecteur) -> None:
    """Haren, a church: one counts, and only small quakes (below 1.8) could make it four."""
    link = naar(client, "9751CN", "2")
    antwoord, uitkomst = alle_bevingen(client, link), client.get(link)
    page, boom = page_van(antwoord), Boom(antwoord.text)
    reden = deel(client.application, "redenen/te_klein")
    (klein,) = [
        alle for alle in map(rijen, boom.alle("table")) if any(rij.endswith(reden) for rij in alle)
    ]
    assert len(klein) == len(page.klein) == page_van(uitkomst).klein == 3
    for rij, beving in zip(klein, page.klein, strict=True):
        assert rij.endswith(reden), "a table of their own"
        assert rij.startswith(f"{beving.plaats}, ")
        assert beving.magnitude < 1.8


# Postcode, number -> the three counts, and the numbers in the sentence of this case.
OP_DE_GRENS = {
    "maar net genoeg": ("9953PE", "8", (3, 4, 5), ["4", "1", "3"]),
    "net te weinig": ("9951AD", "14", (3, 3, 5), ["3", "2", "5"]),
    "alleen door kleine": ("9751CN", "2", (0, 1, 4), ["1", "4"]),
}


@pytest.mark.parametrize("status", sorted(TEXTS))
def test_elke_storing_heeft_een_eigen_pagina(app: Flask, status: int) -> None:
    with app.test_request_context():
        antwoord = app.make_response(app.handle_user_exception(default_exceptions[status]()))
    boom = inspecteer_html(antwoord.get_data(as_text=True))
    assert antwoord.status_code == status
    assert boom.tekst(boom.een("h1")) == str(TEXTS[status][0])
    assert "/" in links(boom.een("main"), "/")


def test_enter_in_de_adresbalk_na_een_fout_brengt_terug_naar_de_start(client: Inspecteur) -> None:
    assert client.get("/adres").headers["Location"] == "/"


# Truth ------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def alle_uitkomsten(app: Flask, elk_voorbeeld: list[Boom]) -> list[Boom]:
    """The page of every example, and of an address we do not know."""
    client = app.test_client()
    keuze = client.post("/adres", data={"postcode": "9617BN", "huisnummer": "36"}).headers[
        "Location"
    ]
    onbekend = client.post(keuze, data={"keuze": NIET_BIJ}, follow_redirects=True).text
    return [*elk_voorbeeld, Boom(onbekend)]


def test_geen_uitkomst_belooft_iets(alle_uitkomsten: list[Boom], client: Inspecteur) -> None:
    gewoon = [Boom(client.get(waar).text) for waar in ("/", "/over", "/privacy")]
    for pagina in [*alle_uitkomsten, *gewoon]:
        tekst = Boom.tekst(pagina.een("body")).lower()
        assert [woord for woord in VERBODEN if woord in tekst] == []


def test_elke_uitkomst_zegt_van_wie_de_site_is_en_wie_beslist(alle_uitkomsten: list[Boom]) -> None:
    assert alle_uitkomsten
    for pagina in alle_uitkomsten:
        tekst = Boom.tekst(pagina.een("body"))
        assert "niet van het IMG" in tekst
        assert "Alleen het IMG beslist" in tekst
        assert "0800 4444 111" in tekst


def test_elke_getelde_uitkomst_legt_uit_waarom_en_hoe_zeker(
    app: Flask, alle_uitkomsten: list[Boom]
) -> None:
    getelde = [pagina for pagina in alle_uitkomsten if hoofd(pagina)[0] != "onbekend"]
    assert 0 < len(getelde) == len(alle_uitkomsten) - 1
    for pagina in getelde:
        _, aantal, tekst = hoofd(pagina)
        (telling,) = [p for p in pagina.alle("p") if p.get("class") == "telling"]
        getallen = re.findall(r"\d+", pagina.tekst(telling))
        assert getallen[:2] == ["4", "5"], "at least four of 5 mm/s"
        assert getallen[2:] == [aantal] or hoofd(pagina)[0] == "grensgeval", "on the border a range"
        for stuk in ("wij meten niet", "24 mm/s", "anders tellen dan wij"):
            assert stuk in tekst


def test_de_lijst_van_alle_bevingen_telt_wat_de_uitkomst_telt(client: Inspecteur) -> None:
    app, geteld = client.application, 0
    na = deel(app, "redenen/na_venster")
    telt = tuple(f" {deel(app, f'redenen/{reden}')}" for reden in ("telt_mee", "telt_nipt_mee"))
    for postcode, nummer in (("9919AH", "12"), ("9951AD", "14"), ("9712HN", "1")):
        link = naar(client, postcode, nummer)
        aantal = hoofd(client.get(link).text)[1]
        alle = [
            rij for t in Boom(alle_bevingen(client, link).text).alle("table") for rij in rijen(t)
        ]
        assert len([rij for rij in alle if rij.endswith(telt)]) == int(aantal)
        for plaats, dag in (
            ("Uithuizen", "7 mei"),
            ("Appingedam", "11 mei"),
            ("Zandeweer", "21 augustus"),
        ):
            begin = f"{plaats}, {dag} 2026"
            assert [rij for rij in alle if rij.startswith(begin) and rij.endswith(na)]
        geteld += int(aantal)
    assert geteld == 48


def test_zonder_plaats_zegt_de_lijst_van_bevingen_dat_wij_niet_kunnen_tellen(
    client: Inspecteur,
) -> None:
    (link,) = links(Boom(typ(client, postcode="9951AD", huisnummer="15").text), "/uitkomst/")
    antwoord = client.get(link.replace("/uitkomst/", "/bevingen/"))
    assert not page_van(antwoord).is_geteld
    assert Boom(antwoord.text).alle("table") == []


def test_de_tabel_gaat_van_sterk_naar_zwak(alle_uitkomsten: list[Boom]) -> None:
    tabellen = [tabel for pagina in alle_uitkomsten for tabel in pagina.alle("table")]
    zonder = [p for p in alle_uitkomsten if not p.alle("table")]
    assert tabellen
    assert {p.een("main").attrib["data-aantal"] for p in zonder} == {"", "0"}, "too far away"
    for tabel in tabellen:
        cellen = [Boom.tekst(td) for td in tabel.iter("td") if td.get("class") == "getal"]
        waarden = [float(cel.replace(",", ".")) for cel in cellen]
        assert waarden == sorted(waarden, reverse=True)


@pytest.mark.parametrize(
    ("snelheid", "getoond"),
    [
        (4.996, 4.99),
        (4.9999999, 4.99),
        (4.994, 4.99),
        (5.0, 5.0),
        (5.004, 5.0),
        (5.228, 5.23),
        (158.03, 158.03),
    ],
)
def test_een_waarde_net_onder_de_grens_wordt_nooit_de_grens(
    snelheid: float, getoond: float
) -> None:
    assert number(rond_snelheid(snelheid, 5.0), 2) == f"{getoond:.2f}".replace(".", ",")


def test_oude_regels_worden_op_de_pagina_genoemd(
    client: Inspecteur, monkeypatch: pytest.MonkeyPatch
) -> None:
    link = naar(client, "9951AD", "14")
    assert kaders(Boom(client.get(link).text)) == []
    monkeypatch.setattr("portal.clock.now", lambda: datetime(2028, 1, 1, tzinfo=NEDERLANDSE_TIJD))
    oud = client.get(link)
    assert page_van(oud).regels_oud
    (kader,) = kaders(Boom(oud.text))
    assert day(page_van(oud).regelversie.gecontroleerd) in Boom.tekst(kader)


# Privacy ----------------------------------------------------------------------------------------


def test_een_adres_in_twee_straten_met_een_postcode_wordt_gevraagd(
    met_register: Callable[..., Inspecteur],
) -> None:
    """90 postcodes of the province hold more than one street."""
    client = met_register(adres(1), adres(1, straat="Andere weg"))
    keuzes = opties(client.get(naar(client, "9999ZZ", "1")).text)
    assert [woorden for _, woorden in keuzes[:-1]] == ["Andere weg 1", "Proefstraat 1"]
    assert keuzes[-1][0] == NIET_BIJ


def test_een_te_lange_toevoeging_wordt_geen_ander_adres(
    met_register: Callable[..., Inspecteur],
) -> None:
    client = met_register(adres(12), adres(12, "a"))
    antwoord = typ(
        client, postcode="9999ZZ", huisnummer="12", toevoeging="a" + " " * 45 + "bovenwoning"
    )
    assert set(fouten(antwoord.text)) == {"toevoeging"}
    assert set(fouten(typ(client, postcode="9999ZZ", huisnummer="1\x002").text)) == {"huisnummer"}


def test_een_verzoek_zonder_lengte_of_met_een_verkeerde_methode_wordt_netjes_geweigerd(
    client: Inspecteur,
) -> None:
    antwoord = client.post(
        "/adres", input_stream=BytesIO(b"postcode=9951AD"), headers={"Transfer-Encoding": "chunked"}
    )
    assert antwoord.status_code == 411
    assert client.put("/adres").headers["Allow"] == "GET, HEAD, OPTIONS, POST"
    assert client.post("/static/favicon.svg").status_code == 405


@pytest.mark.parametrize(
    ("postcode", "nummer", "grond", "tellingen", "getallen"),
    [
        ("9919AH", "12", Grond.RUIM_GENOEG, (39, 42, 49), ["39"]),
        ("9712HN", "1", Grond.RUIM_TE_WEINIG, (2, 3, 3), ["3"]),
        ("9951JH", "4A", Grond.AAN_DE_GRENS, (3, 3, 5), ["3", "5"]),
    ],
)
def test_bij_hoe_zeker_staat_wat_het_aantal_anders_zou_zijn(
    client: Inspecteur,
    postcode: str,
    nummer: str,
    grond: Grond,
    tellingen: tuple[int, int, int],
    getallen: list[str],
) -> None:
    """What the count becomes when every beving was a little weaker or stronger."""
    antwoord = client.get(naar(client, postcode, nummer))
    page = page_van(antwoord)
    assert (page.aantal_laag, page.aantal, page.aantal_hoog) == tellingen
    assert page.grond == grond
    zin = deel(client.application, f"gronden/{grond}", page)
    assert zin in Boom.tekst(vouw(Boom(antwoord.text), "zeker"))
    assert re.findall(r"\d+", zin) == getallen


@pytest.mark.parametrize(("postcode", "nummer", "tellingen", "getallen"), OP_DE_GRENS.values())
def test_een_grensgeval_noemt_een_bereik_en_een_zin_over_dit_geval(
    client: Inspecteur,
    postcode: str,
    nummer: str,
    tellingen: tuple[int, int, int],
    getallen: list[str],
) -> None:
    """Never "0 counted" beside "on the border": from how many, to how many, and why."""
    antwoord = client.get(naar(client, postcode, nummer))
    page, boom = page_van(antwoord), Boom(antwoord.text)
    assert (page.aantal_laag, page.aantal, page.aantal_hoog) == tellingen
    (telling,) = [p for p in boom.alle("p") if p.get("class") == "telling"]
    assert re.findall(r"\d+", boom.tekst(telling)) == [
        "4",
        "5",
        str(tellingen[0]),
        str(tellingen[2]),
    ]
    zin = deel(client.application, "publiek/net_niet", page)
    assert zin in boom.tekst(boom.een("article"))
    assert re.findall(r"\d+", zin) == getallen


def test_elke_berekende_grond_heeft_eigen_woorden(client: Inspecteur) -> None:
    page = page_van(client.get(naar(client, "9919AH", "12")))
    gronden = (Grond.RUIM_GENOEG, Grond.RUIM_TE_WEINIG, Grond.AAN_DE_GRENS)
    assert len({deel(client.application, f"gronden/{g}", page) for g in gronden}) == len(gronden)


@pytest.mark.parametrize(
    ("postcode", "nummer", "vol", "nipt", "leeg"),
    [("9919AH", "12", 4, 0, 0), ("9712HN", "1", 2, 1, 1), ("9751CN", "2", 0, 1, 3)],
)
def test_de_vier_staafjes_tonen_wat_zeker_telt_wat_nipt_telt_en_wat_ontbreekt(
    client: Inspecteur, postcode: str, nummer: str, vol: int, nipt: int, leeg: int
) -> None:
    boom = Boom(client.get(naar(client, postcode, nummer)).text)
    (staafjes,) = [s for s in boom.alle("span") if s.get("class") == "vier"]
    klassen = [i.get("class") for i in staafjes]
    assert [klassen.count(None), klassen.count("nipt"), klassen.count("leeg")] == [vol, nipt, leeg]


def test_wat_van_iemand_is_wordt_niet_bewaard_of_gevonden(client: Inspecteur) -> None:
    waar, kies = naar(client, "9951AD", "14"), naar(client, "9617BN", "36")
    for antwoord in (
        client.get(waar),
        client.get(kies),
        typ(client, postcode="x"),
        client.get("/uitkomst/x"),
        client.get("/weg"),
    ):
        assert antwoord.headers["Cache-Control"] == "no-store"
        assert antwoord.headers["X-Robots-Tag"] == "noindex"
    for antwoord in (client.get(waar), client.get(kies)):
        assert '<meta name="robots" content="noindex">' in antwoord.text
    assert "X-Robots-Tag" not in client.get("/").headers


def test_geen_enkele_pagina_verandert_iets_op_schijf(tmp_path: Path) -> None:
    client = maak_app(tmp_path).test_client()
    assert isinstance(client, Inspecteur)
    voor = {pad.name: pad.read_bytes() for pad in tmp_path.iterdir()}
    link, kies = naar(client, "9951AD", "14"), naar(client, "9617BN", "36")
    for waar in ("/", "/adres", "/voorbeelden", "/over", "/privacy", link, kies, "/x"):
        client.get(waar)
    client.post(kies, data={"keuze": NIET_BIJ})
    assert {pad.name: pad.read_bytes() for pad in tmp_path.iterdir()} == voor
    assert list(voor) == ["adressen.sqlite"]
    with sqlite3.connect(tmp_path / "adressen.sqlite") as db:
        assert db.execute("select waarde from over where naam = 'voorbeeld'").fetchone() == ("ja",)
    db.close()


def test_de_helpdesk_van_de_beheerder_staat_op_elke_pagina(tmp_path: Path) -> None:
    app = maak_app(
        tmp_path,
        telefoon="050 - 123 45 67",
        afzender="Gemeente Proef",
        bereikbaar="elke werkdag",
        website="https://proef.example",
    )
    for waar in ("/", "/over", "/bestaat-niet"):
        tekst = app.test_client().get(waar).text
        for stuk in (
            'href="tel:0501234567"',
            "Gemeente Proef",
            "elke werkdag",
            'href="https://proef.example"',
        ):
            assert stuk in tekst
