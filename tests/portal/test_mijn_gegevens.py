"""A resident puts right what they told us."""

import re

import pytest

from portal.publiek.mijngegevensform import MAXIMA, TE_VAAK
from portal.terugbellen.formulieren.terugbelform import AL_DRIE
from portal.terugbellen.rijen.daden import MAX_OP_EEN_DAG
from tests.pagina import Boom, meldingen, page_van, template_van
from tests.portal.terugbelreis import Reis, tekst, waarde
from tests.terugbellen.conftest import buur, gegevens

GOED = {
    "naam": "Geertje Anders",
    "telefoon": "050 123 4568",
    "gesprekstaal": "en",
    "opmerking": "Na elven graag.",
}


def verbeter(reis: Reis, mijn: str, **velden: str) -> str:
    """Follows the link on the page, and sends the form; where that leads."""
    (link,) = [
        a.get("href", "")
        for a in Boom(reis.client.get(mijn).text).alle("a")
        if re.fullmatch(r"/mijn-verzoek/.+/gegevens", a.get("href", ""))
    ]
    pagina = reis.client.get(link)
    versie = str(page_van(pagina).versie)
    antwoord = reis.client.post(link, data={"versie": versie, **GOED, **velden})
    assert antwoord.status_code == 303
    return antwoord.location


def test_wat_niet_klopt_is_te_verbeteren_met_de_code(reis: Reis) -> None:
    reis.dien_in(opmerking="Mijn klok staat stil.")
    mijn = reis.open()
    form = reis.client.get(f"{mijn}/gegevens")
    assert [waarde(form, naam) for naam in GOED] == [
        "Geertje Proefpersoon", "06 12345678", "nl", "Mijn klok staat stil.",
    ]  # fmt: skip
    pagina = reis.client.get(verbeter(reis, mijn))
    assert page_van(pagina).melding == "verbeterd"
    for woorden in ("Geertje Anders", "050 123 4568", "Na elven graag."):
        assert woorden in tekst(pagina)
    assert reis.open(drie="568")


FOUT = [
    ("naam", " "),
    ("naam", "x" * (MAXIMA["naam"] + 1)),
    ("telefoon", ""),
    ("telefoon", "0900 1234"),
    ("gesprekstaal", "xx"),
    ("opmerking", "x" * (MAXIMA["opmerking"] + 1)),
]


@pytest.mark.parametrize(("veld", "getypt"), FOUT)
def test_een_fout_noemt_het_veld_en_houdt_de_rest(reis: Reis, veld: str, getypt: str) -> None:
    reis.dien_in()
    antwoord = reis.client.get(verbeter(reis, reis.open(), **{veld: getypt}))
    assert (antwoord.status_code, set(meldingen(antwoord))) == (422, {veld})
    assert template_van(antwoord) == "publiek/mijn_gegevens.html"
    for naam in set(GOED) - {veld}:
        assert (waarde(antwoord, naam) or "").strip() == GOED[naam]
    assert reis.verzoek().gegevens.naam == "Geertje Proefpersoon"


def test_wat_niet_in_een_link_past_zegt_dat_en_is_geen_fout_van_ons(reis: Reis) -> None:
    reis.dien_in()
    antwoord = reis.client.get(verbeter(reis, reis.open(), naam="", opmerking="🎉" * 301))
    assert antwoord.status_code == 422


def test_op_een_nummer_met_drie_gesprekken_past_geen_vierde(reis: Reis) -> None:
    reis.dien_in()
    for n, vak in enumerate(reis.loket.verzoeken.vrij(reis.nu)[:3]):
        wie = gegevens(**{**buur(n), "telefoon": "+31501234568"})
        reis.loket.verzoeken.dien_in(f"n{n}", wie, vak, taal="nl", nu=reis.nu)
    code = reis.verzoeken()[0].code
    antwoord = reis.client.get(verbeter(reis, reis.open(code)))
    assert meldingen(antwoord)["telefoon"] == [AL_DRIE["nummer"]]


def test_wie_blijft_verbeteren_leest_dat_het_morgen_weer_kan(reis: Reis) -> None:
    reis.dien_in()
    mijn = reis.open()
    for keer in range(MAX_OP_EEN_DAG):
        assert verbeter(reis, mijn, opmerking=f"{keer}").endswith("?verbeterd")
    antwoord = reis.client.get(verbeter(reis, mijn, opmerking="nog iets"))
    assert meldingen(antwoord) == {"naam": [TE_VAAK]}
    assert waarde(antwoord, "opmerking") == "nog iets"
    assert reis.verzoek().gegevens.opmerking == f"{MAX_OP_EEN_DAG - 1}"


def test_een_oud_scherm_verandert_niets(reis: Reis) -> None:
    reis.dien_in()
    mijn = reis.open()
    verbeter(reis, mijn)
    antwoord = reis.client.post(f"{mijn}/gegevens", data={"versie": "1", **GOED, "naam": "Jan"})
    assert page_van(reis.client.get(antwoord.location)).melding == "veranderd"
    assert reis.verzoek().gegevens.naam == "Geertje Anders"


def test_wat_gesloten_is_wordt_niet_meer_verbeterd(reis: Reis) -> None:
    reis.dien_in()
    mijn = reis.open()
    reis.loket.verzoeken.trek_in(reis.verzoek().uid, 1, nu=reis.nu)
    assert reis.client.get(f"{mijn}/gegevens").status_code == 303
    assert f"{mijn}/gegevens" not in reis.client.get(mijn).text


def test_na_een_half_uur_moet_de_code_opnieuw(reis: Reis) -> None:
    reis.dien_in()
    mijn = reis.open()
    reis.wacht(minutes=31)
    for antwoord in (reis.client.get(f"{mijn}/gegevens"), reis.client.post(f"{mijn}/gegevens")):
        assert antwoord.location.endswith("?verlopen=")
