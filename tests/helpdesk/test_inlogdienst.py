"""Logging in at the provider of the organisation: who gets in, and what is believed of it.

The provider here is ours (`tests/oidcdienst.py`), so that it can lie; two that are not ours are in
`test_inlogdienst_echt.py` and `tests/keuring/test_oidc.py`.
"""

import hmac
import json
from base64 import urlsafe_b64encode
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from cryptography import x509
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding
from flask import Flask
from joserfc import jwt
from joserfc.jwk import ECKey, KeySet, OctKey, RSAKey
from werkzeug.test import TestResponse

from portal import services
from portal.config.login import key_file, load_key
from portal.config.settings import Settings, SettingsError
from portal.crypto.vault import Vault
from portal.helpdesk.inlogplicht import COOKIE, PAD
from portal.medewerkers.medewerker import Medewerkerrol
from portal.medewerkers.medewerkerstore import VanInlogdienst
from portal.oidc import provider
from portal.oidc.tokens import LEEWAY_S, LOGOUT_EVENT
from portal.outbound.circuit_breaker import MAX_FAILURES
from portal.services import Loket
from portal.storage.audit_log import INLOGDIENST, UNKNOWN, Action
from tests.conftest import GEHEIM as GEHEIM_VAN_DE_SITE
from tests.conftest import NU, RUIM_S, SLEUTEL, maak_app
from tests.helpdesk.conftest import formulierteken
from tests.medewerkers import maak_account
from tests.oidcdienst import CLIENT, GEHEIM, Claims, Oidcdienst, oidcdienst, rsa
from tests.pagina import Inspecteur, page_van, template_van
from tests.pdokserver import stuur

SITE = "https://zelfcheck.example"
DOOR, TERUG = f"{PAD}/inloggen/dienst", f"{PAD}/inloggen/terug"


@pytest.fixture(autouse=True)
def ruime_dienst(monkeypatch: pytest.MonkeyPatch) -> None:
    """It may take its time, however busy the machine is; a test about that sets its own."""
    monkeypatch.setattr(provider.Provider.__init__, "__defaults__", (RUIM_S,))


@pytest.fixture
def dienst() -> Iterator[Oidcdienst]:
    with oidcdienst() as dienst:
        dienst.nu = NU.timestamp
        yield dienst


def site_bij(dienst: Oidcdienst, data: Path, **anders: Any) -> Flask:
    gewoon = {"oidc": dienst.issuer, "oidc_client": CLIENT, "oidc_geheim": GEHEIM, "site": SITE}
    return maak_app(data, sleutel=(SLEUTEL,), **{**gewoon, **anders})


@pytest.fixture
def site(dienst: Oidcdienst, tmp_path: Path) -> Flask:
    return site_bij(dienst, tmp_path)


@pytest.fixture
def loket(site: Flask) -> Loket:
    with site.app_context():
        return services.loket()


@pytest.fixture
def zet_klok(monkeypatch: pytest.MonkeyPatch) -> Callable[[datetime], None]:
    return lambda op: monkeypatch.setattr("portal.clock.now", lambda: op)


def computer(site: Flask) -> Inspecteur:
    client = site.test_client()
    assert isinstance(client, Inspecteur)
    return client


def hier(url: str) -> str:
    """The path of one of our own URLs."""
    return url.removeprefix(SITE)


def vertrek(client: Inspecteur, deur: str = DOOR) -> str:
    """To the provider; its URL."""
    antwoord = client.get(deur)
    assert antwoord.status_code == 303
    return antwoord.location


def kom_terug(client: Inspecteur, url: str) -> TestResponse:
    """Back from the provider, through the page that goes on by itself, to where it ends."""
    antwoord = client.get(hier(url))
    assert antwoord.status_code == 303
    assert "code" not in antwoord.location, "the code is gone from the URL at once"
    antwoord = client.get(antwoord.location)
    if template_van(antwoord) == "helpdesk/verder.html":
        antwoord = client.get(page_van(antwoord).naar)
    while antwoord.location:
        antwoord = client.get(antwoord.location)
    return antwoord


def log_in(client: Inspecteur, dienst: Oidcdienst, deur: str = DOOR) -> TestResponse:
    return kom_terug(client, dienst.keur_goed(vertrek(client, deur)))


def is_binnen(client: Inspecteur) -> bool:
    return client.get(f"{PAD}/mijn-account").status_code == 200


def reden(antwoord: TestResponse) -> str:
    """Why somebody is back at the form to log in."""
    assert template_van(antwoord) == "helpdesk/inloggen.html"
    waarde: str = page_van(antwoord).reden
    return waarde


# Getting in ---------------------------------------------------------------------------------------


def test_een_collega_komt_binnen_met_de_naam_en_de_rol_van_de_organisatie(
    site: Flask, loket: Loket, dienst: Oidcdienst
) -> None:
    client = computer(site)
    assert template_van(log_in(client, dienst)) == "helpdesk/wachtrij.html"
    (account,) = loket.medewerkers.alle()
    assert (account.medewerker.naam, account.medewerker.rol) == ("Carla de Wit", "beheerder")
    assert account.van_inlogdienst
    daden = [(regel.action, regel.who) for regel in loket.logboek.read(10)]
    assert (Action.MEDEWERKER_TOEGEVOEGD, INLOGDIENST) in daden
    assert (Action.INGELOGD, f"medewerker:{account.medewerker.id}") in daden


def test_na_het_inloggen_verder_waar_het_om_ging(site: Flask, dienst: Oidcdienst) -> None:
    client = computer(site)
    deur = page_van(client.get(client.get(f"{PAD}/cijfers").location)).naar_dienst
    assert template_van(log_in(client, dienst, deur)) == "helpdesk/cijfers.html"


