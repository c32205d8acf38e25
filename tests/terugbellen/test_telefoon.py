"""Phone numbers as people type them, in a table that anybody can extend.

The numbers are made up, or of public bodies.
"""

import re

import phonenumbers
import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.terugbellen.waarden.telefoon import (
    TelefoonFout,
    TelefoonReden,
    laatste_drie,
    lees_telefoon,
    toon_telefoon,
)

# typed | kept | shown
GOED = """
0612345678             | +31612345678   | 06 12345678
06 12345678            | +31612345678   | 06 12345678
06-12345678            | +31612345678   | 06 12345678
06 - 12 34 56 78       | +31612345678   | 06 12345678
06.12.34.56.78         | +31612345678   | 06 12345678
06/12345678            | +31612345678   | 06 12345678
(06) 12345678          | +31612345678   | 06 12345678
+31612345678           | +31612345678   | 06 12345678
+31 6 12345678         | +31612345678   | 06 12345678
+31 (0)6 12345678      | +31612345678   | 06 12345678
+31 (0) 6-1234 5678    | +31612345678   | 06 12345678
+31 06 12345678        | +31612345678   | 06 12345678
(+31) 6 12345678       | +31612345678   | 06 12345678
0031 6 12345678        | +31612345678   | 06 12345678
0031 (0)6 12345678     | +31612345678   | 06 12345678
00 31 6 12345678       | +31612345678   | 06 12345678
31612345678            | +31612345678   | 06 12345678
612345678              | +31612345678   | 06 12345678
050 1234567            | +31501234567   | 050 123 4567
050-123 45 67          | +31501234567   | 050 123 4567
(050) 123 45 67        | +31501234567   | 050 123 4567
+31 (0)50 - 123.45.67  | +31501234567   | 050 123 4567
0596 123456            | +31596123456   | 0596 123 456
085 1234567            | +31851234567   | 085 123 4567
088 1234567            | +31881234567   | 088 123 4567
+49 4921 123456        | +494921123456  | +49 4921 123456
+49 (0)4921 123456     | +494921123456  | +49 4921 123456
+49 (0) 4921 / 123456  | +494921123456  | +49 4921 123456
0049 4921 123456       | +494921123456  | +49 4921 123456
0049 (0)4921-123456    | +494921123456  | +49 4921 123456
+49 151 12345678       | +4915112345678 | +49 1511 2345678
+49 906 123456         | +49906123456   | +49 906 123456
"""
# Spellings that are hard to see in a table.
BIJZONDER = [
    ("non-breaking space", "06\u00a012345678"),
    ("narrow non-breaking space", "06\u202f12345678"),
    ("tab and newline", "\t06 12345678\r\n"),
    ("zero-width space", "06\u200b12345678"),
    ("direction marks of a copied contact", "\u202a+31 6 12345678\u202c"),
    ("en dash", "06–12345678"),
    ("non-breaking hyphen", "06\u201112345678"),
    ("full-width", "０６－１２３４５６７８"),
    ("full-width plus", "＋３１６１２３４５６７８"),
    ("Arabic digits", "٠٦١٢٣٤٥٦٧٨"),
]
FOUT = [
    ("", TelefoonReden.LEEG),
    ("   ", TelefoonReden.LEEG),
    ("\u00a0", TelefoonReden.LEEG),
    (" - ", TelefoonReden.LEEG),
    # letters and other signs; nothing is dropped in silence
    ("geen telefoon", TelefoonReden.LETTERS),
    ("06 1234567O", TelefoonReden.LETTERS),
    ("06 BELONSNU", TelefoonReden.LETTERS),
    ("0800 BELASTING", TelefoonReden.LETTERS),
    ("tel. 06 12345678", TelefoonReden.LETTERS),
    ("06 12345678 of 050 1234567", TelefoonReden.LETTERS),
    ("06 12345678 en 050 1234567", TelefoonReden.LETTERS),
    ("050 1234567 ext 12", TelefoonReden.LETTERS),
    ("050 1234567 x12", TelefoonReden.LETTERS),
    ("0612345678;ext=3", TelefoonReden.LETTERS),
    ("050 1234567 #12", TelefoonReden.LETTERS),
    ("*31# 06 12345678", TelefoonReden.LETTERS),
    ("06 1234567²", TelefoonReden.LETTERS),
    ("06 12345678 +31 50 1234567", TelefoonReden.LETTERS),
    ("naam@voorbeeld.nl", TelefoonReden.LETTERS),
    ("06 12345678\x00", TelefoonReden.LETTERS),
    # too short
    ("0", TelefoonReden.TE_KORT),
    ("06", TelefoonReden.TE_KORT),
    ("+", TelefoonReden.TE_KORT),
    ("+31", TelefoonReden.TE_KORT),
    ("0031", TelefoonReden.TE_KORT),
    ("12345", TelefoonReden.TE_KORT),
    ("112", TelefoonReden.TE_KORT),
    ("06 1234567", TelefoonReden.TE_KORT),
    ("050 123456", TelefoonReden.TE_KORT),
    ("1234567", TelefoonReden.TE_KORT),  # without its area code
    ("+49 151", TelefoonReden.TE_KORT),
    # too long
    ("06 123456789", TelefoonReden.TE_LANG),
    ("050 1234567-12", TelefoonReden.TE_LANG),
    ("06 12345678 / 050 1234567", TelefoonReden.TE_LANG),
    ("06 12345678, 050 1234567", TelefoonReden.TE_LANG),
    ("0612345678 0501234567", TelefoonReden.TE_LANG),
    ("04921 123456", TelefoonReden.TE_LANG),  # German, without +49
    ("+49 4921 123456789012", TelefoonReden.TE_LANG),
    ("0" * 5000, TelefoonReden.TE_LANG),
    # of a service
    ("0800 4444 111", TelefoonReden.GRATIS_OF_BETAALD),
    ("+31 800 4444 111", TelefoonReden.GRATIS_OF_BETAALD),
    ("0800-1234", TelefoonReden.GRATIS_OF_BETAALD),
    ("0900 1234567", TelefoonReden.GRATIS_OF_BETAALD),
    ("0900-8844", TelefoonReden.GRATIS_OF_BETAALD),
    ("0906-1234", TelefoonReden.GRATIS_OF_BETAALD),
    ("0909 1234", TelefoonReden.GRATIS_OF_BETAALD),
    ("0909", TelefoonReden.GRATIS_OF_BETAALD),
    ("0800", TelefoonReden.GRATIS_OF_BETAALD),
    ("14 050", TelefoonReden.GRATIS_OF_BETAALD),
    ("084 1234567", TelefoonReden.GRATIS_OF_BETAALD),
    ("087 1234567", TelefoonReden.GRATIS_OF_BETAALD),
    ("066 1234567", TelefoonReden.GRATIS_OF_BETAALD),
    ("+49 800 1234567", TelefoonReden.GRATIS_OF_BETAALD),
    ("0049 900 1234567", TelefoonReden.GRATIS_OF_BETAALD),
    ("+49 180 1234567", TelefoonReden.GRATIS_OF_BETAALD),
    ("+49 700 12345678", TelefoonReden.GRATIS_OF_BETAALD),
    # elsewhere
    ("+32 2 123 45 67", TelefoonReden.ANDER_LAND),
    ("0032 470 12 34 56", TelefoonReden.ANDER_LAND),
    ("+44 20 7946 0000", TelefoonReden.ANDER_LAND),
    ("+1 202 555 0123", TelefoonReden.ANDER_LAND),
    ("+599 717 1234", TelefoonReden.ANDER_LAND),  # Bonaire
    ("+32 2 123", TelefoonReden.ANDER_LAND),
    # as long as a number
    ("0000000000", TelefoonReden.ONBESTAAND),
    ("067 1234567", TelefoonReden.ONBESTAAND),
    ("0141 234567", TelefoonReden.ONBESTAAND),
    ("+999 123456", TelefoonReden.ONBESTAAND),
]
RIJEN = [[deel.strip() for deel in regel.split("|")] for regel in GOED.strip().splitlines()]
# Mobile and fixed numbers of both countries, all of them valid by their pattern.
NUMMERS = st.one_of(
    st.from_regex(r"\+316[1-58][0-9]{7}", fullmatch=True),
    st.from_regex(r"\+31(50|70|88)[1-9][0-9]{6}", fullmatch=True),
    st.from_regex(r"\+31596[1-9][0-9]{5}", fullmatch=True),
    st.from_regex(r"\+49491[1-9][0-9]{5}", fullmatch=True),
    st.from_regex(r"\+491511[0-9]{7}", fullmatch=True),
).map(lambda nummer: "".join(str(int(c)) if c.isdecimal() else c for c in nummer))


