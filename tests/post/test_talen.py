"""Each mail in the language in which we phone, and nothing of it in another."""

import re
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from pathlib import Path

import pytest
from babel.messages.extract import extract_from_dir

from portal.post.brief import ZONDER_TIJD
from portal.terugbellen.rijen.mailrij import Mailsoort
from portal.terugbellen.waarden.tijdvakken import Tijdvak
from portal.terugbellen.waarden.verzoek import Gesprekstaal
from portal.terugbellen.waarden.weergave import tijdvak
from portal.web.i18n import catalogues
from portal.web.i18n.catalogues import DEFAULT, LOCALES, translations
from portal.web.i18n.notation import long_day
from portal.web.i18n.translator import PLACE
from portal.web.installation import CannotStart
from rules.model import NEDERLANDSE_TIJD
from tests.conftest import maak_app
from tests.pagina import inspecteer_html
from tests.post.conftest import MAIL, EenVan, Site, kop
from tests.post.mailserver import Ontvangen, Postbus
from tests.post.test_brief import tekst, woorden
from tests.terugbellen.conftest import buur

ANDERE = [taal for taal in Gesprekstaal if taal != DEFAULT]
TIJDVAKZIN = "%(dag)s, tussen %(van)s en %(tot)s uur"


def teksten_van_de_mail() -> set[str]:
    methoden = [("**", "jinja2")]
    gevonden = extract_from_dir(MAIL, method_map=methoden, options_map={"**": {"trimmed": "true"}})
    return {TIJDVAKZIN, *(str(bericht[2]) for bericht in gevonden)}


# The catalogues -----------------------------------------------------------------------------------


def test_elke_taal_waarin_wij_bellen_is_een_taal_van_de_mail() -> None:
    assert set(LOCALES) == set(Gesprekstaal)


