"""Walks through the whole site as a browser without scripts, and notes every page and state.

It follows every link and sends every form as it stands, so a page that is new is met by itself.
`Wandelaar.niet_gezien` says which view nobody came to: then a step is missing in
`tests/browser/reizen.py`. Texts are never looked at, only names of views and fields: the walk is
the same in every language.
"""

import re
from collections import deque
from dataclasses import dataclass, field
from typing import NamedTuple, Self
from urllib.parse import urljoin, urlsplit
from xml.etree import ElementTree

import httpx
from flask import Flask
from playwright.sync_api import Page
from werkzeug.exceptions import HTTPException

from portal.web.i18n.catalogues import DEFAULT, LOCALES
from tests.pagina import Boom

# Forms that end what the walk still needs; `reizen` sends them when it is their time.
NIET_VANZELF = frozenset({
    "publiek.trek_in", "publiek.verwijder", "publiek.meekijkcode_vergeten", "publiek.indienen",
    "helpdesk.uitloggen", "helpdesk.eindig_sessies", "helpdesk.echt_verwijderen",
})  # fmt: skip
# Views that only send on to another page.
LEIDT_DOOR = {
    "/adres", "/voorbeelden/<int:nummer>", "/terugbellen", "/terugbellen/van/<kenmerk>",
    "/helpdesk/meekijken/verzoek/<uid>",
}  # fmt: skip
LANG = re.compile(r"[\w-]{40,}")  # a kenmerk
PER_VIEW = 250  # so many pages of one view are looked at; the examples are about 200


class Staat(NamedTuple):
    """A page as it can be opened again.

    `velden`: sent to `pad` by a form on `van`, where the answer is no redirect.
    """

    naam: str
    taal: str
    pad: str
    endpoint: str
    html: bytes
    velden: tuple[tuple[str, str], ...] = ()
    van: str = ""

    def __str__(self) -> str:
        return f"{self.taal} {self.naam}"


class Gestuurd(NamedTuple):
    """A request as it was sent; `lijf` urlencoded, empty for a GET."""

    methode: str
    pad: str
    lijf: str


@dataclass(frozen=True, slots=True)
class Formulier:
    """Where it goes and what it holds when nobody types anything."""

    actie: str
    velden: dict[str, str]
    zichtbaar: bool


class Blad:
    """A fetched page: where it is and what stands in it."""

    def __init__(self, antwoord: httpx.Response) -> None:
        self.antwoord = antwoord
        self.pad = antwoord.url.raw_path.decode()
        self.boom = Boom(antwoord.text)

    @property
    def links(self) -> list[str]:
        """Paths on our own site, without #."""
        hrefs = [a.get("href", "") for a in self.boom.alle("a")]
        return [
            urljoin(self.pad, h).split("#")[0]
            for h in hrefs
            if h and not re.match(r"#|//|[a-z]+:", h)
        ]

    @property
    def formulieren(self) -> list[Formulier]:
        return [
            lees_formulier(f, self.pad)
            for f in self.boom.alle("form")
            if f.get("method", "get") == "post"
        ]

    def link(self, deel: str) -> str:
        return next(link for link in self.links if deel in link)

    def opties(self, naam: str) -> list[str]:
        """The values that a field of this name can have."""
        velden = [e for e in self.boom.wortel.iter() if e.get("name") == naam]
        return [
            waarde
            for veld in velden
            for e in (veld.iter("option") if veld.tag == "select" else [veld])
            if (waarde := e.get("value", ""))
        ]

    @property
    def kern(self) -> tuple[str, ...]:
        """What makes it another state than one that was met before."""
        meldingen = [
            Boom.tekst(e) for e in self.boom.wortel.iter() if e.get("role") in ("alert", "status")
        ]
        main = self.boom.een("main")
        kop, titel = (Boom.tekst(self.boom.een(naam)) for naam in ("h1", "title"))
        eigen = (f"{k}={v}" for k, v in main.attrib.items() if k == "data-uitkomst")
        return (str(self.antwoord.status_code), titel, kop, *eigen, *meldingen)