@pytest.mark.parametrize(("getypt", "bewaard", "getoond"), RIJEN)
def test_een_nummer_mag_op_veel_manieren_en_wordt_op_een_manier_getoond(
    getypt: str, bewaard: str, getoond: str
) -> None:
    assert lees_telefoon(getypt) == bewaard
    assert toon_telefoon(bewaard) == getoond


@pytest.mark.parametrize(
    "getypt", [getypt for _, getypt in BIJZONDER], ids=[naam for naam, _ in BIJZONDER]
)
def test_ook_met_tekens_die_je_niet_ziet(getypt: str) -> None:
    assert lees_telefoon(getypt) == "+31612345678"


@pytest.mark.parametrize(("getypt", "reden"), FOUT)
def test_wat_we_niet_kunnen_bellen_wordt_geweigerd_met_een_reden(
    getypt: str, reden: TelefoonReden
) -> None:
    with pytest.raises(TelefoonFout) as fout:
        lees_telefoon(getypt)
    assert fout.value.reden is reden
    assert str(fout.value) == reden.value, "what was typed must not be in a text that is logged"
    assert not re.search(r"\d{2}", str(fout.value.__cause__)), "nor in the error behind it"


def test_elke_reden_komt_voor_in_de_tabel() -> None:
    assert {reden for _, reden in FOUT} == set(TelefoonReden)


