"""The table of municipalities, compared with what is published about it."""

import csv

import pytest

from portal.adressen.gemeenten import (
    BESTAND,
    PROVINCIES,
    ProvincieOnbekend,
    gemeenten_van,
    lees_provincie,
    naam,
    provincie,
)

# CBS, municipalities per province, 1 January 2026.
PER_PROVINCIE = {
    "Drenthe": 12,
    "Flevoland": 6,
    "Fryslân": 18,
    "Gelderland": 51,
    "Groningen": 10,
    "Limburg": 31,
    "Noord-Brabant": 56,
    "Noord-Holland": 44,
    "Overijssel": 25,
    "Utrecht": 26,
    "Zeeland": 13,
    "Zuid-Holland": 50,
}
GRONINGEN = {
    "0014": "Groningen",
    "0037": "Stadskanaal",
    "0047": "Veendam",
    "0765": "Pekela",
    "1895": "Oldambt",
    "1950": "Westerwolde",
    "1952": "Midden-Groningen",
    "1966": "Het Hogeland",
    "1969": "Westerkwartier",
    "1979": "Eemsdelta",
}


def test_elke_gemeente_heeft_een_eigen_code_en_een_eigen_naam() -> None:
    with BESTAND.open(encoding="utf-8", newline="") as bestand:
        rijen = list(csv.DictReader(bestand))
    assert (
        len(rijen)
        == len({rij["code"] for rij in rijen})
        == len({rij["naam"] for rij in rijen})
        == 342
    )
    assert all(len(rij["code"]) == 4 and rij["code"].isdecimal() for rij in rijen)
    assert {rij["provincie"] for rij in rijen} == set(PROVINCIES)


@pytest.mark.parametrize("welke", PROVINCIES)
def test_elke_provincie_heeft_zoveel_gemeenten_als_het_cbs_telt(welke: str) -> None:
    assert len(gemeenten_van(welke)) == PER_PROVINCIE[welke]


def test_de_gemeenten_van_groningen() -> None:
    assert {code: naam(code) for code in gemeenten_van("Groningen")} == GRONINGEN
    assert {provincie(code) for code in GRONINGEN} == {"Groningen"}


@pytest.mark.parametrize(
    ("code", "hoe", "waar"),
    [
        ("0363", "Amsterdam", "Noord-Holland"),
        ("0373", "Bergen (NH.)", "Noord-Holland"),
        ("0518", "'s-Gravenhage", "Zuid-Holland"),
        ("0820", "Nuenen, Gerwen en Nederwetten", "Noord-Brabant"),
        ("0893", "Bergen (L.)", "Limburg"),
        ("1680", "Aa en Hunze", "Drenthe"),
        ("1900", "Súdwest-Fryslân", "Fryslân"),
        ("1961", "Vijfheerenlanden", "Utrecht"),  # from Zuid-Holland and Gelderland, 2019
        ("1980", "Dijk en Waard", "Noord-Holland"),  # 2022
        ("1982", "Land van Cuijk", "Noord-Brabant"),  # 2022
        ("1991", "Maashorst", "Noord-Brabant"),  # 2022
        ("1992", "Voorne aan Zee", "Zuid-Holland"),  # 2023
        ("0457", "", ""),  # Weesp, until 2022
        ("14", "", ""),  # the BAG writes four digits
        ("", "", ""),
    ],
)
def test_een_code_geeft_naam_en_provincie_of_niets(code: str, hoe: str, waar: str) -> None:
    assert (naam(code), provincie(code)) == (hoe, waar)


@pytest.mark.parametrize("getypt", ["Fryslân", "FRYSLÂN", "friesland", " Friesland ", "Fryslan"])
def test_de_provincie_mag_in_hoofdletters_en_in_twee_talen(getypt: str) -> None:
    assert lees_provincie(getypt) == "Fryslân"
    assert len(gemeenten_van(getypt)) == 18


@pytest.mark.parametrize("getypt", ["", "Holland", "Groningen (stad)"])
def test_een_provincie_die_er_niet_is_wordt_niet_geraden(getypt: str) -> None:
    with pytest.raises(ProvincieOnbekend):
        gemeenten_van(getypt)
