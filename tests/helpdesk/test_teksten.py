"""The texts of the helpdesk's own: standard sentences, topics on offer, hard questions."""

from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask

from portal.helpdesk.inlogplicht import PAD
from portal.helpdesk.woorden import standaardzinnen
from portal.services import Loket
from portal.storage.audit_log import Action
from portal.terugbellen.eigenteksten import MAX_VRAAG, MAX_ZIN, EigenTeksten
from portal.terugbellen.waarden.verzoek import Onderwerp
from tests.conftest import NU
from tests.helpdesk.conftest import formulierteken
from tests.pagina import Boom, Inspecteur, page_van
from tests.terugbellen.conftest import gegevens

Als = Callable[[str], Inspecteur]
HIER = "/helpdesk/teksten"
VRAAG: dict[str, Any] = {
    "vragen-0-vraag": "Komt er iemand kijken?",
    "vragen-0-antwoord": "Vraag dat aan het IMG.",
    "vragen-0-bron": "Afspraak in ons team, 2 november.",
}


def bewaar(carla: Inspecteur, loket: Loket, basis: int = 0, **velden: Any) -> int:
    goed: dict[str, Any] = {
        "zinnen": "Ik vroeg door.\r\n\r\n  Ik  belde de zoon. ",
        "onderwerpen": [o.value for o in Onderwerp if o is not Onderwerp.HUUR],
        "basis": basis,
    }
    data = {**goed, **velden, **formulierteken(carla, loket)}
    return carla.post(HIER, data=data).status_code


def test_zonder_eigen_teksten_gelden_de_onze(carla: Inspecteur, loket: Loket) -> None:
    assert loket.teksten.stand().teksten == EigenTeksten()
    page = page_van(carla.get(HIER))
    assert page.form.zinnen.data.splitlines() == list(standaardzinnen(EigenTeksten()))
    assert page.form.onderwerpen.data == list(Onderwerp)


def test_wat_een_beheerder_schrijft_staat_bij_elk_gesprek_en_op_het_formulier(
    carla: Inspecteur, loket: Loket, helpdesk: Flask
) -> None:
    assert bewaar(carla, loket, **VRAAG) == 303
    stand = loket.teksten.stand()
    assert (stand.door, stand.op) == ("Carla", NU)
    assert stand.teksten.zinnen == ("Ik vroeg door.", "Ik belde de zoon.")
    vak = loket.verzoeken.vrij(NU)[0]
    loket.verzoeken.dien_in("een", gegevens(), vak, taal="nl", nu=NU)
    gesprek = carla.get("/helpdesk/verzoek/een")
    assert page_van(gesprek).zinnen == stand.teksten.zinnen
    for woorden in VRAAG.values():
        assert woorden in Boom.tekst(Boom(gesprek.text).een("main"))
    bewoner = helpdesk.test_client()
    form = page_van(bewoner.get("/terugbellen", follow_redirects=True)).form
    assert Onderwerp.HUUR not in [keuze.value for keuze in form.onderwerpen.choices]
    over = page_van(bewoner.get("/terugbellen?over=huur", follow_redirects=True)).form
    assert Onderwerp.HUUR in [keuze.value for keuze in over.onderwerpen.choices], "it was chosen"
    (regel,) = loket.logboek.read(9, actions=(Action.TEKSTEN_GEWIJZIGD,))
    assert regel.who == f"medewerker:{loket.medewerkers.met_naam('Carla').id}"


FOUT = [
    {"zinnen": "x" * (MAX_ZIN + 1)},
    {"zinnen": "\n".join(f"Zin {n}." for n in range(31))},
    {"onderwerpen": []},
    {"onderwerpen": ["onzin"]},
    {**VRAAG, "vragen-0-bron": " "},
    {**VRAAG, "vragen-0-vraag": "x" * (MAX_VRAAG + 1)},
]


@pytest.mark.parametrize("velden", FOUT)
def test_een_fout_bewaart_niets_en_houdt_wat_getypt_is(
    carla: Inspecteur, loket: Loket, velden: dict[str, object]
) -> None:
    data = {
        "zinnen": "Ik vroeg door.",
        "onderwerpen": ["schade"],
        **velden,
        **formulierteken(carla, loket),
    }
    antwoord = carla.post(HIER, data=data)
    assert antwoord.status_code == 422
    assert page_van(antwoord).is_fout
    assert [e for e in Boom(antwoord.text).alle("p") if e.get("class") == "veld__fout"]
    typte = velden.get("vragen-0-antwoord") or velden.get("zinnen") or "Ik vroeg door."
    assert str(typte) in antwoord.text
    assert loket.teksten.stand().id == 0


def test_wie_net_te_laat_is_leest_dat_en_kan_opnieuw_bewaren(
    carla: Inspecteur, loket: Loket
) -> None:
    assert bewaar(carla, loket) == 303
    assert bewaar(carla, loket) == 303, "the button pressed twice"
    assert bewaar(carla, loket, zinnen="Anders.") == 409
    assert bewaar(carla, loket, zinnen="Anders.", basis=1) == 303
    assert loket.teksten.stand().teksten.zinnen == ("Anders.",)


@pytest.mark.parametrize(
    ("pad", "veld"), [("/teksten", "vragen-{}-vraag"), ("/openingstijden", "afwijkingen-{}-van")]
)
@pytest.mark.parametrize("nummer", ["²", "٣", "9" * 5000, "-1", "1_0", "\x00", ""])
def test_een_rij_met_een_nummer_dat_geen_nummer_is_is_geen_storing(
    carla: Inspecteur, loket: Loket, pad: str, veld: str, nummer: str
) -> None:
    """The name of a field is typed by an attacker as easily as its value."""
    velden = {veld.format(nummer): "x", **formulierteken(carla, loket)}
    assert carla.post(f"{PAD}{pad}", data=velden).status_code in (303, 422)


def test_een_medewerker_schrijft_geen_teksten(als: Als, loket: Loket) -> None:
    anna = als("Anna")
    assert anna.get(HIER).status_code == 403
    assert anna.post(HIER, data=formulierteken(anna, loket)).status_code == 403
