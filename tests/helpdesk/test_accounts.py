"""Accounts, made and changed: by a beheerder, by the operator on the server, by who has one."""

import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pyotp
import pytest
from click.testing import Result
from flask import Flask
from werkzeug.test import TestResponse

from portal.cli.gedeeld import GEBLEVEN
from portal.helpdesk.accountpages import FOUTZINNEN, NAAMFOUTEN, ROLLEN, WACHTWOORDFOUTEN
from portal.helpdesk.inlogplicht import COOKIE, PAD
from portal.helpdesk.logboekpages import ANDEREN, DADEN
from portal.medewerkers.apparaat import noem_apparaat
from portal.medewerkers.medewerker import Medewerkerrol, NaamFout, NaamReden, lees_naam
from portal.medewerkers.medewerkerstore import GeenMedewerker, LaatsteBeheerder
from portal.medewerkers.tweedefactor import herstelhash, maak_geheim, maak_herstelcodes
from portal.medewerkers.wachtwoord import (
    NIEMAND,
    WachtwoordFout,
    WachtwoordReden,
    is_verouderd,
    keur,
)
from portal.services import Loket
from portal.storage import audit_log
from portal.storage.audit_log import BEWONER, SYSTEM, Action
from portal.terugbellen.overzichten.dossier import collegas
from portal.terugbellen.waarden.verzoek import Gegevens
from portal.web.errors import HELPDESK_TEXTS, WAITS
from tests.conftest import NU, maak_app
from tests.helpdesk.conftest import formulierteken, stuur
from tests.medewerkers import maak_account
from tests.pagina import Boom, Inspecteur, meldingen, page_van, template_van

Als = Callable[[str], Inspecteur]


@pytest.mark.parametrize(
    ("woorden", "waarden"),
    [
        (NAAMFOUTEN, NaamReden),
        (WACHTWOORDFOUTEN, WachtwoordReden),
        (ROLLEN, Medewerkerrol),
        (DADEN, Action),
    ],
)
def test_elke_waarde_heeft_woorden(woorden: dict[Any, Any], waarden: Any) -> None:
    assert list(woorden) == list(waarden)


# Names, passwords, codes --------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("getypt", "naam"),
    [
        ("  Anna   de Vries ", "Anna de Vries"),
        ("Bo", "Bo"),
        ("O’Neill-Çelik", "O’Neill-Çelik"),
        ("a" * 40, "a" * 40),
        ("a", NaamReden.KORT),
        ("  ", NaamReden.KORT),
        ("a" * 41, NaamReden.LANG),
        ("12345", NaamReden.TEKENS),
        ("An\u0000na", NaamReden.TEKENS),
        ("Łukasz Đặng", "Łukasz Đặng"),
        ("\u0410nna Bos", NaamReden.TEKENS),  # a Cyrillic A
        ("\uff21nna Bos", NaamReden.TEKENS),  # a wide one
        ("Anna Bos\u3164", NaamReden.TEKENS),  # a letter that shows nothing
        ("Anna Bos\ufe0f", NaamReden.TEKENS),
        ("Anna Bo\ua731", NaamReden.TEKENS),  # a small capital
    ],
)
def test_namen(getypt: str, naam: str | NaamReden) -> None:
    if isinstance(naam, NaamReden):
        with pytest.raises(NaamFout) as fout:
            lees_naam(getypt)
        assert fout.value.reden is naam
    else:
        assert lees_naam(getypt) == naam


