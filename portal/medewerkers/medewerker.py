"""A colleague, as values."""

import re
import unicodedata
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

MIN_NAAM, MAX_NAAM = 2, 40  # characters
# Latin letters, and what ASCII has: a Cyrillic а or a letter that cannot be seen makes another name
# of the same one, and the log would say that somebody else did it.
_TEKENS = re.compile(r"[ -~’À-ÖØ-öø-ɏḀ-ỿ]+")
_ALS = str.maketrans("l1|!ı0øđðłħŧ", "iiiiiooddiht")


class Medewerkerrol(StrEnum):
    """A beheerder may also change opening hours and accounts, and read the log."""

    MEDEWERKER = "medewerker"
    BEHEERDER = "beheerder"


class NaamReden(StrEnum):
    """Why a name is refused: one sentence for each in the form.

    BEZET: somebody has it, or one that looks like it; also a closed account.
    """

    KORT = "kort"
    LANG = "lang"
    TEKENS = "tekens"
    BEZET = "bezet"


class NaamFout(ValueError):
    """Carries the reason, never the name."""

    def __init__(self, reden: NaamReden) -> None:
        super().__init__(reden.value)
        self.reden = reden


@dataclass(frozen=True, slots=True)
class Medewerker:
    """Somebody with an account."""

    id: int
    naam: str
    rol: Medewerkerrol

    @property
    def is_beheerder(self) -> bool:
        """May do everything."""
        return self.rol is Medewerkerrol.BEHEERDER


@dataclass(frozen=True, slots=True)
class Account:
    """An account. `herstelcodes`: how many are left. Moments are in Dutch time.

    `geschorst_op`: nobody can log in with it for now. `laatst_ingelogd`: None is never, or longer
    ago than the log goes back. `van_inlogdienst`: its owner logs in at the provider, which says
    the rol as well.
    """

    medewerker: Medewerker
    tweede_factor: bool
    herstelcodes: int
    van_inlogdienst: bool
    gemaakt_op: datetime
    gesloten_op: datetime | None
    geschorst_op: datetime | None = None
    laatst_ingelogd: datetime | None = None

    @property
    def is_open(self) -> bool:
        """Its owner may log in."""
        return not (self.gesloten_op or self.geschorst_op)


def lees_naam(tekst: str) -> str:
    """The name as it is kept, with single spaces. Raises NaamFout."""
    naam = " ".join(unicodedata.normalize("NFC", tekst).split())
    if len(naam) < MIN_NAAM:
        raise NaamFout(NaamReden.KORT)
    if len(naam) > MAX_NAAM:
        raise NaamFout(NaamReden.LANG)
    if not _TEKENS.fullmatch(naam) or not any(map(str.isalpha, naam)):
        raise NaamFout(NaamReden.TEKENS)
    return naam


def naamsleutel(tekst: str) -> str:
    """Equal for the same name: `ANNA ` and `anna`. SQLite's own `nocase` knows only A to Z."""
    return " ".join(unicodedata.normalize("NFC", tekst).casefold().split())


def gelijkend(naam: str) -> str:
    """Equal for names that nobody can tell apart in a list: `Anna Bos`, `Ánna-B0s`."""
    letters = unicodedata.normalize("NFKD", naam.casefold()).translate(_ALS)
    kaal = "".join(filter(str.isalnum, letters))
    return kaal.replace("rn", "m").replace("vv", "w")
