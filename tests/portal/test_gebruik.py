"""What the BAG says an address is used for, on the page of its uitkomst."""

import re
from collections.abc import Callable
from dataclasses import replace

import pytest

from portal.adressen.adres import ANDERE_DOELEN
from rules import Punt
from tests.conftest import adres
from tests.pagina import Boom, Inspecteur, page_van
from tests.portal.test_zelfcheck import VERBODEN, hoofd, naar
from tests.teksten import deel, kaders

# gebruik in the register -> what the page says that it is, and how it ends; (), "": nothing
GEBRUIK: list[tuple[str, tuple[str, ...], str]] = [
    ("", (), ""),  # the source did not say: unknown is not "no residence"
    ("woonfunctie", (), ""),
    ("winkelfunctie, woonfunctie", (), ""),
    ("ligplaats", (), ""),
    ("standplaats", (), ""),
    ("winkelfunctie", ("winkelfunctie",), ": winkel."),
    ("kantoorfunctie, winkelfunctie", ("kantoorfunctie", "winkelfunctie"), ": kantoor en winkel."),
    (
        "bijeenkomstfunctie, kantoorfunctie, winkelfunctie",
        ("bijeenkomstfunctie", "kantoorfunctie", "winkelfunctie"),
        ", kantoor en winkel.",
    ),
    ("overige gebruiksfunctie", ("overige gebruiksfunctie",), "."),
    ("een functie van later", (), ""),  # a word we do not know, or half a word
    ("winkelfunctie, woonfun", (), ""),
]


@pytest.mark.parametrize(("gebruik", "ander", "slot"), GEBRUIK)
def test_een_adres_zonder_woning_zegt_dat_en_de_uitkomst_blijft(
    met_register: Callable[..., Inspecteur], gebruik: str, ander: tuple[str, ...], slot: str
) -> None:
    client = met_register(adres(1, gebruik=gebruik))
    antwoord = client.get(naar(client, "9999ZZ", "1"))
    boom = Boom(antwoord.text)
    assert hoofd(boom)[0] == "binnen"
    assert page_van(antwoord).ander_gebruik == ander
    gezegd = kaders(boom)
    assert len(gezegd) == bool(ander)
    for kader in gezegd:
        eerste = Boom.tekst(next(kader.iter("p")))
        assert slot in re.sub(r" ([,.])", r"\1", eerste)
        assert "functie" not in eerste, "in the words of people, not of the law"
    assert not [woord for woord in VERBODEN if woord in antwoord.text.casefold()]


def test_elk_gebruik_heeft_eigen_woorden(met_register: Callable[..., Inspecteur]) -> None:
    client = met_register(adres(1, gebruik="winkelfunctie"))
    page = page_van(client.get(naar(client, "9999ZZ", "1")))
    woorden = {
        deel(client.application, "publiek/geen_woning", replace(page, ander_gebruik=(functie,)))
        for functie in ANDERE_DOELEN
    }
    assert len(woorden) == len(ANDERE_DOELEN) > 5
    assert not [woord for woord in woorden if "functie" in woord]


def test_een_huis_en_een_schuur_op_hetzelfde_adres_is_een_woning(
    met_register: Callable[..., Inspecteur],
) -> None:
    huis, schuur = (
        adres(1, gebruik="woonfunctie"),
        adres(1, gebruik="overige gebruiksfunctie", punt=Punt(53.33301, 6.75)),
    )
    for rijen in ([huis, schuur], [schuur, huis]):
        client = met_register(*rijen)
        antwoord = client.get(naar(client, "9999ZZ", "1"))
        assert page_van(antwoord).ander_gebruik == ()
        assert kaders(Boom(antwoord.text)) == []