@pytest.mark.parametrize(
    ("wachtwoord", "reden"),
    [
        ("fiets tuin lamp", None),
        ("geen hoofdletter of cijfer", None),
        ("x7Kq9vB2mQzR", None),
        ("één ☕ met Łukasz in 北京", None),
        ("zin met ruim vierenzestig tekens, want ook een lange zin is een goed wachtwoord", None),
        ("Groningen 2027!", WachtwoordReden.VEELGEBRUIKT),
        ("Welkom2026!!", WachtwoordReden.VEELGEBRUIKT),
        ("helpdesk-groningen", WachtwoordReden.VEELGEBRUIKT),
        ("P@ssw0rd1234", WachtwoordReden.VEELGEBRUIKT),
        ("correct horse", WachtwoordReden.VEELGEBRUIKT),
        ("geertje1985!", WachtwoordReden.VEELGEBRUIKT),
        ("elf tekens.", WachtwoordReden.KORT),
        ("x1y2" * 33, WachtwoordReden.LANG),
        ("geertjeproefpersoon", WachtwoordReden.NAAM),
        ("Geertje-Proefpersoon-2026", WachtwoordReden.NAAM),
        ("Wachtwoord123", WachtwoordReden.VEELGEBRUIKT),
        ("welkom 123456", WachtwoordReden.VEELGEBRUIKT),
        ("123456789012", WachtwoordReden.VEELGEBRUIKT),
        ("aaaaaaaaaaaaaaaa", WachtwoordReden.VEELGEBRUIKT),
        ("!!!!!!!!!!!!!!!!", WachtwoordReden.VEELGEBRUIKT),
        ("annaannaannaanna", WachtwoordReden.VEELGEBRUIKT),
    ],
)
def test_wachtwoorden(wachtwoord: str, reden: WachtwoordReden | None) -> None:
    if reden:
        with pytest.raises(WachtwoordFout) as fout:
            keur(wachtwoord, "Geertje Proefpersoon")
        assert fout.value.reden is reden
    else:
        keur(wachtwoord, "Geertje Proefpersoon")


@pytest.mark.usefixtures("zware_hash")
def test_de_hash_van_niemand_kost_evenveel_als_een_van_nu() -> None:
    assert not is_verouderd(NIEMAND)


def test_herstelcodes_zijn_lang_en_alle_anders_en_makkelijk_te_typen() -> None:
    codes = [code for _ in range(50) for code in maak_herstelcodes()]
    assert len(set(codes)) == 400
    assert all(len(code.replace("-", "")) == 12 for code in codes)
    assert herstelhash(codes[0]) == herstelhash(f" {codes[0].lower().replace('-', ' ')} ")


WINDOWS = (
    "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko)"
    " Chrome/130.0 Safari/537.36"
)


@pytest.mark.parametrize(
    ("agent", "woorden"),
    [
        (WINDOWS, "Chrome op Windows"),
        (f"{WINDOWS} Edg/130.0", "Edge op Windows"),
        (
            "Mozilla/5.0 (X11; Linux x86_64; rv:132.0) Gecko/20100101 Firefox/132.0",
            "Firefox op Linux",
        ),
        (
            "Mozilla/5.0 (Linux; Android 14) AppleWebKit/537.36 Chrome/130.0 Mobile Safari/537.36",
            "Chrome op Android",
        ),
        (
            "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) Version/18.0 Safari/604.1",
            "Safari op een iPhone",
        ),
        (
            "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) Version/18.0 Safari/605.1",
            "Safari op een Mac",
        ),
        ("curl/8.0", "Onbekende browser"),
        ("", "Onbekende browser"),
    ],
)
def test_een_apparaat_heet_zoals_een_collega_het_noemt(agent: str, woorden: str) -> None:
    assert noem_apparaat(agent) == woorden


# The store ----------------------------------------------------------------------------------------


@pytest.mark.parametrize("naam", ["Anna", "ANNA", " anna ", "Éva", "éva"])
def test_een_naam_is_van_een_collega_ook_na_sluiten(loket: Loket, naam: str) -> None:
    for eerder in ("Anna", "Éva"):
        wie = loket.medewerkers.voeg_toe(eerder, Medewerkerrol.MEDEWERKER, nu=NU, wie=SYSTEM)
        loket.medewerkers.sluit(wie.id, nu=NU, wie=SYSTEM)
    with pytest.raises(NaamFout) as fout:
        maak_account(loket, naam)
    assert fout.value.reden is NaamReden.BEZET
    with pytest.raises(GeenMedewerker):
        loket.medewerkers.met_naam(naam)


