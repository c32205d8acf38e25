"""The webhook, against a receiver that checks the signature as docs/doorgeven.md shows."""

import json
import re
import runpy
import threading
import time
from base64 import b64encode
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest

from portal.config.settings import Settings, SettingsError
from portal.helpdesk.inlogplicht import PAD
from portal.medewerkers.medewerker import Medewerkerrol
from portal.outbound.retry import RETRY_AFTER
from portal.terugbellen.waarden.behandeling import Gesprek, Resultaat
from tests.conftest import GEHEIM, NU, SLEUTEL
from tests.doorgeven.conftest import Site
from tests.doorgeven.test_paginas import log_in, stuur

SITE = "https://zelfcheck.voorbeeld.example"
SLEUTELBYTES = bytes(range(32))
WHSEC = f"whsec_{b64encode(SLEUTELBYTES).decode()}"
DOC = Path(__file__).parents[2] / "docs/doorgeven.md"
Maak = Callable[..., Site]


@dataclass
class Ontvanger:
    """What it got: headers and body. `status`: what it answers."""

    url: str = ""
    status: int = 204
    koppen: dict[str, str] = field(default_factory=dict)
    ontvangen: list[tuple[dict[str, str], bytes]] = field(default_factory=list)

    @property
    def soorten(self) -> list[str]:
        return [json.loads(inhoud)["type"].rsplit(".", 1)[1] for _, inhoud in self.ontvangen]


@pytest.fixture
def ontvanger() -> Iterator[Ontvanger]:
    ontvanger = Ontvanger()

    class Post(BaseHTTPRequestHandler):
        timeout = 5

        def log_message(self, *_: Any) -> None:
            return

        def do_POST(self) -> None:
            inhoud = self.rfile.read(int(self.headers["Content-Length"]))
            ontvanger.ontvangen.append(({k.lower(): w for k, w in self.headers.items()}, inhoud))
            self.send_response(ontvanger.status)
            for naam, waarde in ontvanger.koppen.items():
                self.send_header(naam, waarde)
            self.end_headers()

    server = ThreadingHTTPServer(("127.0.0.1", 0), Post)
    ontvanger.url = f"http://127.0.0.1:{server.server_address[1]}/haak?van=zelfcheck"
    draad = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    draad.start()
    yield ontvanger
    server.shutdown()
    draad.join()
    server.server_close()


@pytest.fixture
def site(maak_site: Maak, ontvanger: Ontvanger) -> Site:
    return maak_site(
        "", klant_naam="", site=SITE, webhook=ontvanger.url, webhook_geheim=SLEUTELBYTES
    )


@pytest.fixture
def is_echt(tmp_path: Path) -> Callable[[dict[str, str], bytes, str], bool]:
    """The ten lines of the document, as somebody who reads it would run them."""
    (code,) = re.findall(r"```python\n(.*?)```", DOC.read_text(encoding="utf-8"), re.DOTALL)
    assert len([r for r in code.splitlines() if r.strip()]) <= 11
    pad = tmp_path / "ontvanger.py"
    pad.write_text(code, encoding="utf-8")
    gevonden: Callable[[dict[str, str], bytes, str], bool] = runpy.run_path(str(pad))["is_echt"]
    return gevonden


def test_elke_gebeurtenis_komt_aan_als_cloudevent_zonder_iets_over_wie(
    site: Site, ontvanger: Ontvanger
) -> None:
    verzoek = site.dien_in()
    nieuw = site.loket.verzoeken.vrij(NU)[3]
    site.loket.verzoeken.verplaats("een", 1, nieuw, nu=NU)
    log_in(site, "Anna", Medewerkerrol.MEDEWERKER)
    gesprek = Gesprek(Resultaat.GEEN_GEHOOR, buiten_mag=True)
    site.loket.behandelen.leg_vast("een", 2, gesprek, wie=1, nu=NU)
    versie = site.loket.verzoeken.met_uid("een").versie
    site.loket.verzoeken.trek_in("een", versie, nu=NU)
    for _ in range(4):  # of one request one after the other
        site.verstuur()
    assert ontvanger.soorten == ["gevraagd", "verplaatst", "gebeld", "ingetrokken"]
    koppen, inhoud = ontvanger.ontvangen[0]
    assert koppen["content-type"] == "application/cloudevents+json; charset=utf-8"
    bericht = json.loads(inhoud)
    assert {naam: bericht[naam] for naam in ("specversion", "source", "type", "subject")} == {
        "specversion": "1.0",
        "source": SITE,
        "type": "example.voorbeeld.zelfcheck.terugbelverzoek.gevraagd",
        "subject": "een",
    }
    assert bericht["data"] == {"verzoek": "een", "link": f"{SITE}/helpdesk/verzoek/een"}
    assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ", bericht["time"])
    alles = b"".join(inhoud for _, inhoud in ontvanger.ontvangen).decode() + str(koppen)
    for merk in ("Geertje", "612345678", "geertje", "klok", "Kerkstraat", "9951", verzoek.code):
        assert merk not in alles
    assert len({json.loads(i)["id"] for _, i in ontvanger.ontvangen}) == 4


