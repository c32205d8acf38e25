"""What can be attacked, as the site itself tells: every route of its url_map, every field of its
forms, a kenmerk of every Doel.

The site is walked through as a resident, as a medewerker and as a beheerder: each link is followed,
each form is sent as it is and filled in. So new things are found without further work, and `gemist`
tells what the walk did not reach.
"""

import re
from collections import Counter, defaultdict, deque
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property
from html.parser import HTMLParser
from itertools import chain
from pathlib import Path
from secrets import token_urlsafe
from typing import Any
from urllib.parse import urlsplit

from flask import Flask, Response
from flask.testing import FlaskClient
from werkzeug.exceptions import HTTPException
from werkzeug.routing import RequestRedirect
from wtforms import Form

from portal import clock, services
from portal.adressen.laden.csvbron import lees_csv
from portal.adressen.laden.lading import laad_register
from portal.adressen.voorbeeld import BESTAND
from portal.config.handover import Eigenaar
from portal.crypto.kenmerk import Kenmerken, KenmerkError, Part, Purpose
from portal.crypto.vault import Vault
from portal.helpdesk import inlogpoging
from portal.helpdesk.inlogplicht import COOKIE
from portal.medewerkers.medewerker import Medewerkerrol
from portal.services import Loket
from portal.storage.audit_log import SYSTEM
from portal.terugbellen.rijen.mailrij import bewijzen
from portal.terugbellen.rijen.misgeraden import MAX_MISGERADEN
from portal.terugbellen.verzoekstore import VerzoekNietGevonden
from portal.terugbellen.waarden.verzoek import Verzoek
from tests.conftest import GEHEIM, NU, SLEUTEL, adres, maak_app, rij
from tests.medewerkers import maak_account
from tests.terugbellen.conftest import buur, gegevens

WACHTWOORD = "een lang wachtwoord voor de tests"
ROLLEN = {
    "bewoner": None,
    "medewerker": Medewerkerrol.MEDEWERKER,
    "beheerder": Medewerkerrol.BEHEERDER,
}
LANG = re.compile(r"[\w-]{40,}")  # a kenmerk
PER_ENDPOINT = 4
# A walk does not send these when it meets them: what they end is still needed. Their fields are
# known all the same.
LAATST = {
    "publiek.verwijder", "publiek.trek_in", "publiek.meekijkcode_vergeten", "helpdesk.uitloggen",
    "helpdesk.eindig_sessies", "helpdesk.echt_verwijderen", "helpdesk.sluit_account",
    "helpdesk.schors_account", "helpdesk.laat_account_toe", "helpdesk.wijzig_rol",
    "helpdesk.geef_toegang", "helpdesk.sluiten", "helpdesk.intrekken",
}  # fmt: skip
GOED = {
    "adres": "9951AD 14", "naam": "Geertje Proefpersoon",
    "telefoon": "06 12345678", "inspreken": "ja", "gesprekstaal": "nl", "zoek": "0612345678",
    "wachtwoord": WACHTWOORD, "rol": "medewerker", "dag": "2024-06-01", "resultaat": "gesproken",
}  # fmt: skip
# Nobody listens there: what is handed on is only on a page.
DOORGEVEN: dict[str, Any] = {
    "klant": "http://127.0.0.1:9/api", "klant_token": "token", "klant_naam": "Gemeente Proefstad",
    "klant_actor": "grp:Terugbellen", "klant_eigenaar": Eigenaar.WIJ,
    "webhook": "http://127.0.0.1:9/haak", "webhook_geheim": bytes(range(32)),
}  # fmt: skip