@pytest.mark.parametrize(
    "naam",
    [
        "Anna  Bos",
        "ANNA BOS",
        "Anna-Bos",
        "AnnaBos",
        "Anna Bos.",
        "Ánna Bös",
        "Anna B0s",
        "Anna Bøs",
    ],
)
def test_wie_op_een_collega_lijkt_krijgt_geen_account(loket: Loket, naam: str) -> None:
    """In a list or the log nobody would see who of the two did it."""
    maak_account(loket, "Anna Bos")
    with pytest.raises(NaamFout) as fout:
        maak_account(loket, naam)
    assert fout.value.reden is NaamReden.BEZET


@pytest.mark.parametrize(("een", "ander"), [("Bil Klein", "BiI KIein"), ("Arno Vos", "Amo Vos")])
def test_ook_niet_met_letters_die_op_andere_lijken(loket: Loket, een: str, ander: str) -> None:
    maak_account(loket, een)
    with pytest.raises(NaamFout):
        maak_account(loket, ander)
    maak_account(loket, "Anna Vos")


def test_er_blijft_altijd_een_beheerder(loket: Loket) -> None:
    store = loket.medewerkers
    carla, _ = maak_account(loket, "Carla", Medewerkerrol.BEHEERDER)
    dirk, _ = maak_account(loket, "Dirk", Medewerkerrol.BEHEERDER)
    store.sluit(dirk.id, nu=NU, wie=SYSTEM)
    store.voeg_toe("Eva", Medewerkerrol.BEHEERDER, nu=NU, wie=SYSTEM)  # may never set it up
    fenna, _ = maak_account(loket, "Fenna", Medewerkerrol.BEHEERDER)
    store.schors(fenna.id, nu=NU, wie=SYSTEM)
    for poging in (
        lambda: store.sluit(carla.id, nu=NU, wie=SYSTEM),
        lambda: store.schors(carla.id, nu=NU, wie=SYSTEM),
        lambda: store.wijzig_rol(carla.id, Medewerkerrol.MEDEWERKER, nu=NU, wie=SYSTEM),
    ):
        with pytest.raises(LaatsteBeheerder):
            poging()
    assert store.een(carla.id).medewerker == carla


@pytest.mark.parametrize("wat", ["sluit", "schors"])
def test_wat_een_collega_had_die_weg_is_is_van_niemand(loket: Loket, als: Als, wat: str) -> None:
    client, bert = als("Anna"), als("Bert")
    anna = loket.medewerkers.met_naam("Anna")
    ander = loket.medewerkers.met_naam("Bert")
    for uid, wie in (("een", anna), ("twee", anna), ("drie", ander)):
        loket.verzoeken.dien_in(
            uid, Gegevens("Geertje", "+31612345678"), loket.verzoeken.vrij(NU)[-1], taal="nl", nu=NU
        )
        with loket.bestand.write() as db:
            db.execute("update verzoek set medewerker = ? where uid = ?", [wie.id, uid])
    twee = loket.verzoeken.met_uid("twee")
    loket.verzoeken.trek_in("twee", twee.versie, nu=NU)
    getattr(loket.medewerkers, wat)(anna.id, nu=NU, wie="medewerker:9")
    verzoeken = {uid: loket.verzoeken.met_uid(uid) for uid in ("een", "twee", "drie")}
    assert {uid: v.medewerker for uid, v in verzoeken.items()} == {
        "een": None,
        "twee": anna.id,
        "drie": ander.id,
    }
    assert verzoeken["een"].versie == 2, "who had the page open is told that it changed"
    (regel,) = loket.logboek.read(9, actions=(Action.VERZOEK_LOSGELATEN,))
    assert (regel.who, regel.about) == ("medewerker:9", "een")
    assert client.get(f"{PAD}/mijn-account").status_code == 303, "logged out at once"
    assert loket.sessies.van(anna.id, NU) == ()
    assert bert.get(f"{PAD}/mijn-account").status_code == 200


# One's own account --------------------------------------------------------------------------------

NIEUW = "fiets tuin lamp"


