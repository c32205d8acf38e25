"""Walks through the pages of being phoned back as a resident does, with a clock that can go on."""

import re
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from werkzeug.test import TestResponse

from portal.services import Loket
from portal.terugbellen.rijen import roosterstore
from portal.terugbellen.waarden.rooster import STANDAARD
from portal.terugbellen.waarden.verzoek import Verzoek
from tests.conftest import NU, na
from tests.pagina import Boom, Inspecteur

VAK = "2026-11-26T08:00Z"  # Thursday, 9.00 to 11.00
LATER = "2026-11-27T12:00Z"  # Friday, 13.00 to 15.00
MAIL = {
    "smtp": "smtps://post.example:465",
    "mailafzender": "helpdesk@post.example",
    "site": "https://zelfcheck.example",
}
INVOER: dict[str, Any] = {
    "naam": "Geertje Proefpersoon",
    "telefoon": "06-12345678",
    "tijdvak": VAK,
    "inspreken": "ja",
    "gesprekstaal": "nl",
}


class Reis:
    """One resident with one browser."""

    def __init__(self, client: Inspecteur, loket: Loket, monkeypatch: pytest.MonkeyPatch) -> None:
        self.client, self.loket, self.nu = client, loket, NU
        monkeypatch.setattr("portal.clock.now", lambda: self.nu)

    def wacht(self, **hoe_lang: float) -> None:
        self.nu = na(self.nu, timedelta(**hoe_lang))

    def volg(self, antwoord: TestResponse) -> TestResponse:
        """The page a POST leads to. Every POST redirects."""
        assert antwoord.status_code == 303, antwoord.status_code
        return self.client.get(antwoord.location)

    def begin(self, waar: str = "/terugbellen") -> str:
        """The URL of a new form."""
        antwoord = self.client.get(waar)
        assert antwoord.status_code == 302
        return antwoord.location

    def vul_in(self, formulier: str = "", **anders: Any) -> TestResponse:
        """Sends the form; `None` leaves a field out. Leads to the form, or to the look over it."""
        velden = {
            naam: waarde for naam, waarde in {**INVOER, **anders}.items() if waarde is not None
        }
        return self.client.post(formulier or self.begin(), data=velden)

    def dien_in(self, **anders: Any) -> str:
        """Fills in, looks over, files. The URL of the confirmation."""
        nakijken = self.vul_in(**anders).location
        assert "/nakijken/" in nakijken, nakijken
        self.wacht(seconds=30)
        klaar = self.client.post(nakijken).location
        assert "/klaar/" in klaar, klaar
        return klaar

    def verzoeken(self) -> list[Verzoek]:
        with self.loket.bestand.read() as db:
            uids = [uid for (uid,) in db.execute("select uid from verzoek order by id").fetchall()]
        return [self.loket.verzoeken.met_uid(uid) for uid in uids]

    def verzoek(self) -> Verzoek:
        (een,) = self.verzoeken()
        return een

    def open(self, code: str = "", drie: str = "678") -> str:
        """Logs in at /mijn-verzoek: where that leads."""
        antwoord = self.client.post(
            "/mijn-verzoek", data={"code": code or self.verzoek().code, "drie": drie}
        )
        assert antwoord.status_code == 303
        return antwoord.location


def sluit_alles(loket: Loket) -> None:
    """Never open: no tijdvak can be asked for."""
    zet_rooster(loket, dagen=(None,) * 7)


def zet_rooster(loket: Loket, **anders: Any) -> None:
    """The standard rooster with something else in it."""
    with loket.bestand.write() as db:
        roosterstore.bewaar(db, replace(STANDAARD, **anders), medewerker=None, nu=NU)


def tekst(antwoord: TestResponse) -> str:
    """What somebody reads in the main part."""
    return Boom.tekst(Boom(antwoord.text).een("main"))


def fouten(antwoord: TestResponse) -> dict[str, str]:
    """The summary at the top: the id of the field, the sentence."""
    (melding,) = [e for e in Boom(antwoord.text).alle("div") if e.get("role") == "alert"]
    return {a.get("href", "").removeprefix("#"): Boom.tekst(a) for a in melding.iter("a")}


def waarde(antwoord: TestResponse, id_: str) -> str | None:
    """What stands in a field."""
    boom = Boom(antwoord.text)
    veld = boom.op_id(id_)
    if veld.tag == "textarea":
        return veld.text or ""
    if veld.get("type") == "radio":
        gelijk = (e for e in boom.alle("input") if e.get("name") == veld.get("name"))
        return next((e.get("value") for e in gelijk if "checked" in e.attrib), "")
    return veld.get("value")


def kenmerk_van(url: str) -> str:
    """The long part of a URL."""
    (gevonden,) = re.findall(r"[\w-]{50,}", url)
    return str(gevonden)