def test_een_account_is_van_een_nummer_bij_de_dienst_en_nooit_van_een_naam_of_mailadres(
    site: Flask, loket: Loket, dienst: Oidcdienst
) -> None:
    """Whoever may choose a name at the provider does not become somebody else here."""
    anna, _ = maak_account(loket, "Anna", Medewerkerrol.BEHEERDER)
    namen = []
    for sub, naam in (("a", "Anna"), ("b", "anna"), ("a", "Anna"), ("c", "Onbekend"), ("d", "\t")):
        dienst.wie = {"sub": sub, "name": naam, "email": "anna@org.example", "roles": "medewerker"}
        client = computer(site)
        log_in(client, dienst)
        namen.append(page_van(client.get(f"{PAD}/mijn-account")).medewerker.naam)
    assert namen == ["Anna (2)", "anna (3)", "Anna (2)", "Onbekend (2)", "Collega"]
    assert loket.medewerkers.een(anna.id).medewerker == anna
    assert len(loket.medewerkers.alle()) == 5


@pytest.mark.parametrize(
    ("rollen", "wordt"),
    [
        (["medewerker"], Medewerkerrol.MEDEWERKER),
        (["beheerder"], Medewerkerrol.BEHEERDER),
        (["iets", "medewerker", "beheerder"], Medewerkerrol.BEHEERDER),
        ("medewerker", Medewerkerrol.MEDEWERKER),
        (["Medewerker"], None),
        (["medewerkers"], None),
        ("beheerder medewerker", None),
        ([], None),
        ("", None),
        (None, None),
        ({"medewerker": True}, None),
        ([["medewerker"], 1, None], None),
    ],
)
@pytest.mark.parametrize("alleen_userinfo", [False, True])
def test_de_rol_staat_in_het_token_of_bij_userinfo(
    site: Flask,
    loket: Loket,
    dienst: Oidcdienst,
    rollen: object,
    wordt: Medewerkerrol | None,
    alleen_userinfo: bool,
) -> None:
    dienst.wie, dienst.alleen_userinfo = (
        {"sub": "x", "name": "Xe", "roles": rollen},
        alleen_userinfo,
    )
    client = computer(site)
    blad = log_in(client, dienst)
    assert is_binnen(client) is bool(wordt)
    assert [account.medewerker.rol for account in loket.medewerkers.alle()] == (
        [wordt] if wordt else []
    )
    assert wordt or (blad.status_code, page_van(blad).reden) == (403, "geen_rol")


def test_zonder_rol_zegt_een_pagina_wie_te_vragen_en_staat_het_in_het_logboek(
    site: Flask, loket: Loket, dienst: Oidcdienst
) -> None:
    dienst.wie["roles"] = ["kantine"]
    blad = log_in(computer(site), dienst)
    assert template_van(blad) == "helpdesk/geen_toegang.html"
    assert "leidinggevende" in blad.text
    (regel,) = loket.logboek.read(10)
    assert (regel.action, regel.who) == (Action.INLOGGEN_ZONDER_ROL, UNKNOWN)
    assert loket.medewerkers.alle() == ()


def test_een_andere_rol_geldt_vanaf_de_volgende_keer_en_geen_rol_beeindigt_wat_open_stond(
    site: Flask, loket: Loket, dienst: Oidcdienst
) -> None:
    thuis, werk = computer(site), computer(site)
    log_in(thuis, dienst)
    dienst.wie |= {"roles": ["medewerker"], "name": "Carla Groen"}
    log_in(werk, dienst)
    (account,) = loket.medewerkers.alle()
    assert (account.medewerker.naam, account.medewerker.rol) == ("Carla Groen", "medewerker")
    daden = {regel.action: regel.who for regel in loket.logboek.read(10)}
    assert daden[Action.ROL_GEWIJZIGD] == daden[Action.NAAM_GEWIJZIGD] == INLOGDIENST
    dienst.wie["roles"] = []
    log_in(computer(site), dienst)
    assert not is_binnen(thuis)
    assert not is_binnen(werk)


@pytest.mark.parametrize("daad", ["schors", "sluit"])
def test_een_geschorst_of_gesloten_account_komt_er_niet_in(
    site: Flask, loket: Loket, dienst: Oidcdienst, daad: str
) -> None:
    log_in(computer(site), dienst)
    (account,) = loket.medewerkers.alle()
    getattr(loket.medewerkers, daad)(account.medewerker.id, nu=NU, wie="systeem")
    client = computer(site)
    blad = log_in(client, dienst)
    assert page_van(blad).reden == ("geschorst" if daad == "schors" else "gesloten")
    assert not is_binnen(client)
    assert len(loket.medewerkers.alle()) == 1


# What is believed ---------------------------------------------------------------------------------

