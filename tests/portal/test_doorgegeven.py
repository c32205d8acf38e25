"""A link to a form that somebody else began, and gave to a resident: it looks like one of ours, and
is. What the resident then tells us is not for who made the link.
"""

import pytest
from werkzeug.test import TestResponse

from tests.pagina import page_van, template_van
from tests.portal.terugbelreis import INVOER, LATER, Reis, tekst

ZOEK, KLAAR = "publiek/mijn_verzoek_zoek.html", "publiek/terugbellen_klaar.html"
VREEMD = {**INVOER, "naam": "Een Vreemde", "telefoon": "050 312 34 56", "tijdvak": LATER}


def verraadt(reis: Reis, antwoord: TestResponse) -> bool:
    """Whether a page has the code of the request, or what leads to a page that has it."""
    code = reis.verzoek().code
    return f"{code[:3]} {code[3:]}" in tekst(antwoord) or "/klaar/" in antwoord.text


def dien_in(reis: Reis, formulier: str) -> TestResponse:
    """The resident fills in this form and files it: the confirmation."""
    nakijken = reis.vul_in(formulier).location
    reis.wacht(seconds=30)
    return reis.volg(reis.client.post(nakijken))


def test_wie_het_lege_formulier_gaf_ziet_de_code_niet(reis: Reis) -> None:
    link = reis.begin()
    klaar = dien_in(reis, link)
    assert (template_van(klaar), verraadt(reis, klaar)) == (KLAAR, True), "the resident does"
    for _ in ("now", "a day later"):
        gezien = reis.client.get(reis.client.get(link).location)
        assert (template_van(gezien), verraadt(reis, gezien)) == (ZOEK, False)
        assert page_van(gezien).melding == "ingediend"
        gezien = reis.volg(reis.client.post(link, data=VREEMD))
        assert (template_van(gezien), verraadt(reis, gezien)) == (ZOEK, False)
        reis.wacht(hours=25)


@pytest.mark.parametrize("anders", [VREEMD, {"opmerking": "x"}, {"naam": ""}])
def test_wie_het_zelf_ook_invulde_ook_niet(reis: Reis, anders: dict[str, str]) -> None:
    link = reis.begin()
    eigen = reis.client.post(link, data={**INVOER, **anders}).location
    klaar = dien_in(reis, link)
    assert verraadt(reis, klaar), "to compare with"
    for gezien in (reis.client.get(eigen), reis.client.post(eigen, data=INVOER)):
        pagina = reis.client.get(gezien.location)
        assert (template_van(pagina), verraadt(reis, pagina)) == (ZOEK, False)
    assert reis.verzoek().gegevens.naam == INVOER["naam"]


def test_wie_eerder_was_dan_de_bewoner_ziet_niets_en_de_bewoner_leest_dat(reis: Reis) -> None:
    """Else the resident would read that we phone, at a time and a number of somebody else."""
    link = reis.begin()
    eigen = reis.client.post(link, data=VREEMD).location
    nakijken = reis.vul_in(link).location
    reis.wacht(seconds=30)
    reis.client.post(eigen)
    pagina = reis.volg(reis.client.post(nakijken))
    assert (template_van(pagina), page_van(pagina).melding) == (ZOEK, "ingediend")
