"""Whoever keeps the site hears it when nothing goes on; and whatever goes wrong, nothing of a
resident is readable outside the desk.
"""

import logging
import re
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from portal.config.handover import Eigenaar
from portal.config.settings import Settings
from portal.crypto.vault import Vault
from portal.onderhoud.controle.doorgeven import kijk
from portal.onderhoud.controle.regel import Controleregel, Ernst
from portal.onderhoud.opschonen import schoon_op
from portal.onderhoud.sleutelwissel import hoeveel_oud, wissel
from portal.services import Loket
from tests.conftest import GEHEIM, NU, SLEUTEL
from tests.doorgeven.conftest import NAAM, Site
from tests.openklant import TOKEN, Balie, Gedrag

Maak = Callable[..., Site]
NIEUW = "een-nieuwe-sleutel-van-de-tests-van-minstens-32"
MERKEN = (
    "Geertje", "Proefpersoon", "612345678", "12345678", "geertje@", "voorbeeld.example", "klok",
    "Kerkstraat", "9951AD", "9951 AD", TOKEN,
)  # fmt: skip


def regels(site: Site, nu: Any = NU, **anders: Any) -> list[Controleregel]:
    klant = {"klant": "http://127.0.0.1:9", **anders}
    settings = Settings(data=Path("data"), geheim=GEHEIM, **klant)
    return list(kijk(settings, site.loket.bestand, nu))


def test_controleren_zegt_hardop_dat_er_niets_doorgegeven_wordt(site: Site, balie: Balie) -> None:
    balie.gedrag = Gedrag(alles=503)
    site.dien_in()
    site.verstuur()
    (goed,) = regels(site)
    assert goed[0] is Ernst.GOED, "a few minutes are nothing"
    (fout,) = regels(site, NU + timedelta(days=1))
    assert fout[0] is Ernst.FOUT
    assert "Er wachten 1 verzoeken, sinds 24 november 2026, 09:05 uur." in fout[2]
    assert "Het laatste antwoord: antwoord met status 503." in fout[2]


def test_controleren_noemt_wat_geweigerd_of_verdwenen_is(site: Site, balie: Balie) -> None:
    site.dien_in()
    site.verstuur()
    balie.bestand.wis("klantcontacten", balie.bestand.alle("klantcontacten")[0]["uuid"])
    site.verstuur(NU + timedelta(hours=1))
    balie.gedrag = Gedrag(alles=400)
    site.dien_in("twee", telefoon="+31687654321", adres=None)
    site.verstuur(NU + timedelta(hours=1))
    (fout, let_op) = regels(site)
    assert (fout[0], let_op[0]) == (Ernst.FOUT, Ernst.LET_OP)
    assert "De balie weigert 1 verzoeken: antwoord met status 400." in fout[2]
    assert "verwijderde iemand 1 verzoeken" in let_op[2]


def test_controleren_zegt_wat_er_nog_elders_staat_als_doorgeven_uit_staat(site: Site) -> None:
    site.dien_in()
    site.verstuur()
    (fout,) = regels(site, klant="")
    assert "1 verzoeken staan bij een andere balie, maar PORTAL_KLANT is leeg." in fout[2]
    site.opdracht("terugnemen")
    assert regels(site, klant="") == []
    site.loket.verzoeken.verwijder("een", nu=NU)
    (fout,) = regels(site, klant="")
    assert "1 verzoeken wachten om doorgegeven of daar gewist te worden" in fout[2]


def test_een_site_die_niets_doorgeeft_heeft_er_geen_regel_over(maak_site: Maak) -> None:
    assert regels(maak_site(""), klant="") == []


def test_de_aantallen_zijn_te_meten(site: Site, balie: Balie) -> None:
    site.dien_er_in(2)
    site.verstuur()
    balie.gedrag = Gedrag(alles=503)
    site.dien_in()
    site.verstuur()
    site.op(NU + timedelta(minutes=30))
    tekst = site.app.test_client().get("/metrics").text
    assert 'zelfcheck_handover{status="staat"} 2.0' in tekst
    assert 'zelfcheck_handover{status="wacht"} 1.0' in tekst
    assert "zelfcheck_handover_overdue_seconds 1800.0" in tekst
    assert 'zelfcheck_callbacks_open{tijdvak="komt"} 1.0' in tekst, "those elsewhere are not ours"