TOKENS: dict[str, Claims] = {
    "aud leeg": {"aud": []},
    "aud een lege tekst": {"aud": ""},
    "aud ontbreekt": {"aud": None},
    "aud een ander, azp wij": {"aud": "ander", "azp": CLIENT},
    "aud een lijst met een ander, azp wij": {"aud": ["ander"], "azp": CLIENT},
    "aud ook een ander, azp de ander": {"aud": ["ander", CLIENT], "azp": "ander"},
    "aud ook een ander, zonder azp": {"aud": ["ander", CLIENT]},
    "aud wij, azp een ander": {"azp": "ander"},
    "aud een getal": {"aud": 1},
    "iss een ander": {"iss": "https://ander.example"},
    "iss ontbreekt": {"iss": None},
    "iss met een schuine streep": {"iss": "+/"},
    "nonce een ander": {"nonce": "x"},
    "nonce ontbreekt": {"nonce": None},
    "sub ontbreekt": {"sub": None},
    "sub leeg": {"sub": ""},
    "sub een getal": {"sub": 7},
    "sub te lang": {"sub": "x" * 256},
    "sub met een nul": {"sub": "x\0"},
    "exp ontbreekt": {"exp": None},
    "iat ontbreekt": {"iat": None},
    "exp een tekst": {"exp": "morgen"},
}
KLOK: dict[str, Claims] = {
    "verlopen": {"exp": int(NU.timestamp()) - LEEWAY_S},
    "uit de toekomst": {"iat": int(NU.timestamp()) + LEEWAY_S + 1},
    "nog niet geldig": {"nbf": int(NU.timestamp()) + LEEWAY_S + 1},
}


@pytest.mark.parametrize("wat", [*TOKENS, *KLOK])
def test_een_token_dat_niet_klopt_laat_niemand_binnen(
    site: Flask, loket: Loket, dienst: Oidcdienst, wat: str
) -> None:
    dienst.anders = {
        naam: f"{dienst.issuer}/" if waarde == "+/" else waarde
        for naam, waarde in (TOKENS | KLOK)[wat].items()
    }
    client = computer(site)
    blad = log_in(client, dienst)
    assert reden(blad) == ("dienst_klok" if wat in KLOK else "dienst_weigert")
    assert blad.status_code == 422
    assert not is_binnen(client)
    assert loket.medewerkers.alle() == ()


def test_een_token_ook_voor_een_ander_maar_aan_ons_gegeven_is_goed(
    site: Flask, dienst: Oidcdienst
) -> None:
    dienst.anders = {"aud": ["ander", CLIENT], "azp": CLIENT}
    client = computer(site)
    log_in(client, dienst)
    assert is_binnen(client)


def _zonder_handtekening(claims: Claims) -> str:
    token = jwt.encode({"alg": "RS256"}, claims, rsa())
    kop = "eyJhbGciOiJub25lIn0"  # {"alg":"none"}
    return f"{kop}.{token.split('.')[1]}."


def _met_het_geheim(claims: Claims) -> str:
    return jwt.encode({"alg": "HS256"}, claims, OctKey.import_key(GEHEIM), ["HS256"])


def _met_de_open_sleutel(claims: Claims) -> str:
    """The public key, which anybody has, as if it were a shared secret. joserfc refuses to."""
    kop = jwt.encode({"alg": "HS256", "kid": "een"}, claims, OctKey.generate_key(256), ["HS256"])
    lijf, _, _ = kop.rpartition(".")
    teken = hmac.digest(rsa().as_pem(private=False), lijf.encode(), "sha256")
    return f"{lijf}.{urlsafe_b64encode(teken).decode().rstrip('=')}"


TEKENS: dict[str, Callable[[Claims], str]] = {
    "alg none": _zonder_handtekening,
    "het geheim": _met_het_geheim,
    "de open sleutel": _met_de_open_sleutel,
    "een vreemde sleutel": lambda c: jwt.encode({"alg": "RS256", "kid": "een"}, c, rsa("vreemd")),
    "een onbekende sleutel": lambda c: jwt.encode({"alg": "RS256", "kid": "x"}, c, rsa("vreemd")),
    "veranderd": lambda c: jwt.encode({"alg": "RS256"}, c, rsa())[:-8] + "AAAAAAAA",
    "geen token": lambda _c: "x.y",
    "een tekst": lambda _c: "€",
    "leeg": lambda _c: "",
}


@pytest.mark.parametrize("hoe", TEKENS)
def test_een_token_dat_niet_van_de_dienst_is_laat_niemand_binnen(
    site: Flask, dienst: Oidcdienst, hoe: str
) -> None:
    dienst.teken = TEKENS[hoe]
    client = computer(site)
    assert reden(log_in(client, dienst)) == "dienst_weigert"
    assert not is_binnen(client)


def test_zonder_id_token_komt_niemand_binnen(site: Flask, dienst: Oidcdienst) -> None:
    dienst.zonder_id_token = True
    client = computer(site)
    assert reden(log_in(client, dienst)) == "dienst_weigert"
    assert not is_binnen(client)


def test_userinfo_over_een_ander_laat_niemand_binnen(site: Flask, dienst: Oidcdienst) -> None:
    dienst.alleen_userinfo, dienst.anders = True, {"sub": "ander"}
    client = computer(site)
    assert reden(log_in(client, dienst)) == "dienst_weigert"
    assert not is_binnen(client)


@pytest.mark.parametrize("soort", ["rsa", "rsa en PS256", "rsa met certificaat", "ec"])
def test_de_site_bewijst_zich_met_een_sleutel(
    dienst: Oidcdienst, tmp_path: Path, soort: str
) -> None:
    sleutel = ECKey.generate_key("P-256") if soort == "ec" else rsa()
    pem, alg = sleutel.as_pem(private=True).decode(), "ES256" if soort == "ec" else "RS256"
    if soort == "rsa en PS256":
        alg = "PS256"
        dienst.metadata_anders = {"token_endpoint_auth_signing_alg_values_supported": [alg]}
    if soort == "rsa met certificaat":
        alg, pem = "PS256", pem + certificaat(rsa())
    dienst.client_jwks = KeySet([load_key(sleutel.as_pem(private=False).decode())])
    bestand = tmp_path / "sleutel.pem"
    bestand.write_text(pem)
    site = site_bij(dienst, tmp_path / "data", oidc_geheim="", oidc_sleutel=key_file(str(bestand)))
    client = computer(site)
    log_in(client, dienst)
    assert is_binnen(client)
    (vorm,) = dienst.bewijzen
    assert "client_secret" not in vorm
    kop = jwt.decode(vorm["client_assertion"], sleutel, [alg]).header
    assert (kop["alg"], "x5t#S256" in kop) == (alg, soort == "rsa met certificaat")


