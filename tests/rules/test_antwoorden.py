"""What follows from the seven answers: the policy officers' table, and what must hold for any
answers at any place.
"""

import csv
from dataclasses import fields
from datetime import date
from itertools import product
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rules import REGELVERSIES, Antwoorden, Punt, Uitkomst, beoordeel, bewijs
from rules.antwoorden import SOORTEN
from rules.model import Antwoord, Criterium, StapCode
from rules.opmaat import OP_MAAT, open_vragen, volg, zonder_dichte
from rules.stappen import DE_WEG, STAPPEN, UITWEGEN

VANDAAG = date(2026, 11, 24)


def tabel(naam: str) -> list[dict[str, str]]:
    tekst = (Path(__file__).parent / naam).read_text(encoding="utf-8")
    return list(csv.DictReader(tekst.splitlines()))


GEVALLEN, VRAGEN = tabel("antwoorden.csv"), tabel("vragen.csv")
BINNEN, GRENSGEVAL, BUITEN = Punt(53.3330, 6.7500), Punt(53.3310, 6.5200), Punt(53.2187, 6.5680)
ANTWOORDEN = st.builds(
    Antwoorden, **{naam: st.sampled_from(list(soort)) for naam, soort in SOORTEN.items()}
)


def lees(tekst: str) -> Antwoorden:
    return Antwoorden.uit(dict(deel.split("=") for deel in tekst.split()))


@pytest.mark.parametrize("geval", GEVALLEN, ids=[g["wat"] for g in GEVALLEN])
def test_de_tabel_van_antwoorden_en_stappen(geval: dict[str, str]) -> None:
    """Within the area, where every step can be left out; what follows comes first, and is said
    once.
    """
    oordeel = beoordeel(BINNEN, peildatum=VANDAAG, antwoorden=lees(geval["antwoorden"]))
    op_maat, valt_weg = geval["op_maat"].split(), set(geval["valt_weg"].split())
    assert [stap.code.value for stap in oordeel.op_maat] == op_maat
    for gewoon, nu in ((DE_WEG, oordeel.stappen), (UITWEGEN, oordeel.uitwegen)):
        blijft = [
            stap.code.value for stap in gewoon if stap.code.value not in valt_weg | set(op_maat)
        ]
        assert [stap.code.value for stap in nu] == blijft


@pytest.mark.parametrize("geval", VRAGEN, ids=[g["wat"] for g in VRAGEN])
def test_de_tabel_van_vragen_die_open_blijven(geval: dict[str, str]) -> None:
    open_ = open_vragen(lees(geval["antwoorden"]), Uitkomst(geval["uitkomst"]))
    assert list(open_) == geval["open"].split()


@given(ANTWOORDEN, st.sampled_from(Uitkomst))
def test_een_antwoord_op_een_vraag_die_niet_open_is_telt_niet(
    antwoorden: Antwoorden, uitkomst: Uitkomst
) -> None:
    """Once is enough: leaving those out opens no other question."""
    over = zonder_dichte(antwoorden, uitkomst)
    assert set(over.gegeven) <= set(open_vragen(over, uitkomst))
    assert over.gegeven.items() <= antwoorden.gegeven.items()
    assert zonder_dichte(over, uitkomst) == over


@pytest.mark.parametrize(
    ("punt", "antwoorden", "codes"),
    [
        (BUITEN, "versterking=ja", ["versterking"]),
        (
            BUITEN,
            "versterking=ja lopend_dossier=ja",
            ["lopend_dossier", "samenloop", "versterking"],
        ),
        (GRENSGEVAL, "versterking=ja", ["samenloop", "versterking"]),
        (None, "versterking=ja", ["samenloop", "versterking"]),
    ],
)
def test_buiten_het_gebied_is_er_alleen_samenloop_bij_een_lopend_dossier(
    punt: Punt | None, antwoorden: str, codes: list[str]
) -> None:
    oordeel = beoordeel(punt, peildatum=VANDAAG, antwoorden=lees(antwoorden))
    assert [stap.code.value for stap in oordeel.op_maat] == codes


@given(
    ANTWOORDEN,
    st.none() | st.sampled_from([BINNEN, GRENSGEVAL, BUITEN]),
    st.dates(date(2023, 6, 8), date(2028, 1, 1)),
)
def test_geen_enkel_antwoord_verandert_de_uitkomst_of_het_aantal(
    antwoorden: Antwoorden, punt: Punt | None, dag: date
) -> None:
    zonder, met = (beoordeel(punt, peildatum=dag, antwoorden=a) for a in (None, antwoorden))
    mag_anders = {"antwoorden", "op_maat", "stappen", "uitwegen", "bevindingen"}
    for veld in fields(zonder):
        assert veld.name in mag_anders or getattr(met, veld.name) == getattr(zonder, veld.name), (
            veld.name
        )
    assert [b.antwoord for b in met.bevindingen if b.criterium is not Criterium.EIGENAAR] == [
        b.antwoord for b in zonder.bevindingen if b.criterium is not Criterium.EIGENAAR
    ]


