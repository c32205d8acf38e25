"""The steps that the walk cannot take by itself: what is typed, and what is in the queue."""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import NamedTuple

from flask import Flask

from portal.config.settings import Settings
from portal.helpdesk.inlogplicht import COOKIE
from portal.medewerkers.medewerker import Medewerkerrol
from portal.services import Loket
from portal.storage.audit_log import SYSTEM
from portal.terugbellen.rijen import misgeraden
from portal.terugbellen.rijen.misgeraden import MAX_MISGERADEN
from portal.web.i18n.catalogues import DEFAULT, LOCALES
from rules.antwoorden import SOORTEN
from rules.model import NEDERLANDSE_TIJD
from tests.browser.test_terugbellen import SNEL_MS
from tests.browser.test_wachtrij import vul
from tests.browser.wandeling import Blad, Wandelaar
from tests.conftest import GEHEIM, SLEUTEL, maak_app
from tests.medewerkers import maak_account
from tests.portal.test_officieel import laad_lijst
from tests.server import draaiende_site

# Everything an operator can set, so that every field and sentence is there; and this machine may
# try as often as it likes.
VOL = {
    "PORTAL_TELEFOON": "050 123 45 67",
    "PORTAL_AFZENDER": "Gemeente Proef",
    "PORTAL_BEREIKBAAR": "op werkdagen van 9 tot 17 uur",
    "PORTAL_WEBSITE": "https://gemeente.example",
    "PORTAL_SMTP": "smtps://post.example:465",
    "PORTAL_MAILAFZENDER": "helpdesk@post.example",
    "PORTAL_SITE": "https://zelfcheck.example",
    "PORTAL_EIGEN_NETWERKEN": "127.0.0.0/8",
}
KAAL = {"PORTAL_SLEUTEL": ""}
ADRESSEN = {"binnen": "9919AH 12", "grensgeval": "9951AD 14", "buiten": "9712HN 1"}
KEUZES = {
    "kies-veel": "9617BN 36", "kies-straat": "Kerkstraat", "kies-lijkt": "kerkstrat 14 winsm",
    "kies-postcode": "99I9 AH 12", "kies-nummer": "9951AD 15", "kies": "9951JH 4",
}  # fmt: skip
GOED = {
    "naam": "Geertje Proefpersoon",
    "telefoon": "06-87654678",  # not that of the queue: three requests a number
    "inspreken": "ja",
    "email": "geertje@voorbeeld.example",
}
FOUT = {
    "telefoon": "0900", "email": "onzin", "ander_relatie": "dochter",
    "website": "https://koop.example", "opmerking": "lang " * 70,
}  # fmt: skip


class Plek(NamedTuple):
    """A running site, and an application of the same settings that knows which view has a path."""

    waar: str
    data: Path
    app: Flask


@contextmanager
def plek(data: Path, **anders: str) -> Iterator[Plek]:
    """With every setting, unless told otherwise."""
    met_sleutel = anders.get("PORTAL_SLEUTEL", SLEUTEL) != ""
    app = maak_app(data, sleutel=(SLEUTEL,) if met_sleutel else ())
    with draaiende_site(data, **(VOL | anders)) as waar:
        yield Plek(waar, data, app)


@contextmanager
def kale_plek(data: Path) -> Iterator[Plek]:
    """Without a key and without anything of the operator."""
    with draaiende_site(data, **KAAL) as waar:
        yield Plek(waar, data, maak_app(data))


@contextmanager
def plek_met_gebied(data: Path) -> Iterator[Plek]:
    """With an area of the IMG, which wins over the calculation."""
    maak_app(data)  # makes the register
    laad_lijst(data)
    with draaiende_site(data, **VOL) as waar:
        yield Plek(waar, data, maak_app(data, sleutel=(SLEUTEL,)))


def loop_bewoner(plek: Plek, taal: str = DEFAULT) -> Wandelaar:
    """Every page and state that a resident can meet, in one language."""
    with Wandelaar(plek.waar, plek.app, taal) as w:
        _als_bewoner(w)
        w.verken()
    return w


