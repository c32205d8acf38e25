"""The pages that tell: what each must say, where the links lead, and whose the figures are."""

import math
import re
from collections import Counter
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from flask import Flask

from portal.adressen.voorbeeld import OM_TE_REKENEN, voorbeelden
from portal.terugbellen.formulieren.terugbelform import ONDERWERPEN
from portal.terugbellen.waarden.verzoek import Onderwerp
from portal.web.access import PUBLIC
from portal.web.i18n.environments import compile_pages
from portal.web.i18n.notation import number, short_number
from rules import AANNAMES, REGELVERSIES, beoordeel
from rules.bronnen import BRONNEN, EIGEN_BEREKENING, NIET_BEKEND
from rules.controle import (
    HOOGSTE_METING_WIRDUM_MM_S,
    SNELHEDEN,
    STRAAL_VANAF_MM_S,
    STRALEN,
    WIRDUM_MM_S,
)
from tests.conftest import NU, maak_app
from tests.pagina import Boom, Inspecteur
from tests.portal.terugbelreis import Reis
from tests.portal.test_zelfcheck import VERBODEN, naar
from tests.taal.zinnen import splits
from tests.teksten import deel, links
from tests.toegang import views

# The facts that somebody who knows the regulation checks: for each page what it must say, and what
# it may not. These tests are about the sentences themselves, each fact on one page.
PAGINAS: dict[str, tuple[list[str], list[str]]] = {
    "/zo-gaat-het": (
        [
            "maar het hoeft niet",
            "Niets. U kunt zich niet zelf opgeven",
            "Kiest het IMG een huis? Dan belt het de eigenaar.",
            "keukentafelgesprek",
            "ook naar de fundering",
            "Een deskundige bepaalt ook of schade samenhangt",
            "Soms woont u een tijd ergens anders",
            "de keuze om het tegelijk te doen",
            "Betaalt u zelf iets? Dat weten wij niet",
            "Commissie Bijzondere Situaties",
        ],
        ["weken", "maanden", "kosteloos"],
    ),
    "/wat-is-er-veranderd": (
        [
            "De proef begon in de zomer van 2023",
            "Appingedam, Ten Boer en Loppersum",
            "per adres, in bijzondere gevallen meer",
            "Vanaf maart 2024",
            "dicht bij het werkgebied van de NCG.",
            "adressen met minimaal vier bevingen van 5 mm/s",
            "gewoon door, met het hogere maximum",
            "Na een jaar worden ze opnieuw bekeken",
            "Wel kijkt het IMG of er schade is die nog niet is afgehandeld.",
        ],
        [],
    ),
    "/vragen": (
        [
            "Kan ik mijn huis zelf opgeven? Nee.",
            "Voor welke eigenaren de regels van 2026 zijn, weten wij niet",
            "1 op 100",
            "Uithuizen, Appingedam en Zandeweer tellen dus niet mee",
            "Dit is nog geen ja.",
            "begin bij uw gemeente",
            "alleen dicht bij de rand van het gebied",
            "Geelbroek",
            "0800 4444 111",
        ],
        ["waarschijnlijk", "maanden"],
    ),
    "/begrippen": (["Alle adressen met minimaal vier bevingen van 5 mm/s of meer"], []),
    "/berekening": (
        [
            "Wij kennen geen openbare lijst van het aantal",
            "komen niet uit het rapport van Bommer",
            "magnitude 1,8 en hoger",
            "vanaf magnitude 1,2",
            "Een 3,4 kan dus 3,35 zijn",
            "een som is geen meting",
            "Het IMG kan andere keuzes maken",
        ],
        ["overgenomen", "gemeten op uw adres"],
    ),
    "/trillingstool": (
        [
            "laat de sterkste beving zien. Wij tellen",
            "een overschrijdingskans van 1 procent",
            "Daarvoor is één beving genoeg",
            "Hoeveel bevingen het IMG zelf voor uw adres telt",
        ],
        [],
    ),
    "/bronnen": (
        [
            "Nagekeken op 24 november 2026",
            "Staatscourant 2025, 40634",
            "Kamerstuk 35 603",
            "CC BY 4.0",
            "van wanneer de bron is",
        ],
        [],
    ),
    "/over": (
        [
            "Deze site is niet van het IMG",
            "Dat doet alleen het IMG",
            "EUPL 1.2",
            "KNMI (CC BY 4.0)",
        ],
        [],
    ),
    "/gegevens": (
        [
            "Dit is onze berekening. Ze is niet van het IMG. Alleen het IMG beslist.",
            "Op zee en over de grens zeggen de vlakken niets",
            "Die tellen niet mee.",
            "uit de BAG van juni 2026",
            "CC BY 4.0",
            "Zelfcheck Duurzaam herstel; bevingen: KNMI (CC BY 4.0)",
            "is 24 november 2026",
        ],
        ["kaart van het img"],
    ),
    "/insluiten": (
        [
            "Het is een gewoon formulier",
            "U zet geen script, cookie of ander programma op uw site",
            "Wij bewaren het niet.",
            "Zet nooit een adres in een link",
            "form-action",
            "De zelfcheck is niet van het IMG.",
        ],
        ["iframe"],
    ),
    "/privacy": (["Het adres bewaren wij", "Cookies gebruiken wij niet"], []),
    "/toegankelijkheid": (
        [
            "Er is nog geen onderzoek door een onafhankelijke deskundige gedaan",
            "EN 301 549",
            "WCAG 2.2",
            "niet getest door mensen",
        ],
        ["voldoet volledig", "voldoet gedeeltelijk", "status a", "status b"],
    ),
    "/klopt-dit-niet": (
        [
            "Uw gemeente houdt die bij",
            "De bevingen komen van het KNMI",
            "Dat kan. Wij rekenen, wij meten niet.",
        ],
        [],
    ),
}
WAAR = list(PAGINAS)
BEGRIPPEN = {
    "bag",
    "constructief-gebrek",
    "dossier",
    "epicentrum",
    "grensgeval",
    "img",
    "kerngebied",
    "keukentafelgesprek",
    "knmi",
    "magnitude",
    "ncg",
    "overschrijdingskans",
    "pdok",
    "peildatum",
    "rijksmonument",
    "samenloop",
    "subsidie-in-natura",
    "trillingssnelheid",
    "versterking",
    "woz-waarde",
    "zaakbegeleider",
}


