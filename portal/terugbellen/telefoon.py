"""Phone numbers as people type them, understood or refused with a reason. A German number needs +49 or 0049.

Only the Netherlands and Germany (the border region) are phoned. Whether somebody answers there, only phoning tells.
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
CIJFERS_NL = 9  # behind the 0 or +31; only numbers of services and machines have another length

# A person answers: fixed, mobile, and over the internet (085). What the library calls UAN are 14 050, 084 and 087, where nobody
# is phoned, but also 088: ordinary numbers of people at work, with a care organisation for instance.
_VAN_MENSEN = frozenset({PhoneNumberType.FIXED_LINE, PhoneNumberType.MOBILE, PhoneNumberType.VOIP})
_WERK = "+3188"
_DIENSTEN_NL = ("800", "900", "906", "909")
_GEWOON = re.compile("0[1-9][0-9]{8}")
_TUSSENTEKENS = re.compile(r"[\s\-‐‑‒–—―－/／\\.．,()（）\[\]]+")


class TelefoonReden(StrEnum):
    """Why what was typed cannot be phoned: one sentence for each in the form."""

    LEEG = "leeg"
    LETTERS = "letters"  # or another sign that is not in a number
    TE_KORT = "te_kort"
    TE_LANG = "te_lang"  # two numbers in one field, or an extension behind it
    GRATIS_OF_BETAALD = (
        "gratis_of_betaald"  # of a service, not of a person: 0800, 0900, 14 050, 084, pagers
    )
    ANDER_LAND = "ander_land"
    ONBESTAAND = "onbestaand"  # as long as a number, but nobody has it


class TelefoonFout(ValueError):
    """Carries the reason, never what was typed."""

    def __init__(self, reden: TelefoonReden) -> None:
        super().__init__(reden.value)
        self.reden = reden


def lees_telefoon(tekst: str) -> str:
    """`06-12345678`, `+31 (0)6 1234 5678`, `0049 ...` and so on as E.164: `+31612345678`. Raises TelefoonFout."""
    nummer = _ontleed(_kaal(tekst))
    if nummer.country_code not in (NEDERLAND, DUITSLAND):
        raise TelefoonFout(TelefoonReden.ANDER_LAND)
    e164 = phonenumbers.format_number(nummer, PhoneNumberFormat.E164)
    soort = phonenumbers.number_type(nummer)
    if soort in _VAN_MENSEN or (soort == PhoneNumberType.UAN and e164.startswith(_WERK)):
        return e164
    raise TelefoonFout(_waarom_niet(nummer, soort))


def toon_telefoon(e164: str) -> str:
    """A number of `lees_telefoon` as people write it: `06 12345678`, `050 123 4567`, `+49 4921 123456`."""
    nummer = phonenumbers.parse(e164)
    thuis = nummer.country_code == NEDERLAND
    return phonenumbers.format_number(
        nummer, PhoneNumberFormat.NATIONAL if thuis else PhoneNumberFormat.INTERNATIONAL
    )


def laatste_drie(e164: str) -> str:
    """The last three digits, with which somebody shows that a code is theirs: `678`."""
    return e164[-3:]


def _kaal(tekst: str) -> str:
    """Only digits, of any script, and perhaps a + before them. The library would drop letters and take an extension."""
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
    if _GEWOON.fullmatch(kaal):  # as nearly always: the library takes 15 us for it
        return PhoneNumber(country_code=NEDERLAND, national_number=int(kaal))
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
    # 0900 with too few digits behind it is still a 0900 number to whoever typed it.
    if soort != PhoneNumberType.UNKNOWN or (
        nederlands and cijfers.lstrip("0").startswith(_DIENSTEN_NL)
    ):
        return TelefoonReden.GRATIS_OF_BETAALD
    lengte = phonenumbers.is_possible_number_with_reason(nummer)
    # The lengths that the library finds possible include those of services (14 050): so count for ourselves.
    if (nederlands and len(cijfers) < CIJFERS_NL) or lengte in (
        ValidationResult.TOO_SHORT,
        ValidationResult.IS_POSSIBLE_LOCAL_ONLY,
    ):
        return TelefoonReden.TE_KORT
    if (nederlands and len(cijfers) > CIJFERS_NL) or lengte == ValidationResult.TOO_LONG:
        return TelefoonReden.TE_LANG
    return TelefoonReden.ONBESTAAND