def _als_bewoner(w: Wandelaar) -> None:
    start = w.ga(f"{w.begin}/", "start")
    w.ga(f"{w.begin}/bestaat-niet", "404")
    w.stuur(start, "/adres", "start-fout", adres="9951")
    w.stuur(start, "/adres", "start-onbekend", adres="9999ZZ 1")
    uitkomsten = {
        naam: _typ(w, start, f"uitkomst-{naam}", adres) for naam, adres in ADRESSEN.items()
    }
    for naam, adres in KEUZES.items():
        kies = _typ(w, start, naam, adres)
    *_, niet_bij = (link for link in kies.links if "/uitkomst/" in link)
    w.ga(niet_bij, "uitkomst-onbekend")
    _stappen(w, uitkomsten["grensgeval"])
    if any("/terugbellen" in link for link in start.links):
        _meekijkcode(w, uitkomsten["binnen"])
        bedankt = w.stuur(uitkomsten["binnen"], "/duidelijk/", "duidelijk", antwoord="nee")
        w.ga(f"{bedankt.pad.partition('?')[0]}?niet_geteld", "duidelijk-niet-geteld")
        _terugbellen(w, uitkomsten["grensgeval"])


def _stappen(w: Wandelaar, uitkomst: Blad) -> None:
    """The questions, with nothing chosen and with everything; then the steps."""
    vragen = w.ga(uitkomst.link("/stappen/"), "stappen")
    w.stuur(vragen, "/stappen/", "stappen-niets-gekozen")
    verder = w.stuur(vragen, "/stappen/", "stappen-verder", rol="eigenaar", gebouw="woning")
    rest = [naam for naam in SOORTEN if naam not in ("rol", "gebouw")]
    w.stuur(verder, "/stappen/", "mijn-stappen", **dict.fromkeys(rest, "ja"))


def _typ(w: Wandelaar, start: Blad, naam: str, adres: str) -> Blad:
    return w.stuur(start, "/adres", naam, adres=adres)


def _meekijkcode(w: Wandelaar, uitkomst: Blad) -> None:
    """One that works, and one that was forgotten."""
    w.stuur(uitkomst, "/meekijken/maken/", "meekijkcode")
    weg = w.stuur(uitkomst, "/meekijken/maken/")
    w.stuur(weg, "/meekijken/vergeten/", "meekijkcode-vergeten")


def _terugbellen(w: Wandelaar, uitkomst: Blad) -> None:
    """Three requests: one that stays, one withdrawn, one deleted."""
    formulier = w.ga(uitkomst.link("/terugbellen/van/"), "terugbellen")
    w.stuur(formulier, "/terugbellen/formulier/", "terugbellen-elke-fout", **FOUT)
    w.stuur(formulier, "/terugbellen/formulier/", "terugbellen-te-lang", opmerking="lang " * 2000)
    nakijken = []
    for naam in ("terugbellen-nakijken", "", ""):
        formulier = w.ga(uitkomst.link("/terugbellen/van/"))
        onderwerpen = {
            "onderwerpen": formulier.opties("onderwerpen")[0],
            "opmerking": "langwoord" * 10,
        }
        plek = 6 + list(LOCALES).index(w.taal)  # a tijdvak has room for a few
        velden = GOED | onderwerpen | {"tijdvak": formulier.opties("tijdvak")[plek]}
        nakijken.append(w.stuur(formulier, "/terugbellen/formulier/", naam, **velden))
    for vraag in ("snel", "vaak"):
        w.ga(f"{nakijken[0].pad}?{vraag}", f"terugbellen-{vraag}")
    time.sleep(SNEL_MS / 1000)
    klaar = [w.stuur(blad, "/terugbellen/nakijken/") for blad in nakijken]
    w.ga(klaar[0].pad, "terugbellen-klaar")
    blijft, afgezegd, weg = (_open(w, _code(blad)) for blad in klaar)
    w.ga(blijft.pad, "mijn-verzoek")
    w.ga(f"{blijft.pad}?verplaatst", "mijn-verzoek-verplaatst")
    w.ga(f"{blijft.pad}?veranderd", "mijn-verzoek-veranderd")
    w.stuur(blijft, "/verplaatsen", "mijn-verzoek-geen-tijd", tijdvak="")
    gegevens = w.ga(blijft.link("/gegevens"), "mijn-gegevens")
    w.stuur(gegevens, "/gegevens", "mijn-gegevens-fout", naam="", telefoon="0900")
    w.ga(f"{blijft.pad}/verwijderen", "mijn-verzoek-verwijderen")
    w.stuur(afgezegd, "/intrekken", "mijn-verzoek-afgezegd")
    w.ga(klaar[1].pad, "terugbellen-klaar-afgezegd")
    w.stuur(w.ga(f"{weg.pad}/verwijderen"), "/verwijderen", "mijn-verzoek-weg")
    w.ga(f"{w.begin}/mijn-verzoek?verlopen", "mijn-verzoek-verlopen")
    _open(w, "0", "6", "mijn-verzoek-fouten")
    _open(w, "CCC CCC", naam="mijn-verzoek-onbekend")