def lees(client: Inspecteur, waar: str) -> Boom:
    antwoord = client.get(waar)
    assert antwoord.status_code == 200, waar
    return Boom(antwoord.text)


def inhoud(client: Inspecteur, waar: str) -> str:
    boom = lees(client, waar)
    return boom.tekst(boom.een("main"))


def beschrijving(boom: Boom) -> str:
    (meta,) = [m for m in boom.alle("meta") if m.get("name") == "description"]
    return meta.get("content", "")


# What they say ----------------------------------------------------------------------------------


@pytest.mark.parametrize("waar", PAGINAS)
def test_elke_pagina_zegt_wat_zij_moet_zeggen(client: Inspecteur, waar: str) -> None:
    (wel, niet), boom = PAGINAS[waar], lees(client, waar)
    tekst = boom.tekst(boom.een("main"))
    assert boom.tekst(boom.een("title")).startswith(boom.tekst(boom.een("h1")))
    assert [stuk for stuk in wel if stuk not in tekst] == []
    assert [stuk for stuk in (*niet, *VERBODEN) if stuk in tekst.lower()] == []


def test_geen_bewoner_wacht_tot_een_template_gemaakt_is(reis: Reis) -> None:
    """gunicorn has them made before the first visitor comes."""
    app = reis.client.application
    compile_pages(app)
    gemaakt = set(app.jinja_env.cache or ())
    assert gemaakt
    for voorbeeld in voorbeelden():
        waar = naar(reis.client, voorbeeld.adres.postcode, str(voorbeeld.adres.huisnummer))
        assert reis.client.get(waar).status_code == 200
    reis.client.get("/")
    reis.client.get(reis.dien_in())
    assert set(app.jinja_env.cache or ()) == gemaakt


def test_elke_pagina_mag_bewaard_worden_en_hangt_van_niemand_af(client: Inspecteur) -> None:
    for waar in WAAR:
        antwoord = client.get(waar)
        assert antwoord.headers["Cache-Control"] == "no-cache"
        assert "X-Robots-Tag" not in antwoord.headers
        assert antwoord.text == client.get(waar).text, "twice the same"


