"""What the BAG says an address is used for, on the page of its uitkomst."""

import re
from collections.abc import Callable

import pytest

from rules import Punt
from tests.conftest import adres
from tests.pagina import Inspecteur
from tests.portal.test_zelfcheck import VERBODEN, naar

GEEN_WONING = "Dit adres staat niet als woning in de BAG."

# gebruik in the register -> what the page says; None: nothing
GEBRUIK = [
    ("", None),  # the source did not say: unknown is not "no residence"
    ("woonfunctie", None),
    ("winkelfunctie, woonfunctie", None),
    ("ligplaats", None),
    ("standplaats", None),
    ("winkelfunctie", "Volgens de BAG is dit: winkel."),
    ("kantoorfunctie, winkelfunctie", "Volgens de BAG is dit: kantoor en winkel."),
    (
        "bijeenkomstfunctie, kantoorfunctie, winkelfunctie",
        "Volgens de BAG is dit: plek om bij elkaar te komen, kantoor en winkel.",
    ),
    ("overige gebruiksfunctie", "Volgens de BAG is dit: iets anders, zoals een schuur of garage."),
    ("een functie van later", None),  # a word we do not know, or half a word
    ("winkelfunctie, woonfun", None),
]


def tekst(html: str) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", "", html)).replace(" ,", ",").replace(" .", ".")


@pytest.mark.parametrize(("gebruik", "zin"), GEBRUIK)
def test_een_adres_zonder_woning_zegt_dat_en_de_uitkomst_blijft(
    met_register: Callable[..., Inspecteur], gebruik: str, zin: str | None
) -> None:
    client = met_register(adres(1, gebruik=gebruik))
    html = client.get(naar(client, "9999ZZ", "1")).get_data(as_text=True)
    assert 'data-uitkomst="binnen"' in html
    assert (GEEN_WONING in html) is (zin is not None)
    assert zin is None or zin in tekst(html)
    assert not [woord for woord in VERBODEN if woord in html.casefold()]


def test_een_huis_en_een_schuur_op_hetzelfde_adres_is_een_woning(
    met_register: Callable[..., Inspecteur],
) -> None:
    huis, schuur = (
        adres(1, gebruik="woonfunctie"),
        adres(1, gebruik="overige gebruiksfunctie", punt=Punt(53.33301, 6.75)),
    )
    for rijen in ([huis, schuur], [schuur, huis]):
        client = met_register(*rijen)
        assert GEEN_WONING not in client.get(naar(client, "9999ZZ", "1")).get_data(as_text=True)
