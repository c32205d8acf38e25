"""Codes as people type, read and spell them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.crypto.codes import (
    ALFABET,
    LENGTE,
    CodeFout,
    CodeReden,
    lees_code,
    maak_code,
    spel_begin,
    spel_code,
    toon_code,
)

CODES = st.text(ALFABET, min_size=LENGTE, max_size=LENGTE)

GOED = [
    ("as we make it", "KFM4XT"),
    ("as we show it", "KFM 4XT"),
    ("lower case", "kfm4xt"),
    ("mixed", "Kfm 4xT"),
    ("dash", "KFM-4XT"),
    ("dash between spaces", " kfm - 4xt "),
    ("dots", "K.F.M.4.X.T."),
    ("spelled", "k f m 4 x t"),
    ("en dash of a phone that corrects", "KFM–4XT"),
    ("non-breaking space", "KFM\u00a04XT"),
    ("copied from a page", "\u200bKFM 4XT\r\n"),
]
FOUT = [
    ("", CodeReden.LEEG),
    ("   ", CodeReden.LEEG),
    (" - ", CodeReden.LEEG),
    ("KFM4X", CodeReden.LENGTE),
    ("KFM4XTT", CodeReden.LENGTE),
    ("KFM4XT KFM4XT", CodeReden.LENGTE),
    ("K" * 5000, CodeReden.LENGTE),
    ("KFM4X0", CodeReden.TEKENS),  # zero: no code has it, so it may be anything
    ("KFM4XO", CodeReden.TEKENS),
    ("KFM41T", CodeReden.TEKENS),
    ("KFM4IT", CodeReden.TEKENS),
    ("KFM4YT", CodeReden.TEKENS),
    ("KFM4IJT", CodeReden.TEKENS),
    ("KFM_4XT", CodeReden.TEKENS),
    ("KFM/4XT", CodeReden.TEKENS),
    ("КFM4XT", CodeReden.TEKENS),  # a Cyrillic K
    ("KFM٤XT", CodeReden.TEKENS),  # an Arabic 4
    ("KFM4X\x00T", CodeReden.TEKENS),
    ("9712 JG 12", CodeReden.TEKENS),  # a postcode and number in the wrong field
]


@pytest.mark.parametrize("getypt", [getypt for _, getypt in GOED], ids=[naam for naam, _ in GOED])
def test_een_code_mag_op_veel_manieren(getypt: str) -> None:
    assert lees_code(getypt) == "KFM4XT"


@pytest.mark.parametrize(("getypt", "reden"), FOUT)
def test_wat_geen_code_is_wordt_geweigerd_met_een_reden(getypt: str, reden: CodeReden) -> None:
    with pytest.raises(CodeFout) as fout:
        lees_code(getypt)
    assert fout.value.reden is reden
    assert str(fout.value) == reden.value, "what was typed must not be in a text that is logged"


def test_geen_teken_lijkt_op_een_ander_en_geen_code_is_een_woord() -> None:
    lijken = ["B8", "G6", "S5", "Z2", "L1I", "O0Q"]
    assert not set(ALFABET) & set("AEIOUY" + "".join(lijken))
    assert len(set(ALFABET)) == len(ALFABET)
    assert len(ALFABET) ** LENGTE > 30_000_000


def test_codes_gebruiken_elk_teken_en_herhalen_zich_niet() -> None:
    codes = [maak_code() for _ in range(500)]
    assert {len(code) for code in codes} == {LENGTE}
    for plek in zip(*codes, strict=True):
        assert set(plek) == set(
            ALFABET
        )  # chance that one of the signs is missing at one of the places: 1 in 10**10
    assert len(set(codes)) >= 498  # chance of a pair: 1 in 270; of three pairs: 1 in 10**8


def test_een_code_wordt_gespeld_zoals_aan_de_telefoon() -> None:
    assert spel_code("KFM4XT") == (
        ("K", "K van Karel"), ("F", "F van Ferdinand"), ("M", "M van Marie"),
        ("4", "vier"), ("X", "X van Xantippe"), ("T", "T van Theodoor"),
    )  # fmt: skip


def test_wie_belt_noemt_alleen_het_begin_van_de_code() -> None:
    assert spel_begin("KFM4XT") == "K van Karel, F van Ferdinand, M van Marie"


def test_in_het_engels_wordt_een_code_gespeld_met_de_woorden_van_de_navo() -> None:
    assert spel_code("KX4", "en") == (("K", "K for Kilo"), ("X", "X for X-ray"), ("4", "four"))


@pytest.mark.parametrize(("taal", "van"), [("nl", " van "), ("gos", " van "), ("en", " for ")])
def test_elk_teken_is_te_spellen_en_begint_met_zichzelf(taal: str, van: str) -> None:
    for teken, gezegd in spel_code(ALFABET, taal):
        letter, _, naam = gezegd.partition(van)
        assert (letter == teken and naam.startswith(teken)) if teken.isalpha() else gezegd.isalpha()
    assert len({gezegd for _, gezegd in spel_code(ALFABET, taal)}) == len(ALFABET)


def test_een_code_wordt_in_twee_groepen_getoond() -> None:
    assert toon_code("KFM4XT") == "KFM 4XT"


@given(CODES)
def test_wat_getoond_wordt_is_weer_te_lezen(code: str) -> None:
    assert lees_code(toon_code(code)) == code
    assert lees_code(toon_code(code).lower()) == code


@given(st.text(max_size=50))
def test_elke_tekst_is_een_code_of_een_fout(tekst: str) -> None:
    try:
        code = lees_code(tekst)
    except CodeFout:
        return
    assert len(code) == LENGTE
    assert set(code) <= set(ALFABET)
