"""The link by which a colleague sets up the own account: once, for an hour, seen by nobody else."""

from base64 import b32encode
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from hashlib import sha256

import pyotp
import pytest
from flask import Flask
from werkzeug.test import TestResponse

from portal.helpdesk.accountpages import FOUTZINNEN
from portal.helpdesk.inlogplicht import PAD
from portal.medewerkers.medewerker import Medewerkerrol
from portal.medewerkers.medewerkerstore import GeenMedewerker
from portal.medewerkers.tweedefactor import maak_geheim
from portal.services import Loket
from portal.storage.audit_log import SYSTEM
from tests.conftest import NU
from tests.helpdesk.conftest import stuur
from tests.medewerkers import WACHTWOORD, maak_account
from tests.opslag import bestand_van
from tests.pagina import Boom, Inspecteur, meldingen, page_van, template_van

Als = Callable[[str], Inspecteur]
UUR = timedelta(hours=1)
NIEUW, GEHEIM = "fiets tuin lamp", maak_geheim()


@pytest.fixture
def dirk(helpdesk: Flask) -> Inspecteur:
    """His own computer."""
    client = helpdesk.test_client()
    assert isinstance(client, Inspecteur)
    return client


@pytest.fixture
def token(loket: Loket) -> str:
    """Of a link for Dirk, who is new."""
    wie = loket.medewerkers.voeg_toe("Dirk", Medewerkerrol.MEDEWERKER, nu=NU, wie=SYSTEM)
    return loket.uitnodigingen.geef(wie.id, nu=NU, wie=SYSTEM)


def code() -> str:
    """What his app shows."""
    return pyotp.TOTP(GEHEIM).at(NU)


def stel_in(client: Inspecteur, token: str, **anders: str) -> TestResponse:
    """Sends the form and follows; the page."""
    velden = {"nieuw": NIEUW, "nogmaals": NIEUW, "geheim": GEHEIM, "code": code()} | anders
    antwoord = client.post(f"{PAD}/uitnodiging/{token}", data=velden)
    return client.get(antwoord.location) if antwoord.status_code == 303 else antwoord


def test_een_wachtwoord_is_niet_te_lezen_en_elk_veld_zegt_wat_een_kluis_erin_zet(
    als: Als, dirk: Inspecteur, token: str
) -> None:
    carla, velden = als("Carla"), set()
    for client, pad in (
        (dirk, "inloggen"),
        (dirk, f"uitnodiging/{token}"),
        (carla, "bevestigen"),
        (carla, "mijn-account"),
    ):
        for veld in Boom(client.get(f"{PAD}/{pad}").text).alle("input"):
            if veld.get("name") in ("wachtwoord", "oud", "nieuw", "nogmaals", "code"):
                velden.add((veld.get("name"), veld.get("type"), veld.get("autocomplete")))
    assert velden == {
        ("wachtwoord", "password", "current-password"),
        ("oud", "password", "current-password"),
        ("nieuw", "password", "new-password"),
        ("nogmaals", "password", "new-password"),
        ("code", "text", "one-time-code"),
    }


def test_een_beheerder_ziet_een_link_en_nooit_waarmee_een_collega_inlogt(
    als: Als, loket: Loket, dirk: Inspecteur
) -> None:
    carla = als("Carla")
    blad = stuur(carla, loket, "/accounts", naam="Dirk", rol="medewerker")
    link = page_van(blad).link
    token = link.rpartition("/")[2]
    assert link == f"http://localhost{PAD}/uitnodiging/{token}"
    assert link in blad.text
    klaar = stel_in(dirk, token)
    codes = page_van(klaar).herstelcodes
    assert template_van(klaar) == "helpdesk/uitgifte.html"
    assert len(codes) == 8
    assert all(een in klaar.text for een in codes)
    assert dirk.get(f"{PAD}/").status_code == 200, "logged in at once"
    weg = carla.get(klaar.request.path)
    assert (weg.status_code, page_van(weg).herstelcodes) == (410, ())
    assert loket.herkenning.herken("Dirk", NIEUW, codes[7], NU)
    assert not loket.herkenning.herken("Dirk", NIEUW, code(), NU), "a code works once"