def test_met_een_oin_is_de_bron_een_urn(maak_site: Maak, ontvanger: Ontvanger) -> None:
    site = maak_site(
        "", site=SITE, webhook=ontvanger.url, webhook_geheim=SLEUTELBYTES, oin="0" * 20
    )
    site.dien_in()
    site.verstuur()
    bron = json.loads(ontvanger.ontvangen[0][1])["source"]
    assert bron == f"urn:nld:oin:{'0' * 20}:systeem:zelfcheck-duurzaam-herstel"


def test_de_ontvanger_ziet_dat_het_echt_van_ons_is(
    site: Site, ontvanger: Ontvanger, is_echt: Callable[[dict[str, str], bytes, str], bool]
) -> None:
    site.op(datetime.now(UTC))
    site.dien_in()
    site.verstuur(datetime.now(UTC))
    ((koppen, inhoud),) = ontvanger.ontvangen
    assert is_echt(koppen, inhoud, WHSEC)
    assert not is_echt(koppen, inhoud + b" ", WHSEC)
    assert not is_echt(koppen, inhoud, f"whsec_{b64encode(bytes(32)).decode()}")
    oud = koppen | {"webhook-timestamp": str(int(time.time()) - 301)}
    assert not is_echt(oud, inhoud, WHSEC)


@pytest.mark.parametrize(
    ("status", "koppen"), [(500, {}), (429, {}), (404, {}), (302, {"Location": "/elders"})]
)
def test_wat_niet_aankomt_wordt_met_groeiende_pauzes_opnieuw_geprobeerd_en_dan_niet_meer(
    site: Site, ontvanger: Ontvanger, status: int, koppen: dict[str, str]
) -> None:
    ontvanger.status, ontvanger.koppen = status, koppen
    site.dien_in()
    nu = NU
    site.verstuur(nu)
    for keer, wacht in enumerate(RETRY_AFTER, start=1):
        site.verstuur(nu + wacht - timedelta(seconds=1))
        assert len(ontvanger.ontvangen) == keer
        nu += wacht
        uit = site.verstuur(nu)
    assert len(ontvanger.ontvangen) == len(RETRY_AFTER) + 1
    assert "1 berichten mislukt" in uit.output
    assert uit.exit_code == 1
    assert len({json.loads(i)["id"] for _, i in ontvanger.ontvangen}) == 1
    ontvanger.status = 204
    site.verstuur(nu + timedelta(days=2))
    assert len(ontvanger.ontvangen) == len(RETRY_AFTER) + 1, "nobody tries any more"
    carla = log_in(site, "Carla", Medewerkerrol.BEHEERDER)
    html = carla.get(f"{PAD}/doorgeven").text
    assert f"antwoord met status {status}" in html
    assert "mislukt" in html
    stuur(carla, site, "/doorgeven/bericht", bericht=1)
    assert site.verstuur(nu + timedelta(days=2)).output == "1 berichten verzonden\n"


def test_van_een_verzoek_komt_een_later_bericht_nooit_voor_een_eerder(
    site: Site, ontvanger: Ontvanger
) -> None:
    site.dien_in("een")
    ontvanger.status = 500
    site.verstuur()
    ontvanger.status = 204
    site.loket.verzoeken.trek_in("een", 1, nu=NU)
    site.dien_in("twee", telefoon="+31687654321", adres=None)
    site.verstuur()
    assert [json.loads(i)["subject"] for _, i in ontvanger.ontvangen] == ["een", "twee"]
    site.verstuur(NU + timedelta(minutes=1))
    site.verstuur(NU + timedelta(minutes=2))
    assert ontvanger.soorten == ["gevraagd", "gevraagd", "gevraagd", "ingetrokken"]


