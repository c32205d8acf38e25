"""A colleague puts right what a resident told us."""

from collections.abc import Callable

import pytest

from portal.helpdesk.wachtrijpages import Melding
from portal.services import Loket
from portal.terugbellen.waarden.verzoek import Verzoek
from tests.conftest import NU
from tests.helpdesk.conftest import formulierteken
from tests.pagina import Boom, Inspecteur, meldingen, page_van, template_van
from tests.terugbellen.conftest import KERK, bevestig_email, gegevens

Als = Callable[[str], Inspecteur]
HIER = "/helpdesk/verzoek/een/gegevens"


@pytest.fixture
def verzoek(loket: Loket, anna: Inspecteur) -> Verzoek:
    vak = loket.verzoeken.vrij(NU)[0]
    loket.verzoeken.dien_in("een", gegevens(), vak, taal="nl", nu=NU)
    bevestig_email(loket, "een")
    return loket.verzoeken.met_uid("een")


def velden(anna: Inspecteur) -> dict[str, str]:
    """What the form sends when nothing is touched."""
    (form,) = [f for f in Boom(anna.get(HIER).text).alle("form") if f.get("action") == HIER]
    gevuld = {
        e.get("name", ""): e.get("value", "")
        for e in form.iter("input")
        if e.get("type") not in ("checkbox",) or "checked" in e.attrib
    }
    taal = next(o.get("value", "") for o in form.iter("option") if "selected" in o.attrib)
    opmerking = (next(form.iter("textarea")).text or "").strip()
    return {**gevuld, "gesprekstaal": taal, "opmerking": opmerking}


def test_een_formulier_dat_niemand_aanraakt_verandert_niets(
    anna: Inspecteur, verzoek: Verzoek, loket: Loket
) -> None:
    anna.post(HIER, data=velden(anna))
    assert loket.verzoeken.met_uid("een") == verzoek


def test_een_nummer_en_een_naam_en_het_oude_staat_erbij(
    anna: Inspecteur, verzoek: Verzoek, loket: Loket
) -> None:
    nieuw = velden(anna) | {"telefoon": "050 1234568", "naam": "Geertje Anders"}
    antwoord = anna.post(HIER, data=nieuw, follow_redirects=True)
    assert page_van(antwoord).melding is Melding.VERBETERD
    pagina = Boom.tekst(Boom(antwoord.text).een("main"))
    for woorden in ("Geertje Anders", "050 123 4568", "06 12345678", "Geertje Proefpersoon"):
        assert woorden in pagina
    na = loket.verzoeken.met_uid("een")
    assert (na.gegevens.email, na.email_bevestigd) == (verzoek.gegevens.email, True)
    assert na.gegevens.adres == KERK
    assert "Anna: Gegevens verbeterd: naam, telefoon" in pagina


@pytest.mark.parametrize(
    ("getypt", "adres"), [("", None), ("9951AD 14", "Kerkstraat 14"), ("onzin", KERK.regel_1)]
)
def test_het_adres_is_ook_te_verbeteren(
    anna: Inspecteur, verzoek: Verzoek, loket: Loket, getypt: str, adres: str | None
) -> None:
    antwoord = anna.post(HIER, data=velden(anna) | {"adres": getypt})
    fout = getypt == "onzin"
    assert antwoord.status_code == (422 if fout else 303)
    if fout:
        assert set(meldingen(antwoord)) == {"adres"}
        assert template_van(antwoord) == "helpdesk/verbeteren.html"
    na = loket.verzoeken.met_uid("een").gegevens.adres
    assert (na.regel_1 if na else None) == adres


def test_een_fout_houdt_wat_getypt_was_en_een_oud_scherm_zegt_het(
    anna: Inspecteur, verzoek: Verzoek, loket: Loket
) -> None:
    gevuld = velden(anna)
    antwoord = anna.post(HIER, data=gevuld | {"telefoon": "123", "naam": "Jan"})
    assert (antwoord.status_code, set(meldingen(antwoord))) == (422, {"telefoon"})
    assert 'value="Jan"' in antwoord.text
    loket.behandelen.pak("een", verzoek.versie, wie=1, nu=NU)
    antwoord = anna.post(HIER, data=gevuld | {"naam": "Jan"}, follow_redirects=True)
    assert page_van(antwoord).melding is Melding.VERANDERD
    assert loket.verzoeken.met_uid("een").gegevens.naam == verzoek.gegevens.naam


def test_wat_er_niet_is(anna: Inspecteur, loket: Loket) -> None:
    teken = formulierteken(anna, loket)
    assert anna.get(HIER).status_code == 404
    assert anna.post(HIER, data=teken).status_code == 404
