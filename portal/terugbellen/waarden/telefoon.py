"""Phone numbers as people type them, understood or refused with a reason.

We phone the Netherlands and, for the border region, Germany; a German number needs +49 or 0049.
"""

import re
import unicodedata
from enum import StrEnum

import phonenumbers
from phonenumbers import (
    NumberParseException,
    PhoneNumber,
    PhoneNumberFormat,
    PhoneNumberType,
    ValidationResult,
)

NEDERLAND, DUITSLAND = 31, 49
MAX_TEKENS = 60  # nobody's number is typed longer
CIJFERS_NL = 9  # after the 0 or +31; only numbers of services and machines have another length

# Where a person answers: fixed, mobile, and over the internet (085). What the library calls UAN is
# 14 050, 084 and 087, where we phone nobody, but also 088: people at work, such as at a care
# organisation.
_VAN_MENSEN = frozenset({PhoneNumberType.FIXED_LINE, PhoneNumberType.MOBILE, PhoneNumberType.VOIP})
_WERK = "+3188"
_DIENSTEN_NL = ("800", "900", "906", "909")
_TE_KORT = (ValidationResult.TOO_SHORT, ValidationResult.IS_POSSIBLE_LOCAL_ONLY)
_TUSSENTEKENS = re.compile(r"[\s\-‐‑‒–—―－/／\\.．,()（）\[\]]+")


class TelefoonReden(StrEnum):
    """Why a number cannot be phoned: one sentence for each in the form."""

    LEEG = "leeg"
    LETTERS = "letters"  # or another character that no number has
    TE_KORT = "te_kort"
    TE_LANG = "te_lang"  # two numbers in one field, or one with an extension
    GRATIS_OF_BETAALD = "gratis_of_betaald"  # not of a person: 0800, 0900, 14 050, 084, pagers
    ANDER_LAND = "ander_land"
    ONBESTAAND = "onbestaand"  # as long as a number, but nobody has it


class TelefoonFout(ValueError):
    """Carries the reason, never what was typed."""

    def __init__(self, reden: TelefoonReden) -> None:
        super().__init__(reden.value)
        self.reden = reden


def lees_telefoon(tekst: str) -> str:
    """`06-12345678`, `+31 (0)6 1234 5678`, `0049 ...` as E.164: `+31612345678`.

    Raises TelefoonFout.
    """
    nummer = _ontleed(_kaal(tekst))
    if nummer.country_code not in (NEDERLAND, DUITSLAND):
        raise TelefoonFout(TelefoonReden.ANDER_LAND)
    e164 = phonenumbers.format_number(nummer, PhoneNumberFormat.E164)
    soort = phonenumbers.number_type(nummer)
    if soort in _VAN_MENSEN or (soort == PhoneNumberType.UAN and e164.startswith(_WERK)):
        return e164
    raise TelefoonFout(_waarom_niet(nummer, soort))


def toon_telefoon(e164: str) -> str:
    """As people write a number: `06 12345678`, `050 123 4567`, `+49 4921 123456`."""
    nummer = phonenumbers.parse(e164)
    is_thuis = nummer.country_code == NEDERLAND
    vorm = PhoneNumberFormat.NATIONAL if is_thuis else PhoneNumberFormat.INTERNATIONAL
    return phonenumbers.format_number(nummer, vorm)


def laatste_drie(e164: str) -> str:
    """The last three digits, with which somebody shows that a code is theirs: `678`."""
    return e164[-3:]


def is_heel(cijfers: str) -> bool:
    """Whether it is a whole number (E.164), not the last three digits of one."""
    return cijfers != laatste_drie(cijfers)


def _kaal(tekst: str) -> str:
    """Digits, of any script when typed, perhaps after a +.

    The library would drop letters and read an extension.
    """
    if len(tekst) > MAX_TEKENS:
        raise TelefoonFout(TelefoonReden.TE_LANG)
    if not tekst.isascii():
        zichtbaar = (teken for teken in tekst if unicodedata.category(teken) != "Cf")
        tekst = "".join(str(unicodedata.decimal(teken, teken)) for teken in zichtbaar)
    kaal = _TUSSENTEKENS.sub("", tekst).replace("＋", "+")
    if not kaal:
        raise TelefoonFout(TelefoonReden.LEEG)
    if not re.fullmatch(r"\+?[0-9]*", kaal):
        raise TelefoonFout(TelefoonReden.LETTERS)
    return kaal


def _ontleed(kaal: str) -> PhoneNumber:
    try:
        return phonenumbers.parse(kaal, "NL")
    except NumberParseException as fout:
        redenen = {
            NumberParseException.INVALID_COUNTRY_CODE: TelefoonReden.ONBESTAAND,
            NumberParseException.TOO_LONG: TelefoonReden.TE_LANG,
        }
        raise TelefoonFout(redenen.get(fout.error_type, TelefoonReden.TE_KORT)) from fout


def _waarom_niet(nummer: PhoneNumber, soort: int) -> TelefoonReden:
    cijfers = phonenumbers.national_significant_number(nummer)
    nederlands = nummer.country_code == NEDERLAND
    # 0900 with too few digits is still a 0900 number to whoever typed it.
    is_dienst = nederlands and cijfers.lstrip("0").startswith(_DIENSTEN_NL)
    if is_dienst or soort != PhoneNumberType.UNKNOWN:
        return TelefoonReden.GRATIS_OF_BETAALD
    lengte = phonenumbers.is_possible_number_with_reason(nummer)
    # The library also finds the lengths of services possible (14 050), so we count ourselves.
    if (nederlands and len(cijfers) < CIJFERS_NL) or lengte in _TE_KORT:
        return TelefoonReden.TE_KORT
    if (nederlands and len(cijfers) > CIJFERS_NL) or lengte == ValidationResult.TOO_LONG:
        return TelefoonReden.TE_LANG
    return TelefoonReden.ONBESTAAND
