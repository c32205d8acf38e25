"""What is drawn of an Oordeel: the bars, the years, the map.

What is said in words is what `rules` calculates.
"""

import json
import random
import re
import zlib
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from math import hypot
from typing import Any, NamedTuple

import pytest
import shapely
import shapely.geometry
from flask import Flask, render_template
from werkzeug.test import TestResponse

from portal.adressen.voorbeeld import Voorbeeld, voorbeelden
from portal.beeld.beeld import Beeld
from portal.beeld.bouw import PLAATSEN, als_tekst, bouw, vlak_van, vlakken
from portal.beeld.kaart import (
    BESTAND,
    PER_KM_GETEKEND,
    UITSNEDEN,
    Rand,
    naar_rand_km,
    ondergrond,
    op_zee,
    rand,
    stukken,
)
from portal.beeld.vlak import Windstreek, stap_naar, windstreek
from portal.config.paths import STATIC
from portal.services import zelfcheck
from portal.web.i18n.notation import short_number
from portal.zelfcheck import uitkomst
from portal.zelfcheck.bevingenpage import beslissende_rijen
from portal.zelfcheck.uitkomstpage import UitkomstPage
from rules import Oordeel, Punt, Uitkomst, beoordeel
from rules.afstand import afstand_km, naar_xyz_km
from rules.nederland import in_nederland
from rules.vlak import naar_vlak_km
from tests.conftest import NU, adres
from tests.pagina import Boom, Inspecteur, page_van
from tests.portal.test_zelfcheck import niet_bij

PEILDATUM = date(2026, 11, 24)
KM, M = "km", "meter"  # the `maat` of a Rand
AAN_DE_RAND_KM = 0.05  # 20 m of making it simpler, 7 m of rounding, and the pieces of the circles
PLEKKEN = {
    "Loppersum": Punt(53.3330, 6.7500),
    "Winsum": Punt(53.3310, 6.5200),
    "Hoogezand": Punt(53.1620, 6.7600),
    "Grote Markt": Punt(53.2187, 6.5680),
    "Ter Apel": Punt(52.8770, 7.0610),
    "Maastricht": Punt(50.8500, 5.6900),
}

AAN_ZEE = {
    "havenkantoor Eemshaven": Punt(53.4435, 6.8201),
    "havenkantoor Lauwersoog": Punt(53.4078, 6.2028),
    "Noordpolderzijl": Punt(53.4326, 6.5829),
    "kerk van Termunten": Punt(53.2983, 7.0430),
    "sluis van Termunterzijl": Punt(53.2991, 7.0365),
    **{v.naam: v.adres.punt for v in voorbeelden()},
}


def oordeel(plek: str) -> Oordeel:
    return beoordeel(PLEKKEN[plek], peildatum=PEILDATUM)


def beeld(plek: str) -> Beeld:
    return Beeld.uit(oordeel(plek), PLEKKEN[plek])


# The plane ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("plek", "fout_km"), [("Winsum", 0.001), ("Ter Apel", 0.003), ("Maastricht", 0.4)]
)
def test_een_afstand_op_de_kaart_is_de_afstand_van_de_regels(plek: str, fout_km: float) -> None:
    hier, midden = PLEKKEN[plek], Punt(53.25, 6.75)
    echt = afstand_km(naar_xyz_km(hier.lat, hier.lon), naar_xyz_km(midden.lat, midden.lon))
    assert hypot(*naar_vlak_km(hier.lat, hier.lon)) == pytest.approx(echt, abs=fout_km)


@pytest.mark.parametrize(
    ("oost", "noord", "streek"),
    [
        (0, 1, "noord"),
        (1, 1, "noordoost"),
        (1, 0, "oost"),
        (1, -1, "zuidoost"),
        (0, -1, "zuid"),
        (-1, -1, "zuidwest"),
        (-1, 0, "west"),
        (-1, 1, "noordwest"),
        (0.4, 1, "noord"),  # 22 degrees
        (0.43, 1, "noordoost"),  # 23 degrees
        (-0.4, 1, "noord"),
    ],
)
def test_een_richting_is_de_dichtstbijzijnde_van_acht(
    oost: float, noord: float, streek: str
) -> None:
    assert windstreek(oost, noord) == streek