def _code(blad: Blad) -> str:
    (code,) = [e for e in blad.boom.wortel.iter() if e.get("class", "").split()[:1] == ["code"]]
    return blad.boom.tekst(code)


def _open(w: Wandelaar, code: str, drie: str = "678", naam: str = "") -> Blad:
    return w.stuur(w.ga(f"{w.begin}/mijn-verzoek"), "/mijn-verzoek", naam, code=code, drie=drie)


def loop_helpdesk(plek: Plek) -> Wandelaar:
    """Every page and state of a beheerder, with requests of every kind in the queue."""
    loket, nu = (
        Loket.open(Settings(plek.data, GEHEIM, sleutel=(SLEUTEL,))),
        datetime.now(NEDERLANDSE_TIJD),
    )
    vul(loket)
    for _ in range(MAX_MISGERADEN):
        misgeraden.tel(loket.bestand, loket.kluis, loket.verzoeken.met_uid("klaar").code, nu)
    carla, _ = maak_account(loket, "Carla", Medewerkerrol.BEHEERDER, nu=nu)
    even_weg, _ = maak_account(loket, "Even weg", nu=nu)
    loket.medewerkers.schors(even_weg.id, nu=nu, wie=SYSTEM)
    token = loket.sessies.begin(carla.id, apparaat="proef", nu=nu)
    loket.sessies.bevestig(token, nu)
    with Wandelaar(
        plek.waar,
        plek.app,
        cookies={COOKIE: token},
        formulieren_zonder_veld=False,
        onder="/helpdesk",
    ) as w:
        wachtrij = w.ga("/helpdesk/", "helpdesk-wachtrij")
        w.ga("/helpdesk/bestaat-niet", "helpdesk-404")
        for tekst in ("proefpersoon", "klaas niemand", "?"):
            w.stuur(wachtrij, "zoek", f"helpdesk-zoek-{tekst}", zoek=tekst)
        meekijken = w.ga("/helpdesk/meekijken")
        for adres in (*ADRESSEN.values(), *KEUZES.values(), "9951JH 4A", "9951"):
            naam = f"helpdesk-meekijken-{adres}"
            w.stuur(meekijken, "/meekijken/adres", naam, adres=adres)
        nieuw = w.ga("/helpdesk/nieuw")
        w.stuur(nieuw, "zoek", "helpdesk-nieuw-gevonden", zoek="proefpersoon")
        vak = nieuw.opties("tijdvak")[8]
        w.stuur(
            nieuw,
            "/helpdesk/nieuw",
            "helpdesk-nieuw-kies",
            naam="T",
            adres="9951JH 4",
        )
        w.stuur(
            nieuw,
            "/helpdesk/nieuw",
            "helpdesk-nieuw-klaar",
            naam="Trijntje",
            telefoon="0612345677",
            tijdvak=vak,
        )
        w.ga("/helpdesk/bevestigen", "helpdesk-bevestigen")
        accounts = w.ga("/helpdesk/accounts")
        w.stuur(accounts, "/accounts", "helpdesk-uitgifte", naam="Eva", rol="medewerker")
        w.verken()
    return w


def loop_deur(plek: Plek) -> Wandelaar:
    """The form to log in; the link that sets up an account, and one that is used up."""
    loket = Loket.open(Settings(plek.data, GEHEIM, sleutel=(SLEUTEL,)))
    nu = datetime.now(NEDERLANDSE_TIJD)
    wie = loket.medewerkers.voeg_toe("Nieuw", Medewerkerrol.MEDEWERKER, nu=nu, wie=SYSTEM)
    token = loket.uitnodigingen.geef(wie.id, nu=nu, wie=SYSTEM)
    with Wandelaar(plek.waar, plek.app, onder="/helpdesk") as w:
        w.stuur(
            w.ga("/helpdesk/", "helpdesk-deur"),
            "/inloggen",
            "helpdesk-deur-fout",
            naam="Carla",
            wachtwoord="x",
            code="1",
        )
        w.ga("/helpdesk/logboek", "helpdesk-deur-verder")
        link = w.ga(f"/helpdesk/uitnodiging/{token}", "helpdesk-uitnodiging")
        w.stuur(link, "/uitnodiging/", "helpdesk-uitnodiging-fout", wachtwoord="x")
        w.ga("/helpdesk/uitnodiging/weg", "helpdesk-uitnodiging-weg")
    return w