class Anna:
    """With a second factor, logged in on a computer and on a phone."""

    def __init__(self, helpdesk: Flask, loket: Loket) -> None:
        self.loket = loket
        self.wie, self.uitgifte = maak_account(loket, "Anna")
        self.hier, self.telefoon = (
            self._client(helpdesk, "Firefox op Windows"),
            self._client(helpdesk, "Chrome op Android"),
        )

    def _client(self, helpdesk: Flask, apparaat: str) -> Inspecteur:
        client = helpdesk.test_client()
        assert isinstance(client, Inspecteur)
        client.set_cookie(COOKIE, self.loket.sessies.begin(self.wie.id, apparaat=apparaat, nu=NU))
        return client

    def stuur(self, wat: str, **velden: str) -> TestResponse:
        """Sends a form of her account and follows; the page."""
        antwoord = self.hier.post(
            f"{PAD}/mijn-account/{wat}", data=velden | formulierteken(self.hier, self.loket)
        )
        assert antwoord.status_code == 303
        return self.hier.get(antwoord.location)

    def komt_erin(self, wachtwoord: str, code: str = "") -> bool:
        code = code or pyotp.TOTP(self.uitgifte.geheim).at(NU)
        return self.loket.herkenning.herken("Anna", wachtwoord, code, NU) is not None


@pytest.fixture
def anna(helpdesk: Flask, loket: Loket) -> Anna:
    return Anna(helpdesk, loket)


def gedaan(antwoord: TestResponse) -> str:
    """What this page says has just been done; empty when it says nothing."""
    boom = Boom(antwoord.text)
    gezegd = [d for d in boom.alle("div") if d.get("role") == "status" and boom.tekst(d)]
    return str(page_van(antwoord).gedaan) if gezegd else ""


def test_een_nieuw_wachtwoord_geldt_meteen_en_logt_elders_uit(anna: Anna) -> None:
    oud = anna.uitgifte.wachtwoord
    assert gedaan(anna.stuur("wachtwoord", oud=oud, nieuw=NIEUW, nogmaals=NIEUW)) == "wachtwoord"
    assert anna.telefoon.get(f"{PAD}/mijn-account").status_code == 303
    assert not anna.komt_erin(oud)
    assert anna.komt_erin(NIEUW)


def test_twee_keer_drukken_op_wijzig_is_een_keer_gewijzigd(anna: Anna) -> None:
    velden = {"oud": anna.uitgifte.wachtwoord, "nieuw": NIEUW, "nogmaals": NIEUW}
    for _ in range(6):
        assert gedaan(anna.stuur("wachtwoord", **velden)) == "wachtwoord"
    assert anna.komt_erin(NIEUW)


@pytest.mark.parametrize(
    ("oud", "nieuw", "nogmaals", "fout"),
    [
        ("", NIEUW, NIEUW, "oud"),
        ("verkeerd", NIEUW, NIEUW, "oud"),
        (None, NIEUW, f"{NIEUW}!", "nogmaals"),
        (None, "kort", "kort", "kort"),
        (None, "Wachtwoord123", "Wachtwoord123", "veelgebruikt"),
    ],
)
def test_een_fout_nieuw_wachtwoord_verandert_niets(
    anna: Anna, oud: str | None, nieuw: str, nogmaals: str, fout: str
) -> None:
    was = anna.uitgifte.wachtwoord
    velden = {"oud": was if oud is None else oud, "nieuw": nieuw, "nogmaals": nogmaals}
    boom = Boom(anna.stuur("wachtwoord", **velden).text)
    veld, zin = FOUTZINNEN[fout]
    assert boom.op_id(veld).get("aria-invalid") == "true"
    assert str(zin) in boom.tekst(boom.op_id(f"{veld}-fout"))
    assert boom.tekst(boom.een("title")).startswith("Fout:")
    assert anna.komt_erin(was)


def test_wie_een_open_computer_vindt_kan_niet_blijven_raden(anna: Anna) -> None:
    for _ in range(5):
        anna.stuur("wachtwoord", oud="verkeerd", nieuw=NIEUW, nogmaals=NIEUW)
    velden = {"wachtwoord": anna.uitgifte.wachtwoord} | formulierteken(anna.hier, anna.loket)
    antwoord = anna.hier.post(f"{PAD}/mijn-account/herstelcodes", data=velden)
    assert antwoord.status_code == 429
    assert page_van(antwoord).title == HELPDESK_TEXTS[429][0]
    over = next(woorden for minuten, woorden in WAITS if minuten == 15)
    assert str(over) in Boom.tekst(Boom(antwoord.text).een("main"))