@pytest.mark.parametrize(
    ("km", "aantal", "maat"),
    [
        (0.0, 0, ""),
        (0.049, 0, ""),
        (0.06, 100, "meter"),
        (0.34, 300, "meter"),
        (0.949, 900, "meter"),
        (0.96, 1.0, "km"),
        (1.24, 1.2, "km"),
        (9.96, 10.0, "km"),
        (12.4, 12, "km"),
    ],
)
def test_een_afstand_zegt_niet_meer_dan_de_vlakken_weten(
    km: float, aantal: float, maat: str
) -> None:
    assert rand(0, -km, 0, 0) == Rand(Windstreek.ZUID, aantal, maat, km)


# The shapes ---------------------------------------------------------------------------------------


def test_de_kaart_is_van_de_regels_van_nu() -> None:
    """`make kaart` renews it."""
    staat = BESTAND.read_text(encoding="utf-8")
    assert als_tekst(bouw(json.loads(staat), None)) == staat
    assert len(staat) < 8_500


def test_adressen_geven_de_plaatsen() -> None:
    """A name stands in the middle of its addresses; near the edge, where there is room for it."""
    oud = json.loads(BESTAND.read_text(encoding="utf-8"))
    namen = [naam for naam, *_, soort in oud["plaatsen"] if soort != "streek"]
    hier = [
        {"lat": str(53.2 + i / 100), "lon": str(6.5 + j / 100), "town": naam}
        for i in range(20) for j in range(20) for naam in namen
    ]  # fmt: skip
    nieuw = bouw(oud, hier)
    oost, noord = naar_vlak_km(53.295, 6.595)
    groningen = next(rij for rij in nieuw["plaatsen"] if rij[0] == "Groningen")
    midden = [oost * PER_KM_GETEKEND, -noord * PER_KM_GETEKEND + PLAATSEN["Groningen"][1]]
    assert groningen[1:3] == pytest.approx(midden, abs=1)
    assert len(nieuw["dorpen"]) == 1, "they would all stand at one place"
    assert nieuw["zee"] == oud["zee"], "of another file"


def test_een_landkaart_geeft_de_zee() -> None:
    """A province of 30 by 20 km with the sea to the north, and land behind its eastern border."""
    oud = json.loads(BESTAND.read_text(encoding="utf-8"))
    nieuw = bouw(
        oud, None, landkaart(provincie=(6.5, 53.0, 7.0, 53.4), land=(6.9, 52.6, 7.6, 53.4))
    )
    zee = vlak_van(nieuw["zee"])
    assert zee.contains(op_vlak(53.45, 6.7))
    assert not zee.contains(op_vlak(53.35, 6.7))
    assert not zee.contains(op_vlak(53.35, 7.2)), "the other land"
    assert nieuw["dorpen"] == oud["dorpen"], "of another file"


def landkaart(**vakken: tuple[float, float, float, float]) -> dict[str, Any]:
    return {
        "features": [
            {
                "properties": {"soort": soort} | ({"naam": "Groningen"} if soort != "land" else {}),
                "geometry": shapely.geometry.mapping(shapely.box(*vak).segmentize(0.05)),
            }
            for soort, vak in vakken.items()
        ]
    }


def op_vlak(lat: float, lon: float) -> shapely.Point:
    return shapely.Point(naar_vlak_km(lat, lon))


class Vlakken(NamedTuple):
    """The shapes of `make kaart`, the edge as it is measured by, the sea as it is drawn."""

    gebied: dict[str, shapely.Geometry]
    rand: dict[str, shapely.Geometry]
    zee: shapely.Geometry


