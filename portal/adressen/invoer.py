"""What people type as a postcode and a number: understood, or refused with a reason. No guesses."""

import re
import unicodedata
from enum import StrEnum

MAX_HUISNUMMER = 99_999
MAX_ACHTER = 5  # one huisletter and a toevoeging of four
MAX_TEKENS = 40  # nobody's postcode or number is longer

_POSTCODE = re.compile(r"([1-9][0-9]{3})([A-Z]{2})")
_WOORD_NUMMER = re.compile(r"^(huis)?(nummer|nr|no)\b\.?|^#|^№", re.IGNORECASE)
_HUISNUMMER = re.compile(r"0*([1-9][0-9]*)(.*)", re.DOTALL)
# Letters of other scripts that look like ours, as a keyboard that was switched gives them.
_LIJKT_OP = str.maketrans(
    "АВЕКМНОРСТУХавекмнорстухІіЈјЅѕΑΒΕΗΙΚΜΝΟΡΤΥΧΖο", "ABEKMHOPCTYXabekmhopctyxIiJjSsABEHIKMNOPTYXZo"
)
_TUSSENTEKENS = re.compile(r"[\s\-‐‑‒–—―/\\.,_'’:;()⁄]+")


class InvoerReden(StrEnum):
    """Why what was typed cannot be used: one sentence for each in the form."""

    ADRES_LEEG = "adres_leeg"
    ADRES_TE_LANG = "adres_te_lang"
    ALLEEN_EEN_NUMMER = "alleen_een_nummer"
    TWEE_POSTCODES = "twee_postcodes"
    POSTCODE_LEEG = "postcode_leeg"
    POSTCODE_ALLEEN_CIJFERS = "postcode_alleen_cijfers"
    POSTCODE_LETTERS = "postcode_letters"
    POSTCODE_ONLEESBAAR = "postcode_onleesbaar"
    HUISNUMMER_LEEG = "huisnummer_leeg"
    HUISNUMMER_ZONDER_CIJFER = "huisnummer_zonder_cijfer"
    HUISNUMMER_TE_GROOT = "huisnummer_te_groot"
    TOEVOEGING_ONLEESBAAR = "toevoeging_onleesbaar"


class InvoerFout(ValueError):
    """Carries the reason; the form chooses the words."""

    def __init__(self, reden: InvoerReden) -> None:
        super().__init__(reden.value)
        self.reden = reden


def lees_postcode(tekst: str) -> str:
    """`9901 aa` and its many spellings as `9901AA`. Raises InvoerFout."""
    if _POSTCODE.fullmatch(tekst):  # as in millions of rows of a register
        return tekst
    kaal = _kaal(tekst, InvoerReden.POSTCODE_ONLEESBAAR)
    if not kaal:
        raise InvoerFout(InvoerReden.POSTCODE_LEEG)
    if _POSTCODE.fullmatch(kaal):
        return kaal
    if re.fullmatch(r"[1-9][0-9]{3}", kaal):
        raise InvoerFout(InvoerReden.POSTCODE_ALLEEN_CIJFERS)
    if re.match(r"[1-9][0-9]{3}[^0-9]", kaal):
        raise InvoerFout(InvoerReden.POSTCODE_LETTERS)
    raise InvoerFout(InvoerReden.POSTCODE_ONLEESBAAR)


def lees_huisnummer(tekst: str, toevoeging: str = "") -> tuple[int, str]:
    """`12 a-2`, `nr. 12`, `12/2` and so on as (12, "A2"). Raises InvoerFout.

    A letter or toevoeging may be in a field of its own; typed in both fields, it counts once.
    """
    if len(tekst) > MAX_TEKENS:
        raise InvoerFout(InvoerReden.HUISNUMMER_ZONDER_CIJFER)
    kaal = gewone_tekens(tekst)
    if not kaal:
        raise InvoerFout(InvoerReden.HUISNUMMER_LEEG)
    gevonden = _HUISNUMMER.fullmatch(_TUSSENTEKENS.sub(" ", _WOORD_NUMMER.sub("", kaal)).strip())
    if gevonden is None:
        raise InvoerFout(InvoerReden.HUISNUMMER_ZONDER_CIJFER)
    cijfers, rest = gevonden.groups()
    if len(cijfers) > len(str(MAX_HUISNUMMER)):
        raise InvoerFout(InvoerReden.HUISNUMMER_TE_GROOT)
    achter, extra = _lees_achter(rest), _lees_achter(toevoeging)
    if extra and extra != achter:
        achter += extra
    if len(achter) > MAX_ACHTER:
        raise InvoerFout(InvoerReden.TOEVOEGING_ONLEESBAAR)
    return int(cijfers), achter


def toon_postcode(postcode: str) -> str:
    """`9712JG` as people write it: `9712 JG`."""
    return f"{postcode[:4]} {postcode[4:]}"


def _lees_achter(tekst: str) -> str:
    kaal = _kaal(tekst, InvoerReden.TOEVOEGING_ONLEESBAAR)
    if not re.fullmatch(r"[0-9A-Z]*", kaal):
        raise InvoerFout(InvoerReden.TOEVOEGING_ONLEESBAAR)
    return kaal


def _kaal(tekst: str, te_lang: InvoerReden) -> str:
    """The plain letters and digits, in capitals. Raises InvoerFout with the reason `te_lang`."""
    if len(tekst) > MAX_TEKENS:
        raise InvoerFout(te_lang)
    return _TUSSENTEKENS.sub("", gewone_tekens(tekst)).upper()


def gewone_tekens(tekst: str) -> str:
    """Digits and letters of any width or script as plain ones; `12²` as 12-2, `12½` as 12-1/2."""
    if tekst.isascii():  # most are: they stay as they are
        return tekst.strip()
    return "".join(map(_gewoon, tekst)).translate(_LIJKT_OP).strip()


def _gewoon(teken: str) -> str:
    soort = unicodedata.category(teken)
    if soort == "Nd":
        return str(unicodedata.decimal(teken))
    if soort == "Cf":  # invisible: soft hyphen, zero-width space, direction marks
        return ""
    streep = "-" if soort == "No" else ""  # or 12² would be 122
    return streep + unicodedata.normalize("NFKC", teken)