class Terrein:
    """A site with a register, colleagues, of whom one is suspended, and a request. `app` is the one
    that is attacked in this process.
    """

    def __init__(self, data: Path) -> None:
        laad_register(
            chain(lees_csv(BESTAND), map(rij, [adres(1), adres(1, "a"), adres(2)])),
            data / "adressen.sqlite", bron="proef", nu=NU, toch=True,
        )  # fmt: skip
        self.data, self.uids = data, set[str]()  # the requests that we filed ourselves
        self.app: Flask = maak_app(data, sleutel=(SLEUTEL,), **DOORGEVEN)
        with self.app.app_context():
            self.loket: Loket = services.loket()
        self.kenmerken, self.kluis = Kenmerken(GEHEIM), Vault((SLEUTEL,))
        self._vergangen = set[str]()  # requests that are no longer there
        self._tokens = {"bewoner": ""}
        self.inhouden: defaultdict[Purpose, list[list[Part]]] = defaultdict(list)
        self.paden: defaultdict[str, list[str]] = defaultdict(list)  # by endpoint, where it was met
        self.velden: defaultdict[str, dict[str, list[str]]] = defaultdict(
            dict
        )  # by endpoint, each field with values it had
        self.wtforms = sorted({veld for form in _alle_forms(Form) for veld in form()._fields})
        self.statisch = set[str]()
        self._gestuurd = Counter[str]()
        self.verzoek = self._nieuw_verzoek()
        with self.loket.bestand.write() as db:  # for the buttons to try again
            db.execute("update doorgave set status = 'geweigerd', fout = 'antwoord met status 400'")
            db.execute(
                "insert into levering (regel, soort, waarop, gebeurd_op, status, pogingen,"
                " volgende_op) values (1, 'poging', 'weg', ?, 'mislukt', 7, ?)",
                [clock.to_text(NU)] * 2,
            )
        even_weg, _ = maak_account(self.loket, "even weg")
        self.loket.medewerkers.schors(even_weg.id, nu=NU, wie=SYSTEM)

    # who and what ---------------------------------------------------------------------------------

    def token(self, rol: str) -> str:
        """The cookie of a session that works: after logging out, or when the account was closed, it
        logs in again.
        """
        if rol == "bewoner":
            return ""
        token, nu = self._tokens.get(rol, ""), clock.now()
        wie = self.loket.sessies.lees(token, nu) if token else None
        if not wie or wie.rol is not ROLLEN[rol]:
            naam = f"{rol} {len(self.loket.medewerkers.alle())}"
            wie, _ = maak_account(self.loket, naam, Medewerkerrol(rol), nu=nu)
            token = self._tokens[rol] = self.loket.sessies.begin(wie.id, apparaat="proef", nu=nu)
        self.loket.sessies.bevestig(token, nu)
        return token

    def _wie(self, rol: str) -> int:
        wie = self.loket.sessies.lees(self.token(rol), clock.now())
        assert wie
        return wie.id

    def ververs(self) -> None:
        """As it is now; when somebody deleted the request, another one."""
        try:
            self.verzoek = self.loket.verzoeken.met_uid(self.verzoek.uid)
        except VerzoekNietGevonden:
            self._vergangen.add(self.verzoek.uid)
            self.verzoek = self._nieuw_verzoek()

    def vers(self, tekst: str) -> str:
        """With the current request in place of an earlier one."""
        for oud in self._vergangen:
            tekst = tekst.replace(oud, self.verzoek.uid)
        return tekst

    @cached_property
    def met_post(self) -> set[str]:
        """The views that a form is sent to."""
        return {r.endpoint for r in self.app.url_map.iter_rules() if "POST" in (r.methods or ())}

    @cached_property
    def vraagnamen(self) -> set[str]:
        """The names that were met after a question mark."""
        vragen = (urlsplit(pad).query for paden in self.paden.values() for pad in paden)
        return {deel.partition("=")[0] for vraag in vragen for deel in vraag.split("&") if deel}

    def goede_waarde(self, endpoint: str, naam: str) -> str:
        """The values that make the form go through."""
        vast = {
            "versie": str(self.verzoek.versie),
            "code": self.verzoek.code,
            "drie": self.verzoek.gegevens.telefoon[-3:],
            "website": "",
        }
        goed = vast.get(naam) if naam in vast else GOED.get(naam)
        return self.vers(
            next(filter(None, self.velden[endpoint][naam]), "") if goed is None else goed
        )

    def kenmerk(self, doel: Purpose, *delen: Part) -> str:
        """A good kenmerk; without parts, one that the site made."""
        return self.kenmerken.make(
            doel, *(self.vers(deel) if isinstance(deel, str) else deel for deel in delen)
        )

    def _nieuw_verzoek(self) -> Verzoek:
        nu, uid = clock.now(), token_urlsafe(16)
        self.uids.add(uid)
        vrij = self.loket.verzoeken.vrij(nu)
        # The first has an address to look along at; the others are of neighbours.
        anders = buur(len(self.uids)) if len(self.uids) > 1 else {}
        return self.loket.verzoeken.dien_in(uid, gegevens(**anders), vrij[-1], taal="nl", nu=nu)

    # the walk -------------------------------------------------------------------------------------

    def verken(self) -> None:
        """Finds it all."""
        for rol in ROLLEN:
            self._loop(rol)

    def gemist(self) -> list[str]:
        """What the walk did not reach: a view, a form of a view, a Doel."""
        views = {
            (regel.endpoint, "POST" in (regel.methods or ()))
            for regel in self.app.url_map.iter_rules()
            if not regel.endpoint.startswith("api.")  # what programs ask: tests/api, tests/keuring
        }
        zonder_pad = [e for e, post in views if not post and e not in self.paden]
        zonder_form = [e for e, post in views if post and e not in self.paden]
        return sorted(
            zonder_pad + zonder_form + [doel.name for doel in Purpose if not self.inhouden[doel]]
        )

    def _client(self, rol: str) -> FlaskClient:
        client = FlaskClient(
            self.app, Response
        )  # not the inspector: what is attacked is inspected, and that takes long
        if rol != "bewoner":
            client.set_cookie(COOKIE, self.token(rol))
        return client

    def _loop(self, rol: str) -> None:
        client, gezien, geteld = self._client(rol), set[str](), Counter[str]()
        los = [
            r.rule
            for r in self.app.url_map.iter_rules()
            if not r.arguments and "GET" in (r.methods or ())
        ]
        rij = deque([*los, *self._zaden(client, rol)])
        while rij:
            pad = rij.popleft().split("#")[0]
            endpoint = self.endpoint(pad, "GET")
            if endpoint is None or pad in gezien or geteld[endpoint] >= PER_ENDPOINT:
                continue
            gezien.add(pad)
            geteld[endpoint] += 1
            self._onthoud(endpoint, pad)
            antwoord = client.get(pad)
            rij.extend(filter(None, [antwoord.location]))
            if antwoord.mimetype == "text/html" and not antwoord.location:
                rij.extend(self._op_pagina(client, antwoord.text, pad))

    def _zaden(self, client: FlaskClient, rol: str) -> Iterator[str]:
        """What nobody can type unaided: a code that works, a password."""
        code = {"code": self.verzoek.code, "drie": self.verzoek.gegevens.telefoon[-3:]}
        mijn = client.post("/mijn-verzoek", data=code).location or ""
        yield mijn
        yield client.post(f"{mijn}/gegevens", data={"naam": ""}).location or ""
        yield f"/mijn-verzoek?mail={bewijzen(self.loket.kluis, self.verzoek.uid)[0]}"
        # A walk fills in a form faster than a person can, so it does not get here by filing one.
        yield f"/terugbellen/klaar/{self.kenmerk(Purpose.KLAAR, self.verzoek.uid)}"
        yield client.post("/adres", data={"adres": "9999ZZ 1"}).location or ""
        yield (
            client.post("/helpdesk/inloggen", data={"naam": "niemand", "wachtwoord": "x"}).location
            or ""
        )
        if rol == "bewoner":
            uitkomst = self.kenmerk(Purpose.UITKOMST, "9951AD", 14, "", "", "Kerkstraat")
            yield f"/terugbellen/van/{uitkomst}"
            yield from (f"/stappen/{uitkomst}?verder=", f"/mijn-stappen/{uitkomst}")
            yield f"/kies/{self.kenmerk(Purpose.KIES, '9999ZZ', 0, '')}"
            wie, nieuw = maak_account(self.loket, "Inlogger", nu=clock.now())
            inlog = {"wachtwoord": nieuw.wachtwoord, "code": nieuw.code(clock.now())}
            client.post("/helpdesk/inloggen", data={"naam": wie.naam, **inlog})
            cookie = client.get_cookie(inlogpoging.COOKIE)
            assert cookie
            self._oogst(cookie.value)
            client.delete_cookie(COOKIE)
            token = self.loket.uitnodigingen.geef(wie.id, nu=clock.now(), wie=SYSTEM)
            yield f"/helpdesk/uitnodiging/{token}"
            return
        formulier = {"formulierteken": self.loket.sessies.formulierteken(self.token(rol))}
        self.loket.sessies.begin(self._wie(rol), apparaat="elders", nu=clock.now())
        dicht = self._nieuw_verzoek()
        self.loket.verzoeken.trek_in(dicht.uid, dicht.versie, nu=clock.now())
        with self.loket.bestand.write() as db:
            te_veel = [MAX_MISGERADEN, dicht.uid]
            db.execute("update verzoek set misgeraden = ? where uid = ?", te_veel)
        van_mij = self._nieuw_verzoek()
        self.loket.behandelen.pak(van_mij.uid, van_mij.versie, wie=self._wie(rol), nu=clock.now())
        yield from (
            f"/helpdesk/verzoek/{uid}" for uid in (dicht.uid, van_mij.uid, self.verzoek.uid)
        )
        for ook in ({}, {"beller": "ja"}):
            yield (
                client.post(
                    "/helpdesk/zoeken", data={**formulier, "zoek": GOED["zoek"], **ook}
                ).location
                or ""
            )
        meer = {**formulier, "adres": "9999ZZ 1"}  # more than one address: there is a choice
        yield client.post("/helpdesk/nieuw", data=meer).location or ""
        for nummer in (0, 1):
            yield f"/helpdesk/meekijken/kies/{self.kenmerk(Purpose.KIES, '9999ZZ', nummer, '')}"

    def _op_pagina(self, client: FlaskClient, html: str, pad: str) -> Iterator[str]:
        blad = Blad(html)
        for href in (self._eigen(href, pad) for href in blad.links):
            if href.startswith("/static/"):
                self.statisch.add(href)
            yield href
        for form in (*blad.formulieren, *(Formulier(naar, "POST") for naar in blad.concepten)):
            actie = self._eigen(form.actie or pad, pad)
            endpoint = self.endpoint(actie, form.hoe)
            if endpoint is None:
                continue
            self._onthoud(endpoint, actie)
            for veld in form.velden:
                bekend = self.velden[endpoint].setdefault(veld.naam, [])
                bekend.extend(w for w in veld.waarden if w not in bekend and len(bekend) < 20)
            self._gestuurd[endpoint] += 1
            if (
                endpoint in LAATST
                or form.hoe != "POST"
                or self._gestuurd[endpoint] > PER_ENDPOINT * len(ROLLEN)
            ):
                continue
            for velden in (form.leeg, form.vol):
                yield client.post(actie, data=velden).location or ""

    def _eigen(self, url: str, hier: str) -> str:
        delen = urlsplit(url)
        if delen.scheme or delen.netloc:
            return ""
        return f"{delen.path or urlsplit(hier).path}{'?' + delen.query if delen.query else ''}"

    def endpoint(self, pad: str, hoe: str) -> str | None:
        """The view of this URL of ours; None when it is no page of the site."""
        kaal = re.sub(r"^/(en|gos)(?=/|$)", "", urlsplit(pad).path) or "/"
        if not pad.startswith("/") or kaal.startswith("/static"):
            return None
        try:
            endpoint, _ = self.app.url_map.bind("proef.example").match(kaal, hoe)
        except (HTTPException, RequestRedirect):
            return None
        return str(endpoint)

    def _onthoud(self, endpoint: str, pad: str) -> None:
        if len(self.paden[endpoint]) < PER_ENDPOINT and pad not in self.paden[endpoint]:
            self.paden[endpoint].append(pad)
        for kenmerk in LANG.findall(pad):
            self._oogst(kenmerk)

    def _oogst(self, kenmerk: str) -> None:
        for doel in Purpose:
            try:
                delen = self.kenmerken.read(doel, kenmerk)
            except KenmerkError:
                continue
            if len(self.inhouden[doel]) < PER_ENDPOINT:
                self.inhouden[doel].append(delen)

    def doel_van(self, kenmerk: str) -> tuple[Purpose, list[Part]] | None:
        """Its purpose and its contents; None when it is not one of ours."""
        for doel in Purpose:
            try:
                return doel, self.kenmerken.read(doel, kenmerk)
            except KenmerkError:
                continue
        return None