def test_titels_en_beschrijvingen_zijn_van_elke_pagina_anders(client: Inspecteur) -> None:
    bomen = [lees(client, waar) for waar in ("/", "/voorbeelden", *WAAR)]
    titels = [boom.tekst(boom.een("title")) for boom in bomen]
    beschrijvingen = [beschrijving(boom) for boom in bomen]
    assert len(set(titels)) == len(set(beschrijvingen)) == len(bomen)
    assert [b for b in beschrijvingen if not 50 <= len(b) <= 160] == [], (
        "what a search engine shows"
    )


def test_twintig_vragen_staan_bovenaan_en_hebben_een_antwoord(client: Inspecteur) -> None:
    boom = lees(client, "/vragen")
    (lijst,) = boom.een("main").iter("nav")
    bovenaan = [(a.get("href"), boom.tekst(a)) for a in lijst.iter("a")]
    assert bovenaan == [(f"#{h3.get('id')}", boom.tekst(h3)) for h3 in boom.alle("h3")]
    assert len(bovenaan) == 20


# Partials that say the same to everybody --------------------------------------------------------


def test_voor_2026_is_vijf_zinnen_met_de_bedragen_van_toen(app: Flask) -> None:
    tekst = deel(app, "publiek/voor_2026")
    assert len(splits(tekst)) == 5
    proef = REGELVERSIES[0]
    bedragen = [int(bedrag.replace(".", "")) for bedrag in re.findall(r"€\s*([\d.]*\d)", tekst)]
    assert bedragen == [proef.schade.bedrag_euro, proef.maximum.bedrag_euro]


def test_waar_het_img_naar_kijkt_heeft_de_bedragen_van_nu(app: Flask) -> None:
    tekst = deel(app, "publiek/voorwaarden")
    nu = REGELVERSIES[-1]
    bedragen = [int(bedrag.replace(".", "")) for bedrag in re.findall(r"€\s*([\d.]*\d)", tekst)]
    assert bedragen == [nu.schade.bedrag_euro, nu.maximum.bedrag_euro]
    assert nu.rijksmonument_zonder_maximum
    assert "Rijksmonument geldt dit maximum niet" in tekst


def test_waarom_deze_grens_is_kort_en_zegt_van_wie_het_komt(app: Flask) -> None:
    tekst = deel(app, "publiek/waarom_deze_grens")
    assert sum(zin.lengte for zin in splits(tekst)) <= 170
    for feit in (
        "brief van de minister",
        "ouderdom of droogte",
        "in verhouding",
        "ruim gekozen",
        "minder vaak nodig",
        "meer dan € 125.000 per adres",
        "elke grens verschil maakt",
        "Uw burgemeester vraagt erom; zelf kan dat niet",
        "Commissie Bijzondere Situaties",
    ):
        assert feit in tekst.replace("\u00a0", " "), feit


# Figures ----------------------------------------------------------------------------------------


def test_elk_bedrag_komt_uit_de_regels(client: Inspecteur) -> None:
    uit_regels = {
        w.bedrag_euro
        for versie in REGELVERSIES
        for w in (versie.gebied, versie.schade, versie.maximum)
    }
    gevonden: set[int] = set()
    for waar in WAAR:
        gevonden |= {
            int(bedrag.replace(".", ""))
            for bedrag in re.findall(r"€\s*([\d.]*\d)", inhoud(client, waar))
        }
    assert gevonden == uit_regels - {None}