@pytest.fixture(scope="module")
def vlak() -> Vlakken:
    rand = {
        welk: shapely.MultiLineString([shapely.LineString(s.hoeken) for s in stukken(welk)])
        for welk in ("kern", "ruim")
    }
    zee = vlak_van(json.loads(BESTAND.read_text(encoding="utf-8"))["zee"])
    shapely.prepare(zee)
    return Vlakken(vlakken(), rand, zee)


@pytest.mark.parametrize("welk", ["kern", "ruim"])
def test_wij_meten_tot_de_hele_rand_op_land_en_niet_verder(welk: str, vlak: Vlakken) -> None:
    """20 m of making it simpler and rounding; no nearer to the sea than 250 m."""
    echt, gemeten = vlak.gebied[welk].boundary, vlak.rand[welk]
    assert gemeten.within(echt.buffer(0.02))
    assert (echt - vlak.zee.buffer(0.27)).within(gemeten.buffer(0.02))
    assert 0.22 < gemeten.distance(vlak.zee) < 0.28
    assert echt.intersects(vlak.zee), "nothing was left out"


def test_de_vlakken_zeggen_wat_de_regels_zeggen(vlak: Vlakken) -> None:
    """2,000 places, half of them near an edge; within 50 m of an edge both may be right."""
    gebied, randen = vlak.gebied, shapely.union_all([v.boundary for v in vlak.gebied.values()])
    gooi = random.Random(2026)  # noqa: S311 - not a secret
    hoeken = [hoek for welk in ("kern", "ruim") for stuk in stukken(welk) for hoek in stuk.hoeken]
    gezien = dict.fromkeys(Uitkomst, 0)
    for i in range(2_000):
        if i % 2:
            x, y = gooi.uniform(-20, 20), gooi.uniform(-14, 30)
        else:
            hoek = gooi.choice(hoeken)
            x, y = hoek[0] + gooi.gauss(0, 0.3), hoek[1] + gooi.gauss(0, 0.3)
        punt = naar_punt(x, y)
        plek = shapely.Point(naar_vlak_km(punt.lat, punt.lon))
        if plek.distance(randen) < AAN_DE_RAND_KM:
            continue
        if not in_nederland(punt):  # the picture is of land: the sea has no uitkomst
            continue
        uitkomst = beoordeel(punt, peildatum=PEILDATUM).uitkomst
        gezien[uitkomst] += 1
        assert (uitkomst is Uitkomst.BINNEN) == gebied["kern"].contains(plek), punt
        assert (uitkomst is Uitkomst.BUITEN) != gebied["ruim"].contains(plek), punt
    assert min(gezien[u] for u in (Uitkomst.BINNEN, Uitkomst.GRENSGEVAL, Uitkomst.BUITEN)) > 200, (
        gezien
    )


def naar_punt(x: float, y: float) -> Punt:
    """Back from the plane, near enough for a random place."""
    lat = 53.25 + y / 111.3
    return Punt(lat, 6.75 + x / (111.3 * 0.598))


@pytest.mark.parametrize("welk", ["kern", "ruim"])
def test_de_naaste_rand_is_de_naaste(welk: str, vlak: Vlakken) -> None:
    gooi = random.Random(5)  # noqa: S311 - not a secret
    for _ in range(300):
        x, y = gooi.uniform(-60, 60), gooi.uniform(-60, 60)
        oost, noord = naar_rand_km(x, y, welk)
        plek = shapely.Point(x, y)
        assert hypot(oost, noord) == pytest.approx(plek.distance(vlak.rand[welk]), abs=1e-9)
        assert shapely.Point(x + oost, y + noord).distance(vlak.rand[welk]) < 1e-9


def test_wij_weten_waar_de_zee_is(vlak: Vlakken) -> None:
    """As it is drawn, to the height of a row: 250 m."""
    gooi = random.Random(6)  # noqa: S311 - not a secret
    kust = vlak.zee.boundary
    for _ in range(3_000):
        x, y = gooi.uniform(-60, 60), gooi.uniform(-60, 60)
        plek = shapely.Point(x, y)
        if plek.distance(kust) > 0.25:
            assert op_zee(x, y) == vlak.zee.contains(plek), plek