def test_wie_het_wachtwoord_goed_heeft_wordt_niet_geteld(anna: Anna) -> None:
    for _ in range(6):
        antwoord = anna.stuur("wachtwoord", oud=anna.uitgifte.wachtwoord, nieuw=NIEUW)
        assert meldingen(antwoord, "wachtwoord") == {"nogmaals": [FOUTZINNEN["nogmaals"][1]]}


def test_nieuwe_herstelcodes_zijn_een_keer_te_lezen_en_de_oude_werken_niet_meer(
    anna: Anna, monkeypatch: pytest.MonkeyPatch
) -> None:
    goed = {"wachtwoord": anna.uitgifte.wachtwoord, "code": anna.uitgifte.code()}
    for fout in ({"wachtwoord": "verkeerd"}, {"code": ""}, {"code": "000000"}):
        geweigerd = anna.stuur("herstelcodes", **goed | fout)
        assert meldingen(geweigerd, "herstelcodes") == {"wachtwoord": [FOUTZINNEN["wachtwoord"][1]]}
    velden = goed | formulierteken(anna.hier, anna.loket)
    naar = anna.hier.post(f"{PAD}/mijn-account/herstelcodes", data=velden).location
    boom = Boom(anna.hier.get(naar).text)
    codes = [boom.tekst(regel) for regel in boom.een("ol").iter("li")]
    assert len(codes) == 8
    assert not anna.komt_erin(anna.uitgifte.wachtwoord, anna.uitgifte.herstelcodes[0])
    assert anna.komt_erin(anna.uitgifte.wachtwoord, codes[0])
    assert anna.telefoon.get(naar).status_code == 410, "in this session alone"
    monkeypatch.setattr("portal.clock.now", lambda: NU + timedelta(minutes=10))
    weg = anna.hier.get(naar)
    assert weg.status_code == 410
    assert codes[0] not in weg.text


def test_wie_ergens_is_ingelogd_ziet_waar_en_kan_daar_uitloggen(anna: Anna) -> None:
    boom = Boom(anna.hier.get(f"{PAD}/mijn-account").text)
    rijen = [boom.tekst(rij) for rij in boom.een("tbody").iter("tr")]
    assert len(rijen) == 2
    met_knop = [bool(list(rij.iter("form"))) for rij in boom.een("tbody").iter("tr")]
    assert sorted(met_knop) == [False, True], "not for the session one is in"
    (knop,) = [v for v in boom.alle("input") if v.get("name") == "sessie"]
    assert gedaan(anna.stuur("sessies", sessie=knop.get("value", ""))) == "sessies"
    assert anna.telefoon.get(f"{PAD}/mijn-account").status_code == 303


def test_overal_uitloggen_behalve_hier(anna: Anna) -> None:
    anna.stuur("sessies")
    assert anna.telefoon.get(f"{PAD}/mijn-account").status_code == 303
    assert anna.hier.get(f"{PAD}/mijn-account").status_code == 200


def test_de_laatste_keren_inloggen_staan_er_ook_de_mislukte(anna: Anna) -> None:
    for _ in range(2):
        anna.komt_erin("verkeerd")
    boom = Boom(anna.hier.get(f"{PAD}/mijn-account").text)
    regels = [
        boom.tekst(regel) for lijst in boom.een("main").iter("ul") for regel in lijst.iter("li")
    ]
    assert regels == [
        f"24 november 2026, 9.05 uur: {wat}"
        for wat in (
            f"{DADEN[Action.INLOGGEN_MISLUKT]} (2 keer)",
            DADEN[Action.INGELOGD],
            DADEN[Action.INGELOGD],
        )
    ]


# For a beheerder ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("naam", "reden"),
    [
        ("", NaamReden.KORT),
        ("x" * 200, NaamReden.LANG),
        ("carla", NaamReden.BEZET),
        (f"{ANDEREN[BEWONER]} ".lower(), NaamReden.BEZET),
    ],
)
def test_een_account_dat_niet_kan_houdt_wat_er_getypt_is(
    carla: Inspecteur, loket: Loket, naam: str, reden: NaamReden
) -> None:
    antwoord = stuur(carla, loket, "/accounts", naam=naam, rol="beheerder")
    boom = Boom(antwoord.text)
    assert antwoord.status_code == 422
    assert boom.op_id("naam").get("value") == naam[:80]
    assert str(NAAMFOUTEN[reden]) in boom.tekst(boom.op_id("naam-fout"))
    assert boom.op_id("rol-beheerder").get("checked") is not None
    assert len(loket.medewerkers.alle()) == 1