def test_de_laatste_drie_cijfers() -> None:
    assert laatste_drie("+31612345678") == "678"


@given(NUMMERS)
def test_wat_getoond_wordt_is_weer_te_lezen(e164: str) -> None:
    assert lees_telefoon(e164) == e164
    assert lees_telefoon(toon_telefoon(e164)) == e164
    assert toon_telefoon(e164).replace(" ", "").endswith(laatste_drie(e164))


@given(st.text(st.sampled_from("0123456789+ -()/.xA²٣\u200b"), max_size=30) | st.text(max_size=70))
def test_elke_tekst_is_een_nummer_of_een_fout(tekst: str) -> None:
    try:
        e164 = lees_telefoon(tekst)
    except TelefoonFout:
        return
    assert e164.startswith(("+31", "+49"))
    assert e164[1:].isdecimal()
    assert lees_telefoon(toon_telefoon(e164)) == e164


@given(st.from_regex(r"0[1-9][0-9]{8}", fullmatch=True))
def test_een_gewoon_nummer_wordt_gelezen_zoals_de_bibliotheek_het_leest(kaal: str) -> None:
    gelezen = phonenumbers.parse(kaal, "NL")
    e164 = phonenumbers.format_number(gelezen, phonenumbers.PhoneNumberFormat.E164)
    assert uitslag(kaal) == uitslag(e164)
    assert uitslag(kaal) in (e164, *TelefoonReden)


def uitslag(getypt: str) -> str | TelefoonReden:
    try:
        return lees_telefoon(getypt)
    except TelefoonFout as fout:
        return fout.reden