def test_elke_snelheid_en_elke_magnitude_komt_uit_de_regels(client: Inspecteur) -> None:
    gekozen = {aanname.code: aanname.waarde for aanname in AANNAMES}
    voorbeeld = next(v for v in voorbeelden() if v.naam == OM_TE_REKENEN)
    oordeel = beoordeel(voorbeeld.adres.punt, peildatum=NU.date())
    drempel = float(str(gekozen["drempel_mm_s"]))
    mag = {
        short_number(drempel),
        number(drempel, 1),
        short_number(STRAAL_VANAF_MM_S),
        number(WIRDUM_MM_S, 0),
        number(HOOGSTE_METING_WIRDUM_MM_S, 0),
    }
    mag |= {number(t.snelheid_mm_s, 2) for t in oordeel.telbaar[:5]}
    assert gekozen["aantal_nodig"] == 4, "the pages say vier"
    assert gekozen["overschrijdingskans"] == 0.01, "the pages say 1 procent"
    assert (gekozen["magnitude_vanaf"], gekozen["magnitude_vanaf_ruim"]) == (1.8, 1.2), (
        "the pages say these two"
    )
    for waar in WAAR:
        tekst = inhoud(client, waar)
        assert set(re.findall(r"([\d,]*\d)\s(?:mm/s|millimeter per seconde)", tekst)) <= mag, waar
        vanaf = re.findall(r"magnitude (\d,\d)(?= en hoger)|vanaf magnitude (\d,\d)", tekst)
        assert {paar[0] or paar[1] for paar in vanaf} <= {"1,8", "1,2"}, waar


def test_de_berekening_laat_zien_wat_het_img_publiceerde_en_wat_wij_berekenen(
    client: Inspecteur,
) -> None:
    boom = lees(client, "/berekening")
    rijen = [[boom.tekst(cel) for cel in rij] for rij in boom.alle("tr")]
    for controle in STRALEN:
        (rij,) = [r for r in rijen if r[0] == number(controle.bij, 1)]
        assert rij[1].endswith(short_number(controle.gepubliceerd))
        assert rij[2] == number(controle.berekend, 2)
    for controle in SNELHEDEN:
        (rij,) = [r for r in rijen if r[0] == f"{short_number(controle.bij)} km"]
        assert rij[1] == f"ongeveer {short_number(controle.gepubliceerd)}"
        assert math.isclose(float(rij[2].replace(",", ".")), controle.berekend, abs_tol=0.06)


def test_wie_de_formule_van_de_pagina_narekent_krijgt_hetzelfde(client: Inspecteur) -> None:
    """The formulas as a calculator reads them give the speed of each beving in the example."""
    boom = lees(client, "/berekening")
    regels = [boom.tekst(code) for code in boom.alle("code")]
    tekens = str.maketrans({",": ".", "×": "*", "÷": "/", "−": "-", "√": "w", "²": "**2"})
    h, r, *g, snelheid = [
        re.sub(r"ln ([\d.]+|R)", r"ln(\1)", regel.split("=")[1].translate(tekens)).strip()
        for regel in regels
    ]
    assert len(g) == 3
    rijen = [[boom.tekst(cel) for cel in rij] for rij in boom.alle("tr")]
    bevingen = [re.search(r"magnitude (\d,\d), ([\d,]+) km", rij[0]) for rij in rijen]
    getoond = [(m, rij[1]) for m, rij in zip(bevingen, rijen, strict=True) if m]
    assert len(getoond) == 5
    for gevonden, mm_s in getoond:
        magnitude, afstand = (float(w.replace(",", ".")) for w in gevonden.groups())
        alles: dict[str, Any] = {
            "exp": math.exp,
            "ln": math.log,
            "w": math.sqrt,
            "M": magnitude,
            "afstand": afstand,
        }
        alles["h"] = eval(h, alles)  # noqa: S307 - our own page
        alles["R"] = eval(r, alles)  # noqa: S307
        stuk = 0 if alles["R"] <= 6.32 else 1 if alles["R"] <= 11.62 else 2
        alles["g"] = eval(g[stuk], alles)  # noqa: S307
        uit = eval(snelheid, alles)  # noqa: S307
        # The distance on the page has one decimal.
        assert math.isclose(uit, float(mm_s.replace(",", ".")), rel_tol=0.02)


def test_elke_bron_staat_er_met_waarvoor_wij_hem_gebruiken(client: Inspecteur) -> None:
    boom = lees(client, "/bronnen")
    rijen = {
        boom.tekst(rij[0]): boom.tekst(rij[1])
        for rij in boom.alle("div")
        if len(rij) and rij[0].tag == "dt"
    }
    echte = [bron for bron in BRONNEN if bron not in (EIGEN_BEREKENING, NIET_BEKEND)]
    assert len(rijen) == len(echte)
    for bron in echte:
        (uitleg,) = [uitleg for naam, uitleg in rijen.items() if naam.startswith(bron.naam)]
        assert not uitleg.startswith("Nagekeken"), bron.code
        assert uitleg
    assert sum("Nagekeken" in uitleg for uitleg in rijen.values()) == 7, (
        "the sources of the rule versions"
    )


