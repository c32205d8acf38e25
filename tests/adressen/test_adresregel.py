"""What people type in the one field, in a table that anybody can extend: getypt.txt."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.adressen.adresregel import MAX_REGEL, Lezing, lees_adresregel
from portal.adressen.invoer import MAX_HUISNUMMER, InvoerFout, InvoerReden, toon_postcode
from portal.zelfcheck.adresform import FOUTZINNEN

TABEL = Path(__file__).parent / "getypt.txt"
REGELS = [
    regel for regel in TABEL.read_text(encoding="utf-8").splitlines() if not regel.startswith("##")
]
VRAAG = "bedoelt u "


def lees(getypt: str) -> list[str]:
    """The columns of the table for this text."""
    try:
        regel = lees_adresregel(getypt.replace("\\n", "\n").replace("\\t", "\t"))
    except InvoerFout as fout:
        return [f"FOUT {fout.reden}"]
    eerste = (regel.bijna or regel).lezingen[0]
    postcode = f"{VRAAG}{regel.bijna.postcode}?" if regel.bijna else regel.postcode
    nummer = str(eerste.huisnummer or "")
    return [postcode, nummer, eerste.achter, " ".join(eerste.woorden)]


def delen(rij: str) -> list[str]:
    """The text of a row and its columns. The text may hold the sign between the columns."""
    return rij.rsplit(" | ", 1) if " | FOUT " in rij else rij.rsplit("|", 4)


@pytest.mark.parametrize("rij", REGELS)
def test_wat_mensen_typen_wordt_begrepen(rij: str) -> None:
    getypt, *verwacht = delen(rij)
    assert lees(getypt.removesuffix(" ")) == [deel.strip() for deel in verwacht]


def test_de_tabel_is_lang_genoeg_en_noemt_elke_reden() -> None:
    assert len(REGELS) >= 200
    redenen = {rij.rsplit(" ", 1)[1] for rij in REGELS if " | FOUT " in rij}
    assert redenen == set(FOUTZINNEN) - {InvoerReden.ADRES_TE_LANG}
    with pytest.raises(InvoerFout, match=InvoerReden.ADRES_TE_LANG):
        lees_adresregel("Molenweg " * MAX_REGEL)


@pytest.mark.parametrize("teken", ["½", "\ufdfa", "㋿", "…"])
def test_een_teken_dat_er_meer_wordt_telt_zo_vaak_als_het_wordt(teken: str) -> None:
    with pytest.raises(InvoerFout, match=InvoerReden.ADRES_TE_LANG):
        lees_adresregel(f"Molenweg 12 {teken * 280}")
    assert lees_adresregel(f"Molenweg 12 {teken}").lezingen[0].huisnummer == 12


@given(st.lists(st.sampled_from(["1", "12a", "9951", "3e", "Ee", "kerk", "-", ","]), max_size=60))
def test_ook_een_tekst_vol_getallen_wordt_op_weinig_manieren_gelezen(stukken: list[str]) -> None:
    """Each way is looked for: 300 characters of numbers were read in 104."""
    tekst = f"Molenweg {' '.join(stukken)}"
    lezingen = lees_adresregel(tekst[:MAX_REGEL]).lezingen
    assert 0 < len(lezingen) <= 8
    assert len(set(lezingen)) == len(lezingen)


# What may be read in more than one way: every way, the likeliest first.
MEER_LEZINGEN = {
    "Proefstraat 12 Ee": ["12  proefstraat ee", "12 EE proefstraat", "0  proefstraat 12 ee"],
    "9919 AH 12 wit": ["12  wit", "12 WIT ", "0  12 wit"],
    "24e laan 3": ["3  24e laan", "24 E laan 3", "0  24e laan 3"],
    "Proefweg 12": ["12  proefweg", "0  proefweg 12"],
    "Laan 1940-1945 12": [
        "1940 1945 laan 12", "1945 12 laan 1940", "12  laan 1940 1945", "1945 12 laan",
        "12  laan 1945", "0  laan 1945 12", "0  laan 1940 1945 12",
    ],
    "9919 Molenweg 12": [
        "9919  molenweg 12", "12  9919 molenweg", "12  molenweg", "0  molenweg 12",
        "0  9919 molenweg 12",
    ],
}  # fmt: skip


@pytest.mark.parametrize("getypt", MEER_LEZINGEN)
def test_wat_op_meer_manieren_te_lezen_is_wordt_op_al_die_manieren_gelezen(getypt: str) -> None:
    def toon(lezing: Lezing) -> str:
        return f"{lezing.huisnummer} {lezing.achter} {' '.join(lezing.woorden)}"

    assert list(map(toon, lees_adresregel(getypt).lezingen)) == MEER_LEZINGEN[getypt]


@given(
    cijfers=st.integers(1000, 9999),
    letters=st.text("ABCDEFGHJKLPSTUVWXZ", min_size=2, max_size=2),
    nummer=st.integers(1, MAX_HUISNUMMER),
    tussen=st.sampled_from(["", " ", ", ", "\n", " - ", "\t"]),
)
def test_elke_postcode_met_elk_nummer_wordt_gelezen_in_elke_volgorde(
    cijfers: int, letters: str, nummer: int, tussen: str
) -> None:
    postcode = f"{cijfers}{letters}"
    for tekst in (f"{postcode}{tussen}{nummer}", f"{nummer} , {toon_postcode(postcode)}"):
        regel = lees_adresregel(tekst)
        assert (regel.postcode, regel.lezingen[0].huisnummer) == (postcode, nummer)


@given(st.text(max_size=MAX_REGEL + 20))
def test_elke_tekst_wordt_gelezen_of_krijgt_een_reden(tekst: str) -> None:
    try:
        regel = lees_adresregel(tekst)
    except InvoerFout as fout:
        assert fout.reden in FOUTZINNEN
    else:
        assert regel.lezingen
        assert all(0 <= lezing.huisnummer <= MAX_HUISNUMMER for lezing in regel.lezingen)
