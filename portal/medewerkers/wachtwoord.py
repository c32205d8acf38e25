"""Passwords: hashed with argon2id, checked, and which are too weak. Knows nobody's account.

A password is long and not everybody's; which signs it has does not matter (NIST SP 800-63B, NCSC).
"""

import unicodedata
from enum import StrEnum

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError
from zxcvbn import zxcvbn

from portal.medewerkers.medewerker import naamsleutel

MIN_TEKENS, MAX_TEKENS = 12, 128
# OWASP's parameters; about 30 ms and 19 MB for each try.
_HASHER = PasswordHasher(time_cost=2, memory_cost=19456, parallelism=1)
# Of nobody: a name that does not exist costs the same time. Made with the parameters above; a test holds it to them.
NIEMAND = "$argon2id$v=19$m=19456,t=2,p=1$Q8pqlE4rdNdwY4AqtiA5ZA$PQGshAhe+Lmtrcqd8szG3os5RytP4Q+eFxl6MLBVO6w"
# zxcvbn guesses as people who guess do: 30,000 well-known passwords, names, English words, dates, rows on the keyboard, and
# what is made of them. 4 is its best: more than 10 thousand million guesses. It must also know the words of this service.
STERKTE = 4
BEOORDEELD = (
    72  # signs: what follows only makes it stronger, and takes time (72 signs at worst 0.1 s)
)
EIGEN_WOORDEN = """
wachtwoord welkom geheim hallo vergeten inloggen beheerder beheer medewerker helpdesk duurzaam herstel zelfcheck kerngebied
aardbeving beving gaswinning groningen groninger img loppersum appingedam delfzijl martini januari februari maart april mei
juni juli augustus september oktober november december maandag dinsdag woensdag donderdag vrijdag lente zomer herfst winter
voetbal nederland
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
    if len(wachtwoord) < MIN_TEKENS:
        raise WachtwoordFout(WachtwoordReden.KORT)
    if len(wachtwoord) > MAX_TEKENS:
        raise WachtwoordFout(WachtwoordReden.LANG)
    if _letters(wachtwoord.casefold()).strip("0123456789") == _letters(naamsleutel(naam)).strip(
        "0123456789"
    ):
        raise WachtwoordFout(WachtwoordReden.NAAM)
    if (
        zxcvbn(wachtwoord[:BEOORDEELD], user_inputs=[*EIGEN_WOORDEN.split(), *naam.split()])[
            "score"
        ]
        < STERKTE
    ):
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