def certificaat(sleutel: RSAKey) -> str:
    """Of this key, signed by itself."""
    naam = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "zelfcheck")])
    bouw = x509.CertificateBuilder().subject_name(naam).issuer_name(naam).serial_number(1)
    bouw = bouw.not_valid_before(NU).not_valid_after(NU + timedelta(days=1))
    prive = sleutel.private_key
    assert prive
    gemaakt = bouw.public_key(sleutel.public_key).sign(prive, SHA256())
    return gemaakt.public_bytes(Encoding.PEM).decode()


@pytest.mark.filterwarnings("ignore::joserfc.errors.SecurityWarning")  # of the short one
@pytest.mark.parametrize("wat", ["weg", "tekst", "open", "kort", "P-384", "map"])
def test_een_bestand_dat_geen_goede_sleutel_is_wordt_geweigerd(tmp_path: Path, wat: str) -> None:
    sleutels = {
        "tekst": b"geen sleutel",
        "open": rsa().as_pem(private=False),
        "P-384": ECKey.generate_key("P-384").as_pem(private=True),
    }
    bestand = tmp_path / "sleutel.pem"
    if wat == "map":
        bestand.mkdir()
    elif wat == "kort":
        bestand.write_bytes(RSAKey.generate_key(1024).as_pem(private=True))
    elif wat != "weg":
        bestand.write_bytes(sleutels[wat])
    with pytest.raises(SettingsError, match="PORTAL_OIDC_SLEUTEL"):
        Settings.from_env(GOED | {"PORTAL_OIDC_GEHEIM": "", "PORTAL_OIDC_SLEUTEL": str(bestand)})


GOED = {
    "PORTAL_GEHEIM": GEHEIM_VAN_DE_SITE, "PORTAL_SLEUTEL": SLEUTEL, "PORTAL_SITE": SITE,
    "PORTAL_OIDC": "https://inloggen.example/realms/x/", "PORTAL_OIDC_CLIENT": CLIENT,
    "PORTAL_OIDC_GEHEIM": GEHEIM,
}  # fmt: skip
INSTELLINGEN = {
    "PORTAL_OIDC moet een": {"PORTAL_OIDC": "http://inloggen.example"},
    "PORTAL_OIDC_CLIENT moet": {"PORTAL_OIDC_CLIENT": ""},
    "PORTAL_SITE moet": {"PORTAL_SITE": ""},
    "PORTAL_SLEUTEL moet": {"PORTAL_SLEUTEL": ""},
    "PORTAL_OIDC_NAAM moet": {"PORTAL_OIDC_NAAM": ""},
    "PORTAL_OIDC_GEHEIM of": {"PORTAL_OIDC_GEHEIM": ""},
    "noemen dezelfde waarde": {"PORTAL_OIDC_MEDEWERKER": "x, beheerder"},
}


@pytest.mark.parametrize("zin", INSTELLINGEN)
def test_instellingen_die_niet_samen_passen_worden_gezegd(zin: str) -> None:
    with pytest.raises(SettingsError, match=zin):
        Settings.from_env(GOED | INSTELLINGEN[zin])


def test_goede_instellingen_zijn_goed_en_het_geheim_is_niet_te_zien() -> None:
    instellingen = Settings.from_env(GOED)
    assert instellingen.oidc == GOED["PORTAL_OIDC"], "to the letter"
    assert GEHEIM not in repr(instellingen)


def test_een_dienst_die_het_geheim_in_het_formulier_wil_krijgt_het_daar(
    site: Flask, dienst: Oidcdienst
) -> None:
    dienst.metadata_anders = {"token_endpoint_auth_methods_supported": ["client_secret_post"]}
    client = computer(site)
    log_in(client, dienst)
    assert is_binnen(client)
    assert dienst.bewijzen[0]["client_secret"] == GEHEIM


@pytest.mark.parametrize("verschil", [-LEEWAY_S, LEEWAY_S])
def test_een_klok_die_vijf_minuten_scheelt_houdt_niemand_buiten(
    site: Flask, dienst: Oidcdienst, verschil: int
) -> None:
    dienst.nu = lambda: NU.timestamp() + verschil
    client = computer(site)
    log_in(client, dienst)
    assert is_binnen(client)


def test_een_klok_die_meer_scheelt_wordt_gezegd(site: Flask, dienst: Oidcdienst) -> None:
    dienst.nu = lambda: NU.timestamp() + LEEWAY_S + 1
    blad = log_in(computer(site), dienst)
    assert reden(blad) == "dienst_klok"
    assert "klok" in blad.text