def sleutel(blad: TestResponse) -> str:
    """What the page shows to type over; the form brings the same."""
    boom = Boom(blad.text)
    (getoond,) = [boom.tekst(p) for p in boom.alle("p") if p.get("class") == "geheim"]
    (mee,) = [veld.get("value") for veld in boom.alle("input") if veld.get("name") == "geheim"]
    assert getoond.replace(" ", "") == mee
    return str(mee)


def test_de_pagina_toont_de_sleutel_die_de_app_krijgt(dirk: Inspecteur, token: str) -> None:
    blad = dirk.get(f"{PAD}/uitnodiging/{token}")
    assert Boom(blad.text).een("{http://www.w3.org/2000/svg}svg").get("style") is None, (
        "our CSP knows none"
    )
    eigen = sleutel(blad)
    assert len(eigen) == 32, "160 bits"
    nog_eens = stel_in(dirk, token, geheim=eigen, code="000000")
    assert (nog_eens.status_code, sleutel(nog_eens)) == (422, eigen), "the app has it already"
    assert sleutel(stel_in(dirk, token, geheim="x", code="000000")) not in ("x", eigen)


def test_wie_de_link_gaf_weet_de_sleutel_van_de_app_niet(
    als: Als, loket: Loket, dirk: Inspecteur, token: str
) -> None:
    """Nor who read the link on its way, in a mail or over a shoulder."""
    carla = als("Carla")
    gezien = sleutel(carla.get(f"{PAD}/uitnodiging/{token}"))
    uit_de_link = b32encode(sha256(f"totp\0{token}".encode()).digest()[:20]).decode()
    blad = dirk.get(f"{PAD}/uitnodiging/{token}?geheim={gezien}")
    eigen, later = sleutel(blad), NU + timedelta(minutes=5)
    stel_in(dirk, token, geheim=eigen, code=pyotp.TOTP(eigen).at(NU))
    for geheim in (gezien, uit_de_link):
        assert not loket.herkenning.herken("Dirk", NIEUW, pyotp.TOTP(geheim).at(later), later)
    assert loket.herkenning.herken("Dirk", NIEUW, pyotp.TOTP(eigen).at(later), later)


def test_een_account_dat_nog_niet_is_ingesteld_ziet_niets(
    dirk: Inspecteur, loket: Loket, token: str
) -> None:
    wie = loket.uitnodigingen.van(token, NU)
    assert loket.sessies.lees(loket.sessies.begin(wie.id, apparaat="x", nu=NU), NU) is None
    assert loket.herkenning.herken("Dirk", "", "", NU) is None
    assert loket.herkenning.herken("Dirk", "", code(), NU) is None


@pytest.mark.parametrize(
    ("anders", "fout"),
    [
        ({"nogmaals": "iets anders"}, "nogmaals"),
        ({"nieuw": "kort", "nogmaals": "kort"}, "kort"),
        ({"nieuw": "Wachtwoord123", "nogmaals": "Wachtwoord123"}, "veelgebruikt"),
        ({"code": ""}, "code"),
        ({"code": "000000"}, "code"),
    ],
)
def test_wat_niet_kan_stelt_niets_in_en_de_link_werkt_nog(
    dirk: Inspecteur, loket: Loket, token: str, anders: dict[str, str], fout: str
) -> None:
    veld, zin = FOUTZINNEN[fout]
    blad = stel_in(dirk, token, **anders)
    assert blad.status_code == 422
    assert meldingen(blad, "form") == {veld: [zin]}
    assert not loket.herkenning.herken("Dirk", NIEUW, code(), NU)
    assert stel_in(dirk, token).status_code == 200


