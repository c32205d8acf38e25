"""What a program gets for what people type: the address, a choice, or why it is not there."""

from typing import Any

import pytest

from portal.adressen.invoer import InvoerReden
from portal.config.settings import API
from portal.zelfcheck.adresform import FOUTZINNEN, STRAAT_ONBEKEND
from tests.api.conftest import ID
from tests.pagina import Inspecteur

ZOEK = f"{API}/adressen/_zoek"


def zoek(client: Inspecteur, tekst: str, **koppen: str) -> dict[str, Any]:
    antwoord = client.post(ZOEK, json={"adres": tekst}, headers=koppen)
    assert antwoord.status_code == 200
    gevonden: dict[str, Any] = antwoord.get_json()
    assert gevonden["melding"]
    return gevonden


@pytest.mark.parametrize(
    ("getypt", "soort", "aantal"),
    [
        ("9999ZX 20", "gevonden", 1),
        ("Proefstraat 12a, Proefdorp", "gevonden", 1),
        ("9999zz 12", "kies-adres", 2),
        ("9999ZZ", "kies-nummer", 0),
        ("9999ZZ 99", "kies-nummer", 0),
        ("9998ZZ 1", "niet-gevonden", 0),
        ("Nergensweg 1", "niet-gevonden", 0),
    ],
)
def test_wat_iemand_typt_leidt_tot_een_adres_of_een_keuze(
    zonder_sleutel: Inspecteur, getypt: str, soort: str, aantal: int
) -> None:
    gevonden = zoek(zonder_sleutel, getypt)
    assert (gevonden["soort"], len(gevonden["adressen"])) == (soort, aantal)
    if soort == "kies-nummer":
        assert gevonden["nummers"] == [12]


def test_een_letter_voor_een_cijfer_wordt_gevraagd(client: Inspecteur) -> None:
    gevonden = zoek(client, "97l2HN 1")
    assert gevonden["soort"] == "bedoelt-u"
    assert zoek(client, gevonden["zoekregels"][0])["soort"] == "gevonden"


def test_een_straat_in_twee_plaatsen_is_een_keuze_waarmee_je_verder_zoekt(
    client: Inspecteur,
) -> None:
    gevonden = zoek(client, "Kerkstraat")
    assert gevonden["soort"] in ("kies-straat", "te-veel", "kies-nummer")
    for straat in gevonden["straten"]:
        assert zoek(client, straat["zoekregel"])["soort"] == "kies-nummer"


def test_het_id_van_wat_gevonden_is_opent_het_oordeel(zonder_sleutel: Inspecteur) -> None:
    eerste, _ = zoek(zonder_sleutel, "9999ZZ 12")["adressen"]
    assert eerste["nummeraanduidingId"] == ID
    assert zonder_sleutel.get(f"{API}/adressen/{ID}/oordeel").get_json()["adres"] == eerste


def test_wat_niet_te_lezen_is_zegt_de_zin_van_het_formulier(zonder_sleutel: Inspecteur) -> None:
    antwoord = zonder_sleutel.post(ZOEK, json={"adres": "14"})
    assert antwoord.status_code == 400
    (fout,) = antwoord.get_json()["errors"]
    assert fout["location"] == {"pointer": "/adres"}
    assert fout["detail"] == str(FOUTZINNEN[InvoerReden.ALLEEN_EEN_NUMMER])
    assert zoek(zonder_sleutel, "Nergensweg 1")["melding"] == str(STRAAT_ONBEKEND)
    assert "street" in zoek(zonder_sleutel, "Nergensweg 1", Accept_Language="en")["melding"]