def test_nieuwe_sleutels_bij_de_dienst_houden_niemand_buiten(
    site: Flask, dienst: Oidcdienst, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Also when the new one has the name of the old one."""
    log_in(computer(site), dienst)
    monkeypatch.setattr(provider, "REFETCH_S", -1.0)
    for sleutel in (rsa("twee"), rsa("drie")):
        dienst.sleutels = [sleutel]
        client = computer(site)
        log_in(client, dienst)
        assert is_binnen(client)
    assert dienst.gevraagd.count("/jwks") == 3


# A provider that is ill --------------------------------------------------------------------------


def _html(handler: Any) -> None:
    stuur(handler, 200, b"<!doctype html><title>Onderhoud</title>", Content_Type="text/html")


def _stuk(handler: Any) -> None:
    stuur(handler, 500, b"{}")


def _lijst(handler: Any) -> None:
    stuur(handler, 200, b"[]")


def _groot(handler: Any) -> None:
    stuur(handler, 200, b'"' + b"x" * provider.MAX_BYTES + b'"')


def _elders(handler: Any) -> None:
    stuur(handler, 302, b"", Location="https://elders.example/")


def _weg(handler: Any) -> None:
    handler.close_connection = True


ZIEK = {
    "html": _html,
    "500": _stuk,
    "lijst": _lijst,
    "groot": _groot,
    "elders": _elders,
    "weg": _weg,
}
PADEN = ("/.well-known/openid-configuration", "/jwks", "/token", "/userinfo")


@pytest.mark.parametrize("hoe", ZIEK)
@pytest.mark.parametrize("pad", PADEN)
def test_een_zieke_dienst_geeft_een_zin_en_geen_fout_van_ons(
    site: Flask, dienst: Oidcdienst, pad: str, hoe: str
) -> None:
    dienst.alleen_userinfo, client = True, computer(site)
    dienst.gedrag[pad] = ZIEK[hoe]
    naar = vertrek(client)
    blad = kom_terug(client, dienst.keur_goed(naar)) if dienst.issuer in naar else client.get(naar)
    assert reden(blad) == "dienst_weg"
    assert blad.status_code == 503
    assert "inlogdienst" in blad.text
    dienst.gedrag.clear()
    log_in(client, dienst)
    assert is_binnen(client), "and well again it works"


@pytest.mark.parametrize("anders", [
    {"issuer": "https://ander.example"}, {"issuer": None}, {"token_endpoint": None},
    {"token_endpoint": "http://elders.example/token"},
    {"authorization_endpoint": "javascript:alert(1)"},
    {"jwks_uri": 7}, {"end_session_endpoint": "//elders"},
], ids=str)  # fmt: skip
def test_een_dienst_die_zich_anders_voordoet_wordt_niet_geloofd(
    site: Flask, dienst: Oidcdienst, anders: Claims
) -> None:
    dienst.metadata_anders = anders
    client = computer(site)
    assert reden(client.get(vertrek(client))) == "dienst_weg"


@pytest.mark.parametrize("sleutels", [[], [{"kty": "OKP"}], ["x"], None, {"a": 1}], ids=str)
def test_een_dienst_zonder_sleutels_wordt_niet_geloofd(
    site: Flask, dienst: Oidcdienst, sleutels: object
) -> None:
    inhoud = json.dumps({"keys": sleutels}).encode()
    dienst.gedrag["/jwks"] = lambda handler: stuur(handler, 200, inhoud)
    assert reden(log_in(computer(site), dienst)) == "dienst_weg"


def test_een_sleutel_die_wij_niet_kennen_houdt_de_andere_niet_tegen(
    site: Flask, dienst: Oidcdienst
) -> None:
    ook = [{"kty": "ML-DSA"}, {"kty": "RSA", "n": "!"}, rsa().as_dict(private=False)]
    inhoud = json.dumps({"keys": ook}).encode()
    dienst.gedrag["/jwks"] = lambda handler: stuur(handler, 200, inhoud)
    client = computer(site)
    log_in(client, dienst)
    assert is_binnen(client)


def test_een_dienst_die_weg_is_wordt_even_niet_gevraagd_en_de_beheerder_komt_binnen(
    site: Flask, loket: Loket, dienst: Oidcdienst
) -> None:
    dienst.gedrag[PADEN[0]] = _weg
    client = computer(site)
    for _ in range(MAX_FAILURES + 2):
        blad = client.get(vertrek(client))
    assert len(dienst.gevraagd) == MAX_FAILURES
    wie, inlog = maak_account(loket, "Noodbeheerder", Medewerkerrol.BEHEERDER)
    velden = {"naam": wie.naam, "wachtwoord": inlog.wachtwoord, "code": inlog.code()}
    client.post(page_van(blad).hier, data=velden)
    assert is_binnen(client)


def test_een_trage_dienst_kost_niet_meer_dan_de_grens(
    site: Flask, loket: Loket, dienst: Oidcdienst, monkeypatch: pytest.MonkeyPatch
) -> None:
    from threading import Event

    klaar, client = Event(), computer(site)
    assert loket.inlogdienst
    terug = dienst.keur_goed(vertrek(client))
    monkeypatch.setattr(loket.inlogdienst.client._provider, "_seconds", 0.2)
    dienst.gedrag["/token"] = lambda _handler: klaar.wait(RUIM_S)
    try:
        assert reden(kom_terug(client, terug)) == "dienst_weg"
    finally:
        klaar.set()


# The way back -------------------------------------------------------------------------------------


def test_twee_tabbladen_komen_allebei_binnen(site: Flask, dienst: Oidcdienst) -> None:
    client = computer(site)
    eerste, tweede = (dienst.keur_goed(vertrek(client)) for _ in range(2))
    for terug in (eerste, tweede):
        assert template_van(kom_terug(client, terug)) == "helpdesk/wachtrij.html"


def test_van_te_veel_tabbladen_wordt_het_oudste_vergeten(site: Flask, dienst: Oidcdienst) -> None:
    client = computer(site)
    terug = [dienst.keur_goed(vertrek(client)) for _ in range(6)]
    kop = client.get(TERUG).request.headers.get("Cookie", "")
    assert kop.count("__Host-inlog-") == 3
    assert reden(kom_terug(client, terug[0])) == "dienst_opnieuw"
    kom_terug(client, terug[-1])
    assert is_binnen(client)


def test_de_terugkeer_opnieuw_laden_is_geen_fout(site: Flask, dienst: Oidcdienst) -> None:
    client = computer(site)
    terug = dienst.keur_goed(vertrek(client))
    kom_terug(client, terug)
    assert template_van(kom_terug(client, terug)) == "helpdesk/wachtrij.html", "still logged in"
    client.delete_cookie(COOKIE)
    assert reden(kom_terug(client, terug)) == "dienst_opnieuw"


@pytest.mark.parametrize("vraag", ["", "?code=x", "?code=x&state=", "?state=€&code=x", "?error=x"])
def test_wie_niet_hier_begon_komt_niet_terug(site: Flask, dienst: Oidcdienst, vraag: str) -> None:
    """Nor can somebody be led in by another's code: what comes back belongs to this browser."""
    client = computer(site)
    van_een_ander = dienst.keur_goed(vertrek(computer(site)))
    for url in (f"{TERUG}{vraag}", van_een_ander):
        assert reden(kom_terug(client, url)) == "dienst_opnieuw"
    assert "/token" not in dienst.gevraagd


def test_na_tien_minuten_is_het_te_laat(
    site: Flask, dienst: Oidcdienst, zet_klok: Callable[[datetime], None]
) -> None:
    client = computer(site)
    terug = dienst.keur_goed(vertrek(client))
    zet_klok(NU + timedelta(minutes=10, seconds=1))
    assert reden(kom_terug(client, terug)) == "dienst_opnieuw"


@pytest.mark.parametrize(
    ("anders", "waarom"),
    [
        ({"error": "access_denied"}, "dienst_afgebroken"),
        ({"error": "server_error", "error_description": "<b>x</b>"}, "dienst_weigert"),
        ({"code": "verzonnen"}, "dienst_weigert"),
        ({"iss": "https://ander.example", "code": "x"}, "dienst_weigert"),
        ({}, "dienst_weigert"),
    ],
)
def test_wie_zonder_goede_code_terugkomt_leest_waarom(
    site: Flask, dienst: Oidcdienst, anders: dict[str, str], waarom: str
) -> None:
    client = computer(site)
    (state,) = parse_qs(urlsplit(vertrek(client)).query)["state"]
    antwoord = client.get(TERUG, query_string={"state": state, **anders})
    blad = client.get(page_van(client.get(antwoord.location)).naar)
    assert reden(blad) == waarom
    assert "<b>" not in blad.text


def test_het_koekje_onderweg_zegt_niets_en_is_van_deze_browser(
    site: Flask, dienst: Oidcdienst
) -> None:
    antwoord = computer(site).get(DOOR)
    (koekje,) = antwoord.headers.getlist("Set-Cookie")
    naam, *rest = koekje.split("; ")
    assert naam.startswith("__Host-inlog-")
    assert {"Secure", "HttpOnly", "Path=/", "SameSite=Lax", "Max-Age=600"} <= set(rest)
    (state,) = parse_qs(urlsplit(antwoord.location).query)["state"]
    assert state not in koekje
    assert len(koekje) < 1000


def test_een_andere_machine_maakt_het_af(dienst: Oidcdienst, tmp_path: Path) -> None:
    een, twee = (site_bij(dienst, tmp_path) for _ in range(2))
    client = computer(een)
    terug = dienst.keur_goed(vertrek(client))
    client.application = twee
    kom_terug(client, terug)
    assert is_binnen(client)


def test_een_koekje_met_een_andere_sleutel_is_er_geen(
    site: Flask, dienst: Oidcdienst, monkeypatch: pytest.MonkeyPatch, loket: Loket
) -> None:
    client = computer(site)
    terug = dienst.keur_goed(vertrek(client))
    monkeypatch.setattr(loket.kluis, "_keys", Vault((GEHEIM * 2,))._keys)
    assert reden(kom_terug(client, terug)) == "dienst_opnieuw"


# Once more who you are ---------------------------------------------------------------------------


def test_voor_de_accounts_opnieuw_inloggen_bij_de_dienst(site: Flask, dienst: Oidcdienst) -> None:
    client = computer(site)
    log_in(client, dienst)
    blad = client.get(client.get(f"{PAD}/accounts").location)
    assert template_van(blad) == "helpdesk/bevestigen_dienst.html"
    naar = vertrek(client, page_van(blad).hier)
    vraag = parse_qs(urlsplit(naar).query)
    assert (vraag["prompt"], vraag["max_age"]) == (["login"], ["0"])
    blad = kom_terug(client, dienst.keur_goed(naar))
    assert template_van(blad) == "helpdesk/accounts.html"
    assert template_van(client.get(f"{PAD}/accounts")) == "helpdesk/accounts.html"


def _bevestig(client: Inspecteur, dienst: Oidcdienst) -> TestResponse:
    return log_in(client, dienst, f"{PAD}/bevestigen/dienst")


def test_een_dienst_die_niet_opnieuw_vroeg_bevestigt_niets(site: Flask, dienst: Oidcdienst) -> None:
    client = computer(site)
    log_in(client, dienst)
    nu = int(NU.timestamp())
    tijden: tuple[object, ...] = (nu - 10, nu + 10, None, str(nu), True)
    for anders in ({"auth_time": tijd} for tijd in tijden):
        dienst.anders = anders
        assert page_van(_bevestig(client, dienst)).reden == "dienst_niet_opnieuw"
        assert client.get(f"{PAD}/accounts").status_code == 303
    dienst.anders = {}
    assert template_van(_bevestig(client, dienst)) == "helpdesk/accounts.html"


def test_een_ander_bevestigt_niet(site: Flask, loket: Loket, dienst: Oidcdienst) -> None:
    client = computer(site)
    log_in(client, dienst)
    dienst.wie = {"sub": "dirk", "name": "Dirk", "roles": ["beheerder"]}
    assert page_van(_bevestig(client, dienst)).reden == "dienst_ander"
    assert client.get(f"{PAD}/accounts").status_code == 303
    assert [account.medewerker.naam for account in loket.medewerkers.alle()] == ["Carla de Wit"]


def test_alleen_een_beheerder_gaat_opnieuw_naar_de_dienst(site: Flask, dienst: Oidcdienst) -> None:
    dienst.wie["roles"] = ["medewerker"]
    client = computer(site)
    log_in(client, dienst)
    assert client.get(f"{PAD}/bevestigen/dienst").status_code == 403


def test_wachtwoord_en_rol_van_zon_account_zijn_hier_niet_te_wijzigen(
    site: Flask, loket: Loket, dienst: Oidcdienst
) -> None:
    client = computer(site)
    log_in(client, dienst)
    _bevestig(client, dienst)
    (account,) = loket.medewerkers.alle()
    id_ = account.medewerker.id
    assert "/mijn-account/wachtwoord" not in client.get(f"{PAD}/mijn-account").text
    blad = client.get(f"{PAD}/accounts/{id_}").text
    assert f"/accounts/{id_}/rol" not in blad
    assert f"/accounts/{id_}/toegang" not in blad
    assert f"/accounts/{id_}/schorsen" in blad
    teken = formulierteken(client, loket)
    for pad in ("rol", "toegang"):
        antwoord = client.post(f"{PAD}/accounts/{id_}/{pad}", data={"rol": "medewerker"} | teken)
        assert antwoord.status_code == 404
    with pytest.raises(VanInlogdienst):
        loket.uitnodigingen.geef(id_, nu=NU, wie="systeem")
    assert loket.medewerkers.een(id_) == account


def test_bij_een_eigen_account_staat_wat_te_doen_als_er_een_van_de_organisatie_naast_komt(
    site: Flask, loket: Loket, dienst: Oidcdienst
) -> None:
    """They are never one, so a beheerder closes the old one, and makes none that is not needed."""
    eigen, _ = maak_account(loket, "Carla de Wit")
    client = computer(site)
    log_in(client, dienst)
    _bevestig(client, dienst)
    van_dienst = next(a for a in loket.medewerkers.alle() if a.van_inlogdienst).medewerker
    assert van_dienst.naam == "Carla de Wit (2)"
    assert "zijn niet samen te voegen" in client.get(f"{PAD}/accounts/{eigen.id}").text
    assert "zijn niet samen te voegen" not in client.get(f"{PAD}/accounts/{van_dienst.id}").text
    assert "Maak dan hier niets" in client.get(f"{PAD}/accounts").text


def test_er_blijft_altijd_een_beheerder_met_een_wachtwoord_van_hier(
    site: Flask, loket: Loket, dienst: Oidcdienst
) -> None:
    """For when the provider is away: those of the provider do not count."""
    wie, _ = maak_account(loket, "Noodbeheerder", Medewerkerrol.BEHEERDER)
    client = computer(site)
    log_in(client, dienst)
    _bevestig(client, dienst)
    teken = formulierteken(client, loket)
    client.post(f"{PAD}/accounts/{wie.id}/sluiten", data={"zeker": "y"} | teken)
    assert loket.medewerkers.een(wie.id).is_open
    carla = next(a for a in loket.medewerkers.alle() if a.van_inlogdienst)
    client.post(f"{PAD}/accounts/{carla.medewerker.id}/sluiten", data={"zeker": "y"} | teken)
    assert loket.medewerkers.een(carla.medewerker.id).gesloten_op


# Logging out --------------------------------------------------------------------------------------


def test_uitloggen_gaat_ook_bij_de_dienst(site: Flask, loket: Loket, dienst: Oidcdienst) -> None:
    client = computer(site)
    log_in(client, dienst)
    antwoord = client.post(f"{PAD}/uitloggen", data=formulierteken(client, loket))
    assert not is_binnen(client)
    naar = page_van(client.get(antwoord.location)).naar
    assert naar.startswith(f"{dienst.issuer}/end?")
    vraag = parse_qs(urlsplit(naar).query)
    assert vraag["client_id"] == [CLIENT]
    (terug,) = vraag["post_logout_redirect_uri"]
    assert reden(client.get(client.get(hier(terug)).location)) == "uitgelogd"


@pytest.mark.parametrize("waarom", ["kan niet", "is weg"])
def test_uitloggen_lukt_ook_als_de_dienst_het_niet_kan_of_weg_is(
    dienst: Oidcdienst, tmp_path: Path, waarom: str, zet_klok: Callable[[datetime], None]
) -> None:
    dienst.metadata_anders = {"end_session_endpoint": None}
    site = site_bij(dienst, tmp_path)
    client = computer(site)
    log_in(client, dienst)
    if waarom == "is weg":
        dienst.gedrag[PADEN[0]] = _weg
        client.application = site_bij(dienst, tmp_path)  # which has asked it nothing yet
    with site.app_context():
        teken = formulierteken(client, services.loket())
    antwoord = client.post(f"{PAD}/uitloggen", data=teken)
    assert reden(client.get(client.get(antwoord.location).location)) == "uitgelogd"
    assert not is_binnen(client)


def meld_af(site: Flask, token: str) -> int:
    antwoord = computer(site).post(f"{PAD}/uitloggen/melding", data={"logout_token": token})
    assert antwoord.headers["Cache-Control"] == "no-store"
    return antwoord.status_code


@pytest.mark.parametrize(
    ("anders", "eindigt"),
    [
        ({}, True),
        ({"sub": None}, True),
        ({"sid": None}, True),
        ({"sid": "een andere"}, False),
        ({"sub": "een ander"}, False),
        ({"sub": "een ander", "sid": None}, False),
    ],
)
def test_wie_bij_de_dienst_uitlogt_is_hier_ook_uitgelogd(
    site: Flask, loket: Loket, dienst: Oidcdienst, anders: Claims, eindigt: bool
) -> None:
    noot, _ = maak_account(loket, "Noodbeheerder", Medewerkerrol.BEHEERDER)
    van_hier = loket.sessies.begin(noot.id, apparaat="proef", nu=NU)
    client = computer(site)
    log_in(client, dienst)
    assert meld_af(site, dienst.afmelding(**anders)) == 200
    assert is_binnen(client) is not eindigt
    assert loket.sessies.lees(van_hier, NU), "an account of ours has nothing to do with it"
    gelogd = loket.logboek.read(10, actions=(Action.UITGELOGD,))
    assert len(gelogd) == eindigt


AFMELDINGEN: dict[str, Claims] = {
    "een ander soort token": {"typ": "JWT"},
    "iss een ander": {"iss": "https://ander.example"},
    "aud een ander": {"aud": "ander"},
    "aud leeg": {"aud": []},
    "met een nonce": {"nonce": "x"},
    "zonder events": {"events": None},
    "een ander event": {"events": {"http://iets.example/": {}}},
    "events een lijst": {"events": [LOGOUT_EVENT]},
    "zonder jti": {"jti": None},
    "zonder iat": {"iat": None},
    "zonder exp": {"exp": None},
    "zonder sub en sid": {"sub": None, "sid": None},
    "sid een getal": {"sid": 7},
    "verlopen": {"exp": int(NU.timestamp()) - LEEWAY_S},
    "te oud": {"iat": int(NU.timestamp()) - 2 * LEEWAY_S - 1},
    "uit de toekomst": {"iat": int(NU.timestamp()) + LEEWAY_S + 1},
}


@pytest.mark.parametrize("wat", [*AFMELDINGEN, *(f"teken: {hoe}" for hoe in TEKENS)])
def test_een_afmelding_die_niet_klopt_logt_niemand_uit(
    site: Flask, dienst: Oidcdienst, wat: str
) -> None:
    client = computer(site)
    log_in(client, dienst)
    dienst.teken = TEKENS.get(wat.removeprefix("teken: ")) if wat not in AFMELDINGEN else None
    assert meld_af(site, dienst.afmelding(**AFMELDINGEN.get(wat, {}))) == 400
    assert is_binnen(client)
    dienst.teken = None
    assert meld_af(site, dienst.afmelding()) == 200, "and a good one does"


def test_een_afmelding_werkt_een_keer(site: Flask, dienst: Oidcdienst) -> None:
    """Kept and sent again, it would log a colleague out for ever."""
    client = computer(site)
    log_in(client, dienst)
    token = dienst.afmelding(sid=None)
    assert meld_af(site, token) == 200
    log_in(client, dienst)
    assert meld_af(site, token) == 400
    assert is_binnen(client)


def test_een_id_token_is_geen_afmelding(site: Flask, dienst: Oidcdienst) -> None:
    gegeven: list[str] = []
    client = computer(site)

    def onthoud(claims: Claims) -> str:
        gegeven.append(jwt.encode({"alg": "RS256", "kid": "een"}, claims, rsa()))
        return gegeven[-1]

    dienst.teken = onthoud
    log_in(client, dienst)
    assert meld_af(site, gegeven[0]) == 400
    assert is_binnen(client)


def test_een_dienst_die_weg_is_krijgt_een_503_en_meldt_het_later_nog_eens(
    dienst: Oidcdienst, tmp_path: Path
) -> None:
    dienst.gedrag["/jwks"] = _weg
    assert meld_af(site_bij(dienst, tmp_path), dienst.afmelding()) == 503


# The form to log in -------------------------------------------------------------------------------


def test_zonder_dienst_is_alles_als_vroeger(tmp_path: Path) -> None:
    client = computer(maak_app(tmp_path, sleutel=(SLEUTEL,)))
    blad = client.get(f"{PAD}/inloggen")
    assert "<details" not in blad.text
    for pad in (
        "inloggen/dienst",
        "inloggen/terug?code=x&state=y",
        "uitgelogd",
        "uitloggen/dienst",
    ):
        assert client.get(f"{PAD}/{pad}").status_code == 404
    assert client.post(f"{PAD}/uitloggen/melding").status_code == 404


def test_geraden_codes_raken_op(site: Flask, dienst: Oidcdienst) -> None:
    """Each costs a question to the provider."""
    client = computer(site)
    gezien = []
    for _ in range(51):
        (state,) = parse_qs(urlsplit(vertrek(client)).query)["state"]
        gezien.append(client.get(TERUG, query_string={"state": state, "code": "x"}).status_code)
    assert gezien == [303] * 50 + [429]


def test_een_dienst_die_weg_is_telt_niet_als_raden(site: Flask, dienst: Oidcdienst) -> None:
    """Else a whole office, and its beheerder, would have to wait after it is back."""
    client = computer(site)
    dienst.gedrag["/token"] = _stuk
    for _ in range(51):
        (state,) = parse_qs(urlsplit(vertrek(client)).query)["state"]
        antwoord = client.get(TERUG, query_string={"state": state, "code": "x"})
        assert antwoord.status_code == 303