def test_een_rol_die_niet_bestaat_wordt_niet_geraden(carla: Inspecteur, loket: Loket) -> None:
    velden = {"naam": "Dirk", "rol": "baas"} | formulierteken(carla, loket)
    assert carla.post(f"{PAD}/accounts", data=velden).status_code == 400
    assert [account.medewerker.naam for account in loket.medewerkers.alle()] == ["Carla"]


def test_een_beheerder_wijzigt_een_rol_en_dat_geldt_meteen(
    carla: Inspecteur, als: Als, loket: Loket
) -> None:
    anna = als("Anna")
    id_ = loket.medewerkers.met_naam("Anna").id
    assert stuur(carla, loket, f"/accounts/{id_}/rol", rol="beheerder").status_code == 200
    assert anna.get(f"{PAD}/accounts").status_code == 200
    zelf = loket.medewerkers.met_naam("Carla").id
    antwoord = stuur(carla, loket, f"/accounts/{zelf}/rol", rol="medewerker")
    assert template_van(antwoord) == "helpdesk/mijn_account.html"
    assert carla.get(f"{PAD}/accounts").status_code == 403


def test_de_laatste_beheerder_kan_zichzelf_niet_wegdoen(carla: Inspecteur, loket: Loket) -> None:
    id_ = loket.medewerkers.met_naam("Carla").id
    for pad, velden, fout in (
        ("rol", {"rol": "medewerker"}, "laatste_rol"),
        ("schorsen", {"schors": "ja"}, "laatste_schors"),
        ("sluiten", {"zeker": "ja"}, "laatste"),
    ):
        antwoord = stuur(carla, loket, f"/accounts/{id_}/{pad}", **velden)
        veld, zin = FOUTZINNEN[fout]
        assert antwoord.status_code == 422
        assert meldingen(antwoord, pad) == {veld: [zin]}
        assert str(zin) in antwoord.text


def test_sluiten_vraagt_of_het_zeker_is(carla: Inspecteur, als: Als, loket: Loket) -> None:
    anna = als("Anna")
    id_ = loket.medewerkers.met_naam("Anna").id
    antwoord = stuur(carla, loket, f"/accounts/{id_}/sluiten")
    assert (antwoord.status_code, anna.get(f"{PAD}/mijn-account").status_code) == (422, 200)
    veld, zin = FOUTZINNEN["zeker"]
    assert meldingen(antwoord, "sluiten") == {veld: [zin]}
    antwoord = stuur(carla, loket, f"/accounts/{id_}/sluiten", zeker="ja")
    assert (antwoord.status_code, anna.get(f"{PAD}/mijn-account").status_code) == (200, 303)
    assert page_van(antwoord).account.gesloten_op == NU
    assert "24 november 2026" in Boom.tekst(Boom(antwoord.text).een("main"))


def test_schorsen_vraagt_of_het_zeker_is_en_logt_meteen_uit(
    carla: Inspecteur, helpdesk: Flask, loket: Loket
) -> None:
    anna = Anna(helpdesk, loket)
    pad = f"/accounts/{anna.wie.id}"
    antwoord = stuur(carla, loket, f"{pad}/schorsen")
    veld, zin = FOUTZINNEN["schors"]
    assert (antwoord.status_code, meldingen(antwoord, "schorsen")) == (422, {veld: [zin]})
    assert anna.hier.get(f"{PAD}/mijn-account").status_code == 200
    for _ in range(2):  # the button was pressed twice
        antwoord = stuur(carla, loket, f"{pad}/schorsen", schors="ja")
        assert (gedaan(antwoord), antwoord.status_code) == ("geschorst", 200)
    assert page_van(antwoord).account.geschorst_op == NU
    assert "24 november 2026" in Boom.tekst(Boom(antwoord.text).een("main"))
    for client in (anna.hier, anna.telefoon):
        assert client.get(f"{PAD}/mijn-account").status_code == 303
    assert not anna.komt_erin(anna.uitgifte.wachtwoord)
    with loket.bestand.read() as db:
        assert anna.wie.id not in {collega.id for collega in collegas(db) if collega.open}


