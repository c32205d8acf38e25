"""What differs from KNMI, and what does not; no quake is added or left out without being named."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from portal.bevingen.knmi import lees_lijst
from portal.bevingen.vergelijk import LijstTeKort, Vergelijking, Waarom, vergelijk
from rules.aannames import Gekozen
from rules.bevingen import catalogus
from rules.model import Beving
from tests.bevingen.lijst import (
    ASSEN,
    HELLUM,
    HUIZINGE,
    LAATSTE,
    STEDUM_2026,
    ZANDEWEER,
    Rij,
    als_json,
    fdsn,
    rijen,
)

GEKOZEN = Gekozen.uit({})
VORMEN = pytest.mark.parametrize("vorm", [fdsn, als_json], ids=["fdsn", "json"])
STEDUM_2019 = Rij(
    "knmi2019nieu", "2019-03-01T10:00:00.9", "53.300000", "6.700000", "1.15", "Stedum"
)


def houd_naast(
    lijst: list[Rij], later: tuple[Beving, ...] = (), vorm: object = fdsn
) -> Vergelijking:
    inhoud = als_json(lijst) if vorm is als_json else fdsn(lijst)
    return vergelijk(lees_lijst(inhoud), catalogus(), later, GEKOZEN)


@VORMEN
def test_dezelfde_lijst_verschilt_nergens(vorm: object) -> None:
    v = houd_naast(rijen(), vorm=vorm)
    assert not v.catalogus_verschilt
    assert (v.zelf_nakijken, v.later, v.straks) == ((), (), catalogus())
    assert dict(v.weggelaten) == {Waarom.ANDER_VELD: 1, Waarom.TE_KLEIN: 1}
    assert (v.gelezen, v.vanaf.year, v.tot.year) == (len(catalogus()) + 2, 1986, 2026)


@VORMEN
def test_nieuw_veranderd_en_vervallen(vorm: object) -> None:
    lijst = rijen(
        STEDUM_2019._replace(magnitude="1.2"),
        zonder=[ZANDEWEER.event_id],
        **{
            HELLUM.event_id: Rij.van(HELLUM)._replace(magnitude="3.2"),
            HUIZINGE.event_id: Rij.van(HUIZINGE)._replace(
                lat="53.350000", tijd="2012-08-16T20:30:34.0"
            ),
        },
    )
    v = houd_naast(lijst, vorm=vorm)
    assert [(b.plaats, b.magnitude, str(b.tijd_utc)) for b in v.nieuw] == [
        ("Stedum", 1.2, "2019-03-01 10:00:00+00:00")
    ]
    assert [(w.oud, w.nieuw.magnitude, round(w.verplaatst_km, 2)) for w in v.veranderd] == [
        (HUIZINGE, 3.6, 0.56),
        (HELLUM, 3.2, 0.0),
    ]
    assert [(x.beving, x.waarom) for x in v.vervallen] == [(ZANDEWEER, Waarom.WEG)]
    assert [b.tijd_utc for b in v.straks] == sorted(b.tijd_utc for b in v.straks)
    assert len(v.straks) == len(catalogus())
    assert {b.event_id for b in catalogus()} - {b.event_id for b in v.straks} == {
        ZANDEWEER.event_id
    }


@pytest.mark.parametrize(
    ("anders", "waarom"),
    [
        ({"soort": "controlled explosion"}, Waarom.GEEN_BEVING),
        ({"soort": "Other Event"}, Waarom.GEEN_BEVING),
        ({"magnitude": ""}, Waarom.ZONDER_MAGNITUDE),
        ({"magnitude": "1.1499"}, Waarom.TE_KLEIN),
        ({"lat": "52.950", "lon": "6.570"}, Waarom.ANDER_VELD),  # Geelbroek
        ({"lat": "53.305", "lon": "6.542"}, Waarom.ANDER_VELD),  # Wetsinge
        ({"soort": "earthquake"}, Waarom.SOORT),
        ({"soort": ""}, Waarom.SOORT),
        ({"diepte": ""}, Waarom.SOORT),
        ({"lat": "53.110", "lon": "6.840"}, Waarom.RAND),
        ({"lat": "53.110", "lon": "6.865"}, Waarom.RAND),
    ],
)
def test_wat_er_niet_bij_hoort_of_niet_te_zeggen_is(anders: dict[str, str], waarom: Waarom) -> None:
    v = houd_naast(rijen(STEDUM_2019._replace(**anders)))
    assert v.nieuw == ()
    te_beslissen = [x.waarom for x in v.zelf_nakijken]
    assert (
        te_beslissen == [waarom]
        if waarom in (Waarom.RAND, Waarom.SOORT)
        else v.weggelaten[waarom] > 0
    )
    assert v.straks == catalogus()


@pytest.mark.parametrize(
    ("anders", "waarom"),
    [
        ({"soort": "controlled explosion"}, Waarom.GEEN_BEVING),
        ({"magnitude": ""}, Waarom.ZONDER_MAGNITUDE),
        ({"magnitude": "1.1"}, Waarom.TE_KLEIN),
        ({"lat": "53.290"}, None),  # 6 km to the south: still in the field
        (
            {"lat": "53.110", "lon": "6.840"},
            None,
        ),  # on the border: that it is in our list was decided before
        ({"lat": "52.950", "lon": "6.570"}, Waarom.ANDER_VELD),
    ],
)
def test_een_beving_van_ons_die_er_niet_meer_bij_hoort_vervalt_met_de_reden(
    anders: dict[str, str], waarom: Waarom | None
) -> None:
    v = houd_naast(rijen(**{HUIZINGE.event_id: Rij.van(HUIZINGE)._replace(**anders)}))
    assert [(x.beving, x.waarom) for x in v.vervallen] == ([(HUIZINGE, waarom)] if waarom else [])
    assert [w.oud for w in v.veranderd] == ([] if waarom else [HUIZINGE])
    assert v.catalogus_verschilt


@pytest.mark.parametrize(
    ("anders", "gelijk"),
    [
        ({"magnitude": "3.5500"}, True),
        ({"magnitude": "3.6499"}, True),
        ({"magnitude": "3.6500"}, False),
        ({"lat": "53.345499"}, True),
        ({"lat": "53.346"}, True),  # one thousandth: what rounding explains
        ({"lat": "53.347"}, False),
        ({"plaats": "Huizinge (Loppersum)"}, True),
        ({"tijd": "2012-08-16T20:30:35"}, True),
        ({"tijd": "2012-08-16T20:30:38"}, True),
        ({"tijd": "2012-08-16T20:30:39"}, False),  # six seconds: more than a second look explains
        ({"tijd": "2011-08-16T20:30:33"}, False),  # found by its event id
        ({"event_id": "knmi2012anders"}, True),  # renumbered: found by time and place
    ],
)
def test_wat_afronding_verklaart_is_geen_verschil(anders: dict[str, str], gelijk: bool) -> None:
    v = houd_naast(rijen(**{HUIZINGE.event_id: Rij.van(HUIZINGE)._replace(**anders)}))
    assert v.catalogus_verschilt is not gelijk
    assert v.straks == catalogus() if gelijk else len(v.veranderd) == 1


@VORMEN
def test_latere_bevingen_vanaf_magnitude_1_8_en_niet_wat_de_lijst_al_heeft(vorm: object) -> None:
    te_klein = STEDUM_2026._replace(event_id="k", tijd="2026-11-11T10:00:00", magnitude="1.7")
    v = houd_naast(rijen(STEDUM_2026._replace(magnitude="2.1"), te_klein), vorm=vorm)
    assert [(b.plaats, b.magnitude) for b in v.later] == [("Stedum", 2.1)]
    assert not v.catalogus_verschilt
    assert len(v.straks) == len(catalogus()) + 1
    assert (
        houd_naast(rijen(STEDUM_2026._replace(magnitude="2.1"), te_klein), v.later, vorm).later
        == v.later
    ), "the second time nothing changes"


def test_een_latere_beving_van_onze_lijst_met_een_andere_magnitude_komt_in_het_bestand() -> None:
    v = houd_naast(rijen(**{ZANDEWEER.event_id: Rij.van(ZANDEWEER)._replace(magnitude="2.9")}))
    assert v.later == (replace(ZANDEWEER, magnitude=2.9),)
    assert not v.catalogus_verschilt


@pytest.mark.parametrize("tijd", ["2025-12-31T22:59:59", "2025-12-31T23:00:00", "2026-03-01T10:00"])
def test_een_beving_die_over_de_jaarwisseling_schuift_is_veranderd(tijd: str) -> None:
    """Either way: whether it counts is for who keeps the rules. The site does not show it twice."""
    erin = Rij.van(HUIZINGE)._replace(tijd=tijd)
    v = houd_naast(rijen(**{HUIZINGE.event_id: erin}))
    (wijziging,) = v.veranderd
    assert (wijziging.oud, wijziging.nieuw.tijd_utc) == (
        HUIZINGE,
        datetime.fromisoformat(tijd).replace(tzinfo=UTC),
    )
    assert v.later == ()
    assert wijziging.nieuw in v.straks
    terug = Rij.van(ZANDEWEER)._replace(tijd="2025-12-31T10:00:00")
    v = houd_naast(rijen(**{ZANDEWEER.event_id: terug}))
    assert [w.oud for w in v.veranderd] == [ZANDEWEER]
    assert v.later == ()


def test_wat_iemand_met_de_hand_in_het_bestand_zette_blijft_tot_het_knmi_het_intrekt() -> None:
    rand = STEDUM_2026._replace(lat="53.110000", lon="6.865000")
    hand = Beving(
        rand.event_id,
        HUIZINGE.tijd_utc.replace(year=2026, month=11),
        "Veendam",
        53.11,
        6.865,
        3.0,
        2.0,
    )
    assert [x.waarom for x in houd_naast(rijen(rand)).zelf_nakijken] == [Waarom.RAND]
    v = houd_naast(rijen(rand), (hand,))
    assert v.zelf_nakijken == ()
    assert [(b.plaats, b.magnitude) for b in v.later] == [("Veendam", 2.1)], (
        "with the magnitude that KNMI gives now"
    )
    assert houd_naast(rijen(), (hand,)).later == (), "KNMI withdrew it"


def test_een_oudere_lijst_neemt_niets_weg_van_wat_er_daarna_kwam() -> None:
    straks = Beving(
        "knmi2026dece", STEDUM_2026_TIJD.replace(month=12), "Stedum", 53.3, 6.7, 3.0, 2.0
    )
    assert houd_naast(rijen(), (straks,)).later == (straks,)


STEDUM_2026_TIJD = datetime(2026, 11, 10, 10, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    "lijst",
    [
        [r for r in rijen() if r is not ASSEN and r.tijd > "1992"],  # only from 1992
        [
            r for r in rijen() if r is not LAATSTE and r.tijd < "2025-12-31T23:00"
        ],  # only up to the end of the venster
        [STEDUM_2026],
    ],
    ids=["begint te laat", "houdt te vroeg op", "een"],
)
def test_een_lijst_die_niet_de_hele_periode_beslaat_is_niet_te_vergelijken(
    lijst: list[Rij],
) -> None:
    with pytest.raises(LijstTeKort, match="de lijst loopt van"):
        houd_naast(lijst)
