"""The settings for logging in at a provider of the organisation (OpenID Connect)."""

from collections.abc import Mapping
from pathlib import Path

from joserfc.errors import InvalidKeyTypeError, JoseError
from joserfc.jwk import ECKey, RSAKey

from portal.config import values
from portal.config.setting import Setting

MIN_RSA = 2048  # bits


def issuer(text: str) -> str:
    """A web address, kept as it was typed: a provider signs with exactly this name; or nothing."""
    if text and not values.is_web_address(text):
        raise ValueError
    return text


def key_file(text: str) -> str:
    """What is in the file: an RSA or P-256 key, perhaps with its certificate; or nothing."""
    if not text:
        return ""
    try:
        pem = Path(text).read_text(encoding="ascii")
        key = load_key(pem)
    except (OSError, TypeError, JoseError) as error:  # TypeError: a key with a password
        raise ValueError from error
    is_good = (
        key.raw_value.key_size >= MIN_RSA if isinstance(key, RSAKey) else key.curve_name == "P-256"
    )
    if not (is_good and key.is_private):
        raise ValueError
    return pem


def load_key(pem: str) -> RSAKey | ECKey:
    """The key in this text. Raises ValueError, JoseError, TypeError."""
    try:
        return RSAKey.import_key(pem)
    except InvalidKeyTypeError:
        return ECKey.import_key(pem)


LOGIN_SETTINGS = (
    Setting(
        "PORTAL_OIDC",
        "Laat collega’s inloggen met het account van hun organisatie (OpenID Connect): de *issuer*,"
        " precies zoals de inlogdienst zichzelf noemt. Hoe u dat instelt, staat in"
        " [beheer.md](beheer.md). Leeg: collega’s hebben een eigen account op deze site.",
        issuer,
        "PORTAL_OIDC moet een webadres zijn dat met https:// begint, zonder vraagteken.",
    ),
    Setting("PORTAL_OIDC_CLIENT", "Onder welke naam (client id) de inlogdienst deze site kent."),
    Setting(
        "PORTAL_OIDC_GEHEIM",
        "Waarmee de site zich bij de inlogdienst bewijst (client secret). Of noem in plaats"
        " daarvan PORTAL_OIDC_SLEUTEL.",
    ),
    Setting(
        "PORTAL_OIDC_SLEUTEL",
        "Het pad naar een PEM-bestand met de privésleutel waarmee de site zich bij de inlogdienst"
        " bewijst (`private_key_jwt`, wat het Nederlandse profiel vraagt): RSA van minstens"
        f" {MIN_RSA} bits of P-256, zonder wachtwoord. Staat het certificaat er ook in, dan noemt"
        " de site het; Entra vraagt daarom.",
        key_file,
        f"PORTAL_OIDC_SLEUTEL: noem een leesbaar PEM-bestand met een sleutel (RSA, minstens"
        f" {MIN_RSA} bits, of P-256) zonder wachtwoord.",
    ),
    Setting(
        "PORTAL_OIDC_NAAM",
        "Hoe het account van de organisatie heet, op de knop `Inloggen met …`.",
        default="uw werkaccount",
    ),
    Setting(
        "PORTAL_OIDC_ROLCLAIM",
        "In welke claim de inlogdienst de rollen of groepen van een collega zet.",
        default="roles",
    ),
    Setting(
        "PORTAL_OIDC_MEDEWERKER",
        "Welke waarde van die claim een medewerker maakt; meer waarden met een komma ertussen.",
        values.comma_list,
        default="medewerker",
    ),
    Setting(
        "PORTAL_OIDC_BEHEERDER",
        "Welke waarde van die claim een beheerder maakt; meer waarden met een komma ertussen.",
        values.comma_list,
        default="beheerder",
    ),
)
# What must be filled in as well, and why.
_NEEDED = (
    ("PORTAL_OIDC_CLIENT", "zo kent de inlogdienst deze site"),
    ("PORTAL_SITE", "daarheen stuurt de inlogdienst collega’s terug"),
    ("PORTAL_SLEUTEL", "zonder is er geen helpdesk"),
    ("PORTAL_OIDC_NAAM", "die staat op de knop"),
    ("PORTAL_OIDC_ROLCLAIM", "daarin staat wie wat mag"),
)


def login_problems(texts: Mapping[str, str]) -> list[str]:
    """What is missing, or there twice, beside PORTAL_OIDC."""
    if not texts["PORTAL_OIDC"]:
        return []
    problems = [
        f"{name} moet zijn ingevuld als PORTAL_OIDC is ingevuld: {why}."
        for name, why in _NEEDED
        if not texts[name]
    ]
    if bool(texts["PORTAL_OIDC_GEHEIM"]) == bool(texts["PORTAL_OIDC_SLEUTEL"]):
        problems.append(
            "Vul bij PORTAL_OIDC één van deze twee in: PORTAL_OIDC_GEHEIM of PORTAL_OIDC_SLEUTEL."
        )
    both = {*values.comma_list(texts["PORTAL_OIDC_MEDEWERKER"])} & {
        *values.comma_list(texts["PORTAL_OIDC_BEHEERDER"])
    }
    if both:
        problems.append(
            "PORTAL_OIDC_MEDEWERKER en PORTAL_OIDC_BEHEERDER noemen dezelfde waarde: dan is niet te"
            " zien wie beheerder is."
        )
    return problems