def test_wie_weer_toegelaten_is_logt_in_als_ervoor(
    carla: Inspecteur, helpdesk: Flask, loket: Loket
) -> None:
    anna = Anna(helpdesk, loket)
    pad = f"/accounts/{anna.wie.id}"
    stuur(carla, loket, f"{pad}/schorsen", schors="ja")
    for _ in range(2):
        assert gedaan(stuur(carla, loket, f"{pad}/toelaten")) == "toegelaten"
    assert anna.hier.get(f"{PAD}/mijn-account").status_code == 303, "that session stays ended"
    assert anna.komt_erin(anna.uitgifte.wachtwoord)
    daden = (Action.MEDEWERKER_GESCHORST, Action.MEDEWERKER_TOEGELATEN)
    carla_in_log = audit_log.medewerker(loket.medewerkers.met_naam("Carla").id)
    assert [(r.action, r.who, r.about) for r in loket.logboek.read(9, actions=daden)] == [
        (daad, carla_in_log, str(anna.wie.id)) for daad in reversed(daden)
    ]


def test_een_link_van_voor_de_schorsing_opent_niets(loket: Loket) -> None:
    wie = loket.medewerkers.voeg_toe("Dirk", Medewerkerrol.MEDEWERKER, nu=NU, wie=SYSTEM)
    token = loket.uitnodigingen.geef(wie.id, nu=NU, wie=SYSTEM)
    loket.medewerkers.schors(wie.id, nu=NU, wie=SYSTEM)
    with pytest.raises(GeenMedewerker):
        loket.uitnodigingen.van(token, NU)
    with pytest.raises(GeenMedewerker):
        loket.uitnodigingen.geef(wie.id, nu=NU, wie=SYSTEM)


def test_een_geschorst_account_kan_dicht(carla: Inspecteur, loket: Loket) -> None:
    wie, _ = maak_account(loket, "Anna")
    stuur(carla, loket, f"/accounts/{wie.id}/schorsen", schors="ja")
    assert gedaan(stuur(carla, loket, f"/accounts/{wie.id}/sluiten", zeker="ja")) == "gesloten"
    velden = formulierteken(carla, loket)
    assert carla.post(f"{PAD}/accounts/{wie.id}/toelaten", data=velden).status_code == 404


def test_de_lijst_zegt_wanneer_iemand_voor_het_laatst_inlogde(als: Als, loket: Loket) -> None:
    nooit, _ = maak_account(loket, "Nooit")
    anna, _ = maak_account(loket, "Anna")
    for dagen in (40, 3):
        loket.sessies.begin(anna.id, apparaat="proef", nu=NU - timedelta(days=dagen))
    blad = als("Carla").get(f"{PAD}/accounts")
    laatst = {a.medewerker.id: a.laatst_ingelogd for a in page_van(blad).accounts}
    assert (laatst[anna.id], laatst[nooit.id]) == (NU - timedelta(days=3), None)
    assert "21 november 2026" in Boom.tekst(Boom(blad.text).een("tbody"))


# On the server ------------------------------------------------------------------------------------


def opdracht(app: Flask, *woorden: str) -> Result:
    return app.test_cli_runner().invoke(args=["medewerker", *woorden])