def test_een_ontvanger_die_er_niet_is_kost_een_bericht_een_keer_en_de_rest_niets(
    maak_site: Maak, ontvanger: Ontvanger
) -> None:
    weg = re.sub(r":\d+/", ":9/", ontvanger.url)
    site = maak_site("", site=SITE, webhook=weg, webhook_geheim=SLEUTELBYTES)
    site.dien_er_in(3)
    uit = site.verstuur()
    assert uit.exit_code == 1
    assert "De webhook kan nu niet: geen verbinding" in uit.output
    with site.loket.bestand.read() as db:
        assert [p for (p,) in db.execute("select pogingen from levering order by id")] == [1, 0, 0]


def test_wat_voor_het_aanzetten_gebeurde_krijgt_niemand(
    maak_site: Maak, ontvanger: Ontvanger
) -> None:
    maak_site("").dien_in("vroeger")
    site = maak_site("", site=SITE, webhook=ontvanger.url, webhook_geheim=SLEUTELBYTES)
    site.dien_in("nu", telefoon="+31687654321", adres=None)
    site.verstuur()
    assert [json.loads(i)["subject"] for _, i in ontvanger.ontvangen] == ["nu"]


GOED = {
    "PORTAL_GEHEIM": GEHEIM,
    "PORTAL_SLEUTEL": SLEUTEL,
    "PORTAL_SITE": SITE,
    "PORTAL_WEBHOOK": "https://ontvanger.voorbeeld.example/haak?van=ons",
    "PORTAL_WEBHOOK_GEHEIM": WHSEC,
    "PORTAL_KLANT": "https://openklant.voorbeeld.example/klantinteracties/api/v1/",
    "PORTAL_KLANT_TOKEN": "token",
    "PORTAL_KLANT_NAAM": "Gemeente Proefstad",
    "PORTAL_KLANT_ACTOR": "grp:Terugbellen",
}
FOUTEN = [
    ("PORTAL_WEBHOOK", "http://ontvanger.voorbeeld.example", "moet een webadres zijn"),
    ("PORTAL_WEBHOOK", "https://naam:wachtwoord@ontvanger.example", "moet een webadres zijn"),
    ("PORTAL_WEBHOOK_GEHEIM", "", "moet zijn ingevuld als PORTAL_WEBHOOK"),
    ("PORTAL_WEBHOOK_GEHEIM", "whsec_YQ==", "minstens 24 willekeurige bytes"),
    ("PORTAL_WEBHOOK_GEHEIM", "geheim", "minstens 24 willekeurige bytes"),
    ("PORTAL_SITE", "", "moet zijn ingevuld als PORTAL_WEBHOOK"),
    ("PORTAL_OIN", "123", "twintig cijfers"),
    ("PORTAL_KLANT", "http://openklant.example/api", "moet een webadres zijn"),
    ("PORTAL_KLANT_TOKEN", "", "moet zijn ingevuld als PORTAL_KLANT"),
    ("PORTAL_KLANT_TOKEN", "met een spatie", "niet in een token kan staan"),
    ("PORTAL_KLANT_NAAM", "", "moet zijn ingevuld als PORTAL_KLANT"),
    ("PORTAL_KLANT_ACTOR", "Terugbellen", "begint met afd:, grp: of mdw:"),
    ("PORTAL_KLANT_ACTOR", "mdw:geen-mailadres", "begint met afd:, grp: of mdw:"),
    ("PORTAL_KLANT_EIGENAAR", "wie", "is zij of wij"),
    ("PORTAL_KLANT_KANAAL", "k" * 51, "hooguit 50 tekens"),
]


@pytest.mark.parametrize(("naam", "waarde", "zin"), FOUTEN)
def test_een_verkeerde_instelling_zegt_wat_er_moet_staan(naam: str, waarde: str, zin: str) -> None:
    Settings.from_env(GOED)
    with pytest.raises(SettingsError) as fout:
        Settings.from_env({**GOED, naam: waarde})
    (probleem,) = fout.value.problems
    assert naam in probleem
    assert zin in probleem
    assert WHSEC not in probleem


def test_geen_geheim_of_token_is_te_lezen_als_iemand_de_instellingen_toont() -> None:
    getoond = repr(Settings.from_env(GOED))
    for geheim in ("token'", WHSEC, "ontvanger.voorbeeld", "\\x01\\x02"):
        assert geheim not in getoond
