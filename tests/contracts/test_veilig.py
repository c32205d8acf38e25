"""What no code of ours may use, and the only cryptography it uses. docs/asvs.md rests on this."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from portal.crypto.kenmerk import Kenmerken
from portal.crypto.vault import Vault
from portal.oidc.client import RANDOM_BYTES
from tests.conftest import GEHEIM, SLEUTEL

WORTEL = Path(__file__).parents[2]
CODE = [*WORTEL.glob("portal/**/*.py"), *WORTEL.glob("rules/**/*.py"), WORTEL / "wsgi.py"]
SCRIPTS = sorted(WORTEL.glob("static/js/*.js"))
# A name that runs a text, unpacks objects or starts a program; `random` can be predicted.
NOOIT = {
    "eval", "exec", "compile", "__import__", "pickle", "marshal", "shelve", "subprocess", "random",
    "os.system", "os.popen",
}  # fmt: skip
CRYPTO = {
    "cryptography.AESGCM", "cryptography.HKDF", "cryptography.SHA256", "cryptography.InvalidTag",
    "hashlib.sha256", "hmac.digest", "hmac.compare_digest", "argon2.PasswordHasher",
    "argon2.InvalidHashError", "argon2.VerificationError", "pyotp.TOTP",
    "ssl.create_default_context", "cryptography.load_pem_x509_certificate",
    # What a provider signs, and with what we prove to it who we are.
    "jwt.encode", "jwt.decode", "joserfc.jwt", "joserfc.KeySet", "joserfc.JWKRegistry",
    "joserfc.Key", "joserfc.RSAKey",
    "joserfc.ECKey", "joserfc.JWSRegistry", "joserfc.JWTClaimsRegistry", "joserfc.ClaimsOption",
    "joserfc.Token",
    "joserfc.JoseError", "joserfc.InvalidKeyTypeError", "joserfc.InvalidKeyIdError",
    "joserfc.BadSignatureError", "joserfc.ClaimError", "joserfc.ExpiredTokenError",
}  # fmt: skip
BIBLIOTHEKEN = (
    "cryptography", "hashlib", "hmac", "argon2", "pyotp", "ssl", "bcrypt", "nacl", "joserfc", "jwt",
)  # fmt: skip
# Runs a text, makes elements of it, keeps something in the browser, listens to other windows,
# copies data into objects, or hinders pasting. What the script of the helpdesk reads as HTML is a
# part of our own page, and nothing in it can run.
SCRIPT_NOOIT = re.compile(
    r"\beval\b|\bFunction\(|innerHTML|outerHTML|insertAdjacentHTML|document\.write|postMessage"
    r"|[\"']message[\"']|localStorage|sessionStorage|indexedDB|document\.cookie|JSON\.parse"
    r"|__proto__|\.prototype\b|[\"']paste[\"']|https?://"
)


def namen(boom: ast.AST) -> Iterator[str]:
    """`eval`, and what is imported or used of a module: `os.system`."""
    for knoop in ast.walk(boom):
        if isinstance(knoop, ast.Name):
            yield knoop.id
        elif isinstance(knoop, ast.Attribute) and isinstance(knoop.value, ast.Name):
            yield f"{knoop.value.id}.{knoop.attr}"
        elif isinstance(knoop, ast.Import):
            yield from (naam.name.split(".")[0] for naam in knoop.names)
        elif isinstance(knoop, ast.ImportFrom) and knoop.module and not knoop.level:
            yield knoop.module.split(".")[0]
            yield from (f"{knoop.module.split('.')[0]}.{naam.name}" for naam in knoop.names)


def alle_namen() -> set[str]:
    return {naam for pad in CODE for naam in namen(ast.parse(pad.read_text(encoding="utf-8")))}


def test_geen_code_voert_tekst_uit_of_start_een_ander_programma() -> None:
    assert alle_namen() & NOOIT == set()
    assert set(namen(ast.parse("import os\nos.system(eval('x'))"))) & NOOIT == {"eval", "os.system"}


def test_de_site_versleutelt_en_hasht_alleen_hiermee() -> None:
    """AES-256-GCM, HKDF and HMAC with SHA-256, argon2id; SHA-1 only inside TOTP."""
    assert {naam for naam in alle_namen() if naam.split(".")[0] in BIBLIOTHEKEN} - {
        *BIBLIOTHEKEN
    } == CRYPTO
    code = "".join(pad.read_text(encoding="utf-8") for pad in CODE)
    assert set(re.findall(r"hmac\.digest\([^)]*, (.*?)\)", code)) == {'"sha256"'}
    tekst = (WORTEL / "docs" / "asvs.md").read_text(encoding="utf-8")
    _, _, sleutels = tekst.partition("## Keys and algorithms")
    for woord in ("AES-256-GCM", "HKDF-SHA256", "HMAC-SHA256", "argon2id", "HMAC-SHA1"):
        assert woord in sleutels


def test_elke_sleutel_is_van_256_bits_en_elke_hash_van_128(monkeypatch: pytest.MonkeyPatch) -> None:
    lengtes = []

    class Meter:
        generate_key = staticmethod(AESGCM.generate_key)

        def __init__(self, sleutel: bytes) -> None:
            lengtes.append(8 * len(sleutel))
            self.encrypt, self.decrypt = AESGCM(sleutel).encrypt, AESGCM(sleutel).decrypt

    for waar in ("kenmerk", "vault"):
        monkeypatch.setattr(f"portal.crypto.{waar}.AESGCM", Meter)
    Kenmerken(GEHEIM)
    kluis = Vault((SLEUTEL,))
    kluis.record_key(kluis.new_record_key("hier"), "hier")
    assert lengtes == [256, 256, 256]
    assert 8 * len(kluis.hash("soort", "tekst")) == 128


def test_elk_willekeurig_teken_heeft_128_bits() -> None:
    """But the name of a computer, which is no secret: it stands in a kenmerk."""
    te_kort = [
        (pad.name, int(bytes_))
        for pad in CODE
        for bytes_ in re.findall(r"\btoken_\w+\((\d+)\)", pad.read_text(encoding="utf-8"))
        if 8 * int(bytes_) < 128
    ]
    assert te_kort == [("inlogpoging.py", 9)]
    assert 8 * RANDOM_BYTES >= 128


def test_geen_script_doet_wat_een_ander_kan_misbruiken() -> None:
    assert [pad.name for pad in SCRIPTS] == ["extra.js", "helpdesk.js"]
    gevonden = [SCRIPT_NOOIT.findall(pad.read_text(encoding="utf-8")) for pad in SCRIPTS]
    assert gevonden == [[], []]
    assert SCRIPT_NOOIT.findall('el.innerHTML = x; addEventListener("message", f)') == [
        "innerHTML",
        '"message"',
    ]
