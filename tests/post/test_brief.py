"""What stands in a mail, and what never does."""

import re
from collections.abc import Callable
from dataclasses import replace
from functools import partial

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from portal.post.brief import MIJN_VERZOEK, ZONDER_TIJD, AdresFout, Afzender, schrijf
from portal.publiek.afspraak import geef_afspraak
from portal.terugbellen.rijen.mailrij import Mailsoort
from portal.terugbellen.waarden.verzoek import Verzoek
from portal.web.i18n.environments import environment
from tests.conftest import NU
from tests.helpdesk.conftest import BESLIST
from tests.pagina import Boom, inspecteer_html
from tests.portal.test_zelfcheck import VERBODEN
from tests.post.conftest import BUREAU, EenVan, Site, kop
from tests.post.mailserver import Ontvangen, Postbus
from tests.terugbellen.conftest import gegevens


def tekst(mail: Ontvangen, soort: str) -> str:
    deel = mail.brief.get_body((soort,))
    assert deel
    inhoud: str = deel.get_content()
    return inhoud


def woorden(mail: Ontvangen) -> tuple[list[str], list[str]]:
    """Of the text and of the HTML, without the separator of the signature."""
    html = Boom.tekst(Boom(tekst(mail, "html")).een("body"))
    return [w for w in tekst(mail, "plain").split() if w != "--"], html.split()


@pytest.mark.parametrize("soort", Mailsoort)
def test_elke_mail_zegt_in_tekst_en_in_html_hetzelfde(een_van: EenVan, soort: Mailsoort) -> None:
    verzoek, mail = een_van(soort)
    plat, html = woorden(mail)
    assert plat == html
    inspecteer_html(tekst(mail, "html"))
    alles = " ".join(plat)
    assert not [woord for woord in VERBODEN if woord in alles.casefold()]
    assert mail.brief["Subject"] in alles
    assert alles.count(BUREAU["afzender"]) == 2, "in the first line, and as the signature"
    assert BESLIST in alles
    assert f"{BUREAU['telefoon']}, {BUREAU['bereikbaar']}" in alles
    assert "{" not in alles
    assert not re.search(r"<(img|link|script)|src=", tekst(mail, "html"))
    assert not re.search(r"\n\n\n", tekst(mail, "plain"))
    if soort not in ZONDER_TIJD:
        assert "dinsdag 24 november 2026, tussen 13.00 en 15.00 uur" in alles
        assert f"{verzoek.code[:3]} {verzoek.code[3:]}" in alles
        assert re.findall(r"https?://\S+", alles) == ["https://zelfcheck.example/mijn-verzoek"]


@pytest.mark.parametrize("soort", Mailsoort)
def test_niets_wat_een_bewoner_invulde_staat_in_een_mail(een_van: EenVan, soort: Mailsoort) -> None:
    """Nor the last three digits: with the code they open the request."""
    _, mail = een_van(
        soort,
        naam="Gratis geld\r\nBcc: https://kwaad.example Żółć 🎉",
        ander_naam="Opa",
        ander_relatie="x",
    )
    ruw = " ".join(
        part.get_content()
        for part in mail.brief.walk()
        if part.get_content_maintype() == "text" and isinstance(part.get_content(), str)
    )
    for geheim in (
        "Gratis",
        "kwaad",
        "Żółć",
        "Opa",
        "678",
        "Kerkstraat",
        "9951",
        "klok",
        "geertje",
    ):
        assert geheim not in ruw
    assert mail.aan == ["geertje@voorbeeld.example"]
    assert set(mail.brief.keys()) == {
        "From", "To", "Subject", "Date", "Message-ID", "Auto-Submitted", "MIME-Version",
        "Content-Type",
    }  # fmt: skip


def test_de_koppen_zeggen_van_wie_en_dat_een_machine_het_stuurde(
    een_van: EenVan,
) -> None:
    _, mail = een_van(Mailsoort.BEVESTIGING)
    brief = mail.brief
    assert str(brief["From"]) == "Gemeente Proefstad <zelfcheck@gemeente.example>"
    assert mail.van == "zelfcheck@gemeente.example"
    assert str(brief["To"]) == "geertje@voorbeeld.example"
    assert brief["Date"].datetime == NU
    assert brief["Auto-Submitted"] == "auto-generated"
    assert re.fullmatch(r"<[0-9a-f]{32}@gemeente\.example>", brief["Message-ID"])