def test_geen_richting_wijst_de_zee_in(vlak: Vlakken) -> None:
    """Whoever goes so far in that direction is on land, and so is the edge itself."""
    anders = 0
    for plek, punt in AAN_ZEE.items():
        x, y = naar_vlak_km(punt.lat, punt.lon)
        assert not vlak.zee.contains(shapely.Point(x, y)), f"{plek} is drawn out at sea"
        getekend = Beeld.uit(beoordeel(punt, peildatum=PEILDATUM), punt)
        for welk, van in (("kern", getekend.kern), ("ruim", getekend.ruim)):
            if van:
                oost, noord = naar_rand_km(x, y, welk)
                assert van.km == hypot(oost, noord)
                assert not vlak.zee.contains(shapely.Point(x + oost, y + noord)), (plek, van)
                anders += van.richting != windstreek(oost, noord)
                oost, noord = stap_naar(van.richting, van.km)
                assert not vlak.zee.contains(shapely.Point(x + oost, y + noord)), (plek, van)
    assert anders, "nowhere a direction was chosen because of the sea"


# The pictures -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("plek", "redenen"),
    [
        ("Loppersum", ["telt_mee"] * 4),
        ("Winsum", ["telt_mee"] * 3 + ["bijna"]),
        ("Hoogezand", ["telt_mee"] * 2 + ["telt_nipt_mee"] + ["bijna"]),
        ("Grote Markt", ["telt_mee"] * 2 + ["telt_nipt_mee"] + ["te_zwak"]),
        ("Ter Apel", []),
    ],
)
def test_de_balken_zijn_de_bevingen_die_het_verschil_maken(plek: str, redenen: list[str]) -> None:
    """Four: what counts, or just not, and else the next strongest."""
    balken = beslissende_rijen(oordeel(plek))
    assert [balk.reden for balk in balken] == redenen
    snelheden = [balk.snelheid_mm_s for balk in balken]
    assert snelheden == sorted(snelheden, reverse=True)


