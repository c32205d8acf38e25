"""Codes as people type, read and spell them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.crypto.codes import (
    ALPHABET,
    LENGTH,
    CodeError,
    CodeReason,
    new_code,
    parse_code,
    show_code,
    spell_code,
    spell_first_half,
)

CODES = st.text(ALPHABET, min_size=LENGTH, max_size=LENGTH)

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
    ("", CodeReason.EMPTY),
    ("   ", CodeReason.EMPTY),
    (" - ", CodeReason.EMPTY),
    ("KFM4X", CodeReason.LENGTH),
    ("KFM4XTT", CodeReason.LENGTH),
    ("KFM4XT KFM4XT", CodeReason.LENGTH),
    ("K" * 5000, CodeReason.LENGTH),
    ("KFM4X0", CodeReason.CHARACTERS),  # zero: no code has it, so it may be anything
    ("KFM4XO", CodeReason.CHARACTERS),
    ("KFM41T", CodeReason.CHARACTERS),
    ("KFM4IT", CodeReason.CHARACTERS),
    ("KFM4YT", CodeReason.CHARACTERS),
    ("KFM4IJT", CodeReason.CHARACTERS),
    ("KFM_4XT", CodeReason.CHARACTERS),
    ("KFM/4XT", CodeReason.CHARACTERS),
    ("КFM4XT", CodeReason.CHARACTERS),  # a Cyrillic K
    ("KFM٤XT", CodeReason.CHARACTERS),  # an Arabic 4
    ("KFM4X\x00T", CodeReason.CHARACTERS),
    ("9712 JG 12", CodeReason.CHARACTERS),  # a postcode and number in the wrong field
]


@pytest.mark.parametrize("getypt", [getypt for _, getypt in GOED], ids=[naam for naam, _ in GOED])
def test_een_code_mag_op_veel_manieren(getypt: str) -> None:
    assert parse_code(getypt) == "KFM4XT"


@pytest.mark.parametrize(("getypt", "reden"), FOUT)
def test_wat_geen_code_is_wordt_geweigerd_met_een_reden(getypt: str, reden: CodeReason) -> None:
    with pytest.raises(CodeError) as fout:
        parse_code(getypt)
    assert fout.value.reason is reden
    assert str(fout.value) == reden.value, "what was typed must not be in a text that is logged"


def test_geen_teken_lijkt_op_een_ander_en_geen_code_is_een_woord() -> None:
    lijken = ["B8", "G6", "S5", "Z2", "L1I", "O0Q"]
    assert not set(ALPHABET) & set("AEIOUY" + "".join(lijken))
    assert len(set(ALPHABET)) == len(ALPHABET)
    assert len(ALPHABET) ** LENGTH > 30_000_000


def test_codes_gebruiken_elk_teken_en_herhalen_zich_niet() -> None:
    codes = [new_code() for _ in range(500)]
    assert {len(code) for code in codes} == {LENGTH}
    for plek in zip(*codes, strict=True):
        assert set(plek) == set(
            ALPHABET
        )  # chance that one of the signs is missing at one of the places: 1 in 10**10
    assert len(set(codes)) >= 498  # chance of a pair: 1 in 270; of three pairs: 1 in 10**8


def test_een_code_wordt_gespeld_zoals_aan_de_telefoon() -> None:
    assert spell_code("KFM4XT") == (
        ("K", "K van Karel"), ("F", "F van Ferdinand"), ("M", "M van Marie"),
        ("4", "vier"), ("X", "X van Xantippe"), ("T", "T van Theodoor"),
    )  # fmt: skip


def test_wie_belt_noemt_alleen_het_begin_van_de_code() -> None:
    assert spell_first_half("KFM4XT") == "K van Karel, F van Ferdinand, M van Marie"
    assert spell_first_half("KFM4XT", "en") == "K for Kilo, F for Foxtrot, M for Mike"


def test_in_het_engels_wordt_een_code_gespeld_met_de_woorden_van_de_navo() -> None:
    assert spell_code("KX4", "en") == (("K", "K for Kilo"), ("X", "X for X-ray"), ("4", "four"))


@pytest.mark.parametrize(("taal", "van"), [("nl", " van "), ("gos", " van "), ("en", " for ")])
def test_elk_teken_is_te_spellen_en_begint_met_zichzelf(taal: str, van: str) -> None:
    for teken, gezegd in spell_code(ALPHABET, taal):
        letter, _, naam = gezegd.partition(van)
        assert (letter == teken and naam.startswith(teken)) if teken.isalpha() else gezegd.isalpha()
    assert len({gezegd for _, gezegd in spell_code(ALPHABET, taal)}) == len(ALPHABET)


def test_een_code_wordt_in_twee_groepen_getoond() -> None:
    assert show_code("KFM4XT") == "KFM 4XT"


@given(CODES)
def test_wat_getoond_wordt_is_weer_te_lezen(code: str) -> None:
    assert parse_code(show_code(code)) == code
    assert parse_code(show_code(code).lower()) == code


@given(st.text(max_size=50))
def test_elke_tekst_is_een_code_of_een_fout(tekst: str) -> None:
    try:
        code = parse_code(tekst)
    except CodeError:
        return
    assert len(code) == LENGTH
    assert set(code) <= set(ALPHABET)