# Links ------------------------------------------------------------------------------------------


def test_elke_pagina_voor_iedereen_is_vanaf_elke_pagina_te_bereiken(
    client: Inspecteur, app: Flask
) -> None:
    boom = lees(client, "/")
    links = {a.get("href") for deel in ("header", "footer") for a in boom.een(deel).iter("a")}
    alle = {
        regel.rule
        for regel in app.url_map.iter_rules()
        if regel.endpoint in views(app, PUBLIC) - {"publiek.gegevensbestand"}
    }
    # Two are a step of the self-check, two are for programs, one is for who writes them (on /over)
    # and one for who has a site.
    anders = {"/adres", "/staat-er-niet-bij", "/robots.txt", "/.well-known/security.txt", "/api"}
    anders.add("/insluiten")
    for waar in ("/gegevens", "/over"):
        assert "/insluiten" in {a.get("href") for a in lees(client, waar).alle("a")}
    assert alle - anders <= links
    assert {waar for waar in links if waar and waar.startswith("/")} - alle == {
        "/mijn-verzoek",
        "/terugbellen",
        "/en/",
        "/gos/",
    }


def test_elke_link_van_elke_pagina_leidt_ergens_heen(client: Inspecteur, app: Flask) -> None:
    """From the start over every link and anchor, in each language.

    Of the pages with a kenmerk the first few of each kind.
    """
    wijzer = app.url_map.bind("localhost")
    keren: Counter[str] = Counter()
    rij, gezien = ["/"], {"/"}
    while rij:
        waar = rij.pop(0)
        antwoord = client.get(waar, follow_redirects=True)
        assert antwoord.status_code == 200, waar
        if antwoord.mimetype != "text/html":
            continue
        for a in Boom(antwoord.text).alle("a"):
            delen = urlsplit(a.get("href", ""))
            if delen.scheme or delen.netloc or not delen.path:
                continue  # an anchor on the page itself is inspected with each page
            link = f"{delen.path}?{delen.query}" if delen.query else delen.path
            if delen.fragment:
                assert client.get(link).text.count(f'id="{delen.fragment}"') == 1, (
                    f"{waar}: {a.get('href')}"
                )
            endpoint, _ = wijzer.match(
                delen.path.removeprefix("/en").removeprefix("/gos") or "/", method="GET"
            )
            if link not in gezien and keren[endpoint] < 6:
                keren[endpoint] += 1
                gezien.add(link)
                rij.append(link)
    assert {taal + waar for waar in WAAR for taal in ("", "/en", "/gos")} <= gezien
    assert keren["publiek.uitkomst"] == 6


# Words ------------------------------------------------------------------------------------------


def test_elk_begrip_staat_er_in_twee_zinnen(client: Inspecteur) -> None:
    boom = lees(client, "/begrippen")
    rijen = {rij.get("id"): rij for rij in boom.alle("div") if len(rij) and rij[0].tag == "dt"}
    assert set(rijen) >= BEGRIPPEN
    namen = [boom.tekst(rij[0]).casefold() for rij in rijen.values()]
    assert namen == sorted(namen)
    for id_, rij in rijen.items():
        assert len(re.findall(r"[.!?](?:\s|$)", boom.tekst(rij[1]))) == 2, id_


def test_een_moeilijk_woord_leidt_naar_zijn_uitleg_en_een_keer_per_pagina(
    client: Inspecteur,
) -> None:
    bekend = {rij.get("id") for rij in lees(client, "/begrippen").alle("div")}
    uitkomsten = [
        naar(client, "9919AH", "12"),
        naar(client, "9712HN", "1"),
        naar(client, "9951AD", "14"),
    ]
    for waar in ("/", *WAAR, *uitkomsten):
        links = [a.get("href", "") for a in lees(client, waar).een("main").iter("a")]
        woorden = [
            link.removeprefix("/begrippen#") for link in links if link.startswith("/begrippen#")
        ]
        assert [woord for woord in woorden if woord not in bekend] == [], waar
        assert len(woorden) == len(set(woorden)), waar
        if waar not in (
            "/begrippen",
            "/toegankelijkheid",
            "/privacy",
        ):  # privacy: only where PDOK is asked
            assert woorden, f"{waar}: no word is explained"