@dataclass(slots=True)
class Veld:
    """A field of a form: the values it may have, and the one it has when nobody touches it (None:
    it is not sent).
    """

    naam: str
    waarden: list[str]
    staat: str | None


@dataclass(slots=True)
class Formulier:
    """A form on a page: where it goes and what is in it."""

    actie: str
    hoe: str
    velden: list[Veld] = field(default_factory=list)

    @property
    def leeg(self) -> dict[str, str]:
        """As it is."""
        return {veld.naam: veld.staat for veld in self.velden if veld.staat is not None}

    @property
    def vol(self) -> dict[str, str]:
        """Everything filled in or chosen, except the field that is a trap for programs."""
        vol = {v.naam: GOED.get(v.naam) or next(filter(None, v.waarden), "") for v in self.velden}
        return {**vol, "website": ""} if "website" in vol else vol


class Blad(HTMLParser):
    """The links and forms of one of our pages. It is not the inspector's parser, which is strict
    and twenty times slower.
    """

    def __init__(self, html: str) -> None:
        super().__init__()
        self.links: list[str] = []
        self.formulieren: list[Formulier] = []
        self.concepten: list[str] = []
        self._keuze: Veld | None = None
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        kenmerken = {naam: waarde or "" for naam, waarde in attrs}
        naam, waarde = kenmerken.get("name", ""), kenmerken.get("value", "")
        if tag in ("a", "link", "script"):
            self.links.append(kenmerken.get("href") or kenmerken.get("src", ""))
        elif "data-nu" in kenmerken:  # a script asks for it
            self.links.append(kenmerken["data-nu"])
        elif tag == "form":
            if "data-concept" in kenmerken:  # where a script sends it as well
                self.concepten.append(kenmerken["data-concept"])
            self.formulieren.append(
                Formulier(kenmerken.get("action", ""), kenmerken.get("method", "get").upper())
            )
        elif tag == "option" and self._keuze:
            self._keuze.waarden.append(waarde)
            if "selected" in kenmerken or self._keuze.staat is None:
                self._keuze.staat = waarde
        elif naam and tag in ("input", "select", "textarea", "button"):
            kiest = kenmerken.get("type") in ("radio", "checkbox") and "checked" not in kenmerken
            veld = Veld(
                naam,
                [] if tag == "select" else [waarde],
                None if kiest or tag == "select" else waarde,
            )
            self.formulieren[-1].velden.append(veld)
            self._keuze = veld if tag == "select" else None


def _alle_forms(van: type[Form]) -> Iterator[type[Form]]:
    for form in van.__subclasses__():
        if form.__module__.startswith("portal."):
            yield form
        yield from _alle_forms(form)