def test_de_link_werkt_een_keer(dirk: Inspecteur, loket: Loket, token: str) -> None:
    stel_in(dirk, token)
    blad = stel_in(dirk, token, nieuw="emmer tuin lamp", nogmaals="emmer tuin lamp")
    assert (blad.status_code, template_van(blad)) == (410, "helpdesk/uitnodiging.html")
    assert GEHEIM not in blad.text
    later = NU + timedelta(seconds=30)
    goed = pyotp.TOTP(GEHEIM).at(later)
    assert not loket.herkenning.herken("Dirk", "emmer tuin lamp", goed, later)
    assert loket.herkenning.herken("Dirk", NIEUW, goed, later)


def test_twintig_keer_tegelijk_is_een_keer(loket: Loket, token: str) -> None:
    def probeer(n: int) -> bool:
        try:
            loket.uitnodigingen.stel_in(token, f"{NIEUW} {n}", GEHEIM, code(), nu=NU)
        except GeenMedewerker:
            return False
        return True

    with ThreadPoolExecutor(20) as tegelijk:
        assert sum(tegelijk.map(probeer, range(20))) == 1


@pytest.mark.parametrize(("na", "werkt"), [(UUR - timedelta(seconds=1), True), (UUR, False)])
def test_de_link_werkt_een_uur(loket: Loket, token: str, na: timedelta, werkt: bool) -> None:
    if werkt:
        assert loket.uitnodigingen.van(token, NU + na).naam == "Dirk"
    else:
        with pytest.raises(GeenMedewerker):
            loket.uitnodigingen.van(token, NU + na)


@pytest.mark.parametrize("wat", ["een nieuwe link", "gesloten", "een ander token"])
def test_een_link_die_niet_meer_geldt_zegt_wat_te_doen(
    dirk: Inspecteur, loket: Loket, token: str, wat: str
) -> None:
    id_ = loket.uitnodigingen.van(token, NU).id
    if wat == "een nieuwe link":
        loket.uitnodigingen.geef(id_, nu=NU, wie=SYSTEM)
    elif wat == "gesloten":
        loket.medewerkers.sluit(id_, nu=NU, wie=SYSTEM)
    else:
        token = token[:-1]
    blad = dirk.get(f"{PAD}/uitnodiging/{token}")
    assert blad.status_code == 410
    assert f"{PAD}/inloggen" in blad.text


def test_wie_iets_kwijt_is_krijgt_een_link_en_wat_ervoor_was_werkt_niet_meer(
    als: Als, loket: Loket
) -> None:
    carla, binnen = als("Carla"), als("Anna")
    wie, inlog = maak_account(loket, "Bert")
    for naam in ("Anna", "Bert"):
        id_ = loket.medewerkers.met_naam(naam).id
        assert page_van(stuur(carla, loket, f"/accounts/{id_}/toegang")).naam == naam
    assert binnen.get(f"{PAD}/mijn-account").status_code == 303, "logged out at once"
    for een in (inlog.code(), inlog.herstelcodes[0]):
        assert not loket.herkenning.herken("Bert", WACHTWOORD, een, NU)
    assert loket.medewerkers.een(wie.id).herstelcodes == 0


def test_een_beheerder_stelt_het_eigen_account_meteen_opnieuw_in(als: Als, loket: Loket) -> None:
    carla, id_ = als("Carla"), loket.medewerkers.met_naam("Carla").id
    blad = stuur(carla, loket, f"/accounts/{id_}/toegang")
    assert template_van(blad) == "helpdesk/uitnodiging.html"
    assert carla.get(f"{PAD}/mijn-account").status_code == 303
    stel_in(carla, page_van(blad).token)
    assert carla.get(f"{PAD}/mijn-account").status_code == 200


@pytest.mark.bestand
def test_van_een_link_staat_nergens_iets_leesbaars(loket: Loket, token: str) -> None:
    pad = bestand_van(loket).path
    inhoud = b"".join(bestand.read_bytes() for bestand in pad.parent.glob(f"{pad.name}*"))
    assert b"Dirk" in inhoud, "else it proves nothing"
    assert token.encode() not in inhoud
    assert GEHEIM.encode() not in inhoud
