"""Passwords: hashed with argon2id, checked, and which are too weak. Knows nobody's account.

A password is long and not everybody's; which signs it has does not matter (NIST SP 800-63B, NCSC).
"""

import unicodedata
from enum import StrEnum

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from portal.medewerkers.medewerker import naamsleutel

MIN_TEKENS, MAX_TEKENS = 12, 128
MIN_VERSCHILLEND = 5  # `aaaaaaaaaaaa` and `121212121212` are long too

# OWASP's parameters; about 30 ms and 19 MB for each try.
_HASHER = PasswordHasher(time_cost=2, memory_cost=19456, parallelism=1)
# Of nobody: a name that does not exist costs the same time. Made with the parameters above; a test holds it to them.
NIEMAND = "$argon2id$v=19$m=19456,t=2,p=1$Q8pqlE4rdNdwY4AqtiA5ZA$PQGshAhe+Lmtrcqd8szG3os5RytP4Q+eFxl6MLBVO6w"
# What people make of the best known ones when they need twelve signs; without signs, spaces and capitals.
VEELGEBRUIKT = """
123456789012 1234567890123 012345678901 098765432109 112233445566 123123123123 123456123456 1q2w3e4r5t6y 1qaz2wsx3edc
abcdefghijkl abcdef123456 administrator admin1234567 beheerder123 dragondragon duurzaamherstel groningen123 groningen2026
helpdesk1234 helpdesk2026 iloveyou1234 letmein12345 password1234 password12345 password123456 passwordpassword
qwerty123456 qwertyuiop12 qwertyuiopas qwertyqwerty wachtwoord12 wachtwoord123 wachtwoord1234 wachtwoordwachtwoord
welkom123456 welkom1234567 welkom202026 welkomwelkom zomer2026zomer zaq12wsxcde3
"""


class WachtwoordReden(StrEnum):
    """Why a password is refused: one sentence for each in the form."""

    KORT = "kort"
    LANG = "lang"
    NAAM = "naam"
    VEELGEBRUIKT = "veelgebruikt"


class WachtwoordFout(ValueError):
    """Carries the reason, never the password."""

    def __init__(self, reden: WachtwoordReden) -> None:
        super().__init__(reden.value)
        self.reden = reden


def keur(wachtwoord: str, naam: str) -> None:
    """Raises WachtwoordFout when this colleague should not choose it."""
    kaal = _letters(wachtwoord.casefold())
    if len(wachtwoord) < MIN_TEKENS:
        raise WachtwoordFout(WachtwoordReden.KORT)
    if len(wachtwoord) > MAX_TEKENS:
        raise WachtwoordFout(WachtwoordReden.LANG)
    if kaal.strip("0123456789") == _letters(naamsleutel(naam)).strip("0123456789"):
        raise WachtwoordFout(WachtwoordReden.NAAM)
    if kaal in VEELGEBRUIKT.split() or len(set(wachtwoord)) < MIN_VERSCHILLEND:
        raise WachtwoordFout(WachtwoordReden.VEELGEBRUIKT)


def maak_hash(wachtwoord: str) -> str:
    """What is kept of a password."""
    return _HASHER.hash(_gelijk(wachtwoord))


def klopt(hash_: str, wachtwoord: str) -> bool:
    """Whether this is the password. Takes as long when it is not."""
    try:
        return _HASHER.verify(hash_, _gelijk(wachtwoord))
    except (VerificationError, InvalidHashError):
        return False


def is_verouderd(hash_: str) -> bool:
    """Whether it was made with other parameters than ours of today."""
    return _HASHER.check_needs_rehash(hash_)


def _letters(tekst: str) -> str:
    return "".join(filter(str.isalnum, tekst))


def _gelijk(wachtwoord: str) -> bytes:
    """One keyboard sends an accented letter as one sign, another as two."""
    return unicodedata.normalize("NFC", wachtwoord).encode("utf-8", "surrogatepass")