@pytest.fixture
def _eigen_vertaling(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Empty folders of translations, and nothing remembered of the real ones."""
    monkeypatch.setattr(catalogues, "FOLDER", tmp_path)
    for taal in ANDERE:
        (tmp_path / taal / "LC_MESSAGES").mkdir(parents=True)
    translations.cache_clear()
    yield
    translations.cache_clear()


@pytest.mark.parametrize(
    ("inhoud", "fout"), [(None, "FileNotFoundError"), ("<<<<<<< HEAD\n", "PoFileError")]
)
@pytest.mark.usefixtures("_eigen_vertaling")
def test_een_site_met_een_kapotte_vertaling_start_niet(
    tmp_path: Path, inhoud: str | None, fout: str
) -> None:
    if inhoud:
        for taal in ANDERE:
            (tmp_path / taal / "LC_MESSAGES/portal.po").write_text(inhoud)
    with pytest.raises(CannotStart, match=fout):
        maak_app(tmp_path)


# The mails ----------------------------------------------------------------------------------------

# Of each language: when the first tijdvak is, and a piece of the spelled code.
WANNEER = {
    "nl": ("dinsdag 24 november 2026, tussen 13.00 en 15.00 uur", " van "),
    "en": ("Tuesday 24 November 2026, between 13:00 and 15:00", " for "),
    "gos": ("dinsdag 24 november 2026, tuzzen 13.00 en 15.00 uur", " van "),
}


def agenda(mail: Ontvangen) -> str:
    """The calendar file of a mail without the folds in its lines; empty when there is none."""
    delen = [str(deel.get_content()) for deel in mail.brief.iter_attachments()]
    return "".join(delen).replace("\r\n ", "").replace("\\,", ",")


def nederlands(taal: str) -> list[str]:
    """What stands in a mail in Dutch alone.

    Of each text that reads otherwise in `taal`: the longest piece without values.
    """
    anders = [zin for zin in teksten_van_de_mail() if translations(taal).gettext(zin) != zin]
    return [max(PLACE.split(zin)[::2], key=len) for zin in anders]


@pytest.mark.parametrize("soort", Mailsoort)
@pytest.mark.parametrize("taal", Gesprekstaal)
def test_elke_mail_is_in_de_taal_waarin_wij_bellen(
    een_van: EenVan, soort: Mailsoort, taal: Gesprekstaal
) -> None:
    _, mail = een_van(soort, gesprekstaal=taal)
    plat, html = woorden(mail)
    assert plat == html
    inspecteer_html(tekst(mail, "html"), taal)
    alles = " ".join([mail.brief["Subject"], *plat, agenda(mail)])
    wanneer, gespeld = WANNEER[taal]
    if soort not in ZONDER_TIJD:
        assert wanneer in alles
        assert gespeld in alles
    assert mail.brief["Subject"] == translations(taal).gettext(kop(soort))
    if taal != DEFAULT:
        assert [zin for zin in nederlands(taal) if zin in alles] == []


def test_in_een_engelse_mail_is_alleen_nederlands_wat_de_organisatie_zelf_schreef(
    een_van: EenVan,
) -> None:
    """Its hours are in the settings in Dutch: marked as such for who has it read aloud."""
    _, mail = een_van(Mailsoort.BEVESTIGING, gesprekstaal=Gesprekstaal.ENGELS)
    (stuk,) = [
        e for e in inspecteer_html(tekst(mail, "html"), "en").alle("span") if e.get("lang") == "nl"
    ]
    assert stuk.text == "op werkdagen van 9 tot 17 uur"
    rest = " ".join(woord for woord in woorden(mail)[0] if "://" not in woord).replace(
        stuk.text, ""
    )
    assert not re.findall(
        r"\b(?:de|het|een|wij|uw?|niet|van|en|uur|bellen|dinsdag|november)\b", rest
    )


@pytest.mark.parametrize("taal", Gesprekstaal)
def test_de_link_in_een_mail_leidt_naar_een_pagina_in_dezelfde_taal(
    site: Site, een_van: EenVan, taal: Gesprekstaal
) -> None:
    _, mail = een_van(Mailsoort.BEVESTIGING, gesprekstaal=taal)
    links = set(re.findall(r"https?://[^\s\"<]+", tekst(mail, "plain") + tekst(mail, "html")))
    pad = "/mijn-verzoek" if taal == DEFAULT else f"/{taal}/mijn-verzoek"
    assert links == {f"https://zelfcheck.example{pad}"}
    antwoord = site.app.test_client().get(pad)
    assert antwoord.status_code == 200
    inspecteer_html(antwoord.text, taal)


def test_in_een_ronde_krijgt_ieder_zijn_eigen_taal(site: Site, bus: Postbus) -> None:
    talen = ("en", "nl", "gos", "en")
    for nummer, taal in enumerate(talen):
        spreekt = Gesprekstaal(taal)
        site.dien_in(str(nummer), gesprekstaal=spreekt, **buur(nummer))
    assert site.verstuur().exit_code == 0
    koppen = [translations(taal).gettext(kop(Mailsoort.BEVESTIGING)) for taal in talen]
    assert [mail.brief["Subject"] for mail in bus.ontvangen] == koppen
    assert len(set(koppen)) == 3


# Dates --------------------------------------------------------------------------------------------

# Begin, in Dutch time, and how many hours later it ends: both changes of the clock, the turn of the
# year, a Gronings May.
MOMENTEN = [
    ("2026-11-26 09:00", 2, "en", "Thursday 26 November 2026, between 9:00 and 11:00"),
    ("2026-11-26 09:00", 2, "gos", "dunderdag 26 november 2026, tuzzen 9.00 en 11.00 uur"),
    ("2026-03-29 01:00", 2, "en", "Sunday 29 March 2026, between 1:00 and 4:00"),
    ("2026-03-29 01:00", 2, "gos", "zundag 29 meert 2026, tuzzen 1.00 en 4.00 uur"),
    ("2026-10-25 01:00", 3, "en", "Sunday 25 October 2026, between 1:00 and 3:00"),
    ("2026-10-25 01:00", 3, "nl", "zondag 25 oktober 2026, tussen 1.00 en 3.00 uur"),
    ("2026-12-31 22:00", 1, "en", "Thursday 31 December 2026, between 22:00 and 23:00"),
    ("2027-01-01 00:00", 2, "en", "Friday 1 January 2027, between 0:00 and 2:00"),
    ("2027-01-01 00:00", 2, "gos", "vrijdag 1 jannewoarie 2027, tuzzen 0.00 en 2.00 uur"),
    ("2027-05-01 09:30", 2, "gos", "zotterdag 1 mai 2027, tuzzen 9.30 en 11.30 uur"),
]


@pytest.mark.parametrize(("begin", "uren", "taal", "verwacht"), MOMENTEN)
def test_een_tijdvak_leest_in_elke_taal_als_nederlandse_tijd(
    begin: str, uren: int, taal: str, verwacht: str
) -> None:
    van = datetime.fromisoformat(begin).replace(tzinfo=NEDERLANDSE_TIJD).timestamp()
    moment = datetime.fromtimestamp(van, NEDERLANDSE_TIJD)
    eind = datetime.fromtimestamp(van + timedelta(hours=uren).total_seconds(), NEDERLANDSE_TIJD)
    assert tijdvak(Tijdvak(moment, eind), taal) == verwacht


def test_het_gronings_kent_elke_dag_en_elke_maand() -> None:
    week = [long_day(date(2026, 11, 23) + timedelta(days=n), "gos").split()[0] for n in range(7)]
    assert week == ["moandag", "dinsdag", "woensdag", "dunderdag", "vrijdag", "zotterdag", "zundag"]
    jaar = [long_day(date(2026, maand, 1), "gos").split()[2] for maand in range(1, 13)]
    assert jaar == [
        "jannewoarie", "febrewoarie", "meert", "april", "mai", "juni",
        "juli", "augustus", "september", "oktober", "november", "december",
    ]  # fmt: skip