def test_opschonen_wist_het_daar_ook(site: Site, balie: Balie) -> None:
    site.dien_in()
    site.verstuur()
    later = NU + timedelta(days=120)
    opruiming = schoon_op(site.loket.bestand, 90, later)
    assert sum(opruiming.aantallen.values()) >= 1
    assert site.verstuur(later).output == "1 daar gewist\n"
    for soort in ("klantcontacten", "betrokkenen", "digitaleadressen", "internetaken"):
        assert balie.bestand.alle(soort) == []
    with site.loket.bestand.read() as db:
        geteld = list(db.execute("select wat, aantal from verwijderd order by id"))
    assert ("doorgave", 1) in geteld


def test_met_een_nieuwe_sleutel_gaat_het_verder_waar_het_was(
    site: Site, balie: Balie, maak_site: Maak
) -> None:
    site.dien_in()
    site.verstuur()
    kluis = Vault((NIEUW, SLEUTEL))
    assert dict(wissel(site.loket.bestand, kluis))["doorgave"] == 1
    assert hoeveel_oud(site.loket.bestand, kluis) == 0
    nieuw = maak_site(balie.url, sleutel=(NIEUW,))
    nieuw.loket.verzoeken.trek_in("een", nieuw.loket.verzoeken.met_uid("een").versie, nu=NU)
    assert nieuw.verstuur().output == "1 doorgegeven\n"
    (taak,) = balie.bestand.alle("internetaken")
    assert taak["status"] == "verwerkt"


def test_sporen_die_niet_te_lezen_zijn_worden_bij_de_balie_teruggevonden(
    site: Site, balie: Balie
) -> None:
    site.dien_in()
    site.verstuur()
    with site.loket.bestand.write() as db:
        db.execute("update doorgave set sporen = ?", [b"niet te lezen"])
    site.loket.verzoeken.verwijder("een", nu=NU)
    assert site.verstuur().output == "1 daar gewist\n"
    assert balie.bestand.alle("klantcontacten") == []


def test_wat_daar_verwerkt_is_komt_ook_terug_als_de_sporen_niet_te_lezen_zijn(
    site: Site, balie: Balie
) -> None:
    site.dien_in()
    site.verstuur()
    with site.loket.bestand.write() as db:
        db.execute("update doorgave set sporen = ?", [b"niet te lezen"])
    site.verstuur(NU + timedelta(hours=1))
    assert site.verstuur(NU + timedelta(hours=2)).output == "1 doorgegeven\n"
    (taak,) = balie.bestand.alle("internetaken")
    balie.bestand.zet("internetaken", taak | {"status": "verwerkt"})
    assert site.verstuur(NU + timedelta(hours=3)).output == "1 daar verwerkt\n"


GEDRAG = [Gedrag(), Gedrag(alles=400), Gedrag(alles=500), Gedrag(alles=429), Gedrag(p500_na=1)]


@pytest.mark.parametrize("gedrag", GEDRAG)
@pytest.mark.parametrize("eigenaar", Eigenaar)
def test_wat_er_ook_misgaat_van_een_bewoner_staat_er_nergens_iets_leesbaars(
    maak_site: Maak,
    balie: Balie,
    tmp_path: Path,
    caplog: pytest.LogCaptureFixture,
    gedrag: Gedrag,
    eigenaar: Eigenaar,
) -> None:
    caplog.set_level(logging.DEBUG)
    site = maak_site(balie.url, klant_eigenaar=eigenaar)
    verzoek = site.dien_in()
    balie.gedrag = gedrag
    uit = site.verstuur().output + site.opdracht("lijst").output
    uit += site.app.test_client().get("/metrics").text + caplog.text
    uit += " ".join(pad for _, pad in balie.gezien)
    for bestand in (tmp_path / "data").iterdir():
        uit += bestand.read_bytes().decode("latin-1") if bestand.stem == "portal" else ""
    for merk in (*MERKEN, verzoek.code):
        assert merk not in uit, merk
    assert NAAM not in str(balie.gezien)


def test_in_een_webadres_staat_alleen_een_nummer_of_een_uuid(site: Site, balie: Balie) -> None:
    site.dien_in()
    site.verstuur()
    site.loket.verzoeken.verwijder("een", nu=NU)
    site.verstuur()
    uuid = r"[0-9a-f-]{36}"
    vorm = rf"/klantinteracties/api/v1/[a-z]+(/{uuid})?(\?[A-Za-z_]+=({uuid}|[0-9]{{10}}))?"
    for _, pad in balie.gezien:
        if "/actoren" not in pad:
            assert re.fullmatch(vorm, pad), pad


def test_een_loket_zonder_sleutel_geeft_niets_door(tmp_path: Path) -> None:
    loket = Loket.open(Settings(data=tmp_path, geheim=GEHEIM, sleutel=(SLEUTEL,)))
    assert loket.balie is None
    assert loket.webhook is None