@pytest.mark.parametrize(
    ("plek", "dichtbij"),
    [("Loppersum", False), ("Winsum", True), ("Grote Markt", True), ("Ter Apel", False)],
)
def test_bij_een_rand_is_er_een_inzet_van_6_km(plek: str, dichtbij: bool) -> None:
    getekend = beeld(plek)
    kaart, randen = getekend.kaart, [r.km for r in (getekend.kern, getekend.ruim) if r]
    assert kaart
    assert (min(randen) < 3) == dichtbij == bool(kaart.inzet)
    if kaart.inzet:
        links, boven, breed, hoog = kaart.inzet.uitsnede
        assert (breed / PER_KM_GETEKEND, hoog / PER_KM_GETEKEND) == (6, 4)
        assert (links + breed // 2, boven + hoog // 2) == (kaart.x, kaart.y)


@pytest.mark.parametrize("donker", [False, True])
def test_de_rand_van_het_kerngebied_is_te_zien(donker: bool) -> None:
    """3:1 against what it lies between: its own tint, the land, and where the coast is its edge."""
    kleur = tokens(donker=donker)
    stijl = (STATIC / "css" / "beeld.css").read_text(encoding="utf-8")
    tint, zee = (
        float(re.findall(rf"^\.kaart-{vlak} {{.* fill-opacity: ([\d.]+);", stijl, re.MULTILINE)[0])
        for vlak in ("kern", "zee")
    )
    land, lijn = kleur["default-bg-document"], kleur["action-1-color-default"]
    kust = kleur["default-color-subtle"]
    kern, water = meng(lijn, land, tint), meng(kleur["info-border-default"], land, zee)
    for boven, onder in ((lijn, kern), (lijn, land), (kust, kern), (kust, water)):
        assert contrast(boven, onder) >= 3


Kleur = tuple[float, ...]


def tokens(*, donker: bool) -> dict[str, Kleur]:
    """The colours of our own theme by the end of their name."""
    css = (STATIC / "css" / "tokens.css").read_text(encoding="utf-8")
    licht, _, nacht = css.partition("@media")
    gevonden = re.findall(r"--basis-color-([\w-]+): #(\w+);", licht + (nacht if donker else ""))
    voluit = {
        naam: hexa if len(hexa) == 6 else re.sub(".", r"\g<0>" * 2, hexa) for naam, hexa in gevonden
    }
    return {naam: tuple(b / 255 for b in bytes.fromhex(hexa)) for naam, hexa in voluit.items()}


def meng(boven: Kleur, onder: Kleur, deel: float) -> Kleur:
    return tuple(deel * a + (1 - deel) * b for a, b in zip(boven, onder, strict=True))


def contrast(een: Kleur, ander: Kleur) -> float:
    """As WCAG has it."""
    laag, hoog = sorted(
        sum(
            deel * (k / 12.92 if k <= 0.03928 else ((k + 0.055) / 1.055) ** 2.4)
            for deel, k in zip((0.2126, 0.7152, 0.0722), kleur, strict=True)
        )
        for kleur in (een, ander)
    )
    return (hoog + 0.05) / (laag + 0.05)


def test_een_naam_in_de_inzet_ligt_niet_onder_de_speld() -> None:
    """Its text is above its y, and so is the pin."""
    kaart = beeld("Winsum").kaart
    assert kaart
    assert kaart.inzet
    (winsum,) = kaart.inzet.namen
    assert winsum == ("Winsum", winsum[1], kaart.y + 6)


# The page -----------------------------------------------------------------------------------------


def uitkomst_van(client: Inspecteur, postcode: str, nummer: str) -> TestResponse:
    velden = {"postcode": postcode, "huisnummer": nummer}
    return client.get(client.post("/adres", data=velden).location)


def figuren(antwoord: TestResponse) -> list[str]:
    return [Boom.tekst(figuur) for figuur in Boom(antwoord.text).alle("figure")]


def blok(antwoord: TestResponse, naam: str) -> str:
    """The text of this block of an uitkomst."""
    boom = Boom(antwoord.text)
    (deel,) = [s for s in boom.alle("section") if s.get("aria-labelledby") == naam]
    return boom.tekst(deel)


def hoofdtekst(antwoord: TestResponse) -> str:
    return Boom.tekst(Boom(antwoord.text).een("main"))


def in_woorden(van: Rand) -> str:
    """How far, which way: the order in which every sentence about an edge has them."""
    eenheid = {KM: "kilometer", M: "meter"}[van.maat]
    return rf"{short_number(van.aantal)} {eenheid}\b[^.]*? het {woord(van.richting)}\."


def woord(streek: Windstreek) -> str:
    """`noordoosten`."""
    return f"{streek}en"


@pytest.mark.parametrize(
    ("postcode", "nummer", "kern", "ruim"),
    [
        ("9919AH", "12", Rand(Windstreek.ZUIDWEST, 12, KM, 0), None),
        (
            "9951AD",
            "14",
            Rand(Windstreek.NOORDOOST, 1.5, KM, 0),
            None,
        ),
        ("9712HN", "1", None, Rand(Windstreek.NOORDOOST, 1.5, KM, 0)),
    ],
)
def test_de_pagina_zegt_in_woorden_waar_de_rand_is(
    client: Inspecteur, postcode: str, nummer: str, kern: Rand | None, ruim: Rand | None
) -> None:
    antwoord = uitkomst_van(client, postcode, nummer)
    tekst = hoofdtekst(antwoord)
    getoond = page_van(antwoord).beeld
    for verwacht, gevonden in ((kern, getoond.kern), (ruim, getoond.ruim)):
        if verwacht:
            assert gevonden == replace(verwacht, km=gevonden.km)
            assert re.search(in_woorden(verwacht), tekst)


def test_de_tekeningen_zijn_voor_de_ogen_en_de_woorden_voor_iedereen(client: Inspecteur) -> None:
    boom = Boom(uitkomst_van(client, "9951AD", "14").text)
    assert len(boom.alle("figure")) == 1
    for svg in boom.alle("svg"):
        buiten = [e for e in boom.wortel.iter() if svg in list(e.iter())]
        assert any(e.get("aria-hidden") == "true" for e in buiten), (
            "a drawing that a screen reader would spell out"
        )


def test_buiten_de_kaart_blijft_de_zin(met_register: Callable[..., Inspecteur]) -> None:
    client = met_register(adres(1, punt=PLEKKEN["Maastricht"]))
    antwoord = uitkomst_van(client, "9999ZZ", "1")
    assert figuren(antwoord) == []
    beeld = page_van(antwoord).beeld
    assert beeld.kern.richting is Windstreek.NOORD
    assert re.search(in_woorden(beeld.kern), hoofdtekst(antwoord))


def test_zonder_plaats_is_er_geen_tekening(client: Inspecteur) -> None:
    keuze = client.post("/adres", data={"adres": "9617BN 36"}, follow_redirects=True)
    antwoord = client.get(niet_bij(keuze.text))
    assert page_van(antwoord).beeld is None
    assert figuren(antwoord) == []


def test_een_naam_die_niet_past_staat_er_niet() -> None:
    oost, west, zuid = (ondergrond(uitsnede).namen for uitsnede in UITSNEDEN)
    assert [naam in oost for naam in ("Winschoten", "Ter Apel")] == [True, False]
    assert [naam in west for naam in ("Winschoten", "Winsum")] == [False, True]
    assert "Ter Apel" in zuid


def test_de_kaart_wordt_een_keer_gestuurd(client: Inspecteur) -> None:
    """The inset shows the same shapes; the pin lies above every name, and in the legend too."""
    tekst = uitkomst_van(client, "9951AD", "14").text
    vanaf = tekst[tekst.index('<svg class="kaart"') :]
    kaart, inzet, *legenda = re.findall(r"<svg .*?</svg>", vanaf, re.DOTALL)
    assert len(zlib.compress((kaart + inzet).encode(), 6)) <= 2_200
    assert len(inzet) < 1_000
    assert kaart.count("<circle") == 0
    for een in (kaart, inzet):
        assert een.rindex('href="#k-pin"') > een.rindex("<text")
    assert 'href="#k-pin"' in legenda[0]


# What it costs ------------------------------------------------------------------------------------


def test_de_tekeningen_samen_blijven_klein(app: Flask) -> None:
    """Compressed as a proxy does it."""
    kosten = {}
    for voorbeeld in voorbeelden()[::10]:
        with app.test_request_context():
            kenmerk = zelfcheck().verwijzer.uitkomst(voorbeeld.adres)
            page = uitkomst.maak_uitkomst(zelfcheck(), kenmerk, NU)
            assert isinstance(page, UitkomstPage)
            html = render_template("publiek/uitkomst.html", page=page)
        zonder_kaart = re.sub("<figure.*</figure>", "", html, flags=re.DOTALL)
        met, zonder = (len(zlib.compress(h.encode(), 6)) for h in (html, zonder_kaart))
        kosten[voorbeeld.naam] = met - zonder
    assert len(kosten) > 15
    assert max(kosten.values()) <= 2_500, kosten
    assert min(kosten.values()) > 1_000, kosten


@pytest.mark.parametrize("voorbeeld", voorbeelden(), ids=lambda v: v.naam)
def test_elk_adres_van_de_provincie_staat_op_zijn_kaart(voorbeeld: Voorbeeld) -> None:
    punt = voorbeeld.adres.punt
    kaart = Beeld.uit(beoordeel(punt, peildatum=PEILDATUM), punt).kaart
    assert kaart, "off the map"
    links, boven, breed, hoog = kaart.uitsnede
    assert links < kaart.x < links + breed
    assert boven < kaart.y < boven + hoog
    assert breed == 1_240, "the names would be smaller than 12 px on a phone"