def test_de_opdracht_geeft_een_link_en_sluit(helpdesk: Flask, loket: Loket) -> None:
    uit = opdracht(helpdesk, "toevoegen", "Carla", "--beheerder")
    assert uit.exit_code == 0
    eerste, lijst = token_uit(uit.output), opdracht(helpdesk, "lijst").output
    assert lijst == "Carla: beheerder, open, nog niet ingesteld\n"
    geheim = maak_geheim()
    loket.uitnodigingen.stel_in(eerste, NIEUW, geheim, pyotp.TOTP(geheim).at(NU), nu=NU)
    opdracht(helpdesk, "toevoegen", "Anna")
    assert opdracht(helpdesk, "sluiten", "Anna").exit_code == 0
    assert (
        opdracht(helpdesk, "lijst").output
        == "Carla: beheerder, open\nAnna: medewerker, gesloten op 24 november 2026\n"
    )
    dirk, _ = maak_account(loket, "Dirk")
    loket.medewerkers.schors(dirk.id, nu=NU, wie=SYSTEM)
    assert (
        "Dirk: medewerker, geschorst sinds 24 november 2026\n" in opdracht(helpdesk, "lijst").output
    )
    assert opdracht(helpdesk, "wachtwoord", "Dirk").exit_code == 1
    tweede = token_uit(opdracht(helpdesk, "wachtwoord", "carla").output)
    assert loket.uitnodigingen.van(tweede, NU).naam == "Carla"


def token_uit(tekst: str) -> str:
    (token,) = re.findall(rf"\S+{PAD}/uitnodiging/([\w-]{{43}})\n", tekst)
    return str(token)


@pytest.mark.parametrize(
    ("woorden", "zin"),
    [
        (["sluiten", "Niemand"], "geen open account"),
        (["wachtwoord", "Niemand"], "geen open account"),
        (["sluiten", "Carla"], "laatste beheerder"),
        (["toevoegen", "CARLA"], "al gebruikt"),
        (["toevoegen", "x"], "te kort"),
        (["toevoegen", "x" * 41], "te lang"),
    ],
)
def test_een_opdracht_die_niet_kan_zegt_waarom(
    helpdesk: Flask, loket: Loket, woorden: list[str], zin: str
) -> None:
    opdracht(helpdesk, "toevoegen", "Carla", "--beheerder")
    was = loket.medewerkers.alle()
    uit = opdracht(helpdesk, *woorden)
    assert uit.exit_code == 1
    assert zin in uit.output
    assert GEBLEVEN in uit.output
    assert loket.medewerkers.alle() == was


def test_zonder_sleutel_zegt_de_opdracht_wat_er_ontbreekt(
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    uit = opdracht(maak_app(tmp_path_factory.mktemp("zonder")), "lijst")
    assert uit.exit_code == 1
    assert "PORTAL_SLEUTEL" in uit.output


def test_een_leeg_huis_zegt_hoe_het_begint(helpdesk: Flask) -> None:
    assert "toevoegen NAAM --beheerder" in opdracht(helpdesk, "lijst").output


def test_elke_daad_aan_een_account_staat_in_het_logboek(loket: Loket) -> None:
    store, baas = loket.medewerkers, "medewerker:7"
    dirk = store.voeg_toe("Dirk", Medewerkerrol.MEDEWERKER, nu=NU, wie=baas)
    store.wijzig_rol(dirk.id, Medewerkerrol.BEHEERDER, nu=NU, wie=baas)
    store.wijzig_rol(dirk.id, Medewerkerrol.BEHEERDER, nu=NU, wie=baas)  # nothing changes
    token, geheim = loket.uitnodigingen.geef(dirk.id, nu=NU, wie=baas), maak_geheim()
    loket.uitnodigingen.stel_in(token, NIEUW, geheim, pyotp.TOTP(geheim).at(NU), nu=NU)
    store.nieuwe_herstelcodes(dirk.id, nu=NU)
    store.kies_wachtwoord(dirk.id, f"{NIEUW} emmer", sessie="", nu=NU)
    gedaan = [(regel.action, regel.who, regel.about) for regel in reversed(loket.logboek.read(99))]
    zelf, hem = f"medewerker:{dirk.id}", str(dirk.id)
    assert gedaan == [
        (Action.MEDEWERKER_TOEGEVOEGD, baas, hem),
        (Action.ROL_GEWIJZIGD, baas, hem),
        (Action.UITGENODIGD, baas, hem),
        (Action.WACHTWOORD_GEWIJZIGD, zelf, hem),
        (Action.TWEEDE_FACTOR_GEWIJZIGD, zelf, hem),
        (Action.TWEEDE_FACTOR_GEWIJZIGD, zelf, hem),
        (Action.WACHTWOORD_GEWIJZIGD, zelf, hem),
    ]
