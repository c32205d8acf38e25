"""Passwords: hashed with argon2id, checked, and refused when too weak.

A password must be long and uncommon; which characters it has does not matter (NIST SP 800-63B,
NCSC).
"""

import unicodedata
from enum import StrEnum

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError
from zxcvbn import zxcvbn

from portal.medewerkers.medewerker import naamsleutel

MIN_TEKENS, MAX_TEKENS = 12, 128
# OWASP's parameters: about 30 ms and 19 MB for each try.
_HASHER = PasswordHasher(time_cost=2, memory_cost=19456, parallelism=1)
# Nobody's: a name that does not exist takes the same time. A test holds it to the parameters above.
NIEMAND = (
    "$argon2id$v=19$m=19456,t=2,p=1$Q8pqlE4rdNdwY4AqtiA5ZA"
    "$PQGshAhe+Lmtrcqd8szG3os5RytP4Q+eFxl6MLBVO6w"
)
# zxcvbn guesses as people do: 30,000 well-known passwords, names, English words, dates, rows on the
# keyboard, and combinations. 4 is its best: more than 10 thousand million guesses. It must also
# know the words of this service.
STERKTE = 4
# Characters: the rest only makes it stronger, and takes time (72 characters at worst 0.1 s).
BEOORDEELD = 72
EIGEN_WOORDEN = """
wachtwoord welkom geheim hallo vergeten inloggen beheerder beheer medewerker helpdesk duurzaam
herstel zelfcheck kerngebied aardbeving beving gaswinning groningen groninger img loppersum
appingedam delfzijl martini januari februari maart april mei juni juli augustus september oktober
november december maandag dinsdag woensdag donderdag vrijdag lente zomer herfst winter voetbal
nederland
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
    """Raises WachtwoordFout if the colleague of this name should not choose it."""
    if len(wachtwoord) < MIN_TEKENS:
        raise WachtwoordFout(WachtwoordReden.KORT)
    if len(wachtwoord) > MAX_TEKENS:
        raise WachtwoordFout(WachtwoordReden.LANG)
    if _letters(wachtwoord.casefold()) == _letters(naamsleutel(naam)):
        raise WachtwoordFout(WachtwoordReden.NAAM)
    geraden = zxcvbn(wachtwoord[:BEOORDEELD], user_inputs=[*EIGEN_WOORDEN.split(), *naam.split()])
    if geraden["score"] < STERKTE:
        raise WachtwoordFout(WachtwoordReden.VEELGEBRUIKT)


def maak_hash(wachtwoord: str) -> str:
    """What is kept of a password."""
    return _HASHER.hash(_gelijk(wachtwoord))


def klopt(hash_: str, wachtwoord: str) -> bool:
    """Whether this is the password; takes as long when it is not."""
    try:
        return _HASHER.verify(hash_, _gelijk(wachtwoord))
    except (VerificationError, InvalidHashError):
        return False


def is_verouderd(hash_: str) -> bool:
    """Whether it was made with other parameters than today's."""
    return _HASHER.check_needs_rehash(hash_)


def _letters(tekst: str) -> str:
    """Without punctuation, and without digits at either end."""
    return "".join(filter(str.isalnum, tekst)).strip("0123456789")


def _gelijk(wachtwoord: str) -> bytes:
    """One keyboard sends an accented letter as one character, another as two."""
    return unicodedata.normalize("NFC", wachtwoord).encode("utf-8", "surrogatepass")