@pytest.mark.parametrize("soort", [Mailsoort.BEVESTIGING, Mailsoort.VERPLAATST])
def test_bij_de_mail_zit_dezelfde_afspraak_voor_de_agenda_als_op_de_site(
    site: Site, een_van: EenVan, soort: Mailsoort
) -> None:
    verzoek, mail = een_van(soort)
    (ics,) = mail.brief.iter_attachments()
    assert (ics.get_content_type(), ics.get_filename()) == ("text/calendar", "afspraak.ics")
    with site.app.test_request_context(base_url="https://zelfcheck.example"):
        assert ics.get_payload(decode=True) == geef_afspraak(verzoek).data


def test_de_link_in_een_mail_is_een_pagina_van_de_site(site: Site) -> None:
    assert MIJN_VERZOEK in {regel.rule for regel in site.app.url_map.iter_rules()}


def test_wie_ook_gevraagd_heeft_hoort_niets_over_de_ander(site: Site, bus: Postbus) -> None:
    eerste = site.dien_in("een")
    tweede = site.dien_in("twee", vak=5, naam="Iemand Anders", email="ander@voorbeeld.example")
    site.verstuur()
    onderwerp = kop(Mailsoort.OOK_GEVRAAGD)
    (mail,) = [m for m in bus.ontvangen if m.brief["Subject"] == onderwerp]
    assert mail.aan == ["geertje@voorbeeld.example"]
    ruw = tekst(mail, "plain") + tekst(mail, "html")
    assert f"{eerste.code[:3]} {eerste.code[3:]}" in ruw
    for geheim in (tweede.code[:3] + " " + tweede.code[3:], "ander", "25 november"):
        assert geheim not in ruw


def test_zonder_naam_en_telefoon_van_de_organisatie_blijven_er_geen_lege_plekken(
    maak_site: Callable[..., Site], bus: Postbus
) -> None:
    site = maak_site(bus.adres, afzender="", telefoon="", bereikbaar="")
    site.dien_in()
    assert site.verstuur().exit_code == 0
    plat, html = woorden(bus.ontvangen[0])
    assert plat == html
    assert "Vragen?" not in plat
    assert "%(naam)s" not in plat
    assert str(bus.ontvangen[0].brief["From"]) == "zelfcheck@gemeente.example"


@pytest.mark.parametrize(
    "adres",
    [
        "", "geen", "a@", "@b.example", "a b@c.example", "a@b.example, c@d.example",
        "a@b.example\nBcc: c@d.example", "a@b.example>", "<a@b.example>", "a@b@c.example", "a@[",
        'a"@b.example',
    ],
)  # fmt: skip
def test_wat_geen_mailadres_is_wordt_een_mislukte_mail_en_geen_kop(
    site: Site, bus: Postbus, adres: str
) -> None:
    site.dien_in(email=adres or " ")
    uit = site.verstuur()
    assert uit.exit_code == 1
    assert site.rijen() == [("bevestiging", "mislukt", 1, "geen mailadres")]
    assert bus.ontvangen == []


STUKKEN = st.text(st.sampled_from('ab.@[]()<>"\\,;: \r\n\x00é-+=?'), max_size=12)
AFZENDER = Afzender("", "zelfcheck@gemeente.example", "https://zelfcheck.example")


@pytest.fixture
def verzoek(site: Site) -> Verzoek:
    return site.dien_in()


@given(adres=st.text(max_size=40) | st.tuples(STUKKEN, STUKKEN).map("@".join))
@example(adres="a@[")
@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_elke_tekst_is_een_mailadres_of_een_nette_fout(
    site: Site, verzoek: Verzoek, adres: str
) -> None:
    ongelezen = replace(verzoek, gegevens=gegevens(email=adres))
    try:
        brief = schrijf(
            partial(environment, site.app),
            ongelezen,
            Mailsoort.INGETROKKEN,
            AFZENDER,
            nummer=1,
            nu=NU,
        )
    except AdresFout as fout:
        assert str(fout) == "geen mailadres"
    else:
        assert "\n" not in str(brief["To"])
        assert len(brief["To"].addresses) == 1