def lees_formulier(form: ElementTree.Element, hier: str) -> Formulier:
    velden: dict[str, str] = {}
    zichtbaar = False
    for e in form.iter():
        naam, soort = e.get("name", ""), e.get("type", "")
        zichtbaar = (
            zichtbaar or e.tag in ("select", "textarea") or (e.tag == "input" and soort != "hidden")
        )
        if not naam:
            continue
        if e.tag == "input" and (soort not in ("radio", "checkbox") or "checked" in e.attrib):
            velden[naam] = e.get("value", "")
        elif e.tag == "textarea":
            velden[naam] = e.text or ""
        elif e.tag == "select":
            opties = list(e.iter("option"))
            gekozen = next((o for o in opties if "selected" in o.attrib), opties[0])
            velden[naam] = gekozen.get("value", "")
        elif e.tag == "button":
            velden.setdefault(naam, e.get("value", ""))
    return Formulier(urljoin(hier, form.get("action", "") or hier), velden, zichtbaar)


@dataclass
class Wandelaar:
    """One visitor, of one language."""

    waar: str
    app: Flask
    taal: str = DEFAULT
    cookies: dict[str, str] = field(default_factory=dict)
    formulieren_zonder_veld: bool = True
    onder: str = "/"
    staten: list[Staat] = field(default_factory=list)
    gezien: set[tuple[str, ...]] = field(default_factory=set)
    gestuurd: list[Gestuurd] = field(default_factory=list)
    _vanzelf: dict[tuple[str, ...], Staat] = field(default_factory=dict)
    _namen: set[str] = field(default_factory=set)
    _bezocht: set[str] = field(default_factory=set)
    _verzonden: set[tuple[str, ...]] = field(default_factory=set)
    _links: deque[str] = field(default_factory=deque)
    _formulieren: deque[tuple[Blad, Formulier]] = field(default_factory=deque)

    def __post_init__(self) -> None:
        self.client = httpx.Client(
            base_url=self.waar,
            follow_redirects=True,
            cookies=self.cookies,
            timeout=30,
            event_hooks={"request": [self._schrijf_op]},
        )

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.client.close()

    def _schrijf_op(self, verzoek: httpx.Request) -> None:
        self.gestuurd.append(
            Gestuurd(verzoek.method, verzoek.url.raw_path.decode(), verzoek.read().decode())
        )

    @property
    def begin(self) -> str:
        """Where the site starts in this language."""
        return "" if self.taal == DEFAULT else f"/{self.taal}"

    def ga(self, pad: str, naam: str = "") -> Blad:
        """Opens a page of our site. Fails on a dead link, unless `naam` says that it is meant."""
        antwoord = self.client.get(pad)
        assert antwoord.status_code < 500, (pad, antwoord.status_code)
        assert naam or antwoord.status_code != 404, f"a dead link: {pad}"
        return self._noteer(Blad(antwoord), naam)

    def stuur(self, blad: Blad, deel: str, naam: str = "", /, **velden: str) -> Blad:
        """Sends the form whose action has `deel` in it, with these fields changed."""
        form = next(f for f in blad.formulieren if deel in f.actie)
        return self._stuur(blad, form, form.velden | velden, naam)

    def _stuur(self, van: Blad, form: Formulier, velden: dict[str, str], naam: str = "") -> Blad:
        antwoord = self.client.post(form.actie, data=velden)
        assert antwoord.status_code < 500 or naam, (form.actie, antwoord.status_code)
        if antwoord.request.method == "POST":  # no redirect
            return self._noteer(Blad(antwoord), naam, tuple(velden.items()), van.pad)
        return self._noteer(Blad(antwoord), naam)

    def endpoint(self, pad: str, methode: str = "GET") -> str:
        """The view behind a path; empty when there is none."""
        kaal = urlsplit(pad).path
        if (eerste := kaal.split("/")[1]) in LOCALES and eerste != DEFAULT:
            kaal = kaal.removeprefix(f"/{eerste}") or "/"
        try:
            return str(self.app.url_map.bind("127.0.0.1").match(kaal, methode)[0])
        except HTTPException:
            return ""

    def _noteer(
        self, blad: Blad, naam: str, velden: tuple[tuple[str, str], ...] = (), van: str = ""
    ) -> Blad:
        methode = "POST" if velden else "GET"
        endpoint = self.endpoint(blad.pad, methode)
        vraag = LANG.sub("", urlsplit(blad.pad).query)
        kern = (endpoint, vraag, *blad.kern)
        if kern not in self.gezien or naam:
            self.gezien.add(kern)
            eigen = self._vrije_naam(naam or _noem(endpoint, vraag, blad))
            if naam and kern in self._vanzelf:  # met before, on the way
                self.staten.remove(self._vanzelf.pop(kern))
            staat = Staat(eigen, self.taal, blad.pad, endpoint, blad.antwoord.content, velden, van)
            self.staten.append(staat)
            if not naam:
                self._vanzelf[kern] = staat
            self._links.extend(blad.links)
            self._formulieren.extend((blad, form) for form in blad.formulieren)
        return blad

    def _vrije_naam(self, naam: str) -> str:
        vrij = next(
            n for i in range(1, 1000) if (n := naam if i == 1 else f"{naam}-{i}") not in self._namen
        )
        self._namen.add(vrij)
        return vrij

    def verken(self) -> None:
        """Follows what is known so far until nothing new is met."""
        per_view: dict[str, int] = {}
        while self._links or self._formulieren:
            if self._links:
                pad = self._links.popleft()
                endpoint = self.endpoint(pad)
                if (
                    pad in self._bezocht
                    or not self._hier(pad)
                    or per_view.get(endpoint, 0) >= PER_VIEW
                ):
                    continue
                self._bezocht.add(pad)
                per_view[endpoint] = per_view.get(endpoint, 0) + 1
                if "html" in self.client.head(pad).headers.get("Content-Type", ""):
                    self.ga(pad)
                elif endpoint:
                    self.gezien.add((endpoint,))
            else:
                blad, form = self._formulieren.popleft()
                doel = self.endpoint(form.actie, "POST")
                sleutel = (self.endpoint(blad.pad), doel, *sorted(form.velden), *blad.kern)
                zelf = form.zichtbaar or self.formulieren_zonder_veld
                if zelf and doel not in NIET_VANZELF and sleutel not in self._verzonden:
                    self._verzonden.add(sleutel)
                    self._stuur(blad, form, form.velden)

    def _hier(self, pad: str) -> bool:
        """In our language and on our part of the site."""
        eerste = urlsplit(pad).path.split("/")[1]
        return (eerste if eerste in LOCALES else DEFAULT) == self.taal and pad.startswith(
            self.onder
        )

    def niet_gezien(self, lijst: set[str]) -> list[str]:
        """The views of this list that show a page, and that were never met."""
        gezien = {kern[0] for kern in self.gezien}
        tonen = {
            regel.endpoint
            for regel in self.app.url_map.iter_rules()
            if "GET" in (regel.methods or ())
            and regel.rule not in LEIDT_DOOR
            and not regel.rule.endswith(".txt")  # for programs: no page links to it
        }
        return sorted(lijst & tonen - gezien)


def _noem(endpoint: str, vraag: str, blad: Blad) -> str:
    delen = [
        endpoint.replace("publiek.", "").replace(".", "_") or "fout",
        blad.boom.een("main").get("data-uitkomst", ""),
    ]
    if blad.antwoord.status_code >= 400 and endpoint:
        delen.append(f"fout{blad.antwoord.status_code}")
    return "-".join(filter(None, [*delen, re.sub(r"[^\w]+", "_", vraag).strip("_")]))


def open_staat(pagina: Page, staat: Staat) -> None:
    """In a real browser; the context has the site as its base_url."""
    if not staat.velden:
        pagina.goto(staat.pad)
        return
    pagina.goto(staat.van)
    with pagina.expect_navigation():
        pagina.evaluate(
            """([waar, velden]) => {
              const form = document.createElement("form");
              Object.assign(form, {method: "post", action: waar});
              for (const [name, value] of velden)
                form.append(Object.assign(document.createElement("textarea"), {name, value}));
              document.body.append(form);
              form.submit();
            }""",
            [staat.pad, staat.velden],
        )
