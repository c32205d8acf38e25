"""What a resident told us is put right, and what it was goes when the request closes."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from portal.services import Loket
from portal.storage.audit_log import Action, medewerker
from portal.terugbellen.rijen.openstaand import AlDrie
from portal.terugbellen.rijen.zoeken import lees_zoektekst
from portal.terugbellen.verzoekstore import NietOpen, Veranderd, VerzoekNietGevonden
from portal.terugbellen.waarden.verzoek import Gesprekstaal, Sluitreden, Verzoek
from tests.conftest import NU
from tests.terugbellen.conftest import ANNA, KERK, buur, gegevens

NIEUW = "+31612340000"


@pytest.fixture
def loket(met_collegas: Loket) -> Loket:
    loket = met_collegas
    loket.verzoeken.dien_in("een", gegevens(), loket.verzoeken.vrij(NU)[0], taal="nl", nu=NU)
    return loket


def verbeter(
    loket: Loket, versie: int = 1, *, door_collega: bool = False, **anders: Any
) -> Verzoek:
    nieuw = replace(loket.verzoeken.met_uid("een").gegevens, **anders)
    wie = {"wie": medewerker(ANNA)} if door_collega else {}
    return loket.verbeteren.verbeter("een", versie, nieuw, nu=NU, **wie)


@pytest.mark.parametrize(
    "anders",
    [
        {"naam": "Geertje Anders"},
        {"telefoon": NIEUW},
        {"gesprekstaal": Gesprekstaal.ENGELS},
        {"opmerking": ""},
        {"adres": None},
        {"naam": "Geertje Anders", "telefoon": NIEUW, "adres": KERK},
    ],
)
@pytest.mark.parametrize("door_collega", [True, False])
def test_wat_verbeterd_is_staat_er_en_het_logboek_zegt_wie(
    loket: Loket, anders: dict[str, Any], door_collega: bool
) -> None:
    voor = loket.verzoeken.met_uid("een").gegevens
    na = verbeter(loket, door_collega=door_collega, **anders)
    assert {veld: getattr(na.gegevens, veld) for veld in anders} == anders
    assert (na.versie, na.uitkomst) == (2, "grensgeval" if na.gegevens.adres else "")
    (regel,) = loket.logboek.read(9, actions=(Action.VERZOEK_VERBETERD,))
    assert (regel.who, regel.about) == (medewerker(ANNA) if door_collega else "bewoner", "een")
    ander = tuple(veld for veld, waarde in anders.items() if getattr(voor, veld) != waarde)
    assert regel.fields == ander, "their names, and nothing that was in them"


def test_een_nieuw_nummer_opent_het_verzoek_en_wordt_gevonden_en_het_oude_niet(
    loket: Loket,
) -> None:
    code = loket.verzoeken.met_uid("een").code
    verbeter(loket, telefoon=NIEUW)
    assert loket.verzoeken.met_code(code, "000", NU).uid == "een"
    with pytest.raises(VerzoekNietGevonden):
        loket.verzoeken.met_code(code, "678", NU)
    for tekst, vindt in (("0612340000", True), ("0612345678", False)):
        assert bool(loket.overzicht.zoek(lees_zoektekst(tekst), NU).rijen) == vindt


def test_wat_er_eerst_stond_is_te_zien_tot_het_verzoek_sluit(loket: Loket) -> None:
    verbeter(loket, telefoon="+31612349999", door_collega=True)
    na = verbeter(loket, 2, telefoon=NIEUW, naam="Geertje Anders", door_collega=True)
    assert dict(na.gegevens.eerder) == {
        "telefoon": "+31612345678",
        "naam": "Geertje Proefpersoon",
    }, "what it was at first"
    na = verbeter(loket, 3, naam="Geertje Proefpersoon")
    assert dict(na.gegevens.eerder) == {"telefoon": "+31612345678"}, "it is as it was again"
    loket.behandelen.sluit("een", 4, Sluitreden.DUBBEL, wie=ANNA, nu=NU)
    assert loket.verzoeken.met_uid("een").gegevens.eerder == ()


def test_ook_wie_zelf_afzegt_laat_niets_van_eerder_achter(loket: Loket) -> None:
    verbeter(loket, telefoon=NIEUW)
    loket.verzoeken.trek_in("een", 2, nu=NU)
    assert loket.verzoeken.met_uid("een").gegevens.eerder == ()


def test_hetzelfde_nog_eens_doet_niets_en_een_oud_scherm_wordt_geweigerd(loket: Loket) -> None:
    na = verbeter(loket, telefoon=NIEUW)
    assert verbeter(loket, 1, telefoon=NIEUW) == na, "the button pressed twice"
    with pytest.raises(Veranderd):
        verbeter(loket, 1, naam="Geertje Anders")
    loket.verzoeken.trek_in("een", 2, nu=NU)
    with pytest.raises((NietOpen, Veranderd)):
        verbeter(loket, 3, naam="Geertje Anders")


def test_een_bewoner_zet_geen_vierde_gesprek_op_een_nummer_en_een_collega_wel(
    loket: Loket,
) -> None:
    for n in range(3):
        wie = gegevens(**{**buur(n), "telefoon": NIEUW})
        vak = loket.verzoeken.vrij(NU)[n + 1]
        loket.verzoeken.dien_in(f"n{n}", wie, vak, taal="nl", nu=NU + timedelta(minutes=n))
    with pytest.raises(AlDrie):
        verbeter(loket, telefoon=NIEUW)
    assert loket.verzoeken.met_uid("een").versie == 1
    assert verbeter(loket, telefoon=NIEUW, door_collega=True).gegevens.telefoon == NIEUW