@pytest.mark.parametrize("punt", [BINNEN, GRENSGEVAL, BUITEN, None])
def test_overal_weet_ik_niet_is_hetzelfde_als_niets_vragen(punt: Punt | None) -> None:
    open_ = Antwoorden.uit(dict.fromkeys(SOORTEN, "weet_niet"))
    assert open_ == Antwoorden()
    assert open_.gegeven == {}
    oordeel = beoordeel(punt, peildatum=VANDAAG)
    assert oordeel == beoordeel(punt, peildatum=VANDAAG, antwoorden=open_)
    assert (oordeel.op_maat, oordeel.stappen, oordeel.uitwegen) == (
        (),
        STAPPEN[oordeel.uitkomst],
        UITWEGEN,
    )


@given(ANTWOORDEN, st.sampled_from([BINNEN, GRENSGEVAL, BUITEN]))
def test_er_blijft_altijd_een_weg_over_en_niets_staat_er_twee_keer(
    antwoorden: Antwoorden, punt: Punt
) -> None:
    oordeel = beoordeel(punt, peildatum=VANDAAG, antwoorden=antwoorden)
    codes = [stap.code for stap in (*oordeel.op_maat, *oordeel.stappen, *oordeel.uitwegen)]
    assert StapCode.SCHADE_MELDEN in codes
    assert len(codes) == len(set(codes))
    assert all(stap.bron.naam for stap in oordeel.op_maat)


def test_elke_stap_en_elke_regel_komt_ergens_voor() -> None:
    alle = [
        Antwoorden.uit(dict(zip(SOORTEN, keuze, strict=True)))
        for keuze in product(*SOORTEN.values())
    ]  # 3,645
    op_maat = [volg(antwoorden, REGELVERSIES[-1], Uitkomst.BINNEN) for antwoorden in alle]
    gebruikt = {
        stap.code for stappen in (*op_maat, *STAPPEN.values(), UITWEGEN) for stap in stappen
    }
    assert gebruikt == set(StapCode)
    assert max(map(len, op_maat)) == len(OP_MAAT) - 2, (
        "damage is reported or not, and a running file settles another building; the rest can go"
        " together"
    )


@pytest.mark.parametrize(
    ("dag", "codes"), [(date(2023, 7, 1), []), (date(2025, 1, 1), []), (VANDAAG, ["rijksmonument"])]
)
def test_dat_het_maximum_niet_geldt_voor_een_rijksmonument_is_pas_vanaf_2026(
    dag: date, codes: list[str]
) -> None:
    oordeel = beoordeel(BINNEN, peildatum=dag, antwoorden=lees("rijksmonument=ja"))
    assert [stap.code.value for stap in oordeel.op_maat] == codes


@pytest.mark.parametrize(
    ("antwoorden", "antwoord"),
    [
        ("", Antwoord.ONBEKEND),
        ("rol=eigenaar", Antwoord.ONBEKEND),
        ("rol=eigenaar gebouw=woning", Antwoord.IMG),
        ("rol=huurder gebouw=woning", Antwoord.ONBEKEND),
        ("rol=eigenaar gebouw=vve", Antwoord.ONBEKEND),
    ],
)
def test_voor_wie_het_is_weten_wij_niet_en_alleen_bij_een_eigen_woning_is_het_aan_het_img(
    antwoorden: str, antwoord: Antwoord
) -> None:
    bevindingen = {
        b.criterium: b
        for b in beoordeel(BINNEN, peildatum=VANDAAG, antwoorden=lees(antwoorden)).bevindingen
    }
    assert bevindingen[Criterium.EIGENAAR].antwoord is antwoord
    assert {bevindingen[c].antwoord for c in (Criterium.SCHADE, Criterium.GEBREK)} == {Antwoord.IMG}


@given(ANTWOORDEN)
def test_uit_de_teksten_en_uit_het_bewijs_komen_dezelfde_antwoorden(antwoorden: Antwoorden) -> None:
    assert Antwoorden.uit(antwoorden.gegeven) == antwoorden
    gevonden = bewijs(beoordeel(BUITEN, peildatum=VANDAAG, antwoorden=antwoorden))["antwoorden"]
    assert Antwoorden.uit(gevonden) == antwoorden  # type: ignore[arg-type]


@pytest.mark.parametrize("tekst", ["rol=baas", "kleur=blauw", "rijksmonument=misschien", "rol="])
def test_een_vraag_of_antwoord_dat_er_niet_is_wordt_geweigerd(tekst: str) -> None:
    with pytest.raises(ValueError):
        lees(tekst)


def test_vragen_die_er_niet_zijn_worden_genoemd() -> None:
    with pytest.raises(ValueError, match=r"^geen vraag van ons: kleur, maat$"):
        Antwoorden.uit({"maat": "groot", "kleur": "blauw"})


def test_er_zijn_hooguit_zeven_vragen_en_elke_mag_open_blijven() -> None:
    assert len(SOORTEN) == 7
    assert all("weet_niet" in set(soort) for soort in SOORTEN.values())
    for naam, soort in SOORTEN.items():
        for keuze in soort:
            assert getattr(Antwoorden.uit({naam: keuze.value}), naam) is keuze


def test_bij_elke_uitkomst_kan_er_geantwoord_worden() -> None:
    antwoorden = lees("rol=huurder vastgelopen=ja")
    gevonden = {}
    for punt in (BINNEN, GRENSGEVAL, BUITEN, None):
        oordeel = beoordeel(punt, peildatum=VANDAAG, antwoorden=antwoorden)
        gevonden[oordeel.uitkomst] = [stap.code.value for stap in oordeel.op_maat]
    assert gevonden == {uitkomst: ["schrijnend", "huurder"] for uitkomst in Uitkomst}