# Klopt dit niet? --------------------------------------------------------------------------------


def test_van_een_uitkomst_gaat_het_adres_mee_en_staat_het_onderwerp_aangevinkt(
    client: Inspecteur,
) -> None:
    waar = naar(client, "9951AD", "14")
    (link,) = [
        a.get("href", "")
        for a in lees(client, waar).alle("a")
        if a.get("href", "").startswith("/klopt-dit-niet/")
    ]
    antwoord = client.get(link)
    assert antwoord.headers["Cache-Control"] == "no-store"
    assert antwoord.headers["X-Robots-Tag"] == "noindex"
    boom = Boom(antwoord.text)
    assert waar in {a.get("href") for a in boom.een("main").iter("a")}, "the way back"
    (knop,) = [a.get("href", "") for a in boom.een("main").iter("a") if a.get("class") == "knop"]
    formulier = Boom(client.get(knop, follow_redirects=True).text)
    assert aangevinkt(formulier) == [Onderwerp.KLOPT_NIET.value]
    assert "Kerkstraat 14" in formulier.tekst(formulier.een("form"))


def test_zonder_uitkomst_is_alleen_het_onderwerp_aangevinkt(client: Inspecteur) -> None:
    boom = lees(client, "/klopt-dit-niet")
    (knop,) = [a.get("href", "") for a in boom.een("main").iter("a") if a.get("class") == "knop"]
    formulier = Boom(client.get(knop, follow_redirects=True).text)
    assert aangevinkt(formulier) == [Onderwerp.KLOPT_NIET.value]
    assert not [veld for veld in formulier.alle("input") if veld.get("name") == "met_adres"]
    assert links(boom, "/uitkomst/") == [], "there is none to go back to"


@pytest.mark.parametrize(
    "over", ["", "onzin", "klopt_niet%00", "x" * 5000, "schade&over=huur&over=schade"]
)
def test_een_ander_onderwerp_in_de_link_doet_niets_vreemds(client: Inspecteur, over: str) -> None:
    formulier = Boom(client.get(f"/terugbellen?over={over}", follow_redirects=True).text)
    assert set(aangevinkt(formulier)) <= set(map(str, ONDERWERPEN))
    assert len(aangevinkt(formulier)) == (2 if "huur" in over else 0)


def aangevinkt(formulier: Boom) -> list[str | None]:
    vakjes = [veld for veld in formulier.alle("input") if veld.get("name") == "onderwerpen"]
    return [veld.get("value") for veld in vakjes if "checked" in veld.attrib]


def test_een_vreemd_kenmerk_is_niet_van_ons(client: Inspecteur) -> None:
    assert client.get("/klopt-dit-niet/x").status_code == 404


MET_TELEFOON = {"telefoon": "050 123 45 67", "afzender": "Gemeente Proef"}


@pytest.mark.parametrize(
    ("anders", "naar_wie"),
    [
        (MET_TELEFOON, "tel:0501234567"),
        ({"website": "https://proef.example"}, "https://proef.example"),
        ({}, "tel:08004444111"),
    ],
)
def test_waar_niemand_terugbelt_staat_wie_u_wel_kunt_bereiken(
    tmp_path: Path, anders: dict[str, str], naar_wie: str
) -> None:
    client = maak_app(tmp_path, **anders).test_client()
    assert isinstance(client, Inspecteur)
    for waar in (
        "/klopt-dit-niet",
        naar(client, "9951AD", "14").replace("uitkomst", "klopt-dit-niet"),
    ):
        main = lees(client, waar).een("main")
        assert [*links(main, "tel:"), *links(main, "https:")] == [naar_wie]
        assert anders.get("afzender", "") in Boom.tekst(main)
        assert "terugbellen" not in client.get(waar).text
