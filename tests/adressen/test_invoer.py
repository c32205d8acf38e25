"""What people type, in a table that anybody can extend."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.adressen.invoer import InvoerFout, InvoerReden, lees_huisnummer, lees_postcode

POSTCODES = """
9901AA | 9901AA
9901aa | 9901AA
9901Aa | 9901AA
9901 AA | 9901AA
9901 aa | 9901AA
 9901  AA  | 9901AA
9901-AA | 9901AA
9901 - aa | 9901AA
9901.AA | 9901AA
9901,aa | 9901AA
9901_AA | 9901AA
99 01 AA | 9901AA
9 9 0 1 A A | 9901AA
(9901 AA) | 9901AA
"""
# Spellings that are hard to see in a table: name, typed, understood.
BIJZONDERE_POSTCODES = [
    ("non-breaking space", "9901\u00a0AA", "9901AA"),
    ("narrow non-breaking space", "9901\u202fAA", "9901AA"),
    ("tab and newline", "\t9901 AA\r\n", "9901AA"),
    ("zero-width space", "9901\u200bAA", "9901AA"),
    ("soft hyphen", "9901\u00adAA", "9901AA"),
    ("en dash", "9901–AA", "9901AA"),
    ("non-breaking hyphen", "9901\u2011AA", "9901AA"),
    ("direction mark", "\u200e9901AA\u200f", "9901AA"),
    ("byte order mark", "\ufeff9901AA", "9901AA"),
    ("full-width", "９９０１ＡＡ", "9901AA"),
    ("Arabic digits", "٩٩٠١AA", "9901AA"),
]
FOUTE_POSTCODES = [
    ("", InvoerReden.POSTCODE_LEEG),
    ("   ", InvoerReden.POSTCODE_LEEG),
    ("\u00a0", InvoerReden.POSTCODE_LEEG),
    ("-", InvoerReden.POSTCODE_LEEG),
    ("9901", InvoerReden.POSTCODE_ALLEEN_CIJFERS),
    ("99 01", InvoerReden.POSTCODE_ALLEEN_CIJFERS),
    ("9901A", InvoerReden.POSTCODE_LETTERS),
    ("9901AAA", InvoerReden.POSTCODE_LETTERS),
    ("9901A1", InvoerReden.POSTCODE_LETTERS),
    ("9901 ÄÄ", InvoerReden.POSTCODE_LETTERS),
    ("9901 AA Appingedam", InvoerReden.POSTCODE_LETTERS),
    ("Appingedam", InvoerReden.POSTCODE_ONLEESBAAR),
    ("0901AA", InvoerReden.POSTCODE_ONLEESBAAR),
    ("990AA", InvoerReden.POSTCODE_ONLEESBAAR),
    ("99O1AA", InvoerReden.POSTCODE_ONLEESBAAR),
    ("AA9901", InvoerReden.POSTCODE_ONLEESBAAR),
    ("99011AA", InvoerReden.POSTCODE_ONLEESBAAR),
    ("9901\x00AA", InvoerReden.POSTCODE_LETTERS),
    ("9901AA" + " " * 60, InvoerReden.POSTCODE_ONLEESBAAR),
]
HUISNUMMERS = """
12 | 12 |
12a | 12 | A
12A | 12 | A
12 a | 12 | A
12-A | 12 | A
12 - a | 12 | A
12/a | 12 | A
12. a | 12 | A
12 bis | 12 | BIS
12bis | 12 | BIS
12-BIS | 12 | BIS
12-2 | 12 | 2
12/2 | 12 | 2
12 2 | 12 | 2
12a-2 | 12 | A2
12 a 2 | 12 | A2
12a2 | 12 | A2
12 A-102 | 12 | A102
12-II | 12 | II
12 a1234 | 12 | A1234
12 hs | 12 | HS
12,a | 12 | A
12' | 12 |
12. | 12 |
(12) | 12 |
nr. 12 | 12 |
nr 12a | 12 | A
Nr.12 | 12 |
NR 12 | 12 |
no. 12 | 12 |
nummer 12 | 12 |
huisnummer 12 | 12 |
huisnr. 12 b | 12 | B
#12 | 12 |
№ 12 | 12 |
012 | 12 |
0012a | 12 | A
12 t/o | 12 | TO
99999 | 99999 |
"""
BIJZONDERE_HUISNUMMERS = [
    ("non-breaking space", "12\u00a0a", (12, "A")),
    ("superscript is a toevoeging, not 122", "12²", (12, "2")),
    ("a half is a toevoeging, not 1212", "12½", (12, "12")),
    ("full-width", "１２ａ", (12, "A")),
    ("Arabic digits", "١٢", (12, "")),
    ("zero-width joiner", "12\u200da", (12, "A")),
    ("en dash", "12–2", (12, "2")),
]
MET_TOEVOEGING = """
12 | a | 12 | A
12 | A | 12 | A
12 | 2 | 12 | 2
12 | a-2 | 12 | A2
12 | bis | 12 | BIS
12 | -2 | 12 | 2
12a | 2 | 12 | A2
12a | a | 12 | A
12a | A | 12 | A
12 a | A | 12 | A
12-2 | 2 | 12 | 2
12 | | 12 |
"""
FOUTE_HUISNUMMERS = [
    ("", "", InvoerReden.HUISNUMMER_LEEG),
    ("  ", "", InvoerReden.HUISNUMMER_LEEG),
    ("", "a", InvoerReden.HUISNUMMER_LEEG),
    ("a", "", InvoerReden.HUISNUMMER_ZONDER_CIJFER),
    ("twaalf", "", InvoerReden.HUISNUMMER_ZONDER_CIJFER),
    ("Kerkstraat 12", "", InvoerReden.HUISNUMMER_ZONDER_CIJFER),
    ("0", "", InvoerReden.HUISNUMMER_ZONDER_CIJFER),
    ("000", "", InvoerReden.HUISNUMMER_ZONDER_CIJFER),
    ("-", "", InvoerReden.HUISNUMMER_ZONDER_CIJFER),
    ("nr.", "", InvoerReden.HUISNUMMER_ZONDER_CIJFER),
    ("1234567", "", InvoerReden.HUISNUMMER_TE_GROOT),
    ("9" * 5000, "", InvoerReden.HUISNUMMER_ZONDER_CIJFER),
    ("12 bij de kerk", "", InvoerReden.TOEVOEGING_ONLEESBAAR),
    ("12 é", "", InvoerReden.TOEVOEGING_ONLEESBAAR),
    ("12", "<b>", InvoerReden.TOEVOEGING_ONLEESBAAR),
    ("12", "eerste verdieping", InvoerReden.TOEVOEGING_ONLEESBAAR),
    ("12\x00", "", InvoerReden.TOEVOEGING_ONLEESBAAR),
]


def rijen(tabel: str) -> list[list[str]]:
    return [
        [deel.strip(" ") for deel in regel.split("|")] for regel in tabel.strip("\n").splitlines()
    ]


@pytest.mark.parametrize(("getypt", "gelezen"), rijen(POSTCODES))
def test_een_postcode_mag_op_veel_manieren(getypt: str, gelezen: str) -> None:
    assert lees_postcode(getypt) == gelezen


def test_spaties_om_een_postcode_heen_mogen() -> None:
    assert lees_postcode("  9901  AA ") == "9901AA"


@pytest.mark.parametrize(
    ("naam", "getypt", "gelezen"), BIJZONDERE_POSTCODES, ids=[r[0] for r in BIJZONDERE_POSTCODES]
)
def test_onzichtbare_tekens_in_een_postcode_storen_niet(
    naam: str, getypt: str, gelezen: str
) -> None:
    assert lees_postcode(getypt) == gelezen


@pytest.mark.parametrize(("getypt", "reden"), FOUTE_POSTCODES)
def test_een_postcode_die_niet_klopt_krijgt_zijn_eigen_reden(
    getypt: str, reden: InvoerReden
) -> None:
    with pytest.raises(InvoerFout) as fout:
        lees_postcode(getypt)
    assert fout.value.reden is reden


@pytest.mark.parametrize(("getypt", "nummer", "achter"), rijen(HUISNUMMERS))
def test_een_huisnummer_mag_op_veel_manieren(getypt: str, nummer: str, achter: str) -> None:
    assert lees_huisnummer(getypt) == (int(nummer), achter)


@pytest.mark.parametrize(
    ("naam", "getypt", "gelezen"),
    BIJZONDERE_HUISNUMMERS,
    ids=[r[0] for r in BIJZONDERE_HUISNUMMERS],
)
def test_bijzondere_tekens_in_een_huisnummer_worden_nooit_een_ander_nummer(
    naam: str, getypt: str, gelezen: tuple[int, str]
) -> None:
    assert lees_huisnummer(getypt) == gelezen


@pytest.mark.parametrize(("getypt", "apart", "nummer", "achter"), rijen(MET_TOEVOEGING))
def test_een_toevoeging_mag_in_het_nummer_of_in_een_eigen_veld(
    getypt: str, apart: str, nummer: str, achter: str
) -> None:
    assert lees_huisnummer(getypt, apart) == (int(nummer), achter)


@pytest.mark.parametrize(
    ("getypt", "apart", "reden"),
    FOUTE_HUISNUMMERS,
    ids=[repr(r[0][:20]) + r[1] for r in FOUTE_HUISNUMMERS],
)
def test_een_huisnummer_dat_niet_klopt_krijgt_zijn_eigen_reden(
    getypt: str, apart: str, reden: InvoerReden
) -> None:
    with pytest.raises(InvoerFout) as fout:
        lees_huisnummer(getypt, apart)
    assert fout.value.reden is reden


@given(st.text(max_size=60), st.text(max_size=60))
def test_wat_iemand_ook_typt_er_komt_een_waarde_of_een_reden(a: str, b: str) -> None:
    try:
        postcode = lees_postcode(a)
        assert len(postcode) == 6
        assert postcode.isascii()
    except InvoerFout as fout:
        assert fout.reden in InvoerReden
    try:
        nummer, achter = lees_huisnummer(a, b)
        assert 1 <= nummer <= 99_999
        assert len(achter) <= 5
        assert achter.isascii()
    except InvoerFout as fout:
        assert fout.reden in InvoerReden
